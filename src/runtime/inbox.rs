//! Inbox: takes stored events one by one and settles each with one outcome.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::bells::{Bells, stumble};
use super::{Clock, Step};
use crate::intake::{self, Intake};
use crate::ports::Queue;
use crate::store::{Failed, Incoming, Store, StoreError, Taken, Turn, Unreadable};

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

    /// The same inbox for another place, under a name of its own. Events of one thread keep their order
    /// over all places: the store gives out only the first of each.
    #[must_use]
    pub fn named(mut self, place: usize) -> Self {
        self.name = format!("{}/{place}", self.name);
        self
    }

    /// Settles the next event, if there is one.
    ///
    /// # Errors
    /// The store's; the event is tried again later.
    pub async fn step(&self) -> Result<Step, StoreError> {
        match self.store.claim_message(&self.name, LEASE, self.clock.now()).await? {
            None => return Ok(Step::Idle),
            Some(Taken::Unreadable(unreadable)) => self.unreadable(&unreadable).await?,
            Some(Taken::Event(incoming)) => match self.settle(&incoming).await {
                Ok(()) | Err(StoreError::LeaseLost) => {}
                Err(error) => self.failed(&incoming, error).await?,
            },
        }
        self.bells.slot();
        Ok(Step::Done)
    }

    async fn settle(&self, incoming: &Incoming) -> Result<(), StoreError> {
        for _ in 0..DECISIONS {
            let settlement = self.intake.decide(&incoming.event, self.clock.now()).await?;
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
        if self.store.fail(&incoming.turn, &chain, self.clock.now()).await? == Failed::Dead {
            let apology = intake::apology(&incoming.event, &reference(&incoming.turn));
            self.store.say(&incoming.event.thread, &[apology]).await?;
        }
        Ok(())
    }

    /// Another version may be able to read it, so it has its attempts too; then the thread goes on.
    async fn unreadable(&self, what: &Unreadable) -> Result<(), StoreError> {
        let reference = reference(&what.turn);
        tracing::error!(event.key = what.key, reference, error = what.why, "cannot read an event");
        if self.store.fail(&what.turn, &what.why, self.clock.now()).await? == Failed::Dead
            && let Some(thread) = &what.thread
        {
            self.store.say(thread, &[intake::apology_to_all(&what.key, &reference)]).await?;
        }
        Ok(())
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
