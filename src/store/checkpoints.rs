//! Signed checkpoints: how far every chain has come, committed to by one signature (design.md 4.14).
//!
//! A checkpoint covers the chains that grew since the one before and the hash of that one, so its cost
//! follows what happened and not what is stored, and the last one commits to everything.

use ed25519_dalek::{Signer, SigningKey};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::chain::{Hash, START, digest_fields};
use super::counters;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::Columns;
use crate::domain::ids::Millis;

/// A checkpoint is due when this many facts are not covered.
pub const CHECKPOINT_EVERY_FACTS: i64 = 1_000;
/// A checkpoint is due when some fact is not covered and the last one is this old, in milliseconds.
pub const CHECKPOINT_EVERY_MS: i64 = 60 * 60 * 1_000;

/// A signed statement of how far every chain has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Counted from 1.
    pub number: u32,
    /// When it was made.
    pub at: Millis,
    /// Chains that grew since the one before.
    pub chains: u32,
    /// Facts that this one adds.
    pub facts: u32,
    /// Hash of the checkpoint before; zeros before the first.
    pub prev_hash: [u8; 32],
    /// What is signed: commits to all of the above and to each chain's count and head.
    pub hash: [u8; 32],
    /// The ed25519 key that signed.
    pub public_key: [u8; 32],
    /// The ed25519 signature of `hash`.
    pub signature: [u8; 64],
}

const COLUMNS: &str =
    "SELECT number, at, chain_count, fact_count, prev_hash, hash, public_key, signature FROM checkpoints ";

impl Store {
    /// Whether it is time for a checkpoint.
    pub async fn due_for_checkpoint(&self, now: Millis) -> Result<bool> {
        let statement = "SELECT CAST(COALESCE(SUM(fact_count - anchored_count), 0) AS BIGINT) AS facts,
            (SELECT COALESCE(MAX(at), 0) FROM checkpoints) AS last
            FROM (SELECT fact_count, anchored_count FROM tasks WHERE grown = 1
                UNION ALL SELECT fact_count, anchored_count FROM chains) grown";
        let row = sqlx::query(statement).fetch_one(&self.reads).await?;
        let (facts, last) = (row.number("facts")?, row.number("last")?);
        Ok(facts >= CHECKPOINT_EVERY_FACTS || (facts > 0 && now.0 - last >= CHECKPOINT_EVERY_MS))
    }

    /// Makes a checkpoint, signed with this ed25519 key; none when no chain has grown.
    pub async fn checkpoint(&self, key: &[u8; 32], at: Millis) -> Result<Option<Checkpoint>> {
        let mut write = self.write("checkpoints.make", Commit::Durable).await?;
        // The counter's row keeps a second checkpoint out until this one is stored.
        let number = counters::next(write.on(), "checkpoint").await?;
        if let Some(lock) = self.dialect.lock_grown {
            sqlx::query(lock).execute(write.on()).await?;
        }
        let heads = "INSERT INTO checkpoint_heads (checkpoint, chain, fact_count, head_hash)
            SELECT CAST($1 AS BIGINT), id, fact_count, head_hash FROM tasks WHERE grown = 1
            UNION ALL
            SELECT CAST($1 AS BIGINT), id, fact_count, head_hash FROM chains WHERE fact_count > anchored_count";
        if sqlx::query(heads).bind(number).execute(write.on()).await?.rows_affected() == 0 {
            return Ok(None);
        }
        let before = last(write.on()).await?;
        let grown = Grown::of(write.on(), number).await?;
        for anchor in [
            "UPDATE tasks SET anchored_count = h.fact_count FROM checkpoint_heads h
             WHERE h.checkpoint = $1 AND h.chain = tasks.id",
            "UPDATE chains SET anchored_count = h.fact_count FROM checkpoint_heads h
             WHERE h.checkpoint = $1 AND h.chain = chains.id",
        ] {
            sqlx::query(anchor).bind(number).execute(write.on()).await?;
        }
        let checkpoint = sign(key, &grown, before.as_ref(), at)?;
        insert(write.on(), &checkpoint).await?;
        write.commit().await?;
        Ok(Some(checkpoint))
    }

    /// The newest checkpoint.
    pub async fn last_checkpoint(&self) -> Result<Option<Checkpoint>> {
        let mut connection = self.reads.acquire().await?;
        last(&mut connection).await
    }
}

/// The chains of one checkpoint.
#[derive(Debug)]
pub(super) struct Grown {
    pub chains: u32,
    pub facts: i64,
    pub digest: Hash,
}

impl Grown {
    /// Reads the heads of checkpoint `number`, in the order of their chains' bytes.
    pub async fn of(on: &mut AnyConnection, number: i64) -> Result<Self> {
        let statement = "SELECT h.chain, h.fact_count, h.head_hash,
                (SELECT COALESCE(MAX(e.fact_count), 0) FROM checkpoint_heads e
                 WHERE e.chain = h.chain AND e.fact_count < h.fact_count) AS anchored
            FROM checkpoint_heads h WHERE h.checkpoint = $1 ORDER BY h.chain";
        let mut rows = sqlx::query(statement).bind(number).fetch(on);
        let (mut chains, mut facts, mut digest) = (0, 0i64, Sha256::new());
        while let Some(row) = rows.try_next().await? {
            let (chain, count) = (row.text("chain")?, row.number("fact_count")?);
            let head: Hash = row.bytes("head_hash")?;
            digest.update(digest_fields(&[chain.as_bytes(), &count.to_be_bytes(), &head]));
            chains += 1;
            facts = facts.saturating_add(count.saturating_sub(row.number("anchored")?));
        }
        Ok(Self { chains, facts, digest: digest.finalize().into() })
    }
}

impl Checkpoint {
    /// What the hash must be, given the chains.
    pub(super) fn expected_hash(&self, chains: &Hash) -> Hash {
        digest_fields(&[
            b"baton checkpoint 1",
            &self.number.to_be_bytes(),
            &self.at.0.to_be_bytes(),
            &self.chains.to_be_bytes(),
            &self.facts.to_be_bytes(),
            chains,
            &self.prev_hash,
        ])
    }
}

fn sign(key: &[u8; 32], grown: &Grown, before: Option<&Checkpoint>, at: Millis) -> Result<Checkpoint> {
    let key = SigningKey::from_bytes(key);
    let mut checkpoint = Checkpoint {
        number: before.map_or(1, |before| before.number + 1),
        at,
        chains: grown.chains,
        facts: u32::try_from(grown.facts).map_err(StoreError::corrupt)?,
        prev_hash: before.map_or(START, |before| before.hash),
        hash: START,
        public_key: key.verifying_key().to_bytes(),
        signature: [0; 64],
    };
    checkpoint.hash = checkpoint.expected_hash(&grown.digest);
    checkpoint.signature = key.sign(&checkpoint.hash).to_bytes();
    Ok(checkpoint)
}

async fn insert(on: &mut AnyConnection, checkpoint: &Checkpoint) -> Result<()> {
    let statement = "INSERT INTO checkpoints (number, at, chain_count, fact_count, prev_hash, hash,
        public_key, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(statement)
        .bind(i64::from(checkpoint.number))
        .bind(checkpoint.at.0)
        .bind(i64::from(checkpoint.chains))
        .bind(i64::from(checkpoint.facts))
        .bind(checkpoint.prev_hash.to_vec())
        .bind(checkpoint.hash.to_vec())
        .bind(checkpoint.public_key.to_vec())
        .bind(checkpoint.signature.to_vec())
        .execute(on)
        .await?;
    Ok(())
}

async fn last(on: &mut AnyConnection) -> Result<Option<Checkpoint>> {
    let statement = sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY number DESC LIMIT 1"));
    sqlx::query(statement).fetch_optional(on).await?.as_ref().map(from_row).transpose()
}

/// A row of checkpoints as a verification finds it.
#[derive(Debug)]
pub(super) enum Found {
    /// One that reads.
    Whole(Box<Checkpoint>),
    /// One that does not; its number, where that reads.
    Unreadable(Option<i64>),
}

/// The first checkpoint behind this number.
pub(super) async fn after(on: &mut AnyConnection, number: i64) -> Result<Option<Found>> {
    let statement = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE number > $1 ORDER BY number LIMIT 1"));
    let Some(row) = sqlx::query(statement).bind(number).fetch_optional(on).await? else { return Ok(None) };
    let unreadable = || Found::Unreadable(row.number("number").ok());
    Ok(Some(from_row(&row).map_or_else(|_| unreadable(), |checkpoint| Found::Whole(Box::new(checkpoint)))))
}

fn from_row(row: &AnyRow) -> Result<Checkpoint> {
    Ok(Checkpoint {
        number: row.count("number")?,
        at: Millis(row.number("at")?),
        chains: row.count("chain_count")?,
        facts: row.count("fact_count")?,
        prev_hash: row.bytes("prev_hash")?,
        hash: row.bytes("hash")?,
        public_key: row.bytes("public_key")?,
        signature: row.bytes("signature")?,
    })
}
