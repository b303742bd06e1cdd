//! Brings one branch of the remote into its mirror: the usual case, nothing new, costs one question.

use super::command::Call;
use super::error::{Error, Result};
use super::mirror::Mirror;
use super::objects::Objects;
use super::push::here;
use super::repo::blocking;
use super::talk::Told;
use crate::domain::ids::{Branch, Oid};

impl Mirror {
    /// The commit that `branch` (nothing: the default branch) of the remote stands at, brought here where it
    /// is not here yet. The usual case, nothing new, is one question to the remote.
    ///
    /// # Errors
    /// [`Error::NoSuchBranch`], [`Error::NoDefaultBranch`], and as [`Mirror::fetch`].
    pub async fn bring(&self, branch: Option<&Branch>, told: Told<'_>) -> Result<(Branch, Oid)> {
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
        let known = self.here(&branch).await?;
        if known.as_ref() != Some(&there) {
            let turn = self.turn().await?;
            if known.is_none() {
                self.make_way(&branch).await?;
            }
            self.fetch_refs(&turn, &format!("+{0}:{0}", branch.full()), told).await?;
        }
        // Where it moved in between, the newer commit is the one that is here.
        let here = self.here(&branch).await?;
        here.map(|oid| (branch.clone(), oid)).ok_or(Error::NoSuchBranch { branch })
    }

    /// Deletes the branches here that a branch of the remote cannot be beside: the remote has them no more.
    async fn make_way(&self, branch: &Branch) -> Result<()> {
        let (repo, full) = (self.repo.clone(), branch.full());
        for name in blocking(move || repo.objects()?.in_the_way(&full)).await? {
            self.delete(&name, None).await?;
        }
        Ok(())
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
}

/// The default branch, and where it stands; nothing where it has no commit.
fn default_of(objects: &Objects) -> Result<(Branch, Option<Oid>)> {
    let branch = objects.default_branch()?;
    let head = objects.reference(&branch.full())?;
    Ok((branch, head))
}
