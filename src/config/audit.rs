//! `[audit]`: the key that signs checkpoints of the audit chain.

use secrecy::SecretString;

use super::problem::Wrong;
use super::secret;
use super::section::Section;

/// The key that signs checkpoints of the audit chain.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The Ed25519 seed, 64 hexadecimal digits (RFC 8032, section 5.1.5). Without it, the
    /// data directory holds one.
    pub checkpoint_key: Option<SecretString>,
}

impl Audit {
    pub(super) fn read(section: &Section<'_>) -> Self {
        const KEY: &str = "checkpoint_key_env";
        let secret::Variable::Named(name) = secret::variable(section, KEY) else {
            return Self { checkpoint_key: None };
        };
        let seed = secret::value(section, KEY, name);
        if seed.is_some_and(|seed| seed.len() != 64 || !seed.bytes().all(|b| b.is_ascii_hexdigit())) {
            let expected = format!("64 hexadecimal digits in {name}");
            let wrong = Wrong::new(expected, "something else (not shown)");
            section.wrong(KEY, wrong.hint("make one with: openssl rand -hex 32"));
        }
        Self { checkpoint_key: seed.map(SecretString::from) }
    }
}
