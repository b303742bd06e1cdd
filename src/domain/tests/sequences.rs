//! What no sequence of facts may lead to, told from the raw facts and not from the transitions.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::facts::{fact, facts, message, person, repo, request};
use super::histories::histories;
use super::oracle::{changes_what_is_wanted, decisions, shown};
use crate::domain::fact::{Actor, Asked, Body, Decided, Did, Fact, Moved, Ran, Show};
use crate::domain::next::{Effect, next, prepares};
use crate::domain::outlook::{Due, outlook};
use crate::domain::slot::{Shown, Subject};
use crate::domain::task::{End, Phase, Task};
use crate::domain::view::view;

/// Mostly what may happen, sometimes anything at all.
fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    prop_oneof![3 => histories(), 1 => facts()]
}

fn task(facts: &[Fact]) -> Task {
    Task::replay(facts).expect("it begins with a request")
}

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

/// Whether nobody changed what is wanted since this run came to its latest result.
fn is_not_overtaken(facts: &[Fact], run: u32) -> bool {
    let result = |fact: &Fact| {
        fact.by == Actor::Baton && matches!(&fact.body, Body::Ran(Ran::Changed { run: of, .. }) if *of == run)
    };
    let Some(at) = facts.iter().rposition(result) else { return false };
    let overtakes =
        |n: usize| by_person(&facts[n]).is_some_and(|body| changes_what_is_wanted(body, &task(&facts[..n])));
    !(at + 1..facts.len()).any(overtakes)
}

/// A long clone is not begun again at every message.
#[test]
fn a_repository_is_prepared_for_whichever_run_is_wanted() {
    let mut facts = Vec::new();
    let mut told = |body: Body| {
        facts.push(fact(facts.len(), Actor::Person(person("req")), body));
        task(&facts)
    };
    assert!(prepares(&told(request(Some(repo()))), &repo()));
    let more = told(Body::Asked(Asked::FollowUp {
        message: message(1),
        text: "more".to_owned(),
        files: Vec::new(),
    }));
    assert!(more.run > 1 && prepares(&more, &repo()));
    let shows = told(Body::Asked(Asked::Show { message: message(2), what: Show::Why }));
    assert!(matches!(next(&shows), Some(Effect::Answer { .. })) && prepares(&shows, &repo()));
    assert!(!prepares(&shows, &"acme/other".parse().unwrap()));
    assert!(!prepares(&told(Body::Decided(Decided::Stopped)), &repo()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_effect_that_a_fact_forbids(facts in any_facts()) {
        match next(&task(&facts)) {
            Some(Effect::Deliver { run, .. }) => {
                prop_assert!(work_is_wanted(&facts));
                prop_assert!(is_not_overtaken(&facts, run));
            }
            Some(Effect::Prepare { .. } | Effect::Run { .. }) => prop_assert!(work_is_wanted(&facts)),
            Some(Effect::Merge { .. }) => {
                let stand = decisions(&facts);
                prop_assert!(!stand.approvals.is_empty() && !stand.blocked && stand.closing.is_none());
            }
            Some(Effect::Close { by, .. }) => prop_assert_eq!(decisions(&facts).closing, Some(by)),
            Some(Effect::Answer { .. } | Effect::Look { .. } | Effect::LookForMerge { .. }) | None => {}
        }
    }

    #[test]
    fn decisions_are_those_that_stand(facts in any_facts()) {
        let task = task(&facts);
        if let Some(pull) = task.open_pull() {
            let stand = decisions(&facts);
            prop_assert_eq!(&pull.approvals, &stand.approvals);
            prop_assert_eq!(pull.blocked.is_some(), stand.blocked);
            prop_assert_eq!(&pull.closing, &stand.closing);
        }
    }

    #[test]
    fn an_approved_head_that_rests_is_merged_or_says_why_not(facts in any_facts()) {
        let task = task(&facts);
        let rests = task.phase == Phase::Resting && task.shows.is_empty() && task.late.is_none();
        if let (true, Some(pull)) = (rests, task.open_pull()) {
            let stand = decisions(&facts);
            let merges = matches!(next(&task), Some(Effect::Merge { head, .. }) if head == pull.head);
            let waits = stand.approvals.is_empty() || stand.blocked || pull.closing.is_some();
            prop_assert_eq!(merges, !waits);
        }
    }

    /// A worker may die while it merges: whoever takes the merge back must learn whether it happened
    /// before anything else is done with the pull request.
    #[test]
    fn a_merge_that_was_due_is_never_forgotten(facts in any_facts()) {
        let mut unsure = None;
        for upto in 1..=facts.len() {
            let (fact, task) = (&facts[upto - 1], task(&facts[..upto]));
            let told = fact.by == Actor::Baton && matches!(&fact.body,
                Body::Moved(Moved::NotMerged { .. }) | Body::Judged(_) | Body::Did(Did::Delivered { .. }));
            unsure = unsure.filter(|head| !told && shown(&task) == Some(head));
            let goes_on = match next(&task) {
                Some(Effect::Merge { head, .. }) => {
                    unsure = Some(head);
                    false
                }
                None | Some(Effect::Prepare { .. }) => true,
                Some(_) => false,
            };
            prop_assert!(!goes_on || unsure.is_none(), "{:?} may be merged", unsure);
        }
    }

    #[test]
    fn a_fact_of_the_wrong_maker_changes_nothing(facts in any_facts()) {
        let right = |fact: &&Fact| match fact.body {
            Body::Asked(_) | Body::Decided(_) => by_person(fact).is_some(),
            Body::Moved(_) | Body::Ran(_) | Body::Judged(_) | Body::Did(_) | Body::Spent(_) => fact.by == Actor::Baton,
            Body::Noted(_) | Body::Erased => false,
        };
        let sound: Vec<Fact> = facts.iter().filter(right).cloned().collect();
        let (mut all, sound) = (task(&facts), task(&sound));
        all.last_at = sound.last_at;
        prop_assert_eq!(all, sound);
    }

    #[test]
    fn what_people_want_to_see_is_shown_once(facts in any_facts()) {
        let task = task(&facts);
        let asks = |fact: &&Fact| matches!(by_person(fact), Some(Body::Asked(Asked::Show { .. })));
        let asked: BTreeSet<u32> = facts.iter().filter(asks).map(|fact| fact.seq).collect();
        let waiting: BTreeSet<u32> = task.shows.iter().map(|showing| showing.seq).collect();
        let shown: Vec<u32> = task.answers.iter().map(|(ask, _)| *ask).collect();
        let once: BTreeSet<u32> = shown.iter().copied().collect();
        prop_assert_eq!(once.len(), shown.len(), "something is shown twice");
        prop_assert!(waiting.is_disjoint(&once));
        prop_assert_eq!(waiting.union(&once).copied().collect::<BTreeSet<_>>(), asked);
        let answer = |seq| facts.iter().any(|fact| fact.by == Actor::Baton
            && matches!(fact.body, Body::Did(Did::Answered { ask, .. }) if ask == seq && fact.seq > seq));
        prop_assert!(waiting.iter().all(|seq| !answer(*seq)), "an answer was lost");
        let first = task.shows.first().map(|showing| showing.seq);
        let next = match next(&task) { Some(Effect::Answer { ask, .. }) => Some(ask), _ => None };
        prop_assert_eq!(first, next, "people wait for work instead of an answer");
    }

    #[test]
    fn a_merged_task_only_answers(facts in any_facts()) {
        let merges = |n: &usize| {
            let before = task(&facts[..*n]);
            let shown = before.open_pull().map(|pull| pull.head.clone());
            let elsewhere = matches!(&facts[*n].body, Body::Moved(Moved::MergedElsewhere { .. }));
            let here = matches!(&facts[*n].body, Body::Did(Did::Merged { head, .. }) if shown.as_ref() == Some(head));
            facts[*n].by == Actor::Baton && (here || (elsewhere && shown.is_some()))
        };
        if (1..facts.len()).any(|n| merges(&n)) {
            let task = task(&facts);
            prop_assert_eq!(task.state().as_str(), "merged");
            let quiet = matches!(next(&task), None | Some(Effect::Answer { .. }));
            prop_assert!(quiet);
            let told = task.ends.iter().filter(|(_, end)| matches!(end, End::Merged { .. })).count();
            prop_assert_eq!(told, 1, "it is told once that it is merged");
        }
    }

    #[test]
    fn stored_facts_give_the_same_outlook(facts in any_facts()) {
        let id = "k7f2q9m3x4".parse().expect("an id");
        let stored = facts.iter().map(|fact| {
            let body = Body::from_payload(Some(&fact.body.to_payload())).expect("it reads");
            Fact { body, by: Actor::from_text(&fact.by.to_text()), ..*fact }
        });
        let stored: Vec<Fact> = stored.collect();
        prop_assert_eq!(outlook(&id, &stored), outlook(&id, &facts));
    }

    #[test]
    fn a_task_is_due_exactly_when_something_is_next(facts in any_facts()) {
        let id = "k7f2q9m3x4".parse().expect("an id");
        for upto in 1..=facts.len() {
            let task = task(&facts[..upto]);
            let expected = match (next(&task), &task.phase) {
                (None, _) => Due::Never,
                (Some(_), Phase::Wanted { wait_ms: wait_ms @ 1.., .. }) if task.shows.is_empty() => Due::In(*wait_ms),
                (Some(_), _) => Due::Now,
            };
            prop_assert_eq!(outlook(&id, &facts[..upto]).due, expected);
        }
    }

    #[test]
    fn a_slot_never_goes_away(facts in any_facts()) {
        let id = "k7f2q9m3x4".parse().expect("an id");
        let mut earlier: BTreeSet<String> = BTreeSet::new();
        for upto in 1..=facts.len() {
            let task = task(&facts[..upto]);
            let slots = view(&id, &task);
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
