//! Where a mirror stands, what is beside it, and how one takes the place of another.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::error::{Error, Result};
use super::store::sync;

/// Which of the mirrors that stood at a place one after another: each rebuild makes a directory of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    device: u64,
    inode: u64,
}

impl Made {
    /// The mirror that stands at `dir` now; nothing where there is none.
    pub fn at(dir: &Path) -> Option<Self> {
        let found = std::fs::metadata(dir).ok()?;
        Some(Self { device: found.dev(), inode: found.ino() })
    }
}

/// The lock of a mirror.
pub(super) fn lock_path(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    dir.with_file_name(name)
}

/// Where a mirror is cloned: one place for each mirror, so that who comes next finds what a process
/// that died has left there.
pub(super) fn workplace(dir: &Path) -> PathBuf {
    let mut name = OsString::from(".clone-");
    name.push(dir.file_name().unwrap_or_default());
    dir.with_file_name(name)
}

/// Removes what a process that died in the middle of a clone left; it can be as large as the mirror.
pub(super) fn clear(workplace: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(workplace) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(why),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Between the two renames there is no mirror, never half of one.
pub(super) fn put_in_place(made: &Path, dir: &Path, old: &Path) -> std::io::Result<()> {
    if dir.symlink_metadata().is_ok() {
        std::fs::rename(dir, old)?;
    }
    std::fs::rename(made, dir)
}

/// Syncs a directory and everything under it; a fresh clone has a few dozen files.
pub(super) fn sync_tree(dir: &Path) -> Result<()> {
    let failed = |why| Error::io("sync a mirror to disk", why);
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            sync(&entry.path())?;
        }
    }
    sync(dir)
}
