//! Every sentence that no story shows, as people read it, each reviewed here.

mod answers;
mod cards;
mod ends;
mod intakes;
mod pulls;
mod questions;
mod refusals;
mod statuses;
mod texts;

use super::text;
use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::Person;
use crate::domain::fact::{
    Actor, Asked, Body, Broken, Cause, Change, Decided, Did, Fact, Line, Moved, Offer, Ran, Skipped, Spent,
};
use crate::domain::ids::{Millis, Oid, TaskId};
use crate::domain::slot::{Audience, Post};
use crate::domain::task::Task;

fn broken(cause: Cause) -> Broken {
    Broken { cause, error: "the words of a system".to_owned() }
}

fn ana() -> Person {
    "local:ana".parse().expect("a person")
}

fn ben() -> Person {
    "local:ben".parse().expect("a person")
}

fn oid(digit: &str) -> Oid {
    digit.repeat(40).parse().expect("forty digits")
}

fn id() -> TaskId {
    "k7f2q9m3x4".parse().expect("an id")
}

/// The message as text, with whom it is for.
fn read(post: &Post) -> String {
    match &post.audience {
        Audience::Thread => text::post(post),
        Audience::Only(person) => format!("(to {}) {}", person.id, text::post(post)),
    }
}

/// Facts from these bodies: ana asks and wishes, ben approves, baton does the rest.
fn facts(bodies: impl IntoIterator<Item = Body>) -> Vec<Fact> {
    let fact = |(at, body): (usize, Body)| {
        let by = match &body {
            Body::Decided(Decided::Approved { .. } | Decided::Unapproved { .. }) => Actor::Person(ben()),
            Body::Asked(_) | Body::Decided(_) => Actor::Person(ana()),
            Body::Moved(_) | Body::Ran(_) | Body::Judged(_) | Body::Did(_) => Actor::Baton,
            Body::Spent(_) | Body::Noted(_) | Body::Erased => Actor::Baton,
        };
        Fact { seq: u32::try_from(at + 1).expect("few facts"), at: Millis(1_800_014_400_000), by, body }
    };
    bodies.into_iter().enumerate().map(fact).collect()
}

fn task(bodies: impl IntoIterator<Item = Body>) -> Task {
    Task::replay(&facts(bodies)).expect("it begins with a request")
}

/// A file that came with a message.
fn file(name: &str) -> Attachment {
    Attachment::new(name, b"text", "e".repeat(64))
}

/// Somebody asked.
fn asked() -> Vec<Body> {
    let text = "change 'Sign up' to 'Get started'".to_owned();
    let (message, repo) = ("local:team:1".parse().expect("a message"), "acme/web".parse().ok());
    vec![Body::Asked(Asked::Request { message, text, repo, candidates: Vec::new(), files: Vec::new() })]
}

/// It runs.
fn based() -> Vec<Body> {
    let target = "main".parse().expect("a branch");
    [asked(), vec![Body::Moved(Moved::Based { run: 1, target, base: oid("a") })]].concat()
}

/// It ran.
fn changed() -> Vec<Body> {
    let ran = Ran::Changed { run: 1, tree: oid("7"), change: change(), record: "r".into() };
    [based(), vec![Body::Spent(Spent::Run { run: 1, wall_ms: 130 }), Body::Ran(ran)]].concat()
}

/// Its pull request is open.
fn delivered() -> Vec<Body> {
    let did = Did::Delivered {
        run: 1,
        branch: "baton/k7f2q9m3x4-sign-up".parse().expect("a branch"),
        head: oid("b"),
        number: 12,
        url: "https://forge.example/12".into(),
        title: "Change \"Sign up\" to \"Get started\"".into(),
        rule: "1 approval by @ben".into(),
    };
    [changed(), vec![Body::Did(did)]].concat()
}

fn then(mut bodies: Vec<Body>, more: impl IntoIterator<Item = Body>) -> Vec<Body> {
    bodies.extend(more);
    bodies
}

fn approved() -> Body {
    Body::Decided(Decided::Approved { head: oid("b") })
}

fn line() -> Line {
    let path = "web/pricing.html".parse().expect("a path");
    Line { path, line: 7, before: "<b>Sign up</b>".into(), after: "<b>Get started</b>".into() }
}

fn offer() -> Offer {
    let (what, example) = ("tests".into(), "tests/a.js".parse().expect("a path"));
    Offer { what, places: 4, example, request: "including tests".into() }
}

fn skipped() -> Skipped {
    Skipped { why: "lock file".into(), files: 2, example: "package-lock.json".into() }
}

fn change() -> Change {
    Change {
        understood: "change \"Sign up\" to \"Get started\"".into(),
        files: 5,
        added: 6,
        removed: 6,
        preview: vec![line()],
        offers: vec![offer()],
        skipped: vec![skipped()],
        diff: "d1ff".into(),
    }
}
