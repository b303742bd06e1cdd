//! What a verification reads: one state of the database, through one connection or two.

use std::path::PathBuf;

use rusqlite::OpenFlags;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, Executor, Transaction};

use crate::store::error::{Result, StoreError};
use crate::store::open::{Commit, Store};

/// The first look of a transaction, which decides what it sees.
const LOOK: &str = "SELECT 1 FROM checkpoints LIMIT 1";

/// One state of the database.
pub(super) struct View {
    /// Sees it, on either database.
    pub snapshot: Transaction<'static, Any>,
    /// Sees the same, past sqlx; none on PostgreSQL.
    pub beside: Option<rusqlite::Connection>,
}

impl Store {
    pub(super) async fn view(&self) -> Result<View> {
        let Some(file) = self.file()? else {
            return Ok(View { snapshot: self.snapshot().await?, beside: None });
        };
        let settings = self.dialect.beside;
        let beside = blocking(move || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let beside = rusqlite::Connection::open_with_flags(file, flags)?;
            beside.execute_batch(settings)?;
            Ok(beside)
        });
        let beside = beside.await?;
        // SQLite cannot hand a state from one connection to another. Nobody else commits while this
        // transaction may, so what both see first is the same state.
        let gate = self.write("verify.begin", Commit::Relaxed).await?;
        let mut snapshot = self.snapshot().await?;
        snapshot.execute(LOOK).await?;
        let beside = blocking(move || {
            beside.execute_batch("BEGIN")?;
            beside.execute_batch(LOOK)?;
            Ok(beside)
        });
        let beside = beside.await?;
        drop(gate);
        Ok(View { snapshot, beside: Some(beside) })
    }

    /// The file of a SQLite store.
    fn file(&self) -> Result<Option<PathBuf>> {
        let options = self.reads.connect_options();
        if options.database_url.scheme() != "sqlite" {
            return Ok(None);
        }
        Ok(Some(SqliteConnectOptions::try_from(&*options)?.get_filename().to_owned()))
    }
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(act).await.map_err(|panic| StoreError::Other(panic.into()))?
}
