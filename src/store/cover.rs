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
use super::row::millis;
use super::slots;
use crate::domain::fact::Fact;
use crate::domain::slot::Slot;
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

impl Store {
    /// Lets the status message of a claimed task show something else, drawn from the facts as they are now. Nothing
    /// changes where nothing is drawn.
    ///
    /// # Errors
    /// `LeaseLost` when the claim no longer holds; nothing is written then.
    pub async fn cover(&self, claim: &mut Claim, draw: impl Fn(&[Fact]) -> Option<Slot>) -> Result<()> {
        for _ in 0..ADDITIONS {
            let Some(slot) = draw(&claim.facts) else { return Ok(()) };
            let row = json!({
                "known": claim.head.count,
                "worker": claim.worker,
                "fence": claim.fence,
                "lease": millis(claim.lease),
            });
            let mut change = Change::guarded(&HELD, claim.task.as_str(), row);
            slots::show(&mut change, &claim.thread, &claim.task, &slot);
            // Before it is known, for it may happen although nobody hears of it.
            claim.covered = true;
            if self.make_all("slots.cover", vec![change]).await? {
                return Ok(());
            }
            self.look_again(claim).await?;
        }
        Err(StoreError::Changed)
    }

    /// Lets the status message of a task that is about to be given back show what the facts say.
    pub(super) async fn uncover(&self, claim: &Claim) -> Result<()> {
        if !claim.covered {
            return Ok(());
        }
        let mut own = claim.clone();
        self.cover(&mut own, |facts| Some(view::status(&claim.task, &Task::replay(facts)?))).await
    }
}

impl Claim {
    /// Whether the status message may show something else than what the facts say.
    pub fn is_covered(&self) -> bool {
        self.covered
    }

    /// Takes over what a copy of this claim has shown.
    pub fn covered_by(&mut self, copy: &Self) {
        self.covered |= copy.covered;
    }
}
