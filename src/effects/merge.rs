//! Merge: ask the gate with what the forge says just now, merge exactly the approved head, and delete the
//! branch, which has done its work.

use std::sync::Arc;

use super::{Latest, Mirrors, Policies, Subject};
use crate::domain::fact::{Body, Did, Judged, Moved};
use crate::domain::gate::{Blocker, MergeCase, MergePermit, Standing};
use crate::domain::ids::{Oid, RepoName};
use crate::domain::reply;
use crate::domain::task::Pull;
use crate::ports::{self, Forge, ForgeError};

/// Merges what people approved.
pub struct Merge {
    mirrors: Mirrors,
    forge: Arc<dyn Forge>,
    policies: Policies,
    latest: Latest,
}

impl Merge {
    /// With these mirrors, this forge and these rules.
    pub fn new(mirrors: Mirrors, forge: Arc<dyn Forge>, policies: Policies, latest: Latest) -> Self {
        Self { mirrors, forge, policies, latest }
    }

    pub(super) async fn perform(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        head: &Oid,
    ) -> anyhow::Result<Vec<Body>> {
        let Some(pull) = of.task.open_pull().filter(|pull| pull.head == *head) else { return Ok(Vec::new()) };
        let standing = self.standing(repo, pull).await?;
        if let Some(commit) = merged_at(&standing, head) {
            return Ok(vec![self.merged(of, repo, (pull, commit.clone())).await]);
        }
        if let Some(other) = not_as_approved(&standing, head) {
            return Ok(vec![other]);
        }
        let Some(policy) = self.policies.get(repo) else {
            return Ok(vec![blocked(pull, vec![format!("{repo} is no longer configured")], false)]);
        };
        let case = MergeCase {
            approved: head,
            approvals: &pull.approvals,
            authors: &of.task.authors,
            standing: &standing,
        };
        match MergePermit::decide(&case, policy) {
            Ok(permit) if self.is_wanted(of, pull).await? => self.merge(of, repo, pull, &permit).await,
            Ok(_) => Ok(vec![blocked(pull, vec!["somebody changed their mind just now".to_owned()], false)]),
            Err(blockers) => {
                let conflict = blockers.iter().any(|blocker| matches!(blocker, Blocker::Conflict { .. }));
                let reasons = blockers.iter().map(ToString::to_string).collect();
                Ok(vec![blocked(pull, reasons, conflict)])
            }
        }
    }

    /// Whether the same people still approve the same head: one of them may have said stop meanwhile.
    async fn is_wanted(&self, of: Subject<'_>, pull: &Pull) -> anyhow::Result<bool> {
        let now = self.latest.task(of.id).await?;
        let now = now.as_ref().and_then(|task| task.open_pull());
        Ok(now.is_some_and(|now| now.head == pull.head && now.approvals == pull.approvals))
    }

    /// Its branch has done its work. One that has moved on, or cannot be deleted now, stays.
    async fn merged(&self, of: Subject<'_>, repo: &RepoName, (pull, commit): (&Pull, Oid)) -> Body {
        let (branch, head) = (&pull.branch, &pull.head);
        let deleted = async {
            let mirror = self.mirrors.open(repo, of.teller).await?;
            mirror.push_deletion(mirror.remote(), branch, head).await.map_err(anyhow::Error::from)
        };
        if let Err(error) = deleted.await {
            tracing::warn!(repo = %repo, branch = %branch, error = format!("{error:#}"), "a merged branch stays");
        }
        Body::Did(Did::Merged { head: head.clone(), commit })
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
        if let Some(commit) = merged_at(&standing, head) {
            return Ok(vec![self.merged(of, repo, (pull, commit.clone())).await]);
        }
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
            Ok(commit) => Ok(vec![self.merged(of, repo, (pull, commit)).await]),
            Err(ForgeError::Conflict(paths)) => {
                let reason = Blocker::Conflict { paths }.to_string();
                Ok(vec![blocked(pull, vec![reason], true)])
            }
            // The next look finds out where it moved to.
            Err(other) => Err(other.into()),
        }
    }
}

/// The commit of a merge of this very head.
fn merged_at<'a>(standing: &'a Standing, head: &Oid) -> Option<&'a Oid> {
    match standing {
        Standing::Merged { head: merged, commit } if merged == head => Some(commit),
        Standing::Merged { .. } | Standing::Closed | Standing::Open { .. } => None,
    }
}

/// What there is to tell of a pull request that is not open at the head that was approved.
fn not_as_approved(standing: &Standing, head: &Oid) -> Option<Body> {
    match standing {
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
