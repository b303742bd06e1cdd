//! The bare mirror of one remote repository on this host.
//!
//! It is made beside its place and renamed into it, so it is whole or not there. Processes take turns by a
//! lock on a file beside it. The remote's branches are its `refs/heads`; `refs/baton` is ours, and a fetch
//! never touches it.

use std::fs::File;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use super::command::{Call, Git};
use super::error::{Error, Result};
use super::place::{Made, put_in_place, sync_tree, workplace};
use super::remote::Remote;
use super::repo::{Repo, blocking};
use super::room;
use super::store::sync;
use super::sweep::sweep;
use super::talk::{Told, heard};
use super::turn;
/// A [`Repo`] that follows a remote.
#[derive(Debug, Clone)]
pub struct Mirror {
    pub(super) repo: Repo,
    pub(super) remote: Remote,
    /// The one that is used; nothing where there was none.
    used: Option<Made>,
}

impl Deref for Mirror {
    type Target = Repo;
    fn deref(&self) -> &Repo {
        &self.repo
    }
}

impl Mirror {
    /// The mirror of `remote` in `dir`, cloned where there is none and made again where it is damaged.
    /// Safe to call from several processes at once: one clones, the others wait.
    ///
    /// # Errors
    /// [`Error::RepositoryMissing`], [`Error::TimedOut`], [`Error::DiskFull`].
    pub async fn open_or_clone(git: Git, remote: Remote, dir: &Path, told: Told<'_>) -> Result<Self> {
        let mut mirror = Self::used(git, remote, dir, None);
        let turn = mirror.turn().await?;
        match mirror.check().await {
            Ok(()) => {}
            Err(Error::Corrupt { .. }) => mirror.replace(&turn, told).await?,
            Err(other) => return Err(other),
        }
        mirror.used = Made::at(dir);
        Ok(mirror)
    }

    /// The mirror of `remote` in `dir` as somebody used it. Nothing is looked at.
    pub fn used(git: Git, remote: Remote, dir: &Path, used: Option<Made>) -> Self {
        Self { repo: Repo::at(git, dir), remote, used }
    }

    /// Clones again, in place of a mirror that was found damaged, unless somebody else has done so since it was
    /// opened: of several who find the same damage, one mends it. What [`Repo::keep`] kept is carried over as far
    /// as it can still be read.
    ///
    /// # Errors
    /// As [`Mirror::open_or_clone`].
    pub async fn rebuild(&self, told: Told<'_>) -> Result<()> {
        let turn = self.turn().await?;
        if Made::at(self.dir()) == self.used { self.replace(&turn, told).await } else { Ok(()) }
    }

    /// The other end.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Makes the branches here those of the remote.
    ///
    /// # Errors
    /// [`Error::RepositoryMissing`], [`Error::Corrupt`], [`Error::TimedOut`], [`Error::DiskFull`].
    pub async fn fetch(&self, told: Told<'_>) -> Result<()> {
        let turn = self.turn().await?;
        self.fetch_refs(&turn, "+refs/heads/*:refs/heads/*", told).await
    }

    /// Fetches by one refspec.
    pub(super) async fn fetch_refs(&self, turn: &Arc<File>, refs: &str, told: Told<'_>) -> Result<()> {
        let heard = heard(told);
        let call = Call::new("fetch")
            .within(self.dir())
            .to(&self.remote)
            .args(["--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"])
            .args(["--no-recurse-submodules", "--progress", "--"])
            .arg(self.remote.argument())
            .arg(refs)
            .talk(&heard)
            .in_turn(turn);
        // Whoever had the turn before may have been killed.
        self.sweep(turn).await?;
        let fetched = self.git.ask(call).await.map(drop);
        if fetched.is_err() {
            self.sweep(turn).await?;
        }
        fetched
    }

    async fn sweep(&self, turn: &Arc<File>) -> Result<()> {
        let (dir, turn) = (self.dir().to_owned(), turn.clone());
        blocking(move || {
            sweep(&dir, turn::began(&turn)?);
            // A thread goes on when its caller goes away, and the turn with it.
            drop(turn);
            Ok(())
        })
        .await
    }

    /// Cheap signs of damage; what they miss is met as [`Error::Corrupt`] by whoever reads it.
    async fn check(&self) -> Result<()> {
        let repo = self.repo.clone();
        blocking(move || {
            let objects = repo.objects()?;
            // It may name a branch without a commit, or a commit without a branch.
            let head = match objects.default_branch() {
                Ok(branch) => objects.reference(&branch.full())?,
                Err(Error::NoDefaultBranch { .. }) => objects.reference("HEAD")?,
                Err(other) => return Err(other),
            };
            head.map_or(Ok(()), |head| objects.peek(&head))
        })
        .await
    }

    async fn replace(&self, turn: &Arc<File>, told: Told<'_>) -> Result<()> {
        let parent = self.dir().parent().unwrap_or(Path::new("/")).to_owned();
        let place = workplace(self.dir());
        let fresh = blocking(move || {
            let parent = place.parent().unwrap_or(Path::new("/"));
            std::fs::create_dir_all(parent)
                .and_then(|()| tempfile::Builder::new().prefix(&place).rand_bytes(0).tempdir())
                .map_err(|why| Error::io("make a directory for a mirror", why))
        })
        .await?;
        let made = fresh.path().join("mirror");
        let heard = heard(told);
        let call = Call::new("clone")
            .to(&self.remote)
            .args(["--bare", "--no-local", "--no-tags", "--template=", "--progress", "--"])
            .arg(self.remote.argument())
            .arg(&made)
            .talk(&heard)
            .in_turn(turn);
        self.git.ask(call).await.map_err(|error| room::or_full(error, fresh.path()))?;
        self.carry_over(turn, &made).await?;
        fail::fail_point!("git.mirror.rename.before");
        let (old, dir, turn) = (fresh.path().join("old"), self.dir().to_owned(), turn.clone());
        blocking(move || {
            // The clone synced its packs; its small files and directories are synced before it counts.
            sync_tree(&made)?;
            put_in_place(&made, &dir, &old).map_err(|why| Error::io("put a mirror in its place", why))?;
            sync(&parent)?;
            fail::fail_point!("git.mirror.rename.after");
            // The old mirror goes with the temporary directory; it can be large.
            fresh.close().map_err(|why| Error::io("remove an old mirror", why))?;
            // A thread goes on when its caller goes away, and the turn with it.
            drop(turn);
            Ok(())
        })
        .await
    }

    /// Brings our own references from the old mirror into the new one, one at a time: a damaged one
    /// must not hide the others.
    async fn carry_over(&self, turn: &Arc<File>, made: &Path) -> Result<()> {
        let list = Call::new("for-each-ref").within(self.dir()).args(["--format=%(refname)", "refs/baton/"]);
        let Ok(names) = self.git.text(list).await else { return Ok(()) };
        let old = Remote::Path(self.dir().to_owned());
        for name in names.lines() {
            let call = Call::new("fetch")
                .within(made)
                .to(&old)
                .args(["--quiet", "--no-tags", "--no-write-fetch-head", "--"])
                .arg(old.argument())
                .arg(format!("+{name}:{name}"))
                .in_turn(turn);
            match self.git.ask(call).await {
                Err(error @ (Error::DiskFull | Error::TimedOut { .. })) => return Err(error),
                Err(error) => {
                    let error = format!("{:#}", anyhow::Error::from(error));
                    tracing::warn!(git.refname = name, error, "a kept reference was lost");
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    pub(super) async fn turn(&self) -> Result<Arc<File>> {
        turn::take(self.dir()).await
    }
}
