//! What is waiting, in numbers, and when something next falls due.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use super::error::Result;
use super::open::Store;
use super::row::Columns;
use crate::domain::ids::{Millis, TaskId};

/// What is waiting in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Events that are not handled.
    pub messages: u64,
    /// Events that were given up.
    pub dead_letters: u64,
    /// Tasks that a worker shall look at, now or later, and nobody holds.
    pub tasks_due: u64,
    /// Tasks that a worker holds.
    pub tasks_running: u64,
    /// Slots that do not show what they shall.
    pub slots: u64,
    /// All tasks, by state.
    pub by_state: BTreeMap<String, u64>,
}

/// The next moments at which something falls due that nobody holds; 0 for at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NextDue {
    /// A task.
    pub task: Option<Millis>,
    /// An event.
    pub message: Option<Millis>,
    /// A slot.
    pub slot: Option<Millis>,
}

impl Store {
    /// What is waiting.
    pub async fn backlog(&self) -> Result<Backlog> {
        let statement = self.dialect.sql(
            "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'waiting') AS messages,
                (SELECT COUNT(*) FROM inbox WHERE state = 'dead') AS dead_letters,
                (SELECT COUNT(*) FROM tasks WHERE due_at IS NOT NULL AND lease_until <= {now}) AS tasks_due,
                (SELECT COUNT(*) FROM tasks WHERE lease_worker IS NOT NULL AND lease_until > {now})
                    AS tasks_running,
                (SELECT COUNT(*) FROM slots WHERE state = 'wanted') AS slots",
        );
        let row = sqlx::query(statement).fetch_one(&self.reads).await?;
        let states = sqlx::query("SELECT state, COUNT(*) AS tasks FROM tasks GROUP BY state");
        let mut by_state = BTreeMap::new();
        for row in states.fetch_all(&self.reads).await? {
            by_state.insert(row.text("state")?, row.count("tasks")?.into());
        }
        Ok(Backlog {
            messages: row.count("messages")?.into(),
            dead_letters: row.count("dead_letters")?.into(),
            tasks_due: row.count("tasks_due")?.into(),
            tasks_running: row.count("tasks_running")?.into(),
            slots: row.count("slots")?.into(),
            by_state,
        })
    }

    /// When to look again after `now`, unless somebody adds something before. What a lost worker holds is
    /// not in it: leases end by the database's clock.
    pub async fn next_due(&self, now: Millis) -> Result<NextDue> {
        let statement = self.dialect.sql(
            "SELECT (SELECT MIN(CASE WHEN due_at > $1 + {farthest} THEN 0 ELSE due_at END) FROM tasks
                    WHERE due_at IS NOT NULL AND lease_until <= {now}) AS task,
                (SELECT MIN(CASE WHEN due_at > $1 + {farthest} THEN 0 ELSE due_at END) FROM inbox
                    WHERE state = 'waiting' AND lease_until <= {now}) AS message,
                (SELECT MIN(CASE WHEN due_at > $1 + {farthest} THEN 0 ELSE due_at END) FROM slots
                    WHERE state = 'wanted') AS slot",
        );
        let row = sqlx::query(statement).bind(now.0).fetch_one(&self.reads).await?;
        Ok(NextDue {
            task: row.maybe_number("task")?.map(Millis),
            message: row.maybe_number("message")?.map(Millis),
            slot: row.maybe_number("slot")?.map(Millis),
        })
    }
}

impl Store {
    /// Tasks that are due at `now` and that nobody holds, in the order they will be claimed, at most
    /// `limit`.
    pub async fn due(&self, now: Millis, limit: u32) -> Result<Vec<TaskId>> {
        let statement = self.dialect.sql(
            "SELECT id FROM tasks WHERE due_at IS NOT NULL AND (due_at <= $1 OR due_at > $1 + {farthest}) AND lease_until <= {now}
             ORDER BY priority DESC, created_at, id LIMIT $2",
        );
        let rows = sqlx::query(statement).bind(now.0).bind(i64::from(limit)).fetch_all(&self.reads).await?;
        rows.iter().map(|row| row.id("id")).collect()
    }

    /// Whether any task is due at `now` that nobody holds.
    pub(super) async fn is_any_due(&self, on: &mut AnyConnection, now: Millis) -> Result<bool> {
        let statement = self.dialect.sql(
            "SELECT 1 FROM tasks WHERE due_at IS NOT NULL AND (due_at <= $1 OR due_at > $1 + {farthest})
             AND lease_until <= {now} LIMIT 1",
        );
        Ok(sqlx::query(statement).bind(now.0).fetch_optional(on).await?.is_some())
    }
}
