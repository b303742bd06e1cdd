//! One bare repository on this host, and its references.

use std::path::{Path, PathBuf};

use super::command::{Call, Git};
use super::error::{Error, Result, classify};
use super::objects::Objects;
use super::room::or_full;
use crate::domain::ids::{Branch, Oid};

/// Where our own references live: no fetch touches them, no push carries them.
const KEPT: &str = "refs/baton/";

/// A bare repository on this host. Cheap to clone; holds nothing open.
#[derive(Debug, Clone)]
pub struct Repo {
    pub(super) git: Git,
    pub(super) dir: PathBuf,
}

impl Repo {
    /// The repository in `dir`. Nothing is looked at yet.
    pub fn at(git: Git, dir: &Path) -> Self {
        Self { git, dir: dir.to_owned() }
    }

    /// Makes an empty bare repository in `dir` whose default branch will be `default`.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::TimedOut`] or [`Error::Other`].
    pub async fn init(git: Git, dir: &Path, default: &Branch) -> Result<Self> {
        let call = Call::new("init")
            .args(["--quiet", "--bare", "--template=", "--object-format=sha1"])
            .arg(format!("--initial-branch={default}"))
            .arg("--")
            .arg(dir);
        git.ask(call).await?;
        Ok(Self::at(git, dir))
    }

    /// Its directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its objects and references, to read and write in this process. Blocking, as everything on them.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the directory is no repository.
    pub fn objects(&self) -> Result<Objects> {
        Objects::open(&self.dir)
    }

    /// Moves `branch` from `expected` (nothing: it must not exist) to `new`. A branch that stands at
    /// `new` already is a success, so the call can be repeated after a crash.
    ///
    /// # Errors
    /// [`Error::Moved`] where it stands elsewhere, [`Error::Corrupt`] where `new` is not in the repository.
    pub async fn update(&self, branch: &Branch, new: &Oid, expected: Option<&Oid>) -> Result<()> {
        self.set(&branch.full(), new, Some(expected)).await
    }

    /// Keeps `oid` and everything it needs under `refs/baton/<name>`, until [`Repo::release`].
    ///
    /// # Errors
    /// [`Error::Corrupt`] where `oid` is not in the repository.
    pub async fn keep(&self, name: &Branch, oid: &Oid) -> Result<()> {
        self.set(&format!("{KEPT}{name}"), oid, None).await
    }

    /// Ends what [`Repo::keep`] began; nothing happens where it never did.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::TimedOut`] or [`Error::Other`].
    pub async fn release(&self, name: &Branch) -> Result<()> {
        let call = Call::new("update-ref").within(&self.dir).arg("-d").arg(format!("{KEPT}{name}"));
        self.git.ask(call).await.map(drop)
    }

    /// `expected`: `None` for any value, `Some(None)` for "does not exist".
    async fn set(&self, name: &str, new: &Oid, expected: Option<Option<&Oid>>) -> Result<()> {
        fail::fail_point!("git.update_ref.before");
        let mut call = Call::new("update-ref").within(&self.dir).args(["--no-deref", name, new.as_str()]);
        if let Some(old) = expected {
            call = call.arg(old.map_or_else(|| "0".repeat(new.as_str().len()), Oid::to_string));
        }
        let answer = self.git.run(call).await?;
        if answer.code != Some(0) {
            let actual = self.read(name).await?;
            if actual.as_ref() == Some(new) {
                return Ok(());
            }
            return match expected {
                Some(old) if actual.as_ref() != old => Err(Error::Moved { name: name.to_owned(), actual }),
                Some(_) | None => {
                    let error = classify("update-ref", Some(&self.dir), None, &answer.stderr);
                    Err(or_full(error, &self.dir))
                }
            };
        }
        fail::fail_point!("git.update_ref.after");
        Ok(())
    }

    /// Deletes the reference `name`, which has to stand at `expected` (nothing: anywhere). One that is gone
    /// already is a success.
    pub(super) async fn delete(&self, name: &str, expected: Option<&Oid>) -> Result<()> {
        let call = Call::new("update-ref").within(&self.dir).args(["--no-deref", "-d", name]);
        let answer = self.git.run(call.args(expected.map(Oid::as_str))).await?;
        if answer.code == Some(0) {
            return Ok(());
        }
        match self.read(name).await? {
            None => Ok(()),
            actual if actual.as_ref() != expected => Err(Error::Moved { name: name.to_owned(), actual }),
            Some(_) => Err(classify("update-ref", Some(&self.dir), None, &answer.stderr)),
        }
    }

    async fn read(&self, name: &str) -> Result<Option<Oid>> {
        let (repo, name) = (self.clone(), name.to_owned());
        blocking(move || repo.objects()?.reference(&name)).await
    }
}

/// Runs blocking work off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(why) => Err(Error::other("wait for a thread", why)),
    }
}
