//! `baton demo`: the whole loop on a sample repository or a private copy of yours: ask, diff, ✅, merged.
//! One task is played in the terminal; then the page is there with it, and with requests to go on with.
//! `--script` ends behind the play.
//!
//! Every step has a name that never changes, so a demo that was killed goes on where it was when it is
//! started again on the same `--data`.

mod repository;
mod script;
mod suggestion;

use std::path::{Path, PathBuf};

pub(super) use repository::copy;

use clap::Args;

use super::bar::Bar;
use super::exit::{Exit, Failure};
use super::interrupt::Interrupt;
use super::{arm, page, serve};
use crate::app::{App, DataLock, Guests, private_dir};
use crate::config::{Config, Environment};
use crate::domain::chat_ids::Person;
use crate::domain::ids::RepoName;
use crate::runtime::Clock;
use crate::telemetry;

/// What the demo asks for on the sample repository.
const SAMPLE_ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Play the loop as text and exit
    #[arg(long)]
    script: bool,
    /// End with ❌ instead of ✅: the pull request is closed, nothing is merged
    #[arg(long, requires = "script")]
    close: bool,
    /// Work on a private copy of this repository instead of the sample; it is never written
    #[arg(long, value_name = "PATH")]
    repo: Option<PathBuf>,
    /// What to ask for
    #[arg(long, value_name = "TEXT")]
    ask: Option<String>,
    /// Do not open the page in a browser
    #[arg(long, conflicts_with = "script")]
    no_open: bool,
    /// Keep everything in this directory; without it, nothing is kept
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(self, environment: &Environment) -> Result<Exit, Failure> {
        let ask = match (self.ask.as_deref(), &self.repo) {
            (None, None) => Some(SAMPLE_ASK),
            // Nobody knows what yours says.
            (ask, _) => ask,
        };
        let (dir, _kept) = self.dir()?;
        private_dir(&dir)?;
        if !self.script {
            let mut interrupt = Interrupt::listen()?;
            let begun = tokio::select! {
                begun = self.begin(&dir, environment) => begun?,
                () = interrupt.came() => return Ok(Exit::Interrupted),
            };
            return self.stay(begun, ask, environment, interrupt).await;
        }
        let Some(ask) = ask else {
            return Err(Failure::usage("--script on a repository of yours needs --ask \"what to change\""));
        };
        let (app, _lock, name) = self.begin(&dir, environment).await?;
        let ending = if self.close { script::Ending::Close } else { script::Ending::Merge };
        Ok(script::play(&app, &name, ask, ending).await?.exit)
    }

    /// Everything that a demo needs, and the name of its repository.
    async fn begin(
        &self,
        dir: &Path,
        environment: &Environment,
    ) -> Result<(App, DataLock, RepoName), Failure> {
        let lock = serve::lock(dir).await?;
        let plain = Config::embedded(dir, [], environment).map_err(Failure::config)?;
        telemetry::start(&plain.log);
        arm(&plain);
        let git = crate::app::git(&plain);
        let repo = match &self.repo {
            Some(path) => {
                if !repository::is_of(dir, path)? {
                    let dir = dir.display();
                    return Err(Failure::usage(format!(
                        "{dir} holds a demo on another repository; give each its own --data"
                    )));
                }
                // Not where it is: a terminal would cut what follows.
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let bar = Bar::on_terminal();
                repository::copy(git, path, dir, &|progress| bar.told(&name, progress)).await?
            }
            None => repository::sample(git, dir).await?,
        };
        let name = repo.name.clone();
        let config = Config::embedded(dir, [repo], environment).map_err(Failure::config)?;
        let app = App::open(config, Clock::system()).await?;
        app.take_over(&lock).await?;
        Ok((app, lock, name))
    }

    /// Plays what there is to play, then serves the page until Ctrl-C.
    async fn stay(
        &self,
        (app, lock, repo): (App, DataLock, RepoName),
        ask: Option<&str>,
        environment: &Environment,
        mut interrupt: Interrupt,
    ) -> Result<Exit, Failure> {
        let mut first = None;
        if let Some(ask) = ask {
            let played = tokio::select! {
                played = script::play(&app, &repo, ask, script::Ending::Merge) => played?,
                () = interrupt.came() => return Ok(Exit::Interrupted),
            };
            first = Some(played.thread);
        }
        let Some(listener) = page::listen(app.config.web.listen).await? else { return Ok(Exit::Done) };
        let suggestions = match &self.repo {
            None => suggestion::of_sample(),
            Some(_) => suggestion::of(&app, &repo).await?,
        };
        let people: Result<Vec<Person>, _> =
            [repository::REQUESTER, repository::REVIEWER].map(str::parse).into_iter().collect();
        let guests = Guests {
            people: people.map_err(anyhow::Error::from)?,
            channel: script::CHANNEL.to_owned(),
            first,
            suggestions,
        };
        let opens = if self.no_open { page::Browser::LeftAlone } else { page::Browser::of(environment) };
        serve::until_interrupted(&app, &lock, Some((guests, listener, opens)), interrupt).await
    }

    /// Whether it stays until Ctrl-C, which it hears itself.
    pub(super) fn stays(&self) -> bool {
        !self.script
    }

    /// The directory of the demo, and the guard that removes it when it is not to be kept.
    fn dir(&self) -> Result<(PathBuf, Option<tempfile::TempDir>), Failure> {
        if let Some(dir) = &self.data {
            let dir = std::path::absolute(dir).map_err(anyhow::Error::from)?;
            return Ok((dir, None));
        }
        let kept = tempfile::Builder::new().prefix("baton-demo-").tempdir().map_err(anyhow::Error::from)?;
        Ok((kept.path().to_owned(), Some(kept)))
    }
}
