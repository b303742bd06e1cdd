//! Tasks as rows: made once, looked up in several ways, and moved only together with their facts.

use serde_json::json;
use sqlx::any::AnyRow;

use super::approvals;
use super::chain::Head;
use super::change::{Change, Guard, Lane, Table};
use super::claim::Claim;
use super::dialect::Kind;
use super::error::Result;
use super::facts::{self, NewFact};
use super::open::Store;
use super::row::Columns;
use super::slots;
use crate::domain::chat_ids::{Person, ThreadRef};
use crate::domain::fact::Fact;
use crate::domain::ids::{Millis, RepoName, TaskId};
use crate::domain::outlook::{Due, outlook};
use crate::domain::slot::Slot;
use crate::domain::view::status_key;

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
            Which::All => ("$1 = ''", String::new()),
            Which::InState(state) => ("state = $1", state.clone()),
            Which::InThread(thread) => ("thread = $1", thread.to_string()),
        };
        let statement = format!("{COLUMNS} WHERE {condition} ORDER BY created_at DESC, id LIMIT {{limit}}");
        let query = sqlx::query(self.dialect.sql_with_limit(limit, &statement)).bind(value);
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

static TASKS: Table = Table {
    name: "tasks",
    columns: &[
        ("id", Kind::Text),
        ("thread", Kind::Text),
        ("repo", Kind::Text),
        ("requester", Kind::Text),
        ("priority", Kind::Number),
        ("state", Kind::Text),
        ("due_at", Kind::Number),
        ("created_at", Kind::Number),
        ("updated_at", Kind::Number),
        ("fact_count", Kind::Number),
        ("head_hash", Kind::Bytes),
    ],
    on_conflict: "",
};

/// A chain of facts grows, if it still ends where it is known to, and is held by the worker who says so.
static GROWS: Guard = Guard {
    columns: &[
        ("key", Kind::Text),
        ("known", Kind::Number),
        ("fact_count", Kind::Number),
        ("head_hash", Kind::Bytes),
        ("state", Kind::Text),
        ("due_at", Kind::Number),
        ("repo", Kind::Text),
        ("at", Kind::Number),
        ("worker", Kind::Text),
        ("fence", Kind::Number),
        ("ends", Kind::Number),
    ],
    update: "UPDATE tasks SET fact_count = g.fact_count, head_hash = g.head_hash, state = g.state,
            due_at = g.due_at, repo = COALESCE(g.repo, tasks.repo),
            updated_at = CASE WHEN g.at > tasks.updated_at THEN g.at ELSE tasks.updated_at END,
            lease_worker = CASE WHEN g.ends = 1 THEN NULL ELSE tasks.lease_worker END,
            lease_until = CASE WHEN g.ends = 1 THEN 0 ELSE tasks.lease_until END,
            failures = CASE WHEN g.ends = 1 THEN 0 ELSE tasks.failures END
        FROM {rows} AS g WHERE tasks.id = g.key AND tasks.fact_count = g.known
            AND (g.worker IS NULL OR
                (tasks.lease_worker = g.worker AND tasks.lease_fence = g.fence AND tasks.lease_until > {now}))
        RETURNING tasks.id AS key",
    is_all: false,
    lane: Lane::Tasks,
};

/// A task as somebody knows it who wants to add facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub id: &'a TaskId,
    pub thread: &'a ThreadRef,
    /// The end of its chain, which must still be its end when the facts are added.
    pub head: Head,
    /// All its facts.
    pub facts: &'a [Fact],
}

/// What becomes of a worker's lease when it adds facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lease {
    /// It stays as it is.
    Keep,
    /// It ends, and the failures in a row with it.
    End,
}

/// What a task has become.
#[derive(Debug)]
pub(super) struct Grown {
    /// The facts that were added.
    pub new: Vec<Fact>,
    /// The new end of its chain.
    pub head: Head,
}

impl Store {
    /// The change that adds facts to a task, and what they come to: state, due, approvals, slots. The task's
    /// chain must still end where it is known to, and be held by `holder` if there is one.
    pub(super) fn grow(
        known: Known<'_>,
        holder: Option<(&Claim, Lease)>,
        new: Vec<NewFact>,
    ) -> Result<(Change, Grown)> {
        let entries = new.iter().map(NewFact::entry).collect();
        let (links, head) = facts::link(known.id.as_str(), known.head, entries)?;
        let facts = number(known.facts.to_vec(), new);
        let view = outlook(known.id, &facts);
        let row = json!({
            "known": known.head.count,
            "fact_count": head.count,
            "head_hash": hex::encode(head.hash),
            "state": view.state,
            "due_at": due_at(view.due, &facts),
            "repo": view.repo.as_ref().map(RepoName::as_str),
            "at": facts.last().map_or(0, |fact| fact.at.0),
            "worker": holder.map(|(claim, _)| claim.worker.as_str()),
            "fence": holder.map(|(claim, _)| claim.fence),
            "ends": i64::from(holder.is_some_and(|(_, lease)| lease == Lease::End)),
        });
        let mut change = Change::guarded(&GROWS, known.id.as_str(), row);
        facts::insert(&mut change, known.id.as_str(), &links);
        approvals::decide(&mut change, known.id, &facts[known.facts.len()..]);
        // What the thread shall show already is left as it is; only the worker that holds a task knows whether
        // the status is covered.
        let (shown, status) = (outlook(known.id, known.facts).slots, status_key(known.id));
        let covered = holder.is_none_or(|(claim, _)| claim.is_covered());
        let is_new = |slot: &&Slot| !shown.contains(slot) || (covered && slot.key == status);
        let slots: Vec<_> = view.slots.iter().filter(is_new).collect();
        slots::want(&mut change, known.thread, Some(known.id), &slots);
        Ok((change, Grown { new: facts.into_iter().skip(known.facts.len()).collect(), head }))
    }

    /// The end of a task's chain, its thread and all its facts, as they are now.
    pub(super) async fn look_up(&self, id: &TaskId) -> Result<Option<(Head, ThreadRef, Vec<Fact>)>> {
        let statement = "SELECT thread, fact_count, head_hash FROM tasks WHERE id = $1";
        let mut connection = self.reads.acquire().await?;
        let row = sqlx::query(statement).bind(id.as_str()).fetch_optional(&mut *connection).await?;
        let Some(row) = row else { return Ok(None) };
        let head = facts::head(&row)?;
        let facts = facts::between(&mut connection, id, 0, head.count).await?;
        Ok(Some((head, row.id("thread")?, facts)))
    }
}

/// Adds a task with its first facts to a change, which gives it its slots and makes it due.
pub(super) fn create(change: &mut Change, task: NewTask) -> Result<()> {
    let entries = task.facts.iter().map(NewFact::entry).collect();
    let facts = number(Vec::new(), task.facts);
    let view = outlook(&task.id, &facts);
    let (links, head) = facts::link(task.id.as_str(), Head::EMPTY, entries)?;
    let at = facts.last().map_or(0, |fact| fact.at.0);
    change.row(
        &TASKS,
        json!({
            "id": task.id.as_str(),
            "thread": task.thread.to_string(),
            "repo": task.repo.as_ref().map(RepoName::as_str),
            "requester": task.requester.to_string(),
            "priority": task.priority,
            "state": view.state,
            "due_at": due_at(view.due, &facts),
            "created_at": at,
            "updated_at": at,
            "fact_count": head.count,
            "head_hash": hex::encode(head.hash),
        }),
    );
    facts::insert(change, task.id.as_str(), &links);
    approvals::decide(change, &task.id, &facts);
    slots::want(change, &task.thread, Some(&task.id), &view.slots.iter().collect::<Vec<_>>());
    Ok(())
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
