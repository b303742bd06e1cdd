//! What is allowed for a repository: who may do what, what may change, how it is merged.

use std::collections::BTreeSet;

use super::chat_ids::Person;
use super::ids::Branch;

/// The rules of one repository, resolved from the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Who may do what.
    pub access: Access,
    /// How a pull request is merged.
    pub merge: MergeRule,
    /// Globs of paths that baton never changes.
    pub protected: Vec<String>,
    /// The largest change that is delivered.
    pub limits: ChangeLimits,
    /// The branch pull requests go to; the repository's default branch when unset.
    pub target: Option<Branch>,
}

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// May see answers about the repository.
    pub read: Who,
    /// May ask for changes, steer and stop.
    pub ask: Who,
    /// Whose approval counts.
    pub approve: Who,
    /// One of the approvers has to be among these.
    pub merge: Who,
    /// May change what others own.
    pub administer: Who,
}

/// A set of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Everybody who can write in the channel.
    Everybody,
    /// These.
    These(BTreeSet<Person>),
}

/// A right of a person on a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See answers.
    Read,
    /// Ask, steer, stop.
    Ask,
    /// Approve.
    Approve,
    /// Merge.
    Merge,
    /// Administer.
    Administer,
}

/// How a pull request is merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRule {
    /// What the merge looks like in the history.
    pub method: Method,
    /// How many people have to approve; at least 1.
    pub approvals: u32,
    /// Whether the requester's own approval counts.
    pub requester: OwnApproval,
}

/// What a merge looks like in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// One commit on the target branch.
    Squash,
    /// A merge commit with two parents.
    Merge,
}

/// Whether people may approve what they asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnApproval {
    /// It counts like any other.
    Counts,
    /// Four eyes: somebody else has to approve.
    DoesNotCount,
}

/// The largest change that is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeLimits {
    /// Most files.
    pub files: usize,
    /// Most bytes of all changed files together.
    pub bytes: usize,
}

impl Who {
    /// Whether this person is among them.
    pub fn includes(&self, person: &Person) -> bool {
        match self {
            Self::Everybody => true,
            Self::These(people) => people.contains(person),
        }
    }

    /// As people read it: "anyone", "@ana", "@ana or @ben", "@ana or 3 others".
    pub fn in_words(&self) -> String {
        let Self::These(people) = self else { return "anyone".to_owned() };
        let names: Vec<String> = people.iter().map(|person| format!("@{}", person.id)).collect();
        match names.as_slice() {
            [] => "nobody".to_owned(),
            [one] => one.clone(),
            [one, two] => format!("{one} or {two}"),
            [one, others @ ..] => format!("{one} or {} others", others.len()),
        }
    }
}

impl Access {
    /// Whether this person has this right. Administrators have every right but approving and
    /// merging, which are given by name only.
    pub fn allows(&self, person: &Person, right: Right) -> bool {
        let administers = self.administer != Who::Everybody && self.administer.includes(person);
        match right {
            Right::Read => administers || self.read.includes(person) || self.ask.includes(person),
            Right::Ask => administers || self.ask.includes(person),
            Right::Approve => self.approve.includes(person),
            Right::Merge => self.merge.includes(person),
            Right::Administer => self.administer.includes(person),
        }
    }
}

impl MergeRule {
    /// As the card says it: "1 approval by @ben, other than the requester".
    pub fn in_words(&self, access: &Access) -> String {
        let count = match self.approvals.max(1) {
            1 => "1 approval".to_owned(),
            n => format!("{n} approvals"),
        };
        let four_eyes = match self.requester {
            OwnApproval::Counts => "",
            OwnApproval::DoesNotCount => ", other than the requester",
        };
        format!("{count} by {}{four_eyes}", access.approve.in_words())
    }
}
