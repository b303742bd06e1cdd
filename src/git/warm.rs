//! Texts kept in memory: of two requests to one repository, the second finds nearly every file
//! unpacked. Unpacking is what a search spends most of its time on.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gix::ObjectId;

use super::error::Result;
use super::objects::Objects;
use super::tree::Entry;
use crate::domain::ids::Oid;
use crate::domain::path::RepoPath;

/// Larger files are read anew each time, in bytes.
const LARGEST: usize = 512 * 1024;
/// How much of a file is looked at to tell whether it is a text, as git does.
const PEEK: usize = 8000;
/// What an entry takes without its bytes, about.
const ENTRY_BYTES: u64 = 160;

/// The files of the trees that were searched last, one tree for each repository.
#[derive(Debug)]
pub struct Warm {
    most: u64,
    held: Arc<AtomicU64>,
    /// The one that was used last is the last one.
    trees: Mutex<Vec<Arc<Files>>>,
}

/// The files of a tree, with the bytes of those that are kept.
#[derive(Debug)]
pub struct Files {
    dir: PathBuf,
    tree: ObjectId,
    pub(super) entries: Vec<Entry>,
    bodies: Vec<OnceLock<Body>>,
    most: u64,
    held: Arc<AtomicU64>,
    mine: AtomicU64,
}

/// What is known of a file.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// Its bytes.
    Text(Arc<[u8]>),
    /// It is larger than anybody reads; how large.
    Large(u64),
}

impl Warm {
    /// Keeps about this many bytes at most; nothing with 0.
    pub fn new(most: u64) -> Self {
        Self { most, held: Arc::default(), trees: Mutex::default() }
    }

    /// The files of a commit or a tree, with the bytes that are still here from another tree of the
    /// same repository.
    ///
    /// # Errors
    /// As [`Objects::list`].
    pub fn files(&self, objects: &Objects, commit: &Oid) -> Result<Arc<Files>> {
        let tree = objects.root(commit)?;
        let known = {
            let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
            let at = trees.iter().position(|files| files.dir == objects.dir);
            let known = at.map(|at| trees.remove(at));
            trees.extend(known.clone());
            known
        };
        if let Some(files) = known.as_ref().filter(|files| files.tree == tree) {
            return Ok(Arc::clone(files));
        }
        let files = Arc::new(Files::new(self, objects, (tree, objects.list(commit)?), known.as_deref()));
        let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        trees.retain(|other| other.dir != files.dir);
        trees.push(Arc::clone(&files));
        drop(known);
        // Whoever came last has room for at least half of everything.
        while trees.len() > 1 && self.held.load(Ordering::Relaxed) > self.most / 2 {
            trees.remove(0);
        }
        Ok(files)
    }
}

impl Files {
    fn new(warm: &Warm, objects: &Objects, of: (ObjectId, Vec<Entry>), known: Option<&Self>) -> Self {
        let (tree, entries) = of;
        let mine = ENTRY_BYTES * entries.len() as u64;
        warm.held.fetch_add(mine, Ordering::Relaxed);
        let files = Self {
            dir: objects.dir.clone(),
            tree,
            bodies: entries.iter().map(|_| OnceLock::new()).collect(),
            entries,
            most: warm.most,
            held: Arc::clone(&warm.held),
            mine: AtomicU64::new(mine),
        };
        let here: HashMap<ObjectId, &Body> = known.map(Self::by_id).unwrap_or_default();
        for (at, entry) in files.entries.iter().enumerate() {
            if let Some(body) = here.get(&entry.id) {
                files.put(at, (*body).clone());
            }
        }
        files
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The paths of those that baton may name.
    pub fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.entries.iter().filter_map(|entry| entry.path.as_ref().ok())
    }

    pub(super) fn body(&self, at: usize) -> Option<&Body> {
        self.bodies.get(at)?.get()
    }

    /// Keeps what was read, if it is a text and there is room.
    pub(super) fn keep(&self, at: usize, bytes: &[u8]) {
        let text = bytes.len() <= LARGEST && memchr::memchr(0, &bytes[..bytes.len().min(PEEK)]).is_none();
        if text && self.held.load(Ordering::Relaxed) + bytes.len() as u64 <= self.most {
            self.put(at, Body::Text(bytes.into()));
        }
    }

    /// Remembers that a file is too large.
    pub(super) fn keep_large(&self, at: usize, bytes: u64) {
        self.put(at, Body::Large(bytes));
    }

    fn put(&self, at: usize, body: Body) {
        let bytes = match &body {
            Body::Text(bytes) => bytes.len() as u64,
            Body::Large(_) => 0,
        };
        if self.bodies.get(at).is_some_and(|place| place.set(body).is_ok()) {
            self.held.fetch_add(bytes, Ordering::Relaxed);
            self.mine.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    fn by_id(&self) -> HashMap<ObjectId, &Body> {
        let known = self.entries.iter().zip(&self.bodies);
        known.filter_map(|(entry, body)| Some((entry.id, body.get()?))).collect()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.held.fetch_sub(*self.mine.get_mut(), Ordering::Relaxed);
    }
}
