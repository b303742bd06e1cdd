//! The local forge: bare repositories on this host, with pull requests in baton's own store.
//!
//! A merge is recorded in two steps that cannot contradict each other: the target branch is moved by
//! compare-and-set, then the row says so. A crash between the two is found by looking for a commit on the
//! target branch that names the pull request and its head, so a merge that happened is never made again,
//! and never taken for the merge of another head. So the row knows the head before the target moves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::anyhow;
use async_trait::async_trait;

use super::merging::{blocking, git_failed, merge_commit, mergeable, merged_already};
use crate::domain::gate::{MergePermit, Mergeable, PushPermit, Standing};
use crate::domain::ids::{Branch, Millis, Oid, RepoName};
use crate::git::{Error, Git, Repo};
use crate::ports::{Draft, Forge, ForgeError, Merge, PullRef};
use crate::store::{NewPull, Pull, PullState, Store, StoreError};

/// Bare repositories of this host.
#[derive(Clone)]
pub struct LocalForge {
    git: Git,
    store: Store,
    repos: BTreeMap<RepoName, PathBuf>,
}

impl LocalForge {
    /// A forge of these repositories, by the absolute paths of their bare directories.
    pub fn new(git: Git, store: Store, repos: BTreeMap<RepoName, PathBuf>) -> Self {
        Self { git, store, repos }
    }

    fn repo(&self, name: &RepoName) -> Result<Repo, ForgeError> {
        let dir = self.repos.get(name).ok_or_else(|| ForgeError::Missing(name.to_string()))?;
        Ok(Repo::at(self.git.clone(), dir))
    }

    async fn pull(&self, repo: &RepoName, number: u64) -> Result<Pull, ForgeError> {
        let pull = self.store.pull(repo, number).await.map_err(store_failed)?;
        pull.ok_or_else(|| ForgeError::Missing(format!("{repo}#{number}")))
    }

    /// Where a branch stands; `None` where there is none.
    async fn stands(repo: &Repo, branch: &Branch) -> Result<Option<Oid>, ForgeError> {
        let (repo, branch) = (repo.clone(), branch.clone());
        match blocking(move || repo.objects()?.resolve(&branch)).await {
            Ok(head) => Ok(Some(head)),
            Err(Error::NoSuchBranch { .. }) => Ok(None),
            Err(other) => Err(git_failed(other)),
        }
    }

    /// The row says which head is merged before the target moves: a crash between the two is found by that.
    async fn adopt(&self, pull: Pull, head: &Oid, at: Millis) -> Result<Pull, ForgeError> {
        if pull.new.head == *head {
            return Ok(pull);
        }
        self.change(&pull, PullState::Open, head, at).await?;
        let mut adopted = pull;
        adopted.new.head = head.clone();
        Ok(adopted)
    }

    async fn change(&self, seen: &Pull, state: PullState, head: &Oid, at: Millis) -> Result<(), ForgeError> {
        let mut wanted = seen.clone();
        wanted.state = state;
        wanted.new.head = head.clone();
        self.store.change_pull(seen, &wanted, at).await.map_err(store_failed)
    }
}

#[async_trait]
impl Forge for LocalForge {
    fn remote(&self, repo: &RepoName) -> Result<String, ForgeError> {
        let dir = self.repos.get(repo).ok_or_else(|| ForgeError::Missing(repo.to_string()))?;
        Ok(dir.to_string_lossy().into_owned())
    }

    async fn deliver(
        &self,
        repo: &RepoName,
        draft: &Draft,
        permit: &PushPermit,
    ) -> Result<PullRef, ForgeError> {
        if *permit.branch() != draft.branch {
            return Err(ForgeError::Other(anyhow!("the permit is for {}", permit.branch())));
        }
        let new = NewPull {
            repo: repo.clone(),
            branch: draft.branch.clone(),
            target: draft.target.clone(),
            title: draft.title.clone(),
            body: draft.body.clone(),
            head: draft.head.clone(),
        };
        fail::fail_point!("forge.deliver.before");
        let open = self.store.open_pull(&new, draft.at).await.map_err(store_failed)?;
        if open.new != new {
            let wanted = Pull { new, ..open.clone() };
            self.store.change_pull(&open, &wanted, draft.at).await.map_err(store_failed)?;
        }
        fail::fail_point!("forge.deliver.after");
        Ok(PullRef { number: open.number, url: url(repo, open.number) })
    }

    async fn find(&self, repo: &RepoName, branch: &Branch) -> Result<Option<PullRef>, ForgeError> {
        let pull = self.store.pull_of_branch(repo, branch).await.map_err(store_failed)?;
        let open = pull.filter(|pull| pull.state == PullState::Open);
        Ok(open.map(|pull| PullRef { number: pull.number, url: url(repo, pull.number) }))
    }

    async fn standing(&self, repo: &RepoName, number: u64) -> Result<Standing, ForgeError> {
        let pull = self.pull(repo, number).await?;
        let here = self.repo(repo)?;
        match &pull.state {
            PullState::Merged(commit) => {
                return Ok(Standing::Merged { head: pull.new.head.clone(), commit: commit.clone() });
            }
            PullState::Closed => return Ok(Standing::Closed),
            PullState::Open => {}
        }
        let there = Self::stands(&here, &pull.new.branch).await?;
        let target = Self::stands(&here, &pull.new.target).await?;
        // A branch that is gone, or that somebody pushed to since, may stand behind a merge that nobody recorded: the
        // row has its head, which is written there before the target moves.
        let known = Some(pull.new.head.clone()).filter(|head| there.as_ref() != Some(head));
        for head in there.iter().cloned().chain(known) {
            if let Some(target) = &target
                && let Some(commit) = merged_already(&here, (number, &head), target).await?
            {
                // What a crash left unrecorded is recorded by whoever looks.
                self.change(&pull, PullState::Merged(commit.clone()), &head, pull.updated).await?;
                return Ok(Standing::Merged { head, commit });
            }
        }
        let Some(head) = there else { return Ok(Standing::Closed) };
        let mergeable = match target {
            Some(target) => mergeable(&here, &target, &head).await?,
            None => Mergeable::NoTarget(pull.new.target),
        };
        Ok(Standing::Open { head, mergeable })
    }

    async fn merge(&self, merge: &Merge<'_>, permit: &MergePermit) -> Result<Oid, ForgeError> {
        let pull = self.pull(merge.repo, merge.number).await?;
        let repo = self.repo(merge.repo)?;
        match &pull.state {
            PullState::Merged(commit) if pull.new.head == *permit.head() => return Ok(commit.clone()),
            PullState::Merged(_) | PullState::Closed => return Err(ForgeError::Moved),
            PullState::Open => {}
        }
        if Self::stands(&repo, &pull.new.branch).await?.as_ref() != Some(permit.head()) {
            return Err(ForgeError::Moved);
        }
        let target = Self::stands(&repo, &pull.new.target).await?.ok_or(ForgeError::Moved)?;
        let pull = self.adopt(pull, permit.head(), merge.at).await?;
        let commit = match merged_already(&repo, (merge.number, permit.head()), &target).await? {
            Some(commit) => commit,
            None => {
                let commit = merge_commit(&repo, merge, permit, &target).await?;
                fail::fail_point!("forge.merge.before");
                repo.update(&pull.new.target, &commit, Some(&target)).await.map_err(git_failed)?;
                commit
            }
        };
        fail::fail_point!("forge.merge.between");
        self.change(&pull, PullState::Merged(commit.clone()), permit.head(), merge.at).await?;
        fail::fail_point!("forge.merge.after");
        Ok(commit)
    }

    async fn close(&self, repo: &RepoName, number: u64) -> Result<(), ForgeError> {
        let pull = self.pull(repo, number).await?;
        match pull.state {
            PullState::Closed => Ok(()),
            PullState::Merged(_) => Err(ForgeError::Moved),
            PullState::Open => {
                let head = pull.new.head.clone();
                fail::fail_point!("forge.close.before");
                self.change(&pull, PullState::Closed, &head, pull.updated).await?;
                fail::fail_point!("forge.close.after");
                Ok(())
            }
        }
    }
}

/// Where the page of a pull request is, on baton's own address.
fn url(repo: &RepoName, number: u64) -> String {
    format!("/{repo}/pull/{number}")
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn store_failed(error: StoreError) -> ForgeError {
    match error {
        StoreError::Changed => ForgeError::Moved,
        other => ForgeError::Other(other.into()),
    }
}
