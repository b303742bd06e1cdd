//! Plausible histories: facts that mostly follow from where the task stands, so that laws about
//! approved pull requests are tried on approved pull requests. One step in twelve is any fact at all.
//!
//! What may come next is read off the task, so histories stay plausible when the rules change. The
//! laws must not trust that reading: they tell what holds from the facts.

use proptest::prelude::*;

use super::facts::{body, broken, change, delivered, fact, message, oid, person, question, repo, request};
use crate::domain::fact::{
    About, Actor, Again, Asked, Body, Decided, Did, Effort, Fact, Judged, Moved, Ran, Refusal, Show,
};
use crate::domain::ids::Oid;
use crate::domain::next::{Effect, next};
use crate::domain::task::{End, Phase, Pull, Task};

/// Most facts after the request.
const LONGEST: usize = 40;

/// What one step of a history is made of.
#[derive(Debug, Clone)]
struct Step {
    /// Chooses among what may come next.
    roll: usize,
    /// Chooses among people, messages and texts.
    who: usize,
    /// A fact that is taken instead, whether it makes sense or not.
    odd: Option<Body>,
}

fn step() -> impl Strategy<Value = Step> {
    let odd = prop_oneof![11 => Just(None), 1 => body().prop_map(Some)];
    (0usize..1000, 0usize..12, odd).prop_map(|(roll, who, odd)| Step { roll, who, odd })
}

/// A request and what may become of it.
pub(super) fn histories() -> impl Strategy<Value = Vec<Fact>> {
    let known = prop_oneof![4 => Just(true), 1 => Just(false)];
    (known, proptest::collection::vec(step(), 0..LONGEST)).prop_map(|(known, steps)| {
        let mut facts = vec![fact(0, Actor::Person(person("req")), request(known.then(repo)))];
        for step in steps {
            let task = Task::replay(&facts).expect("it begins with a request");
            let body = step.odd.clone().unwrap_or_else(|| plausible(&task, &step));
            let human = matches!(body, Body::Asked(_) | Body::Decided(_));
            // Every twelfth odd fact has the wrong maker.
            let human = human != (step.odd.is_some() && step.who == 0);
            let someone = Actor::Person(person(["rev", "req", "ana", "rev"][step.who % 4]));
            facts.push(fact(facts.len(), if human { someone } else { Actor::Baton }, body));
        }
        facts
    })
}

/// What people do at any time, or what is due.
fn plausible(task: &Task, step: &Step) -> Body {
    let current = task.open_pull().map(|pull| &pull.head);
    match step.roll % 100 {
        0..=6 => follow_up(task, step),
        7 => said(Asked::Correction { message: message(step.who as u32 % 4), text: text(step) }),
        8 => said(Asked::Withdrawn { message: message(step.who as u32 % 4) }),
        9..=11 => said(Asked::Show { message: message(20 + step.who as u32), what: Show::Why }),
        12..=15 => Body::Decided(Decided::Stopped),
        16 | 17 => Body::Decided(Decided::Retried),
        18 => Body::Decided(Decided::Closed),
        19 => Body::Decided([Decided::Muted, Decided::Unmuted][step.who % 2].clone()),
        20..=24 => current.map_or_else(|| due(task, step), |head| approve(head.clone())),
        25..=27 => current.map_or_else(|| due(task, step), |_| outside(task, step)),
        _ => due(task, step),
    }
}

/// What baton, or the people it waits for, do where the task stands.
fn due(task: &Task, step: &Step) -> Body {
    if let Some(showing) = task.shows.first() {
        return Body::Did(Did::Answered { ask: showing.seq, text: "so".into() });
    }
    let (run, n) = (task.run, step.roll / 100);
    if let (Some(late), false) = (&task.late, task.is_working()) {
        let happened = if n < 5 { Some(delivered(late.run, fresh(task))) } else { None };
        return happened.map_or(Body::Moved(Moved::NotDelivered { run: late.run }), Body::Did);
    }
    if let Some(Effect::LookForMerge { head, .. }) = next(task) {
        return if n == 0 {
            Body::Did(Did::Merged { head, commit: oid(13) })
        } else {
            Body::Moved(Moved::NotMerged { head })
        };
    }
    match &task.phase {
        Phase::Wanted { .. } => {
            let target = "main".parse().expect("a branch");
            Body::Moved(Moved::Based { run, target, base: oid(15) })
        }
        Phase::Based { .. } => Body::Ran(match n {
            0..=6 => Ran::Changed { run, tree: oid(14), change: change(run), record: "r".into() },
            7 => Ran::Stuck { run, ask: 0, question: question(About::Places) },
            8 => Ran::Refused { run, why: Refusal::NothingToDo },
            _ => Ran::Failed { run, what: broken("disk"), again: Again::After(1000) },
        }),
        Phase::Changed { .. } if n == 9 => {
            Body::Ran(Ran::Failed { run, what: broken("net"), again: Again::No })
        }
        Phase::Changed { .. } => Body::Did(delivered(run, fresh(task))),
        Phase::Choosing { question } => {
            let (label, value) = ("this".into(), "acme/web".into());
            Body::Decided(Decided::Chose { question: *question, label, value })
        }
        Phase::Resting if n == 7 => follow_up(task, step),
        Phase::Resting => task.pull.as_ref().map_or(Body::Decided(Decided::Retried), |pull| review(pull, n)),
        Phase::Ended(End::Merged { .. }) => said(Asked::Show { message: message(30), what: Show::Status }),
        Phase::Ended(_) if n < 5 => Body::Decided(Decided::Retried),
        Phase::Ended(_) => follow_up(task, step),
    }
}

/// What becomes of a pull request that nothing is working on.
fn review(pull: &Pull, n: usize) -> Body {
    let (head, approvals) = (pull.head.clone(), pull.approvals.clone());
    let merge = !approvals.is_empty() && pull.blocked.is_none();
    match n {
        _ if pull.closing.is_some() => Body::Did(Did::Closed),
        0..=1 if merge => Body::Did(Did::Merged { head, commit: oid(13) }),
        2..=3 if merge => {
            let reasons = vec!["it needs 2 approvals".into()];
            Body::Judged(Judged::MergeBlocked { head, approvals, reasons, conflict: n == 3 })
        }
        4 if merge => Body::Judged(Judged::GaveUp { on: Effort::Merge { head }, what: broken("net") }),
        5 if merge => Body::Decided(Decided::Unapproved { head }),
        6 if merge => Body::Decided(Decided::Stopped),
        _ => approve(head),
    }
}

/// What others do to the pull request.
fn outside(task: &Task, step: &Step) -> Body {
    Body::Moved(match step.who {
        0 => Moved::MergedElsewhere { commit: oid(13) },
        1 => Moved::ClosedElsewhere,
        _ => Moved::Head { head: fresh(task) },
    })
}

fn approve(head: Oid) -> Body {
    Body::Decided(Decided::Approved { head })
}

fn said(asked: Asked) -> Body {
    Body::Asked(asked)
}

/// Mostly a message that the task has not heard of.
fn follow_up(task: &Task, step: &Step) -> Body {
    let heard = u32::try_from(task.asks.len() + task.dropped.len()).expect("few messages");
    said(Asked::FollowUp { message: message(heard), text: text(step), files: Vec::new() })
}

fn text(step: &Step) -> String {
    ["ab", "b", "c"][step.who % 3].into()
}

/// A head that the task's cards have not had; small, so that odd facts name the same ones.
fn fresh(task: &Task) -> Oid {
    let known = task.past.len() + usize::from(task.pull.is_some());
    oid(u32::try_from(known % 12).expect("few heads") + 1)
}
