//! Makes commits survive a power cut without holding up the writer.
//!
//! A transaction of a SQLite store is committed into the write-ahead log without waiting for the disk
//! (`synchronous=NORMAL`); whoever promised to keep something then waits here until the log is on the disk.
//! That is what `synchronous=FULL` does, but with the one writer's turn already given back, and one
//! wait of the disk serves everybody who committed before it began. A log that was emptied in between, or is
//! gone, was synced by SQLite before (<https://www.sqlite.org/wal.html>, "Checkpointing").

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::error::{Result, StoreError};

/// The write-ahead log of a SQLite store.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    /// Commits that asked to be kept.
    asked: AtomicU64,
    /// How many of them are on the disk.
    kept: Mutex<u64>,
}

impl Log {
    /// The log of the database in this file.
    pub fn of(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        Self { path: path.into(), asked: AtomicU64::new(0), kept: Mutex::new(0) }
    }

    /// Returns when everything that was committed before the call survives a power cut.
    pub async fn keep(&self) -> Result<()> {
        fail::fail_point!("store.sync", |_| Err(StoreError::Other("failpoint store.sync".into())));
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut kept = self.kept.lock().await;
        if *kept >= mine {
            return Ok(());
        }
        let upto = self.asked.load(Ordering::SeqCst);
        let path = self.path.clone();
        let synced = tokio::task::spawn_blocking(move || File::open(path).and_then(|log| log.sync_data()));
        match synced.await.map_err(|panic| StoreError::Other(panic.into()))? {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(sqlx::Error::Io(error).into()),
            Ok(()) | Err(_) => *kept = upto,
        }
        Ok(())
    }
}
