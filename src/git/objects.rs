//! The objects and references of one repository, in this process.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::objs::tree::EntryMode;
use gix::objs::{Find, TreeRefIter};

use super::commit::has_line;
use super::error::{Error, Result};
use crate::domain::ids::{Branch, Oid};

/// An open object store. Everything on it blocks: call it from a blocking thread.
///
/// It is opened isolated: only the repository's own configuration counts, replacement references and
/// the environment do not.
pub struct Objects {
    pub(super) shared: gix::ThreadSafeRepository,
    pub(super) dir: PathBuf,
}

impl Objects {
    pub(super) fn open(dir: &Path) -> Result<Self> {
        let options = gix::open::Options::isolated()
            .open_path_as_is(true)
            .config_overrides(["core.useReplaceRefs=false", "gitoxide.objects.noReplace=true"]);
        let shared = gix::ThreadSafeRepository::open_opts(dir, options).map_err(|why| damaged(dir, why))?;
        Ok(Self { shared, dir: dir.to_owned() })
    }

    /// The commit that `branch` stands at.
    ///
    /// # Errors
    /// [`Error::NoSuchBranch`], or [`Error::Corrupt`] where the reference cannot be read.
    pub fn resolve(&self, branch: &Branch) -> Result<Oid> {
        self.reference(&branch.full())?.ok_or_else(|| Error::NoSuchBranch { branch: branch.clone() })
    }

    /// The branch that `HEAD` names, whether it has a commit or not.
    ///
    /// # Errors
    /// [`Error::NoDefaultBranch`] where it names a commit; [`Error::Corrupt`] where it cannot be read.
    pub fn default_branch(&self) -> Result<Branch> {
        let repo = self.shared.to_thread_local();
        let name = repo.head_name().map_err(|why| self.damaged(why))?;
        let Some(full) = name.map(|name| name.to_string()) else {
            return Err(Error::NoDefaultBranch { unborn: None });
        };
        let short = full.strip_prefix("refs/heads/").unwrap_or_default();
        short.parse().map_err(|why| Error::corrupt(&self.dir, anyhow::Error::new(why).context("HEAD")))
    }

    /// The work that [`super::Repo::keep`] keeps under `name`.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the reference cannot be read.
    pub fn kept(&self, name: &Branch) -> Result<Option<Oid>> {
        self.reference(&format!("refs/baton/{name}"))
    }

    /// The tree of `commit`.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it is no commit of this repository.
    pub fn tree_of(&self, commit: &Oid) -> Result<Oid> {
        self.root(commit).map(to_oid)
    }

    /// The bytes of a blob of at most `limit` bytes.
    ///
    /// # Errors
    /// [`Error::TooLarge`], or [`Error::Corrupt`] where there is no such blob.
    pub fn blob(&self, oid: &Oid, limit: usize) -> Result<Vec<u8>> {
        if self.size(oid)? > limit as u64 {
            return Err(Error::TooLarge { what: "a file", limit });
        }
        let repo = self.shared.to_thread_local();
        Ok(repo.find_blob(self.id(oid)?).map_err(|why| self.damaged(why))?.take_data())
    }

    /// How many bytes a blob has. It is not unpacked for that.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where there is no such blob.
    pub fn size(&self, oid: &Oid) -> Result<u64> {
        let repo = self.shared.to_thread_local();
        let header = repo.find_header(self.id(oid)?).map_err(|why| self.damaged(why))?;
        if header.kind() != gix::objs::Kind::Blob {
            return Err(Error::corrupt(&self.dir, anyhow::anyhow!("{oid} is not a blob")));
        }
        Ok(header.size())
    }

    pub(super) fn reference(&self, full: &str) -> Result<Option<Oid>> {
        let repo = self.shared.to_thread_local();
        let Some(mut found) = repo.try_find_reference(full).map_err(|why| self.damaged(why))? else {
            return Ok(None);
        };
        // A short name is searched in several places; ours is the full one only.
        if found.name().as_bstr() != full {
            return Ok(None);
        }
        let id = found.peel_to_id().map_err(|why| self.damaged(why))?;
        Ok(Some(to_oid(id.detach())))
    }

    /// The references that one named `full` cannot be beside: its own directories, and what is below it.
    pub(super) fn in_the_way(&self, full: &str) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for (end, _) in full.match_indices('/') {
            if self.reference(&full[..end])?.is_some() {
                found.push(full[..end].to_owned());
            }
        }
        let repo = self.shared.to_thread_local();
        let below = repo.references().map_err(|why| self.damaged(why))?;
        for reference in below.prefixed(&*format!("{full}/")).map_err(|why| self.damaged(why))? {
            found.push(reference.map_err(|why| self.damaged(why))?.name().as_bstr().to_string());
        }
        Ok(found)
    }

    /// The newest commit whose message has this very line on the first parents of `from`, at most `limit`
    /// back. With a line that names what it is for, it finds work that a crash left unrecorded.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a commit cannot be read.
    pub fn find_by_line(&self, from: &Oid, line: &str, limit: usize) -> Result<Option<Oid>> {
        let repo = self.shared.to_thread_local();
        let mut next = Some(self.id(from)?);
        for _ in 0..limit {
            let Some(id) = next else { break };
            let commit = repo.find_commit(id).map_err(|why| self.damaged(why))?;
            if has_line(commit.message_raw_sloppy(), line) {
                return Ok(Some(to_oid(id)));
            }
            next = commit.parent_ids().next().map(|parent| parent.detach());
        }
        Ok(None)
    }

    /// Whether other accounts of this machine write here, too (git-config(1), "core.sharedRepository").
    pub(super) fn is_shared(&self) -> bool {
        let repo = self.shared.to_thread_local();
        let said = repo.config_snapshot().string("core.sharedRepository").map(|said| said.to_string());
        said.is_some_and(|said| {
            !matches!(said.to_ascii_lowercase().as_str(), "umask" | "false" | "no" | "off" | "0")
        })
    }

    /// The tree of a commit; a tree is its own.
    pub(super) fn root(&self, commit: &Oid) -> Result<ObjectId> {
        self.root_of(self.id(commit)?)
    }

    pub(super) fn root_of(&self, commit: ObjectId) -> Result<ObjectId> {
        let repo = self.shared.to_thread_local();
        let object = repo.find_object(commit).map_err(|why| self.damaged(why))?;
        Ok(object.peel_to_tree().map_err(|why| self.damaged(why))?.id)
    }

    pub(super) fn id(&self, oid: &Oid) -> Result<ObjectId> {
        ObjectId::from_hex(oid.as_str().as_bytes()).map_err(|why| self.damaged(why))
    }

    /// An object could not be read.
    pub(super) fn damaged(&self, why: gix::Error) -> Error {
        damaged(&self.dir, why)
    }

    /// Something else than reading failed.
    pub(super) fn failed(&self, what: &str, why: gix::Error) -> Error {
        let kind = system(&why).unwrap_or(io::ErrorKind::Other);
        Error::io(what, io::Error::new(kind, whole(&why)))
    }

    /// Whether `commit` and the top of its tree can be read.
    pub(super) fn peek(&self, commit: &Oid) -> Result<()> {
        let root = self.root(commit)?;
        self.children(&self.shared.to_thread_local().objects, root).map(drop)
    }

    /// The entries of a tree. One that names an entry twice means different things to different
    /// readers, so it counts as damaged, as it does for git-fsck(1).
    pub(super) fn children(
        &self,
        store: &impl Find,
        id: ObjectId,
    ) -> Result<Vec<(Vec<u8>, EntryMode, ObjectId)>> {
        let damaged = |why: String| Error::corrupt(&self.dir, anyhow::anyhow!("tree {id}: {why}"));
        let (mut buffer, mut names, mut found) = (Vec::new(), BTreeSet::new(), Vec::new());
        let bytes = self.tree(store, id, &mut buffer)?;
        for entry in TreeRefIter::from_bytes(bytes, id.kind()) {
            let entry = entry.map_err(|why| damaged(why.to_string()))?;
            if !names.insert(entry.filename) {
                return Err(damaged(format!("names {} twice", entry.filename)));
            }
            found.push((entry.filename.to_vec(), entry.mode, entry.oid.to_owned()));
        }
        Ok(found)
    }

    /// The bytes of a tree, which must be there.
    pub(super) fn tree<'a>(
        &self,
        store: &impl Find,
        id: ObjectId,
        buffer: &'a mut Vec<u8>,
    ) -> Result<&'a [u8]> {
        match store.try_find(&id, buffer).map_err(|why| self.damaged(why))? {
            Some(object) if object.kind == gix::objs::Kind::Tree => Ok(object.data),
            Some(_) | None => Err(Error::corrupt(&self.dir, anyhow::anyhow!("tree {id} is missing"))),
        }
    }
}

/// gix's id as ours.
pub(super) fn to_oid(id: ObjectId) -> Oid {
    id.to_string().parse().expect("gix prints ids as lower-case hexadecimal digits")
}

/// What could not be read in the repository in `dir` is damaged, unless the system says otherwise.
fn damaged(dir: &Path, why: gix::Error) -> Error {
    match system(&why) {
        Some(
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidData,
        )
        | None => Error::corrupt(dir, boxed(why)),
        // Too many open files or a missing right is no reason to throw a mirror away.
        Some(kind) => Error::io("read a repository", io::Error::new(kind, whole(&why))),
    }
}

/// What the system said, where it was the system that failed.
fn system(why: &gix::Error) -> Option<io::ErrorKind> {
    chain(why).find_map(|why| why.downcast_ref::<io::Error>()).map(io::Error::kind)
}

/// What failed, and why it did.
fn whole(why: &gix::Error) -> String {
    chain(why).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn chain(why: &gix::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(Some(why as &(dyn std::error::Error + 'static)), |why| why.source())
}

fn boxed(why: gix::Error) -> anyhow::Error {
    anyhow::anyhow!("{why}")
}
