//! What stands, told from the facts: the oracle of the laws about approvals.
//!
//! From the task it takes only what people can see before each fact (which head the card shows, what is
//! asked, which question is open). What a fact does to the approvals it says by itself.

use crate::domain::chat_ids::Person;
use crate::domain::fact::{Actor, Asked, Body, Decided, Effort, Fact, Judged, Moved};
use crate::domain::ids::Oid;
use crate::domain::task::{Commits, Task};

/// What people decided about the head that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Decisions {
    /// Whose approvals stand, in order.
    pub(super) approvals: Vec<Person>,
    /// Whether a merge was tried on exactly these approvals and did not happen.
    pub(super) blocked: bool,
    /// Who wants it closed.
    pub(super) closing: Option<Person>,
}

/// The head that the newest card asks about.
pub(super) fn shown(task: &Task) -> Option<&Oid> {
    task.open_pull().map(|pull| &pull.head)
}

/// The decisions that stand after all these facts.
pub(super) fn decisions(facts: &[Fact]) -> Decisions {
    let replay = |upto: usize| Task::replay(&facts[..upto]).expect("it begins with a request");
    let mut before = replay(1);
    let mut stand = Decisions::default();
    for (at, fact) in facts.iter().enumerate().skip(1) {
        let after = replay(at + 1);
        stand.hear(fact, &before);
        // A new head, a closed or a merged pull request: nothing was decided about that yet.
        if shown(&after) != shown(&before) {
            stand.approvals.clear();
            stand.blocked = false;
        }
        before = after;
    }
    stand
}

impl Decisions {
    fn hear(&mut self, fact: &Fact, before: &Task) {
        match (&fact.by, &fact.body) {
            (Actor::Person(by), body) => self.hear_person(by, body, before),
            (Actor::Baton, Body::Moved(Moved::Head { head })) if Some(head) != shown(before) => {
                self.approvals.clear();
                self.blocked = false;
            }
            (Actor::Baton, Body::Judged(Judged::MergeBlocked { head, approvals, .. })) => {
                self.blocked |= self.tried(head, before) && *approvals == self.approvals;
            }
            (Actor::Baton, Body::Judged(Judged::GaveUp { on: Effort::Merge { head }, .. })) => {
                self.blocked |= self.tried(head, before);
            }
            (Actor::Baton, Body::Judged(Judged::GaveUp { on: Effort::Close, .. })) => self.closing = None,
            (Actor::Baton, _) => {}
        }
    }

    fn tried(&self, head: &Oid, before: &Task) -> bool {
        shown(before) == Some(head) && !self.approvals.is_empty()
    }

    fn hear_person(&mut self, by: &Person, body: &Body, before: &Task) {
        let is_shown = |head: &Oid| shown(before) == Some(head);
        if let Body::Decided(Decided::Approved { head }) = body
            && is_shown(head)
        {
            self.blocked = false;
            if !self.approvals.contains(by) {
                self.approvals.push(by.clone());
            }
        }
        if let Body::Decided(Decided::Unapproved { head }) = body
            && is_shown(head)
        {
            self.approvals.retain(|approver| approver != by);
            self.blocked &= !self.approvals.is_empty();
        }
        if changes_what_is_wanted(body, before) {
            // Also where nothing is open: a delivery that is late may still open it.
            let closes = matches!(body, Body::Decided(Decided::Closed));
            *self = Self { closing: closes.then(|| by.clone()), ..Self::default() };
        }
    }
}

/// Whether a person's word changes what is wanted: what was decided before it is void.
pub(super) fn changes_what_is_wanted(body: &Body, before: &Task) -> bool {
    match body {
        Body::Asked(Asked::FollowUp { message, .. }) => {
            let mut said = before.asks.iter().chain(&before.dropped);
            said.all(|ask| ask.message.as_ref() != Some(message))
        }
        Body::Decided(Decided::Stopped | Decided::Closed) => true,
        Body::Decided(Decided::Retried) => {
            before.open_pull().is_none_or(|pull| pull.commits == Commits::Ours) && !before.asks.is_empty()
        }
        Body::Decided(Decided::Chose { question, .. }) => {
            before.open_question().is_some_and(|asking| asking.seq == *question)
        }
        Body::Asked(Asked::Correction { message, text }) => {
            let mut said = before.asks.iter().chain(&before.dropped);
            let kept = before.asks.iter().any(|ask| ask.message.as_ref() == Some(message));
            said.find(|ask| ask.message.as_ref() == Some(message))
                .is_some_and(|ask| !kept || ask.text != *text)
        }
        Body::Asked(Asked::Withdrawn { message }) => {
            let held = before.pull.as_ref().map_or(0, |pull| pull.holds);
            let pending = before.is_working() || before.open_question().is_some();
            pending && before.asks.iter().skip(held).any(|ask| ask.message.as_ref() == Some(message))
        }
        Body::Asked(Asked::Request { .. } | Asked::Show { .. })
        | Body::Decided(
            Decided::Approved { .. } | Decided::Unapproved { .. } | Decided::Muted | Decided::Unmuted,
        )
        | Body::Moved(_)
        | Body::Ran(_)
        | Body::Judged(_)
        | Body::Did(_)
        | Body::Spent(_)
        | Body::Noted(_)
        | Body::Erased => false,
    }
}
