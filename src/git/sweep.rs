//! Takes away what a program that was killed, or that failed, has left in a mirror: unfinished files and locks.
//!
//! Only who has the mirror's turn may do this: then nobody writes there under these names.

use std::fs::DirEntry;
use std::path::Path;

/// Locks of single files in a repository's directory (gitrepository-layout(5)).
const LOCKS: &[&str] = &["HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock"];

/// Removes git's unfinished files and the locks of the branches of `repo`.
pub(super) fn sweep(repo: &Path) {
    for lock in LOCKS {
        let lock = repo.join(lock);
        if lock.exists() {
            remove(&lock);
        }
    }
    branch_locks(&repo.join("refs/heads"));
    for entry in entries(&repo.join("objects")) {
        if entry.file_name().as_encoded_bytes().starts_with(b"tmp_") {
            remove(&entry.path());
        } else {
            unfinished(&entry.path());
        }
    }
}

fn unfinished(dir: &Path) {
    for file in entries(dir).filter(|file| file.file_name().as_encoded_bytes().starts_with(b"tmp_")) {
        remove(&file.path());
    }
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
