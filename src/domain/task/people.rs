//! What people's facts do to a task: they ask, correct, take back, decide.

use super::apply::remember;
use super::{Ask, Commits, End, Gone, Late, Listening, Phase, Showing, Start, Task};
use crate::domain::chat_ids::{MessageRef, Person};
use crate::domain::fact::{About, Asked, Decided, Fact};

impl Task {
    pub(super) fn apply_asked(&mut self, fact: &Fact, person: &Person, asked: &Asked) {
        if let Asked::FollowUp { .. } | Asked::Correction { .. } = asked {
            self.authors.insert(person.clone());
        }
        match asked {
            Asked::Request { .. } => {}
            Asked::FollowUp { message, text, files } => {
                // Platforms may tell of one message more than once.
                let mut heard = self.asks.iter().chain(&self.dropped);
                if !self.is_over() && heard.all(|ask| ask.message.as_ref() != Some(message)) {
                    self.overtake();
                    self.drop_unchosen();
                    let (message, text, files) = (Some(message.clone()), text.clone(), files.clone());
                    self.asks.push(Ask { message, text, files });
                    self.want();
                }
            }
            Asked::Correction { message, text } => self.correct(message, text),
            Asked::Withdrawn { message } => self.withdraw(message),
            Asked::Show { what, .. } => self.shows.push(Showing { seq: fact.seq, what: *what }),
        }
    }

    pub(super) fn apply_decided(&mut self, person: &Person, decided: &Decided) {
        match decided {
            Decided::Chose { question, label, value } => self.choose(person, *question, label, value),
            Decided::Approved { head } => {
                if let Some(pull) = self.pull_at(head) {
                    // Approving once more is how a person asks to try a blocked merge again.
                    pull.blocked = None;
                    if !pull.approvals.contains(person) {
                        pull.approvals.push(person.clone());
                    }
                }
            }
            Decided::Unapproved { head } => {
                let merging = self.is_merging();
                if let Some(pull) = self.pull_at(head) {
                    pull.approvals.retain(|approver| approver != person);
                    pull.perhaps_merged |= merging;
                    if pull.approvals.is_empty() {
                        pull.blocked = None;
                    }
                }
            }
            Decided::Closed => self.close(person),
            Decided::Stopped => self.stop(person),
            Decided::Retried => self.retry(),
            Decided::Muted => self.listening = Listening::Muted,
            Decided::Unmuted => self.listening = Listening::Open,
        }
    }

    /// A person wants something else than what is under way: a run's result comes too late, and what
    /// was decided about the pull request is void.
    fn overtake(&mut self) {
        self.keep_late();
        let merging = self.is_merging();
        self.run += 1;
        self.failures = 0;
        self.trouble = None;
        if let Some(pull) = &mut self.pull {
            pull.perhaps_merged |= merging;
            pull.approvals.clear();
            pull.blocked = None;
            pull.closing = None;
        }
        if let Some(late) = &mut self.late {
            late.closing = None;
        }
    }

    /// What may have been delivered is looked for before anybody goes on.
    pub(super) fn keep_late(&mut self) {
        if let Phase::Changed { start, base, tree, change, at, .. } = &self.phase {
            self.late = Some(Late {
                run: self.run,
                base: base.clone(),
                parent: self.origin(*start, base),
                tree: tree.clone(),
                at: *at,
                change: change.clone(),
                asks: self.asks.clone(),
                closing: None,
            });
        }
    }

    /// Work is wanted; where the repository is not known yet, the question stands (again).
    fn want(&mut self) {
        if self.repo.is_some() {
            let start = self.pull.as_ref().map_or(Start::Fresh, |pull| pull.then);
            self.phase = Phase::Wanted { start, wait_ms: 0 };
        } else if let Some(asking) = self.questions.iter().find(|asking| asking.answer.is_none()) {
            self.phase = Phase::Choosing { question: asking.seq };
        }
    }

    /// What waits for an answer, was refused or stopped is replaced by what the person says instead.
    fn drop_unchosen(&mut self) {
        let held = self.held();
        match &self.phase {
            Phase::Choosing { question } if self.repo.is_some() => {
                let about = self.questions.iter().find(|asking| asking.seq == *question);
                if let Some(place) = about.map(|asking| asking.ask)
                    && (held..self.asks.len()).contains(&place)
                {
                    self.asks.remove(place);
                }
            }
            Phase::Ended(End::Refused | End::Stopped { .. } | End::Withdrawn) => self.drop_unheld(),
            Phase::Choosing { .. }
            | Phase::Wanted { .. }
            | Phase::Based { .. }
            | Phase::Changed { .. }
            | Phase::Resting
            | Phase::Ended(End::Merged { .. } | End::Closed | End::Failed { .. }) => {}
        }
    }

    /// Takes out what the pull request does not hold.
    pub(super) fn drop_unheld(&mut self) {
        let held = self.held();
        self.dropped.extend(self.asks.drain(held..));
    }

    fn correct(&mut self, message: &MessageRef, text: &str) {
        if self.is_over() {
            return;
        }
        let says = |ask: &Ask| ask.message.as_ref() == Some(message);
        if let Some(place) = self.asks.iter().position(says) {
            if self.asks[place].text == text {
                return;
            }
            self.overtake();
            text.clone_into(&mut self.asks[place].text);
            if place < self.held() {
                self.then_anew();
            }
        } else if let Some(place) = self.dropped.iter().position(says) {
            self.overtake();
            let ask = self.dropped.remove(place);
            self.asks.push(Ask { text: text.to_owned(), ..ask });
        } else {
            return;
        }
        self.want();
    }

    /// What the pull request holds is to be made anew, unless others have pushed to it.
    fn then_anew(&mut self) {
        if self.pull.as_ref().is_some_and(|pull| pull.commits == Commits::Ours) {
            self.then(Start::Fresh);
        }
    }

    /// A message was deleted. What was delivered of it stays: `close` and `retry` are for that.
    fn withdraw(&mut self, message: &MessageRef) {
        if self.is_over() {
            return;
        }
        let says = |ask: &Ask| ask.message.as_ref() == Some(message);
        self.dropped.retain(|ask| !says(ask));
        let held = self.held();
        let Some(place) = self.asks.iter().position(says).filter(|place| *place >= held) else { return };
        let pending = self.is_working() || self.open_question().is_some();
        if pending {
            self.overtake();
        }
        self.asks.remove(place);
        let anew = self.pull.as_ref().is_some_and(|pull| pull.then == Start::Fresh);
        if self.asks.is_empty() {
            self.phase = Phase::Ended(End::Withdrawn);
        } else if pending && (self.asks.len() > held || anew) {
            self.want();
        } else if pending {
            self.phase = Phase::Resting;
        }
    }

    /// Closing before there is a pull request is stopping; one that a late delivery still opens is
    /// closed too.
    fn close(&mut self, person: &Person) {
        if self.open_pull().is_some() {
            self.overtake();
            self.phase = Phase::Resting;
            if let Some(pull) = &mut self.pull {
                pull.closing = Some(person.clone());
            }
        } else {
            self.stop(person);
        }
        if let Some(late) = &mut self.late {
            late.closing = Some(person.clone());
        }
    }

    /// Stopping ends what runs and takes approvals back; an open pull request stays open.
    fn stop(&mut self, person: &Person) {
        if let Some(late) = &mut self.late {
            late.closing = None;
        }
        if matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        self.overtake();
        if self.pull.is_some() {
            self.drop_unheld();
            self.then(Start::Continue);
            self.phase = Phase::Resting;
        } else {
            self.phase = Phase::Ended(End::Stopped { by: person.clone() });
        }
    }

    /// A branch that others have pushed to is not made anew: their commits would be lost.
    fn retry(&mut self) {
        if self.open_pull().is_some_and(|pull| pull.commits == Commits::Shared) {
            return;
        }
        if matches!(self.phase, Phase::Ended(End::Merged { .. })) || self.asks.is_empty() {
            return;
        }
        if self.is_over()
            && let Some(pull) = self.pull.take()
        {
            remember(&mut self.past, &pull, Gone::Closed);
        }
        self.overtake();
        self.then(Start::Fresh);
        self.want();
    }

    fn choose(&mut self, person: &Person, question: u32, label: &str, value: &str) {
        if self.phase != (Phase::Choosing { question }) {
            return;
        }
        let Some(asking) = self.questions.iter_mut().find(|asking| asking.seq == question) else { return };
        match asking.question.about {
            About::Repository => {
                let Ok(repo) = value.parse() else { return };
                // Once there is a pull request its repository is settled.
                self.repo = if self.pull.is_some() { self.repo.take() } else { Some(repo) };
            }
            About::Places | About::Reading => {
                let Some(ask) = self.asks.get_mut(asking.ask) else { return };
                value.clone_into(&mut ask.text);
            }
        }
        asking.answer = Some((label.to_owned(), person.clone()));
        self.overtake();
        self.want();
    }
}
