//! The hash chain of facts (design.md 4.14), pure: what a link is and how it proves the one before.
//!
//! A link's hash covers a header: chain, place, moment, actor, kind, the hash of the payload and the
//! hash of the link before. The payload enters only as SHA-256(salt ‖ payload), so both can be
//! deleted later: without the salt nobody can guess a short payload, and the chain still proves itself.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// What the first link of a chain follows.
pub(super) const START: Hash = [0; 32];

/// Opens the encoded header; a later encoding opens with another.
const VERSION: &[u8] = b"baton fact 1";

/// Bytes of a salt.
pub(super) const SALT_BYTES: usize = 16;

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Number of links.
    pub count: u32,
    /// Hash of the last one; [`START`] while there is none.
    pub hash: Hash,
}

impl Head {
    /// The head of a chain without links.
    pub const EMPTY: Self = Self { count: 0, hash: START };
}

/// What is to be chained.
#[derive(Debug)]
pub(super) struct Entry {
    /// Unix milliseconds.
    pub at: i64,
    /// Who made it.
    pub actor: String,
    /// What kind it is.
    pub kind: String,
    /// The stored text.
    pub payload: String,
}

/// An entry at its place in a chain.
#[derive(Debug)]
pub(super) struct Link {
    /// Its place, counted from 1.
    pub seq: u32,
    /// What it says.
    pub entry: Entry,
    /// Random bytes before the payload.
    pub salt: Vec<u8>,
    /// SHA-256(salt ‖ payload).
    pub payload_hash: Hash,
    /// Hash of the link before.
    pub prev_hash: Hash,
    /// Hash of the header.
    pub hash: Hash,
}

/// What the hash of a link covers.
#[derive(Debug)]
pub(super) struct Header<'a> {
    pub chain: &'a str,
    pub seq: i64,
    pub at: i64,
    pub actor: &'a str,
    pub kind: &'a str,
    pub payload_hash: &'a [u8],
    pub prev_hash: &'a [u8],
}

impl Header<'_> {
    /// SHA-256 over the fields, each behind its length: no two headers encode alike.
    pub fn hash(&self) -> Hash {
        digest_fields(&[
            VERSION,
            self.chain.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.at.to_be_bytes(),
            self.actor.as_bytes(),
            self.kind.as_bytes(),
            self.payload_hash,
            self.prev_hash,
        ])
    }
}

/// SHA-256 over fields, each behind its length in eight bytes.
pub(super) fn digest_fields(fields: &[&[u8]]) -> Hash {
    let mut bytes = Vec::with_capacity(256);
    for field in fields {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(*field);
    }
    Sha256::digest(&bytes).into()
}

/// SHA-256(salt ‖ payload).
pub(super) fn payload_hash(salt: &[u8], payload: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(payload.as_bytes()).finalize().into()
}

/// Chains `entries` behind `head`; gives the links and the new head.
///
/// # Errors
/// When the system has no random bytes.
pub(super) fn extend(
    chain: &str,
    mut head: Head,
    entries: Vec<Entry>,
) -> Result<(Vec<Link>, Head), getrandom::Error> {
    let mut links = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut salt = vec![0; SALT_BYTES];
        getrandom::fill(&mut salt)?;
        let (seq, prev_hash) = (head.count + 1, head.hash);
        let payload_hash = payload_hash(&salt, &entry.payload);
        let hash = Header {
            chain,
            seq: seq.into(),
            at: entry.at,
            actor: &entry.actor,
            kind: &entry.kind,
            payload_hash: &payload_hash,
            prev_hash: &prev_hash,
        }
        .hash();
        links.push(Link { seq, entry, salt, payload_hash, prev_hash, hash });
        head = Head { count: seq, hash };
    }
    Ok((links, head))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header<'static> = Header {
        chain: "k7f2q9m3x4",
        seq: 1,
        at: 1_700_000_000_000,
        actor: "local:ana",
        kind: "asked",
        payload_hash: &[7; 32],
        prev_hash: &START,
    };

    /// The encoding is a format: stored chains must verify for ever.
    #[test]
    fn the_encoding_never_changes() {
        assert_eq!(
            hex::encode(HEADER.hash()),
            "39132e56cd7911c21860e988fee73e6185fd5b92374af75f00f6c2e934d51098"
        );
    }

    #[test]
    fn text_cannot_slip_from_one_field_into_the_next() {
        let moved = Header { actor: "local:anaa", kind: "sked", ..HEADER };
        assert_ne!(moved.hash(), HEADER.hash());
    }
}
