//! A process that serves, killed and started again, and two processes on one data directory.

use std::os::unix::net::UnixStream;

use baton::domain::ids::TaskId;
use baton::store::{Store, StoreUrl, Which};

use super::child::{Ending, Home, Running, done, said};

/// What is asked of the serving process, about the sample as the demo leaves it.
const ASK: &[&str] = &["task", "change 'Get started' to 'Join' on the pricing page", "--repo", "acme/web"];
/// How often the server is killed: once for each fact that it got to, as far as a killer is fast enough.
const KILLS: u32 = 4;

/// A home whose sample repository is served by its config.
fn home() -> Home {
    let home = Home::new();
    done(home.demo(Ending::Merge));
    home.serves_everybody();
    home
}

/// Starts serving; returns once it listens.
fn serve(home: &Home) -> Running {
    let socket = home.data().join("baton.sock");
    let serving = Running::start(home.baton(&["serve"]));
    while UnixStream::connect(&socket).is_err() {
        serving.assert_alive();
        std::thread::yield_now();
    }
    serving
}

async fn store(home: &Home) -> Store {
    Store::open(&StoreUrl::Sqlite(home.data().join("baton.db"))).await.unwrap()
}

/// The newest task, when it is not the demo's.
async fn asked(store: &Store) -> Option<(TaskId, u32)> {
    let tasks = store.tasks(&Which::All, 9).await.unwrap();
    assert!(tasks.len() <= 2, "{tasks:#?}");
    let task = tasks.into_iter().find(|task| task.state != "merged")?;
    Some((task.id, task.facts))
}

/// One task, one pull request, one branch, one status and one card.
async fn assert_done_once(home: &Home, store: &Store) {
    let (id, facts) = asked(store).await.unwrap();
    let task = store.task(&id).await.unwrap().unwrap();
    let messages = store.messages(&task.thread).await.unwrap();
    assert_eq!(messages.len(), 3, "a question, a status and a card; {facts} facts: {messages:#?}");
    let pulls = store.pulls(&"acme/web".parse().unwrap(), 9).await.unwrap();
    assert_eq!(pulls.len(), 2, "the demo's and this one: {pulls:#?}");
    let branches = home.git(&["for-each-ref", "--format=%(refname)", "refs/heads/baton/"]);
    assert_eq!(branches.lines().count(), 1, "the demo's went with its merge: {branches}");
    assert!(store.verify(&[], |_| ()).await.unwrap().is_intact());
}

#[tokio::test]
async fn a_server_that_is_killed_again_and_again_does_a_task_once() {
    let home = home();
    let store = store(&home).await;
    let mut serving = serve(&home);
    let asking = Running::start(home.baton(ASK));
    for facts in 1..=KILLS {
        while asked(&store).await.is_none_or(|(_, seen)| seen < facts) {
            asking.assert_alive();
            serving.assert_alive();
            tokio::task::yield_now().await;
        }
        serving.kill();
        serving = serve(&home);
    }
    asking.done();
    assert_done_once(&home, &store).await;
}

#[tokio::test]
async fn a_task_beside_a_server_is_done_by_the_server_and_once() {
    let home = home();
    let store = store(&home).await;
    let _serving = serve(&home);
    done(home.baton(ASK));
    assert_done_once(&home, &store).await;
}

/// What happened until then cannot be rewritten while nothing serves.
#[tokio::test]
async fn a_server_that_is_stopped_signs_what_happened() {
    let home = home();
    let store = store(&home).await;
    let serving = serve(&home);
    done(home.baton(ASK));
    serving.stops();
    let report = store.verify(&[], |_| ()).await.unwrap();
    assert!(report.is_intact() && report.unanchored == 0, "{report:?}");
}

#[test]
fn a_second_server_and_a_demo_are_turned_away() {
    let home = home();
    let _serving = serve(&home);
    for second in [home.baton(&["serve"]), home.demo(Ending::Merge)] {
        let output = Running::start(second).output();
        assert_eq!(output.status.code(), Some(7), "{}", said(&output));
        let told = said(&output);
        assert!(told.contains("another process (pid ") && told.contains(") serves "), "{told}");
    }
}
