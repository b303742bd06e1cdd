//! Processes take turns at a mirror: by a lock on a file beside it, which ends with whoever holds it.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

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
        let cleared = clear(&abandoned).map_err(|why| Error::io("remove an unfinished mirror", why));
        // A thread goes on when its caller goes away, and the turn with it.
        drop(held);
        cleared
    })
    .await?;
    Ok(turn)
}
