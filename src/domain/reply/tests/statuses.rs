//! The status message, wherever a task may stand.

use super::{approved, asked, based, ben, changed, delivered, id, oid, read, task, then};
use crate::domain::fact::{Again, Asked, Body, Decided, Did, Effort, Judged, Moved, Ran, Refusal};
use crate::domain::progress::{Doing, Progress};
use crate::domain::reply::status::{stands, status, title, under_way};
use crate::domain::reply::text;
use crate::domain::slot::{Post, UnderWay};

fn lines(of: Vec<Vec<Body>>) -> String {
    of.into_iter().map(|bodies| text::spans(&stands(&task(bodies)))).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_whole_message() {
    let all = [asked(), delivered()].map(|bodies| read(&status(&id(), &task(bodies))));
    insta::assert_snapshot!(all.join("\n--\n"), @r#"
    change 'Sign up' to 'Get started'
    Queued.
    in `acme/web` · task `k7f2q9m3x4` · asked by @ana
    --
    change "Sign up" to "Get started"
    Ready for review: #12.
    in `acme/web` · task `k7f2q9m3x4` · asked by @ana
    "#);
}

#[test]
fn files_that_nobody_looks_into() {
    let with = |names: &[&str]| {
        let files = names.iter().map(|name| super::file(name)).collect();
        let text = "fix the typo 'teh', should be 'the'".to_owned();
        let (message, repo) = ("local:team:1".parse().expect("a message"), None);
        let asked = Asked::Request { message, text, repo, candidates: Vec::new(), files };
        read(&status(&id(), &task([Body::Asked(asked)])))
    };
    insta::assert_snapshot!([with(&["shot.png"]), with(&["a.png", "b.png", "c.pdf"])].join("\n--\n"), @r"
    fix the typo 'teh', should be 'the'
    Waiting for an answer to my question.
    I work from the words alone and do not look into `shot.png`.
    task `k7f2q9m3x4` · asked by @ana
    --
    fix the typo 'teh', should be 'the'
    Waiting for an answer to my question.
    I work from the words alone and do not look into `a.png` and 2 other files.
    task `k7f2q9m3x4` · asked by @ana
    ");
}

#[test]
fn while_baton_works() {
    let failed = Ran::Failed { run: 1, what: super::broken(super::Cause::Disk), again: Again::After(64_000) };
    insta::assert_snapshot!(lines(vec![asked(), then(based(), [Body::Ran(failed)]), based(), changed()]), @r"
    Queued.
    That did not work: the disk is full here. Trying again in 1 min 4 s.
    Working on `main` at `aaaaaaa`.
    Changed; opening the pull request.
    ");
}

#[test]
fn while_something_takes_long() {
    let read = |(progress, left): (Progress, Option<u64>)| {
        let message = read(&under_way(&id(), &task(asked()), (&progress, left)));
        message.lines().nth(1).unwrap_or_default().to_owned()
    };
    let of = |doing, done, total| Progress::of(doing, done, total);
    insta::assert_snapshot!([
        (Progress::counted(Doing::Packing, 12_345), None),
        (of(Doing::Packing, 5_309, 12_345), None),
        (of(Doing::Receiving, 5_309, 12_345).with_bytes(Some(812 << 10)), None),
        (of(Doing::Receiving, 5_309, 12_345).with_bytes(Some(1_300_000)), Some(9_400)),
        (of(Doing::Receiving, 12_344, 12_345).with_bytes(Some(3_700_000_000)), Some(1)),
        (of(Doing::Unpacking, 1, 99), Some(3_599_000)),
        (of(Doing::Resolving, 70, 80), Some(61_000)),
        (of(Doing::Resolving, 70, 80), Some(91_000)),
        (of(Doing::Checking, 70, 80), Some(3_700_000)),
        (of(Doing::Checking, 70, 80), Some(5_500_000)),
        (of(Doing::Sending, 0, 80), None),
        (of(Doing::Searching, 42_000, 100_000), Some(4_100)),
        (of(Doing::Comparing, 100_000, 100_000), None),
    ].map(read).join("\n"), @r"
    Packing acme/web: 12,345 objects.
    Packing acme/web: 43 % of 12,345 objects.
    Fetching acme/web: 43 % of 12,345 objects; 812 KiB so far.
    Fetching acme/web: 43 % of 12,345 objects, about 10 s left; 1.2 MiB so far.
    Fetching acme/web: 99 % of 12,345 objects, a few seconds left; 3.4 GiB so far.
    Unpacking acme/web: 1 % of 99 objects, about 60 min left.
    Unpacking acme/web: 87 % of 80 deltas, about 70 s left.
    Unpacking acme/web: 87 % of 80 deltas, about 2 min left.
    Checking acme/web: 87 % of 80 objects, about 62 min left.
    Checking acme/web: 87 % of 80 objects, about 2 h left.
    Pushing to acme/web: 0 % of 80 objects.
    Searching acme/web: 42 % of 100,000 files, a few seconds left.
    Looking for the nearest text in acme/web: 100 % of 100,000 files.
    ");
}

#[test]
fn a_message_under_way_has_a_bar_and_an_old_one_reads() {
    let post = under_way(&id(), &task(asked()), (&Progress::of(Doing::Searching, 42, 100), None));
    assert_eq!(post.under_way, Some(UnderWay { percent: Some(42) }));
    let stored = serde_json::to_string(&status(&id(), &task(asked()))).expect("it is text");
    assert!(!stored.contains("under_way"), "{stored}");
    assert_eq!(serde_json::from_str::<Post>(&stored).expect("it reads").under_way, None);
}

#[test]
fn while_people_decide() {
    let reasons = vec!["it needs 2 approvals and has 1".into()];
    let blocked = Judged::MergeBlocked { head: oid("b"), approvals: vec![ben()], reasons, conflict: false };
    insta::assert_snapshot!(lines(vec![
        delivered(),
        then(delivered(), [approved()]),
        then(delivered(), [approved(), Body::Judged(blocked)]),
        then(delivered(), [Body::Decided(Decided::Closed)]),
    ]), @r"
    Ready for review: #12.
    Approved; merging #12.
    Approved, but #12 cannot be merged yet.
    Closing #12.
    ");
}

#[test]
fn when_something_went_wrong() {
    let gave_up = Judged::GaveUp { on: Effort::Close, what: super::broken(super::Cause::Forge) };
    insta::assert_snapshot!(lines(vec![
        then(delivered(), [Body::Decided(Decided::Closed), Body::Judged(gave_up.clone())]),
        then(delivered(), [Body::Decided(Decided::Closed), Body::Judged(gave_up), approved()]),
        then(delivered(), [Body::Decided(Decided::Retried), Body::Moved(Moved::Head { head: oid("c") })]),
        then(based(), [Body::Ran(Ran::Failed { run: 1, what: super::broken(super::Cause::Disk), again: Again::No })]),
    ]), @r"
    Something broke on my side: the forge could not do its part. `why` says more. #12 is still open; `close` tries again to close it.
    Approved; merging #12.
    Somebody pushed to the branch while I made it anew, so I left it as it is. #12 is still open; say what to change on top, or `close` it and ask again.
    Something broke on my side: the disk is full here. `why` says more, `retry` tries again.
    ");
}

#[test]
fn when_it_is_over() {
    let withdrawn = Asked::Withdrawn { message: "local:team:1".parse().expect("a message") };
    insta::assert_snapshot!(lines(vec![
        then(delivered(), [Body::Did(Did::Merged { head: oid("b"), commit: oid("f") })]),
        then(delivered(), [Body::Moved(Moved::ClosedElsewhere)]),
        then(based(), [Body::Ran(Ran::Refused { run: 1, why: Refusal::NothingToDo })]),
        then(based(), [Body::Decided(Decided::Stopped)]),
        then(based(), [Body::Asked(withdrawn)]),
    ]), @r"
    Merged as `fffffff`.
    Closed without merging.
    Not done; my message in this thread says why.
    Stopped by @ana.
    The request was deleted, so I stopped.
    ");
}

#[test]
fn a_task_is_called_by_what_was_understood() {
    assert_eq!(title(&task(asked())), "change 'Sign up' to 'Get started'");
    assert_eq!(title(&task(delivered())), "change \"Sign up\" to \"Get started\"");
}
