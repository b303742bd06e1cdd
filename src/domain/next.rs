//! What a task needs now: from its facts, one effect or none.

use super::chat_ids::Person;
use super::fact::{Change, Effort, Show};
use super::ids::{Branch, Millis, Oid, RepoName};
use super::task::{Ask, End, Phase, Start, Task};

/// One idempotent act on the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Bring the repository here and find the base of a run.
    Prepare {
        /// The repository.
        repo: RepoName,
        /// The run.
        run: u32,
    },
    /// Let the agent work.
    Run {
        /// The repository.
        repo: RepoName,
        /// The run.
        run: u32,
        /// The commit of the target branch that the pull request is compared with.
        base: Oid,
        /// The commit it starts from: the base, or the head of the pull request.
        from: Oid,
        /// What has to be done, in order.
        asks: Vec<Ask>,
        /// What the pull request already holds, as it was understood.
        previous: Option<String>,
    },
    /// Push, and open or update the pull request.
    Deliver {
        /// The repository.
        repo: RepoName,
        /// The run.
        run: u32,
        /// The branch the pull request goes to.
        target: Branch,
        /// The commit of the target branch that the pull request is compared with.
        base: Oid,
        /// The parent of the one commit.
        parent: Oid,
        /// Its tree.
        tree: Oid,
        /// What was done.
        change: Change,
        /// The time of the commit.
        at: Millis,
        /// Where the branch stands as far as is known; `None` where there is none yet. It is the lease
        /// of the push: a branch at the new commit is delivered already, a branch that is gone is made
        /// again, a branch anywhere else is left alone and told as `Moved::Head`.
        expected: Option<Oid>,
    },
    /// Find out whether a run that people overtook was delivered before they did:
    /// `Did::Delivered` with that run, or `Moved::NotDelivered`.
    Look {
        /// The repository.
        repo: RepoName,
        /// The run.
        run: u32,
    },
    /// Merge the pull request if the gate allows it.
    Merge {
        /// The repository.
        repo: RepoName,
        /// The head that was approved.
        head: Oid,
    },
    /// Find out whether a merge that people overtook happened before they did: `Did::Merged` with that
    /// head, or `Moved::NotMerged`.
    LookForMerge {
        /// The repository.
        repo: RepoName,
        /// The head that was approved.
        head: Oid,
    },
    /// Close the pull request.
    Close {
        /// The repository.
        repo: RepoName,
        /// Who wants it.
        by: Person,
    },
    /// Show what somebody asked to see.
    Answer {
        /// The fact that asked.
        ask: u32,
        /// What.
        what: Show,
    },
}

impl Effect {
    /// Whether what led to it may still be unstored when it begins, and is stored with what it leads to: it
    /// changes nothing outside and is over in a moment. A crash then costs both, and both are done again.
    pub fn is_light(&self) -> bool {
        match self {
            Self::Run { .. } => true,
            Self::Prepare { .. }
            | Self::Deliver { .. }
            | Self::Look { .. }
            | Self::Merge { .. }
            | Self::LookForMerge { .. }
            | Self::Close { .. }
            | Self::Answer { .. } => false,
        }
    }

    /// What a failure of this effect is a failure of.
    pub fn effort(&self) -> Effort {
        match self {
            Self::Prepare { run, .. }
            | Self::Run { run, .. }
            | Self::Deliver { run, .. }
            | Self::Look { run, .. } => Effort::Run { run: *run },
            Self::Merge { head, .. } | Self::LookForMerge { head, .. } => {
                Effort::Merge { head: head.clone() }
            }
            Self::Close { .. } => Effort::Close,
            Self::Answer { ask, .. } => Effort::Answer { ask: *ask },
        }
    }
}

/// The next effect, or `None` while only people can move the task.
pub fn next(task: &Task) -> Option<Effect> {
    if let Some(showing) = task.shows.first() {
        return Some(Effect::Answer { ask: showing.seq, what: showing.what });
    }
    work(task)
}

/// Whether a task still needs this repository here for a run, whichever that is and whatever people are shown
/// meanwhile.
pub fn prepares(task: &Task, repo: &RepoName) -> bool {
    matches!(work(task), Some(Effect::Prepare { repo: wanted, .. }) if wanted == *repo)
}

fn work(task: &Task) -> Option<Effect> {
    let repo = task.repo.clone()?;
    // Before anybody begins again: what is there already is gone on from, and its branch is baton's own.
    let between = !task.is_working() || matches!(task.phase, Phase::Wanted { .. });
    if let (Some(late), true) = (&task.late, between) {
        return Some(Effect::Look { repo, run: late.run });
    }
    match &task.phase {
        // Nobody goes on from a pull request that may be merged.
        Phase::Wanted { .. } => perhaps_merged(task, &repo).or(Some(Effect::Prepare { repo, run: task.run })),
        Phase::Based { start, base, .. } => Some(run(task, repo, *start, base)),
        Phase::Changed { start, target, base, tree, change, at } => Some(Effect::Deliver {
            repo,
            run: task.run,
            target: target.clone(),
            base: base.clone(),
            parent: task.origin(*start, base),
            at: *at,
            tree: tree.clone(),
            change: change.clone(),
            expected: task.branch_at.clone(),
        }),
        Phase::Resting => settle(task, &repo).or_else(|| perhaps_merged(task, &repo)),
        Phase::Choosing { .. }
        | Phase::Ended(
            End::Merged { .. }
            | End::Closed
            | End::Refused
            | End::Stopped { .. }
            | End::Withdrawn
            | End::Failed { .. },
        ) => perhaps_merged(task, &repo),
    }
}

fn run(task: &Task, repo: RepoName, start: Start, base: &Oid) -> Effect {
    let previous = match start {
        Start::Fresh => None,
        Start::Continue => task.pull.as_ref().map(|pull| pull.change.understood.clone()),
    };
    Effect::Run {
        repo,
        run: task.run,
        base: base.clone(),
        from: task.origin(start, base),
        asks: task.to_do(start).to_vec(),
        previous,
    }
}

/// What people decided about a pull request that nothing is working on.
fn settle(task: &Task, repo: &RepoName) -> Option<Effect> {
    let pull = task.pull.as_ref()?;
    if let Some(by) = &pull.closing {
        return Some(Effect::Close { repo: repo.clone(), by: by.clone() });
    }
    task.is_merging().then(|| Effect::Merge { repo: repo.clone(), head: pull.head.clone() })
}

/// A look, where a merge was overtaken that may have happened.
fn perhaps_merged(task: &Task, repo: &RepoName) -> Option<Effect> {
    let pull = task.open_pull().filter(|pull| pull.perhaps_merged)?;
    Some(Effect::LookForMerge { repo: repo.clone(), head: pull.head.clone() })
}
