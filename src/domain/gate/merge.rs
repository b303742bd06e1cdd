//! `MergePermit`: the proof that exactly this head may be merged.

use std::collections::BTreeSet;
use std::fmt;

use crate::domain::chat_ids::Person;
use crate::domain::ids::{Branch, Oid};
use crate::domain::policy::{Access, Method, OwnApproval, Policy, Right};

/// What is known when a merge is wanted. Everything here was read just now.
#[derive(Debug, Clone)]
pub struct MergeCase<'a> {
    /// The head that people approved.
    pub approved: &'a Oid,
    /// Who approved it.
    pub approvals: &'a [Person],
    /// Everybody who asked for some of the change.
    pub authors: &'a BTreeSet<Person>,
    /// How the pull request stands at the forge.
    pub standing: &'a Standing,
}

/// How a pull request stands at the forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Open at this head; merging it would work or not.
    Open {
        /// The head.
        head: Oid,
        /// What would come of merging it.
        mergeable: Mergeable,
    },
    /// Merged already.
    Merged {
        /// The head that was merged.
        head: Oid,
        /// The commit on the target branch.
        commit: Oid,
    },
    /// Closed without a merge, or its branch is gone.
    Closed,
}

/// What would come of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mergeable {
    /// It merges cleanly.
    Cleanly,
    /// These paths conflict with the target branch.
    Conflicts(Vec<String>),
    /// There is no such target branch.
    NoTarget(Branch),
    /// It has no commit in common with the target branch.
    Unrelated,
}

/// A reason why a pull request is not merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// Too few people have approved.
    Approvals {
        /// How many have.
        have: usize,
        /// How many it takes.
        need: u32,
    },
    /// Somebody approved what they asked for, and the rule wants somebody else.
    OwnApproval,
    /// Nobody among the approvers may merge.
    NobodyMayMerge {
        /// Who may, as people read it.
        who: String,
    },
    /// Somebody pushed another one than is to be merged.
    HeadMoved {
        /// The head now.
        head: Oid,
    },
    /// It conflicts with the target branch.
    Conflict {
        /// The paths.
        paths: Vec<String>,
    },
    /// There is no such target branch.
    NoTarget {
        /// The branch.
        branch: Branch,
    },
    /// It has no commit in common with the target branch.
    Unrelated,
    /// It is closed.
    Closed,
}

/// The proof that this head may be merged now.
#[derive(Debug, PartialEq, Eq)]
pub struct MergePermit {
    head: Oid,
    method: Method,
    approvers: Vec<Person>,
}

impl MergePermit {
    /// Decides about a merge.
    ///
    /// # Errors
    /// Every reason why not, in the order people can do something about them.
    pub fn decide(case: &MergeCase<'_>, policy: &Policy) -> Result<Self, Vec<Blocker>> {
        let mut blockers = Vec::new();
        match case.standing {
            Standing::Open { head, .. } if head != case.approved => {
                blockers.push(Blocker::HeadMoved { head: head.clone() });
            }
            Standing::Open { mergeable, .. } => blockers.extend(hindrance(mergeable)),
            Standing::Merged { .. } | Standing::Closed => blockers.push(Blocker::Closed),
        }
        let approvers = counted(case, policy);
        blockers.extend(missing_approvals(case, policy, &approvers));
        if !blockers.is_empty() {
            return Err(blockers);
        }
        Ok(Self { head: case.approved.clone(), method: policy.merge.method, approvers })
    }

    /// The head it is for.
    pub fn head(&self) -> &Oid {
        &self.head
    }

    /// What the merge shall look like.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Whose approvals counted.
    pub fn approvers(&self) -> &[Person] {
        &self.approvers
    }
}

fn hindrance(mergeable: &Mergeable) -> Option<Blocker> {
    match mergeable {
        Mergeable::Cleanly => None,
        Mergeable::Conflicts(paths) => Some(Blocker::Conflict { paths: paths.clone() }),
        Mergeable::NoTarget(branch) => Some(Blocker::NoTarget { branch: branch.clone() }),
        Mergeable::Unrelated => Some(Blocker::Unrelated),
    }
}

/// The approvals that count under today's policy, each person once.
fn counted(case: &MergeCase<'_>, policy: &Policy) -> Vec<Person> {
    let mut seen = BTreeSet::new();
    let counts = |person: &&Person| {
        let own = case.authors.contains(*person) && policy.merge.requester == OwnApproval::DoesNotCount;
        !own && policy.access.allows(person, Right::Approve)
    };
    case.approvals.iter().filter(counts).filter(|person| seen.insert(*person)).cloned().collect()
}

fn missing_approvals(case: &MergeCase<'_>, policy: &Policy, approvers: &[Person]) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    let need = policy.merge.approvals.max(1);
    if (approvers.len() as u64) < u64::from(need) {
        blockers.push(Blocker::Approvals { have: approvers.len(), need });
        let four_eyes = policy.merge.requester == OwnApproval::DoesNotCount;
        if four_eyes && case.approvals.iter().any(|person| case.authors.contains(person)) {
            blockers.push(Blocker::OwnApproval);
        }
    } else if !may_merge(approvers, &policy.access) {
        blockers.push(Blocker::NobodyMayMerge { who: policy.access.merge.in_words() });
    }
    blockers
}

fn may_merge(approvers: &[Person], access: &Access) -> bool {
    approvers.iter().any(|person| access.allows(person, Right::Merge))
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Approvals { have, need: 1 } => write!(f, "it needs 1 approval and has {have}"),
            Self::Approvals { have, need } => write!(f, "it needs {need} approvals and has {have}"),
            Self::OwnApproval => f.write_str("nobody's approval of what they asked for counts here"),
            Self::NobodyMayMerge { who } => write!(f, "nobody who approved may merge here ({who} may)"),
            Self::HeadMoved { head } => {
                write!(f, "somebody else pushed {} to its branch", head.short())
            }
            Self::Conflict { paths } => match paths.as_slice() {
                [one] => write!(f, "{one} conflicts with the target branch"),
                [one, rest @ ..] => {
                    write!(f, "{one} and {} more conflict with the target branch", rest.len())
                }
                [] => f.write_str("it conflicts with the target branch"),
            },
            Self::NoTarget { branch } => write!(f, "there is no branch {branch} to merge it into"),
            Self::Unrelated => f.write_str("it has no history in common with the target branch"),
            Self::Closed => f.write_str("the pull request is not open"),
        }
    }
}
