//! The inbox: what came in, stored before it is acknowledged, handled once, in order within a thread.

use std::error::Error as _;
use std::time::Duration;

use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::{Columns, millis, to_json};
use crate::domain::chat_ids::ThreadRef;
use crate::domain::event::Event;
use crate::domain::ids::Millis;

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

/// What a failed attempt leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// Another attempt at this moment; later events of the thread wait for it.
    Again(Millis),
    /// No other attempt: a dead letter.
    Dead,
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

impl Store {
    /// Stores events, all or none of them. When this returns they survive a power cut, and only then
    /// may they be acknowledged.
    pub async fn receive(&self, events: &[Event]) -> Result<Vec<Received>> {
        let mut write = self.write("inbox.receive", Commit::Durable).await?;
        let mut received = Vec::with_capacity(events.len());
        for event in events {
            let statement = self.dialect.sql(
                "INSERT INTO inbox (id, event_key, thread, payload, received_at)
                 VALUES ({next_inbox_id}, $1, $2, $3, {now}) ON CONFLICT (event_key) DO NOTHING",
            );
            let query = sqlx::query(statement).bind(&event.key).bind(event.thread.to_string());
            let inserted = query.bind(to_json(event)).execute(write.on()).await?;
            received.push(if inserted.rows_affected() == 1 { Received::New } else { Received::Known });
        }
        write.commit().await?;
        Ok(received)
    }

    /// Takes the oldest event that can be handled at `now`: the first of its thread that is not
    /// handled, and nobody is at it.
    pub async fn claim_message(&self, worker: &str, lease: Duration, now: Millis) -> Result<Option<Taken>> {
        // Only the first event of a thread is ever held, so one NOT EXISTS keeps both the order and
        // "one claimant per thread".
        let statement = self.dialect.sql(
            "UPDATE inbox SET lease_worker = $1, lease_until = {now} + $2, lease_fence = lease_fence + 1
             WHERE id = (
                SELECT t.id FROM inbox t
                WHERE t.state = 'waiting' AND (t.due_at <= $3 OR t.due_at > $3 + {farthest}) AND t.lease_until <= {now}
                AND NOT EXISTS (SELECT 1 FROM inbox e
                    WHERE e.state = 'waiting' AND e.thread = t.thread AND e.id < t.id)
                ORDER BY t.id LIMIT 1 {skip_locked})
             AND state = 'waiting' AND lease_until <= {now}
             RETURNING id, event_key, thread, payload, attempts, lease_fence",
        );
        let mut write = self.write_once("inbox.claim").await?;
        let query = sqlx::query(statement).bind(worker).bind(millis(lease)).bind(now.0);
        let Some(row) = query.fetch_optional(write.on()).await? else { return Ok(None) };
        write.commit().await?;
        let turn = Turn {
            id: row.number("id")?,
            attempt: row.count("attempts")? + 1,
            worker: worker.to_owned(),
            fence: row.number("lease_fence")?,
        };
        Ok(Some(match row.json("payload") {
            Ok(event) => Taken::Event(Box::new(Incoming { event, turn })),
            Err(error) => {
                let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                let (key, thread) = (row.text("event_key")?, row.id("thread").ok());
                Taken::Unreadable(Box::new(Unreadable { key, thread, why, turn }))
            }
        }))
    }

    /// Says that handling an event failed at `now`. Nothing of the attempt is stored but the error.
    ///
    /// # Errors
    /// `LeaseLost` when somebody else has it by now.
    pub async fn fail(&self, turn: &Turn, error: &str, now: Millis) -> Result<Failed> {
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
        let mut write = self.write_once("inbox.fail").await?;
        let query = sqlx::query(statement).bind(turn.id).bind(&turn.worker).bind(turn.fence);
        let error: String = error.chars().take(MAX_ERROR_CHARS).collect();
        let changed = query.bind(state).bind(due).bind(error).execute(write.on()).await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
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
        let mut write = self.write_once("inbox.revive").await?;
        if sqlx::query(statement).bind(dead.id).execute(write.on()).await?.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        write.commit().await
    }

    /// What became of an event: the text it was settled with, once it was.
    pub async fn outcome(&self, event_key: &str) -> Result<Option<String>> {
        let statement = "SELECT outcome FROM inbox WHERE event_key = $1";
        match sqlx::query(statement).bind(event_key).fetch_optional(&self.reads).await? {
            Some(row) => row.maybe_text("outcome"),
            None => Ok(None),
        }
    }
}
