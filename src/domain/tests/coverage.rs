//! The generator is worth as much as what it reaches: how many histories come to each situation.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use super::histories::histories;
use super::oracle::shown;
use crate::domain::fact::{Actor, Asked, Body, Decided, Fact, Moved, Ran};
use crate::domain::next::{Effect, next};
use crate::domain::task::{Commits, End, Phase, Task};

/// How many histories are looked at: as many as a law is tried on.
const HISTORIES: usize = 512;

/// At least so many of them come to the situation. About half of what was measured, so that chance
/// does not fail it and a generator that lost its way does.
const FLOORS: &[(&str, usize)] = &[
    ("an open pull request", 300),
    ("an approved head", 250),
    ("two approvals", 60),
    ("an approval, then a new head", 25),
    ("an outsider's push on an approved head", 15),
    ("a stop with an approved head", 45),
    ("a close with an approved head", 5),
    ("another try with an approved head", 12),
    ("a follow-up on an approved head", 75),
    ("a refused run with an open pull request", 15),
    ("an approval taken back", 10),
    ("a merge that is due", 250),
    ("a merge that has to wait", 70),
    ("a merged task", 70),
    ("a new pull request after a closed one", 10),
    ("a branch with others' commits", 40),
    ("a late delivery", 30),
    ("an answered question", 80),
    ("an answer shown", 130),
    ("a withdrawn request", 4),
];

/// The names of the situations that this fact leads to.
fn situations(before: &Task, fact: &Fact, after: &Task) -> Vec<&'static str> {
    let approved = before.open_pull().is_some_and(|pull| !pull.approvals.is_empty());
    let person = matches!(fact.by, Actor::Person(_));
    let decided = |decided: &Decided| person && fact.body == Body::Decided(decided.clone());
    let follows = person && matches!(fact.body, Body::Asked(Asked::FollowUp { .. }));
    let pushed = !person && matches!(fact.body, Body::Moved(Moved::Head { .. }));
    let took_back = person && matches!(fact.body, Body::Decided(Decided::Unapproved { .. }));
    let merging = matches!(next(after), Some(Effect::Merge { .. }));
    let refused = !person && matches!(fact.body, Body::Ran(Ran::Refused { .. }));
    let all = [
        ("an open pull request", shown(after).is_some()),
        ("an approved head", after.open_pull().is_some_and(|pull| !pull.approvals.is_empty())),
        ("two approvals", after.open_pull().is_some_and(|pull| pull.approvals.len() > 1)),
        ("an approval, then a new head", approved && shown(after).is_some() && shown(after) != shown(before)),
        ("an outsider's push on an approved head", approved && pushed),
        ("a stop with an approved head", approved && decided(&Decided::Stopped)),
        ("a close with an approved head", approved && decided(&Decided::Closed)),
        ("another try with an approved head", approved && decided(&Decided::Retried)),
        ("a follow-up on an approved head", approved && follows),
        ("a refused run with an open pull request", refused && shown(after).is_some() && after != before),
        ("an approval taken back", approved && took_back),
        ("a merge that is due", merging),
        ("a merge that has to wait", after.open_pull().is_some_and(|pull| pull.blocked.is_some())),
        ("a merged task", matches!(after.phase, Phase::Ended(End::Merged { .. }))),
        (
            "a new pull request after a closed one",
            after.pull.is_some() && !after.past.is_empty() && before.pull.is_none(),
        ),
        (
            "a branch with others' commits",
            after.open_pull().is_some_and(|pull| pull.commits == Commits::Shared),
        ),
        ("a late delivery", before.late.is_some() && shown(after) != shown(before) && shown(after).is_some()),
        ("an answered question", after.questions.iter().any(|asking| asking.answer.is_some())),
        ("an answer shown", !after.answers.is_empty()),
        ("a withdrawn request", matches!(after.phase, Phase::Ended(End::Withdrawn))),
    ];
    all.into_iter().filter(|(_, reached)| *reached).map(|(name, _)| name).collect()
}

#[test]
fn histories_reach_what_the_laws_are_about() {
    let mut runner = TestRunner::deterministic();
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..HISTORIES {
        let facts = histories().new_tree(&mut runner).expect("a history").current();
        let tasks: Vec<Task> = (1..=facts.len()).filter_map(|upto| Task::replay(&facts[..upto])).collect();
        let steps = tasks.windows(2).zip(&facts[1..]);
        let mut names: Vec<&str> =
            steps.flat_map(|(pair, fact)| situations(&pair[0], fact, &pair[1])).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *reached.entry(name).or_default() += 1;
        }
    }
    for (name, floor) in FLOORS {
        let times = reached.get(name).copied().unwrap_or_default();
        assert!(times >= *floor, "only {times} of {HISTORIES} histories reach {name}: {reached:#?}");
    }
}
