//! Worker: claims a task, does what it needs until only people can move it, and gives it back.

mod showing;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use showing::Showing;
pub use showing::Sight;

use super::bells::{Bells, LOOK_ANYWAY, stumble};
use super::{Clock, Step};
use crate::domain::fact::{Actor, Again, Body, Broken, Cause, Fact, Judged, Noted, Ran};
use crate::domain::next::{Effect, next};
use crate::domain::outlook::{Due, due};
use crate::domain::reply::broken::in_a_line;
use crate::domain::task::Task;
use crate::effects::{Perform, Subject, Teller, cause};
use crate::ports::Queue;
use crate::store::{Before, Claim, NewFact, Store, StoreError};

/// How long and how often a worker tries.
#[derive(Debug, Clone, Copy)]
pub struct WorkerLimits {
    /// How long a lease lasts without being renewed.
    pub lease: Duration,
    /// The longest that one effect may take.
    pub effect: Duration,
    /// How often something is tried before a person is told.
    pub attempts: u32,
}

/// Longest wait between two attempts, in milliseconds; the store takes longer ones for a clock that jumped.
const MAX_WAIT_MS: u64 = 10 * 60 * 1000;

/// What took longer than this is stored before anything else begins: people may have acted meanwhile, and
/// want to see how far it is.
const HELD: Duration = Duration::from_millis(100);

/// When a task is looked at again that could not be worked on because of the store.
const STUMBLE: Duration = Duration::from_secs(1);

/// Works on tasks.
#[derive(Clone)]
pub struct Worker {
    store: Store,
    effects: Arc<dyn Perform>,
    queue: Arc<dyn Queue>,
    bells: Bells,
    clock: Clock,
    sights: watch::Sender<Option<Sight>>,
    name: String,
    data: PathBuf,
    limits: WorkerLimits,
}

impl Worker {
    /// A worker under a name that no other has, on a data directory.
    pub fn new(
        (store, effects): (Store, Arc<dyn Perform>),
        queue: Arc<dyn Queue>,
        (bells, clock): (Bells, Clock),
        (name, data): (&str, &Path),
        limits: WorkerLimits,
    ) -> Self {
        let (name, data) = (name.to_owned(), data.to_owned());
        let sights = watch::Sender::new(None);
        Self { store, effects, queue, bells, clock, sights, name, data, limits }
    }

    /// What it is busy with, as long as that takes long.
    pub fn sights(&self) -> watch::Receiver<Option<Sight>> {
        self.sights.subscribe()
    }

    /// The same worker for another place, under a name of its own.
    #[must_use]
    pub fn named(mut self, place: usize) -> Self {
        self.name = format!("{}/{place}", self.name);
        self
    }

    /// Works on the task that should go next, until only people can move it.
    ///
    /// # Errors
    /// The store's; what was done is found again by whoever claims the task next.
    pub async fn step(&self) -> Result<Step, StoreError> {
        let Some(mut claim) = self.store.claim(&self.name, self.limits.lease, self.clock.now()).await? else {
            return Ok(Step::Idle);
        };
        let worked = self.work(&mut claim).await;
        self.bells.slot();
        match worked {
            Err(StoreError::LeaseLost) => {
                tracing::warn!(task.id = %claim.task, "lost the lease; somebody else goes on");
                Ok(Step::Done)
            }
            Ok(()) => Ok(Step::Done),
            Err(error) => {
                // Given back, so that nobody has to wait until the lease ends. Where that fails too, they do.
                self.store.give_back(&claim, self.clock.after(STUMBLE)).await.ok();
                Err(error)
            }
        }
    }

    async fn work(&self, claim: &mut Claim) -> Result<(), StoreError> {
        // Known, and not stored yet.
        let mut held = match claim.before {
            Before::Free => Vec::new(),
            Before::Abandoned => self.stamp(vec![Body::Noted(Noted::Resumed)]),
        };
        // It was claimed because it is due; whether it still is, is asked once something was done.
        let (mut acted, mut since, id) = (false, Instant::now(), claim.task.clone());
        loop {
            let facts = ahead(&claim.facts, &held);
            let task = Task::replay(&facts).filter(|task| !acted || due(task) == Due::Now);
            let Some((task, effect)) = task.and_then(|task| next(&task).map(|effect| (task, effect))) else {
                return match held.is_empty() {
                    true => self.store.release(claim).await,
                    false => self.store.finish(claim, held).await,
                };
            };
            let may_wait = effect.is_light() && since.elapsed() < HELD && !claim.is_covered();
            if !held.is_empty() && !may_wait {
                self.store.append(claim, std::mem::take(&mut held)).await?;
                self.bells.slot();
                // Others may have added theirs.
                continue;
            }
            (acted, since) = (true, Instant::now());
            let teller = Teller::default();
            let of = Subject { id: &id, task: &task, facts: &facts, teller: &teller };
            match self.perform(claim, &held, of, effect.clone()).await? {
                Ok(bodies) => held.extend(self.stamp(bodies)),
                Err(error) => match self.failed(claim, &task, &effect, &error) {
                    Failure::Fact(body) => held.extend(self.stamp(vec![*body])),
                    Failure::Later(wait_ms) => return self.give_back(claim, held, wait_ms).await,
                },
            }
        }
    }

    /// Does one effect, while the lease is kept alive and it is shown how far it is. The outer error is the lease's.
    async fn perform(
        &self,
        claim: &mut Claim,
        held: &[NewFact],
        of: Subject<'_>,
        effect: Effect,
    ) -> Result<anyhow::Result<Vec<Body>>, StoreError> {
        let span = tracing::info_span!("effect", task.id = %claim.task, effect = name(&effect));
        fail::fail_point!("effect.before");
        let act = tokio::time::timeout(self.limits.effect, self.effects.perform(of, effect));
        let mut showing = Showing::new(self, (claim, held), of.task);
        let done = tokio::select! {
            done = act.instrument(span.clone()) => done,
            lost = self.keep_lease(claim) => return Err(lost),
            Err(lost) = showing.run(of.teller) => return Err(lost),
        };
        if let Some(own) = showing.end() {
            claim.covered_by(own);
        }
        fail::fail_point!("effect.after");
        let done = match done {
            Ok(Ok(bodies)) if bodies.is_empty() => Err(anyhow!("the effect had nothing to say")),
            Ok(done) => done,
            Err(_) => Err(TooSlow(self.limits.effect.as_secs()).into()),
        };
        if let Err(error) = &done {
            span.in_scope(|| self.say_failure(error));
        }
        Ok(done)
    }

    /// The whole chain, once, for the operator; a full disk also says where and what to do.
    fn say_failure(&self, error: &anyhow::Error) {
        let chain = format!("{error:#}");
        match cause_of(error) {
            Cause::Disk => tracing::error!(
                error = chain,
                data.dir = %self.data.display(),
                "the disk is full: free some space where the data directory is; the task goes on by itself, or with `retry`"
            ),
            Cause::Git | Cause::Forge | Cause::Artifacts | Cause::Store | Cause::Time | Cause::Other => {
                tracing::error!(error = chain, "an effect failed");
            }
        }
    }

    /// Renews the lease until that fails.
    async fn keep_lease(&self, claim: &Claim) -> StoreError {
        loop {
            tokio::time::sleep(self.limits.lease / 3).await;
            match self.store.renew(claim).await {
                Ok(()) => {}
                Err(StoreError::LeaseLost) => return StoreError::LeaseLost,
                // The lease still has time; the next try may reach the store again.
                Err(error) => tracing::warn!(
                    error = format!("{:#}", anyhow::Error::from(error)),
                    "cannot renew a lease"
                ),
            }
        }
    }

    /// What a failure leads to: a fact that people see, or another try.
    fn failed(&self, claim: &Claim, task: &Task, effect: &Effect, error: &anyhow::Error) -> Failure {
        let what = Broken { cause: cause_of(error), error: in_a_line(&format!("{error:#}"), 200) };
        let run = match effect {
            Effect::Prepare { run, .. } | Effect::Run { run, .. } | Effect::Deliver { run, .. } => Some(*run),
            Effect::Look { .. }
            | Effect::Merge { .. }
            | Effect::LookForMerge { .. }
            | Effect::Close { .. }
            | Effect::Answer { .. } => None,
        };
        let failures = if run.is_some() { task.failures } else { claim.failures } + 1;
        let last = failures >= self.limits.attempts;
        match run {
            Some(run) => {
                let again = if last { Again::No } else { Again::After(wait_ms(failures)) };
                Failure::Fact(Box::new(Body::Ran(Ran::Failed { run, what, again })))
            }
            None if last => {
                Failure::Fact(Box::new(Body::Judged(Judged::GaveUp { on: effect.effort(), what })))
            }
            None => Failure::Later(wait_ms(failures)),
        }
    }

    async fn give_back(&self, claim: &mut Claim, held: Vec<NewFact>, wait_ms: u64) -> Result<(), StoreError> {
        if !held.is_empty() {
            self.store.append(claim, held).await?;
        }
        self.store.give_back(claim, self.clock.after(Duration::from_millis(wait_ms))).await
    }

    fn stamp(&self, bodies: Vec<Body>) -> Vec<NewFact> {
        let at = self.clock.now();
        bodies.into_iter().map(|body| NewFact { at, by: Actor::Baton, body }).collect()
    }

    /// Works until shutdown. What is under way is finished; the caller bounds the wait.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            match self.step().await {
                Ok(Step::Done) => {}
                Ok(Step::Idle) => {
                    tokio::select! {
                        _ = self.queue.next(LOOK_ANYWAY) => {}
                        () = shutdown.cancelled() => {}
                    }
                }
                Err(error) => stumble("a worker", error, &self.store, &shutdown).await,
            }
        }
    }
}

/// An effect was stopped at its limit.
#[derive(Debug, thiserror::Error)]
#[error("it took longer than {0} s")]
struct TooSlow(u64);

fn cause_of(error: &anyhow::Error) -> Cause {
    if error.is::<TooSlow>() { Cause::Time } else { cause(error) }
}

enum Failure {
    Fact(Box<Body>),
    Later(u64),
}

/// The facts as they will be.
fn ahead(facts: &[Fact], new: &[NewFact]) -> Vec<Fact> {
    let mut all = facts.to_vec();
    for fact in new {
        let seq = u32::try_from(all.len()).unwrap_or(u32::MAX).saturating_add(1);
        all.push(Fact { seq, at: fact.at, by: fact.by.clone(), body: fact.body.clone() });
    }
    all
}

/// 1 s, 4 s, 16 s, …
fn wait_ms(failures: u32) -> u64 {
    1000u64.saturating_mul(4u64.saturating_pow(failures.saturating_sub(1))).min(MAX_WAIT_MS)
}

fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Prepare { .. } => "prepare",
        Effect::Run { .. } => "run",
        Effect::Deliver { .. } => "deliver",
        Effect::Look { .. } => "look",
        Effect::Merge { .. } => "merge",
        Effect::LookForMerge { .. } => "look for merge",
        Effect::Close { .. } => "close",
        Effect::Answer { .. } => "answer",
    }
}
