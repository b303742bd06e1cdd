//! Takes away what a program that was killed, or that failed, has left in a mirror: unfinished files and locks.
//!
//! Only who has the mirror's turn may do this: then no program writes there under these names. Objects that are
//! written in this process take no turn, so theirs have to be old.

use std::fs::DirEntry;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Locks of single files in a repository's directory (gitrepository-layout(5)).
const LOCKS: &[&str] = &["HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock"];

/// Nobody writes an object for this long.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes git's unfinished files, the locks of the branches of `repo`, and unfinished files of this process's
/// kind that were old at `now`.
pub(super) fn sweep(repo: &Path, now: SystemTime) {
    for lock in LOCKS {
        let lock = repo.join(lock);
        if lock.exists() {
            remove(&lock);
        }
    }
    branch_locks(&repo.join("refs/heads"));
    for entry in entries(&repo.join("objects")) {
        if is_left(&entry, now) {
            remove(&entry.path());
        } else {
            let dir = entry.path();
            let left = entries(&dir).filter(|file| is_left(file, now));
            left.for_each(|file| remove(&file.path()));
        }
    }
}

/// Whether nobody will finish it: git's names begin with `tmp_`, those of gix with `.tmp`.
fn is_left(entry: &DirEntry, now: SystemTime) -> bool {
    let old = || {
        let written = entry.metadata().and_then(|found| found.modified());
        written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > OLD))
    };
    let name = entry.file_name();
    let name = name.as_encoded_bytes();
    name.starts_with(b"tmp_") || (name.starts_with(b".tmp") && old())
}

fn branch_locks(dir: &Path) {
    for entry in entries(dir) {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            branch_locks(&entry.path());
        } else if entry.file_name().as_encoded_bytes().ends_with(b".lock") {
            remove(&entry.path());
        }
    }
}

fn entries(dir: &Path) -> impl Iterator<Item = DirEntry> {
    std::fs::read_dir(dir).into_iter().flatten().flatten()
}

fn remove(place: &Path) {
    let removed = match place.symlink_metadata() {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(place),
        Ok(_) | Err(_) => std::fs::remove_file(place),
    };
    if let Err(error) = removed {
        tracing::warn!(file = %place.display(), error = %error, "an unfinished file stays");
    }
}
