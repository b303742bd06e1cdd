//! Second pass: every chain's end against the row that keeps it, and how much of it is signed.

use futures_util::TryStreamExt;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::finding::{MAX_LISTED, Tail, Verification, Wrong};
use crate::store::error::Result;
use crate::store::row::Columns;

/// Gives how many chains there can be: owners that have facts.
pub(super) async fn check(on: &mut AnyConnection, report: &mut Verification) -> Result<u64> {
    let empty = compare(on, report).await?;
    let owners = "SELECT (SELECT COUNT(*) FROM tasks) + (SELECT COUNT(*) FROM chains) AS owners";
    let owners = sqlx::query(owners).fetch_one(&mut *on).await?.number("owners")?.unsigned_abs();
    Ok(owners.saturating_sub(empty))
}

/// Gives how many owners have no fact at all.
async fn compare(on: &mut AnyConnection, report: &mut Verification) -> Result<u64> {
    let statement = "SELECT id, fact_count, last, anchored,
            CASE WHEN found = head_hash THEN 1 ELSE 0 END AS same
        FROM (SELECT o.id, o.fact_count, o.head_hash,
                (SELECT MAX(seq) FROM facts WHERE chain = o.id) AS last,
                (SELECT hash FROM facts WHERE chain = o.id AND seq = o.fact_count) AS found,
                (SELECT MAX(fact_count) FROM checkpoint_heads WHERE chain = o.id) AS anchored
            FROM (SELECT id, fact_count, head_hash FROM tasks
                UNION ALL SELECT id, fact_count, head_hash FROM chains) o) c
        WHERE last IS NULL OR last <> fact_count OR found IS NULL OR found <> head_hash
            OR anchored IS NULL OR anchored < last
        ORDER BY id";
    let mut rows = sqlx::query(statement).fetch(on);
    let mut empty = 0;
    while let Some(row) = rows.try_next().await? {
        let chain = row.text("id").unwrap_or_else(|_| "?".to_owned());
        let last = row.maybe_number("last").ok().flatten().unwrap_or(0);
        empty += u64::from(last == 0);
        let compared = compare_one(&row, &chain, last, report);
        report.readable(&chain, last, compared)?;
    }
    Ok(empty)
}

fn compare_one(row: &AnyRow, chain: &str, last: i64, report: &mut Verification) -> Result<()> {
    let count = row.number("fact_count")?;
    for missing in last + 1..=count.min(last + MAX_LISTED) {
        report.found(chain, missing, Wrong::Missing);
    }
    if last > count {
        report.found(chain, count.saturating_add(1), Wrong::BehindHead);
    } else if last == count && row.number("same")? == 0 {
        report.found(chain, count, Wrong::Head);
    }
    let anchored = row.maybe_number("anchored")?.unwrap_or(0);
    if anchored < last {
        report.unanchored += last.abs_diff(anchored);
        if (report.tail.len() as i64) < MAX_LISTED {
            report.tail.push(Tail { chain: chain.to_owned(), from: anchored + 1, to: last });
        }
    }
    Ok(())
}

/// Names the chains without an owner.
pub(super) async fn find_ownerless(on: &mut AnyConnection, report: &mut Verification) -> Result<()> {
    let statement = "SELECT chain, MIN(seq) AS seq FROM facts
        WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE id = facts.chain)
        AND NOT EXISTS (SELECT 1 FROM chains WHERE id = facts.chain) GROUP BY chain ORDER BY chain";
    let mut rows = sqlx::query(statement).fetch(on);
    while let Some(row) = rows.try_next().await? {
        report.found(&row.text("chain")?, row.number("seq")?, Wrong::NoOwner);
    }
    Ok(())
}
