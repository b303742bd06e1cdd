//! Lists every file of a commit. A repository's content is not trusted: a tree may name one subtree many
//! times (a few kilobytes that unfold to billions of files) or nest without end, so both have a limit.

use gix::ObjectId;
use gix::objs::TreeRefIter;
use gix::objs::tree::{EntryKind, EntryMode};

use super::error::{Error, Result};
use super::objects::{Objects, to_oid};
use crate::domain::ids::Oid;
use crate::domain::path::{BadPath, MAX_PATH_BYTES, RepoPath};
use crate::domain::replace::Mode;

/// Most files and directories that a commit may have.
pub const MAX_ENTRIES: usize = 2_000_000;
/// Most bytes of all their paths together.
pub const MAX_PATHS_BYTES: usize = 256 * 1024 * 1024;
/// Deepest nesting of directories.
pub const MAX_DEPTH: usize = 256;

/// A path that git stores and baton refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {why}", String::from_utf8_lossy(bytes).escape_debug())]
pub struct Refused {
    /// The path as git stores it, as far as it is no longer than any path may be.
    pub bytes: Vec<u8>,
    /// The rule it breaks.
    pub why: BadPath,
}

/// A path as it was found in a tree: usable, or refused with its bytes.
pub type EntryPath = std::result::Result<RepoPath, Refused>;

/// A file, a symbolic link or a submodule of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: EntryPath,
    /// What it is.
    pub mode: Mode,
    pub(super) id: ObjectId,
}

impl Entry {
    /// The object behind it: a blob, or the submodule's commit.
    pub fn oid(&self) -> Oid {
        to_oid(self.id)
    }
}

/// The path `bytes`, judged.
pub(super) fn judge(bytes: &[u8]) -> EntryPath {
    let kept = || bytes[..bytes.len().min(MAX_PATH_BYTES)].to_owned();
    RepoPath::from_bytes(bytes).map_err(|why| Refused { bytes: kept(), why })
}

/// How much of a tree was listed. A repository's content decides about the length of a name, too.
#[derive(Default)]
pub(super) struct Listed {
    entries: usize,
    bytes: usize,
}

impl Listed {
    /// One more entry.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`MAX_ENTRIES`] or [`MAX_PATHS_BYTES`].
    pub fn add(&mut self, path: &[u8]) -> Result<()> {
        self.entries += 1;
        self.bytes += path.len();
        if self.entries > MAX_ENTRIES {
            return Err(Error::TooLarge { what: "the number of files and directories", limit: MAX_ENTRIES });
        }
        if self.bytes > MAX_PATHS_BYTES {
            return Err(Error::TooLarge { what: "the length of all paths in bytes", limit: MAX_PATHS_BYTES });
        }
        Ok(())
    }
}

/// The mode of what is no directory.
pub(super) fn mode_of(mode: EntryMode) -> Option<Mode> {
    match mode.kind() {
        EntryKind::Tree => None,
        EntryKind::Blob => Some(Mode::File),
        EntryKind::BlobExecutable => Some(Mode::Executable),
        EntryKind::Link => Some(Mode::Symlink),
        EntryKind::Commit => Some(Mode::Submodule),
    }
}

impl Objects {
    /// Every file of `commit`, in git's order. Paths that baton refuses are in the list, as refused.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`MAX_ENTRIES`], [`MAX_PATHS_BYTES`] or [`MAX_DEPTH`], [`Error::Corrupt`] where a tree is missing.
    pub fn list(&self, commit: &Oid) -> Result<Vec<Entry>> {
        let root = self.root(commit)?;
        let store = self.shared.to_thread_local().objects;
        let (listed, found) = (Listed::default(), Vec::new());
        let mut walk = Walk { objects: self, store: &store, path: Vec::new(), listed, found };
        walk.descend(root, 0)?;
        Ok(walk.found)
    }

    /// The files of `commit` that stand in no directory, in git's order: cheap however large the rest is.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the tree is missing.
    pub fn at_the_top(&self, commit: &Oid) -> Result<Vec<Entry>> {
        let store = self.shared.to_thread_local().objects;
        let children = self.children(&store, self.root(commit)?)?;
        let file =
            |(name, mode, id): (Vec<u8>, _, _)| Some(Entry { path: judge(&name), mode: mode_of(mode)?, id });
        Ok(children.into_iter().filter_map(file).collect())
    }
}

struct Walk<'a, S> {
    objects: &'a Objects,
    store: &'a S,
    path: Vec<u8>,
    listed: Listed,
    found: Vec<Entry>,
}

impl<S: gix::objs::Find> Walk<'_, S> {
    fn descend(&mut self, tree: ObjectId, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(Error::TooLarge { what: "the nesting of directories", limit: MAX_DEPTH });
        }
        // Empty ones count: nothing but them can unfold without end, too.
        self.listed.add(&self.path)?;
        let mut buffer = Vec::new();
        let bytes = self.objects.tree(self.store, tree, &mut buffer)?;
        for entry in TreeRefIter::from_bytes(bytes, tree.kind()) {
            let entry =
                entry.map_err(|why| Error::corrupt(&self.objects.dir, anyhow::anyhow!("{tree}: {why}")))?;
            let length = self.path.len();
            self.path.extend_from_slice(entry.filename);
            match mode_of(entry.mode) {
                None => {
                    self.path.push(b'/');
                    self.descend(entry.oid.to_owned(), depth + 1)?;
                }
                Some(mode) => self.add(mode, entry.oid.to_owned())?,
            }
            self.path.truncate(length);
        }
        Ok(())
    }

    fn add(&mut self, mode: Mode, id: ObjectId) -> Result<()> {
        self.listed.add(&self.path)?;
        self.found.push(Entry { path: judge(&self.path), mode, id });
        Ok(())
    }
}
