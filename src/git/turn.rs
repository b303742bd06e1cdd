//! Processes take turns at a mirror: by a lock on a file beside it, which ends with whoever holds it.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustix::fs::{Timespec, Timestamps, UTIME_NOW, futimens};

use super::error::{Error, Result};
use super::place::{clear, lock_path, workplace};
use super::repo::blocking;

/// How soon it is looked again whether the turn has come: most are short.
const SOON: Duration = Duration::from_millis(1);
/// How often it is looked at least.
const LATEST: Duration = Duration::from_millis(32);

/// Waits until no other process and no other task works on the mirror in `dir`, then cleans up behind one
/// that died at it.
pub(super) async fn take(dir: &Path) -> Result<Arc<File>> {
    let failed = |why: std::io::Error| Error::io("lock a mirror", why);
    let (path, abandoned) = (lock_path(dir), workplace(dir));
    let file = blocking(move || {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        File::options().create(true).append(true).open(&path).map_err(failed)
    })
    .await?;
    // Nobody waits in a thread: it would go on waiting for a caller that went away.
    let mut wait = SOON;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) => tokio::time::sleep(wait).await,
            Err(TryLockError::Error(why)) => return Err(failed(why)),
        }
        wait = (wait * 2).min(LATEST);
    }
    let turn = Arc::new(file);
    let held = turn.clone();
    blocking(move || {
        touch(&held).map_err(failed)?;
        let cleared = clear(&abandoned).map_err(|why| Error::io("remove an unfinished mirror", why));
        // A thread goes on when its caller goes away, and the turn with it.
        drop(held);
        cleared
    })
    .await?;
    Ok(turn)
}

/// When the turn began, by the clock of the file system, as the files of the mirror are dated.
pub(super) fn began(turn: &File) -> Result<SystemTime> {
    turn.metadata()
        .and_then(|found| found.modified())
        .map_err(|why| Error::io("read the lock of a mirror", why))
}

fn touch(file: &File) -> std::io::Result<()> {
    let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
    Ok(futimens(file, &Timestamps { last_access: now, last_modification: now })?)
}
