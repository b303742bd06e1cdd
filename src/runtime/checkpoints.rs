//! Checkpoints: signs how far every chain has come, hourly and every thousand facts.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretSlice};
use tokio_util::sync::CancellationToken;

use super::Clock;
use crate::store::{Store, StoreError};

/// How often it is asked whether a checkpoint is due.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Makes checkpoints.
#[derive(Clone)]
pub struct Checkpoints {
    store: Store,
    clock: Clock,
    key: SecretSlice<u8>,
}

impl Checkpoints {
    /// Signed with this ed25519 seed of 32 bytes.
    pub fn new(store: Store, clock: Clock, key: SecretSlice<u8>) -> Self {
        Self { store, clock, key }
    }

    /// Makes a checkpoint if one is due.
    ///
    /// # Errors
    /// The store's.
    pub async fn step(&self) -> Result<(), StoreError> {
        match self.store.due_for_checkpoint(self.clock.now()).await? {
            true => self.make().await,
            false => Ok(()),
        }
    }

    /// Makes a checkpoint if any chain has grown: what is signed at a shutdown cannot be rewritten until the next
    /// start.
    ///
    /// # Errors
    /// The store's.
    pub async fn make(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let key: &[u8; 32] = self.key.expose_secret().try_into().expect("the key was made with 32 bytes");
        if let Some(checkpoint) = self.store.checkpoint(key, now).await? {
            tracing::info!(number = checkpoint.number, facts = checkpoint.facts, "made a checkpoint");
        }
        Ok(())
    }

    /// Makes checkpoints until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            if let Err(error) = self.step().await {
                tracing::error!(
                    error = format!("{:#}", anyhow::Error::from(error)),
                    "cannot make a checkpoint"
                );
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = shutdown.cancelled() => {}
            }
        }
    }
}
