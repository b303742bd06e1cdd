//! One serving process for each data directory, and the bell that other commands ring there.
//!
//! The lock file holds the name under which its owner claims work, and its process number. Whoever takes the lock next knows
//! that this process is gone, and ends what it held. A third line says that the owner serves; without it, it is a
//! command that is over soon.
//!
//! A command writes to the store itself, which is safe beside a serving process; the socket only says
//! "look". So nothing is lost when nobody listens.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

/// What an owner that stays until it is stopped writes.
const SERVES: &str = "serves";

/// Held while a process serves a data directory.
#[derive(Debug)]
pub struct DataLock {
    file: File,
    dir: PathBuf,
}

/// The listening end of a data directory's socket.
#[derive(Debug)]
pub struct Bell(UnixListener);

impl DataLock {
    /// Takes the lock; `None` when another process serves this directory.
    ///
    /// # Errors
    /// A lock file that cannot be opened.
    pub fn take(dir: &Path) -> anyhow::Result<Option<Self>> {
        let place = dir.join("baton.lock");
        let file =
            File::options().create(true).truncate(false).read(true).write(true).mode(0o600).open(&place);
        let file = file.with_context(|| format!("cannot open {}", place.display()))?;
        match file.try_lock() {
            Ok(()) => {
                let lock = Self { file, dir: dir.to_owned() };
                // Only people read it; without it they are told less.
                lock.sign().ok();
                Ok(Some(lock))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => bail!("cannot lock {}: {error}", place.display()),
        }
    }

    /// The process that holds the lock of that directory, as far as it has said so.
    pub fn holder(dir: &Path) -> Option<u32> {
        let text = std::fs::read_to_string(dir.join("baton.lock")).ok()?;
        text.lines().nth(1)?.trim().parse().ok()
    }

    /// Whether the process that took the lock of that directory last serves, or served.
    pub fn is_served(dir: &Path) -> bool {
        std::fs::read_to_string(dir.join("baton.lock")).is_ok_and(|text| text.lines().nth(2) == Some(SERVES))
    }

    /// Writes the number of this process behind the name, which stays until [`Self::own`].
    fn sign(&self) -> anyhow::Result<()> {
        let name = self.owner()?.unwrap_or_default();
        self.write(&name, "")
    }

    /// Whether this is the lock of that directory.
    pub(super) fn is_of(&self, dir: &Path) -> bool {
        self.dir == dir
    }

    /// The name that the owner before wrote; none on the first start.
    pub(super) fn owner(&self) -> anyhow::Result<Option<String>> {
        let (mut file, mut name) = (&self.file, String::new());
        file.rewind().and_then(|()| file.read_to_string(&mut name)).context("cannot read baton.lock")?;
        let name = name.lines().next().unwrap_or_default().trim();
        Ok((!name.is_empty()).then(|| name.to_owned()))
    }

    /// Writes the name of the owner for the next one to read.
    pub(super) fn own(&self, name: &str) -> anyhow::Result<()> {
        self.write(name, "").context("cannot write baton.lock")
    }

    /// Over the old text and then cut: a death in between leaves a whole name on the first line.
    fn write(&self, name: &str, role: &str) -> anyhow::Result<()> {
        let (mut file, text) = (&self.file, format!("{name}\n{}\n{role}\n", std::process::id()));
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        Ok(file.set_len(text.len() as u64)?)
    }

    /// Opens the socket, for the owner only: from now on this process serves.
    ///
    /// # Errors
    /// A socket that cannot be made.
    pub fn bell(&self) -> anyhow::Result<Bell> {
        let place = socket(&self.dir);
        // We hold the lock, so a socket that is there belongs to a process that died.
        match std::fs::remove_file(&place) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => bail!("cannot remove the old {}: {error}", place.display()),
        }
        let listener =
            UnixListener::bind(&place).with_context(|| format!("cannot listen on {}", place.display()))?;
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&place, mode)?;
        let name = self.owner()?.unwrap_or_default();
        self.write(&name, SERVES).context("cannot write baton.lock")?;
        Ok(Bell(listener))
    }
}

impl Bell {
    /// Says so whenever somebody connects.
    pub async fn run(self, rung: impl Fn() + Send, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                connection = self.0.accept() => match connection {
                    Ok(_) => rung(),
                    Err(error) => {
                        tracing::warn!(error = %error, "the socket failed");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                },
                () = shutdown.cancelled() => return,
            }
        }
    }
}

/// Tells the process that serves this directory to look now. Nothing happens when there is none.
pub async fn ring(dir: &Path) {
    UnixStream::connect(socket(dir)).await.ok();
}

fn socket(dir: &Path) -> PathBuf {
    dir.join("baton.sock")
}
