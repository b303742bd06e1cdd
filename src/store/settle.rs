//! Settling an event: its one outcome, and everything it led to, in one transaction.

use serde_json::json;

use super::change::{Change, Guard, Lane};
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::facts::NewFact;
use super::inbox::Incoming;
use super::open::Store;
use super::slots;
use super::tasks::{self, Known, NewTask};
use crate::domain::chat_ids::ThreadRef;
use crate::domain::ids::TaskId;
use crate::domain::slot::Slot;

/// What handling an event comes to.
#[derive(Debug, Clone, Default)]
pub struct Settlement {
    /// In a few words, for logs and `why`.
    pub outcome: String,
    /// The task it starts.
    pub task: Option<NewTask>,
    /// Facts it adds to existing tasks; each task at most once.
    pub appends: Vec<Append>,
    /// Slots of the thread that belong to no task: replies, refusals, marks.
    pub slots: Vec<Slot>,
}

/// Facts for a task, decided on when it had `expected` facts.
#[derive(Debug, Clone)]
pub struct Append {
    /// The task.
    pub task: TaskId,
    /// How many facts it had.
    pub expected: u32,
    /// What to add.
    pub facts: Vec<NewFact>,
}

/// An event gets its outcome, if it is still the turn of whoever says so.
static SETTLES: Guard = Guard {
    columns: &[
        ("key", Kind::Text),
        ("id", Kind::Number),
        ("worker", Kind::Text),
        ("fence", Kind::Number),
        ("outcome", Kind::Text),
    ],
    // Only what waits has a worker. Asked for its state, too, PostgreSQL would look through all that waits.
    update: "UPDATE inbox SET state = 'handled', outcome = g.outcome, error = NULL, lease_worker = NULL
        FROM {rows} AS g WHERE inbox.id = g.id AND inbox.lease_worker = g.worker
            AND inbox.lease_fence = g.fence
        RETURNING CAST(inbox.id AS TEXT) AS key",
    is_all: false,
    lane: Lane::Inbox,
};

impl Store {
    /// Settles an event. It never gets a second outcome.
    ///
    /// # Errors
    /// `LeaseLost` when somebody else has it, or it is settled. `Changed` when a task has moved on
    /// from what the settlement was decided on, or the new task exists: look and decide again.
    pub async fn settle(&self, incoming: &Incoming, mut settlement: Settlement) -> Result<()> {
        let turn = &incoming.turn;
        let row = json!({
            "id": turn.id,
            "worker": turn.worker,
            "fence": turn.fence,
            "outcome": settlement.outcome,
        });
        let mut settled = Change::guarded(&SETTLES, &turn.id.to_string(), row);
        let new = settlement.task.as_ref().map(|task| task.id.clone());
        if let Some(task) = settlement.task {
            tasks::create(&mut settled, task)?;
        }
        slots::want(&mut settled, &incoming.event.thread, None, &settlement.slots.iter().collect::<Vec<_>>());
        let made = if settlement.appends.is_empty() {
            self.make("inbox.settle", settled).await
        } else {
            // Two settlements that lock the same tasks lock them in the same order.
            settlement.appends.sort_by(|a, b| a.task.cmp(&b.task));
            let mut changes = vec![settled];
            for append in settlement.appends {
                changes.push(self.addition(append).await?);
            }
            self.make_all("inbox.settle", changes).await
        };
        match made {
            Ok(true) => Ok(()),
            Ok(false) if self.holds(turn).await? => Err(StoreError::Changed),
            Ok(false) => Err(StoreError::LeaseLost),
            Err(error) => match new {
                Some(id) if self.task(&id).await?.is_some() => Err(StoreError::Changed),
                Some(_) | None => Err(error),
            },
        }
    }

    /// Wants slots in a thread that belong to no task.
    pub async fn say(&self, thread: &ThreadRef, wanted: &[Slot]) -> Result<()> {
        let mut change = Change::unguarded();
        slots::want(&mut change, thread, None, &wanted.iter().collect::<Vec<_>>());
        self.make("slots.say", change).await?;
        Ok(())
    }

    /// Adds facts to a task that nobody holds a claim on for this: a forge's webhook, a sweeper.
    ///
    /// # Errors
    /// `Changed` when the task has moved on or does not exist.
    pub async fn record(&self, append: Append) -> Result<()> {
        let change = self.addition(append).await?;
        if self.make("tasks.record", change).await? { Ok(()) } else { Err(StoreError::Changed) }
    }

    async fn addition(&self, append: Append) -> Result<Change> {
        let (head, thread, facts) = self.look_up(&append.task).await?.ok_or(StoreError::Changed)?;
        if head.count != append.expected {
            return Err(StoreError::Changed);
        }
        let known = Known { id: &append.task, thread: &thread, head, facts: &facts };
        Self::grow(known, None, append.facts).map(|(change, _)| change)
    }
}
