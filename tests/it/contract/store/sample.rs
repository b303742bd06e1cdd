//! People, events and facts to tell stories with.

use std::time::Duration;

use baton::domain::chat_ids::{MessageRef, Person, ThreadRef};
use baton::domain::event::{Act, Author, Event, To};
use baton::domain::fact::{Actor, Asked, Body, Decided, Spent};
use baton::domain::ids::{Millis, TaskId};
use baton::domain::slot::{Audience, Block, Post, Shown, Slot, Span, Subject};
use baton::store::{Claim, Incoming, NewFact, NewTask, Settlement, Store, Taken};

/// Now, in these stories.
pub const NOW: Millis = Millis(1_800_000_000_000);
/// Longer than any test.
pub const LEASE: Duration = Duration::from_secs(600);
/// Over as soon as it is given.
pub const NO_LEASE: Duration = Duration::ZERO;
/// The worker of these stories.
pub const WORKER: &str = "w1";

pub fn person(name: &str) -> Person {
    format!("local:{name}").parse().unwrap()
}

pub fn thread(root: u32) -> ThreadRef {
    format!("local:web:{root}").parse().unwrap()
}

pub fn message(id: u32) -> MessageRef {
    format!("local:web:{id}").parse().unwrap()
}

/// Ana's message `id` in a thread.
pub fn said(thread: ThreadRef, id: u32) -> Event {
    Event {
        key: format!("said:{id}"),
        thread,
        by: person("ana"),
        author: Author::Human,
        at: NOW,
        act: Act::Said {
            message: message(id),
            text: "change 'a' to 'b'".to_owned(),
            to: To::Baton,
            files: Vec::new(),
        },
    }
}

pub fn request(id: u32) -> NewFact {
    let asked = Asked::Request {
        message: message(id),
        text: "change 'a' to 'b'".to_owned(),
        repo: Some("acme/web".parse().unwrap()),
        candidates: Vec::new(),
        files: Vec::new(),
    };
    by_ana(Body::Asked(asked))
}

pub fn by_ana(body: Body) -> NewFact {
    NewFact { at: NOW, by: Actor::Person(person("ana")), body }
}

/// A fact that decides nothing, told apart by a number.
pub fn noted(run: u32) -> NewFact {
    NewFact { at: NOW, by: Actor::Baton, body: Body::Spent(Spent::Run { run, wall_ms: 1 }) }
}

pub fn approved(by: &str, head: char) -> NewFact {
    let head = head.to_string().repeat(40).parse().unwrap();
    NewFact { at: NOW, by: Actor::Person(person(by)), body: Body::Decided(Decided::Approved { head }) }
}

/// The task that message `id` starts.
pub fn task(id: u32) -> NewTask {
    NewTask {
        id: TaskId::of(&message(id)),
        thread: thread(id),
        repo: Some("acme/web".parse().unwrap()),
        requester: person("ana"),
        priority: 0,
        facts: vec![request(id)],
    }
}

/// Brings a task into the store the way people do: an event, settled.
pub async fn ask(store: &Store, task: NewTask) -> TaskId {
    let id = task.id.clone();
    let event = Event { key: format!("ask:{id}"), ..said(task.thread.clone(), 1) };
    store.receive(&[event]).await.unwrap();
    let incoming = next(store).await;
    let settlement = Settlement { outcome: "started".into(), task: Some(task), ..Settlement::default() };
    store.settle(&incoming, settlement).await.unwrap();
    id
}

/// The next event, claimed.
pub async fn next(store: &Store) -> Incoming {
    taken(store, WORKER, LEASE, NOW).await.expect("an event is waiting")
}

/// The event that this worker gets at this moment, which can be read.
pub async fn taken(store: &Store, worker: &str, lease: Duration, now: Millis) -> Option<Incoming> {
    match store.claim_messages(worker, lease, now, 1).await.unwrap().pop()? {
        Taken::Event(incoming) => Some(*incoming),
        Taken::Unreadable(what) => panic!("{what:?}"),
    }
}

/// The next task, claimed.
pub async fn claim(store: &Store) -> Claim {
    store.claim(WORKER, LEASE, NOW).await.unwrap().expect("a task is due")
}

/// A message of baton's that says this.
pub fn post(key: &str, text: &str) -> Slot {
    let post = Post {
        blocks: vec![Block::Text(vec![Span::Plain(text.to_owned())])],
        buttons: Vec::new(),
        audience: Audience::Thread,
        subject: Some(Subject::Question(7)),
        under_way: None,
    };
    Slot { key: key.to_owned(), show: Shown::Post(post) }
}
