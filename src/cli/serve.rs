//! `baton serve`: everything in one process, until SIGTERM or Ctrl-C.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::exit::{Exit, Failure};
use crate::app::{App, DataLock, private_dir};
use crate::config::Config;
use crate::runtime::Clock;

pub(super) async fn run(config: &Config) -> Result<Exit, Failure> {
    let dir = config.data.dir.clone();
    private_dir(&dir)?;
    let Some(lock) = DataLock::take(&dir)? else { return Err(Failure::serving(&dir)) };
    let app = App::open(config.clone(), Clock::system()).await?;
    app.take_over(&lock).await?;
    let bell = lock.bell()?;
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    let mut terminate = signal(SignalKind::terminate()).map_err(anyhow::Error::from)?;
    let wait = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        stop.cancel();
    };
    tracing::info!(data.dir = %dir.display(), repos = config.repos().len(), "serving");
    tokio::join!(app.serve(bell, shutdown), wait);
    drop(lock);
    Ok(Exit::Done)
}
