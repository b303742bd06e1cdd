//! Killed in the middle of a delivery, and stopped before it goes on.

use std::os::unix::process::ExitStatusExt as _;

use baton::store::{Store, StoreUrl, Which};

use super::child::{Ending, Home, Running, done, said};

/// The demo, killed at a point and then stopped; gives the task's state and baton's branches.
async fn stopped_after(point: &str) -> (String, String) {
    let home = Home::new();
    let mut demo = home.demo(Ending::Merge);
    demo.env("BATON_FAIL_AT", point);
    let output = Running::start(demo).output();
    assert_eq!(output.status.signal(), Some(9), "{}", said(&output));
    home.serves_everybody();
    let store = Store::open(&StoreUrl::Sqlite(home.data().join("baton.db"))).await.unwrap();
    let task = store.tasks(&Which::All, 9).await.unwrap().pop().unwrap();
    done(home.baton(&["stop", task.id.as_str()]));
    let state = store.task(&task.id).await.unwrap().unwrap().state;
    (state, home.git(&["for-each-ref", "--format=%(refname)", "refs/heads/baton/"]))
}

#[tokio::test]
async fn a_branch_without_a_pull_request_is_taken_back() {
    assert_eq!(stopped_after("git.push.after").await, ("stopped".to_owned(), String::new()));
}

#[tokio::test]
async fn a_pull_request_that_nobody_knew_of_is_shown() {
    let (state, branches) = stopped_after("forge.deliver.after").await;
    assert_eq!((state.as_str(), branches.lines().count()), ("review", 1));
}
