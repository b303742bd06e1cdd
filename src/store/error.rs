//! What can go wrong in the store: one variant for each outcome a caller treats differently.

use std::error::Error as StdError;

/// Why the store did not do what was asked. A write that fails has changed nothing, except that a
/// connection lost during a commit leaves open whether it happened; every write may be repeated.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the lock, or the database is overloaded: try again soon.
    #[error("the store is busy")]
    Busy(#[source] Source),
    /// No room is left where the store writes.
    #[error("the disk of the store is full")]
    DiskFull(#[source] Source),
    /// The database cannot be reached, or refuses this login.
    #[error("the store cannot be reached")]
    Unreachable(#[source] Source),
    /// A newer baton wrote this store.
    #[error("the store was written by a newer baton (version {found}, this one knows {known})")]
    NewerSchema {
        /// The version found.
        found: i64,
        /// The newest version that this program reads.
        known: i64,
    },
    /// What is stored is damaged.
    #[error("the store is damaged")]
    Corrupt(#[source] Source),
    /// The lease of the claim ran out or went to somebody else; nothing was written.
    #[error("the lease was lost")]
    LeaseLost,
    /// What the caller decided on is no longer so: look again and decide again.
    #[error("the facts have moved on")]
    Changed,
    /// Anything else: a fault of ours.
    #[error("the store failed")]
    Other(#[source] Source),
}

/// The error below, of whatever kind.
pub type Source = Box<dyn StdError + Send + Sync>;

/// What every operation of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// A stored value that does not read as what it should be.
    pub(super) fn corrupt(source: impl Into<Source>) -> Self {
        Self::Corrupt(source.into())
    }
}

impl From<sqlx::Error> for StoreError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "sqlx's enum, which grows: the rest is our fault")]
    fn from(error: sqlx::Error) -> Self {
        let make = match &error {
            sqlx::Error::Database(database) => by_code(&database.code().unwrap_or_default()),
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::DiskFull,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut => Self::Unreachable,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Unreachable,
            // The connection ended within an answer: as lost as one that ended before it.
            sqlx::Error::Protocol(_) => Self::Unreachable,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt,
            _ => Self::Other,
        };
        make(Box::new(error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let make = match error.sqlite_error() {
            Some(sqlite) => by_code(&sqlite.extended_code.to_string()),
            None => Self::Other,
        };
        make(Box::new(error))
    }
}

/// SQLite's result codes (sqlite.org/rescode.html) have at most four digits, PostgreSQL's SQLSTATEs
/// (its manual, appendix A) always five characters.
fn by_code(code: &str) -> fn(Source) -> StoreError {
    if let (true, Ok(number)) = (code.len() < 5, code.parse::<u32>()) {
        // The low byte is the primary code; SQLITE_IOERR keeps its reason above it.
        return match number & 0xff {
            5 | 6 => StoreError::Busy,
            13 => StoreError::DiskFull,
            // SQLITE_IOERR_SHMSIZE: there was no room for the shared memory beside the database.
            10 if number == 4874 => StoreError::DiskFull,
            10 | 14 | 23 => StoreError::Unreachable,
            11 | 26 => StoreError::Corrupt,
            _ => StoreError::Other,
        };
    }
    match code {
        // Serialization, deadlock, lock not available, statement timeout, too many connections.
        "40001" | "40P01" | "55P03" | "57014" | "53300" => StoreError::Busy,
        "53100" => StoreError::DiskFull,
        "57P01" | "57P02" | "57P03" | "28000" | "28P01" | "3D000" => StoreError::Unreachable,
        "XX001" | "XX002" => StoreError::Corrupt,
        _ if code.starts_with("08") => StoreError::Unreachable,
        _ => StoreError::Other,
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{AnyConnection, Connection, Executor};

    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_told_from_other_failures() {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect("sqlite::memory:").await.unwrap();
        connection.execute("CREATE TABLE t (a TEXT)").await.unwrap();
        connection.execute("PRAGMA max_page_count = 2").await.unwrap();
        let big = format!("INSERT INTO t VALUES ('{}')", "x".repeat(20_000));
        let full = sqlx::query(sqlx::AssertSqlSafe(big)).execute(&mut connection).await.unwrap_err();
        assert!(matches!(StoreError::from(full), StoreError::DiskFull(_)));
        let ours = connection.execute("no SQL").await.unwrap_err();
        assert!(matches!(StoreError::from(ours), StoreError::Other(_)));
    }

    #[test]
    fn codes_of_both_databases_say_what_to_do() {
        let kind = |code: &str| by_code(code)("x".into()).to_string();
        for code in ["5", "517", "6", "40001", "40P01", "57014"] {
            assert_eq!(kind(code), "the store is busy", "{code}");
        }
        for code in ["57P01", "08006", "28P01", "14"] {
            assert_eq!(kind(code), "the store cannot be reached", "{code}");
        }
        for code in ["11", "267", "26", "XX001"] {
            assert_eq!(kind(code), "the store is damaged", "{code}");
        }
        assert_eq!(
            (kind("53100"), kind("23505")),
            ("the disk of the store is full".into(), "the store failed".into())
        );
    }
}
