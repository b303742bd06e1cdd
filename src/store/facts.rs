//! The rows of facts: written once, read in order, and erased without breaking their chain.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::chain::{self, Entry, Head, Link};
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::Columns;
use crate::domain::fact::{Actor, BadPayload, Body, Fact};
use crate::domain::ids::{Millis, TaskId};

/// A fact before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    /// When it is recorded.
    pub at: Millis,
    /// Who made it.
    pub by: Actor,
    /// What happened.
    pub body: Body,
}

impl NewFact {
    pub(super) fn entry(&self) -> Entry {
        Entry {
            at: self.at.0,
            actor: self.by.to_text(),
            kind: self.body.kind().to_owned(),
            payload: self.body.to_payload(),
        }
    }

    pub(super) fn at_place(self, seq: u32) -> Fact {
        Fact { seq, at: self.at, by: self.by, body: self.body }
    }
}

/// Rows in one statement: far below SQLite's limit of 32,766 values.
const ROWS_AT_ONCE: usize = 100;

impl Store {
    /// The facts of a task behind place `after`, in order; all of them behind 0.
    ///
    /// # Errors
    /// `Corrupt` or `NewerSchema` where a payload does not read.
    pub async fn facts(&self, task: &TaskId, after: u32) -> Result<Vec<Fact>> {
        let mut connection = self.reads.acquire().await?;
        load(&mut connection, task, after).await
    }

    /// Deletes the payloads at these places of a task's chain, for good. The chain still verifies.
    /// Gives how many payloads there were to delete.
    pub async fn erase(&self, task: &TaskId, places: &[u32]) -> Result<u64> {
        let mut write = self.write("facts.erase", Commit::Durable).await?;
        let mut erased = 0;
        for seq in places {
            let statement = "UPDATE facts SET payload = NULL, salt = NULL
                WHERE chain = $1 AND seq = $2 AND payload IS NOT NULL";
            let query = sqlx::query(statement).bind(task.as_str()).bind(i64::from(*seq));
            erased += query.execute(write.on()).await?.rows_affected();
        }
        write.commit().await?;
        Ok(erased)
    }
}

/// The facts of a task behind place `after`.
pub(super) async fn load(on: &mut AnyConnection, task: &TaskId, after: u32) -> Result<Vec<Fact>> {
    let statement = "SELECT seq, at, actor, payload FROM facts WHERE chain = $1 AND seq > $2 ORDER BY seq";
    let rows = sqlx::query(statement).bind(task.as_str()).bind(i64::from(after)).fetch_all(on).await?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &AnyRow) -> Result<Fact> {
    let body = Body::from_payload(row.maybe_text("payload")?.as_deref()).map_err(|error| match error {
        BadPayload::Newer(found) => StoreError::NewerSchema { found: found.into(), known: 1 },
        BadPayload::Broken(_) => StoreError::corrupt(error),
    })?;
    Ok(Fact {
        seq: row.count("seq")?,
        at: Millis(row.number("at")?),
        by: Actor::from_text(&row.text("actor")?),
        body,
    })
}

/// Chains entries behind `head`; gives the links, to be stored, and the new head. The caller holds the
/// row that keeps the head, locked by an INSERT or UPDATE: that is what keeps chains from forking.
pub(super) fn link(chain: &str, head: Head, entries: Vec<Entry>) -> Result<(Vec<Link>, Head)> {
    chain::extend(chain, head, entries).map_err(|error| StoreError::Other(Box::new(error)))
}

/// Stores links of a chain.
pub(super) async fn store(on: &mut AnyConnection, chain: &str, links: &[Link]) -> Result<()> {
    for links in links.chunks(ROWS_AT_ONCE) {
        insert(on, chain, links).await?;
    }
    Ok(())
}

async fn insert(on: &mut AnyConnection, chain: &str, links: &[Link]) -> Result<()> {
    let statement = format!(
        "INSERT INTO facts (chain, seq, at, actor, kind, payload, salt, payload_hash, prev_hash, hash)
         VALUES {}",
        places(links.len(), 10)
    );
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for link in links {
        query = query
            .bind(chain)
            .bind(i64::from(link.seq))
            .bind(link.entry.at)
            .bind(&link.entry.actor)
            .bind(&link.entry.kind)
            .bind(&link.entry.payload)
            .bind(&link.salt)
            .bind(&link.payload_hash[..])
            .bind(&link.prev_hash[..])
            .bind(&link.hash[..]);
    }
    query.execute(on).await?;
    Ok(())
}

/// The places of `rows` rows of `columns` values: `($1, $2), ($3, $4)`.
pub(super) fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let values: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", values.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
