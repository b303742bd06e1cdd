//! Pushes one branch, compare-and-set: the remote moves only from the head we saw.

use super::command::Call;
use super::copy::Copied;
use super::error::{Error, Result, classify};
use super::objects::Objects;
use super::remote::Remote;
use super::repo::{Repo, blocking};
use crate::domain::gate::PushPermit;
use crate::domain::ids::{Branch, Oid};

/// The program at the other end of a push to a path of this host. It does not inherit our settings, and a
/// hook of that repository would run as baton.
const RECEIVER: &str = "--receive-pack=git -c core.hooksPath=/dev/null -c core.fsmonitor=false \
    -c core.fsync=committed -c receive.fsckObjects=true -c receive.autogc=false -c gc.auto=0 \
    -c maintenance.auto=false receive-pack";

impl Repo {
    /// Pushes the commit `new` to the branch that the permit is for, which has to stand at `expected`
    /// (nothing: must not exist). A branch that stands at `new` already is a success, so the push can be
    /// repeated after a crash.
    ///
    /// # Errors
    /// [`Error::Rejected`] where `new` does not hold the tree that the permit is for, or with the words of the
    /// other end, and [`Error::NotTaken`] where those are about the moment only; [`Error::Moved`] where the branch stands elsewhere; [`Error::RepositoryMissing`],
    /// [`Error::TimedOut`], [`Error::DiskFull`].
    pub async fn push(
        &self,
        remote: &Remote,
        permit: &PushPermit,
        new: &Oid,
        expected: Option<&Oid>,
    ) -> Result<()> {
        let (repo, commit) = (self.clone(), new.clone());
        let tree = blocking(move || repo.objects()?.tree_of(&commit)).await?;
        if tree != *permit.tree() {
            return Err(Error::Rejected { reason: format!("{new} is not what the gate permitted") });
        }
        self.push_branch(remote, permit.branch(), new, expected).await
    }

    /// The push itself. Only [`Repo::push`] leads here, with its permit.
    pub(super) async fn push_branch(
        &self,
        remote: &Remote,
        branch: &Branch,
        new: &Oid,
        expected: Option<&Oid>,
    ) -> Result<()> {
        fail::fail_point!("git.push.before");
        self.send(remote, branch, Some(new), expected).await?;
        fail::fail_point!("git.push.after");
        Ok(())
    }

    /// Deletes `branch` of `remote`, which has to stand at `expected`. One that is gone already is a success.
    ///
    /// # Errors
    /// As [`Repo::push`].
    pub async fn push_deletion(&self, remote: &Remote, branch: &Branch, expected: &Oid) -> Result<()> {
        fail::fail_point!("git.push_deletion.before");
        self.send(remote, branch, None, Some(expected)).await?;
        fail::fail_point!("git.push_deletion.after");
        Ok(())
    }

    /// Where `branch` of `remote` stands now; nothing where it does not exist.
    ///
    /// # Errors
    /// [`Error::RepositoryMissing`], [`Error::TimedOut`].
    pub async fn remote_head(&self, remote: &Remote, branch: &Branch) -> Result<Option<Oid>> {
        let full = branch.full();
        let name = full.clone();
        // Where that fails, the program knows the words for it.
        if let Some(there) = here(remote).await
            && let Ok(head) = blocking(move || there.reference(&name)).await
        {
            return Ok(head);
        }
        let call =
            Call::new("ls-remote").within(&self.dir).to(remote).arg("--").arg(remote.argument()).arg(&full);
        let text = self.git.text(call).await?;
        // The pattern also matches longer names that end in it.
        let line = text.lines().filter_map(|line| line.split_once('\t')).find(|(_, name)| *name == full);
        line.map(|(oid, _)| oid.parse().map_err(|why| Error::other("ls-remote", anyhow::Error::new(why))))
            .transpose()
    }

    /// Whether the program gets an answer from `remote`. Repositories of this host are mostly read without it, and it
    /// has reasons of its own to refuse one, such as another owner.
    ///
    /// # Errors
    /// [`Error::RepositoryMissing`], [`Error::Denied`], [`Error::TimedOut`].
    pub async fn remote_answers(&self, remote: &Remote) -> Result<()> {
        let call =
            Call::new("ls-remote").within(&self.dir).to(remote).arg("--").arg(remote.argument()).arg("HEAD");
        self.git.text(call).await.map(drop)
    }

    async fn send(
        &self,
        remote: &Remote,
        branch: &Branch,
        new: Option<&Oid>,
        expected: Option<&Oid>,
    ) -> Result<()> {
        if let Some(done) = self.send_here(remote, branch, (new, expected)).await? {
            return done;
        }
        self.send_by_program(remote, branch, new, expected).await
    }

    /// To a repository of this host, without the program; nothing where that is not possible.
    async fn send_here(
        &self,
        remote: &Remote,
        branch: &Branch,
        (new, expected): (Option<&Oid>, Option<&Oid>),
    ) -> Result<Option<Result<()>>> {
        let (Remote::Path(dir), Some(there)) = (remote, here(remote).await) else { return Ok(None) };
        // As for a commit: the program knows which rights these files have.
        if there.is_shared() {
            return Ok(None);
        }
        let other = Self::at(self.git.clone(), dir);
        let Some(new) = new else { return Ok(Some(other.delete(&branch.full(), expected).await)) };
        let (repo, commit) = (self.clone(), new.clone());
        let copied = blocking(move || repo.objects()?.copy_to(&there, &commit)).await?;
        Ok(match copied {
            Copied::Whole => Some(other.update(branch, new, expected).await),
            Copied::NotHere => None,
        })
    }

    pub(super) async fn send_by_program(
        &self,
        remote: &Remote,
        branch: &Branch,
        new: Option<&Oid>,
        expected: Option<&Oid>,
    ) -> Result<()> {
        let full = branch.full();
        let lease = expected.map(Oid::as_str).unwrap_or_default();
        let mut call = Call::new("push")
            .within(&self.dir)
            .to(remote)
            .args(["--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"])
            .arg(format!("--force-with-lease={full}:{lease}"));
        if let Remote::Path(_) = remote {
            call = call.arg(RECEIVER);
        }
        let spec = format!("{}:{full}", new.map(Oid::as_str).unwrap_or_default());
        let answer = self.git.run(call.arg("--").arg(remote.argument()).arg(spec)).await?;
        if answer.code == Some(0) {
            return Ok(());
        }
        let stdout = String::from_utf8_lossy(&answer.stdout);
        let Some(reason) = refusal(&stdout, &answer.stderr) else {
            return Err(classify("push", Some(&self.dir), Some(remote), &answer.stderr));
        };
        let actual = self.remote_head(remote, branch).await?;
        if actual.as_ref() == new {
            return Ok(());
        }
        if actual.as_ref() != expected {
            return Err(Error::Moved { name: full, actual });
        }
        Err(if may_pass(&reason) { Error::NotTaken { reason } } else { Error::Rejected { reason } })
    }
}

/// The other end, where it is a bare repository of this host.
pub(super) async fn here(remote: &Remote) -> Option<Objects> {
    let Remote::Path(dir) = remote else { return None };
    let dir = dir.clone();
    blocking(move || Objects::open(&dir)).await.ok()
}

/// Whether the summary of a refusal is about the moment, not about the push: somebody else is writing, or the
/// machine over there has a problem (git's own words in send-pack and receive-pack).
fn may_pass(reason: &str) -> bool {
    const PASSING: &[&str] = &[
        "failed to update ref",
        "failed to lock",
        "cannot lock ref",
        "unpacker error",
        "unpack-objects abnormal exit",
        "index-pack abnormal exit",
        "unable to migrate objects to permanent storage",
        "missing necessary objects",
        "remote failed to report status",
        "transaction failed",
        "Internal Server Error",
    ];
    let summary = reason.lines().next().unwrap_or_default();
    PASSING.iter().any(|words| summary.contains(words))
}

/// Why the reference was refused, from the porcelain line `!<tab>from:to<tab>summary` and from what the other
/// end printed; nothing where the push failed before it came to that (git-push(1), "OUTPUT").
fn refusal(stdout: &str, stderr: &str) -> Option<String> {
    let summary =
        stdout.lines().find_map(|line| line.strip_prefix("!\t")?.split_once('\t').map(|(_, why)| why));
    // Deleting what is gone fails before there is a line.
    let gone = || stderr.lines().find(|line| line.contains("remote ref does not exist"));
    let summary = summary.or_else(gone)?;
    let said = stderr.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim_end);
    Some(std::iter::once(summary).chain(said).collect::<Vec<_>>().join("\n"))
}
