//! `baton audit verify`: proves that nobody edited history, or says where somebody did.

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::{Common, open};
use crate::config::Environment;
use crate::store::Verification;

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Read the whole history and name every row that is not as it was written
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Trust only checkpoints signed with this ed25519 public key, in hexadecimal
    #[arg(long, value_name = "HEX")]
    key: Vec<String>,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

impl Audit {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let Self::Verify(verify) = self;
        let keys = verify.key.iter().map(|key| parse(key)).collect::<Result<Vec<_>, _>>()?;
        let app = open(common, environment).await?;
        let report = app.store.verify(&keys, |read| tracing::info!(read, "verifying")).await?;
        if verify.json {
            let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
            let line =
                serde_json::json!({ "facts": report.facts, "chains": report.chains, "findings": findings });
            anstream::println!("{line}");
        } else {
            print(&report);
        }
        Ok(if report.findings.is_empty() { Exit::Done } else { Exit::Tampered })
    }
}

fn print(report: &Verification) {
    for finding in &report.findings {
        anstream::println!("{finding}");
    }
    if report.more_findings > 0 {
        anstream::println!("… and {} more", report.more_findings);
    }
    let verdict = if report.is_intact() { "intact" } else { "NOT as it was written" };
    let Verification { facts, chains, erased, checkpoints, .. } = report;
    anstream::println!(
        "{facts} facts in {chains} chains, {erased} erased, {checkpoints} checkpoints: {verdict}"
    );
    for signer in &report.signers {
        anstream::println!("signed by {}", hex::encode(signer));
    }
    if report.unanchored > 0 {
        anstream::println!(
            "{} facts are chained but not covered by a signed checkpoint yet:",
            report.unanchored
        );
    }
    for tail in &report.tail {
        anstream::println!("  {} {}..{}", tail.chain, tail.from, tail.to);
    }
}

fn parse(key: &str) -> Result<[u8; 32], Failure> {
    let bytes = hex::decode(key).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Failure::missing(format!("{key:?} is no ed25519 public key (64 hexadecimal digits)")))
}
