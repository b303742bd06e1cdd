//! Facts about the world outside: where it moved, what was judged, what baton did to it.

use serde::{Deserialize, Serialize};

use super::broken::Broken;
use crate::domain::chat_ids::Person;
use crate::domain::ids::{Branch, Oid};

/// The repository or the pull request is at a new place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// A run has a base to work on.
    Based {
        /// The run.
        run: u32,
        /// The branch a pull request will go to.
        target: Branch,
        /// Its commit.
        base: Oid,
    },
    /// The branch is not where baton last put it: somebody else pushed, and approvals are void.
    Head {
        /// Where the branch stands now.
        head: Oid,
    },
    /// A delivery that people overtook did not happen.
    NotDelivered {
        /// The run.
        run: u32,
    },
    /// A merge that people overtook did not happen.
    NotMerged {
        /// The head.
        head: Oid,
    },
    /// The pull request was merged by somebody else.
    MergedElsewhere {
        /// The merge commit.
        commit: Oid,
    },
    /// The pull request was closed by somebody else.
    ClosedElsewhere,
}

/// A rule was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// An approved merge has to wait: every reason.
    MergeBlocked {
        /// The head it is about.
        head: Oid,
        /// Whose approvals it was judged on; with others it has to be judged again.
        approvals: Vec<Person>,
        /// Every reason, as people read it.
        reasons: Vec<String>,
        /// Whether the branch has to be made anew.
        conflict: bool,
    },
    /// What was due failed too often; it is not tried again until a person says so.
    GaveUp {
        /// What was due.
        on: Effort,
        /// What broke.
        #[serde(flatten)]
        what: Broken,
    },
}

/// What was tried, named so that a verdict cannot hit what became due meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Preparing, running or delivering a run, or finding out whether it was delivered.
    Run {
        /// The run.
        run: u32,
    },
    /// Merging.
    Merge {
        /// The head.
        head: Oid,
    },
    /// Closing the pull request.
    Close,
    /// Showing something.
    Answer {
        /// The fact that asked.
        ask: u32,
    },
}

/// baton changed the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    /// Pushed, and opened or updated the pull request.
    Delivered {
        /// The run.
        run: u32,
        /// The branch.
        branch: Branch,
        /// The commit it stands at.
        head: Oid,
        /// Number of the pull request.
        number: u64,
        /// Where people look at it.
        url: String,
        /// Its title.
        title: String,
        /// Who may approve, as people read it, and how many it takes.
        rule: String,
    },
    /// Merged.
    Merged {
        /// The head that was merged.
        head: Oid,
        /// The commit on the target branch.
        commit: Oid,
    },
    /// Closed the pull request.
    Closed,
    /// Showed what somebody asked to see.
    Answered {
        /// The fact that asked.
        ask: u32,
        /// What was shown.
        text: String,
    },
}

/// Something was used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spent {
    /// Time of a run, in milliseconds.
    Run {
        /// The run.
        run: u32,
        /// Wall time.
        wall_ms: u64,
    },
}

/// Worth knowing, and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noted {
    /// A worker took the task over from one that was gone.
    Resumed,
    /// What was under way for a run was ended early: people want something else.
    Interrupted {
        /// The run.
        run: u32,
    },
}
