//! What people asked to see.

use super::{approved, asked, based, changed, delivered, facts, oid, task, then};
use crate::domain::fact::{
    Again, Asked, Body, Decided, Did, Effort, Judged, Moved, Noted, Ran, Refusal, Show, Unclear,
};
use crate::domain::gate::Blocker;
use crate::domain::reply::answer::{answer, logs, reasons, status, why};

fn whys(of: Vec<Vec<Body>>) -> String {
    of.into_iter().map(|bodies| why(&task(bodies))).collect::<Vec<_>>().join("\n")
}

fn blocked(reasons: &[&str]) -> Body {
    let reasons = reasons.iter().map(ToString::to_string).collect();
    Body::Judged(Judged::MergeBlocked {
        head: oid("b"),
        approvals: vec![super::ben()],
        reasons,
        conflict: false,
    })
}

#[test]
fn an_answer_is_quoted() {
    insta::assert_snapshot!(super::read(&answer("one\n  two")), @r"
    one
      two
    ");
}

#[test]
fn status_says_where_it_stands() {
    let all = [asked(), based(), changed(), delivered()].map(|bodies| status(&task(bodies)));
    insta::assert_snapshot!(all.join("\n--\n"), @r#"
    change 'Sign up' to 'Get started'
    Queued.
    time worked: 0.0 s
    --
    change 'Sign up' to 'Get started'
    Working on `main` at `aaaaaaa`.
    time worked: 0.0 s
    --
    change 'Sign up' to 'Get started'
    Changed; opening the pull request.
    time worked: 0.1 s
    --
    change "Sign up" to "Get started"
    Ready for review: #12.
    pull request #12: https://forge.example/12 at bbbbbbb
    time worked: 0.1 s
    "#);
}

#[test]
fn why_it_does_not_merge_yet() {
    let gave_up = Judged::GaveUp { on: Effort::Close, what: super::broken(super::Cause::Forge) };
    insta::assert_snapshot!(whys(vec![
        asked(),
        delivered(),
        then(delivered(), [approved()]),
        then(delivered(), [approved(), blocked(&["it needs 2 approvals and has 1", "a.html conflicts"])]),
        then(delivered(), [Body::Decided(Decided::Closed)]),
        then(delivered(), [Body::Decided(Decided::Closed), Body::Judged(gave_up.clone())]),
        then(delivered(), [Body::Decided(Decided::Closed), Body::Judged(gave_up), approved()]),
        then(delivered(), [Body::Decided(Decided::Retried), Body::Moved(Moved::Head { head: oid("c") })]),
    ]), @r"
    It is not merged because
    - work is under way; its result has to be approved
    It is not merged because
    - nobody has approved bbbbbbb: it takes 1 approval by @ben
    It is not merged because
    - it is approved and will be merged in a moment
    It is not merged because
    - it needs 2 approvals and has 1
    - a.html conflicts
    It is not merged because
    - @ana wants it closed
    It is not merged because
    - closing it broke: the words of a system
    - nobody has approved bbbbbbb: it takes 1 approval by @ben
    It is not merged because
    - it is approved and will be merged in a moment
    It is not merged because
    - somebody pushed to its branch while I worked on it
    - nobody has approved ccccccc: it takes 1 approval by @ben
    ");
}

#[test]
fn what_the_gate_says_now_is_told_once() {
    let few = Blocker::Approvals { have: 0, need: 1 };
    let conflict = Blocker::Conflict { paths: vec!["a.html".to_owned()] };
    let waiting = reasons(&task(delivered()), &[few.clone(), conflict.clone()]);
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    assert!(waiting[0].starts_with("nobody has approved"), "{waiting:?}");
    assert_eq!(waiting[1], "a.html conflicts with the target branch");
    let known = few.to_string();
    let judged = task(then(delivered(), [approved(), blocked(&[&known, "it broke"])]));
    assert_eq!(reasons(&judged, &[few, conflict]), [&known, &waiting[1], "it broke"]);
}

#[test]
fn why_it_never_will() {
    let broke = Ran::Failed { run: 1, what: super::broken(super::Cause::Disk), again: Again::No };
    insta::assert_snapshot!(whys(vec![
        then(delivered(), [Body::Did(Did::Merged { head: oid("b"), commit: oid("f") })]),
        then(delivered(), [Body::Moved(Moved::ClosedElsewhere)]),
        then(based(), [Body::Decided(Decided::Stopped)]),
        then(based(), [Body::Asked(Asked::Withdrawn { message: "local:team:1".parse().expect("a message") })]),
        then(based(), [Body::Ran(broke)]),
    ]), @r"
    It is merged, as fffffff.
    It was closed without merging.
    It is not merged because
    - @ana stopped it; `retry` starts it again
    It is not merged because
    - its request was deleted
    It is not merged because
    - it broke: the words of a system
    ");
}

#[test]
fn why_a_run_was_refused() {
    let unclear = |what| Refusal::Unclear { what };
    let text = || "Sign up".to_owned();
    let (near, skipped, offers) = (Vec::new(), Vec::new(), Vec::new());
    let all = [
        Refusal::NotAReplacement,
        unclear(Unclear::NoNewText { from: text() }),
        unclear(Unclear::NoOldText { to: text() }),
        unclear(Unclear::Same { text: text() }),
        unclear(Unclear::SeveralPlaces),
        unclear(Unclear::TooLong),
        Refusal::NotFound { looked_for: vec![text(), "Log in".into()], near, skipped, offers },
        Refusal::NoBranch { branch: "next".parse().expect("a branch") },
        Refusal::NoRepository { repo: "acme/gone".parse().expect("a repository") },
        Refusal::TooLarge { what: "its history has 900 MiB, and the limit is 500 MiB".into() },
        Refusal::NothingToDo,
        Refusal::Gate { reasons: vec!["ci.yml is protected".into(), "a.txt would gain a key".into()] },
    ];
    let refused = |why| then(based(), [Body::Ran(Ran::Refused { run: 1, why })]);
    insta::assert_snapshot!(whys(all.map(refused).to_vec()), @r"
    It is not merged because
    - it could not be done: it is not a change of text
    It is not merged because
    - it could not be done: the new text is missing
    It is not merged because
    - it could not be done: the old text is missing
    It is not merged because
    - it could not be done: old and new text are the same
    It is not merged because
    - it could not be done: its changes are meant for different places
    It is not merged because
    - it could not be done: it is too much for one request
    It is not merged because
    - it could not be done: “Sign up” and “Log in” were not found
    It is not merged because
    - it could not be done: there is no branch next
    It is not merged because
    - it could not be done: acme/gone cannot be read
    It is not merged because
    - it could not be done: its history has 900 MiB, and the limit is 500 MiB
    It is not merged because
    - it could not be done: nothing would change
    It is not merged because
    - it could not be done: ci.yml is protected; a.txt would gain a key
    ");
}

#[test]
fn the_log_tells_what_people_did() {
    let message = || "local:team:2".parse().expect("a message");
    let two_files = || vec![super::file("a.png"), super::file("b.pdf")];
    let show = |what| Body::Asked(Asked::Show { message: message(), what });
    let all = [
        approved(),
        Body::Decided(Decided::Unapproved { head: oid("b") }),
        Body::Asked(Asked::FollowUp { message: message(), text: "also\n'a'".into(), files: Vec::new() }),
        Body::Asked(Asked::FollowUp { message: message(), text: "and this".into(), files: two_files() }),
        Body::Asked(Asked::Correction { message: message(), text: "also 'b'".into() }),
        Body::Asked(Asked::Withdrawn { message: message() }),
        show(Show::Status),
        show(Show::Why),
        show(Show::Diff),
        show(Show::Logs),
        Body::Decided(Decided::Chose { question: 3, label: "web/".into(), value: "w".into() }),
        Body::Decided(Decided::Closed),
        Body::Decided(Decided::Stopped),
        Body::Decided(Decided::Retried),
        Body::Decided(Decided::Muted),
        Body::Decided(Decided::Unmuted),
    ];
    insta::assert_snapshot!(logs(&facts(then(asked(), all))), @r"
     1 12:00:00 @ana asked: change 'Sign up' to 'Get started'
     2 12:00:00 @ben approved bbbbbbb
     3 12:00:00 @ben took back the approval of bbbbbbb
     4 12:00:00 @ana continued: also 'a'
     5 12:00:00 @ana continued: and this · with a.png (4 bytes), b.pdf (4 bytes)
     6 12:00:00 @ana corrected a message: also 'b'
     7 12:00:00 @ana deleted a message
     8 12:00:00 @ana wanted to see where it stands
     9 12:00:00 @ana wanted to see why it is not merged
    10 12:00:00 @ana wanted to see the diff
    11 12:00:00 @ana wanted to see the log
    12 12:00:00 @ana chose web/
    13 12:00:00 @ana wants it closed
    14 12:00:00 @ana stopped it
    15 12:00:00 @ana wants another try
    16 12:00:00 @ana muted the thread
    17 12:00:00 @ana opened the thread again
    ");
}

#[test]
fn the_log_tells_what_baton_did() {
    let gave_up = Judged::GaveUp { on: Effort::Close, what: super::broken(super::Cause::Forge) };
    let failed = |again| Body::Ran(Ran::Failed { run: 2, what: super::broken(super::Cause::Disk), again });
    let all = [
        blocked(&["it needs 2 approvals and has 1", "a.html conflicts"]),
        Body::Did(Did::Answered { ask: 13, text: "so".into() }),
        failed(Again::After(4000)),
        failed(Again::No),
        Body::Moved(Moved::Head { head: oid("c") }),
        Body::Moved(Moved::NotDelivered { run: 2 }),
        Body::Moved(Moved::NotMerged { head: oid("b") }),
        Body::Moved(Moved::MergedElsewhere { commit: oid("f") }),
        Body::Moved(Moved::ClosedElsewhere),
        Body::Judged(gave_up),
        Body::Did(Did::Merged { head: oid("b"), commit: oid("f") }),
        Body::Did(Did::Closed),
        Body::Noted(Noted::Resumed),
        Body::Erased,
    ];
    insta::assert_snapshot!(logs(&facts(then(delivered(), all))), @r"
     1 12:00:00 @ana asked: change 'Sign up' to 'Get started'
     2 12:00:00 baton run 1 starts from main at aaaaaaa
     3 12:00:00 baton run 1 took 0.1 s
     4 12:00:00 baton run 1 changed 5 files, +6 −6
     5 12:00:00 baton delivered bbbbbbb as #12
     6 12:00:00 baton did not merge: it needs 2 approvals and has 1; a.html conflicts
     7 12:00:00 baton showed what 13 asked for
     8 12:00:00 baton run 2 broke (the words of a system), again in 4.0 s
     9 12:00:00 baton run 2 broke: the words of a system
    10 12:00:00 baton saw a push by somebody else: ccccccc
    11 12:00:00 baton saw that run 2 was not delivered
    12 12:00:00 baton saw that bbbbbbb was not merged
    13 12:00:00 baton saw a merge by somebody else: fffffff
    14 12:00:00 baton saw that somebody else closed it
    15 12:00:00 baton gave up: the words of a system
    16 12:00:00 baton merged bbbbbbb as fffffff
    17 12:00:00 baton closed the pull request
    18 12:00:00 baton took over from a worker that was gone
    19 12:00:00 baton (deleted after its retention)
    ");
}

#[test]
fn a_long_log_says_what_it_leaves_out() {
    let many = then(asked(), std::iter::repeat_n(Body::Noted(Noted::Resumed), 70));
    let log = logs(&facts(many));
    assert_eq!(log.lines().count(), 61);
    insta::assert_snapshot!(log.lines().next().expect("a line"), @"… 11 earlier lines: `baton logs` shows them all");
}
