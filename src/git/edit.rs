//! Makes a tree from another one and a list of changes, in memory, without a checkout.
//!
//! No path is ever resolved through a symbolic link: a tree knows directories and leaves, and a change
//! below a leaf is an error. Entries that no change names keep their bytes, whatever they are.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::objs::tree::{Entry, EntryKind, EntryMode};
use gix::objs::{Kind, WriteTo};

use super::error::{Error, Result};
use super::objects::{Objects, to_oid};
use super::store::Batch;
use super::tree::MAX_DEPTH;
use crate::domain::ids::Oid;
use crate::domain::path::RepoPath;
use crate::domain::replace::Mode;

/// One path, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub path: RepoPath,
    /// What stands there afterwards.
    pub what: What,
}

/// What becomes of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A file or a symbolic link with these bytes.
    Put {
        /// What it is; a submodule has no bytes and is refused.
        mode: Mode,
        /// The content, or the target of the link.
        bytes: Vec<u8>,
    },
    /// Nothing.
    Delete,
}

impl Objects {
    /// Writes `changes` on the tree `base` (nothing: an empty tree) and gives the new tree, which
    /// is on the disk when this returns. Deletions come first, so a file may take the place of a directory
    /// that the same list empties. The order of the list does not matter; equal input gives the equal tree.
    ///
    /// # Errors
    /// [`Error::Unfit`] where a path is named twice, a file to delete does not exist or is a
    /// directory, or a file, a link or a submodule stands in the way; [`Error::DiskFull`]; [`Error::Corrupt`].
    pub fn write_tree(&self, base: Option<&Oid>, changes: &[Change]) -> Result<Oid> {
        fail::fail_point!("git.write_tree.before");
        let mut batch = Batch::new(self);
        let mut sorted = BTreeMap::new();
        for change in changes {
            if sorted.insert(&change.path, &change.what).is_some() {
                return Err(unfit(&change.path, "is changed twice"));
            }
        }
        let mut root = match base {
            Some(oid) => self.directory(&batch, self.id(oid)?)?,
            None => Directory::default(),
        };
        for (path, what) in &sorted {
            if **what == What::Delete {
                self.delete(&batch, &mut root, path)?;
            }
        }
        for (path, what) in &sorted {
            if let What::Put { mode, bytes } = what {
                let kind = kind_of(*mode).ok_or_else(|| unfit(path, "cannot be written as a submodule"))?;
                let id = batch.put(Kind::Blob, bytes)?;
                self.put(&batch, &mut root, path, Slot::Leaf(kind.into(), id))?;
            }
        }
        let id = match root.write(&mut batch)? {
            Some(id) => id,
            None => batch.put(Kind::Tree, b"")?,
        };
        batch.sync()?;
        fail::fail_point!("git.write_tree.after");
        Ok(to_oid(id))
    }

    fn delete(&self, batch: &Batch<'_>, root: &mut Directory, path: &RepoPath) -> Result<()> {
        let (parents, name) = split(path);
        let mut here = root;
        for part in parents {
            here = match here.0.get_mut(part) {
                Some(slot) => self.enter(batch, slot)?.ok_or_else(|| unfit(path, "does not exist"))?,
                None => return Err(unfit(path, "does not exist")),
            };
        }
        match here.0.get(name) {
            Some(Slot::Leaf(..)) => {
                here.0.remove(name);
                Ok(())
            }
            Some(Slot::Closed(..) | Slot::Open(..)) => Err(unfit(path, "is a directory")),
            None => Err(unfit(path, "does not exist")),
        }
    }

    fn put(&self, batch: &Batch<'_>, root: &mut Directory, path: &RepoPath, leaf: Slot) -> Result<()> {
        let (parents, name) = split(path);
        if parents.len() > MAX_DEPTH {
            return Err(unfit(path, "is nested too deeply"));
        }
        let mut here = root;
        for part in parents {
            let slot = here.0.entry(part.to_vec()).or_insert_with(|| Slot::Open(Directory::default()));
            here =
                self.enter(batch, slot)?.ok_or_else(|| unfit(path, "has a parent that is no directory"))?;
        }
        if let Some(slot @ (Slot::Closed(..) | Slot::Open(..))) = here.0.get_mut(name) {
            let occupied = self.enter(batch, slot)?.is_some_and(|directory| directory.holds_leaf());
            if occupied {
                return Err(unfit(path, "is a directory"));
            }
        }
        here.0.insert(name.to_vec(), leaf);
        Ok(())
    }

    /// Opens the directory in `slot`; nothing where it is a leaf.
    fn enter<'s>(&self, batch: &Batch<'_>, slot: &'s mut Slot) -> Result<Option<&'s mut Directory>> {
        if let Slot::Closed(id) = slot {
            *slot = Slot::Open(self.directory(batch, *id)?);
        }
        match slot {
            Slot::Open(directory) => Ok(Some(directory)),
            Slot::Closed(_) | Slot::Leaf(..) => Ok(None),
        }
    }

    fn directory(&self, batch: &Batch<'_>, id: ObjectId) -> Result<Directory> {
        let mut directory = Directory::default();
        for (name, mode, id) in self.children(batch.find(), id)? {
            let slot = if mode.is_tree() { Slot::Closed(id) } else { Slot::Leaf(mode, id) };
            directory.0.insert(name, slot);
        }
        Ok(directory)
    }
}

/// A directory that was opened.
#[derive(Default)]
struct Directory(BTreeMap<Vec<u8>, Slot>);

enum Slot {
    /// A directory nobody looked into.
    Closed(ObjectId),
    Open(Directory),
    Leaf(EntryMode, ObjectId),
}

impl Directory {
    fn holds_leaf(&self) -> bool {
        self.0.values().any(|slot| match slot {
            Slot::Open(directory) => directory.holds_leaf(),
            Slot::Closed(_) | Slot::Leaf(..) => true,
        })
    }

    /// Writes what was opened, from the leaves up; nothing where it is empty, as git has no empty directories.
    fn write(self, batch: &mut Batch<'_>) -> Result<Option<ObjectId>> {
        let mut entries = Vec::with_capacity(self.0.len());
        for (name, slot) in self.0 {
            let (mode, id) = match slot {
                Slot::Closed(id) => (EntryKind::Tree.into(), Some(id)),
                Slot::Open(directory) => (EntryKind::Tree.into(), directory.write(batch)?),
                Slot::Leaf(mode, id) => (mode, Some(id)),
            };
            entries.extend(id.map(|oid| Entry { mode, filename: name.into(), oid }));
        }
        if entries.is_empty() {
            return Ok(None);
        }
        entries.sort();
        let mut bytes = Vec::new();
        gix::objs::Tree { entries }
            .write_to(&mut bytes)
            .map_err(|why| Error::other("encode a tree", anyhow::anyhow!("{why}")))?;
        batch.put(Kind::Tree, &bytes).map(Some)
    }
}

fn split(path: &RepoPath) -> (Vec<&[u8]>, &[u8]) {
    let mut parents: Vec<&[u8]> = path.as_str().split('/').map(str::as_bytes).collect();
    let name = parents.pop().unwrap_or_default();
    (parents, name)
}

fn kind_of(mode: Mode) -> Option<EntryKind> {
    match mode {
        Mode::File => Some(EntryKind::Blob),
        Mode::Executable => Some(EntryKind::BlobExecutable),
        Mode::Symlink => Some(EntryKind::Link),
        Mode::Submodule => None,
    }
}

fn unfit(path: &RepoPath, why: &'static str) -> Error {
    Error::Unfit { path: path.to_string(), why }
}
