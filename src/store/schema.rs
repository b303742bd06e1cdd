//! The schema and its versions, brought up to date when a store is opened.
//!
//! Our own few lines instead of sqlx's migrator: that one takes no lock on SQLite, so two processes
//! that start at once both apply the same version.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::dialect::Dialect;
use super::error::{Result, StoreError};

/// One step of the schema; never changed once released.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its place in the order, counted from 1.
    pub version: i64,
    /// What it says.
    pub sql: &'static str,
}

const CORE: Migration = Migration { version: 1, sql: include_str!("../../migrations/0001_core.sql") };
const LOCAL: Migration = Migration { version: 2, sql: include_str!("../../migrations/0002_local.sql") };
const CLAIMS: Migration = Migration { version: 4, sql: include_str!("../../migrations/0004_claims.sql") };
const WRITERS: Migration = Migration { version: 5, sql: include_str!("../../migrations/0005_writers.sql") };
const PAGE: Migration = Migration { version: 7, sql: include_str!("../../migrations/0007_page.sql") };
const FILES: Migration = Migration { version: 8, sql: include_str!("../../migrations/0008_files.sql") };

/// All steps of a SQLite store.
pub(super) const SQLITE: &[Migration] = &[
    CORE,
    LOCAL,
    Migration { version: 3, sql: include_str!("../../migrations/sqlite/0003_rules.sql") },
    CLAIMS,
    WRITERS,
    Migration { version: 6, sql: include_str!("../../migrations/sqlite/0006_grown.sql") },
    PAGE,
    FILES,
];

/// All steps of a PostgreSQL store.
pub(super) const POSTGRES: &[Migration] = &[
    CORE,
    LOCAL,
    Migration { version: 3, sql: include_str!("../../migrations/postgres/0003_rules.sql") },
    CLAIMS,
    WRITERS,
    Migration { version: 6, sql: include_str!("../../migrations/postgres/0006_grown.sql") },
    PAGE,
    FILES,
];

/// Applies what is missing up to version `last`, in one transaction: several processes may start at
/// once, and one that is killed in the middle leaves the old schema.
pub(super) async fn bring_up_to(connection: &mut AnyConnection, dialect: &Dialect, last: i64) -> Result<()> {
    let mut tx = connection.begin_with(dialect.begin_schema).await?;
    if let Some(lock) = dialect.lock_schema {
        sqlx::query(lock).execute(&mut *tx).await?;
    }
    sqlx::query(
        "CREATE TABLE IF NOT EXISTS schema_versions
         (version BIGINT NOT NULL PRIMARY KEY, sha256 BYTEA NOT NULL)",
    )
    .execute(&mut *tx)
    .await?;
    let rows = sqlx::query("SELECT version, sha256 FROM schema_versions ORDER BY version");
    let mut found = 0;
    for row in rows.fetch_all(&mut *tx).await? {
        found = row.try_get::<i64, _>(0)?;
        check(dialect, found, &row.try_get::<Vec<u8>, _>(1)?)?;
    }
    for step in dialect.migrations.iter().filter(|step| found < step.version && step.version <= last) {
        sqlx::raw_sql(AssertSqlSafe(step.sql)).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO schema_versions (version, sha256) VALUES ($1, $2)")
            .bind(step.version)
            .bind(fingerprint(step))
            .execute(&mut *tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Refuses a store whose schema is not one of ours.
fn check(dialect: &Dialect, found: i64, sha256: &[u8]) -> Result<()> {
    let known = dialect.migrations.last().map_or(0, |step| step.version);
    let Some(step) = dialect.migrations.iter().find(|step| step.version == found) else {
        return Err(StoreError::NewerSchema { found, known });
    };
    if fingerprint(step) != sha256 {
        return Err(StoreError::corrupt(format!("schema version {found} is not the one that was released")));
    }
    Ok(())
}

fn fingerprint(step: &Migration) -> Vec<u8> {
    Sha256::digest(step.sql.as_bytes()).to_vec()
}
