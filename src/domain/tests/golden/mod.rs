//! Stored history stays readable for ever: every fact in its stored form, in both directions.
//!
//! A new variant does not compile until it has a name here, and fails until it has a sample and its
//! line in `facts.jsonl`. A line is never changed or removed: history holds it. Where a variant gains
//! a field, its line moves to the end of `older.jsonl` (which must only be read), and a new line takes
//! its place.

mod samples;

use std::collections::BTreeSet;

use crate::domain::fact::{
    About, Again, Asked, Body, Decided, Did, Effort, Judged, Moved, Noted, Question, Ran, Refusal, Show,
    Spent, Unclear,
};

/// What is written today.
const FACTS: &str = include_str!("facts.jsonl");
/// What was written once.
const OLDER: &str = include_str!("older.jsonl");

/// Names every variant, and lists the names.
macro_rules! variants {
    ($($name:literal: $variant:pat,)*) => {
        fn name(body: &Body) -> &'static str {
            match body { $($variant => $name,)* }
        }

        const NAMES: &[&str] = &[$($name,)*];
    };
}

variants! {
    "request": Body::Asked(Asked::Request { .. }),
    "follow-up": Body::Asked(Asked::FollowUp { .. }),
    "correction": Body::Asked(Asked::Correction { .. }),
    "withdrawn": Body::Asked(Asked::Withdrawn { .. }),
    "show status": Body::Asked(Asked::Show { what: Show::Status, .. }),
    "show why": Body::Asked(Asked::Show { what: Show::Why, .. }),
    "show diff": Body::Asked(Asked::Show { what: Show::Diff, .. }),
    "show logs": Body::Asked(Asked::Show { what: Show::Logs, .. }),
    "based": Body::Moved(Moved::Based { .. }),
    "head": Body::Moved(Moved::Head { .. }),
    "not delivered": Body::Moved(Moved::NotDelivered { .. }),
    "not merged": Body::Moved(Moved::NotMerged { .. }),
    "merged elsewhere": Body::Moved(Moved::MergedElsewhere { .. }),
    "closed elsewhere": Body::Moved(Moved::ClosedElsewhere),
    "changed": Body::Ran(Ran::Changed { .. }),
    "which repository": Body::Ran(Ran::Stuck { question: Question { about: About::Repository, .. }, .. }),
    "which places": Body::Ran(Ran::Stuck { question: Question { about: About::Places, .. }, .. }),
    "which reading": Body::Ran(Ran::Stuck { question: Question { about: About::Reading, .. }, .. }),
    "not a replacement": Body::Ran(Ran::Refused { why: Refusal::NotAReplacement, .. }),
    "no new text": Body::Ran(Ran::Refused { why: Refusal::Unclear { what: Unclear::NoNewText { .. } }, .. }),
    "no old text": Body::Ran(Ran::Refused { why: Refusal::Unclear { what: Unclear::NoOldText { .. } }, .. }),
    "same": Body::Ran(Ran::Refused { why: Refusal::Unclear { what: Unclear::Same { .. } }, .. }),
    "several places": Body::Ran(Ran::Refused { why: Refusal::Unclear { what: Unclear::SeveralPlaces }, .. }),
    "too long": Body::Ran(Ran::Refused { why: Refusal::Unclear { what: Unclear::TooLong }, .. }),
    "not found": Body::Ran(Ran::Refused { why: Refusal::NotFound { .. }, .. }),
    "no branch": Body::Ran(Ran::Refused { why: Refusal::NoBranch { .. }, .. }),
    "no default": Body::Ran(Ran::Refused { why: Refusal::NoDefault { .. }, .. }),
    "too large": Body::Ran(Ran::Refused { why: Refusal::TooLarge { .. }, .. }),
    "too many places": Body::Ran(Ran::Refused { why: Refusal::TooManyPlaces { .. }, .. }),
    "no repository": Body::Ran(Ran::Refused { why: Refusal::NoRepository { .. }, .. }),
    "no access": Body::Ran(Ran::Refused { why: Refusal::NoAccess { .. }, .. }),
    "unsound": Body::Ran(Ran::Refused { why: Refusal::Unsound { .. }, .. }),
    "damaged": Body::Ran(Ran::Refused { why: Refusal::Damaged { .. }, .. }),
    "nothing to do": Body::Ran(Ran::Refused { why: Refusal::NothingToDo, .. }),
    "rejected": Body::Ran(Ran::Refused { why: Refusal::Rejected { .. }, .. }),
    "gate": Body::Ran(Ran::Refused { why: Refusal::Gate { .. }, .. }),
    "failed, again": Body::Ran(Ran::Failed { again: Again::After(_), .. }),
    "failed": Body::Ran(Ran::Failed { again: Again::No, .. }),
    "merge blocked": Body::Judged(Judged::MergeBlocked { .. }),
    "gave up a run": Body::Judged(Judged::GaveUp { on: Effort::Run { .. }, .. }),
    "gave up a merge": Body::Judged(Judged::GaveUp { on: Effort::Merge { .. }, .. }),
    "gave up closing": Body::Judged(Judged::GaveUp { on: Effort::Close, .. }),
    "gave up an answer": Body::Judged(Judged::GaveUp { on: Effort::Answer { .. }, .. }),
    "chose": Body::Decided(Decided::Chose { .. }),
    "approved": Body::Decided(Decided::Approved { .. }),
    "unapproved": Body::Decided(Decided::Unapproved { .. }),
    "wants it closed": Body::Decided(Decided::Closed),
    "stopped": Body::Decided(Decided::Stopped),
    "retried": Body::Decided(Decided::Retried),
    "muted": Body::Decided(Decided::Muted),
    "unmuted": Body::Decided(Decided::Unmuted),
    "delivered": Body::Did(Did::Delivered { .. }),
    "merged": Body::Did(Did::Merged { .. }),
    "closed": Body::Did(Did::Closed),
    "answered": Body::Did(Did::Answered { .. }),
    "spent": Body::Spent(Spent::Run { .. }),
    "resumed": Body::Noted(Noted::Resumed),
    "interrupted": Body::Noted(Noted::Interrupted { .. }),
    "erased": Body::Erased,
}

#[test]
fn every_variant_has_a_sample() {
    let sampled: BTreeSet<&str> = samples::samples().iter().map(name).collect();
    let missing: Vec<_> = NAMES.iter().filter(|name| !sampled.contains(*name)).collect();
    assert!(missing.is_empty(), "no sample of {missing:?}");
}

#[test]
fn every_fact_is_written_as_it_always_was() {
    let written: Vec<String> = samples::samples().iter().map(Body::to_payload).collect();
    let expected: Vec<&str> = FACTS.lines().collect();
    for (written, expected) in written.iter().zip(&expected) {
        assert_eq!(written, expected, "stored history would no longer be what was hashed");
    }
    assert_eq!(written.len(), expected.len(), "now it is:\n{}", written.join("\n"));
}

#[test]
fn every_fact_that_was_written_reads_as_what_it_was() {
    for (line, sample) in FACTS.lines().zip(samples::samples()) {
        assert_eq!(Body::from_payload(Some(line)).expect(line), sample);
    }
    for line in OLDER.lines() {
        assert!(Body::from_payload(Some(line)).is_ok(), "history holds this, and it no longer reads: {line}");
    }
}

#[test]
fn the_kind_beside_a_payload_is_the_key_in_it() {
    for (line, sample) in FACTS.lines().zip(samples::samples()) {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(value["v"], 1, "{line}");
        let (kind, at) = (sample.kind(), value.as_object().expect("an object"));
        assert!(at.contains_key(kind) && at.len() == 2, "{kind} is not the one key of {line}");
    }
}
