//! Compares two trees: raw blobs and modes, as the gate judges them. Never diff text, never renames.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::objs::tree::EntryMode;

use super::error::{Error, Result};
use super::objects::{Objects, to_oid};
use super::tree::{EntryPath, Listed, MAX_DEPTH, judge, mode_of};
use crate::domain::ids::Oid;
use crate::domain::replace::Mode;

/// A path that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeChange {
    /// Where; refused paths are in the list like any other.
    pub path: EntryPath,
    /// What stood there; nothing where it is new.
    pub old: Option<(Mode, Oid)>,
    /// What stands there now; nothing where it was deleted.
    pub new: Option<(Mode, Oid)>,
}

impl Objects {
    /// The files, links and submodules in which the tree `new` differs from the tree `old` (nothing:
    /// everything is new), directory by directory in the order of their names. Both are trees, not commits.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a tree is missing; [`Error::TooLarge`] over
    /// [`super::MAX_ENTRIES`] changes, [`super::MAX_PATHS_BYTES`] or [`MAX_DEPTH`].
    pub fn compare(&self, old: Option<&Oid>, new: &Oid) -> Result<Vec<TreeChange>> {
        let old = old.map(|tree| self.id(tree)).transpose()?;
        let new = self.id(new)?;
        let store = self.shared.to_thread_local().objects;
        let (listed, found) = (Listed::default(), Vec::new());
        let mut compare = Compare { objects: self, store: &store, path: Vec::new(), listed, found };
        compare.trees(old, Some(new), 0)?;
        Ok(compare.found)
    }
}

type Side = Option<(EntryMode, ObjectId)>;

struct Compare<'a> {
    objects: &'a Objects,
    store: &'a gix::OdbHandle,
    path: Vec<u8>,
    listed: Listed,
    found: Vec<TreeChange>,
}

impl Compare<'_> {
    fn trees(&mut self, old: Option<ObjectId>, new: Option<ObjectId>, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(Error::TooLarge { what: "the nesting of directories", limit: MAX_DEPTH });
        }
        self.listed.add(&self.path)?;
        let mut names: BTreeMap<Vec<u8>, (Side, Side)> = BTreeMap::new();
        for (name, mode, id) in self.children(old)? {
            names.entry(name).or_default().0 = Some((mode, id));
        }
        for (name, mode, id) in self.children(new)? {
            names.entry(name).or_default().1 = Some((mode, id));
        }
        for (name, (old, new)) in names {
            if old == new {
                continue;
            }
            let length = self.path.len();
            self.path.extend_from_slice(&name);
            self.leaf(leaf(old), leaf(new))?;
            if directory(old).is_some() || directory(new).is_some() {
                self.path.push(b'/');
                self.trees(directory(old), directory(new), depth + 1)?;
            }
            self.path.truncate(length);
        }
        Ok(())
    }

    fn children(&self, tree: Option<ObjectId>) -> Result<Vec<(Vec<u8>, EntryMode, ObjectId)>> {
        tree.map_or(Ok(Vec::new()), |id| self.objects.children(self.store, id))
    }

    fn leaf(&mut self, old: Option<(Mode, Oid)>, new: Option<(Mode, Oid)>) -> Result<()> {
        // Equal here means two spellings of one mode, or nothing on both sides.
        if old == new {
            return Ok(());
        }
        self.listed.add(&self.path)?;
        self.found.push(TreeChange { path: judge(&self.path), old, new });
        Ok(())
    }
}

fn leaf(side: Side) -> Option<(Mode, Oid)> {
    side.and_then(|(mode, id)| mode_of(mode).map(|mode| (mode, to_oid(id))))
}

fn directory(side: Side) -> Option<ObjectId> {
    side.filter(|(mode, _)| mode.is_tree()).map(|(_, id)| id)
}
