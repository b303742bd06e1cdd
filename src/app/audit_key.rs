//! The key that signs checkpoints: from the config, else a file of the data directory, made once.
//!
//! The file stops somebody who can write to the database and to nothing else. Against somebody who owns
//! the machine, name a key in the config and keep the public half elsewhere: `audit verify --key`.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use secrecy::{ExposeSecret as _, SecretSlice};

use crate::config::Config;

/// The ed25519 seed of 32 bytes.
///
/// # Errors
/// A key file that cannot be made or read, or that holds no key.
pub(super) fn audit_key(config: &Config) -> anyhow::Result<SecretSlice<u8>> {
    let text = match &config.audit.checkpoint_key {
        Some(key) => key.expose_secret().to_owned(),
        None => from_file(&config.data.dir.join("audit.key"))?,
    };
    let bytes = hex::decode(text.trim()).ok().filter(|bytes| bytes.len() == 32);
    let Some(bytes) = bytes else { bail!("the audit key is not 64 hexadecimal digits") };
    Ok(bytes.into())
}

fn from_file(place: &Path) -> anyhow::Result<String> {
    match std::fs::read_to_string(place) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", place.display())),
    }
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    let dir = place.parent().unwrap_or(place);
    // A temporary file is its owner's alone; the first of two that start at once wins.
    let mut file = tempfile::NamedTempFile::new_in(dir).context("cannot make the audit key")?;
    file.write_all(hex::encode(seed).as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(place).ok();
    std::fs::read_to_string(place).with_context(|| format!("cannot read {}", place.display()))
}
