//! Run: do what was asked, with `replace`, on the git objects of a commit. No checkout, no sandbox.

mod record;
mod work;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Instant;

use super::{Mirrors, Policies};
use crate::domain::diff::{FileChange, diff};
use crate::domain::fact::{Body, Change, Question, Ran, Refusal, Spent};
use crate::domain::ids::{Oid, RepoName};
use crate::domain::path::RepoPath;
use crate::domain::replace::Mode;
use crate::domain::task::Ask;
use crate::git::{Objects, TreeChange, Warm};
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

    pub(super) async fn perform(&self, job: Job) -> anyhow::Result<Vec<Body>> {
        let started = Instant::now();
        let mirror = self.mirrors.open(&job.repo).await?;
        let (repo, warm, limits, run) = ((*mirror).clone(), self.warm.clone(), self.limits, job.run);
        let task = job.clone();
        let outcome = move || outcome((&repo.objects()?, &warm), &task, limits);
        let outcome = tokio::task::spawn_blocking(outcome).await??;
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

fn outcome((objects, warm): (&Objects, &Warm), job: &Job, limits: RunLimits) -> anyhow::Result<Outcome> {
    let worked = match work::work((objects, warm), job, limits)? {
        Ok(worked) => worked,
        Err(other) => return Ok(other),
    };
    let base = objects.tree_of(&job.base)?;
    let changes = objects.compare(Some(&base), &worked.tree)?;
    if changes.is_empty() {
        return Ok(Outcome::Refused(Refusal::NothingToDo));
    }
    let files = read(objects, &changes)?;
    let shown: Vec<FileChange<'_>> =
        files.iter().map(|(path, old, new)| FileChange { path, old, new }).collect();
    let diff = diff(&shown);
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

/// A file with its bytes before and after.
type Sides = (RepoPath, Vec<u8>, Vec<u8>);

/// The bytes of every changed file, before and after.
fn read(objects: &Objects, changes: &[TreeChange]) -> anyhow::Result<Vec<Sides>> {
    let limit = usize::try_from(crate::domain::replace::MAX_FILE_BYTES).unwrap_or(usize::MAX) * 2;
    let side = |side: &Option<(Mode, Oid)>| match side {
        Some((Mode::Submodule, _)) | None => Ok(Vec::new()),
        Some((_, oid)) => objects.blob(oid, limit),
    };
    let mut files = Vec::new();
    for change in changes {
        if let Ok(path) = &change.path {
            files.push((path.clone(), side(&change.old)?, side(&change.new)?));
        }
    }
    Ok(files)
}
