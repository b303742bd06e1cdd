//! What came of a task, said once.

use super::{ana, approved, delivered, oid, read, task, then};
use crate::domain::fact::{Body, Did};
use crate::domain::reply::end::end;
use crate::domain::task::End;

#[test]
fn the_last_message() {
    let merged = Body::Did(Did::Merged { head: oid("b"), commit: oid("f") });
    let task = task(then(delivered(), [approved(), merged]));
    let all = [End::Merged { commit: oid("f") }, End::Closed, End::Stopped { by: ana() }];
    let all: Vec<String> = all.iter().filter_map(|one| end(&task, one)).map(|post| read(&post)).collect();
    insta::assert_snapshot!(all.join("\n--\n"), @r"
    Merged as `fffffff` by @ben.
    --
    Closed without merging. Ask again in this thread for another try.
    --
    Stopped by @ana. `retry` starts it again.
    ");
}

#[test]
fn a_merge_that_nobody_here_approved() {
    let elsewhere = task(delivered());
    let post = end(&elsewhere, &End::Merged { commit: oid("f") }).expect("it is said");
    insta::assert_snapshot!(read(&post), @"Merged as `fffffff`.");
}

#[test]
fn what_another_message_says_is_not_said_twice() {
    let task = task(delivered());
    for silent in [End::Withdrawn, End::Refused, End::Failed { what: super::broken(super::Cause::Disk) }] {
        assert_eq!(end(&task, &silent), None);
    }
}
