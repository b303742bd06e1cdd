//! The inbox: what came in, stored before it is acknowledged, handled once, in order within a thread.

use std::collections::HashSet;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use sqlx::any::AnyRow;

use super::change::{self, Change};
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::gather::Joined;
use super::open::{Commit, Store, Write};
use super::row::{Columns, millis, to_json};
use super::rows;
use super::slots;
use crate::domain::chat_ids::ThreadRef;
use crate::domain::event::Event;
use crate::domain::ids::Millis;
use crate::domain::slot::Slot;

/// Whether an event was seen for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is stored now.
    New,
    /// It was here already.
    Known,
}

/// What somebody is at: only they may say how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its place in the inbox.
    pub id: i64,
    /// Which attempt this is, counted from 1.
    pub attempt: u32,
    pub(super) worker: String,
    pub(super) fence: i64,
}

/// An event that is being handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The event.
    pub event: Event,
    /// Whether its thread has no task. It stays so while this turn lasts: what starts one in a thread is an
    /// event of it, and they have their turns one after the other.
    pub begins: bool,
    /// Whose turn it is.
    pub turn: Turn,
}

/// What came in and cannot be read: another version wrote it, or it was damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The event's key.
    pub key: String,
    /// The thread, where that can be read.
    pub thread: Option<ThreadRef>,
    /// What is wrong with it.
    pub why: String,
    /// Whose turn it is.
    pub turn: Turn,
}

/// What was taken from the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// An event.
    Event(Box<Incoming>),
    /// Something that is none, to be given up in its turn like any that cannot be handled.
    Unreadable(Box<Unreadable>),
}

impl Taken {
    /// Whose turn it is.
    pub fn turn(&self) -> &Turn {
        match self {
            Self::Event(incoming) => &incoming.turn,
            Self::Unreadable(unreadable) => &unreadable.turn,
        }
    }
}

/// What a failed attempt leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// Another attempt at this moment; later events of the thread wait for it.
    Again(Millis),
    /// No other attempt: a dead letter.
    Dead,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Its turn comes, or comes again.
    Waiting,
    /// It was settled with this text.
    Settled(String),
    /// It could not be handled: a dead letter.
    GivenUp,
}

/// An event that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its place in the inbox.
    pub id: i64,
    /// The event's key.
    pub key: String,
    /// The event; none where it cannot be read.
    pub event: Option<Event>,
    /// The last error.
    pub error: String,
}

/// Attempts before an event becomes a dead letter.
pub const MAX_ATTEMPTS: u32 = 5;
/// Wait after the first failed attempt, in milliseconds; it doubles with each.
const BACKOFF_MS: i64 = 500;
/// Longest error text kept, in characters.
const MAX_ERROR_CHARS: usize = 2_000;

const ARRIVAL: &[(&str, Kind)] =
    &[("event_key", Kind::Text), ("thread", Kind::Text), ("payload", Kind::Text)];

impl Store {
    /// Stores events, all or none of them. When this returns they survive a power cut, and only then
    /// may they be acknowledged.
    pub async fn receive(&self, events: &[Event]) -> Result<Vec<Received>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        match self.arrivals.join(events.into()).await {
            Joined::Written(received) => Ok(received),
            Joined::Mine(mut lead) => {
                let mut write = self.write_once("inbox.receive", Commit::Durable).await?;
                let all = lead.take().await;
                let received = self.insert(&mut write, &all).await?;
                write.commit().await?;
                Ok(lead.answer(received).unwrap_or_default())
            }
        }
    }

    pub(super) async fn insert(&self, write: &mut Write, all: &[Arc<[Event]>]) -> Result<Vec<Vec<Received>>> {
        let events: Vec<_> = all.iter().flat_map(|events| events.iter()).collect();
        let row = |event: &&Event| {
            json!({
                "event_key": event.key,
                "thread": event.thread.to_string(),
                "payload": to_json(event),
            })
        };
        let rows: Vec<_> = events.iter().map(row).collect();
        let rows = rows::pack(self.dialect, 1, ARRIVAL, rows.iter().map(|row| (0, row)));
        let statement = "INSERT INTO inbox (id, event_key, thread, payload, received_at)
            SELECT {next_inbox_id}, event_key, thread, payload, {now} FROM {rows} AS r WHERE true ORDER BY place
            ON CONFLICT (event_key) DO NOTHING RETURNING event_key";
        let statement = statement.replace("{rows}", &rows.from);
        let query = sqlx::query(self.dialect.sql(&statement)).bind(rows.value);
        let mut new = HashSet::new();
        for row in query.fetch_all(write.on()).await? {
            new.insert(row.text("event_key")?);
        }
        let mut received =
            |event: &Event| if new.remove(&event.key) { Received::New } else { Received::Known };
        Ok(all.iter().map(|events| events.iter().map(&mut received).collect()).collect())
    }

    /// Takes up to `limit` events that can be handled at `now`, the oldest first: each is the first of its
    /// thread that is not handled, and nobody is at it.
    pub async fn claim_messages(
        &self,
        worker: &str,
        lease: Duration,
        now: Millis,
        limit: u32,
    ) -> Result<Vec<Taken>> {
        // Only the first event of a thread is ever held, so asking for the first keeps both the order and
        // "one claimant per thread". MIN and not NOT EXISTS: PostgreSQL answers that by comparing all that
        // waits with all that waits. What is picked is locked, so it need not be asked again whether it waits,
        // for which it would look through all that does.
        let statement = self.dialect.sql_with_limit(
            limit,
            "WITH picked AS MATERIALIZED (
                SELECT t.id FROM inbox t
                WHERE t.state = 'waiting' AND (t.due_at <= $3 OR t.due_at > $3 + {farthest}) AND t.lease_until <= {now}
                AND t.id = (SELECT MIN(e.id) FROM inbox e WHERE e.state = 'waiting' AND e.thread = t.thread)
                ORDER BY t.id LIMIT {limit} {skip_locked})
             UPDATE inbox SET lease_worker = $1, lease_until = {now} + $2, lease_fence = lease_fence + 1
             WHERE id IN (SELECT id FROM picked)
             RETURNING id, event_key, thread, payload, attempts, lease_fence,
                CASE WHEN EXISTS (SELECT 1 FROM tasks WHERE tasks.thread = inbox.thread) THEN 0 ELSE 1 END
                    AS begins",
        );
        let mut write = self.write_once("inbox.claim", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(worker).bind(millis(lease)).bind(now.0);
        let rows = query.fetch_all(write.on()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        write.commit().await?;
        let mut taken = rows.iter().map(|row| taken(row, worker)).collect::<Result<Vec<_>>>()?;
        // RETURNING promises no order.
        taken.sort_by_key(|taken| taken.turn().id);
        Ok(taken)
    }

    /// Whether this turn is still going on.
    pub(super) async fn holds(&self, turn: &Turn) -> Result<bool> {
        let statement = "SELECT 1 FROM inbox
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND state = 'waiting'";
        let query = sqlx::query(statement).bind(turn.id).bind(&turn.worker).bind(turn.fence);
        Ok(query.fetch_optional(&self.reads).await?.is_some())
    }

    /// Says that handling an event failed at `now`. Nothing of the attempt is stored but the error; with the last
    /// one, what its thread shall say about it.
    ///
    /// # Errors
    /// `LeaseLost` when somebody else has it by now.
    pub async fn fail(
        &self,
        turn: &Turn,
        error: &str,
        now: Millis,
        apology: Option<(&ThreadRef, Slot)>,
    ) -> Result<Failed> {
        let failed = if turn.attempt >= MAX_ATTEMPTS {
            Failed::Dead
        } else {
            Failed::Again(Millis(now.0 + (BACKOFF_MS << (turn.attempt - 1))))
        };
        let (state, due) = match failed {
            Failed::Again(due) => ("waiting", due.0),
            Failed::Dead => ("dead", 0),
        };
        let statement = "UPDATE inbox SET attempts = attempts + 1, state = $4, due_at = $5, error = $6,
            lease_worker = NULL, lease_until = 0
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND state = 'waiting'";
        let mut write = self.write("inbox.fail", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(turn.id).bind(&turn.worker).bind(turn.fence);
        let error: String = error.chars().take(MAX_ERROR_CHARS).collect();
        let changed = query.bind(state).bind(due).bind(error).execute(write.on()).await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        if let (Failed::Dead, Some((thread, apology))) = (failed, apology) {
            let mut change = Change::unguarded();
            slots::want(&mut change, thread, None, &[&apology]);
            change::say(self.dialect, write.on(), &[&change]).await?;
        }
        write.commit().await?;
        Ok(failed)
    }

    /// The dead letters, oldest first, at most `limit`.
    pub async fn dead_letters(&self, limit: u32) -> Result<Vec<DeadLetter>> {
        let statement =
            "SELECT id, event_key, payload, error FROM inbox WHERE state = 'dead' ORDER BY id LIMIT $1";
        let rows = sqlx::query(statement).bind(i64::from(limit)).fetch_all(&self.reads).await?;
        let letter = |row| -> Result<_> {
            let row: &sqlx::any::AnyRow = row;
            Ok(DeadLetter {
                id: row.number("id")?,
                key: row.text("event_key")?,
                event: row.json("payload").ok(),
                error: row.maybe_text("error")?.unwrap_or_default(),
            })
        };
        rows.iter().map(letter).collect()
    }

    /// Puts a dead letter back where it stood in its thread, with all its attempts.
    ///
    /// # Errors
    /// `Changed` when it is no dead letter.
    pub async fn revive(&self, dead: &DeadLetter) -> Result<()> {
        let statement = "UPDATE inbox SET state = 'waiting', attempts = 0, due_at = 0
            WHERE id = $1 AND state = 'dead'";
        let mut write = self.write_once("inbox.revive", Commit::Relaxed).await?;
        if sqlx::query(statement).bind(dead.id).execute(write.on()).await?.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        write.commit().await
    }

    /// What became of an event; none where it never came in.
    pub async fn fate(&self, event_key: &str) -> Result<Option<Fate>> {
        let statement = "SELECT state, outcome FROM inbox WHERE event_key = $1";
        let row = sqlx::query(statement).bind(event_key).fetch_optional(&self.reads).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(match (row.text("state")?.as_str(), row.maybe_text("outcome")?) {
            ("dead", _) => Fate::GivenUp,
            (_, Some(outcome)) => Fate::Settled(outcome),
            (_, None) => Fate::Waiting,
        }))
    }

    /// The text that an event was settled with, once it was.
    pub async fn outcome(&self, event_key: &str) -> Result<Option<String>> {
        Ok(match self.fate(event_key).await? {
            Some(Fate::Settled(outcome)) => Some(outcome),
            Some(Fate::Waiting | Fate::GivenUp) | None => None,
        })
    }
}

fn taken(row: &AnyRow, worker: &str) -> Result<Taken> {
    let turn = Turn {
        id: row.number("id")?,
        attempt: row.count("attempts")? + 1,
        worker: worker.to_owned(),
        fence: row.number("lease_fence")?,
    };
    Ok(match row.json("payload") {
        Ok(event) => {
            let begins = row.number("begins")? == 1;
            Taken::Event(Box::new(Incoming { event, begins, turn }))
        }
        Err(error) => {
            let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            let (key, thread) = (row.text("event_key")?, row.id("thread").ok());
            Taken::Unreadable(Box::new(Unreadable { key, thread, why, turn }))
        }
    })
}
