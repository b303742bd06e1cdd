//! Who works on a task: the lease in its row, by the database's clock, with a fencing number.
//!
//! Every write of a worker names its lease. One that lost it, for whatever reason, changes nothing.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::chain::Head;
use super::cover::Covered;
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::facts::{self, NewFact};
use super::gather::Joined;
use super::open::{Commit, Store, Write};
use super::row::{Columns, millis};
use super::rows;
use super::tasks::{Known, Lease};
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
    /// All its facts, as far as the worker knows.
    pub facts: Vec<Fact>,
    /// The end of their chain.
    pub(super) head: Head,
    /// Failures in a row before this claim.
    pub failures: u32,
    /// Whether somebody held it before and never gave it back.
    pub before: Before,
    /// How long a lease lasts without being renewed.
    pub lease: Duration,
    /// What the status message shows in place of what the facts say.
    pub(super) covered: Covered,
}

/// How a task was found by the one who claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Free.
    Free,
    /// Held by a worker whose lease ran out: it may have done anything and said nothing.
    Abandoned,
}

/// Somebody asks for a task.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    worker: String,
    lease: Duration,
    now: Millis,
}

const ASKED: &[(&str, Kind)] = &[("worker", Kind::Text), ("lease", Kind::Number)];

impl Asked {
    fn row(&self) -> Value {
        json!({ "worker": self.worker, "lease": millis(self.lease) })
    }
}

/// What somebody who asks for a task is given.
#[derive(Debug)]
pub(super) enum Given {
    /// This one, which knows none of its facts yet; and its facts.
    Task(Box<Claim>, String),
    /// Nothing this time: others who asked at the same time were given what there was of each requester.
    Others,
    /// Nothing is due.
    Nothing,
    /// Nothing this time: another process is at the very tasks that would have been next.
    Locked,
}

/// How often a claim is tried while others claim.
const CLAIMS: u32 = 50;
/// Wait before it is tried again.
const CLAIM_AGAIN: Duration = Duration::from_millis(2);
/// How often facts are added anew because somebody else was faster.
pub(super) const ADDITIONS: u32 = 1_000;
/// When what does not read is tried again, in milliseconds.
pub(super) const UNREADABLE_MS: i64 = 60_000;

impl Store {
    /// Claims the task that is due at `now` and should go next: by priority, then whose requester has
    /// fewest running, then the oldest.
    ///
    /// # Errors
    /// `Corrupt` or `NewerSchema` where its facts do not read; it is due again later then, so that it does
    /// not keep everybody from the others.
    pub async fn claim(&self, worker: &str, lease: Duration, now: Millis) -> Result<Option<Claim>> {
        for _ in 0..CLAIMS {
            let asked = Asked { worker: worker.to_owned(), lease, now };
            let given = match self.claims.join(asked).await {
                Joined::Written(given) => given,
                Joined::Mine(mut lead) => {
                    let write = self.write_once("tasks.claim", Commit::Relaxed).await?;
                    let all = lead.take().await;
                    let given = self.claim_for(write, &all).await?;
                    lead.answer(given).unwrap_or(Given::Others)
                }
            };
            match given {
                Given::Task(claimed, facts) => return self.with_facts(*claimed, &facts, now).await.map(Some),
                Given::Nothing => return Ok(None),
                Given::Others => {}
                Given::Locked => tokio::time::sleep(CLAIM_AGAIN).await,
            }
        }
        Ok(None)
    }

    /// Claims a task for each who asks, as far as there are any; at most one of each requester.
    async fn claim_for(&self, mut write: Write, all: &[Asked]) -> Result<Vec<Given>> {
        // One candidate of each requester, found by the index: comparing all that is due would cost each
        // claim as much as there is due. What is picked is locked, and asked once more then: another process may
        // have claimed it since. MATERIALIZED: PostgreSQL is free to run a
        // plain subquery more than once, and each run skips the rows that the last one locked.
        let statement = "WITH RECURSIVE asked AS MATERIALIZED (SELECT place, worker, lease FROM {rows} AS r),
             people AS (
                SELECT MIN(requester) AS requester FROM tasks WHERE due_at IS NOT NULL
                UNION ALL
                SELECT (SELECT MIN(t.requester) FROM tasks t
                    WHERE t.due_at IS NOT NULL AND t.requester > p.requester)
                FROM people p WHERE p.requester IS NOT NULL),
             running AS (
                SELECT requester, COUNT(*) AS tasks FROM tasks
                WHERE lease_worker IS NOT NULL AND lease_until > {now} GROUP BY requester),
             candidates AS (
                SELECT (SELECT t.id FROM tasks t WHERE t.requester = p.requester AND t.due_at IS NOT NULL
                        AND (t.due_at <= $2 OR t.due_at > $2 + {farthest}) AND t.lease_until <= {now}
                        ORDER BY t.priority DESC, t.created_at, t.id LIMIT 1) AS id,
                    COALESCE((SELECT r.tasks FROM running r WHERE r.requester = p.requester), 0) AS running
                FROM people p WHERE p.requester IS NOT NULL),
             picked AS MATERIALIZED (
                SELECT t.id FROM candidates c JOIN tasks t ON t.id = c.id
                WHERE t.due_at IS NOT NULL AND (t.due_at <= $2 OR t.due_at > $2 + {farthest}) AND t.lease_until <= {now}
                ORDER BY t.priority DESC, c.running, t.created_at, t.id
                LIMIT (SELECT COUNT(*) FROM asked) {skip_locked}),
             given AS (SELECT id, ROW_NUMBER() OVER () AS place FROM picked)
             UPDATE tasks SET lease_worker = a.worker, lease_until = {now} + a.lease,
                lease_fence = lease_fence + 1, taken_over = CASE WHEN lease_worker IS NULL THEN 0 ELSE 1 END
             FROM given g JOIN asked a ON a.place + 1 = g.place
             WHERE tasks.id = g.id
             RETURNING tasks.id AS id, thread, lease_worker, lease_fence, failures, taken_over, fact_count,
                head_hash, {facts} AS facts";
        let asked: Vec<_> = all.iter().map(Asked::row).collect();
        let asked = rows::pack(self.dialect, 1, ASKED, asked.iter().map(|row| (0, row)));
        let statement =
            statement.replace("{rows}", &asked.from).replace("{facts}", &self.dialect.facts("tasks.id"));
        let statement = self.dialect.sql(&statement);
        let now = all.iter().map(|asked| asked.now).max().unwrap_or(Millis(0));
        let query = sqlx::query(statement).bind(asked.value).bind(now.0);
        let rows = query.fetch_all(write.on()).await?;
        let mut claimed = rows.iter().map(claimed).collect::<Result<Vec<_>>>()?;
        let nothing = claimed.is_empty();
        let locked = nothing && self.dialect.writers > 1 && self.is_any_due(write.on(), now).await?;
        let mut given = |asked: &Asked| match claimed.iter().position(|(own, _)| own.worker == asked.worker) {
            Some(at) => {
                let (claim, facts) = claimed.swap_remove(at);
                Given::Task(Box::new(Claim { lease: asked.lease, ..claim }), facts)
            }
            None if locked => Given::Locked,
            None if nothing => Given::Nothing,
            None => Given::Others,
        };
        let given = all.iter().map(&mut given).collect();
        if !nothing {
            write.commit().await?;
        }
        Ok(given)
    }

    async fn with_facts(&self, mut claimed: Claim, facts: &str, now: Millis) -> Result<Claim> {
        let head = claimed.head;
        match self.read_facts(&mut claimed, facts).await {
            Ok(()) => Ok(claimed),
            Err(error) => {
                claimed.head = head;
                if matches!(error, StoreError::Corrupt(_) | StoreError::NewerSchema { .. }) {
                    self.cover_unreadable(&claimed).await.ok();
                }
                // What the facts say comes back with the claim that can read them.
                claimed.covered = Covered::No;
                self.give_back(&claimed, Millis(now.0 + UNREADABLE_MS)).await.ok();
                Err(error)
            }
        }
    }

    async fn read_facts(&self, claimed: &mut Claim, facts: &str) -> Result<()> {
        let facts = facts::from_json(facts)?;
        let head = claimed.head;
        if facts.last().map_or(0, |fact| fact.seq) == head.count {
            claimed.facts = facts;
            return Ok(());
        }
        // PostgreSQL reads them as they were when the claim began, and the row as it is.
        claimed.head = Head::EMPTY;
        self.catch_up(claimed, head).await
    }

    /// Adds facts to a claimed task. The claim knows all facts then, also those that others added in the
    /// meantime.
    ///
    /// # Errors
    /// `LeaseLost` when the claim no longer holds; nothing is written then.
    pub async fn append(&self, claim: &mut Claim, new: Vec<NewFact>) -> Result<()> {
        self.add_to("tasks.append", claim, new, Lease::Keep).await
    }

    /// Adds facts and gives the task back, as one change.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn finish(&self, claim: &mut Claim, new: Vec<NewFact>) -> Result<()> {
        self.add_to("tasks.finish", claim, new, Lease::End).await
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
        self.uncover(claim).await?;
        let statement = "UPDATE tasks SET lease_worker = NULL, lease_until = $4
            WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}";
        self.change_lease("tasks.release", statement, claim, 0).await
    }

    /// Gives the task back after a failure, to be tried again at `due`; or when others want it, where they have
    /// added facts that the claim does not know.
    ///
    /// # Errors
    /// `LeaseLost`.
    pub async fn give_back(&self, claim: &Claim, due: Millis) -> Result<()> {
        self.uncover(claim).await?;
        // The claim's count of facts is a number of ours.
        let statement = format!(
            "UPDATE tasks SET lease_worker = NULL, lease_until = 0, failures = failures + 1,
                due_at = CASE WHEN due_at IS NULL OR fact_count <> {} THEN due_at ELSE $4 END
             WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {{now}}",
            claim.head.count
        );
        self.change_lease("tasks.give_back", &statement, claim, due.0).await
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
            "UPDATE writers SET lease_until = 0 WHERE worker = $1",
        ] {
            sqlx::query(statement).bind(worker).execute(write.on()).await?;
        }
        write.commit().await
    }

    async fn add_to(
        &self,
        name: &'static str,
        claim: &mut Claim,
        new: Vec<NewFact>,
        lease: Lease,
    ) -> Result<()> {
        for _ in 0..ADDITIONS {
            let known =
                Known { id: &claim.task, thread: &claim.thread, head: claim.head, facts: &claim.facts };
            let (change, grown) = Self::grow(known, Some((&*claim, lease)), new.clone())?;
            if self.make(name, change).await? {
                claim.head = grown.head;
                claim.facts.extend(grown.new);
                claim.covered = Covered::No;
                return Ok(());
            }
            self.look_again(claim).await?;
        }
        Err(StoreError::Changed)
    }

    /// Brings a claim that still holds up to the facts that others added.
    pub(super) async fn look_again(&self, claim: &mut Claim) -> Result<()> {
        let statement = self.dialect.sql(
            "SELECT fact_count, head_hash FROM tasks
             WHERE id = $1 AND lease_worker = $2 AND lease_fence = $3 AND lease_until > {now}",
        );
        let query = sqlx::query(statement).bind(claim.task.as_str()).bind(&claim.worker);
        let row = query.bind(claim.fence).fetch_optional(&self.reads).await?;
        let head = facts::head(&row.ok_or(StoreError::LeaseLost)?)?;
        self.catch_up(claim, head).await
    }

    /// Reads the facts of a claimed task up to the end of its chain.
    async fn catch_up(&self, claim: &mut Claim, head: Head) -> Result<()> {
        let mut connection = self.reads.acquire().await?;
        let behind = facts::between(&mut connection, &claim.task, claim.head.count, head.count).await?;
        claim.facts.extend(behind);
        claim.head = head;
        Ok(())
    }

    async fn change_lease(
        &self,
        name: &'static str,
        statement: &str,
        claim: &Claim,
        value: i64,
    ) -> Result<()> {
        let mut write = self.write_once(name, Commit::Relaxed).await?;
        let query = sqlx::query(self.dialect.sql(statement)).bind(claim.task.as_str());
        let changed = query.bind(&claim.worker).bind(claim.fence).bind(value).execute(write.on()).await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await
    }
}

/// A claim that knows none of its facts yet, and these.
fn claimed(row: &AnyRow) -> Result<(Claim, String)> {
    let abandoned = row.number("taken_over")? == 1;
    let failures = row.count("failures")?;
    let claim = Claim {
        task: row.id("id")?,
        thread: row.id("thread")?,
        worker: row.text("lease_worker")?,
        fence: row.number("lease_fence")?,
        facts: Vec::new(),
        head: facts::head(row)?,
        failures,
        before: if abandoned { Before::Abandoned } else { Before::Free },
        lease: Duration::ZERO,
        // Whoever held it before may have shown anything, or not have been able to read it.
        covered: if abandoned || failures > 0 { Covered::Perhaps } else { Covered::No },
    };
    Ok((claim, row.maybe_text("facts")?.unwrap_or_else(|| "[]".to_owned())))
}
