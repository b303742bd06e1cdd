//! `baton open`, and how a page is told: the link that opens it is a secret, so it stands in a private file
//! and on a terminal, never in a log or in an argument that others can read.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use secrecy::ExposeSecret as _;
use tempfile::NamedTempFile;
use tokio::net::TcpListener;

use super::exit::{Exit, Failure};
use super::out::{note, out};
use super::{Common, load};
use crate::app::{DataLock, Key};
use crate::config::{Environment, Listen};

/// Holds the link while the page is there; mode 0600.
const FILE: &str = "page.url";
/// Takes a browser to it; mode 0600.
const GATE: &str = "page.html";

#[derive(Debug, Args)]
pub(super) struct Open {}

impl Open {
    pub(super) fn run(&self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let config = load(common, environment)?;
        let dir = &config.data.dir;
        let served = DataLock::is_served(dir) && DataLock::take(dir)?.is_none();
        let link = std::fs::read_to_string(dir.join(FILE)).ok().filter(|_| served);
        let Some(link) = link else {
            return Err(Failure::missing(format!(
                "there is no page for {}; `baton serve` makes one",
                dir.display()
            )));
        };
        out!("{}", link.trim_end());
        Ok(Exit::Done)
    }
}

/// Takes the page's port; nothing where there shall be no page.
pub(super) async fn listen(wanted: Listen) -> Result<Option<TcpListener>, Failure> {
    let (address, other) = match wanted {
        Listen::Off => return Ok(None),
        Listen::Exactly(address) => (address, None),
        Listen::Preferably(address) => (address, Some(SocketAddr::new(address.ip(), 0))),
    };
    let mut listener = TcpListener::bind(address).await;
    if let (Err(_), Some(other)) = (&listener, other) {
        listener = TcpListener::bind(other).await;
    }
    let listener = listener.with_context(|| {
        format!("cannot listen on {address} for the page; choose another address with web.listen, or \"off\"")
    });
    Ok(Some(listener?))
}

/// Whether the page is opened in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Browser {
    /// It is.
    Opened,
    /// It is not.
    LeftAlone,
}

impl Browser {
    /// Opened where a person sits before a screen.
    pub(super) fn of(environment: &Environment) -> Self {
        let is_set = |name| environment.get(name).is_some();
        let screen = cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
        if screen && std::io::stderr().is_terminal() { Self::Opened } else { Self::LeftAlone }
    }
}

/// The files with the link; they go when the page goes.
#[derive(Debug)]
pub(super) struct Told([PathBuf; 2]);

impl Drop for Told {
    fn drop(&mut self) {
        for file in &self.0 {
            // The link opens nothing any more.
            std::fs::remove_file(file).ok();
        }
    }
}

/// Writes down the link, says it where a person reads, and has a browser open it.
pub(super) fn tell(dir: &Path, address: SocketAddr, key: &Key, browser: Browser) -> anyhow::Result<Told> {
    let link = key.link(address);
    let told = Told([dir.join(FILE), dir.join(GATE)]);
    let [file, gate] = &told.0;
    write(file, &format!("{}\n", link.expose_secret()))?;
    if browser == Browser::Opened {
        // Others can read the arguments of a program: the browser gets a file that only its owner can read.
        write(gate, &key.gate(address))?;
        if let Err(error) = open::that_detached(gate) {
            tracing::debug!(error = %error, "no browser was opened");
        }
    }
    if std::io::stderr().is_terminal() {
        note!("\nThe page is at {}\nCtrl-C ends it.", link.expose_secret());
    } else {
        tracing::info!(page = %address, "the page is there; `baton open` tells its link");
    }
    Ok(told)
}

/// Writes a file that only its owner can read.
fn write(place: &Path, text: &str) -> anyhow::Result<()> {
    let dir = place.parent().unwrap_or(Path::new("."));
    let written = NamedTempFile::new_in(dir).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.persist(place)?;
        Ok(())
    });
    written.with_context(|| format!("cannot write {}", place.display()))
}
