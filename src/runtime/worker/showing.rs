//! Shows how far an effect is, while it takes long: in the thread of its task, and to whoever watches this
//! process. It begins when the effect first says something, so what is over at once costs nothing.

use std::convert::Infallible;
use std::time::Duration;

use super::{Worker, ahead};
use crate::domain::fact::Fact;
use crate::domain::ids::RepoName;
use crate::domain::progress::{Pace, Progress, TimeLeft};
use crate::domain::reply::status::stands;
use crate::domain::task::Task;
use crate::domain::view;
use crate::effects::Teller;
use crate::store::{Claim, NewFact, StoreError};

/// How often it is looked how far the effect is.
const LOOK: Duration = Duration::from_millis(250);

/// What a worker is busy with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// The repository.
    pub repo: RepoName,
    /// How far it is.
    pub progress: Progress,
}

/// One effect that may take long.
pub(super) struct Showing<'a> {
    worker: &'a Worker,
    claim: &'a Claim,
    /// Facts that are known and not stored yet.
    held: &'a [NewFact],
    /// The task when the effect began.
    task: &'a Task,
    /// The claim that shows it, with facts that others added meanwhile; none while nothing was shown.
    shown: Option<Claim>,
}

impl<'a> Showing<'a> {
    /// Of a task that is claimed, with these facts that are not stored yet.
    pub(super) fn new(worker: &'a Worker, (claim, held): (&'a Claim, &'a [NewFact]), task: &'a Task) -> Self {
        Self { worker, claim, held, task, shown: None }
    }

    /// Shows what is told for as long as somebody waits for this.
    ///
    /// # Errors
    /// `LeaseLost`, and nothing else.
    pub(super) async fn run(&mut self, teller: &Teller) -> Result<Infallible, StoreError> {
        let (clock, mut told) = (&self.worker.clock, teller.told());
        let (mut pace, mut left) = (Pace::begin(clock.now()), TimeLeft::default());
        if told.changed().await.is_err() {
            return std::future::pending().await;
        }
        loop {
            let (latest, now) = (*told.borrow(), clock.now());
            self.sight(latest);
            let far = latest.map(|progress| (progress, left.look(now, &progress)));
            if far.is_none() {
                left = TimeLeft::default();
            }
            if (far.is_some() || self.shown.is_some()) && pace.wait_ms(now) == 0 {
                pace.shown(now);
                self.show(far).await?;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    fn sight(&self, latest: Option<Progress>) {
        let of = |repo: &RepoName, progress| Sight { repo: repo.clone(), progress };
        let sight = self.task.repo.as_ref().zip(latest).map(|(repo, progress)| of(repo, progress));
        self.worker.sights.send_if_modified(|shown| {
            let is_new = *shown != sight;
            *shown = sight;
            is_new
        });
    }

    /// In the thread; what the facts say where a stage has ended and nothing is told of what follows. Where the facts
    /// say something else by now than when the effect began, that stays.
    async fn show(&mut self, far: Option<(Progress, Option<u64>)>) -> Result<(), StoreError> {
        let (claim, held, then) = (self.claim, self.held, stands(self.task));
        let draw = |facts: &[Fact]| {
            let Some((progress, rest)) = far else {
                return Some(view::status(&claim.task, &Task::replay(facts)?));
            };
            let task = Task::replay(&ahead(facts, held))?;
            (stands(&task) == then).then(|| view::under_way(&claim.task, &task, (&progress, rest)))
        };
        let own = self.shown.get_or_insert_with(|| claim.clone());
        match self.worker.store.cover(own, draw).await {
            Ok(true) => self.worker.bells.slot(),
            Ok(false) => {}
            Err(StoreError::LeaseLost) => return Err(StoreError::LeaseLost),
            // The effect goes on all the same, and the next look may reach the store.
            Err(error) => tracing::warn!(
                error = format!("{:#}", anyhow::Error::from(error)),
                "cannot show how far an effect is"
            ),
        }
        Ok(())
    }

    /// It is over; the claim that showed it, if anything was shown.
    pub(super) fn end(mut self) -> Option<Claim> {
        self.shown.take()
    }
}

impl Drop for Showing<'_> {
    fn drop(&mut self) {
        self.worker.sights.send_if_modified(|sight| sight.take().is_some());
    }
}
