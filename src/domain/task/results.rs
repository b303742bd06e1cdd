//! What a run's result and baton's own acts do to a task.

use super::apply::remember;
use super::{Ask, Commits, End, Gone, Phase, Pull, Start, Task, Trouble};
use crate::domain::chat_ids::Person;
use crate::domain::fact::{Again, Broken, Change, Did, Fact, Ran};
use crate::domain::ids::Oid;

/// What a delivery brings into the pull request.
struct Brought {
    base: Oid,
    change: Change,
    asks: Vec<Ask>,
    closing: Option<Person>,
}

impl Task {
    pub(super) fn apply_ran(&mut self, fact: &Fact, ran: &Ran) {
        match (ran, &self.phase) {
            (Ran::Changed { run, tree, change, .. }, Phase::Based { start, target, base })
                if *run == self.run =>
            {
                self.phase = Phase::Changed {
                    start: *start,
                    target: target.clone(),
                    base: base.clone(),
                    tree: tree.clone(),
                    change: change.clone(),
                    at: fact.at,
                };
            }
            (Ran::Stuck { run, ask, question }, Phase::Based { start, .. }) if *run == self.run => {
                let given = self.asks.len() - self.to_do(*start).len();
                let ask = usize::try_from(*ask).map_or(usize::MAX, |ask| ask.saturating_add(given));
                let ask = ask.min(self.asks.len().saturating_sub(1));
                self.ask(fact.seq, ask, question.clone());
            }
            (Ran::Refused { run, why }, _) if *run == self.run && self.is_working() => {
                self.refusals.push((fact.seq, why.clone()));
                self.refused();
            }
            (Ran::Failed { run, what, again }, _) if *run == self.run && self.is_working() => {
                self.failures += 1;
                self.failed = Some(what.clone());
                // It may have come as far as the push.
                self.keep_late();
                match (again, self.working_from()) {
                    (Again::After(wait_ms), Some(start)) => {
                        self.phase = Phase::Wanted { start, wait_ms: *wait_ms };
                    }
                    (Again::After(_), None) | (Again::No, _) => self.broke(what),
                }
            }
            (Ran::Changed { .. } | Ran::Stuck { .. } | Ran::Refused { .. } | Ran::Failed { .. }, _) => {}
        }
    }

    /// The person has to ask for something else: what the pull request holds stays, the rest goes.
    fn refused(&mut self) {
        if self.pull.is_some() {
            self.drop_unheld();
            self.then(Start::Continue);
            self.phase = Phase::Resting;
        } else {
            self.phase = Phase::Ended(End::Refused);
        }
    }

    /// The request is fine and the run was not: everything that was asked is still wanted.
    pub(super) fn broke(&mut self, what: &Broken) {
        if self.pull.is_some() {
            self.trouble = Some(Trouble::Broke(what.clone()));
            self.phase = Phase::Resting;
        } else {
            self.phase = Phase::Ended(End::Failed { what: what.clone() });
        }
    }

    pub(super) fn apply_did(&mut self, did: &Did) {
        match did {
            Did::Delivered { .. } => self.delivered(did),
            Did::Merged { head, commit } => {
                if self.pull.as_ref().is_some_and(|pull| pull.head == *head) {
                    self.end_pull(End::Merged { commit: commit.clone() });
                }
            }
            Did::Closed => self.end_pull(End::Closed),
            Did::Answered { ask, text } => self.answered(*ask, text),
        }
    }

    pub(super) fn answered(&mut self, ask: u32, text: &str) {
        let waiting = self.shows.len();
        self.shows.retain(|showing| showing.seq != ask);
        if self.shows.len() < waiting {
            self.answers.push((ask, text.to_owned()));
        }
    }

    /// Something was pushed: what the current run made, or what one made that people overtook.
    fn delivered(&mut self, did: &Did) {
        let Did::Delivered { run, branch, head, number, url, title, rule } = did else { return };
        let current = self.brought(*run);
        let late = self.late.take_if(|late| late.run == *run && current.is_none());
        let Some(brought) = current.or_else(|| {
            late.map(|late| Brought {
                base: late.base,
                change: late.change,
                asks: late.asks,
                closing: late.closing,
            })
        }) else {
            return;
        };
        if let Some(old) = &self.pull
            && old.head != *head
        {
            remember(&mut self.past, old, Gone::Replaced);
        }
        // A push that was already seen on the forge: what people decided about that commit stands.
        let seen = self.pull.as_ref().filter(|old| old.head == *head);
        let approvals = seen.map(|old| old.approvals.clone()).unwrap_or_default();
        let blocked = seen.and_then(|old| old.blocked.clone());
        self.branch_at = Some(head.clone());
        self.pull = Some(Pull {
            number: *number,
            url: url.clone(),
            title: title.clone(),
            branch: branch.clone(),
            head: head.clone(),
            commits: self.pull.as_ref().map_or(Commits::Ours, |pull| pull.commits),
            base: brought.base,
            holds: brought.asks.len(),
            then: Start::Continue,
            change: brought.change,
            rule: rule.clone(),
            approvals,
            blocked,
            closing: brought.closing,
            perhaps_merged: false,
        });
        self.go_on_after(*run, brought.asks);
    }

    /// What the current run brings; `None` when it is not this one, or has nothing to deliver.
    fn brought(&self, run: u32) -> Option<Brought> {
        let Phase::Changed { base, change, .. } = &self.phase else { return None };
        (run == self.run).then(|| Brought {
            base: base.clone(),
            change: change.clone(),
            asks: self.asks.clone(),
            closing: None,
        })
    }

    /// Where a task goes once a run is delivered. A late one is taken for what it is: the pull request
    /// holds it now, and what is wanted instead is done on top, or anew where something was taken back.
    fn go_on_after(&mut self, run: u32, asks: Vec<Ask>) {
        if run == self.run {
            self.late = None;
            self.failures = 0;
            self.phase = Phase::Resting;
            return;
        }
        let open_question = self.open_question().is_some();
        if !self.is_working() && !open_question {
            self.asks = asks;
            self.phase = Phase::Resting;
            return;
        }
        let anew = self.working_from() == Some(Start::Fresh) || !self.asks.starts_with(&asks);
        let start = if anew { Start::Fresh } else { Start::Continue };
        self.then(start);
        if !open_question {
            self.restart(start);
        }
    }
}
