//! Who works on a task: the lease in its row, by the database's clock, with a fencing number.
//!
//! Every write of a worker names its lease. One that lost it, for whatever reason, changes nothing.

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::chain::Head;
use super::error::{Result, StoreError};
use super::facts::{self, NewFact};
use super::open::{Commit, Store};
use super::row::{Columns, millis};
use super::tasks::{Lease, Locked};
use crate::domain::chat_ids::ThreadRef;
use crate::domain::fact::Fact;
use crate::domain::ids::{Millis, TaskId};

/// A task that a worker holds until its lease ends.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The task.
    pub task: TaskId,
    /// Its thread.
    pub thread: ThreadRef,
    /// The worker that holds it.
    pub worker: String,
    /// Grows by one with each claim of this task: the design's run number.
    pub fence: i64,
    /// All its facts at the time of the claim.
    pub facts: Vec<Fact>,
    /// Failures in a row before this claim.
    pub failures: u32,
    /// Whether somebody held it before and never gave it back.
    pub before: Before,
    /// How long a lease lasts without being renewed.
    pub lease: Duration,
}

/// How a task was found by the one who claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Free.
    Free,
    /// Held by a worker whose lease ran out: it may have done anything and said nothing.
    Abandoned,
}

impl Store {
    /// Claims the task that is due at `now` and should go next: by priority, then whose requester has
    /// fewest running, then the oldest.
    pub async fn claim(&self, worker: &str, lease: Duration, now: Millis) -> Result<Option<Claim>> {
        Ok(self.claim_many(worker, lease, now, 1).await?.pop())
    }

    /// Claims up to `limit` tasks at once, in the order of [`Store::claim`].
    pub async fn claim_many(
        &self,
        worker: &str,
        lease: Duration,
        now: Millis,
        limit: u32,
    ) -> Result<Vec<Claim>> {
        // MATERIALIZED: PostgreSQL is free to run a plain subquery more than once, and each run skips the
        // rows that the last one locked. Four workers were seen to lease two and three tasks by one
        // statement with LIMIT 1.
        let statement = self.dialect.sql_with_limit(
            limit,
            "WITH running AS (
                SELECT requester, COUNT(*) AS tasks FROM tasks
                WHERE lease_worker IS NOT NULL AND lease_until > {now} GROUP BY requester),
             picked AS MATERIALIZED (
                SELECT t.id FROM tasks t LEFT JOIN running r ON r.requester = t.requester
                WHERE t.due_at IS NOT NULL AND (t.due_at <= $3 OR t.due_at > $3 + {farthest}) AND t.lease_until <= {now}
                ORDER BY t.priority DESC, COALESCE(r.tasks, 0), t.created_at, t.id LIMIT {limit} {skip_locked})
             UPDATE tasks SET lease_worker = $1, lease_until = {now} + $2, lease_fence = lease_fence + 1,
                taken_over = CASE WHEN lease_worker IS NULL THEN 0 ELSE 1 END
             WHERE id IN (SELECT id FROM picked) AND lease_until <= {now} AND due_at IS NOT NULL
             RETURNING id, thread, lease_fence, failures, taken_over, priority, created_at",
        );
        let mut write = self.write("tasks.claim", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(worker).bind(millis(lease)).bind(now.0);
        let mut rows = query.fetch_all(write.on()).await?;
        if rows.len() > limit as usize {
            // Not committed: a task that is leased and not handed out would be lost until its lease ends.
            return Err(StoreError::Other("a claim took more tasks than it asked for".into()));
        }
        // RETURNING promises no order.
        rows.sort_by_cached_key(|row| (-row.number("priority").unwrap_or(0), row.number("created_at").ok()));
        let mut claims = Vec::with_capacity(rows.len());
        for row in rows {
            claims.push(from_row(write.on(), &row, worker, lease).await?);
        }
        if claims.is_empty() {
            return Ok(claims);
        }
        write.commit().await?;
        Ok(claims)
    }

    /// Adds facts to a claimed task. Gives all facts behind those the claim was made with: others may
    /// have added some in the meantime.
    ///
    /// # Errors
    /// `LeaseLost` when the claim no longer holds; nothing is written then.
    pub async fn append(&self, claim: &Claim, new: Vec<NewFact>) -> Result<Vec<Fact>> {
        self.add("tasks.append", claim, new, Lease::Keep).await
    }

    /// Adds facts and gives the task back, in one transaction.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn finish(&self, claim: &Claim, new: Vec<NewFact>) -> Result<Vec<Fact>> {
        self.add("tasks.finish", claim, new, Lease::End).await
    }

    /// Lets the lease last as long from now as it was given for.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn renew(&self, claim: &Claim) -> Result<()> {
        let statement = "UPDATE tasks SET lease_until = {now} + $4
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}";
        self.change_lease("tasks.renew", statement, claim, millis(claim.lease)).await
    }

    /// Gives the task back as it is.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn release(&self, claim: &Claim) -> Result<()> {
        let statement = "UPDATE tasks SET lease_worker = NULL, lease_until = $4
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}";
        self.change_lease("tasks.release", statement, claim, 0).await
    }

    /// Gives the task back after a failure, to be tried again at `due`.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn give_back(&self, claim: &Claim, due: Millis) -> Result<()> {
        let statement = "UPDATE tasks SET lease_worker = NULL, lease_until = 0, failures = failures + 1,
            due_at = $4
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}";
        self.change_lease("tasks.give_back", statement, claim, due.0).await
    }

    /// Ends every lease of a worker that is known to be gone, and of its places (`<worker>/0`): at the
    /// end of a drain, or at start for the one that held the data directory before.
    pub async fn forget_worker(&self, worker: &str) -> Result<()> {
        let mut write = self.write("worker.forget", Commit::Relaxed).await?;
        for statement in [
            "UPDATE tasks SET lease_until = 0
             WHERE lease_worker = $1 OR substr(lease_worker, 1, length($1) + 1) = $1 || '/'",
            "UPDATE inbox SET lease_until = 0 WHERE state = 'waiting'
             AND (lease_worker = $1 OR substr(lease_worker, 1, length($1) + 1) = $1 || '/')",
            "UPDATE slots SET lease_until = 0 WHERE state = 'sending'
             AND (lease_worker = $1 OR substr(lease_worker, 1, length($1) + 1) = $1 || '/')",
        ] {
            sqlx::query(statement).bind(worker).execute(write.on()).await?;
        }
        write.commit().await
    }

    async fn add(
        &self,
        name: &'static str,
        claim: &Claim,
        new: Vec<NewFact>,
        lease: Lease,
    ) -> Result<Vec<Fact>> {
        let mut write = self.write(name, Commit::Relaxed).await?;
        let statement = self.dialect.sql(
            "UPDATE tasks SET updated_at = updated_at
             WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}
             RETURNING fact_count, head_hash",
        );
        let query = sqlx::query(statement).bind(claim.task.as_str()).bind(&claim.worker).bind(claim.fence);
        let row = query.fetch_optional(write.on()).await?.ok_or(StoreError::LeaseLost)?;
        let head = Head { count: row.count("fact_count")?, hash: row.bytes("head_hash")? };
        let known = claim.facts.last().map_or(0, |fact| fact.seq);
        let mut all = claim.facts.clone();
        if known < head.count {
            all.extend(facts::load(write.on(), &claim.task, known).await?);
        }
        let locked = Locked { id: claim.task.clone(), thread: claim.thread.clone(), head, facts: all };
        let mut all = locked.append(write.on(), new, lease).await?;
        write.commit().await?;
        Ok(all.split_off(claim.facts.len()))
    }

    async fn change_lease(
        &self,
        name: &'static str,
        statement: &'static str,
        claim: &Claim,
        value: i64,
    ) -> Result<()> {
        let mut write = self.write_once(name).await?;
        let query = sqlx::query(self.dialect.sql(statement)).bind(claim.task.as_str());
        let changed = query.bind(&claim.worker).bind(claim.fence).bind(value).execute(write.on()).await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await
    }
}

async fn from_row(on: &mut AnyConnection, row: &AnyRow, worker: &str, lease: Duration) -> Result<Claim> {
    let task: TaskId = row.id("id")?;
    Ok(Claim {
        facts: facts::load(on, &task, 0).await?,
        task,
        thread: row.id("thread")?,
        worker: worker.to_owned(),
        fence: row.number("lease_fence")?,
        failures: row.count("failures")?,
        before: if row.number("taken_over")? == 1 { Before::Abandoned } else { Before::Free },
        lease,
    })
}
