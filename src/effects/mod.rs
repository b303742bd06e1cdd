//! Effects: one idempotent act on the world each. What they return are facts.
//!
//! An effect may be done twice (a crash, a lease that ran out): it finds its own work and says the
//! same. Where the world is not as the facts say, it says so in a fact and changes nothing.

mod answer;
mod cause;
mod close;
mod deliver;
mod latest;
mod look;
mod merge;
mod mirrors;
mod prepare;
mod run;
mod sides;
mod tell;
mod understanding;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

pub use answer::Answer;
pub use cause::cause;
pub use close::Close;
pub use deliver::Deliver;
pub use latest::Latest;
pub use look::Look;
pub use merge::Merge;
pub use mirrors::Mirrors;
pub use prepare::Prepare;
pub use run::{Run, RunLimits};
pub use tell::Teller;

use crate::domain::fact::{Body, Fact};
use crate::domain::ids::{RepoName, TaskId};
use crate::domain::next::Effect;
use crate::domain::policy::Policy;
use crate::domain::task::Task;

/// The rules of every repository.
pub type Policies = Arc<BTreeMap<RepoName, Policy>>;

/// A task as an effect sees it, and who hears how far the effect is.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its id.
    pub id: &'a TaskId,
    /// What the facts tell.
    pub task: &'a Task,
    /// The facts themselves.
    pub facts: &'a [Fact],
    /// Where an effect that takes long says how far it is.
    pub teller: &'a Teller,
}

/// What acts for a worker: the effects, or the rehearsal of `baton bench store`, which leaves git out.
#[async_trait]
pub trait Perform: Send + Sync {
    /// Does what a task needs now.
    ///
    /// # Errors
    /// What may work when it is tried again. What cannot is a fact.
    async fn perform(&self, of: Subject<'_>, effect: Effect) -> anyhow::Result<Vec<Body>>;
}

/// All effects, each with what it uses.
pub struct Effects {
    /// What is mended where an effect finds it damaged.
    pub mirrors: Mirrors,
    /// Brings the repository here.
    pub prepare: Prepare,
    /// Does the work.
    pub run: Run,
    /// Opens the pull request.
    pub deliver: Deliver,
    /// Finds out whether it was opened.
    pub look: Look,
    /// Merges it.
    pub merge: Merge,
    /// Closes it.
    pub close: Close,
    /// Shows what people asked to see.
    pub answer: Answer,
}

#[async_trait]
impl Perform for Effects {
    async fn perform(&self, of: Subject<'_>, effect: Effect) -> anyhow::Result<Vec<Body>> {
        let Some(repo) = &of.task.repo else { return self.act(of, effect).await };
        let used = self.mirrors.here(repo);
        match self.act(of, effect.clone()).await {
            Err(error) if self.mirrors.mends((repo, used), &error, of.teller).await? => {
                self.act(of, effect).await
            }
            done => done,
        }
    }
}

impl Effects {
    async fn act(&self, of: Subject<'_>, effect: Effect) -> anyhow::Result<Vec<Body>> {
        match effect {
            Effect::Prepare { repo, run } => self.prepare.perform(of, &repo, run).await,
            Effect::Run { repo, run, base, from, asks, previous } => {
                self.run.perform(run::Job { repo, run, base, from, asks, previous }, of.teller).await
            }
            Effect::Deliver { repo, run, target, base, parent, tree, change, at, expected } => {
                let made = deliver::Made { repo, run, target, base, parent, tree, change, at, expected };
                self.deliver.perform(of, &made).await
            }
            Effect::Look { repo, run } => self.look.perform(of, &repo, run).await,
            Effect::Merge { repo, head } => self.merge.perform(of, &repo, &head).await,
            Effect::LookForMerge { repo, head } => self.merge.look(of, &repo, &head).await,
            Effect::Close { repo, .. } => self.close.perform(of, &repo).await,
            Effect::Answer { ask, what } => self.answer.perform(of, ask, what).await,
        }
    }
}
