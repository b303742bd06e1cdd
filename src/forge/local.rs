//! The local forge: bare repositories on this host, with pull requests in baton's own store.
//!
//! A merge is recorded in two steps that cannot contradict each other: the target branch is moved by
//! compare-and-set, then the row says so. A crash between the two is found by looking for a commit on the
//! target branch that names the pull request and its head, so a merge that happened is never made again,
//! and never taken for the merge of another head.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::anyhow;
use async_trait::async_trait;

use crate::domain::gate::{MergePermit, PushPermit, Standing};
use crate::domain::ids::{Branch, Oid, RepoName};
use crate::domain::policy::Method;
use crate::git::{CommitSpec, Error, Git, Person, Repo};
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

    /// Where the pull request's branch stands; `None` when it was deleted.
    async fn head(repo: &Repo, pull: &Pull) -> Result<Option<Oid>, ForgeError> {
        let (repo, branch) = (repo.clone(), pull.new.branch.clone());
        match blocking(move || repo.objects()?.resolve(&branch)).await {
            Ok(head) => Ok(Some(head)),
            Err(Error::NoSuchBranch { .. }) => Ok(None),
            Err(other) => Err(git_failed(other)),
        }
    }

    /// The merge commit of this head on the target branch as it is now; made, not yet on the branch.
    async fn merge_commit(
        repo: &Repo,
        merge: &Merge<'_>,
        permit: &MergePermit,
        target: &Oid,
    ) -> Result<Oid, ForgeError> {
        let tree = repo.merge_tree(target, permit.head()).await.map_err(git_failed)?;
        let parents = match permit.method() {
            Method::Squash => vec![target.clone()],
            Method::Merge => vec![target.clone(), permit.head().clone()],
        };
        let spec = CommitSpec {
            tree,
            parents,
            author: Person::new("baton", "baton@localhost"),
            committer: Person::new("baton", "baton@localhost"),
            message: format!("{}\n{}\n", merge.message.trim_end(), of_pull(merge.number, permit.head())),
            at: merge.at,
        };
        let repo = repo.clone();
        blocking(move || repo.objects()?.write_commit(&spec)).await.map_err(git_failed)
    }

    async fn finish(
        &self,
        seen: &Pull,
        state: PullState,
        head: &Oid,
        at: crate::domain::ids::Millis,
    ) -> Result<(), ForgeError> {
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
        let there = Self::head(&here, &pull).await?;
        // A branch that is gone may have been deleted behind a merge that nobody recorded.
        let head = there.clone().unwrap_or_else(|| pull.new.head.clone());
        let (at, branch) = (here.clone(), pull.new.target.clone());
        let target = blocking(move || at.objects()?.resolve(&branch)).await.map_err(git_failed)?;
        if let Some(commit) = merged_already(&here, (number, &head), &target).await? {
            // What a crash left unrecorded is recorded by whoever looks.
            self.finish(&pull, PullState::Merged(commit.clone()), &head, pull.updated).await?;
            return Ok(Standing::Merged { head, commit });
        }
        if there.is_none() {
            return Ok(Standing::Closed);
        }
        let conflicts = match here.merge_tree(&target, &head).await {
            Ok(_) => Vec::new(),
            Err(Error::Conflict { paths }) => paths.iter().map(shown).collect(),
            Err(other) => return Err(git_failed(other)),
        };
        Ok(Standing::Open { head, conflicts })
    }

    async fn merge(&self, merge: &Merge<'_>, permit: &MergePermit) -> Result<Oid, ForgeError> {
        let pull = self.pull(merge.repo, merge.number).await?;
        let repo = self.repo(merge.repo)?;
        match &pull.state {
            PullState::Merged(commit) if pull.new.head == *permit.head() => return Ok(commit.clone()),
            PullState::Merged(_) | PullState::Closed => return Err(ForgeError::Moved),
            PullState::Open => {}
        }
        if Self::head(&repo, &pull).await?.as_ref() != Some(permit.head()) {
            return Err(ForgeError::Moved);
        }
        let (at, branch) = (repo.clone(), pull.new.target.clone());
        let target = blocking(move || at.objects()?.resolve(&branch)).await.map_err(git_failed)?;
        let commit = match merged_already(&repo, (merge.number, permit.head()), &target).await? {
            Some(commit) => commit,
            None => {
                let commit = Self::merge_commit(&repo, merge, permit, &target).await?;
                fail::fail_point!("forge.merge.before");
                repo.update(&pull.new.target, &commit, Some(&target)).await.map_err(git_failed)?;
                commit
            }
        };
        fail::fail_point!("forge.merge.between");
        self.finish(&pull, PullState::Merged(commit.clone()), permit.head(), merge.at).await?;
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
                self.finish(&pull, PullState::Closed, &head, pull.updated).await?;
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

/// How far back a merge that was interrupted is searched.
const LOOK_BACK: usize = 200;

/// The commit of this very merge, when it is on the target branch already.
async fn merged_already(
    repo: &Repo,
    (number, head): (u64, &Oid),
    target: &Oid,
) -> Result<Option<Oid>, ForgeError> {
    let (repo, target, line) = (repo.clone(), target.clone(), of_pull(number, head));
    blocking(move || repo.objects()?.find_by_line(&target, &line, LOOK_BACK)).await.map_err(git_failed)
}

/// The line by which the commit of a merge is known.
fn of_pull(number: u64, head: &Oid) -> String {
    format!("Merged: #{number} at {head}")
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

fn shown(path: &crate::git::EntryPath) -> String {
    match path {
        Ok(path) => path.to_string(),
        Err(refused) => String::from_utf8_lossy(&refused.bytes).escape_debug().to_string(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn git_failed(error: Error) -> ForgeError {
    match error {
        Error::Moved { .. } => ForgeError::Moved,
        Error::Conflict { paths } => ForgeError::Conflict(paths.iter().map(shown).collect()),
        Error::RepositoryMissing { remote } => ForgeError::Missing(remote),
        other => ForgeError::Other(other.into()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn store_failed(error: StoreError) -> ForgeError {
    match error {
        StoreError::Changed => ForgeError::Moved,
        other => ForgeError::Other(other.into()),
    }
}
