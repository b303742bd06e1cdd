//! Tasks as rows: made once, looked up in several ways, and moved only together with their facts.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::approvals;
use super::chain::Head;
use super::error::{Result, StoreError};
use super::facts::{self, NewFact};
use super::open::Store;
use super::row::Columns;
use super::slots::{self, Wanted};
use crate::domain::chat_ids::{Person, ThreadRef};
use crate::domain::fact::Fact;
use crate::domain::ids::{Millis, RepoName, TaskId};
use crate::domain::outlook::{Due, outlook};

/// A task that is about to exist.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Its id.
    pub id: TaskId,
    /// The thread it lives in.
    pub thread: ThreadRef,
    /// The repository, where it is known already.
    pub repo: Option<RepoName>,
    /// Who asked for it.
    pub requester: Person,
    /// Higher goes first; 0 is usual.
    pub priority: i64,
    /// How it begins; at least one fact.
    pub facts: Vec<NewFact>,
}

/// A task as lists show it. Everything else is in its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The thread it lives in.
    pub thread: ThreadRef,
    /// Its repository, once it is known.
    pub repo: Option<RepoName>,
    /// Who asked for it.
    pub requester: Person,
    /// Higher goes first.
    pub priority: i64,
    /// Its state in a word, as the outlook had it.
    pub state: String,
    /// When a worker shall look at it, zero for at once; none while only people can move it.
    pub due: Option<Millis>,
    /// When its first fact was recorded.
    pub created: Millis,
    /// When its last fact was recorded.
    pub updated: Millis,
    /// How many facts it has.
    pub facts: u32,
    /// Failures in a row.
    pub failures: u32,
    /// The worker that holds it now.
    pub worker: Option<String>,
}

/// Which tasks a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those in this state.
    InState(String),
    /// Those of this thread.
    InThread(ThreadRef),
}

/// What the beginning of a task's id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// No task.
    Nothing,
    /// This one.
    One(Box<Task>),
    /// Several; the first few of them.
    Several(Vec<TaskId>),
}

/// Tasks named where the beginning of an id is not enough.
const CANDIDATES: i64 = 10;

const COLUMNS: &str = "SELECT id, thread, repo, requester, priority, state, due_at, created_at, updated_at,
    fact_count, failures, CASE WHEN lease_until > {now} THEN lease_worker END AS worker FROM tasks ";

impl Store {
    /// The task with this id.
    pub async fn task(&self, id: &TaskId) -> Result<Option<Task>> {
        let statement = self.select_tasks("WHERE id = $1");
        let row = sqlx::query(statement).bind(id.as_str()).fetch_optional(&self.reads).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// The task whose id begins like this, if it is one.
    pub async fn task_by_prefix(&self, prefix: &str) -> Result<Meant> {
        let prefix = prefix.to_ascii_lowercase();
        // Ids hold digits and small letters, all of them before `{`.
        let statement = self.select_tasks("WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3");
        let query = sqlx::query(statement).bind(&prefix).bind(format!("{prefix}{{")).bind(CANDIDATES);
        let rows = query.fetch_all(&self.reads).await?;
        let mut tasks = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
        Ok(match tasks.len() {
            0 => Meant::Nothing,
            1 => Meant::One(Box::new(tasks.remove(0))),
            _ => Meant::Several(tasks.into_iter().map(|task| task.id).collect()),
        })
    }

    /// Tasks, newest first, at most `limit`.
    pub async fn tasks(&self, which: &Which, limit: u32) -> Result<Vec<Task>> {
        let (condition, value) = match which {
            Which::All => ("WHERE $1 = '' ORDER BY created_at DESC, id LIMIT $2", String::new()),
            Which::InState(state) => {
                ("WHERE state = $1 ORDER BY created_at DESC, id LIMIT $2", state.clone())
            }
            Which::InThread(thread) => {
                ("WHERE thread = $1 ORDER BY created_at DESC, id LIMIT $2", thread.to_string())
            }
        };
        let query = sqlx::query(self.select_tasks(condition)).bind(value).bind(i64::from(limit));
        query.fetch_all(&self.reads).await?.iter().map(from_row).collect()
    }

    fn select_tasks(&self, condition: &'static str) -> sqlx::AssertSqlSafe<String> {
        sqlx::AssertSqlSafe(self.dialect.sql(COLUMNS).0 + condition)
    }
}

fn from_row(row: &AnyRow) -> Result<Task> {
    Ok(Task {
        id: row.id("id")?,
        thread: row.id("thread")?,
        repo: row.maybe_id("repo")?,
        requester: row.id("requester")?,
        priority: row.number("priority")?,
        state: row.text("state")?,
        due: row.maybe_number("due_at")?.map(Millis),
        created: Millis(row.number("created_at")?),
        updated: Millis(row.number("updated_at")?),
        facts: row.count("fact_count")?,
        failures: row.count("failures")?,
        worker: row.maybe_text("worker")?,
    })
}

/// What becomes of the lease when facts are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lease {
    /// It stays as it is.
    Keep,
    /// It ends, and the failures in a row with it.
    End,
}

/// A task whose row this transaction has locked.
#[derive(Debug)]
pub(super) struct Locked {
    pub id: TaskId,
    pub thread: ThreadRef,
    pub head: Head,
    /// All its facts so far.
    pub facts: Vec<Fact>,
}

impl Locked {
    /// Adds facts, and writes what they come to: state, due, approvals, slots. Gives all the facts.
    pub async fn append(self, on: &mut AnyConnection, new: Vec<NewFact>, lease: Lease) -> Result<Vec<Fact>> {
        let entries = new.iter().map(NewFact::entry).collect();
        let (links, head) = facts::link(self.id.as_str(), self.head, entries)?;
        facts::store(on, self.id.as_str(), &links).await?;
        let known = self.facts.len();
        let facts = number(self.facts, new);
        approvals::decide(on, &self.id, &facts[known..]).await?;
        let view = outlook(&self.id, &facts);
        let wanted = view.slots.iter().map(|slot| Wanted::new(&self.thread, Some(&self.id), slot));
        slots::want(on, wanted.collect()).await?;
        let statement = "UPDATE tasks SET fact_count = $2, head_hash = $3, state = $4, due_at = $5,
            updated_at = CASE WHEN $6 > updated_at THEN $6 ELSE updated_at END,
            lease_worker = CASE WHEN $7 = 1 THEN NULL ELSE lease_worker END,
            lease_until = CASE WHEN $7 = 1 THEN 0 ELSE lease_until END,
            failures = CASE WHEN $7 = 1 THEN 0 ELSE failures END, repo = COALESCE($8, repo) WHERE id = $1";
        sqlx::query(statement)
            .bind(self.id.as_str())
            .bind(i64::from(head.count))
            .bind(&head.hash[..])
            .bind(view.state)
            .bind(due_at(view.due, &facts))
            .bind(facts.last().map_or(0, |fact| fact.at.0))
            .bind(i64::from(lease == Lease::End))
            .bind(view.repo.as_ref().map(RepoName::as_str))
            .execute(on)
            .await?;
        Ok(facts)
    }
}

/// Makes a task with its first facts, which gives it its slots and makes it due.
///
/// # Errors
/// `Changed` when it exists already.
pub(super) async fn create(on: &mut AnyConnection, task: NewTask) -> Result<()> {
    let entries = task.facts.iter().map(NewFact::entry).collect();
    let facts = number(Vec::new(), task.facts);
    let view = outlook(&task.id, &facts);
    let (links, head) = facts::link(task.id.as_str(), Head::EMPTY, entries)?;
    // The row comes first: it is the lock on the chain.
    let statement = "INSERT INTO tasks (id, thread, repo, requester, priority, state, due_at, created_at,
        updated_at, fact_count, head_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)
        ON CONFLICT (id) DO NOTHING";
    let inserted = sqlx::query(statement)
        .bind(task.id.as_str())
        .bind(task.thread.to_string())
        .bind(task.repo.as_ref().map(RepoName::as_str))
        .bind(task.requester.to_string())
        .bind(task.priority)
        .bind(view.state)
        .bind(due_at(view.due, &facts))
        .bind(facts.last().map_or(0, |fact| fact.at.0))
        .bind(i64::from(head.count))
        .bind(&head.hash[..])
        .execute(&mut *on)
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(StoreError::Changed);
    }
    facts::store(on, task.id.as_str(), &links).await?;
    approvals::decide(on, &task.id, &facts).await?;
    let wanted = view.slots.iter().map(|slot| Wanted::new(&task.thread, Some(&task.id), slot));
    slots::want(on, wanted.collect()).await
}

/// Puts new facts behind the known ones.
fn number(mut facts: Vec<Fact>, new: Vec<NewFact>) -> Vec<Fact> {
    let mut seq = facts.last().map_or(0, |fact| fact.seq);
    for fact in new {
        seq += 1;
        facts.push(fact.at_place(seq));
    }
    facts
}

/// What is due by the moment of the newest fact is due at once, and stays so if the clock is set back.
fn due_at(due: Due, facts: &[Fact]) -> Option<i64> {
    let now = facts.last().map_or(Millis(0), |fact| fact.at);
    match due {
        Due::Now => Some(0),
        Due::In(wait_ms) => Some(now.0.saturating_add_unsigned(wait_ms)),
        Due::Never => None,
    }
}
