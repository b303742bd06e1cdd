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
use super::objects::Objects;
use super::place::{Made, clear, lock_path, put_in_place, sync_tree, workplace};
use super::push::here;
use super::remote::Remote;
use super::repo::{Repo, blocking};
use super::room;
use super::store::sync;
use super::sweep::sweep;
use crate::domain::ids::{Branch, Oid};

/// Who hears how far a clone or a fetch is: one line of git's own words at a time.
type Progress<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// A [`Repo`] that follows a remote.
#[derive(Debug, Clone)]
pub struct Mirror {
    repo: Repo,
    remote: Remote,
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
    pub async fn open_or_clone(git: Git, remote: Remote, dir: &Path, progress: Progress<'_>) -> Result<Self> {
        let mut mirror = Self::used(git, remote, dir, None);
        let turn = mirror.turn().await?;
        match mirror.check().await {
            Ok(()) => {}
            Err(Error::Corrupt { .. }) => mirror.replace(&turn, progress).await?,
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
    pub async fn rebuild(&self, progress: Progress<'_>) -> Result<()> {
        let turn = self.turn().await?;
        if Made::at(self.dir()) == self.used { self.replace(&turn, progress).await } else { Ok(()) }
    }

    /// The other end.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Makes the branches here those of the remote.
    ///
    /// # Errors
    /// [`Error::RepositoryMissing`], [`Error::Corrupt`], [`Error::TimedOut`], [`Error::DiskFull`].
    pub async fn fetch(&self, progress: Progress<'_>) -> Result<()> {
        let turn = self.turn().await?;
        self.fetch_refs(&turn, "+refs/heads/*:refs/heads/*", progress).await
    }

    /// Fetches by one refspec.
    async fn fetch_refs(&self, turn: &Arc<File>, refs: &str, progress: Progress<'_>) -> Result<()> {
        let call = Call::new("fetch")
            .within(self.dir())
            .to(&self.remote)
            .args(["--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"])
            .args(["--no-recurse-submodules", "--progress", "--"])
            .arg(self.remote.argument())
            .arg(refs)
            .talk(progress)
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
            sweep(&dir);
            // A thread goes on when its caller goes away, and the turn with it.
            drop(turn);
            Ok(())
        })
        .await
    }

    /// The commit that `branch` (nothing: the default branch) of the remote stands at, brought here where it
    /// is not here yet. The usual case, nothing new, is one question to the remote.
    ///
    /// # Errors
    /// [`Error::NoSuchBranch`], [`Error::NoDefaultBranch`], and as [`Mirror::fetch`].
    pub async fn bring(&self, branch: Option<&Branch>, progress: Progress<'_>) -> Result<(Branch, Oid)> {
        let asked = branch;
        let (branch, there) = match asked {
            Some(branch) => (branch.clone(), self.remote_head(&self.remote, branch).await?),
            None => self.remote_default().await?,
        };
        let Some(there) = there else {
            return Err(match asked {
                Some(_) => Error::NoSuchBranch { branch },
                None => Error::NoDefaultBranch { unborn: Some(branch) },
            });
        };
        if self.here(&branch).await?.as_ref() != Some(&there) {
            let turn = self.turn().await?;
            self.fetch_refs(&turn, &format!("+{0}:{0}", branch.full()), progress).await?;
        }
        // Where it moved in between, the newer commit is the one that is here.
        let here = self.here(&branch).await?;
        here.map(|oid| (branch.clone(), oid)).ok_or(Error::NoSuchBranch { branch })
    }

    /// The remote's default branch, and where it stands; nothing where it has no commit.
    async fn remote_default(&self) -> Result<(Branch, Option<Oid>)> {
        // Where that fails, the program knows the words for it.
        if let Some(there) = here(&self.remote).await
            && let Ok(found) = blocking(move || default_of(&there)).await
        {
            return Ok(found);
        }
        let call = Call::new("ls-remote")
            .within(self.dir())
            .to(&self.remote)
            .args(["--symref", "--"])
            .arg(self.remote.argument())
            .arg("HEAD");
        let text = self.git.text(call).await?;
        let named =
            text.lines().find_map(|line| line.strip_prefix("ref: refs/heads/")?.strip_suffix("\tHEAD"));
        let Some(named) = named else {
            if text.lines().any(|line| line.ends_with("\tHEAD")) {
                return Err(Error::NoDefaultBranch { unborn: None });
            }
            // A remote whose HEAD has no commit says nothing.
            let repo = self.repo.clone();
            let branch = blocking(move || repo.objects()?.default_branch()).await?;
            let there = self.remote_head(&self.remote, &branch).await?;
            return Ok((branch, there));
        };
        let wrong = |why| Error::other("ls-remote", anyhow::Error::new(why));
        let there = text.lines().filter(|line| !line.starts_with("ref: "));
        let there = there.filter_map(|line| line.strip_suffix("\tHEAD")).next();
        Ok((named.parse().map_err(wrong)?, there.map(|oid| oid.parse().map_err(wrong)).transpose()?))
    }

    async fn here(&self, branch: &Branch) -> Result<Option<Oid>> {
        let (repo, branch) = (self.repo.clone(), branch.clone());
        let found = blocking(move || {
            let objects = repo.objects()?;
            let head = objects.resolve(&branch)?;
            objects.tree_of(&head).map(|_| head)
        });
        match found.await {
            Ok(head) => Ok(Some(head)),
            Err(Error::NoSuchBranch { .. }) => Ok(None),
            Err(other) => Err(other),
        }
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

    async fn replace(&self, turn: &Arc<File>, progress: Progress<'_>) -> Result<()> {
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
        let call = Call::new("clone")
            .to(&self.remote)
            .args(["--bare", "--no-local", "--no-tags", "--template=", "--progress", "--"])
            .arg(self.remote.argument())
            .arg(&made)
            .talk(progress)
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

    /// Waits until no other process and no other task works on this mirror, then cleans up behind one
    /// that died at it.
    async fn turn(&self) -> Result<Arc<File>> {
        let (path, abandoned) = (lock_path(self.dir()), workplace(self.dir()));
        blocking(move || {
            let failed = |why: std::io::Error| Error::io("lock a mirror", why);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(failed)?;
            }
            let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
            file.lock().map_err(failed)?;
            clear(&abandoned).map_err(|why| Error::io("remove an unfinished mirror", why))?;
            Ok(Arc::new(file))
        })
        .await
    }
}

/// The default branch, and where it stands; nothing where it has no commit.
fn default_of(objects: &Objects) -> Result<(Branch, Option<Oid>)> {
    let branch = objects.default_branch()?;
    let head = objects.reference(&branch.full())?;
    Ok((branch, head))
}
