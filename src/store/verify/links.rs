//! First pass: every fact against its own hashes and against the fact before it.

use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::finding::{MAX_LISTED, Verification, Wrong};
use crate::store::chain::{Header, START, payload_hash};
use crate::store::error::Result;

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

/// A row as it is stored.
struct Stored<'a> {
    header: Header<'a>,
    payload: Option<&'a str>,
    salt: Option<&'a [u8]>,
    hash: &'a [u8],
}

pub(super) async fn check(
    on: &mut AnyConnection,
    report: &mut Verification,
    mut progress: impl FnMut(u64),
) -> Result<()> {
    let statement = "SELECT chain, seq, at, actor, kind, payload, salt, payload_hash, prev_hash, hash
        FROM facts ORDER BY chain, seq";
    let mut rows = sqlx::query(statement).fetch(on);
    let mut cursor = Cursor::default();
    while let Some(row) = rows.try_next().await? {
        match read(&row) {
            Ok(stored) => check_row(&stored, &mut cursor, report),
            Err(_) => {
                let chain = row.try_get(0).unwrap_or("?");
                cursor.enter(chain, report);
                cursor.seq = row.try_get(1).unwrap_or(cursor.seq + 1);
                cursor.hash.clear();
                report.found(chain, cursor.seq, Wrong::Unreadable);
            }
        }
        report.facts += 1;
        if report.facts.is_multiple_of(PROGRESS_EVERY) {
            progress(report.facts);
        }
    }
    progress(report.facts);
    Ok(())
}

fn read(row: &AnyRow) -> sqlx::Result<Stored<'_>> {
    let header = Header {
        chain: row.try_get(0)?,
        seq: row.try_get(1)?,
        at: row.try_get(2)?,
        actor: row.try_get(3)?,
        kind: row.try_get(4)?,
        payload_hash: row.try_get(7)?,
        prev_hash: row.try_get(8)?,
    };
    Ok(Stored { header, payload: row.try_get(5)?, salt: row.try_get(6)?, hash: row.try_get(9)? })
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

fn check_row(stored: &Stored<'_>, cursor: &mut Cursor, report: &mut Verification) {
    let Stored { header, payload, salt, hash } = stored;
    let (chain, seq) = (header.chain, header.seq);
    cursor.enter(chain, report);
    let next = cursor.seq + 1;
    for missing in next..seq.min(next.saturating_add(MAX_LISTED)) {
        report.found(chain, missing, Wrong::Missing);
    }
    match (payload, salt) {
        (None, None) => report.erased += 1,
        (Some(payload), Some(salt)) if payload_hash(salt, payload)[..] == *header.payload_hash => {}
        (Some(_) | None, Some(_) | None) => report.found(chain, seq, Wrong::Payload),
    }
    // What is not known cannot be compared: the row behind a gap is checked by itself only.
    let linked = seq != next || cursor.hash.is_empty() || *header.prev_hash == *cursor.hash;
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
