//! A task as its facts tell it: what is wanted, how far it is, the pull request.
//!
//! [`Task::replay`] is the one list of legal transitions. A fact that makes no sense where the task
//! stands (an approval of an old head, the result of a run that was overtaken) changes nothing, so
//! any order of facts leads to a sound state.

mod apply;
mod people;
mod results;
mod state;

use std::collections::BTreeSet;

pub use state::State;

use super::attachment::Attachment;
use super::chat_ids::{MessageRef, Person};
use super::fact::{Broken, Change, Fact, Question, Refusal, Show};
use super::ids::{Branch, Millis, Oid, RepoName};

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The message that started it.
    pub message: MessageRef,
    /// Who wrote that message.
    pub requester: Person,
    /// Everybody who asked for some of it: where it takes four eyes, none of these.
    pub authors: BTreeSet<Person>,
    /// When it was asked.
    pub asked_at: Millis,
    /// The repository, once it is known.
    pub repo: Option<RepoName>,
    /// What is wanted, in order; never empty while something is to be done.
    pub asks: Vec<Ask>,
    /// What was wanted until it was refused or stopped; editing such a message asks for it again.
    pub dropped: Vec<Ask>,
    /// The number of the latest run; 0 before the first.
    pub run: u32,
    /// How far it is.
    pub phase: Phase,
    /// The pull request, once there is one.
    pub pull: Option<Pull>,
    /// Earlier states of the pull request, whose cards are records now; oldest first.
    pub past: Vec<PastCard>,
    /// Where the task's branch stands as far as is known: the lease of the next push.
    pub branch_at: Option<Oid>,
    /// A delivery that people overtook, of which nobody knows yet whether it happened.
    pub late: Option<Late>,
    /// Every end it came to, with the fact that ended it; the last one may be over.
    pub ends: Vec<(u32, End)>,
    /// Why the latest run came to nothing although the pull request is still there.
    pub trouble: Option<Trouble>,
    /// Every question that was asked.
    pub questions: Vec<Asking>,
    /// Every refusal of a run: the fact and why.
    pub refusals: Vec<(u32, Refusal)>,
    /// What people asked to see and was not shown yet.
    pub shows: Vec<Showing>,
    /// What people were shown: the fact that asked, and the text.
    pub answers: Vec<(u32, String)>,
    /// Failures of the current run in a row.
    pub failures: u32,
    /// What the latest of them was.
    pub failed: Option<Broken>,
    /// Wall time of all runs, in milliseconds.
    pub wall_ms: u64,
    /// Whether talk that does not mention baton counts.
    pub listening: Listening,
    /// When the latest fact was recorded.
    pub last_at: Millis,
}

/// Whether talk in the thread that does not mention baton counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listening {
    /// It does, from those who may.
    Open,
    /// A person said `mute`.
    Muted,
}

/// One thing that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The message that says so; none when an answer or a button says so.
    pub message: Option<MessageRef>,
    /// What it says, or the canonical request that was chosen instead.
    pub text: String,
    /// What came with the message.
    pub files: Vec<Attachment>,
}

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// A person has to answer the question that this fact asked.
    Choosing {
        /// The fact.
        question: u32,
    },
    /// A run wants a base.
    Wanted {
        /// What it starts from.
        start: Start,
        /// How long to wait after a failure, in milliseconds.
        wait_ms: u64,
    },
    /// A run has a base.
    Based {
        /// What it starts from.
        start: Start,
        /// The branch a pull request will go to.
        target: Branch,
        /// Its commit.
        base: Oid,
    },
    /// A run changed the tree; it wants to be delivered.
    Changed {
        /// What it started from.
        start: Start,
        /// The branch the pull request goes to.
        target: Branch,
        /// Its commit.
        base: Oid,
        /// What the run made.
        tree: Oid,
        /// What it did.
        change: Change,
        /// When: the time of the commit, so that making it again makes the same one.
        at: Millis,
    },
    /// Only people can move it.
    Resting,
    /// It is over; only a new word of a person opens it again.
    Ended(End),
}

/// What a run starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The target branch as it is now, doing everything that was asked.
    Fresh,
    /// The head of the pull request, doing only what was asked since.
    Continue,
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Merged as this commit.
    Merged {
        /// The commit on the target branch.
        commit: Oid,
    },
    /// The pull request was closed.
    Closed,
    /// A run could not do it: the latest of [`Task::refusals`] says why.
    Refused,
    /// A person stopped it.
    Stopped {
        /// Who.
        by: Person,
    },
    /// The request was deleted before anything was delivered.
    Withdrawn,
    /// It broke for good.
    Failed {
        /// What broke.
        what: Broken,
    },
}

/// The pull request of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// Its number.
    pub number: u64,
    /// Where people look at it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The branch it comes from.
    pub branch: Branch,
    /// Where that branch stands.
    pub head: Oid,
    /// Whose commits it holds; those of others are never overwritten.
    pub commits: Commits,
    /// The commit of the target branch that its last run worked on.
    pub base: Oid,
    /// How many of the asks it holds.
    pub holds: usize,
    /// What the next run starts from: the head, unless something it holds has to be made anew.
    pub then: Start,
    /// What it changes.
    pub change: Change,
    /// Who may approve, as people read it.
    pub rule: String,
    /// Who approved this head, in order.
    pub approvals: Vec<Person>,
    /// Why it does not merge although it is approved.
    pub blocked: Option<Blocked>,
    /// Somebody wants it closed.
    pub closing: Option<Person>,
    /// Whether a merge was due when people wanted something else: nobody knows yet whether it happened.
    pub perhaps_merged: bool,
}

/// Whose commits a branch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    /// Only baton's.
    Ours,
    /// Somebody else pushed, too.
    Shared,
}

/// Why an approved pull request does not merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Every reason that the gate gave.
    pub reasons: Vec<String>,
    /// What broke, where it was tried and did not work.
    pub broke: Option<Broken>,
    /// Whether the change has to be made anew on the target branch.
    pub conflict: bool,
}

/// A card whose head is no longer the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCard {
    /// The head it was about.
    pub head: Oid,
    /// Its title.
    pub title: String,
    /// The pull request's number.
    pub number: u64,
    /// Where people look at it.
    pub url: String,
    /// Why it is a record.
    pub gone: Gone,
}

/// Why a card is a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// The branch moved on.
    Replaced,
    /// Its pull request was closed, and the work began again.
    Closed,
}

/// A delivery that was under way when people wanted something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The run it delivers.
    pub run: u32,
    /// The commit of the target branch that the run worked on.
    pub base: Oid,
    /// The parent of the one commit.
    pub parent: Oid,
    /// Its tree.
    pub tree: Oid,
    /// The time of the commit.
    pub at: Millis,
    /// What the run did.
    pub change: Change,
    /// What the run had been asked.
    pub asks: Vec<Ask>,
    /// Somebody wants the pull request closed, should there be one.
    pub closing: Option<Person>,
}

/// Why a run came to nothing although the pull request is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It broke, and is not tried again until a person says so.
    Broke(Broken),
    /// It could not be closed, and that is not tried again until a person says so.
    NotClosed(Broken),
    /// It would have made the branch anew while somebody else pushed to it.
    PushedOver,
}

/// A question, and the answer once there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The fact that asked.
    pub seq: u32,
    /// What was asked.
    pub question: Question,
    /// Which of the asks it is about; an index into [`Task::asks`].
    pub ask: usize,
    /// The label that was chosen, and who chose it.
    pub answer: Option<(String, Person)>,
}

/// Something a person asked to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Showing {
    /// The fact that asked.
    pub seq: u32,
    /// What.
    pub what: Show,
}

impl Task {
    /// The task that these facts tell; `None` where no request is among them.
    pub fn replay(facts: &[Fact]) -> Option<Self> {
        let mut facts = facts.iter();
        let mut task = facts.by_ref().find_map(apply::begin)?;
        for fact in facts {
            task.apply(fact);
        }
        Some(task)
    }

    /// Whether a run is under way or wanted.
    pub fn is_working(&self) -> bool {
        match self.phase {
            Phase::Wanted { .. } | Phase::Based { .. } | Phase::Changed { .. } => true,
            Phase::Choosing { .. } | Phase::Resting | Phase::Ended(_) => false,
        }
    }

    /// The pull request, while it is open.
    pub fn open_pull(&self) -> Option<&Pull> {
        match &self.phase {
            Phase::Ended(End::Merged { .. } | End::Closed) => None,
            Phase::Ended(End::Refused | End::Stopped { .. } | End::Withdrawn | End::Failed { .. })
            | Phase::Choosing { .. }
            | Phase::Wanted { .. }
            | Phase::Based { .. }
            | Phase::Changed { .. }
            | Phase::Resting => self.pull.as_ref(),
        }
    }

    /// Whether a merge is due: an approved pull request that nothing else is wanted of.
    pub fn is_merging(&self) -> bool {
        let due =
            |pull: &Pull| pull.closing.is_none() && !pull.approvals.is_empty() && pull.blocked.is_none();
        self.phase == Phase::Resting && self.pull.as_ref().is_some_and(due)
    }

    /// The question that is open, if one is.
    pub fn open_question(&self) -> Option<&Asking> {
        let Phase::Choosing { question } = self.phase else { return None };
        self.questions.iter().find(|asking| asking.seq == question)
    }

    /// The commit a run works on, and the parent of what it delivers.
    pub fn origin(&self, start: Start, base: &Oid) -> Oid {
        match (start, &self.pull) {
            (Start::Continue, Some(pull)) => pull.head.clone(),
            (Start::Continue, None) | (Start::Fresh, _) => base.clone(),
        }
    }

    /// What the current run has to do, given what it starts from.
    pub fn to_do(&self, start: Start) -> &[Ask] {
        match (start, &self.pull) {
            (Start::Continue, Some(pull)) => &self.asks[pull.holds.min(self.asks.len())..],
            (Start::Continue, None) | (Start::Fresh, _) => &self.asks,
        }
    }
}
