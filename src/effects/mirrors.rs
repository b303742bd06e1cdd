//! Where the mirrors of this host live, one bare repository for each repository of the forge.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use super::Teller;
use crate::domain::ids::{Branch, Oid, RepoName};
use crate::git::{CommitSpec, Error, Git, Made, Mirror, Remote};
use crate::ports::Forge;

/// Opens mirrors.
#[derive(Clone)]
pub struct Mirrors {
    git: Git,
    root: PathBuf,
    forge: Arc<dyn Forge>,
}

impl Mirrors {
    /// Mirrors of `forge`'s repositories, below `root`.
    pub fn new(git: Git, root: PathBuf, forge: Arc<dyn Forge>) -> Self {
        Self { git, root, forge }
    }

    /// The mirror of a repository; cloned when it is not here, rebuilt when it is damaged.
    ///
    /// # Errors
    /// The errors of git, as [`Error`], and an unknown repository.
    pub async fn open(&self, repo: &RepoName, teller: &Teller) -> anyhow::Result<Mirror> {
        let (remote, dir) = (self.remote(repo)?, self.dir(repo));
        if let Some(parent) = dir.parent() {
            std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        let stage = teller.stage();
        let told = |progress| stage.tell(progress);
        Ok(Mirror::open_or_clone(self.git.clone(), remote, &dir, &told).await?)
    }

    /// Which mirror of a repository is here now.
    pub fn here(&self, repo: &RepoName) -> Option<Made> {
        Made::at(&self.dir(repo))
    }

    /// Makes the mirror of `repo` that was used anew where `error` says that something in it is damaged: what is
    /// looked at when it is opened is little. Gives whether it is another one now, by whomever, so that what
    /// failed can be done again.
    ///
    /// # Errors
    /// The errors of git.
    pub async fn mends(
        &self,
        (repo, used): (&RepoName, Option<Made>),
        error: &anyhow::Error,
        teller: &Teller,
    ) -> anyhow::Result<bool> {
        let here = self.dir(repo);
        let of_mirror = |error: &(dyn std::error::Error + 'static)| matches!(error.downcast_ref(), Some(Error::Corrupt { dir, .. }) if *dir == here);
        if !error.chain().any(of_mirror) {
            return Ok(false);
        }
        tracing::warn!(repo = %repo, error = format!("{error:#}"), "a mirror is damaged; it is made anew");
        let stage = teller.stage();
        let told = |progress| stage.tell(progress);
        Mirror::used(self.git.clone(), self.remote(repo)?, &here, used).rebuild(&told).await?;
        Ok(true)
    }

    fn remote(&self, repo: &RepoName) -> anyhow::Result<Remote> {
        self.forge.remote(repo)?.parse().context("cannot use the forge's address")
    }

    fn dir(&self, repo: &RepoName) -> PathBuf {
        self.root.join(format!("{repo}.git"))
    }

    /// Where a branch (nothing: the default branch) stands now, with its commit here; a damaged mirror is
    /// made anew.
    ///
    /// # Errors
    /// The errors of git.
    pub async fn bring(
        &self,
        mirror: &Mirror,
        branch: Option<&Branch>,
        teller: &Teller,
    ) -> Result<(Branch, Oid), Error> {
        let stage = teller.stage();
        let told = |progress| stage.tell(progress);
        match mirror.bring(branch, &told).await {
            Err(Error::Corrupt { .. }) => {
                mirror.rebuild(&told).await?;
                mirror.bring(branch, &told).await
            }
            other => other,
        }
    }

    /// Makes sure that the head of a branch is here, which somebody else may have pushed. Where the
    /// branch stands now, when it has moved on from a head that cannot be had.
    ///
    /// # Errors
    /// `NoSuchBranch`, and the other errors of git.
    pub async fn moved(
        &self,
        mirror: &Mirror,
        (branch, head): (&Branch, &Oid),
        teller: &Teller,
    ) -> anyhow::Result<Option<Oid>> {
        let (here, wanted) = ((**mirror).clone(), head.clone());
        let known = move || here.objects()?.tree_of(&wanted);
        match tokio::task::spawn_blocking(known).await? {
            Ok(_) => return Ok(None),
            Err(Error::Corrupt { .. }) => {}
            Err(other) => return Err(other.into()),
        }
        let (_, now) = self.bring(mirror, Some(branch), teller).await?;
        Ok((now != *head).then_some(now))
    }

    /// Whether a branch of the remote stood at a commit that is made of `spec`, and says so in this line of its
    /// message: one that a run pushed before it could say so. What somebody else amended, or put on top, is theirs.
    ///
    /// # Errors
    /// The errors of git.
    pub async fn holds(
        &self,
        mirror: &Mirror,
        (branch, head): (&Branch, &Oid),
        (spec, line): (&CommitSpec, &str),
        teller: &Teller,
    ) -> anyhow::Result<bool> {
        // One that moved on meanwhile is somebody else's work.
        if self.moved(mirror, (branch, head), teller).await?.is_some() {
            return Ok(false);
        }
        let (here, head, spec, line) = ((**mirror).clone(), head.clone(), spec.clone(), line.to_owned());
        let made = move || here.objects()?.is_made_of(&head, &spec, &line);
        Ok(tokio::task::spawn_blocking(made).await??)
    }
}
