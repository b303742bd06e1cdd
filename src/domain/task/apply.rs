//! The transitions: which fact does what to a task, and what the world's facts do.

use std::collections::BTreeSet;

use super::{
    Ask, Asking, Blocked, Commits, End, Gone, Listening, PastCard, Phase, Pull, Start, Task, Trouble,
};
use crate::domain::fact::{
    About, Actor, Answer, Asked, Body, Broken, Effort, Fact, Judged, Moved, Question, Spent,
};
use crate::domain::ids::{Oid, RepoName};
use crate::domain::reply;

/// Most answers a question offers as buttons.
const MAX_OPTIONS: usize = 5;

/// The task that a request starts; `None` for every other fact.
pub(super) fn begin(fact: &Fact) -> Option<Task> {
    let (Actor::Person(requester), Body::Asked(Asked::Request { message, text, repo, candidates, files })) =
        (&fact.by, &fact.body)
    else {
        return None;
    };
    let mut task = Task {
        message: message.clone(),
        requester: requester.clone(),
        authors: BTreeSet::from([requester.clone()]),
        asked_at: fact.at,
        repo: repo.clone(),
        asks: vec![Ask { message: Some(message.clone()), text: text.clone(), files: files.clone() }],
        dropped: Vec::new(),
        run: 1,
        phase: Phase::Wanted { start: Start::Fresh, wait_ms: 0 },
        pull: None,
        past: Vec::new(),
        branch_at: None,
        late: None,
        ends: Vec::new(),
        trouble: None,
        questions: Vec::new(),
        refusals: Vec::new(),
        shows: Vec::new(),
        answers: Vec::new(),
        failures: 0,
        failed: None,
        wall_ms: 0,
        listening: Listening::Open,
        last_at: fact.at,
    };
    if repo.is_none() {
        task.ask(fact.seq, 0, which_repository(candidates));
    }
    Some(task)
}

fn which_repository(candidates: &[RepoName]) -> Question {
    let option =
        |repo: &RepoName| Answer { label: repo.to_string(), value: repo.to_string(), sample: Vec::new() };
    let options: Vec<Answer> = candidates.iter().take(MAX_OPTIONS).map(option).collect();
    let more = u32::try_from(candidates.len() - options.len()).unwrap_or(u32::MAX);
    Question { about: About::Repository, options, more }
}

impl Task {
    /// Takes one more fact in. Only people ask and decide, and only baton tells of the world; a fact
    /// of the wrong maker changes nothing.
    pub(super) fn apply(&mut self, fact: &Fact) {
        self.last_at = fact.at;
        let before = self.ended().cloned();
        match (&fact.by, &fact.body) {
            (Actor::Person(person), Body::Asked(asked)) => self.apply_asked(fact, person, asked),
            (Actor::Person(person), Body::Decided(decided)) => self.apply_decided(person, decided),
            (Actor::Baton, Body::Moved(moved)) => self.apply_moved(moved),
            (Actor::Baton, Body::Ran(ran)) => self.apply_ran(fact, ran),
            (Actor::Baton, Body::Judged(judged)) => self.apply_judged(judged),
            (Actor::Baton, Body::Did(did)) => self.apply_did(did),
            (Actor::Baton, Body::Spent(Spent::Run { wall_ms, .. })) => {
                self.wall_ms = self.wall_ms.saturating_add(*wall_ms);
            }
            (Actor::Baton, Body::Asked(_) | Body::Decided(_))
            | (
                Actor::Person(_),
                Body::Moved(_) | Body::Ran(_) | Body::Judged(_) | Body::Did(_) | Body::Spent(_),
            )
            | (Actor::Person(_) | Actor::Baton, Body::Noted(_) | Body::Erased) => {}
        }
        if let Some(end) = self.ended().cloned()
            && before.as_ref() != Some(&end)
        {
            self.ends.push((fact.seq, end));
        }
    }

    fn ended(&self) -> Option<&End> {
        match &self.phase {
            Phase::Ended(end) => Some(end),
            Phase::Choosing { .. }
            | Phase::Wanted { .. }
            | Phase::Based { .. }
            | Phase::Changed { .. }
            | Phase::Resting => None,
        }
    }

    fn apply_moved(&mut self, moved: &Moved) {
        match moved {
            Moved::Based { run, target, base } => {
                if let Phase::Wanted { start, .. } = self.phase
                    && *run == self.run
                {
                    self.phase = Phase::Based { start, target: target.clone(), base: base.clone() };
                }
            }
            Moved::Head { head } => self.head_moved(head),
            Moved::NotDelivered { run } => {
                self.late.take_if(|late| late.run == *run);
            }
            Moved::NotMerged { head } => {
                if let Some(pull) = self.pull_at(head) {
                    pull.perhaps_merged = false;
                }
            }
            Moved::MergedElsewhere { commit } => self.end_pull(End::Merged { commit: commit.clone() }),
            Moved::ClosedElsewhere => self.end_pull(End::Closed),
        }
    }

    /// Somebody else pushed. A run on the old head begins again on the new one; a run that would
    /// make the branch anew is dropped, because nobody who wanted it knew of that push.
    fn head_moved(&mut self, head: &Oid) {
        if self.is_over() || self.branch_at.as_ref() == Some(head) {
            return;
        }
        // Without a pull request it is somebody else's branch: never the lease of a push.
        let Some(pull) = &mut self.pull else { return };
        self.branch_at = Some(head.clone());
        remember(&mut self.past, pull, Gone::Replaced);
        pull.head = head.clone();
        pull.commits = Commits::Shared;
        pull.approvals.clear();
        pull.blocked = None;
        match self.working_from() {
            Some(Start::Continue) => self.restart(Start::Continue),
            Some(Start::Fresh) => {
                self.run += 1;
                self.phase = Phase::Resting;
                self.trouble = Some(Trouble::PushedOver);
                self.then(Start::Continue);
            }
            None => {}
        }
    }

    fn apply_judged(&mut self, judged: &Judged) {
        match judged {
            Judged::MergeBlocked { head, approvals, reasons, conflict } => {
                if let Some(pull) = self.pull_at(head)
                    && !pull.approvals.is_empty()
                    && pull.approvals == *approvals
                {
                    pull.blocked =
                        Some(Blocked { reasons: reasons.clone(), broke: None, conflict: *conflict });
                }
            }
            Judged::GaveUp { on, what } => self.give_up_on(on, what),
        }
    }

    /// What was due is not tried again until a person says so.
    fn give_up_on(&mut self, on: &Effort, what: &Broken) {
        match on {
            Effort::Answer { ask } => self.answered(*ask, &reply::broken::no_answer(what)),
            Effort::Run { run } if *run == self.run && self.is_working() => self.broke(what),
            Effort::Run { run } => {
                self.late.take_if(|late| late.run == *run);
            }
            Effort::Merge { head } => {
                if let Some(pull) = self.pull_at(head) {
                    pull.perhaps_merged = false;
                    if !pull.approvals.is_empty() {
                        pull.blocked =
                            Some(Blocked { reasons: Vec::new(), broke: Some(what.clone()), conflict: false });
                    }
                }
            }
            Effort::Close => {
                if let (false, Some(pull)) = (self.is_over(), &mut self.pull)
                    && pull.closing.take().is_some()
                {
                    self.trouble = Some(Trouble::NotClosed(what.clone()));
                    if let Some(late) = &mut self.late {
                        late.closing = None;
                    }
                }
            }
        }
    }

    /// The pull request came to its end, whatever else was going on.
    pub(super) fn end_pull(&mut self, end: End) {
        if self.open_pull().is_some() {
            self.run += 1;
            self.late = None;
            self.trouble = None;
            self.phase = Phase::Ended(end);
        }
    }

    pub(super) fn ask(&mut self, seq: u32, ask: usize, question: Question) {
        self.questions.push(Asking { seq, question, ask, answer: None });
        self.phase = Phase::Choosing { question: seq };
    }

    /// What the run that is under way or wanted starts from.
    pub(super) fn working_from(&self) -> Option<Start> {
        match self.phase {
            Phase::Wanted { start, .. } | Phase::Based { start, .. } | Phase::Changed { start, .. } => {
                Some(start)
            }
            Phase::Choosing { .. } | Phase::Resting | Phase::Ended(_) => None,
        }
    }

    /// A new run; what an earlier one still says is too late.
    pub(super) fn restart(&mut self, start: Start) {
        self.run += 1;
        self.failures = 0;
        self.phase = Phase::Wanted { start, wait_ms: 0 };
    }

    /// Decides what the next run on the pull request starts from.
    pub(super) fn then(&mut self, start: Start) {
        if let Some(pull) = &mut self.pull {
            pull.then = start;
        }
    }

    /// How many of the asks the pull request holds.
    pub(super) fn held(&self) -> usize {
        self.pull.as_ref().map_or(0, |pull| pull.holds.min(self.asks.len()))
    }

    /// Merged and closed tasks take no more work.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended(End::Merged { .. } | End::Closed))
    }

    pub(super) fn pull_at(&mut self, head: &Oid) -> Option<&mut Pull> {
        self.open_pull()?;
        self.pull.as_mut().filter(|pull| pull.head == *head)
    }
}

/// Keeps the card of a head that is no longer the head, once.
pub(super) fn remember(past: &mut Vec<PastCard>, pull: &Pull, gone: Gone) {
    past.retain(|card| card.head != pull.head);
    past.push(PastCard {
        head: pull.head.clone(),
        title: pull.title.clone(),
        number: pull.number,
        url: pull.url.clone(),
        gone,
    });
}
