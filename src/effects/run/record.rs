//! The run record: everything that is needed to do a run again and compare (design 5.7).

use serde::Serialize;

use super::{Job, Policies};
use crate::config::policy_hash;
use crate::domain::fact::Change;
use crate::domain::ids::Oid;

#[derive(Serialize)]
struct Record<'a> {
    v: u32,
    repo: &'a str,
    run: u32,
    base: &'a Oid,
    from: &'a Oid,
    asks: Vec<&'a str>,
    previous: Option<&'a str>,
    policy: Option<String>,
    agent: &'static str,
    version: &'static str,
    tree: &'a Oid,
    change: &'a Change,
    wall_ms: u64,
    cost: u64,
}

/// The record of a run that changed the tree, as JSON.
pub(super) fn record(
    job: &Job,
    policies: &Policies,
    (tree, change): (&Oid, &Change),
    wall_ms: u64,
) -> anyhow::Result<String> {
    let record = Record {
        v: 1,
        repo: job.repo.as_str(),
        run: job.run,
        base: &job.base,
        from: &job.from,
        asks: job.asks.iter().map(|ask| ask.text.as_str()).collect(),
        previous: job.previous.as_deref(),
        policy: policies.get(&job.repo).map(policy_hash),
        agent: "replace",
        version: env!("CARGO_PKG_VERSION"),
        tree,
        change,
        wall_ms,
        cost: 0,
    };
    Ok(serde_json::to_string_pretty(&record)?)
}
