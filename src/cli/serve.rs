//! `baton serve`: everything in one process, until SIGTERM or Ctrl-C; the second one does not wait.

use std::path::Path;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::exit::{Exit, Failure};
use super::interrupt::Interrupt;
use super::out::note;
use crate::app::{App, DataLock, private_dir};
use crate::config::Config;
use crate::runtime::Clock;

/// How long between two looks whether a command is over.
const LOOK_EVERY: Duration = Duration::from_millis(100);

pub(super) async fn run(config: &Config) -> Result<Exit, Failure> {
    let mut interrupt = Interrupt::listen()?;
    let dir = config.data.dir.clone();
    private_dir(&dir)?;
    let (lock, app) = tokio::select! {
        opened = open(config, &dir) => opened?,
        // Nothing has begun.
        () = interrupt.came() => return Ok(Exit::Done),
    };
    app.take_over(&lock).await?;
    let bell = lock.bell()?;
    let (shutdown, cut) = (CancellationToken::new(), CancellationToken::new());
    let told = async {
        interrupt.came().await;
        shutdown.cancel();
        // Whoever says it twice does not want to wait.
        interrupt.came().await;
        cut.cancel();
        std::future::pending().await
    };
    tracing::info!(data.dir = %dir.display(), repos = config.repos().len(), "serving");
    tokio::select! {
        () = app.serve(bell, shutdown.clone(), cut.clone()) => {}
        () = told => {}
    }
    drop(lock);
    Ok(Exit::Done)
}

async fn open(config: &Config, dir: &Path) -> Result<(DataLock, App), Failure> {
    let lock = lock(dir).await?;
    Ok((lock, App::open(config.clone(), Clock::system()).await?))
}

/// Takes the data directory. A command that works there is over soon; a process that serves is not.
pub(super) async fn lock(dir: &Path) -> Result<DataLock, Failure> {
    let mut told = false;
    loop {
        if let Some(lock) = DataLock::take(dir)? {
            return Ok(lock);
        }
        if DataLock::is_served(dir) {
            return Err(Failure::serving(dir));
        }
        if !told {
            told = true;
            let holder = DataLock::holder(dir).map(|pid| format!(" (pid {pid})")).unwrap_or_default();
            note!("baton: a command{holder} is at work in {}; waiting until it is done", dir.display());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
