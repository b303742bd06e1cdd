//! No permit exists with a failing condition: each oracle says in a sentence what a permit takes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::facts::{oid, person};
use super::gates::{change, policy};
use super::histories::histories;
use super::oracle::decisions;
use crate::domain::chat_ids::Person;
use crate::domain::fact::{Actor, Asked, Body, Fact};
use crate::domain::gate::{
    Blocker, MergeCase, MergePermit, Mergeable, Objection, Proposal, ProposedChange, PushPermit, Standing,
};
use crate::domain::ids::Oid;
use crate::domain::next::{Effect, next};
use crate::domain::policy::{Access, MergeRule, Method, OwnApproval, Policy, Who};
use crate::domain::replace::Mode;
use crate::domain::task::Task;

/// Everybody who may turn up; the first one asks.
const PEOPLE: [&str; 4] = ["req", "rev", "ana", "ben"];

fn some_people() -> impl Strategy<Value = BTreeSet<Person>> {
    proptest::collection::btree_set(0usize..4, 0..4)
        .prop_map(|of| of.into_iter().map(|at| person(PEOPLE[at])).collect())
}

/// Any rule about merging. Administrators are named, so that their rights show where they must not.
fn merge_policies() -> impl Strategy<Value = Policy> {
    let method = prop_oneof![Just(Method::Squash), Just(Method::Merge)];
    let own = prop_oneof![Just(OwnApproval::Counts), Just(OwnApproval::DoesNotCount)];
    (some_people(), some_people(), some_people(), (0u32..3, own, method)).prop_map(
        |(approve, merge, administer, (approvals, requester, method))| Policy {
            access: Access {
                approve: Who::These(approve),
                merge: Who::These(merge),
                administer: Who::These(administer),
                ..policy().access
            },
            merge: MergeRule { method, approvals, requester },
            ..policy()
        },
    )
}

fn standings() -> impl Strategy<Value = Standing> {
    let open = |head, mergeable| Just(Standing::Open { head: oid(head), mergeable });
    prop_oneof![
        4 => open(1, Mergeable::Cleanly),
        1 => open(2, Mergeable::Cleanly),
        1 => open(1, Mergeable::Conflicts(vec!["a".to_owned()])),
        1 => open(1, Mergeable::NoTarget("main".parse().unwrap())),
        1 => open(1, Mergeable::Unrelated),
        1 => Just(Standing::Closed),
        1 => Just(Standing::Merged { head: oid(1), commit: oid(3) }),
    ]
}

/// Whose approvals count: entitled people, each once, and where it takes four eyes nobody who asked.
fn counted(approvals: &[Person], authors: &BTreeSet<Person>, policy: &Policy) -> Vec<Person> {
    let Who::These(entitled) = &policy.access.approve else { return approvals.to_vec() };
    let mut counted: Vec<Person> = Vec::new();
    for by in approvals {
        let own = authors.contains(by) && policy.merge.requester == OwnApproval::DoesNotCount;
        if entitled.contains(by) && !own && !counted.contains(by) {
            counted.push(by.clone());
        }
    }
    counted
}

/// Whether these people are enough for a merge.
fn are_enough(counted: &[Person], policy: &Policy) -> bool {
    let Who::These(mergers) = &policy.access.merge else { return false };
    counted.len() >= policy.merge.approvals.max(1) as usize && counted.iter().any(|by| mergers.contains(by))
}

/// What the gate says about a merge that a history asks for.
fn ask_the_gate(facts: &[Fact], policy: &Policy, stands_at: &Oid) -> Option<MergePermit> {
    let task = Task::replay(facts)?;
    let Some(Effect::Merge { head, .. }) = next(&task) else { return None };
    let standing = Standing::Open { head: stands_at.clone(), mergeable: Mergeable::Cleanly };
    let approvals = &task.open_pull()?.approvals;
    let case = MergeCase { approved: &head, approvals, authors: &task.authors, standing: &standing };
    MergePermit::decide(&case, policy).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_merge_is_permitted_exactly_when_everything_holds(
        approvals in proptest::collection::vec(0usize..4, 0..5),
        policy in merge_policies(),
        standing in standings(),
    ) {
        let (authors, given) = (BTreeSet::from([person("req"), person("ana")]), approvals.iter().map(|at| person(PEOPLE[*at])));
        let given: Vec<Person> = given.collect();
        let case = MergeCase { approved: &oid(1), approvals: &given, authors: &authors, standing: &standing };
        let counted = counted(&given, &authors, &policy);
        let open = standing == (Standing::Open { head: oid(1), mergeable: Mergeable::Cleanly });
        match MergePermit::decide(&case, &policy) {
            Ok(permit) => {
                prop_assert!(open && are_enough(&counted, &policy));
                prop_assert_eq!((permit.head(), permit.method()), (&oid(1), policy.merge.method));
                prop_assert_eq!(permit.approvers(), &counted[..]);
            }
            Err(blockers) => {
                let people = |one: &&Blocker| matches!(one,
                    Blocker::Approvals { .. } | Blocker::OwnApproval | Blocker::NobodyMayMerge { .. });
                let (about_people, about_it): (Vec<_>, Vec<_>) = blockers.iter().partition(people);
                prop_assert_eq!(about_people.is_empty(), are_enough(&counted, &policy), "every reason is said");
                prop_assert_eq!(about_it.is_empty(), open, "every reason is said");
                if blockers.contains(&Blocker::OwnApproval) {
                    prop_assert!(policy.merge.requester == OwnApproval::DoesNotCount);
                    prop_assert!(given.iter().any(|by| authors.contains(by)) && !counted.iter().any(|by| authors.contains(by)));
                }
            }
        }
    }

    /// From the facts to the permit: it takes entitled people who approved the head that stands.
    #[test]
    fn what_is_merged_was_approved_by_people_who_may(
        facts in histories(), policy in merge_policies(), elsewhere in any::<bool>(),
    ) {
        let head = Task::replay(&facts).and_then(|task| task.open_pull().map(|pull| pull.head.clone()));
        let stands_at = head.filter(|_| !elsewhere).unwrap_or(oid(0));
        if let Some(permit) = ask_the_gate(&facts, &policy, &stands_at) {
            let asks = |fact: &&Fact| matches!(&fact.body,
                Body::Asked(Asked::Request { .. } | Asked::FollowUp { .. } | Asked::Correction { .. }));
            let person = |fact: &Fact| match &fact.by { Actor::Person(by) => Some(by.clone()), Actor::Baton => None };
            let authors = facts.iter().filter(asks).filter_map(person).collect();
            let counted = counted(&decisions(&facts).approvals, &authors, &policy);
            prop_assert!(!elsewhere && are_enough(&counted, &policy));
            prop_assert_eq!((permit.head(), permit.approvers()), (&stands_at, &counted[..]));
        }
    }

    #[test]
    fn a_push_is_permitted_exactly_when_nothing_in_it_is_wrong(
        good in proptest::collection::vec(0usize..GOOD.len(), 0..3),
        bad in proptest::option::of(0usize..BAD.len()),
        place in 0usize..4,
        own in prop_oneof![4 => Just("baton/x"), 1 => Just("main"), 1 => Just("batons/x")],
    ) {
        let mut changes: Vec<ProposedChange> = good.iter().map(|at| sample(GOOD[*at])).collect();
        if let Some(bad) = bad {
            changes.insert(place.min(changes.len()), sample(BAD[bad]));
        }
        let branch = own.parse().expect("a branch");
        let proposal = Proposal { branch: &branch, tree: &oid(7), changes: &changes };
        let fits = (1..=policy().limits.files).contains(&changes.len());
        match PushPermit::decide(&proposal, &policy()) {
            Ok(permit) => {
                prop_assert!(bad.is_none() && fits && own == "baton/x");
                prop_assert_eq!((permit.branch(), permit.tree()), (&branch, &oid(7)));
            }
            Err(objections) => {
                let (about_size, rest): (Vec<_>, Vec<_>) = objections.iter().partition(|one|
                    matches!(one, Objection::Empty | Objection::TooManyFiles { .. }));
                let (about_branch, rest): (Vec<_>, Vec<_>) =
                    rest.into_iter().partition(|one| matches!(one, Objection::Branch(_)));
                prop_assert_eq!(about_size.is_empty(), fits, "every reason is said");
                prop_assert_eq!(about_branch.is_empty(), own == "baton/x", "every reason is said");
                prop_assert_eq!(rest.len(), usize::from(bad.is_some()), "every reason is said, once");
            }
        }
    }
}

/// A change in short: path, mode, what stood there, what stands there now.
type Sample = (&'static str, Mode, Option<&'static str>, &'static str);

const GOOD: &[Sample] = &[
    ("a/b.txt", Mode::File, Some("old"), "new"),
    ("run.sh", Mode::Executable, None, "#!/bin/sh\n"),
    ("a/link", Mode::Symlink, None, "../run.sh"),
    ("github/workflows/x.yml", Mode::File, None, "not where it counts"),
];

const BAD: &[Sample] = &[
    (".github/workflows/ci.yml", Mode::File, Some("a"), "b"),
    ("secret/x", Mode::File, None, "x"),
    ("a/link", Mode::Symlink, None, "../../x"),
    ("m", Mode::Submodule, None, ""),
    (".git/config", Mode::File, None, "x"),
    ("a.txt", Mode::File, None, "a\u{202e}b"),
    ("a.txt", Mode::File, None, "AKIAIOSFODNN7EXAMPLE"),
    ("a.bin", Mode::File, None, "version https://git-lfs.github.com/spec/v1\n"),
];

fn sample((path, mode, old, new): Sample) -> ProposedChange {
    change(path, mode, old, new)
}
