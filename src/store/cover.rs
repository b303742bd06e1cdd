//! What a task's status message shows for a moment instead of what the facts say: how far an effect is.
//!
//! It is no fact, so nothing is computed from it and nobody relies on it. It is written only by the worker that
//! holds the task, on top of the facts it knows, and each way to end a claim, and each fact of people's, puts
//! what the facts say back in its place. Who takes over a task from a worker that is gone does so, too.

use serde_json::json;

use super::change::{Change, Guard, Lane};
use super::claim::{ADDITIONS, Claim};
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::open::Store;
use super::row::{Columns, millis};
use super::slots;
use crate::domain::fact::Fact;
use crate::domain::slot::{Shown, Slot};
use crate::domain::task::Task;
use crate::domain::view;

/// A task is held by the worker who says so, and has the facts that it knows. Who shows how far it is, is alive.
/// Never gathered with others: it is rare, and may be dropped half-way.
static HELD: Guard = Guard {
    columns: &[
        ("key", Kind::Text),
        ("known", Kind::Number),
        ("worker", Kind::Text),
        ("fence", Kind::Number),
        ("lease", Kind::Number),
    ],
    update: "UPDATE tasks SET lease_until = {now} + g.lease
        FROM {rows} AS g WHERE tasks.id = g.key AND tasks.fact_count = g.known
            AND tasks.lease_worker = g.worker AND tasks.lease_fence = g.fence AND tasks.lease_until > {now}
        RETURNING tasks.id AS key",
    is_all: false,
    lane: Lane::Tasks,
};

/// What the status message of a claimed task shows in place of what the facts say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Covered {
    /// Nothing.
    No,
    /// Something, perhaps; nobody knows what.
    Perhaps,
    /// This, put there on top of so many facts.
    With {
        /// What it shows.
        slot: Box<Slot>,
        /// How many facts there were.
        known: u32,
    },
}

impl Store {
    /// Lets the status message of a claimed task show something else, drawn from the facts as they are now. Nothing
    /// is written where nothing is drawn, or what it shows already. Gives whether something was.
    ///
    /// # Errors
    /// `LeaseLost` when the claim no longer holds; nothing is written then.
    pub async fn cover(&self, claim: &mut Claim, draw: impl Fn(&[Fact]) -> Option<Slot>) -> Result<bool> {
        for _ in 0..ADDITIONS {
            let known = claim.head.count;
            let drawn = draw(&claim.facts).filter(|slot| !claim.shows(slot));
            if let Some(slot) = drawn {
                // Before it is known, for it may happen although nobody hears of it.
                claim.covered = Covered::Perhaps;
                if self.put(claim, &slot).await? {
                    claim.covered = Covered::With { slot: Box::new(slot), known };
                    return Ok(true);
                }
                self.look_again(claim).await?;
                continue;
            }
            // That nothing new is shown is no reason to miss that the claim is lost, or what others added.
            self.look_again(claim).await?;
            if claim.head.count == known {
                return Ok(false);
            }
        }
        Err(StoreError::Changed)
    }

    /// Lets the status message of a task that is about to be given back show what the facts say.
    pub(super) async fn uncover(&self, claim: &Claim) -> Result<()> {
        if !claim.is_covered() {
            return Ok(());
        }
        let mut own = claim.clone();
        self.cover(&mut own, |facts| Some(view::status(&claim.task, &Task::replay(facts)?))).await.map(drop)
    }

    /// Lets the status message of a claimed task say that its facts do not read: what it showed before may be of
    /// work that nobody does any more.
    pub(super) async fn cover_unreadable(&self, claim: &Claim) -> Result<()> {
        let statement = self.dialect.sql("SELECT wanted FROM slots WHERE thread = $1 AND key = $2");
        let query = sqlx::query(statement).bind(claim.thread.to_string()).bind(view::status_key(&claim.task));
        let Some(row) = query.fetch_optional(&self.reads).await? else { return Ok(()) };
        match row.json("wanted")? {
            Shown::Post(post) => self.put(claim, &view::unreadable(&claim.task, post)).await.map(drop),
            Shown::Mark { .. } => Ok(()),
        }
    }

    /// Gives whether the claim still holds and knows all facts; nothing is written where it does not.
    async fn put(&self, claim: &Claim, slot: &Slot) -> Result<bool> {
        let row = json!({
            "known": claim.head.count,
            "worker": claim.worker,
            "fence": claim.fence,
            "lease": millis(claim.lease),
        });
        let mut change = Change::guarded(&HELD, claim.task.as_str(), row);
        slots::show(&mut change, &claim.thread, &claim.task, slot);
        self.make_all("slots.cover", vec![change]).await
    }
}

impl Claim {
    /// Whether the status message may show something else than what the facts say.
    pub fn is_covered(&self) -> bool {
        self.covered != Covered::No
    }

    /// Takes over what a copy of this claim has shown.
    pub fn covered_by(&mut self, copy: Self) {
        if copy.is_covered() {
            self.covered = copy.covered;
        }
    }

    /// Whether the status message shows just this. Each fact of somebody else's may have put another thing there.
    fn shows(&self, slot: &Slot) -> bool {
        match &self.covered {
            Covered::No | Covered::Perhaps => false,
            Covered::With { slot: shown, known } => **shown == *slot && *known == self.head.count,
        }
    }
}
