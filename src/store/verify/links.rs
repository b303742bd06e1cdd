//! First pass: every fact against its own hashes and against the fact before it.

use std::pin::pin;

use futures_util::{Stream, TryStreamExt};
use tokio::sync::mpsc;

use super::finding::{MAX_LISTED, Verification, Wrong};
use super::rows::{AHEAD, Cells, Stored};
use crate::store::chain::{SALT_BYTES, START, payload_hash};
use crate::store::error::{Result, StoreError};

/// Facts between two calls of the progress function.
const PROGRESS_EVERY: u64 = 10_000;

/// Where the pass is: the chain, and what its next row must follow.
#[derive(Debug, Default)]
struct Cursor {
    chain: String,
    seq: i64,
    /// Empty where it is not known, behind a row that is missing or cannot be read.
    hash: Vec<u8>,
}

/// Proves on a thread of its own while more is read.
pub(super) async fn check<R: Cells>(
    read: impl Stream<Item = Result<Vec<R>>>,
    mut progress: impl FnMut(u64),
) -> Result<Verification> {
    let (batches, waiting) = mpsc::channel(AHEAD);
    let proof = tokio::task::spawn_blocking(move || prove(waiting));
    let (mut read, mut count) = (pin!(read), 0u64);
    while let Some(batch) = read.try_next().await? {
        let before = count;
        count += batch.len() as u64;
        if count / PROGRESS_EVERY > before / PROGRESS_EVERY {
            progress(count);
        }
        if batches.send(batch).await.is_err() {
            // Whoever proves has panicked, which is told below.
            break;
        }
    }
    drop(batches);
    progress(count);
    proof.await.map_err(|panic| StoreError::Other(panic.into()))
}

fn prove<R: Cells>(mut batches: mpsc::Receiver<Vec<R>>) -> Verification {
    let (mut report, mut cursor) = (Verification::default(), Cursor::default());
    while let Some(batch) = batches.blocking_recv() {
        for row in &batch {
            check_row(row, &mut cursor, &mut report);
        }
    }
    report
}

fn check_row(row: &impl Cells, cursor: &mut Cursor, report: &mut Verification) {
    match row.fact() {
        Ok(stored) => check_fact(&stored, cursor, report),
        Err(_) => {
            let chain = row.text(0).ok().flatten().unwrap_or("?");
            cursor.enter(chain, report);
            cursor.seq = row.number(1).ok().flatten().unwrap_or(cursor.seq + 1);
            cursor.hash.clear();
            report.found(chain, cursor.seq, Wrong::Unreadable);
        }
    }
    report.facts += 1;
}

impl Cursor {
    /// Starts anew where a chain starts.
    fn enter(&mut self, chain: &str, report: &mut Verification) {
        if report.chains == 0 || self.chain != chain {
            report.chains += 1;
            *self = Self { chain: chain.to_owned(), seq: 0, hash: START.to_vec() };
        }
    }
}

fn check_fact(stored: &Stored<'_>, cursor: &mut Cursor, report: &mut Verification) {
    let Stored { header, payload, salt, hash } = stored;
    let (chain, seq) = (header.chain, header.seq);
    cursor.enter(chain, report);
    let next = cursor.seq + 1;
    for missing in next..seq.min(next.saturating_add(MAX_LISTED)) {
        report.found(chain, missing, Wrong::Missing);
    }
    match (payload, salt) {
        (None, None) => report.erased += 1,
        // Of another length, the salt could hold the beginning of the payload.
        (Some(payload), Some(salt))
            if salt.len() == SALT_BYTES && payload_hash(salt, payload)[..] == *header.payload_hash => {}
        (Some(_) | None, Some(_) | None) => report.found(chain, seq, Wrong::Payload),
    }
    // What is not known cannot be compared: the row behind a gap is checked by itself only. A place that comes
    // twice is never linked.
    let follows = cursor.hash.is_empty() || *header.prev_hash == *cursor.hash;
    let linked = seq > next || (seq == next && follows);
    match (header.hash()[..] == **hash, linked) {
        (true, true) => {}
        (true, false) => report.found(chain, seq, Wrong::Link),
        (false, true) => report.found(chain, seq, Wrong::Header),
        (false, false) => report.found(chain, seq, Wrong::Moved),
    }
    cursor.seq = seq;
    cursor.hash.clear();
    cursor.hash.extend_from_slice(hash);
}
