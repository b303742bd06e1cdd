//! The states of a task in a word: for lists, scripts and the rows of the store.

use std::fmt;

use super::{End, Phase, Task};

/// Where a task stands, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A run is wanted.
    Queued,
    /// A run is under way.
    Running,
    /// A person has to answer a question.
    Question,
    /// There is a pull request to decide on.
    Review,
    /// Merged.
    Merged,
    /// Closed without merging.
    Closed,
    /// It could not be done.
    Refused,
    /// A person stopped it.
    Stopped,
    /// Its request was deleted.
    Withdrawn,
    /// It broke for good.
    Failed,
}

impl State {
    /// Every state, in the order in which tasks come to them.
    pub const ALL: [Self; 10] = [
        Self::Queued,
        Self::Running,
        Self::Question,
        Self::Review,
        Self::Merged,
        Self::Closed,
        Self::Refused,
        Self::Stopped,
        Self::Withdrawn,
        Self::Failed,
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Question => "question",
            Self::Review => "review",
            Self::Merged => "merged",
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::Stopped => "stopped",
            Self::Withdrawn => "withdrawn",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Task {
    /// Its state in a word.
    pub fn state(&self) -> State {
        match &self.phase {
            Phase::Choosing { .. } => State::Question,
            Phase::Wanted { .. } => State::Queued,
            Phase::Based { .. } | Phase::Changed { .. } => State::Running,
            Phase::Resting => State::Review,
            Phase::Ended(End::Merged { .. }) => State::Merged,
            Phase::Ended(End::Closed) => State::Closed,
            Phase::Ended(End::Refused) => State::Refused,
            Phase::Ended(End::Stopped { .. }) => State::Stopped,
            Phase::Ended(End::Withdrawn) => State::Withdrawn,
            Phase::Ended(End::Failed { .. }) => State::Failed,
        }
    }
}
