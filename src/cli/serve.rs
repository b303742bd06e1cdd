//! `baton serve`: everything in one process, until SIGTERM or Ctrl-C; the second one does not wait.

use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::exit::{Exit, Failure};
use super::interrupt::Interrupt;
use super::out::note;
use super::page;
use crate::app::{App, DataLock, Guests, Key, private_dir};
use crate::config::Config;
use crate::runtime::Clock;

/// How long between two looks whether a command is over.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The channel that the page shows first.
const CHANNEL: &str = "general";

pub(super) async fn run(config: &Config) -> Result<Exit, Failure> {
    let mut interrupt = Interrupt::listen()?;
    let dir = config.data.dir.clone();
    private_dir(&dir)?;
    let (lock, app) = tokio::select! {
        opened = open(config, &dir) => opened?,
        // Nothing has begun.
        () = interrupt.came() => return Ok(Exit::Done),
    };
    let listener = page::listen(config.web.listen).await?;
    app.take_over(&lock).await?;
    tracing::info!(data.dir = %dir.display(), repos = config.repos().len(), "serving");
    let mut page = None;
    match (listener, &config.web.person) {
        (Some(listener), Some(person)) => {
            let guests = Guests {
                people: vec![person.clone()],
                channel: CHANNEL.to_owned(),
                first: None,
                suggestions: Vec::new(),
            };
            page = Some((guests, listener, page::Browser::LeftAlone));
        }
        (Some(_), None) => tracing::warn!("there is no page: name who speaks there with web.speaks_as"),
        (None, _) => {}
    }
    until_interrupted(&app, &lock, page, interrupt).await
}

/// Serves everything, with a page or without, until somebody stops it.
pub(super) async fn until_interrupted(
    app: &App,
    lock: &DataLock,
    page: Option<(Guests, TcpListener, page::Browser)>,
    mut interrupt: Interrupt,
) -> Result<Exit, Failure> {
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
    let (mut served, mut link) = (None, None);
    if let Some((guests, listener, browser)) = page {
        let (key, address) = (Key::new(), listener.local_addr().map_err(anyhow::Error::from)?);
        link = Some(page::tell(&app.config.data.dir, address, &key, browser)?);
        served = Some((app.page(guests, key, shutdown.clone()), listener));
    }
    tokio::select! {
        () = app.serve(bell, served, shutdown.clone(), cut.clone()) => {}
        () = told => {}
    }
    drop(link);
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
