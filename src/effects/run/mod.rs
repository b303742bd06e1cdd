//! Run: do what was asked, with `replace`, on the git objects of a commit. No checkout, no sandbox.

mod record;
mod work;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Instant;

use super::sides::sides;
use super::{Mirrors, Policies, Teller};
use crate::domain::diff::{FileChange, diff};
use crate::domain::fact::{Body, Change, Question, Ran, Refusal, Spent};
use crate::domain::gate::{Objection, ProposedChange, Side};
use crate::domain::ids::{Oid, RepoName};
use crate::domain::policy::ChangeLimits;
use crate::domain::task::Ask;
use crate::git::{self, Objects, Warm};
use crate::ports::Artifacts;

/// How much a run may look at.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Threads that search.
    pub threads: NonZeroUsize,
    /// Most files of a repository that are searched.
    pub files: usize,
    /// Largest file that is searched, in bytes.
    pub file_bytes: u64,
    /// Bytes of searched files that stay in memory for the next request, over all repositories.
    pub warm_bytes: u64,
}

/// Runs `replace`.
pub struct Run {
    mirrors: Mirrors,
    artifacts: Arc<dyn Artifacts>,
    policies: Policies,
    limits: RunLimits,
    warm: Arc<Warm>,
}

/// What a run has to do.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) repo: RepoName,
    pub(super) run: u32,
    pub(super) base: Oid,
    pub(super) from: Oid,
    pub(super) asks: Vec<Ask>,
    pub(super) previous: Option<String>,
}

/// Where the work is done, and who hears how far it is.
#[derive(Clone, Copy)]
struct Place<'a> {
    objects: &'a Objects,
    warm: &'a Warm,
    teller: &'a Teller,
}

/// What came of it.
enum Outcome {
    Changed { tree: Oid, change: Change, diff: String },
    Stuck { ask: usize, question: Question },
    Refused(Refusal),
}

impl Run {
    /// With these mirrors, artifacts, rules and limits.
    pub fn new(
        mirrors: Mirrors,
        artifacts: Arc<dyn Artifacts>,
        policies: Policies,
        limits: RunLimits,
    ) -> Self {
        Self { mirrors, artifacts, policies, limits, warm: Arc::new(Warm::new(limits.warm_bytes)) }
    }

    pub(super) async fn perform(&self, job: Job, teller: &Teller) -> anyhow::Result<Vec<Body>> {
        let started = Instant::now();
        let run = job.run;
        let Some(policy) = self.policies.get(&job.repo) else {
            let why = Refusal::NoRepository { repo: job.repo };
            return Ok(vec![Body::Ran(Ran::Refused { run, why })]);
        };
        let mirror = self.mirrors.open(&job.repo, teller).await?;
        let (repo, warm, limits) = ((*mirror).clone(), self.warm.clone(), self.limits);
        let (task, most, teller) = (job.clone(), policy.limits, teller.clone());
        let outcome = move || {
            let place = Place { objects: &repo.objects()?, warm: &warm, teller: &teller };
            outcome(place, &task, (limits, most))
        };
        let outcome = tokio::task::spawn_blocking(outcome).await?.or_else(too_large)?;
        let wall_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let ran = match outcome {
            Outcome::Changed { tree, mut change, diff } => {
                change.diff = self.artifacts.put(diff.as_bytes()).await?;
                let record = record::record(&job, &self.policies, (&tree, &change), wall_ms)?;
                let record = self.artifacts.put(record.as_bytes()).await?;
                Ran::Changed { run, tree, change, record }
            }
            Outcome::Stuck { ask, question } => {
                Ran::Stuck { run, ask: u32::try_from(ask).unwrap_or(u32::MAX), question }
            }
            Outcome::Refused(why) => Ran::Refused { run, why },
        };
        Ok(vec![Body::Spent(Spent::Run { run, wall_ms }), Body::Ran(ran)])
    }
}

/// What is over a limit of git's is so however often it is tried.
fn too_large(error: anyhow::Error) -> anyhow::Result<Outcome> {
    match error.downcast_ref() {
        Some(git::Error::TooLarge { .. }) => {
            Ok(Outcome::Refused(Refusal::TooLarge { what: format!("{error}") }))
        }
        Some(_) | None => Err(error),
    }
}

/// The gate says no before anything is pushed: there is more than it would read.
fn too_much(objections: &[Objection]) -> Outcome {
    Outcome::Refused(Refusal::Gate { reasons: objections.iter().map(ToString::to_string).collect() })
}

fn outcome(
    place: Place<'_>,
    job: &Job,
    (limits, most): (RunLimits, ChangeLimits),
) -> anyhow::Result<Outcome> {
    let objects = place.objects;
    let worked = match work::work(place, job, (limits, most))? {
        Ok(worked) => worked,
        Err(other) => return Ok(other),
    };
    let base = objects.tree_of(&job.base)?;
    let changes = objects.compare(Some(&base), &worked.tree)?;
    if changes.is_empty() {
        return Ok(Outcome::Refused(Refusal::NothingToDo));
    }
    let files = match sides(objects, &changes, most)? {
        Ok(files) => files,
        Err(objections) => return Ok(too_much(&objections)),
    };
    let diff = diff(&files.iter().filter_map(shown).collect::<Vec<_>>());
    let change = Change {
        understood: worked.understood,
        files: u32::try_from(changes.len()).unwrap_or(u32::MAX),
        added: diff.added,
        removed: diff.removed,
        preview: diff.preview,
        offers: worked.offers,
        skipped: worked.skipped,
        diff: String::new(),
    };
    Ok(Outcome::Changed { tree: worked.tree, change, diff: diff.text })
}

/// A change as the diff shows it; the gate refuses the ones it cannot show.
fn shown(change: &ProposedChange) -> Option<FileChange<'_>> {
    Some(FileChange { path: change.path.as_ref().ok()?, old: bytes(&change.old), new: bytes(&change.new) })
}

fn bytes(side: &Option<Side>) -> &[u8] {
    side.as_ref().map_or(&[], |side| &side.bytes)
}
