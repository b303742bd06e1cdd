//! The status message, wherever a task may stand.

use super::{approved, asked, based, ben, changed, delivered, id, oid, read, task, then};
use crate::domain::fact::{Again, Asked, Body, Decided, Did, Effort, Judged, Moved, Ran, Refusal};
use crate::domain::reply::status::{stands, status, title};
use crate::domain::reply::text;

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
