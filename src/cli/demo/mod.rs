//! `baton demo --script`: the whole loop in the terminal, on a sample repository or a private copy of
//! yours: ask, diff, ✅, merged.
//!
//! Every step has a name that never changes, so a demo that was killed goes on where it was when it is
//! started again on the same `--data`.

mod repository;
mod script;

use std::path::PathBuf;

pub(super) use repository::copy;

use clap::Args;

use super::exit::{Exit, Failure};
use super::{arm, serve};
use crate::app::{App, private_dir};
use crate::cli::out::out;
use crate::config::{Config, Environment};
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
    #[arg(long, value_name = "PATH", requires = "ask")]
    repo: Option<PathBuf>,
    /// What to ask for
    #[arg(long, value_name = "TEXT")]
    ask: Option<String>,
    /// Keep everything in this directory; without it, nothing is kept
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(self, environment: &Environment) -> Result<Exit, Failure> {
        let (dir, _kept) = self.dir()?;
        private_dir(&dir)?;
        let lock = serve::lock(&dir).await?;
        let plain = Config::embedded(&dir, [], environment).map_err(Failure::config)?;
        telemetry::start(&plain.log);
        arm(&plain);
        let git = crate::app::git(&plain);
        let repo = match &self.repo {
            Some(path) => {
                if !repository::is_of(&dir, path)? {
                    let dir = dir.display();
                    return Err(Failure::usage(format!(
                        "{dir} holds a demo on another repository; give each its own --data"
                    )));
                }
                repository::copy(git, path, &dir).await?
            }
            None => repository::sample(git, &dir).await?,
        };
        let name = repo.name.clone();
        let config = Config::embedded(&dir, [repo], environment).map_err(Failure::config)?;
        let app = App::open(config, Clock::system()).await?;
        app.take_over(&lock).await?;
        let ask = self.ask.as_deref().unwrap_or(SAMPLE_ASK);
        if !self.script {
            out!("The page in the browser comes with a later version; this is the script.\n");
        }
        let ending = if self.close { script::Ending::Close } else { script::Ending::Merge };
        script::play(&app, &name, ask, ending).await
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
