//! First pass: every fact against its own hashes and against the fact before it.

use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::finding::{Verification, Wrong};
use crate::store::chain::{Header, START, payload_hash};
use crate::store::error::Result;

/// Facts between two calls of the progress function.
const PROGRESS_EVERY: u64 = 10_000;

/// Where the pass is: the chain, and what its next row must follow.
#[derive(Debug, Default)]
struct Cursor {
    chain: String,
    seq: i64,
    hash: Vec<u8>,
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
        check_row(&row, &mut cursor, report)?;
        report.facts += 1;
        if report.facts.is_multiple_of(PROGRESS_EVERY) {
            progress(report.facts);
        }
    }
    progress(report.facts);
    Ok(())
}

fn check_row(row: &AnyRow, cursor: &mut Cursor, report: &mut Verification) -> Result<()> {
    let chain: &str = row.try_get(0)?;
    let (payload, salt): (Option<&str>, Option<&[u8]>) = (row.try_get(5)?, row.try_get(6)?);
    let hash: &[u8] = row.try_get(9)?;
    let header = Header {
        chain,
        seq: row.try_get(1)?,
        at: row.try_get(2)?,
        actor: row.try_get(3)?,
        kind: row.try_get(4)?,
        payload_hash: row.try_get(7)?,
        prev_hash: row.try_get(8)?,
    };
    if report.chains == 0 || cursor.chain != chain {
        report.chains += 1;
        *cursor = Cursor { chain: chain.to_owned(), seq: 0, hash: START.to_vec() };
    }
    let gap = header.seq != cursor.seq + 1;
    for missing in cursor.seq + 1..header.seq.min(cursor.seq + 1 + PROGRESS_EVERY.cast_signed()) {
        report.found(chain, missing, Wrong::Missing);
    }
    match (payload, salt) {
        (None, None) => report.erased += 1,
        (Some(payload), Some(salt)) if payload_hash(salt, payload)[..] == *header.payload_hash => {}
        (Some(_) | None, Some(_) | None) => report.found(chain, header.seq, Wrong::Payload),
    }
    // What a missing row's hash was is not known, so the row behind a gap cannot be checked against it.
    let linked = gap || *header.prev_hash == *cursor.hash;
    match (header.hash()[..] == *hash, linked) {
        (true, true) => {}
        (true, false) => report.found(chain, header.seq, Wrong::Link),
        (false, true) => report.found(chain, header.seq, Wrong::Header),
        (false, false) => report.found(chain, header.seq, Wrong::Moved),
    }
    cursor.seq = header.seq;
    cursor.hash.clear();
    cursor.hash.extend_from_slice(hash);
    Ok(())
}
