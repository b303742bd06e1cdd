//! The rows of facts: written once, read in order, and erased without breaking their chain.

use serde_json::json;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::chain::{self, Entry, Head, Link};
use super::change::{Change, Table};
use super::dialect::Kind;
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

static FACTS: Table = Table {
    name: "facts",
    columns: &[
        ("chain", Kind::Text),
        ("seq", Kind::Number),
        ("at", Kind::Number),
        ("actor", Kind::Text),
        ("kind", Kind::Text),
        ("payload", Kind::Text),
        ("salt", Kind::Bytes),
        ("payload_hash", Kind::Bytes),
        ("prev_hash", Kind::Bytes),
        ("hash", Kind::Bytes),
    ],
    on_conflict: "",
};

impl Store {
    /// The facts of a task behind place `after`, in order; all of them behind 0.
    ///
    /// # Errors
    /// `Corrupt` or `NewerSchema` where a payload does not read.
    pub async fn facts(&self, task: &TaskId, after: u32) -> Result<Vec<Fact>> {
        let mut connection = self.reads.acquire().await?;
        between(&mut connection, task, after, u32::MAX).await
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

/// The facts of a task behind place `after`, up to place `upto`.
pub(super) async fn between(
    on: &mut AnyConnection,
    task: &TaskId,
    after: u32,
    upto: u32,
) -> Result<Vec<Fact>> {
    let statement = "SELECT seq, at, actor, payload FROM facts
        WHERE chain = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
    let query = sqlx::query(statement).bind(task.as_str()).bind(i64::from(after)).bind(i64::from(upto));
    query.fetch_all(on).await?.iter().map(from_row).collect()
}

/// The end of a chain, from a row that keeps it.
pub(super) fn head(row: &AnyRow) -> Result<Head> {
    Ok(Head { count: row.count("fact_count")?, hash: row.bytes("head_hash")? })
}

/// Facts in the order of their places, from what [`super::dialect::Dialect::facts`] gives.
pub(super) fn from_json(rows: &str) -> Result<Vec<Fact>> {
    let rows: Vec<(u32, i64, String, Option<String>)> =
        serde_json::from_str(rows).map_err(StoreError::corrupt)?;
    let read =
        |(seq, at, actor, payload): (_, _, String, Option<String>)| fact(seq, at, &actor, payload.as_deref());
    let mut facts = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    facts.sort_by_key(|fact| fact.seq);
    Ok(facts)
}

fn from_row(row: &AnyRow) -> Result<Fact> {
    let payload = row.maybe_text("payload")?;
    fact(row.count("seq")?, row.number("at")?, &row.text("actor")?, payload.as_deref())
}

fn fact(seq: u32, at: i64, actor: &str, payload: Option<&str>) -> Result<Fact> {
    let body = Body::from_payload(payload).map_err(|error| match error {
        BadPayload::Newer(found) => StoreError::NewerSchema { found: found.into(), known: 1 },
        BadPayload::Broken(_) => StoreError::corrupt(error),
    })?;
    Ok(Fact { seq, at: Millis(at), by: Actor::from_text(actor), body })
}

/// Chains entries behind `head`; gives the links, to be stored, and the new head. They are stored only in one
/// change with the row that keeps the head, if that still says `head`: so chains never fork.
pub(super) fn link(chain: &str, head: Head, entries: Vec<Entry>) -> Result<(Vec<Link>, Head)> {
    chain::extend(chain, head, entries).map_err(|error| StoreError::Other(Box::new(error)))
}

/// Adds links of a chain to a change.
pub(super) fn insert(change: &mut Change, chain: &str, links: &[Link]) {
    for link in links {
        change.row(
            &FACTS,
            json!({
                "chain": chain,
                "seq": link.seq,
                "at": link.entry.at,
                "actor": link.entry.actor,
                "kind": link.entry.kind,
                "payload": link.entry.payload,
                "salt": hex::encode(&link.salt),
                "payload_hash": hex::encode(link.payload_hash),
                "prev_hash": hex::encode(link.prev_hash),
                "hash": hex::encode(link.hash),
            }),
        );
    }
}
