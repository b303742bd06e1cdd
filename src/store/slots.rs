//! Slots: what threads shall show, what they show, and who is writing there right now.
//!
//! A slot is pending while what it shall show is not what it shows. Claiming marks it `sending` before
//! anything is sent, so one that is found `sending` later without a message may or may not have
//! reached the thread: [`Pending::search`] says so.

use std::collections::BTreeMap;
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::chain::Hash;
use super::error::{Result, StoreError};
use super::facts::places;
use super::open::{Commit, Store};
use super::row::{Columns, millis, to_json};
use crate::domain::chat_ids::{MessageRef, ThreadRef};
use crate::domain::ids::{Millis, TaskId};
use crate::domain::slot::{Shown, Slot, Subject};

/// A slot that a thread writer has to bring up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The thread.
    pub thread: ThreadRef,
    /// The task it belongs to, if any.
    pub task: Option<TaskId>,
    /// What to show.
    pub slot: Slot,
    /// The message it was posted as; to be edited then, not posted again.
    pub message: Option<MessageRef>,
    /// Whether it may be in the thread already, unknown to us.
    pub search: Search,
    /// Failures in a row.
    pub failures: u32,
    worker: String,
    fence: i64,
    hash: Hash,
}

/// Whether a slot must be searched in its thread before it is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// It was never sent.
    NotNeeded,
    /// Somebody began to send it and never said how that ended.
    First,
}

/// What a message of baton's is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its thread.
    pub thread: ThreadRef,
    /// The task it belongs to, if any.
    pub task: Option<TaskId>,
    /// The slot's key.
    pub key: String,
    /// What a decision on it is about, as it was when it was posted.
    pub subject: Option<Subject>,
}

/// A slot as it shall be stored.
#[derive(Debug)]
pub(super) struct Wanted {
    thread: String,
    key: String,
    task: Option<String>,
    shown: String,
    priority: i64,
}

impl Wanted {
    pub fn new(thread: &ThreadRef, task: Option<&TaskId>, slot: &Slot) -> Self {
        Self {
            thread: thread.to_string(),
            key: slot.key.clone(),
            task: task.map(TaskId::to_string),
            shown: to_json(&slot.show),
            priority: priority(&slot.key),
        }
    }
}

/// Lower goes first: what people wait for to decide, then what answers them, then progress.
fn priority(key: &str) -> i64 {
    match key.split(':').next() {
        Some("card") => 0,
        Some("question") => 1,
        Some("reply") => 2,
        _ => 3,
    }
}

fn fingerprint(shown: &str) -> Hash {
    Sha256::digest(shown.as_bytes()).into()
}

impl Store {
    /// Takes up to `limit` pending slots that are due at `now`, most urgent first. A thread has one
    /// writer at a time: while somebody holds a slot of it, nobody else gets another.
    pub async fn slots_to_send(
        &self,
        worker: &str,
        lease: Duration,
        now: Millis,
        limit: u32,
    ) -> Result<Vec<Pending>> {
        let mut write = self.write("slots.claim", Commit::Relaxed).await?;
        if let Some(lock) = self.dialect.lock_slots {
            sqlx::query(lock).execute(write.on()).await?;
        }
        // Rows that are being wanted anew are passed over: waiting for them could be waiting in a circle.
        let statement = self.dialect.sql_with_limit(
            limit,
            "WITH picked AS MATERIALIZED (
                SELECT t.thread, t.key FROM slots t
                WHERE t.state IN ('wanted', 'sending') AND (t.due_at <= $3 OR t.due_at > $3 + {farthest}) AND t.lease_until <= {now}
                AND NOT EXISTS (SELECT 1 FROM slots b WHERE b.thread = t.thread AND b.state = 'sending'
                    AND b.lease_until > {now} AND b.lease_worker <> $1)
                ORDER BY t.priority, t.thread, t.key LIMIT {limit} {skip_locked})
             UPDATE slots SET lease_worker = $1, lease_until = {now} + $2, lease_fence = lease_fence + 1,
                interrupted = CASE WHEN state = 'sending' THEN 1 ELSE 0 END, state = 'sending'
             WHERE (thread, key) IN (SELECT thread, key FROM picked)
             RETURNING thread, key, task, wanted, wanted_hash, priority, message, interrupted, failures,
                lease_fence",
        );
        let query = sqlx::query(statement).bind(worker).bind(millis(lease)).bind(now.0);
        let rows = query.fetch_all(write.on()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        write.commit().await?;
        let mut pending = rows.iter().map(|row| from_row(row, worker)).collect::<Result<Vec<_>>>()?;
        pending.sort_by_cached_key(|slot| {
            (priority(&slot.slot.key), slot.thread.clone(), slot.slot.key.clone())
        });
        Ok(pending)
    }

    /// Says that a slot shows what was wanted when it was taken; `message` is where, for a post.
    ///
    /// # Errors
    /// `LeaseLost`: somebody else has taken it over. The message may stand twice then; it is theirs to
    /// find.
    pub async fn posted(&self, slot: &Pending, message: Option<&MessageRef>) -> Result<()> {
        let (state, subject) = match &slot.slot.show {
            Shown::Post(post) => ("posted", post.subject.as_ref().map(to_json)),
            Shown::Mark { emoji: Some(_), .. } => ("posted", None),
            Shown::Mark { emoji: None, .. } => ("removed", None),
        };
        let statement = "UPDATE slots SET posted_hash = $5, message = $6, subject = $7, failures = 0,
            due_at = 0, lease_worker = NULL, lease_until = 0,
            state = CASE WHEN wanted_hash = $5 THEN $8 ELSE 'wanted' END
            WHERE thread = $1 AND key = $2 AND lease_worker = $3 AND lease_fence = $4";
        let mut write = self.write_once("slots.posted").await?;
        let changed = sqlx::query(statement)
            .bind(slot.thread.to_string())
            .bind(&slot.slot.key)
            .bind(&slot.worker)
            .bind(slot.fence)
            .bind(&slot.hash[..])
            .bind(message.map(MessageRef::to_string))
            .bind(subject)
            .bind(state)
            .execute(write.on())
            .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await
    }

    /// Says that the platform took nothing of a slot, to be tried again at `due`. Only for what surely
    /// did not arrive; what may have arrived is left `sending` until its lease ends.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn slot_failed(&self, slot: &Pending, due: Millis) -> Result<()> {
        // Not having found out yet whether it is there must not be forgotten.
        let state = match slot.search {
            Search::NotNeeded => "wanted",
            Search::First => "sending",
        };
        let statement = "UPDATE slots SET failures = failures + 1, due_at = $5, state = $6,
            lease_worker = NULL, lease_until = 0
            WHERE thread = $1 AND key = $2 AND lease_worker = $3 AND lease_fence = $4";
        let mut write = self.write_once("slots.failed").await?;
        let query = sqlx::query(statement).bind(slot.thread.to_string()).bind(&slot.slot.key);
        let query = query.bind(&slot.worker).bind(slot.fence).bind(due.0).bind(state);
        if query.execute(write.on()).await?.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await
    }

    /// What a message of baton's is, for reactions and buttons.
    pub async fn slot_of_message(&self, message: &MessageRef) -> Result<Option<Placed>> {
        let statement = "SELECT thread, task, key, subject FROM slots WHERE message = $1";
        let query = sqlx::query(statement).bind(message.to_string());
        let Some(row) = query.fetch_optional(&self.reads).await? else { return Ok(None) };
        let subject = row.maybe_text("subject")?.map(|_| row.json("subject")).transpose()?;
        let (thread, task) = (row.id("thread")?, row.maybe_id("task")?);
        Ok(Some(Placed { thread, task, key: row.text("key")?, subject }))
    }

    /// Keys of the slots that somebody began to send and nobody holds: they will be taken up again.
    pub async fn interrupted_slots(&self) -> Result<Vec<(ThreadRef, String)>> {
        let statement = self.dialect.sql(
            "SELECT thread, key FROM slots WHERE state = 'sending' AND lease_until <= {now}
             ORDER BY thread, key",
        );
        let rows = sqlx::query(statement).fetch_all(&self.reads).await?;
        rows.iter().map(|row| Ok((row.id("thread")?, row.text("key")?))).collect()
    }
}

fn from_row(row: &AnyRow, worker: &str) -> Result<Pending> {
    let message: Option<MessageRef> = row.maybe_id("message")?;
    let show: Shown = row.json("wanted")?;
    // A mark is set, not added: doing it twice is doing it once.
    let unsure = row.number("interrupted")? == 1 && message.is_none() && matches!(show, Shown::Post(_));
    Ok(Pending {
        thread: row.id("thread")?,
        task: row.maybe_id("task")?,
        slot: Slot { key: row.text("key")?, show },
        message,
        search: if unsure { Search::First } else { Search::NotNeeded },
        failures: row.count("failures")?,
        worker: worker.to_owned(),
        fence: row.number("lease_fence")?,
        hash: row.bytes("wanted_hash")?,
    })
}

/// Stores what slots shall show. One that is unchanged is not touched; one that is being sent stays
/// `sending`, and is pending again afterwards.
pub(super) async fn want(on: &mut AnyConnection, wanted: Vec<Wanted>) -> Result<()> {
    // A statement may not touch a row twice, and rows are locked in one order.
    let by_place: BTreeMap<_, _> =
        wanted.into_iter().map(|slot| ((slot.thread.clone(), slot.key.clone()), slot)).collect();
    if by_place.is_empty() {
        return Ok(());
    }
    let statement = format!(
        "INSERT INTO slots (thread, key, task, wanted, wanted_hash, priority) VALUES {}
         ON CONFLICT (thread, key) DO UPDATE SET wanted = excluded.wanted,
            wanted_hash = excluded.wanted_hash, task = excluded.task, due_at = 0,
            state = CASE WHEN slots.state = 'sending' THEN 'sending' ELSE 'wanted' END
         WHERE slots.wanted_hash <> excluded.wanted_hash",
        places(by_place.len(), 6)
    );
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for slot in by_place.into_values() {
        let hash = fingerprint(&slot.shown);
        query = query
            .bind(slot.thread)
            .bind(slot.key)
            .bind(slot.task)
            .bind(slot.shown)
            .bind(hash.to_vec())
            .bind(slot.priority);
    }
    query.execute(on).await?;
    Ok(())
}
