//! What the local forge needs of a bare repository: merge two commits into a tree, and the relation of two.

use super::command::Call;
use super::error::{Error, Result, classify};
use super::repo::Repo;
use super::room::or_full;
use super::tree::judge;
use crate::domain::ids::Oid;

/// How far two commits are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// Commits that only the first one has.
    pub ahead: u64,
    /// Commits that only the second one has.
    pub behind: u64,
}

impl Repo {
    /// The tree of merging `theirs` into `ours`, three-way, without a checkout. It is written to the
    /// repository; no commit is made.
    ///
    /// # Errors
    /// [`Error::Conflict`] with the files, [`Error::Corrupt`] where a commit is missing, [`Error::Other`]
    /// where the two have no common history.
    pub async fn merge_tree(&self, ours: &Oid, theirs: &Oid) -> Result<Oid> {
        let call = Call::new("merge-tree")
            .within(&self.dir)
            .args(["--write-tree", "-z", "--name-only", "--no-messages"])
            .args([ours.as_str(), theirs.as_str()]);
        let answer = self.git.run(call).await?;
        let mut fields = answer.stdout.split(|byte| *byte == 0).filter(|field| !field.is_empty());
        let tree = fields.next().unwrap_or_default();
        match answer.code {
            Some(0) => oid("merge-tree", &String::from_utf8_lossy(tree)),
            Some(1) => Err(Error::Conflict { paths: fields.map(judge).collect() }),
            Some(_) | None => {
                // Its words for that are for people.
                if let Ok(None) = self.merge_base(ours, theirs).await {
                    return Err(Error::Unrelated);
                }
                let error = classify("merge-tree", Some(&self.dir), None, &answer.stderr);
                Err(or_full(error, &self.dir))
            }
        }
    }

    /// Whether everything of `old` is in `new`.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a commit is missing.
    pub async fn is_ancestor(&self, old: &Oid, new: &Oid) -> Result<bool> {
        let call =
            Call::new("merge-base").within(&self.dir).arg("--is-ancestor").args([old.as_str(), new.as_str()]);
        let answer = self.git.run(call).await?;
        match answer.code {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            Some(_) | None => Err(classify("merge-base", Some(&self.dir), None, &answer.stderr)),
        }
    }

    /// The newest commit that both have in their history, if there is one.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a commit is missing.
    pub async fn merge_base(&self, one: &Oid, other: &Oid) -> Result<Option<Oid>> {
        let call = Call::new("merge-base").within(&self.dir).args([one.as_str(), other.as_str()]);
        let answer = self.git.run(call).await?;
        match answer.code {
            Some(0) => oid("merge-base", String::from_utf8_lossy(&answer.stdout).trim_end()).map(Some),
            Some(1) => Ok(None),
            Some(_) | None => Err(classify("merge-base", Some(&self.dir), None, &answer.stderr)),
        }
    }

    /// The commits that `to` has and `from` has not, newest first, at most `limit` of them.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a commit is missing.
    pub async fn commits_between(&self, from: &Oid, to: &Oid, limit: usize) -> Result<Vec<Oid>> {
        let call = Call::new("rev-list")
            .within(&self.dir)
            .arg(format!("--max-count={limit}"))
            .arg(format!("{from}..{to}"))
            .arg("--");
        let text = self.git.text(call).await?;
        text.lines().map(|line| oid("rev-list", line)).collect()
    }

    /// How far `one` is ahead of `other` and behind it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a commit is missing.
    pub async fn distance(&self, one: &Oid, other: &Oid) -> Result<Distance> {
        let call = Call::new("rev-list")
            .within(&self.dir)
            .args(["--left-right", "--count"])
            .arg(format!("{one}...{other}"))
            .arg("--");
        let text = self.git.text(call).await?;
        let counts = text.split_once('\t').and_then(|(ahead, behind)| {
            Some(Distance { ahead: ahead.parse().ok()?, behind: behind.parse().ok()? })
        });
        counts.ok_or_else(|| Error::other("rev-list", anyhow::anyhow!("{text:?} are no counts")))
    }
}

fn oid(what: &str, text: &str) -> Result<Oid> {
    text.parse().map_err(|why| Error::other(what, anyhow::Error::new(why)))
}
