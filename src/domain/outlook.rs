//! What the store writes beside a new fact: whether the task is due, its state, and its slots.
//!
//! It is computed from the facts inside the transaction that adds one, so that the row, the thread
//! and the history can never tell different stories.

use super::fact::Fact;
use super::ids::{Millis, TaskId};
use super::slot::Slot;

/// What the facts of a task come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// When a worker shall look at it; `None` while only people can move it.
    pub due: Option<Millis>,
    /// Its state in a word, for lists.
    pub state: &'static str,
    /// What its thread must show.
    pub slots: Vec<Slot>,
}

/// Looks at all facts of a task.
pub fn outlook(_task: &TaskId, facts: &[Fact]) -> Outlook {
    Outlook { due: facts.last().map(|fact| fact.at), state: "queued", slots: Vec::new() }
}
