//! Writes objects so that a power failure cannot take them from under a reference.
//!
//! gix writes a loose object to a temporary file and renames it; it does not sync. So every object
//! of a change is remembered, and before anybody learns its id the file, the directories it stands
//! in and the object directory itself are synced. A retry after a crash meets objects that were written
//! but maybe never synced, or were cut off by a power failure: those are read back, written again where
//! they are damaged, and synced like new ones.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::objs::{Exists, Find, Kind, Write};

use super::error::{Error, Result};
use super::objects::Objects;

/// Objects that are being written; they count only after [`Batch::sync`].
pub(super) struct Batch<'a> {
    objects: &'a Objects,
    repo: gix::Repository,
    store: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl<'a> Batch<'a> {
    pub fn new(objects: &'a Objects) -> Self {
        let repo = objects.shared.to_thread_local();
        let store = repo.objects.store_ref().path().to_owned();
        Self { objects, repo, store, written: BTreeSet::new() }
    }

    /// The repository that is written to.
    pub fn find(&self) -> &gix::OdbHandle {
        &self.repo.objects
    }

    /// Writes one object, unless it is there already.
    pub fn put(&mut self, kind: Kind, bytes: &[u8]) -> Result<ObjectId> {
        let id = gix::objs::compute_hash(self.repo.object_hash(), kind, bytes)
            .map_err(|why| Error::other("hash an object", anyhow::anyhow!("{why}")))?;
        let file = loose_path(&self.store, id);
        if file.exists() {
            if !self.reads_back(id, bytes) {
                std::fs::remove_file(&file).map_err(|why| Error::io("remove a damaged object", why))?;
                self.write(kind, bytes)?;
            }
        } else if self.repo.objects.exists(&id) {
            // In a pack, which git synced when it came.
            return Ok(id);
        } else {
            self.write(kind, bytes)?;
        }
        self.written.insert(file);
        Ok(id)
    }

    /// Returns when everything that was put is on the disk: first the files, then where they stand.
    pub fn sync(self) -> Result<()> {
        let files: Vec<&Path> = self.written.iter().map(PathBuf::as_path).collect();
        let places = files.iter().filter_map(|file| file.parent()).chain([self.store.as_path()]);
        let places: BTreeSet<&Path> = places.collect();
        sync_all(&files)?;
        sync_all(&places.into_iter().collect::<Vec<_>>())
    }

    fn write(&self, kind: Kind, bytes: &[u8]) -> Result<()> {
        self.repo
            .objects
            .write_buf(kind, bytes)
            .map(drop)
            .map_err(|why| self.objects.failed("write an object", why))
    }

    fn reads_back(&self, id: ObjectId, bytes: &[u8]) -> bool {
        let mut buffer = Vec::new();
        matches!(self.repo.objects.try_find(&id, &mut buffer), Ok(Some(object)) if object.data == bytes)
    }
}

fn loose_path(store: &Path, id: ObjectId) -> PathBuf {
    let hex = id.to_string();
    store.join(&hex[..2]).join(&hex[2..])
}

/// Threads that wait for the disk at once: a file system writes down together what is asked for together.
const SYNCS_AT_ONCE: usize = 16;

fn sync_all(paths: &[&Path]) -> Result<()> {
    for paths in paths.chunks(SYNCS_AT_ONCE) {
        std::thread::scope(|scope| {
            let waits: Vec<_> = paths.iter().map(|path| scope.spawn(|| sync(path))).collect();
            waits
                .into_iter()
                .try_for_each(|wait| wait.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
    }
    Ok(())
}

/// Syncs a file, or the entries of a directory.
pub(super) fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|why| Error::io("sync an object to disk", why))
}
