//! What a verification says.

use std::fmt;

use crate::store::error::{Result, StoreError};

/// The result of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Facts read.
    pub facts: u64,
    /// Chains that they form.
    pub chains: u64,
    /// Facts whose payload was erased; they verify without it.
    pub erased: u64,
    /// Checkpoints read.
    pub checkpoints: u64,
    /// The ed25519 keys that signed them, each once.
    pub signers: Vec<[u8; 32]>,
    /// What is wrong, at most [`MAX_LISTED`] of it.
    pub findings: Vec<Finding>,
    /// Findings beyond those listed.
    pub more_findings: u64,
    /// Facts that no checkpoint covers.
    pub unanchored: u64,
    /// Where they are, at most [`MAX_LISTED`] chains.
    pub tail: Vec<Tail>,
}

/// Findings, and chains of the tail, that are listed at most.
pub const MAX_LISTED: i64 = 1_000;

/// The end of a chain that no checkpoint covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The chain: a task, or the system's.
    pub chain: String,
    /// The first fact that is not covered.
    pub from: i64,
    /// The last one.
    pub to: i64,
}

/// Something that is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The chain: a task, the system's, or `checkpoints`.
    pub chain: String,
    /// The place in it.
    pub seq: i64,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The payload or the salt is not the one that was stored.
    Payload,
    /// Chain, place, moment, actor or kind are not those that were stored.
    Header,
    /// The row belongs to another place: it was moved.
    Moved,
    /// It does not follow the row before it: that one was replaced, or this one inserted.
    Link,
    /// A column holds something that no column like it can hold.
    Unreadable,
    /// It is gone.
    Missing,
    /// It stands behind the end of its chain.
    BehindHead,
    /// The chain's row names another end than the chain has.
    Head,
    /// The chain belongs to nothing.
    NoOwner,
    /// It is not the fact that this checkpoint signed.
    Anchor(i64),
    /// The checkpoint is not the one that was signed.
    Checkpoint,
    /// The signature is wrong.
    Signature,
    /// The key that signed is not trusted.
    Signer,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_intact(&self) -> bool {
        self.findings.is_empty()
    }

    /// A value that cannot be read is a finding, not a failure of the verification.
    pub(super) fn readable<T>(&mut self, chain: &str, seq: i64, read: Result<T>) -> Result<Option<T>> {
        match read {
            Err(StoreError::Corrupt(_)) => {
                self.found(chain, seq, Wrong::Unreadable);
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    /// Takes in what another pass found, behind what is here.
    pub(super) fn add(&mut self, other: Self) {
        let Self { facts, chains, erased, checkpoints, signers, findings, more_findings, unanchored, tail } =
            other;
        self.facts += facts;
        self.chains += chains;
        self.erased += erased;
        self.checkpoints += checkpoints;
        self.signers.extend(signers);
        for Finding { chain, seq, wrong } in findings {
            self.found(&chain, seq, wrong);
        }
        self.more_findings += more_findings;
        self.unanchored += unanchored;
        self.tail.extend(tail);
    }

    pub(super) fn found(&mut self, chain: &str, seq: i64, wrong: Wrong) {
        if (self.findings.len() as i64) < MAX_LISTED {
            self.findings.push(Finding { chain: chain.to_owned(), seq, wrong });
        } else {
            self.more_findings += 1;
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} #{}: {}", self.chain, self.seq, self.wrong)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Payload => "its payload was edited",
            Self::Header => "its place, moment, actor or kind was edited",
            Self::Moved => "it was moved here from another place",
            Self::Link => "it does not follow the row before it",
            Self::Unreadable => "it cannot be read",
            Self::Missing => "it is missing",
            Self::BehindHead => "it was added behind the end of the chain",
            Self::Head => "the task's row names another end of the chain",
            Self::NoOwner => "it belongs to no task",
            Self::Anchor(number) => return write!(f, "it is not the fact that checkpoint {number} signed"),
            Self::Checkpoint => "the checkpoint was edited",
            Self::Signature => "the signature is wrong",
            Self::Signer => "an unknown key signed it",
        })
    }
}
