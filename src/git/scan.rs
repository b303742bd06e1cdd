//! Looks into every file of a tree on several threads, with bounded memory.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use gix::objs::{Find, Kind};
use gix::odb::Header;

use super::body::{Body, unpack};
use super::error::{Error, Result};
use super::objects::Objects;
use super::tree::{Entry, Refused};
use super::warm::Files;
use crate::domain::path::RepoPath;
use crate::domain::replace::Mode;

/// Files that a thread takes at once: small enough to end together, large enough not to queue.
const BATCH: usize = 64;

/// How to look.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Threads to read on; each holds one file in memory at a time.
    pub threads: NonZeroUsize,
    /// Larger files are not read but named.
    pub max_bytes: u64,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan<T> {
    /// What the look found, sorted by path.
    pub found: Vec<(RepoPath, T)>,
    /// Files over the size limit with their bytes, sorted by path.
    pub large: Vec<(RepoPath, u64)>,
    /// Entries whose path baton refuses; they were not read.
    pub refused: Vec<Refused>,
    /// Files that were read.
    pub read: usize,
}

impl<T> Default for Scan<T> {
    fn default() -> Self {
        Self { found: Vec::new(), large: Vec::new(), refused: Vec::new(), read: 0 }
    }
}

impl Objects {
    /// Calls `look` with the bytes of every file and symbolic link of `files` (a link's bytes are its
    /// target) for which `skip` is false. Submodules have no bytes here and are never read.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a blob is missing or damaged.
    pub fn scan<T: Send>(
        &self,
        files: &Files,
        reading: Reading,
        skip: impl Fn(&Entry) -> bool + Sync,
        look: impl Fn(&Entry, &[u8]) -> Option<T> + Sync,
    ) -> Result<Scan<T>> {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            let part = self.scan_part(files, reading.max_bytes, (&next, &stop), (&skip, &look));
            stop.fetch_or(part.is_err(), Ordering::Relaxed);
            part
        };
        let parts = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..reading.threads.get()).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
        });
        let mut scan = Scan::default();
        for part in parts {
            let part = part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            scan.found.extend(part.found);
            scan.large.extend(part.large);
            scan.read += part.read;
        }
        scan.found.sort_by(|(a, _), (b, _)| a.cmp(b));
        scan.large.sort();
        scan.refused = files.entries.iter().filter_map(|entry| entry.path.as_ref().err().cloned()).collect();
        Ok(scan)
    }
}

impl Objects {
    fn scan_part<T>(
        &self,
        files: &Files,
        max_bytes: u64,
        (next, stop): (&AtomicUsize, &AtomicBool),
        (skip, look): (&(impl Fn(&Entry) -> bool + Sync), &(impl Fn(&Entry, &[u8]) -> Option<T> + Sync)),
    ) -> Result<Scan<T>> {
        let store = self.shared.to_thread_local().objects;
        let (mut part, mut buffer, mut unpacked) = (Scan::default(), Vec::new(), Vec::new());
        while !stop.load(Ordering::Relaxed) {
            let from = next.fetch_add(BATCH, Ordering::Relaxed);
            let upto = files.count().min(from.saturating_add(BATCH));
            if from >= upto {
                break;
            }
            for at in from..upto {
                let entry = &files.entries[at];
                let Ok(path) = &entry.path else { continue };
                if entry.mode == Mode::Submodule || skip(entry) {
                    continue;
                }
                let body = files.body(at);
                let loaded = match kept(body.as_ref(), max_bytes, &mut unpacked) {
                    Some(kept) => kept,
                    None => self.load(&store, (files, at), max_bytes, &mut buffer)?,
                };
                match loaded {
                    Loaded::Bytes(bytes) => {
                        part.read += 1;
                        part.found.extend(look(entry, bytes).map(|seen| (path.clone(), seen)));
                    }
                    Loaded::Large(size) => part.large.push((path.clone(), size)),
                }
            }
        }
        Ok(part)
    }

    fn load<'b>(
        &self,
        store: &(impl Find + Header),
        (files, at): (&Files, usize),
        max_bytes: u64,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Loaded<'b>> {
        let entry = &files.entries[at];
        let missing = || Error::corrupt(&self.dir, anyhow::anyhow!("blob {} is missing", entry.id));
        // The size first: a few kilobytes can unpack to gigabytes.
        let header = store.try_header(&entry.id).map_err(|why| self.damaged(why))?.ok_or_else(missing)?;
        if header.size() > max_bytes {
            files.keep_large(at, header.size());
            return Ok(Loaded::Large(header.size()));
        }
        match store.try_find(&entry.id, buffer).map_err(|why| self.damaged(why))? {
            Some(object) if object.kind == Kind::Blob => {
                files.keep(at, object.data);
                Ok(Loaded::Bytes(object.data))
            }
            Some(_) | None => Err(missing()),
        }
    }
}

/// What memory tells of a file.
fn kept<'b>(body: Option<&'b Body>, max_bytes: u64, unpacked: &'b mut Vec<u8>) -> Option<Loaded<'b>> {
    match body? {
        Body::Text(bytes) => Some(Loaded::Bytes(bytes)),
        Body::Packed { bytes, length } => unpack(bytes, *length, unpacked).map(Loaded::Bytes),
        Body::Large(size) => (*size > max_bytes).then_some(Loaded::Large(*size)),
    }
}

enum Loaded<'b> {
    Bytes(&'b [u8]),
    Large(u64),
}
