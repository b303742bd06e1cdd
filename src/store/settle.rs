//! Settling an event: its one outcome, and everything it led to, in one transaction.

use super::chain::Head;
use super::error::{Result, StoreError};
use super::facts::{self, NewFact};
use super::inbox::Incoming;
use super::open::{Commit, Store, Write};
use super::row::Columns;
use super::slots::{self, Wanted};
use super::tasks::{self, Lease, Locked, NewTask};
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

impl Store {
    /// Settles an event. It never gets a second outcome.
    ///
    /// # Errors
    /// `LeaseLost` when somebody else has it, or it is settled. `Changed` when a task has moved on
    /// from what the settlement was decided on, or the new task exists: look and decide again.
    pub async fn settle(&self, incoming: &Incoming, mut settlement: Settlement) -> Result<()> {
        let mut write = self.write("inbox.settle", Commit::Relaxed).await?;
        let statement = "UPDATE inbox SET state = 'handled', outcome = $4, error = NULL, lease_worker = NULL
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND state = 'waiting'";
        let turn = &incoming.turn;
        let query = sqlx::query(statement).bind(turn.id).bind(&turn.worker).bind(turn.fence);
        let settled = query.bind(&settlement.outcome).execute(write.on()).await?;
        if settled.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        if let Some(task) = settlement.task {
            tasks::create(write.on(), task).await?;
        }
        // Two settlements that lock the same tasks lock them in the same order.
        settlement.appends.sort_by(|a, b| a.task.cmp(&b.task));
        for append in settlement.appends {
            append_to(&mut write, append).await?;
        }
        let thread = &incoming.event.thread;
        let wanted = settlement.slots.iter().map(|slot| Wanted::new(thread, None, slot)).collect();
        slots::want(write.on(), wanted).await?;
        write.commit().await
    }

    /// Wants slots in a thread that belong to no task.
    pub async fn say(&self, thread: &ThreadRef, wanted: &[Slot]) -> Result<()> {
        let mut write = self.write("slots.say", Commit::Relaxed).await?;
        let wanted = wanted.iter().map(|slot| Wanted::new(thread, None, slot)).collect();
        slots::want(write.on(), wanted).await?;
        write.commit().await
    }

    /// Adds facts to a task that nobody holds a claim on for this: a forge's webhook, a sweeper.
    ///
    /// # Errors
    /// `Changed` when the task has moved on or does not exist.
    pub async fn record(&self, append: Append) -> Result<()> {
        let mut write = self.write("tasks.record", Commit::Relaxed).await?;
        append_to(&mut write, append).await?;
        write.commit().await
    }
}

async fn append_to(write: &mut Write, append: Append) -> Result<()> {
    let statement = "UPDATE tasks SET updated_at = updated_at WHERE id = $1 AND fact_count = $2
        RETURNING thread, head_hash";
    let query = sqlx::query(statement).bind(append.task.as_str()).bind(i64::from(append.expected));
    let row = query.fetch_optional(write.on()).await?.ok_or(StoreError::Changed)?;
    let locked = Locked {
        thread: row.id("thread")?,
        head: Head { count: append.expected, hash: row.bytes("head_hash")? },
        facts: facts::load(write.on(), &append.task, 0).await?,
        id: append.task,
    };
    locked.append(write.on(), append.facts, Lease::Keep).await?;
    Ok(())
}
