//! Bells: "there is something for you", inside one process. A bell that nobody hears costs time, never
//! work: the dispatcher looks for everybody every few seconds and rings again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::store::{Store, StoreError};

/// How often everybody else looks without a bell. Only the dispatcher looks often: one query of it
/// costs an idle machine less than one of each.
pub const LOOK_ANYWAY: Duration = Duration::from_secs(60);

/// The bells of one process.
#[derive(Debug, Clone, Default)]
pub struct Bells {
    inbox: Arc<Notify>,
    writer: Arc<Notify>,
}

impl Bells {
    /// An event was stored.
    pub fn event(&self) {
        self.inbox.notify_one();
    }

    /// A thread has something new to show.
    pub fn slot(&self) {
        self.writer.notify_one();
    }

    pub(super) async fn wait_event(&self, shutdown: &CancellationToken) {
        wait(&self.inbox, shutdown).await;
    }

    pub(super) async fn wait_slot(&self, shutdown: &CancellationToken) {
        wait(&self.writer, shutdown).await;
    }
}

async fn wait(bell: &Notify, shutdown: &CancellationToken) {
    tokio::select! {
        () = bell.notified() => {}
        () = shutdown.cancelled() => {}
        () = tokio::time::sleep(LOOK_ANYWAY) => {}
    }
}

/// Says that a loop cannot work, and what to do where somebody can. Then it waits a little, so that a
/// broken store is not hammered.
pub(super) async fn stumble(who: &str, error: StoreError, store: &Store, shutdown: &CancellationToken) {
    let full = matches!(error, StoreError::DiskFull(_));
    let error = format!("{:#}", anyhow::Error::from(error));
    if full {
        let place = store.place();
        tracing::error!(
            error,
            store = place,
            "{who} cannot work: free some space there; it goes on by itself"
        );
    } else {
        tracing::error!(error, "{who} cannot work");
    }
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
}
