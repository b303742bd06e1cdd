//! A full disk: told from other failures, and nothing of it left behind.

use std::path::Path;

use super::error::Error;

/// Less than this is no room: git writes nothing smaller than a block, and needs a few, in bytes.
const NO_ROOM: u64 = 64 * 1024;

/// The error of a command that wrote to `place`. git does not always say that the disk is full: "couldn't
/// write …" and "failed to write new configuration file" leave the reason out.
pub(super) fn or_full(error: Error, place: &Path) -> Error {
    let may_hide_it = matches!(error, Error::Other { .. } | Error::Corrupt { .. });
    if may_hide_it && is_full(place) { Error::DiskFull } else { error }
}

fn is_full(place: &Path) -> bool {
    rustix::fs::statvfs(place).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < NO_ROOM)
}

/// Removes what a fetch that failed has left among the objects of `repo`. The caller has the turn, so nobody
/// else is writing there under git's names for unfinished files.
pub(super) fn sweep(repo: &Path) {
    let objects = repo.join("objects");
    let directories = std::fs::read_dir(&objects).into_iter().flatten().flatten();
    for directory in directories {
        let files = std::fs::read_dir(directory.path()).into_iter().flatten().flatten();
        for file in files.filter(|file| file.file_name().as_encoded_bytes().starts_with(b"tmp_")) {
            if let Err(error) = std::fs::remove_file(file.path()) {
                tracing::warn!(file = %file.path().display(), error = %error, "an unfinished file stays");
            }
        }
    }
}
