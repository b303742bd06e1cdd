//! A merge in a bare repository of this host: what would come of it, its commit, and whether it happened.

use crate::domain::gate::{MergePermit, Mergeable};
use crate::domain::ids::Oid;
use crate::domain::policy::Method;
use crate::git::{CommitSpec, EntryPath, Error, Person, Repo};
use crate::ports::{ForgeError, Merge};

/// How far back a merge that was interrupted is searched.
const LOOK_BACK: usize = 200;

/// What would come of merging `head` into `target`.
pub(super) async fn mergeable(repo: &Repo, target: &Oid, head: &Oid) -> Result<Mergeable, ForgeError> {
    match repo.merge_tree(target, head).await {
        Ok(_) => Ok(Mergeable::Cleanly),
        Err(Error::Conflict { paths }) => Ok(Mergeable::Conflicts(paths.iter().map(shown).collect())),
        Err(Error::Unrelated) => Ok(Mergeable::Unrelated),
        Err(other) => Err(git_failed(other)),
    }
}

/// The merge commit of the permitted head on the target branch as it is now; made, not yet on the branch.
pub(super) async fn merge_commit(
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
    repo.write_commit(spec).await.map_err(git_failed)
}

/// The commit of this very merge, when it is on the target branch already.
pub(super) async fn merged_already(
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

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

fn shown(path: &EntryPath) -> String {
    match path {
        Ok(path) => path.to_string(),
        Err(refused) => String::from_utf8_lossy(&refused.bytes).escape_debug().to_string(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
pub(super) fn git_failed(error: Error) -> ForgeError {
    match error {
        Error::Moved { .. } | Error::NoSuchBranch { .. } | Error::Unrelated => ForgeError::Moved,
        Error::Conflict { paths } => ForgeError::Conflict(paths.iter().map(shown).collect()),
        Error::RepositoryMissing { remote } => ForgeError::Missing(remote),
        other => ForgeError::Other(other.into()),
    }
}
