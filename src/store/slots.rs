//! Slots: what threads shall show, what they show, and who is writing there right now.
//!
//! A slot is pending while what it shall show is not what it shows. Only the writer of its platform sends it
//! (`writers`), who says before what it is about to send. What a writer that is gone said that of, and has no
//! message, may or may not have reached the thread: [`Pending::search`] says so.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

use super::chain::Hash;
use super::change::{Change, Guard, Lane, Table, place_key};
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::{Columns, to_json};
use super::writers::WriterLease;
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

/// Whether what was not acknowledged may have reached the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// It refused it.
    No,
    /// The answer was lost.
    Perhaps,
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

static SLOTS: Table = Table {
    name: "slots",
    columns: &[
        ("thread", Kind::Text),
        ("key", Kind::Text),
        ("task", Kind::Text),
        ("wanted", Kind::Text),
        ("wanted_hash", Kind::Bytes),
        ("priority", Kind::Number),
    ],
    on_conflict: "ON CONFLICT (thread, key) DO UPDATE SET wanted = excluded.wanted,
            wanted_hash = excluded.wanted_hash, task = excluded.task, due_at = 0, state = 'wanted'
         WHERE slots.wanted_hash <> excluded.wanted_hash",
};

/// The same, without asking a platform sooner that asked to wait: there will be more of these.
static COVERS: Table = Table {
    on_conflict: "ON CONFLICT (thread, key) DO UPDATE SET wanted = excluded.wanted,
            wanted_hash = excluded.wanted_hash, state = 'wanted'
         WHERE slots.wanted_hash <> excluded.wanted_hash",
    ..SLOTS
};

/// A slot shows what it shall, if whoever says so is still the writer there.
static POSTED: Guard = Guard {
    columns: &[
        ("key", Kind::Text),
        ("thread", Kind::Text),
        ("slot", Kind::Text),
        ("platform", Kind::Text),
        ("worker", Kind::Text),
        ("fence", Kind::Number),
        ("hash", Kind::Bytes),
        ("message", Kind::Text),
        ("subject", Kind::Text),
        ("state", Kind::Text),
    ],
    update: "UPDATE slots SET posted_hash = g.hash, message = g.message, subject = g.subject, failures = 0,
            due_at = 0, interrupted = 0,
            state = CASE WHEN slots.wanted_hash = g.hash THEN g.state ELSE 'wanted' END
        FROM {rows} AS g JOIN writers w
            ON w.platform = g.platform AND w.worker = g.worker AND w.fence = g.fence
        WHERE slots.thread = g.thread AND slots.key = g.slot
        RETURNING slots.thread || ' ' || slots.key AS key",
    is_all: true,
    lane: Lane::Slots,
};

/// The same for what is shown again after it: it need not wait for its turn among news, and still for a platform that
/// asked to wait.
static UNCOVERS: Table = Table {
    on_conflict: "ON CONFLICT (thread, key) DO UPDATE SET wanted = excluded.wanted,
            wanted_hash = excluded.wanted_hash, state = 'wanted',
            due_at = CASE WHEN slots.failures = 0 THEN 0 ELSE slots.due_at END
         WHERE slots.wanted_hash <> excluded.wanted_hash",
    ..SLOTS
};

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
    /// Says that a slot shows what was wanted when it was read; `message` is where, for a post.
    ///
    /// # Errors
    /// `LeaseLost`: somebody else writes there now. The message may stand twice then; it is theirs to
    /// find.
    pub async fn posted(
        &self,
        writer: &WriterLease,
        slot: &Pending,
        message: Option<&MessageRef>,
    ) -> Result<()> {
        let (state, subject) = match &slot.slot.show {
            Shown::Post(post) => ("posted", post.subject.as_ref().map(to_json)),
            Shown::Mark { emoji: Some(_), .. } => ("posted", None),
            Shown::Mark { emoji: None, .. } => ("removed", None),
        };
        let row = json!({
            "thread": slot.thread.to_string(),
            "slot": slot.slot.key,
            "platform": writer.platform.as_str(),
            "worker": writer.worker,
            "fence": writer.fence,
            "hash": hex::encode(slot.hash),
            "message": message.map(MessageRef::to_string),
            "subject": subject,
            "state": state,
        });
        let key = place_key([&row["thread"], &row["slot"]].into_iter());
        let change = Change::guarded(&POSTED, &key, row);
        if self.make("slots.posted", change).await? { Ok(()) } else { Err(StoreError::LeaseLost) }
    }

    /// Says that a slot was not sent, to be tried again at `due`, and whether it may have arrived all the same.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn slot_failed(
        &self,
        writer: &WriterLease,
        slot: &Pending,
        due: Millis,
        arrived: Arrived,
    ) -> Result<()> {
        // Not having found out yet whether it is there must not be forgotten.
        let statement = "UPDATE slots SET failures = failures + 1, due_at = $3,
                interrupted = CASE WHEN $4 = 1 THEN 1 ELSE interrupted END
            WHERE thread = $1 AND key = $2 AND EXISTS (SELECT 1 FROM writers
                WHERE platform = $5 AND worker = $6 AND fence = $7)";
        let mut write = self.write_once("slots.failed", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(slot.thread.to_string()).bind(&slot.slot.key).bind(due.0);
        let query = query.bind(i64::from(arrived == Arrived::Perhaps)).bind(writer.platform.as_str());
        let changed = query.bind(&writer.worker).bind(writer.fence).execute(write.on()).await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await
    }

    /// Says that a slot is to be sent at `due` and not before, as long as it shall show the same.
    pub async fn put_off(&self, writer: &WriterLease, slot: &Pending, due: Millis) -> Result<()> {
        let statement = "UPDATE slots SET due_at = $3
            WHERE thread = $1 AND key = $2 AND wanted_hash = $4 AND EXISTS (SELECT 1 FROM writers
                WHERE platform = $5 AND worker = $6 AND fence = $7)";
        let mut write = self.write_once("slots.put_off", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(slot.thread.to_string()).bind(&slot.slot.key).bind(due.0);
        let query = query.bind(slot.hash.as_slice()).bind(writer.platform.as_str());
        query.bind(&writer.worker).bind(writer.fence).execute(write.on()).await?;
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

    /// The message that a slot was posted as, once it was.
    pub async fn message_of_slot(&self, thread: &ThreadRef, key: &str) -> Result<Option<MessageRef>> {
        let statement = "SELECT message FROM slots WHERE thread = $1 AND key = $2";
        let query = sqlx::query(statement).bind(thread.to_string()).bind(key);
        let row = query.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| row.maybe_id("message")).transpose()?.flatten())
    }

    /// How many slots of a thread do not show yet what they shall.
    pub async fn unshown(&self, thread: &ThreadRef) -> Result<u64> {
        let statement = "SELECT COUNT(*) AS slots FROM slots WHERE thread = $1 AND state = 'wanted'";
        let row = sqlx::query(statement).bind(thread.to_string()).fetch_one(&self.reads).await?;
        Ok(row.count("slots")?.into())
    }
}

pub(super) fn pending(row: &AnyRow) -> Result<Pending> {
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
        hash: row.bytes("wanted_hash")?,
    })
}

/// Adds what slots shall show to a change. One that is unchanged is not touched; one that is being sent is
/// pending still when that is done.
pub(super) fn want(change: &mut Change, thread: &ThreadRef, task: Option<&TaskId>, slots: &[&Slot]) {
    // A statement may not touch a row twice; the last one counts.
    let by_key: BTreeMap<_, _> = slots.iter().map(|slot| (&slot.key, *slot)).collect();
    for slot in by_key.into_values() {
        change.row(&SLOTS, row(thread, task, slot));
    }
}

/// Adds to a change what a slot shows for a moment, or what it shows again when that is over.
pub(super) fn show(change: &mut Change, thread: &ThreadRef, task: &TaskId, slot: &Slot) {
    let passes = matches!(&slot.show, Shown::Post(post) if post.under_way.is_some());
    change.row(if passes { &COVERS } else { &UNCOVERS }, row(thread, Some(task), slot));
}

fn row(thread: &ThreadRef, task: Option<&TaskId>, slot: &Slot) -> Value {
    let shown = to_json(&slot.show);
    json!({
        "thread": thread.to_string(),
        "key": slot.key,
        "task": task.map(TaskId::as_str),
        "wanted_hash": hex::encode(fingerprint(&shown)),
        "wanted": shown,
        "priority": priority(&slot.key),
    })
}
