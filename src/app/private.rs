//! The data directory is for its owner only: it holds keys, what people wrote, and their code.
//!
//! A directory that is made here is closed. One that was there may be somebody else's, too, and stays as it is;
//! what baton keeps in it is closed all the same.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Directories that baton keeps there.
const DIRECTORIES: [&str; 2] = ["artifacts", "mirrors"];
/// Everything else that baton keeps there; the socket has its own way.
const OTHERS: [&str; 6] = ["audit.key", "baton.db", "baton.db-shm", "baton.db-wal", "baton.lock", "repos"];
/// What others may do with a file.
const OF_OTHERS: u32 = 0o077;

/// Makes a directory and those above it, for their owner only where they are not there.
///
/// # Errors
/// A directory that cannot be made.
pub fn private_dir(dir: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot make the directory {}", dir.display()))
}

/// Makes a file for its owner only, where it is not there. SQLite gives its log the rights of the database.
pub(super) fn private_file(path: &Path) -> anyhow::Result<()> {
    let made = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    made.map(drop).with_context(|| format!("cannot make {}", path.display()))
}

/// Makes the data directory and closes what is in it.
pub(super) fn private_data(dir: &Path) -> anyhow::Result<()> {
    private_dir(dir)?;
    for name in DIRECTORIES {
        private_dir(&dir.join(name))?;
    }
    for (place, mode) in exposed(dir)? {
        match std::fs::set_permissions(&place, Permissions::from_mode(mode & !OF_OTHERS)) {
            Ok(()) => tracing::info!(path = %place.display(), "closed what others could have opened"),
            Err(error) => tracing::warn!(
                path = %place.display(), error = %error,
                "others may open this; let it belong to the user that runs baton"
            ),
        }
    }
    Ok(())
}

/// What baton keeps in its data directory and others may open, with its mode.
///
/// # Errors
/// What cannot be looked at.
pub fn exposed(dir: &Path) -> anyhow::Result<Vec<(PathBuf, u32)>> {
    let mut exposed = Vec::new();
    for name in DIRECTORIES.iter().chain(&OTHERS) {
        let place = dir.join(name);
        let mode = match std::fs::metadata(&place) {
            Ok(found) => found.permissions().mode(),
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot look at {}", place.display())),
        };
        if mode & OF_OTHERS != 0 {
            exposed.push((place, mode));
        }
    }
    Ok(exposed)
}
