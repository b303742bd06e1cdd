//! Dispatcher: rings for what became due by time, or whose bell was lost.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Clock;
use super::bells::{Bells, stumble};
use crate::ports::Queue;
use crate::store::{Store, StoreError};

/// The longest time between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The shortest.
const LEAST: Duration = Duration::from_secs(1);

/// Wakes workers.
#[derive(Clone)]
pub struct Dispatcher {
    store: Store,
    queue: Arc<dyn Queue>,
    bells: Bells,
    clock: Clock,
    ready: usize,
}

impl Dispatcher {
    /// A dispatcher that keeps at most `ready` wake-ups waiting: twice the places of the workers.
    pub fn new(store: Store, queue: Arc<dyn Queue>, (bells, clock): (Bells, Clock), ready: usize) -> Self {
        Self { store, queue, bells, clock, ready }
    }

    /// Rings for what is due, and says how long until something else is.
    ///
    /// # Errors
    /// The store's.
    pub async fn step(&self) -> Result<Duration, StoreError> {
        let waiting = self.queue.waiting().await.unwrap_or(self.ready);
        let room = u32::try_from(self.ready.saturating_sub(waiting)).unwrap_or(u32::MAX);
        let now = self.clock.now();
        for task in self.store.due(now, room).await? {
            // Refused wake-ups are said again at the next look.
            self.queue.wake(&task).await.ok();
        }
        let next = self.store.next_due(now).await?;
        if next.message.is_some_and(|due| due <= now) {
            self.bells.event();
        }
        if next.slot.is_some_and(|due| due <= now) {
            self.bells.slot();
        }
        let soonest =
            [next.task, next.message, next.slot].into_iter().flatten().filter(|due| *due > now).min();
        let wait = soonest.map_or(LOOK_EVERY, |due| Duration::from_millis(due.since(now)));
        Ok(wait.clamp(LEAST, LOOK_EVERY))
    }

    /// Rings until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            match self.step().await {
                Ok(wait) => {
                    tokio::select! {
                        () = tokio::time::sleep(wait) => {}
                        () = shutdown.cancelled() => {}
                    }
                }
                Err(error) => stumble("the dispatcher", error, &self.store, &shutdown).await,
            }
        }
    }
}
