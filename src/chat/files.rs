//! Files that come with messages: kept as artifacts before the message is written, so that a message never names
//! one that is not there.

use std::sync::Arc;

use crate::domain::attachment::Attachment;
use crate::ports::{ArtifactError, Artifacts};

/// Where the files of messages are.
#[derive(Clone)]
pub struct Files {
    artifacts: Arc<dyn Artifacts>,
    /// How many, and how large.
    pub limits: FileLimits,
}

/// How much may come with one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// How many files.
    pub most: usize,
    /// How long they may be together, in bytes.
    pub bytes: usize,
}

impl Files {
    /// Files among these artifacts, within these limits.
    pub fn new(artifacts: Arc<dyn Artifacts>, limits: FileLimits) -> Self {
        Self { artifacts, limits }
    }

    /// Keeps a file that somebody calls so.
    ///
    /// # Errors
    /// `TooLarge`, and the artifacts' own.
    pub async fn keep(&self, name: &str, content: &[u8]) -> Result<Attachment, ArtifactError> {
        let limit = self.limits.bytes;
        if content.len() > limit {
            return Err(ArtifactError::TooLarge { bytes: content.len(), limit });
        }
        Ok(Attachment::new(name, content, self.artifacts.put(content).await?))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// The artifacts'.
    pub async fn read(&self, file: &Attachment) -> Result<Vec<u8>, ArtifactError> {
        self.artifacts.get(&file.artifact).await
    }
}
