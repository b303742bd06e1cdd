//! Merge: ask the gate with what the forge says just now, and merge exactly the approved head.

use std::sync::Arc;

use super::{Policies, Subject};
use crate::domain::fact::{Body, Did, Judged, Moved};
use crate::domain::gate::{Blocker, MergeCase, MergePermit, Standing};
use crate::domain::ids::{Oid, RepoName};
use crate::domain::reply;
use crate::domain::task::Pull;
use crate::ports::{self, Forge, ForgeError};

/// Merges what people approved.
pub struct Merge {
    forge: Arc<dyn Forge>,
    policies: Policies,
}

impl Merge {
    /// With this forge and these rules.
    pub fn new(forge: Arc<dyn Forge>, policies: Policies) -> Self {
        Self { forge, policies }
    }

    pub(super) async fn perform(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        head: &Oid,
    ) -> anyhow::Result<Vec<Body>> {
        let Some(pull) = of.task.open_pull().filter(|pull| pull.head == *head) else { return Ok(Vec::new()) };
        let standing = self.standing(repo, pull).await?;
        if let Some(other) = not_as_approved(&standing, head) {
            return Ok(vec![other]);
        }
        let Some(policy) = self.policies.get(repo) else {
            return Ok(vec![blocked(pull, vec![format!("{repo} is no longer configured")], false)]);
        };
        let case = MergeCase {
            approved: head,
            approvals: &pull.approvals,
            requester: &of.task.requester,
            standing: &standing,
        };
        match MergePermit::decide(&case, policy) {
            Ok(permit) => self.merge(of, repo, pull, &permit).await,
            Err(blockers) => {
                let conflict = blockers.iter().any(|blocker| matches!(blocker, Blocker::Conflict { .. }));
                let reasons = blockers.iter().map(ToString::to_string).collect();
                Ok(vec![blocked(pull, reasons, conflict)])
            }
        }
    }

    /// Finds out whether a merge that people overtook happened.
    pub(super) async fn look(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        head: &Oid,
    ) -> anyhow::Result<Vec<Body>> {
        let Some(pull) = of.task.open_pull().filter(|pull| pull.head == *head) else { return Ok(Vec::new()) };
        let standing = self.standing(repo, pull).await?;
        let not_merged = || Body::Moved(Moved::NotMerged { head: head.clone() });
        Ok(vec![not_as_approved(&standing, head).unwrap_or_else(not_merged)])
    }

    async fn standing(&self, repo: &RepoName, pull: &Pull) -> anyhow::Result<Standing> {
        match self.forge.standing(repo, pull.number).await {
            Err(ForgeError::Missing(_)) => Ok(Standing::Closed),
            other => Ok(other?),
        }
    }

    async fn merge(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        pull: &Pull,
        permit: &MergePermit,
    ) -> anyhow::Result<Vec<Body>> {
        let merge = ports::Merge {
            repo,
            number: pull.number,
            message: reply::pull::merge(of.task, pull.number, &pull.title),
            at: of.task.last_at,
        };
        match self.forge.merge(&merge, permit).await {
            Ok(commit) => Ok(vec![Body::Did(Did::Merged { head: permit.head().clone(), commit })]),
            Err(ForgeError::Conflict(paths)) => {
                let reason = Blocker::Conflict { paths }.to_string();
                Ok(vec![blocked(pull, vec![reason], true)])
            }
            // The next look finds out where it moved to.
            Err(other) => Err(other.into()),
        }
    }
}

/// What there is to tell of a pull request that is not open at the head that was approved.
fn not_as_approved(standing: &Standing, head: &Oid) -> Option<Body> {
    match standing {
        Standing::Merged { head: merged, commit } if merged == head => {
            Some(Body::Did(Did::Merged { head: head.clone(), commit: commit.clone() }))
        }
        Standing::Merged { commit, .. } => {
            Some(Body::Moved(Moved::MergedElsewhere { commit: commit.clone() }))
        }
        Standing::Closed => Some(Body::Moved(Moved::ClosedElsewhere)),
        Standing::Open { head: now, .. } if now != head => {
            Some(Body::Moved(Moved::Head { head: now.clone() }))
        }
        Standing::Open { .. } => None,
    }
}

fn blocked(pull: &Pull, reasons: Vec<String>, conflict: bool) -> Body {
    let (head, approvals) = (pull.head.clone(), pull.approvals.clone());
    Body::Judged(Judged::MergeBlocked { head, approvals, reasons, conflict })
}
