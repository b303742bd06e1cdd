//! A full disk, told from other failures.

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
