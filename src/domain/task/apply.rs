//! The transitions: what each fact does to a task.

use super::{
    Ask, Asking, Blocked, Commits, End, Listening, Made, PastCard, Phase, Pull, Showing, Start, Task,
};
use crate::domain::chat_ids::{MessageRef, Person};
use crate::domain::fact::{
    About, Actor, Again, Answer, Asked, Body, Decided, Did, Fact, Judged, Moved, Question, Ran, Spent,
};
use crate::domain::ids::Oid;

/// The task that a request starts; `None` for every other fact.
pub(super) fn begin(fact: &Fact) -> Option<Task> {
    let (Actor::Person(requester), Body::Asked(Asked::Request { message, text, repo, candidates })) =
        (&fact.by, &fact.body)
    else {
        return None;
    };
    let mut task = Task {
        message: message.clone(),
        requester: requester.clone(),
        asked_at: fact.at,
        repo: repo.clone(),
        asks: vec![Ask { message: Some(message.clone()), text: text.clone() }],
        run: 1,
        phase: Phase::Wanted { start: Start::Fresh, wait_ms: 0 },
        pull: None,
        past: Vec::new(),
        questions: Vec::new(),
        refusals: Vec::new(),
        shows: Vec::new(),
        answers: Vec::new(),
        failures: 0,
        wall_ms: 0,
        made: None,
        listening: Listening::Open,
        last_at: fact.at,
    };
    if repo.is_none() {
        let option = |repo: &crate::domain::ids::RepoName| Answer {
            label: repo.to_string(),
            value: repo.to_string(),
            sample: Vec::new(),
        };
        let options: Vec<Answer> = candidates.iter().take(MAX_OPTIONS).map(option).collect();
        let more = u32::try_from(candidates.len() - options.len()).unwrap_or(u32::MAX);
        task.ask(fact.seq, Question { about: About::Repository, options, more });
    }
    Some(task)
}

/// Most answers a question offers as buttons.
const MAX_OPTIONS: usize = 5;

impl Task {
    /// Takes one more fact in.
    pub(super) fn apply(&mut self, fact: &Fact) {
        self.last_at = fact.at;
        match &fact.body {
            Body::Asked(asked) => self.apply_asked(fact, asked),
            Body::Moved(moved) => self.apply_moved(moved),
            Body::Ran(ran) => self.apply_ran(fact, ran),
            Body::Judged(Judged::MergeBlocked { head, reasons, conflict }) => {
                if let Some(pull) = self.pull_at(head) {
                    pull.blocked = Some(Blocked { reasons: reasons.clone(), conflict: *conflict });
                }
            }
            Body::Judged(Judged::GaveUp { error }) => self.drop_effect(error),
            Body::Decided(decided) => {
                if let Actor::Person(person) = &fact.by {
                    self.apply_decided(person, decided);
                }
            }
            Body::Did(did) => self.apply_did(did),
            Body::Spent(Spent::Run { wall_ms, .. }) => self.wall_ms += wall_ms,
            Body::Noted(_) | Body::Erased => {}
        }
    }

    fn apply_asked(&mut self, fact: &Fact, asked: &Asked) {
        match asked {
            Asked::Request { .. } => {}
            Asked::FollowUp { message, text } => {
                if !self.is_over() {
                    self.drop_unchosen();
                    self.asks.push(Ask { message: Some(message.clone()), text: text.clone() });
                    self.want(self.start_of_more());
                }
            }
            Asked::Correction { message, text } => self.correct(message, text),
            Asked::Withdrawn { message } => self.withdraw(message),
            Asked::Show { what, .. } => self.shows.push(Showing { seq: fact.seq, what: *what }),
        }
    }

    /// Where more work starts: on the pull request when there is one, else from the beginning.
    fn start_of_more(&self) -> Start {
        if self.pull.is_some() { Start::Continue } else { Start::Fresh }
    }

    /// A request that waits for an answer is replaced by what the person says instead.
    fn drop_unchosen(&mut self) {
        if self.repo.is_some() && matches!(self.phase, Phase::Choosing { .. } | Phase::Ended(_)) {
            let held = self.pull.as_ref().map_or(0, |pull| pull.holds);
            self.asks.truncate(held);
        }
    }

    fn correct(&mut self, message: &MessageRef, text: &str) {
        let Some(place) = self.asks.iter().position(|ask| ask.message.as_ref() == Some(message)) else {
            return;
        };
        if self.is_over() || self.asks[place].text == text {
            return;
        }
        text.clone_into(&mut self.asks[place].text);
        let delivered = self.pull.as_ref().is_some_and(|pull| place < pull.holds);
        self.want(if delivered { Start::Fresh } else { self.start_of_more() });
    }

    fn withdraw(&mut self, message: &MessageRef) {
        let held = self.pull.as_ref().map_or(0, |pull| pull.holds);
        let Some(place) = self.asks.iter().position(|ask| ask.message.as_ref() == Some(message)) else {
            return;
        };
        if place < held || self.is_over() {
            return;
        }
        self.asks.remove(place);
        self.run += 1;
        self.phase = match (self.asks.len() > held, self.pull.is_some()) {
            (true, _) => Phase::Wanted { start: self.start_of_more(), wait_ms: 0 },
            (false, true) => Phase::Resting,
            (false, false) => Phase::Ended(End::Withdrawn),
        };
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
            Moved::Head { head } => {
                if let Some(pull) = &mut self.pull
                    && pull.head != *head
                {
                    remember(&mut self.past, pull);
                    pull.head = head.clone();
                    pull.commits = Commits::Shared;
                    pull.approvals.clear();
                    pull.blocked = None;
                    if self.is_working() {
                        self.want(Start::Continue);
                    }
                }
            }
            Moved::MergedElsewhere { commit } => self.end_pull(End::Merged { commit: commit.clone() }),
            Moved::ClosedElsewhere => self.end_pull(End::Closed),
        }
    }

    fn apply_ran(&mut self, fact: &Fact, ran: &Ran) {
        match (ran, &self.phase) {
            (Ran::Changed { run, tree, change, .. }, Phase::Based { start, target, base })
                if *run == self.run =>
            {
                self.made = Some(Made {
                    run: *run,
                    base: base.clone(),
                    change: change.clone(),
                    holds: self.asks.len(),
                });
                self.phase = Phase::Changed {
                    start: *start,
                    target: target.clone(),
                    base: base.clone(),
                    tree: tree.clone(),
                    change: change.clone(),
                    at: fact.at,
                };
                self.failures = 0;
            }
            (Ran::Stuck { run, question }, Phase::Based { .. }) if *run == self.run => {
                self.ask(fact.seq, question.clone());
            }
            (Ran::Refused { run, why }, _) if *run == self.run && self.is_working() => {
                self.refusals.push((fact.seq, why.clone()));
                self.give_up(End::Refused);
            }
            (Ran::Failed { run, error, again }, _) if *run == self.run && self.is_working() => {
                self.failures += 1;
                match again {
                    Again::After(wait_ms) => self.wait(*wait_ms),
                    Again::No => self.give_up(End::Failed { error: error.clone() }),
                }
            }
            (Ran::Changed { .. } | Ran::Stuck { .. } | Ran::Refused { .. } | Ran::Failed { .. }, _) => {}
        }
    }

    /// The run begins again after a while, from its base.
    fn wait(&mut self, wait_ms: u64) {
        let start = match self.phase {
            Phase::Wanted { start, .. } | Phase::Based { start, .. } | Phase::Changed { start, .. } => start,
            Phase::Choosing { .. } | Phase::Resting | Phase::Ended(_) => return,
        };
        self.phase = Phase::Wanted { start, wait_ms };
    }

    fn apply_decided(&mut self, person: &Person, decided: &Decided) {
        match decided {
            Decided::Chose { question, label, value } => self.choose(person, *question, label, value),
            Decided::Approved { head } => {
                if let Some(pull) = self.pull_at(head)
                    && !pull.approvals.contains(person)
                {
                    pull.approvals.push(person.clone());
                    pull.blocked = None;
                }
            }
            Decided::Unapproved { head } => {
                if let Some(pull) = self.pull_at(head) {
                    pull.approvals.retain(|approver| approver != person);
                }
            }
            Decided::Closed => match (self.open_pull().is_some(), &mut self.pull) {
                (true, Some(pull)) => {
                    pull.closing = Some(person.clone());
                    self.run += 1;
                    self.phase = Phase::Resting;
                }
                (true | false, _) => self.stop(person),
            },
            Decided::Stopped => self.stop(person),
            Decided::Muted => self.listening = Listening::Muted,
            Decided::Unmuted => self.listening = Listening::Open,
            Decided::Retried => {
                let merged = matches!(self.phase, Phase::Ended(End::Merged { .. }));
                if !merged && !self.asks.is_empty() && self.repo.is_some() {
                    self.forget_closed_pull();
                    self.want(Start::Fresh);
                }
            }
        }
    }

    /// After a close, work begins with a new pull request.
    fn forget_closed_pull(&mut self) {
        if matches!(self.phase, Phase::Ended(End::Closed))
            && let Some(pull) = self.pull.take()
        {
            remember(&mut self.past, &pull);
        }
    }

    fn choose(&mut self, person: &Person, question: u32, label: &str, value: &str) {
        if self.phase != (Phase::Choosing { question }) {
            return;
        }
        let Some(asking) = self.questions.iter_mut().find(|asking| asking.seq == question) else { return };
        asking.answer = Some((label.to_owned(), person.clone()));
        match asking.question.about {
            About::Repository => self.repo = value.parse().ok(),
            About::Places | About::Reading => {
                if let Some(ask) = self.asks.last_mut() {
                    value.clone_into(&mut ask.text);
                }
            }
        }
        if self.repo.is_some() {
            self.want(self.start_of_more());
        }
    }

    /// Stopping ends what runs and takes approvals back; an open pull request stays open.
    fn stop(&mut self, person: &Person) {
        if self.is_over() {
            return;
        }
        self.run += 1;
        if let Some(pull) = &mut self.pull {
            pull.approvals.clear();
            pull.closing = None;
            self.asks.truncate(pull.holds);
            self.phase = Phase::Resting;
        } else {
            self.phase = Phase::Ended(End::Stopped { by: person.clone() });
        }
    }

    fn apply_did(&mut self, did: &Did) {
        match did {
            Did::Delivered { run, branch, head, number, url, title, rule } => {
                let Some(made) = self.made.clone().filter(|made| made.run == *run) else { return };
                if self.is_over() {
                    return;
                }
                if let Some(old) = &self.pull
                    && old.head != *head
                {
                    remember(&mut self.past, old);
                }
                self.pull = Some(Pull {
                    number: *number,
                    url: url.clone(),
                    title: title.clone(),
                    branch: branch.clone(),
                    head: head.clone(),
                    commits: if *run == self.run { self.commits_kept() } else { Commits::Ours },
                    base: made.base,
                    holds: made.holds.min(self.asks.len()),
                    change: made.change,
                    rule: rule.clone(),
                    approvals: Vec::new(),
                    blocked: None,
                    closing: None,
                });
                // Delivered although it was stopped in the meantime: it is there and waits for people.
                if *run == self.run || matches!(self.phase, Phase::Ended(_)) {
                    self.phase = Phase::Resting;
                }
            }
            Did::Merged { head, commit } => {
                if self.pull.as_ref().is_some_and(|pull| pull.head == *head) {
                    self.end_pull(End::Merged { commit: commit.clone() });
                }
            }
            Did::Closed => self.end_pull(End::Closed),
            Did::Answered { ask, text } => {
                self.shows.retain(|showing| showing.seq != *ask);
                self.answers.push((*ask, text.clone()));
            }
        }
    }

    /// The pull request came to its end, whatever else was going on.
    fn end_pull(&mut self, end: End) {
        if self.open_pull().is_some() {
            self.run += 1;
            self.phase = Phase::Ended(end);
        }
    }

    fn ask(&mut self, seq: u32, question: Question) {
        self.questions.push(Asking { seq, question, answer: None });
        self.phase = Phase::Choosing { question: seq };
    }

    /// A new run; what an earlier one still says is too late.
    fn want(&mut self, start: Start) {
        let shared = self.pull.as_ref().is_some_and(|pull| pull.commits == Commits::Shared);
        if self.repo.is_none() || (shared && start == Start::Fresh) {
            return;
        }
        self.run += 1;
        self.failures = 0;
        self.phase = Phase::Wanted { start, wait_ms: 0 };
    }

    /// A run that continued on a shared branch leaves it shared.
    fn commits_kept(&self) -> Commits {
        self.pull.as_ref().map_or(Commits::Ours, |pull| pull.commits)
    }

    /// The run is over without a change: back to the pull request, or the end.
    fn give_up(&mut self, end: End) {
        self.phase = match &self.pull {
            Some(pull) => {
                self.asks.truncate(pull.holds);
                Phase::Resting
            }
            None => Phase::Ended(end),
        };
    }

    /// What was due is not tried again; the same order as in `next`.
    fn drop_effect(&mut self, error: &str) {
        if !self.shows.is_empty() {
            let showing = self.shows.remove(0);
            self.answers.push((showing.seq, error.to_owned()));
        } else if self.is_working() {
            self.give_up(End::Failed { error: error.to_owned() });
        } else if let Some(pull) = &mut self.pull {
            pull.closing = None;
            pull.blocked = Some(Blocked { reasons: vec![error.to_owned()], conflict: false });
        }
    }

    /// Merged and closed tasks take no more work.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended(End::Merged { .. } | End::Closed))
    }

    fn pull_at(&mut self, head: &Oid) -> Option<&mut Pull> {
        self.open_pull()?;
        self.pull.as_mut().filter(|pull| pull.head == *head)
    }
}

/// Keeps the card of a head that is no longer the head, once.
fn remember(past: &mut Vec<PastCard>, pull: &Pull) {
    past.retain(|card| card.head != pull.head);
    past.push(PastCard {
        head: pull.head.clone(),
        title: pull.title.clone(),
        number: pull.number,
        url: pull.url.clone(),
    });
}
