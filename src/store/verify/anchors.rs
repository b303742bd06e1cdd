//! Third pass: every checkpoint against its signature, the one before it, and the facts it signed.

use ed25519_dalek::{Signature, VerifyingKey};
use futures_util::TryStreamExt;
use sqlx::AnyConnection;

use super::finding::{Verification, Wrong};
use crate::store::chain::START;
use crate::store::checkpoints::{self, Checkpoint, Found, Grown};
use crate::store::error::Result;
use crate::store::row::Columns;

/// Under this name checkpoints stand among the findings.
const CHECKPOINTS: &str = "checkpoints";

pub(super) async fn check(
    on: &mut AnyConnection,
    report: &mut Verification,
    trusted: &[[u8; 32]],
) -> Result<()> {
    // The hash is not known behind a row that cannot be read.
    let (mut number, mut hash) = (0, Some(START));
    while let Some(found) = checkpoints::after(on, number).await? {
        let checkpoint = match found {
            Found::Whole(checkpoint) => checkpoint,
            Found::Unreadable(at) => {
                report.found(CHECKPOINTS, at.unwrap_or(number + 1), Wrong::Unreadable);
                // Without its number nobody can tell what is behind it.
                let Some(at) = at else { break };
                (number, hash) = (at, None);
                continue;
            }
        };
        let at = i64::from(checkpoint.number);
        let gap = at != number + 1;
        if gap {
            report.found(CHECKPOINTS, number + 1, Wrong::Missing);
        }
        if !gap && hash.is_some_and(|hash| checkpoint.prev_hash != hash) {
            report.found(CHECKPOINTS, at, Wrong::Link);
        }
        let grown = Grown::of(on, at).await;
        if let Some(grown) = report.readable(CHECKPOINTS, at, grown)?
            && checkpoint.expected_hash(&grown.digest) != checkpoint.hash
        {
            report.found(CHECKPOINTS, at, Wrong::Checkpoint);
        }
        check_signature(&checkpoint, report, trusted);
        report.checkpoints += 1;
        (number, hash) = (at, Some(checkpoint.hash));
    }
    // Heads that no checkpoint signed would make a tail look anchored.
    let strays = "SELECT CAST(MAX(h.checkpoint) AS BIGINT) AS last FROM checkpoint_heads h
        WHERE NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.number = h.checkpoint)";
    let last = sqlx::query(strays).fetch_one(&mut *on).await?.maybe_number("last");
    if let Some(Some(last)) = report.readable(CHECKPOINTS, number + 1, last)? {
        report.found(CHECKPOINTS, last, Wrong::Missing);
    }
    compare(on, report).await
}

fn check_signature(checkpoint: &Checkpoint, report: &mut Verification, trusted: &[[u8; 32]]) {
    let at = i64::from(checkpoint.number);
    let signature = Signature::from_bytes(&checkpoint.signature);
    let good = VerifyingKey::from_bytes(&checkpoint.public_key)
        .is_ok_and(|key| key.verify_strict(&checkpoint.hash, &signature).is_ok());
    if !good {
        report.found(CHECKPOINTS, at, Wrong::Signature);
    }
    if !trusted.is_empty() && !trusted.contains(&checkpoint.public_key) {
        report.found(CHECKPOINTS, at, Wrong::Signer);
    }
    if !report.signers.contains(&checkpoint.public_key) {
        report.signers.push(checkpoint.public_key);
    }
}

/// Names every signed place where the chain holds something else now.
async fn compare(on: &mut AnyConnection, report: &mut Verification) -> Result<()> {
    let statement = "SELECT h.checkpoint, h.chain, h.fact_count FROM checkpoint_heads h
        LEFT JOIN facts f ON f.chain = h.chain AND f.seq = h.fact_count
        WHERE f.hash IS NULL OR f.hash <> h.head_hash ORDER BY h.checkpoint, h.chain";
    let mut rows = sqlx::query(statement).fetch(on);
    while let Some(row) = rows.try_next().await? {
        let (checkpoint, place) = (row.number("checkpoint"), row.number("fact_count"));
        let chain = row.text("chain").unwrap_or_else(|_| CHECKPOINTS.to_owned());
        match (checkpoint, place) {
            (Ok(checkpoint), Ok(place)) => report.found(&chain, place, Wrong::Anchor(checkpoint)),
            (checkpoint, place) => {
                report.found(&chain, place.or(checkpoint).unwrap_or(0), Wrong::Unreadable);
            }
        }
    }
    Ok(())
}
