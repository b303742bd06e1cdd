//! Texts kept in memory: of two requests to one repository, the second finds nearly every file
//! unpacked. Unpacking git's objects is what a search spends most of its time on. Texts are kept as they
//! are while there is room; where it runs out they are packed, so that about twice as many fit.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gix::ObjectId;

use super::body::Body;
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
    bodies: Vec<Mutex<Option<Body>>>,
    /// How many from the start have been packed; none while everything has room.
    packed: AtomicUsize,
    most: u64,
    held: Arc<AtomicU64>,
    mine: AtomicU64,
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
            bodies: entries.iter().map(|_| Mutex::default()).collect(),
            entries,
            packed: AtomicUsize::new(0),
            most: warm.most,
            held: Arc::clone(&warm.held),
            mine: AtomicU64::new(mine),
        };
        let here = known.map(Self::by_id).unwrap_or_default();
        for (at, entry) in files.entries.iter().enumerate() {
            if let Some(body) = here.get(&entry.id) {
                files.put(at, body.clone());
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

    /// What is kept of a file.
    pub(super) fn body(&self, at: usize) -> Option<Body> {
        lock(self.bodies.get(at)?).clone()
    }

    /// Keeps what was read, if it is a text and there is room, or can be made.
    pub(super) fn keep(&self, at: usize, bytes: &[u8]) {
        if bytes.len() > LARGEST || memchr::memchr(0, &bytes[..bytes.len().min(PEEK)]).is_some() {
            return;
        }
        if self.all_packed() && !self.has_room(bytes.len() as u64 / 2) {
            return;
        }
        let plain = self.packed.load(Ordering::Relaxed) == 0 && self.has_room(bytes.len() as u64);
        let body = if plain { Body::Text(bytes.into()) } else { Body::packed(bytes) };
        while !self.has_room(body.size()) {
            if !self.pack_next() {
                return;
            }
        }
        self.put(at, body);
    }

    /// Remembers that a file is too large.
    pub(super) fn keep_large(&self, at: usize, bytes: u64) {
        self.put(at, Body::Large(bytes));
    }

    fn all_packed(&self) -> bool {
        self.packed.load(Ordering::Relaxed) >= self.bodies.len()
    }

    fn has_room(&self, bytes: u64) -> bool {
        self.held.load(Ordering::Relaxed) + bytes <= self.most
    }

    /// Packs the next text that is kept as it is; false when all were looked at.
    fn pack_next(&self) -> bool {
        let next = self.packed.fetch_add(1, Ordering::Relaxed);
        let Some(place) = self.bodies.get(next) else { return false };
        let mut place = lock(place);
        if let Some(Body::Text(text)) = &*place {
            let packed = Body::packed(text);
            let saved = text.len() as u64 - packed.size();
            *place = Some(packed);
            self.held.fetch_sub(saved, Ordering::Relaxed);
            self.mine.fetch_sub(saved, Ordering::Relaxed);
        }
        true
    }

    fn put(&self, at: usize, body: Body) {
        let Some(place) = self.bodies.get(at) else { return };
        let mut place = lock(place);
        if place.is_none() {
            self.held.fetch_add(body.size(), Ordering::Relaxed);
            self.mine.fetch_add(body.size(), Ordering::Relaxed);
            *place = Some(body);
        }
    }

    fn by_id(&self) -> HashMap<ObjectId, Body> {
        let known = self.entries.iter().zip(&self.bodies);
        known.filter_map(|(entry, body)| Some((entry.id, lock(body).clone()?))).collect()
    }
}

fn lock(place: &Mutex<Option<Body>>) -> MutexGuard<'_, Option<Body>> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Files {
    fn drop(&mut self) {
        self.held.fetch_sub(*self.mine.get_mut(), Ordering::Relaxed);
    }
}
