//! A push to a repository of this host, in this process: what the commit changes is written there, and
//! its branch is moved by compare-and-set. The program does the same with a dozen processes.
//!
//! That an object is there says little: one that was written before a power cut may be an empty file. What a
//! branch there leads to was synced before it got there; so the trees of the parents tell what is left out,
//! and everything else is put, which reads back what it finds.

use std::collections::BTreeSet;

use gix::ObjectId;
use gix::objs::Find;

use super::error::{Error, Result};
use super::objects::Objects;
use super::store::Batch;
use super::tree::MAX_DEPTH;
use crate::domain::ids::Oid;

/// More objects than this are for the program, which packs them.
const MOST_OBJECTS: usize = 10_000;

/// Who copies the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copied {
    /// They are there.
    Whole,
    /// The program has to: a history is missing there, or it is too much for loose objects.
    NotHere,
}

struct Copy<'a> {
    here: &'a Objects,
    there: &'a Objects,
    store: gix::OdbHandle,
    batch: Batch<'a>,
    seen: BTreeSet<ObjectId>,
}

impl Objects {
    /// Writes `commit` and what it changes into `to`, which has its parents. What an object holds is written
    /// before it. No branch is moved.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where an object is missing here; [`Error::DiskFull`].
    pub(super) fn copy_to(&self, to: &Self, commit: &Oid) -> Result<Copied> {
        let repo = self.shared.to_thread_local();
        let id = self.id(commit)?;
        let found = repo.find_commit(id).map_err(|why| self.damaged(why))?;
        let mut beside = Vec::new();
        for parent in found.parent_ids() {
            let Ok(tree) = to.root_of(parent.detach()) else { return Ok(Copied::NotHere) };
            beside.push(tree);
        }
        let root = self.root_of(id)?;
        let (store, batch, seen) = (repo.objects.clone(), Batch::new(to), BTreeSet::new());
        let mut copy = Copy { here: self, there: to, store, batch, seen };
        if !beside.contains(&root) && copy.tree(root, &beside, 0)? == Copied::NotHere {
            return Ok(Copied::NotHere);
        }
        copy.object(id)?;
        copy.batch.sync().map(|()| Copied::Whole)
    }
}

impl Copy<'_> {
    /// Copies a tree, without what those at the same place of the parents have.
    fn tree(&mut self, id: ObjectId, beside: &[ObjectId], depth: usize) -> Result<Copied> {
        if depth > MAX_DEPTH {
            return Ok(Copied::NotHere);
        }
        // The same directory may stand in several places.
        if self.seen.contains(&id) {
            return Ok(Copied::Whole);
        }
        // Nothing is left out for one that cannot be read.
        let known = beside.iter().filter_map(|tree| self.there.children(self.batch.find(), *tree).ok());
        let known: Vec<_> = known.flatten().collect();
        let there: BTreeSet<ObjectId> = known.iter().map(|(.., id)| *id).collect();
        for (name, mode, child) in self.here.children(&self.store, id)? {
            // A submodule's commit is elsewhere.
            if mode.is_commit() || there.contains(&child) {
                continue;
            }
            if self.seen.len() > MOST_OBJECTS {
                return Ok(Copied::NotHere);
            }
            if mode.is_tree() {
                let same = known.iter().filter(|(other, mode, _)| *other == name && mode.is_tree());
                let beside: Vec<_> = same.map(|(.., tree)| *tree).collect();
                if self.tree(child, &beside, depth + 1)? == Copied::NotHere {
                    return Ok(Copied::NotHere);
                }
            } else {
                self.object(child)?;
            }
        }
        self.object(id)?;
        Ok(Copied::Whole)
    }

    /// Copies one object, whose content is there.
    fn object(&mut self, id: ObjectId) -> Result<()> {
        if !self.seen.insert(id) {
            return Ok(());
        }
        let mut buffer = Vec::new();
        let found = self.store.try_find(&id, &mut buffer).map_err(|why| self.here.damaged(why))?;
        let object =
            found.ok_or_else(|| Error::corrupt(&self.here.dir, anyhow::anyhow!("{id} is missing")))?;
        self.batch.put(object.kind, object.data).map(drop)
    }
}
