//! `baton audit verify`: proves that nobody edited history, or says where somebody did.

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::out::out;
use super::{Common, open};
use crate::config::Environment;
use crate::store::{Tail, Verification};

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Read the whole history and name every row that is not as it was written
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Trust only checkpoints signed with this ed25519 public key, in hexadecimal
    #[arg(long, value_name = "HEX", value_parser = parse)]
    key: Vec<Key>,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

impl Audit {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let Self::Verify(verify) = self;
        let keys: Vec<[u8; 32]> = verify.key.iter().map(|key| key.0).collect();
        let app = open(common, environment).await?;
        let report = app.store.verify(&keys, |read| tracing::info!(read, "verifying")).await?;
        if verify.json {
            out!("{}", json(&report));
        } else {
            print(&report);
        }
        Ok(if report.is_intact() { Exit::Done } else { Exit::Tampered })
    }
}

fn print(report: &Verification) {
    for finding in &report.findings {
        out!("{finding}");
    }
    if report.more_findings > 0 {
        out!("… and {} more", report.more_findings);
    }
    let verdict = if report.is_intact() { "intact" } else { "NOT as it was written" };
    let Verification { facts, chains, erased, checkpoints, .. } = report;
    out!("{facts} facts in {chains} chains, {erased} erased, {checkpoints} checkpoints: {verdict}");
    for signer in &report.signers {
        out!("signed by {}", hex::encode(signer));
    }
    if report.unanchored > 0 {
        out!("{} facts are chained but not covered by a signed checkpoint yet:", report.unanchored);
    }
    for tail in &report.tail {
        out!("  {} {}..{}", tail.chain, tail.from, tail.to);
    }
}

/// Everything that the text says.
fn json(report: &Verification) -> serde_json::Value {
    let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    let tail = |tail: &Tail| serde_json::json!({ "chain": tail.chain, "from": tail.from, "to": tail.to });
    serde_json::json!({
        "intact": report.is_intact(),
        "facts": report.facts,
        "chains": report.chains,
        "erased": report.erased,
        "checkpoints": report.checkpoints,
        "signers": report.signers.iter().map(hex::encode).collect::<Vec<_>>(),
        "findings": findings,
        "more_findings": report.more_findings,
        "unanchored": report.unanchored,
        "tail": report.tail.iter().map(tail).collect::<Vec<_>>(),
    })
}

/// An ed25519 public key.
#[derive(Debug, Clone)]
struct Key([u8; 32]);

fn parse(key: &str) -> Result<Key, &'static str> {
    let bytes = hex::decode(key).ok().and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(Key)
        .ok_or("an ed25519 public key is 64 hexadecimal digits; `audit verify` prints those that signed")
}
