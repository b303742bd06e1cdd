//! Inbox: takes stored events, in order within a thread, and settles each with one outcome.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::bells::{Bells, stumble};
use super::{Clock, Step};
use crate::intake::{self, Intake};
use crate::ports::Queue;
use crate::store::{Incoming, Store, StoreError, Taken, Turn, Unreadable};

/// Events that are settled at the same time.
const AT_ONCE: u32 = 32;
/// How long one event may take before somebody else may take it.
const LEASE: Duration = Duration::from_secs(30);
/// How often an event is decided anew when its task moved on in the meantime.
const DECISIONS: u32 = 5;

/// Settles events.
#[derive(Clone)]
pub struct Inbox {
    store: Store,
    intake: Intake,
    queue: Arc<dyn Queue>,
    bells: Bells,
    clock: Clock,
    name: String,
}

impl Inbox {
    /// An inbox under a name that no other process has.
    pub fn new(
        (store, intake): (Store, Intake),
        queue: Arc<dyn Queue>,
        (bells, clock): (Bells, Clock),
        name: &str,
    ) -> Self {
        Self { store, intake, queue, bells, clock, name: name.to_owned() }
    }

    /// Settles the next events, if there are any, all at the same time: they are of different threads.
    ///
    /// # Errors
    /// The store's; an event that was not settled is tried again later.
    pub async fn step(&self) -> Result<Step, StoreError> {
        let taken = self.store.claim_messages(&self.name, LEASE, self.clock.now(), AT_ONCE).await?;
        if taken.is_empty() {
            return Ok(Step::Idle);
        }
        let handled = join_all(taken.iter().map(|taken| self.handle(taken))).await;
        self.bells.slot();
        handled.into_iter().collect::<Result<(), _>>().map(|()| Step::Done)
    }

    async fn handle(&self, taken: &Taken) -> Result<(), StoreError> {
        match taken {
            Taken::Unreadable(unreadable) => self.unreadable(unreadable).await,
            Taken::Event(incoming) => match self.settle(incoming).await {
                Ok(()) | Err(StoreError::LeaseLost) => Ok(()),
                Err(error) => self.failed(incoming, error).await,
            },
        }
    }

    async fn settle(&self, incoming: &Incoming) -> Result<(), StoreError> {
        for _ in 0..DECISIONS {
            let settlement = self.intake.decide(incoming, self.clock.now()).await?;
            let new = settlement.task.iter().map(|task| task.id.clone());
            let moved = settlement.appends.iter().map(|append| append.task.clone());
            let tasks: Vec<_> = new.chain(moved).collect();
            let outcome = settlement.outcome.clone();
            match self.store.settle(incoming, settlement).await {
                Ok(()) => {
                    tracing::info!(event.key = incoming.event.key, outcome, "settled an event");
                    for task in &tasks {
                        // A lost wake-up costs a few seconds: the dispatcher finds the task.
                        self.queue.wake(task).await.ok();
                    }
                    return Ok(());
                }
                Err(StoreError::Changed) => {}
                Err(other) => return Err(other),
            }
        }
        Err(StoreError::Changed)
    }

    /// Our fault: tried again a few times, then kept as a dead letter with an apology.
    async fn failed(&self, incoming: &Incoming, error: StoreError) -> Result<(), StoreError> {
        let chain = format!("{:#}", anyhow::Error::from(error));
        tracing::error!(event.key = incoming.event.key, error = chain, "cannot handle an event");
        let apology = intake::apology(&incoming.event, &reference(&incoming.turn));
        let apology = Some((&incoming.event.thread, apology));
        self.store.fail(&incoming.turn, &chain, self.clock.now(), apology).await.map(drop)
    }

    /// Another version may be able to read it, so it has its attempts too; then the thread goes on.
    async fn unreadable(&self, what: &Unreadable) -> Result<(), StoreError> {
        let reference = reference(&what.turn);
        tracing::error!(event.key = what.key, reference, error = what.why, "cannot read an event");
        let apology = intake::apology_to_all(&what.key, &reference);
        let apology = what.thread.as_ref().map(|thread| (thread, apology));
        self.store.fail(&what.turn, &what.why, self.clock.now(), apology).await.map(drop)
    }

    /// Settles events until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            match self.step().await {
                Ok(Step::Done) => {}
                Ok(Step::Idle) => self.bells.wait_event(&shutdown).await,
                Err(error) => stumble("the inbox", error, &self.store, &shutdown).await,
            }
        }
    }
}

/// Where an administrator finds a dead letter.
fn reference(turn: &Turn) -> String {
    format!("inbox/{}", turn.id)
}
