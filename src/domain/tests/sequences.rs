//! What no sequence of facts may lead to, told from the raw facts and not from the transitions.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::facts::facts;
use crate::domain::fact::{Actor, Asked, Body, Decided, Did, Fact, Moved};
use crate::domain::next::{Effect, next};
use crate::domain::slot::{Shown, Subject};
use crate::domain::task::Task;
use crate::domain::view::view;

fn by_person(fact: &Fact) -> Option<&Body> {
    matches!(fact.by, Actor::Person(_)).then_some(&fact.body)
}

fn wants_work(body: &Body) -> bool {
    matches!(
        body,
        Body::Asked(Asked::FollowUp { .. } | Asked::Correction { .. })
            | Body::Decided(Decided::Retried | Decided::Chose { .. })
    )
}

/// Whether the last stop is older than the last wish for work; true where nobody stopped.
fn work_is_wanted(facts: &[Fact]) -> bool {
    let last = |is: &dyn Fn(&Body) -> bool| facts.iter().rposition(|fact| by_person(fact).is_some_and(is));
    let stopped = last(&|body| matches!(body, Body::Decided(Decided::Stopped)));
    stopped.is_none() || last(&wants_work) > stopped
}

/// Whether somebody's approval of this head stands: after the last stop and the last push.
fn approved(facts: &[Fact], head: &crate::domain::ids::Oid) -> bool {
    let mut standing = BTreeSet::new();
    for fact in facts {
        match (&fact.by, &fact.body) {
            (Actor::Person(by), Body::Decided(Decided::Approved { head: on })) if on == head => {
                standing.insert(by.clone());
            }
            (Actor::Person(by), Body::Decided(Decided::Unapproved { head: on })) if on == head => {
                standing.remove(by);
            }
            (Actor::Person(_), Body::Decided(Decided::Stopped)) => standing.clear(),
            _ => {}
        }
    }
    !standing.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_effect_that_a_fact_forbids(facts in facts()) {
        let task = Task::replay(&facts).expect("it begins with a request");
        match next(&task) {
            Some(Effect::Prepare { .. } | Effect::Run { .. } | Effect::Deliver { .. }) => {
                prop_assert!(work_is_wanted(&facts));
            }
            Some(Effect::Merge { head, .. }) => prop_assert!(approved(&facts, &head)),
            Some(Effect::Close { .. }) => prop_assert!(facts.iter().any(|fact|
                matches!(by_person(fact), Some(Body::Decided(Decided::Closed))))),
            Some(Effect::Answer { ask, .. }) => {
                let asks = &facts[ask as usize - 1];
                let shown = matches!(by_person(asks), Some(Body::Asked(Asked::Show { .. })));
                prop_assert!(shown);
                let answers = |body: &Body| matches!(body, Body::Did(Did::Answered { ask: of, .. }) if *of == ask);
                let later = &facts[ask as usize..];
                let answered = later.iter().any(|fact| fact.by == Actor::Baton && answers(&fact.body));
                prop_assert!(!answered);
            }
            Some(Effect::Look { .. }) | None => {}
        }
    }

    #[test]
    fn a_merged_task_only_answers(facts in facts()) {
        let task = Task::replay(&facts).expect("it begins with a request");
        let merged = facts.iter().position(|fact| fact.by == Actor::Baton
            && matches!(fact.body, Body::Moved(Moved::MergedElsewhere { .. })));
        if let Some(at) = merged && Task::replay(&facts[..at]).expect("a task").open_pull().is_some() {
            prop_assert_eq!(task.state(), "merged");
            let quiet = matches!(next(&task), None | Some(Effect::Answer { .. }));
            prop_assert!(quiet);
        }
    }

    #[test]
    fn a_slot_never_goes_away(facts in facts()) {
        let id = "k7f2q9m3x4".parse().expect("an id");
        let mut earlier: BTreeSet<String> = BTreeSet::new();
        for upto in 1..=facts.len() {
            let task = Task::replay(&facts[..upto]).expect("it begins with a request");
            let slots = view(&id, &task);
            prop_assert_eq!(&slots, &view(&id, &Task::replay(&facts[..upto]).expect("again")));
            let keys: BTreeSet<String> = slots.iter().map(|slot| slot.key.clone()).collect();
            prop_assert_eq!(keys.len(), slots.len(), "two slots have one key");
            prop_assert!(keys.is_superset(&earlier), "{:?} lost some of {:?}", keys, earlier);
            for slot in &slots {
                let Shown::Post(post) = &slot.show else { continue };
                if let Some(Subject::Head(head)) = &post.subject {
                    prop_assert_eq!(task.open_pull().map(|pull| &pull.head), Some(head));
                }
                prop_assert!(post.subject.is_some() || post.buttons.is_empty());
            }
            earlier = keys;
        }
    }
}
