//! Intake: an event from a chat becomes facts, an answer, or nothing, and always one outcome.
//!
//! Reading the store is here; deciding is pure: [`said`] for messages, [`decided`] for reactions and
//! buttons. What is decided is written by `Store::settle` in one transaction.

mod answers;
mod decided;
mod said;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::chat_ids::{MessageRef, Person, Platform};
use crate::domain::event::{Act, Author, Event};
use crate::domain::fact::{Actor, Asked, Body, Fact};
use crate::domain::ids::{Millis, RepoName, TaskId};
use crate::domain::policy::{Policy, Right};
use crate::domain::reply;
use crate::domain::slot::{Post, Shown, Slot};
use crate::domain::task::Task;
use crate::store::{Append, Incoming, NewFact, NewTask, Settlement, Store, StoreError, Which};

/// How the outcome of an event begins whose sender may not do that, or cannot.
const REFUSED: &str = "refused: ";
/// How the outcome of an event begins that means nothing to baton.
const IGNORED: &str = "ignored: ";

/// The rules and bindings that decide what an event means.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Longest message that is read, in bytes.
    pub message_bytes: usize,
    /// The rules of each repository.
    pub policies: Arc<BTreeMap<RepoName, Policy>>,
    /// The default repository of channels.
    pub channels: BTreeMap<(Platform, String), RepoName>,
}

impl Desk {
    /// Whether a person has a right on a repository.
    fn allows(&self, person: &Person, repo: &RepoName, right: Right) -> bool {
        self.policies.get(repo).is_some_and(|policy| policy.access.allows(person, right))
    }

    /// The refusal for a person who lacks a right on a task. Until its repository is known, that is a matter of
    /// the requester and of those who have the right on every repository it may be about.
    fn refusal(&self, event: &Event, here: &Here, right: Right) -> Option<Decision> {
        let person = &event.by;
        if let Some(repo) = &here.task.repo {
            return (!self.allows(person, repo, right)).then(|| self.refuse(person, repo, right));
        }
        let options = here.task.open_question().map_or(&[][..], |asking| &asking.question.options);
        let mut repos = options.iter().filter_map(|option| option.value.parse().ok()).peekable();
        let everywhere = repos.peek().is_some() && repos.all(|repo| self.allows(person, &repo, right));
        if everywhere || *person == here.task.requester {
            return None;
        }
        let post = reply::intake::not_yet(person, &here.task.requester);
        Some(Decision::Tell { outcome: "refused: no right", post })
    }

    /// The refusal for a person who lacks a right.
    fn refuse(&self, person: &Person, repo: &RepoName, right: Right) -> Decision {
        let post = match self.policies.get(repo) {
            None => reply::intake::no_repo(person),
            Some(policy) => {
                let access = &policy.access;
                let who = match right {
                    Right::Read => &access.read,
                    Right::Ask => &access.ask,
                    Right::Approve => &access.approve,
                    Right::Merge => &access.merge,
                    Right::Administer => &access.administer,
                };
                reply::intake::not_allowed(person, right, who)
            }
        };
        Decision::Tell { outcome: "refused: no right", post }
    }
}

/// Turns events into settlements.
#[derive(Clone)]
pub struct Intake {
    store: Store,
    desk: Desk,
}

/// The task that a message of baton's belongs to, else the newest task of the thread.
struct Here {
    id: TaskId,
    task: Task,
    facts: Vec<Fact>,
}

impl Here {
    /// Whether the task knows this message: platforms tell of one message in several events.
    fn has_heard(&self, said: &MessageRef) -> bool {
        self.facts.iter().any(|fact| match &fact.body {
            Body::Asked(
                Asked::Request { message, .. }
                | Asked::FollowUp { message, .. }
                | Asked::Correction { message, .. }
                | Asked::Withdrawn { message }
                | Asked::Show { message, .. },
            ) => message == said,
            Body::Moved(_)
            | Body::Ran(_)
            | Body::Judged(_)
            | Body::Decided(_)
            | Body::Did(_)
            | Body::Spent(_)
            | Body::Noted(_)
            | Body::Erased => false,
        })
    }
}

/// What an event comes to.
enum Decision {
    /// Nothing, for this reason.
    Ignore(&'static str),
    /// An answer, and no task is touched.
    Tell { outcome: &'static str, post: Post },
    /// A new task.
    Start { repo: Option<RepoName>, body: Box<Body> },
    /// More facts on the task of the thread, and perhaps an answer.
    Add { outcome: &'static str, bodies: Vec<Body>, post: Option<Post> },
}

impl Decision {
    fn add(outcome: &'static str, body: Body) -> Self {
        Self::Add { outcome, bodies: vec![body], post: None }
    }
}

impl Intake {
    /// With this store and these rules.
    pub fn new(store: Store, desk: Desk) -> Self {
        Self { store, desk }
    }

    /// Decides what an event comes to.
    ///
    /// # Errors
    /// The store's.
    pub async fn decide(&self, incoming: &Incoming, now: Millis) -> Result<Settlement, StoreError> {
        let event = &incoming.event;
        if event.author == Author::Bot {
            return Ok(settlement("ignored: written by a bot"));
        }
        let on = match &event.act {
            Act::Reacted { message, .. } | Act::Unreacted { message, .. } | Act::Pressed { message, .. } => {
                Some(message)
            }
            Act::Said { .. } | Act::Edited { .. } | Act::Deleted { .. } => None,
        };
        let placed = match on {
            Some(message) => self.store.slot_of_message(message).await?,
            None => None,
        };
        let here = match placed.as_ref().and_then(|placed| placed.task.clone()) {
            Some(task) => self.here(task).await?,
            None if incoming.begins => None,
            None => match self.store.tasks(&Which::InThread(event.thread.clone()), 1).await?.pop() {
                Some(newest) => self.here(newest.id).await?,
                None => None,
            },
        };
        let decision = match &event.act {
            Act::Said { message, text, to, files } => {
                let message = said::Message { id: message, text, to: *to, files };
                said::said(&self.desk, event, here.as_ref(), message)
            }
            Act::Edited { message, text } => said::edited(&self.desk, event, here.as_ref(), message, text),
            Act::Deleted { message } => said::deleted(event, here.as_ref(), message),
            Act::Reacted { emoji, .. } => {
                decided::reacted(&self.desk, event, (here.as_ref(), placed.as_ref()), emoji)
            }
            Act::Unreacted { emoji, .. } => {
                decided::unreacted(event, (here.as_ref(), placed.as_ref()), emoji)
            }
            Act::Pressed { press, .. } => {
                decided::pressed(&self.desk, event, (here.as_ref(), placed.as_ref()), press)
            }
        };
        Ok(settle(event, here, decision, now))
    }

    async fn here(&self, id: TaskId) -> Result<Option<Here>, StoreError> {
        let facts = self.store.facts(&id, 0).await?;
        Ok(Task::replay(&facts).map(|task| Here { id, task, facts }))
    }
}

/// Whether an event was settled without anything being done: not allowed, not possible, or not meant for baton.
pub fn was_refused(outcome: &str) -> bool {
    [REFUSED, IGNORED].iter().any(|word| outcome.starts_with(word))
}

fn settlement(outcome: &str) -> Settlement {
    Settlement { outcome: outcome.to_owned(), ..Settlement::default() }
}

fn settle(event: &Event, here: Option<Here>, decision: Decision, now: Millis) -> Settlement {
    let fact = |body: Body| NewFact { at: now, by: Actor::Person(event.by.clone()), body };
    match decision {
        Decision::Ignore(why) => settlement(&format!("{IGNORED}{why}")),
        Decision::Tell { outcome, post } => {
            Settlement { slots: vec![answer(event, post)], ..settlement(outcome) }
        }
        Decision::Start { repo, body } => {
            let Some(message) = said_message(event) else { return settlement("ignored: no message") };
            let task = NewTask {
                id: TaskId::of(message),
                thread: event.thread.clone(),
                repo,
                requester: event.by.clone(),
                priority: 0,
                facts: vec![fact(*body)],
            };
            Settlement { task: Some(task), ..settlement("started") }
        }
        Decision::Add { outcome, bodies, post } => {
            let Some(here) = here else { return settlement("ignored: no task") };
            let expected = u32::try_from(here.facts.len()).unwrap_or(u32::MAX);
            let facts = bodies.into_iter().map(fact).collect();
            Settlement {
                appends: vec![Append { task: here.id, expected, facts }],
                slots: post.map(|post| answer(event, post)).into_iter().collect(),
                ..settlement(outcome)
            }
        }
    }
}

fn said_message(event: &Event) -> Option<&MessageRef> {
    match &event.act {
        Act::Said { message, .. } => Some(message),
        Act::Edited { .. }
        | Act::Deleted { .. }
        | Act::Reacted { .. }
        | Act::Unreacted { .. }
        | Act::Pressed { .. } => None,
    }
}

/// The slot of an answer to an event; one for each event.
fn answer(event: &Event, post: Post) -> Slot {
    Slot { key: format!("reply:{}", event.key), show: Shown::Post(post) }
}

/// The apology for an event that could not be handled.
pub fn apology(event: &Event, reference: &str) -> Slot {
    answer(event, reply::intake::apology(&event.by, reference))
}

/// The apology for an event of which only the key can be read, to the whole thread.
pub fn apology_to_all(key: &str, reference: &str) -> Slot {
    Slot { key: format!("reply:{key}"), show: Shown::Post(reply::intake::apology_to_all(reference)) }
}
