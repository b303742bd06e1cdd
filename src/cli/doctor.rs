//! `baton doctor`: checks what a running baton needs, and says how to mend what is missing.

use anyhow::Context as _;

use super::exit::{Exit, Failure};
use super::out::out;
use super::{Common, load};
use crate::app::{App, DataLock, exposed};
use crate::config::{Config, Environment, Repo};
use crate::git;
use crate::runtime::Clock;

/// Less free disk than this is worth a warning, in bytes.
const LOW_DISK: u64 = 1024 * 1024 * 1024;

pub(super) async fn run(common: &Common, environment: &Environment) -> Result<Exit, Failure> {
    let config = load(common, environment)?;
    let mut ok = say("config", Ok(format!("{} repositories", config.repos().len())));
    let app = App::open(config.clone(), Clock::system()).await;
    let store = app.as_ref().map(|_| "opens, migrations are up to date".to_owned());
    ok &= say("store", store.map_err(|error| format!("{error:#}")));
    ok &= say("data", data(&config).map_err(|error| format!("{error:#}")));
    let Ok(app) = app else { return Ok(Exit::Broke) };
    let version = app.git.version().await.map(|version| format!("git {version}"));
    ok &= say("git", version.map_err(|error| format!("{error:#}; install git 2.38 or newer")));
    for repo in config.repos() {
        ok &= say(repo.name.as_str(), look(&app, repo).await.map_err(|error| format!("{error:#}")));
    }
    let sandbox = "none yet: only `replace` works, which needs none; pull requests are not verified";
    say("sandbox", Ok(sandbox.to_owned()));
    Ok(if ok { Exit::Done } else { Exit::Broke })
}

fn say(what: &str, found: Result<String, String>) -> bool {
    match &found {
        Ok(text) => out!("ok    {what}: {text}"),
        Err(text) => out!("FAIL  {what}: {text}"),
    }
    found.is_ok()
}

fn data(config: &Config) -> anyhow::Result<String> {
    let dir = &config.data.dir;
    if let Some((place, mode)) = exposed(dir)?.first() {
        anyhow::bail!(
            "others may open {} (mode {:o}); let it belong to the user that runs baton, and close it with chmod go=",
            place.display(),
            mode & 0o777
        );
    }
    let served = DataLock::take(dir)?.is_none();
    let disk = rustix::fs::statvfs(dir).context("cannot read the free space")?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    anyhow::ensure!(
        free > LOW_DISK,
        "{} has {} MiB free; baton needs about 1 GiB",
        dir.display(),
        free >> 20
    );
    let serving = if served { ", a process serves it" } else { "" };
    Ok(format!("{} is writable, {} GiB free{serving}", dir.display(), free >> 30))
}

async fn look(app: &App, repo: &Repo) -> anyhow::Result<String> {
    let at = git::Repo::at(app.git.clone(), &repo.path);
    let target = repo.policy.target.clone();
    let found = tokio::task::spawn_blocking(move || {
        let objects = at.objects()?;
        let branch = match target {
            Some(branch) => branch,
            None => objects.default_branch()?,
        };
        objects.resolve(&branch).map(|head| (branch, head))
    });
    let (branch, head) =
        found.await?.with_context(|| format!("is {} a bare git repository?", repo.path.display()))?;
    // As a clone would ask.
    let here = git::Repo::at(app.git.clone(), &repo.path);
    let answers = here.remote_answers(&git::Remote::Path(repo.path.clone())).await;
    answers.context("git itself does not read it; let it belong to the user that runs baton")?;
    for part in ["objects", "refs"] {
        let place = repo.path.join(part);
        rustix::fs::access(&place, rustix::fs::Access::WRITE_OK)
            .with_context(|| format!("cannot push: {} is not writable", place.display()))?;
    }
    Ok(format!("{branch} at {}; {}", head.short(), repo.policy.merge.in_words(&repo.policy.access)))
}
