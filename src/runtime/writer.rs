//! Thread writer: makes the threads of a platform show what their slots say. It never decides what that is.

mod budget;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use self::budget::{EditBudget, Weight};
use super::bells::{Bells, stumble};
use super::{Clock, Step};
use crate::domain::chat_ids::{MessageRef, Platform};
use crate::domain::ids::Millis;
use crate::domain::slot::{Post, Shown};
use crate::ports::{Chat, ChatError};
use crate::store::{Arrived, Pending, Search, Store, StoreError, WriterLease};

/// How long another process waits before it writes instead of one that was lost.
const LEASE: Duration = Duration::from_secs(30);
/// Longest wait before a message is tried again.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 60);
/// Messages taken at once.
const BATCH: u32 = 64;
/// Threads that are written at the same time.
const THREADS_AT_ONCE: usize = 32;

/// Writes the threads of one platform.
#[derive(Clone)]
pub struct Writer {
    store: Store,
    platform: Platform,
    chat: Arc<dyn Chat>,
    bells: Bells,
    clock: Clock,
    name: String,
    /// Its right to write. Gone after an error: what was sent then and not stored is looked for by
    /// whoever takes the right next.
    held: Arc<Mutex<Option<WriterLease>>>,
    /// How often it may edit, where the platform has a limit.
    budget: Option<Arc<Mutex<EditBudget>>>,
}

impl Writer {
    /// A writer under a name that no other process has.
    pub fn new(
        store: Store,
        (platform, chat): (Platform, Arc<dyn Chat>),
        (bells, clock): (Bells, Clock),
        name: &str,
    ) -> Self {
        let budget = chat.edits_per_minute().map(|most| Arc::new(Mutex::new(EditBudget::new(most))));
        Self { store, platform, chat, bells, clock, name: name.to_owned(), held: Arc::default(), budget }
    }

    /// Brings some slots up to date, the most urgent first. Idle, too, while another process writes there.
    ///
    /// # Errors
    /// The store's. A message that could not be sent is tried again later.
    pub async fn step(&self) -> Result<Step, StoreError> {
        match self.write().await {
            // Somebody else has it, or nobody by now: the next step finds out.
            Err(StoreError::LeaseLost) => Ok(Step::Done),
            step => step,
        }
    }

    async fn write(&self) -> Result<Step, StoreError> {
        let mut held = self.held.lock().await;
        let lease = match held.take() {
            Some(lease) => lease,
            None => match self.store.take_writer(self.platform, &self.name, LEASE).await? {
                Some(lease) => lease,
                None => return Ok(Step::Idle),
            },
        };
        let since = Instant::now();
        let slots = self.store.slots_to_send(&lease, self.clock.now(), BATCH).await?;
        let step = if slots.is_empty() { Step::Idle } else { Step::Done };
        let threads = stream::iter(by_thread(slots)).map(|slots| self.write_thread(&lease, slots, since));
        // One that fails does not cut off the others in the middle of a message.
        let written: Vec<_> = threads.buffer_unordered(THREADS_AT_ONCE).collect().await;
        written.into_iter().collect::<Result<(), _>>()?;
        *held = Some(lease);
        Ok(step)
    }

    /// Messages of one thread, in their order, for which the lease was renewed at this moment or later.
    async fn write_thread(
        &self,
        lease: &WriterLease,
        slots: Vec<Pending>,
        since: Instant,
    ) -> Result<(), StoreError> {
        for slot in &slots {
            // Somebody else may send them soon, and what they send may be newer.
            if since.elapsed() > LEASE / 2 {
                return Ok(());
            }
            if let Err(due) = self.may_edit(slot).await {
                self.store.put_off(lease, slot, due).await?;
                continue;
            }
            match self.send(slot).await {
                Ok(message) => self.store.posted(lease, slot, message.as_ref()).await?,
                Err(error) => self.failed(lease, slot, error).await?,
            }
        }
        Ok(())
    }

    /// Whether the platform takes another edit now; otherwise when.
    async fn may_edit(&self, slot: &Pending) -> Result<(), Millis> {
        let (Some(budget), Some(_), Some(weight)) = (&self.budget, &slot.message, Weight::of(&slot.slot))
        else {
            return Ok(());
        };
        let key = format!("{} {}", slot.thread, slot.slot.key);
        budget.lock().await.take(&key, weight, self.clock.now())
    }

    async fn send(&self, slot: &Pending) -> Result<Option<MessageRef>, ChatError> {
        fail::fail_point!("chat.before");
        let message = match (&slot.slot.show, &slot.message) {
            (Shown::Mark { on, emoji }, _) => {
                self.chat.mark(on, emoji.as_deref()).await?;
                None
            }
            (Shown::Post(post), Some(message)) => {
                self.chat.edit(message, post).await?;
                Some(message.clone())
            }
            (Shown::Post(post), None) => Some(first(self.chat.as_ref(), slot, post).await?),
        };
        fail::fail_point!("chat.after");
        Ok(message)
    }

    async fn failed(&self, lease: &WriterLease, slot: &Pending, error: ChatError) -> Result<(), StoreError> {
        let (wait, arrived) = match &error {
            // Nobody will ever see it; it counts as shown.
            ChatError::Gone => return self.store.posted(lease, slot, slot.message.as_ref()).await,
            ChatError::Slow(wait) => ((*wait).min(LONGEST_WAIT), Arrived::No),
            ChatError::Other(_) => (Duration::from_secs(1 << slot.failures.min(8)), Arrived::Perhaps),
        };
        tracing::warn!(
            slot = slot.slot.key,
            error = format!("{:#}", anyhow::Error::from(error)),
            "cannot post"
        );
        self.store.slot_failed(lease, slot, self.clock.after(wait), arrived).await
    }

    /// Writes until shutdown.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            match self.step().await {
                Ok(Step::Done) => {}
                Ok(Step::Idle) => self.bells.wait_slot(&shutdown).await,
                Err(error) => stumble("the writer", error, &self.store, &shutdown).await,
            }
        }
    }
}

/// The messages of each thread, the thread with the most urgent one first.
fn by_thread(slots: Vec<Pending>) -> Vec<Vec<Pending>> {
    let mut threads: Vec<Vec<Pending>> = Vec::new();
    for slot in slots {
        match threads.iter_mut().find(|slots| slots[0].thread == slot.thread) {
            Some(slots) => slots.push(slot),
            None => threads.push(vec![slot]),
        }
    }
    threads
}

/// Posts a message, unless somebody who was interrupted has posted it already.
async fn first(chat: &dyn Chat, slot: &Pending, post: &Post) -> Result<MessageRef, ChatError> {
    let nonce = nonce(slot);
    let found = match slot.search {
        Search::First => chat.find(&slot.thread, &nonce).await?,
        Search::NotNeeded => None,
    };
    match found {
        Some(message) => chat.edit(&message, post).await.map(|()| message),
        None => chat.post(&slot.thread, post, &nonce).await,
    }
}

/// The same for the same slot of the same thread, for ever.
fn nonce(slot: &Pending) -> String {
    let digest = Sha256::digest(format!("{}\n{}", slot.thread, slot.slot.key).as_bytes());
    hex::encode(&digest[..12])
}
