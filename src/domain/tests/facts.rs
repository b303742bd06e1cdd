//! Any fact at all, over so few runs, heads and messages that they meet each other.

use proptest::prelude::*;

use crate::domain::chat_ids::{MessageRef, Person};
use crate::domain::fact::{
    About, Actor, Again, Answer, Asked, Body, Broken, Cause, Change, Decided, Did, Effort, Fact, Judged,
    Moved, Noted, Question, Ran, Refusal, Show, Spent,
};
use crate::domain::ids::{Millis, Oid, RepoName};

pub(super) fn oid(digit: u32) -> Oid {
    format!("{digit:x}").repeat(40).parse().expect("forty digits")
}

pub(super) fn person(name: &str) -> Person {
    format!("local:{name}").parse().expect("a person")
}

pub(super) fn repo() -> RepoName {
    "acme/web".parse().expect("a repository")
}

pub(super) fn broken(error: &str) -> Broken {
    Broken { cause: Cause::Other, error: error.to_owned() }
}

pub(super) fn message(n: u32) -> MessageRef {
    format!("local:c:{n}").parse().expect("a message")
}

pub(super) fn question(about: About) -> Question {
    let value = if about == About::Repository { "acme/web" } else { "change 'A' to 'B'" };
    let answer = Answer { label: "this".into(), value: value.into(), sample: Vec::new() };
    Question { about, options: vec![answer], more: 0 }
}

fn asked() -> impl Strategy<Value = Asked> {
    (0u32..4, 0usize..8, "[a-c]{1,2}").prop_map(|(n, kind, text)| {
        let message = message(n);
        let show = [Show::Status, Show::Why, Show::Diff, Show::Logs];
        match kind {
            0 | 1 => Asked::FollowUp { message, text, files: Vec::new() },
            2 => Asked::Correction { message, text },
            3 => Asked::Withdrawn { message },
            kind => Asked::Show { message, what: show[kind % 4] },
        }
    })
}

fn decided() -> impl Strategy<Value = Decided> {
    (1u32..5, 1u32..12, 0usize..10).prop_map(|(head, question, kind)| match kind {
        0..=2 => Decided::Approved { head: oid(head) },
        3 => Decided::Unapproved { head: oid(head) },
        4 => Decided::Closed,
        5 => Decided::Stopped,
        6 => Decided::Retried,
        7 => Decided::Muted,
        8 => Decided::Unmuted,
        _ => Decided::Chose { question, label: "this".into(), value: "acme/web".into() },
    })
}

fn moved() -> impl Strategy<Value = Moved> {
    (1u32..7, 1u32..5, 0usize..10).prop_map(|(run, at, kind)| match kind {
        0..=3 => Moved::Based { run, target: "main".parse().expect("a branch"), base: oid(at) },
        4 | 5 => Moved::Head { head: oid(at) },
        6 => Moved::NotDelivered { run },
        7 => Moved::MergedElsewhere { commit: oid(at) },
        8 => Moved::NotMerged { head: oid(at) },
        _ => Moved::ClosedElsewhere,
    })
}

fn ran() -> impl Strategy<Value = Ran> {
    (1u32..7, 1u32..5, 0usize..9).prop_map(|(run, at, kind)| match kind {
        0..=3 => Ran::Changed { run, tree: oid(at), change: change(run), record: "r".into() },
        4 => Ran::Stuck { run, ask: at, question: question(About::Repository) },
        5 => Ran::Stuck { run, ask: at, question: question(About::Places) },
        6 => Ran::Refused { run, why: Refusal::NothingToDo },
        7 => Ran::Failed { run, what: broken("disk"), again: Again::After(u64::from(at)) },
        _ => Ran::Failed { run, what: broken("disk"), again: Again::No },
    })
}

fn judged() -> impl Strategy<Value = Judged> {
    (1u32..7, any::<bool>(), 0usize..5).prop_map(|(n, conflict, kind)| {
        let on = match kind {
            0 => {
                let approvals = vec![person("rev")];
                return Judged::MergeBlocked { head: oid(n), approvals, reasons: Vec::new(), conflict };
            }
            1 => Effort::Run { run: n },
            2 => Effort::Merge { head: oid(n) },
            3 => Effort::Close,
            _ => Effort::Answer { ask: n },
        };
        Judged::GaveUp { on, what: broken("network") }
    })
}

pub(super) fn delivered(run: u32, head: Oid) -> Did {
    Did::Delivered {
        run,
        branch: "baton/x".parse().expect("a branch"),
        head,
        number: 1,
        url: "https://forge.example/1".into(),
        title: "t".into(),
        rule: "1 approval by anyone".into(),
    }
}

/// What a run did; it can be told from what other runs did.
pub(super) fn change(run: u32) -> Change {
    Change { understood: format!("change 'A' to 'run {run}'"), files: 1, ..Change::default() }
}

fn did() -> impl Strategy<Value = Did> {
    (1u32..7, 1u32..5, 0usize..9).prop_map(|(run, at, kind)| match kind {
        0..=4 => delivered(run, oid(at)),
        5 => Did::Merged { head: oid(at), commit: oid(9) },
        6 => Did::Closed,
        _ => Did::Answered { ask: run, text: "so".into() },
    })
}

pub(super) fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        3 => asked().prop_map(Body::Asked),
        3 => decided().prop_map(Body::Decided),
        3 => moved().prop_map(Body::Moved),
        3 => ran().prop_map(Body::Ran),
        1 => judged().prop_map(Body::Judged),
        3 => did().prop_map(Body::Did),
        1 => (1u32..7, any::<u64>())
            .prop_map(|(run, wall_ms)| Body::Spent(Spent::Run { run, wall_ms })),
        1 => Just(Body::Noted(Noted::Resumed)),
        1 => Just(Body::Erased),
    ]
}

pub(super) fn request(repo: Option<RepoName>) -> Body {
    let candidates = vec![self::repo()];
    Body::Asked(Asked::Request {
        message: message(0),
        text: "ab".into(),
        repo,
        candidates,
        files: Vec::new(),
    })
}

pub(super) fn fact(at: usize, by: Actor, body: Body) -> Fact {
    let seq = u32::try_from(at + 1).expect("few facts");
    Fact { seq, at: Millis(i64::from(seq)), by, body }
}

/// A request and anything after it; one fact in ten has the wrong maker.
pub(super) fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let later = (body(), 0usize..2, 0usize..10);
    (any::<bool>(), proptest::collection::vec(later, 0..40)).prop_map(|(known, later)| {
        let asker = Actor::Person(person("req"));
        let mut facts = vec![fact(0, asker, request(known.then(repo)))];
        for (at, (body, who, odd)) in later.into_iter().enumerate() {
            let human = matches!(body, Body::Asked(_) | Body::Decided(_)) != (odd == 0);
            let someone = Actor::Person(person(["req", "rev"][who]));
            facts.push(fact(at + 1, if human { someone } else { Actor::Baton }, body));
        }
        facts
    })
}

proptest! {
    #[test]
    fn a_payload_reads_back(body in body()) {
        let stored = body.to_payload();
        prop_assert_eq!(Body::from_payload(Some(&stored)).expect("it reads"), body);
    }

    #[test]
    fn a_newer_payload_is_told_from_a_broken_one(v in 2u32..) {
        use crate::domain::fact::BadPayload;
        let newer = Body::from_payload(Some(&format!(r#"{{"v":{v},"sung":1}}"#)));
        prop_assert!(matches!(newer, Err(BadPayload::Newer(of)) if of == v));
        let broken = Body::from_payload(Some(r#"{"v":1,"sung":1}"#));
        prop_assert!(matches!(broken, Err(BadPayload::Broken(_))));
    }
}
