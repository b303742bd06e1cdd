//! What the store writes beside a new fact: whether the task is due, its state, and its slots.
//!
//! It is computed from the facts inside the transaction that adds one, so that the row, the thread
//! and the history can never tell different stories.

use super::fact::Fact;
use super::ids::{RepoName, TaskId};
use super::next::next;
use super::slot::Slot;
use super::task::{Phase, Task};
use super::view::view;

/// What the facts of a task come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// When a worker shall look at it.
    pub due: Due,
    /// Its state in a word, for lists.
    pub state: &'static str,
    /// Its repository, once it is known.
    pub repo: Option<RepoName>,
    /// What its thread must show.
    pub slots: Vec<Slot>,
}

/// When a worker shall look at a task. Never a moment of baton's own clock, which may jump: the
/// database adds the wait to its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Now.
    Now,
    /// After this many milliseconds.
    In(u64),
    /// Only people can move it.
    Never,
}

/// Looks at all facts of a task.
pub fn outlook(id: &TaskId, facts: &[Fact]) -> Outlook {
    let Some(task) = Task::replay(facts) else {
        return Outlook { due: Due::Never, state: "empty", repo: None, slots: Vec::new() };
    };
    Outlook { due: due(&task), state: task.state().as_str(), slots: view(id, &task), repo: task.repo }
}

/// When a worker shall look at a task.
pub fn due(task: &Task) -> Due {
    match (next(task), &task.phase) {
        (None, _) => Due::Never,
        (Some(_), Phase::Wanted { wait_ms, .. }) if *wait_ms > 0 && task.shows.is_empty() => {
            Due::In(*wait_ms)
        }
        (Some(_), _) => Due::Now,
    }
}
