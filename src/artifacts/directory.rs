//! Artifacts as files: `<root>/<first two digits>/<hash>`, written beside their place and renamed.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use crate::ports::{ArtifactError, Artifacts};

/// Largest artifact, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Artifacts in a directory.
#[derive(Debug, Clone)]
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// Artifacts below `root`, which is made when the first one is kept.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn place(&self, hash: &str) -> Option<PathBuf> {
        let good = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        good.then(|| self.root.join(&hash[..2]).join(hash))
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn failed(error: std::io::Error) -> ArtifactError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ArtifactError::DiskFull,
        _ => ArtifactError::Other(error),
    }
}

/// Writes a file so that it is whole or not there, whatever happens.
fn write(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let dir = place.parent().unwrap_or(place);
    std::fs::create_dir_all(dir)?;
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(place).map_err(|error| error.error)?;
    std::fs::File::open(dir)?.sync_all()
}

#[async_trait]
impl Artifacts for Directory {
    async fn put(&self, bytes: &[u8]) -> Result<String, ArtifactError> {
        if bytes.len() > MAX_BYTES {
            return Err(ArtifactError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
        }
        let hash = hex::encode(Sha256::digest(bytes));
        let Some(place) = self.place(&hash) else { return Err(ArtifactError::Missing(hash)) };
        // One that was damaged by losing its end is written anew.
        if std::fs::metadata(&place).is_ok_and(|known| known.len() == bytes.len() as u64) {
            return Ok(hash);
        }
        let bytes = bytes.to_vec();
        fail::fail_point!("artifact.before");
        let written = tokio::task::spawn_blocking(move || write(&place, &bytes)).await;
        written.map_err(|error| ArtifactError::Other(error.into()))?.map_err(failed)?;
        fail::fail_point!("artifact.after");
        Ok(hash)
    }

    async fn get(&self, hash: &str) -> Result<Vec<u8>, ArtifactError> {
        let Some(place) = self.place(hash) else { return Err(ArtifactError::Missing(hash.to_owned())) };
        let read = tokio::task::spawn_blocking(move || {
            let bytes = std::fs::read(place)?;
            let found = hex::encode(Sha256::digest(&bytes));
            Ok((bytes, found))
        });
        let read = read.await.map_err(|error| ArtifactError::Other(error.into()))?;
        let (bytes, found) = read.map_err(|error: std::io::Error| {
            if error.kind() == ErrorKind::NotFound {
                ArtifactError::Missing(hash.to_owned())
            } else {
                failed(error)
            }
        })?;
        if found != hash {
            return Err(ArtifactError::Damaged(hash.to_owned()));
        }
        Ok(bytes)
    }
}
