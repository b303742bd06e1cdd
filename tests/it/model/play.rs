//! Plays acts on a world.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use baton::domain::chat_ids::{MessageRef, Person, ThreadRef};
use baton::domain::event::{Act as Done, To};
use baton::domain::ids::Millis;
use baton::store::{Content, Message, PullState};

use super::acts::{Act, Conflict, On, Part, Who};
use super::sound;
use crate::harness::{World, ana, ben, eve};

/// A message that somebody wrote.
#[derive(Debug, Clone)]
pub struct Said {
    pub message: MessageRef,
    pub thread: ThreadRef,
    pub by: Person,
    pub text: String,
    pub to: To,
    pub deleted: bool,
}

/// A world, and what was said in it.
pub struct Play<'w> {
    pub world: &'w mut World,
    pub said: Vec<Said>,
}

impl<'w> Play<'w> {
    pub async fn begins(world: &'w mut World) -> Self {
        world.starts_again().await;
        Self { world, said: Vec::new() }
    }

    pub async fn plays(&mut self, act: &Act) {
        match act {
            Act::Asks(who, text) => {
                let message = self.world.asks(who.person(), text).await;
                self.keeps(message, *who, text, To::Baton);
            }
            Act::Steps(part) => self.steps(*part).await,
            Act::Settles => self.world.settles().await,
            Act::Dies(part, waits) => {
                for_a_while(*waits, self.steps(*part)).await;
                self.world.starts_again().await;
            }
            Act::Restarts => self.world.starts_again().await,
            Act::Jumps(seconds) => self.world.clock_jumps(*seconds),
            Act::PushesToTarget(conflict) => self.pushes(*conflict).await,
            Act::Turns(at) => {
                if let Some(said) = around(&self.said, *at) {
                    self.world.turns_to(&said.thread);
                }
            }
            _ if self.said.is_empty() => {}
            Act::PushesToBranch => self.pushes_to_branch().await,
            Act::ClosesAtForge => self.closes_at_forge().await,
            talk @ (Act::Replies(..)
            | Act::Chats(..)
            | Act::Reacts(..)
            | Act::TakesBack(..)
            | Act::Presses(..)
            | Act::Edits(..)
            | Act::Deletes(_)
            | Act::ComesAgain(_)) => self.in_the_thread(talk).await,
        }
    }

    /// Everything settles, and what must hold at every end does. Gives what was reached: the names of
    /// facts and outcomes.
    pub async fn ends(self) -> BTreeSet<String> {
        self.world.gives_up().await;
        let facts = sound::check(self.world, &self.said).await;
        facts.into_iter().chain(self.world.outcomes().await).collect()
    }

    async fn in_the_thread(&mut self, act: &Act) {
        match act {
            Act::Replies(who, text) => {
                let message = self.world.replies(who.person(), text).await;
                self.keeps(message, *who, text, To::Baton);
            }
            Act::Chats(who, text) => {
                let message = self.world.chats(who.person(), text).await;
                self.keeps(message, *who, text, To::Anybody);
            }
            Act::Reacts(who, on, emoji) => {
                if let Some(on) = self.message(*on).await {
                    self.world.reacts_to(who.person(), &on, emoji).await;
                }
            }
            Act::TakesBack(who, on, emoji) => {
                if let Some(on) = self.message(*on).await {
                    self.world.unreacts_to(who.person(), &on, emoji).await;
                }
            }
            Act::Presses(who, at) => self.presses(*who, *at).await,
            Act::Edits(at, text) => self.edits(*at, text).await,
            Act::Deletes(at) => self.deletes(*at).await,
            Act::ComesAgain(at) => self.comes_again(*at).await,
            Act::Asks(..)
            | Act::Turns(_)
            | Act::PushesToBranch
            | Act::PushesToTarget(_)
            | Act::ClosesAtForge
            | Act::Steps(_)
            | Act::Settles
            | Act::Dies(..)
            | Act::Restarts
            | Act::Jumps(_) => {}
        }
    }

    fn keeps(&mut self, message: MessageRef, who: Who, text: &str, to: To) {
        let (thread, by, text) = (self.world.current(), who.person(), text.to_owned());
        self.said.push(Said { message, thread, by, text, to, deleted: false });
    }

    async fn steps(&self, part: Part) {
        match part {
            Part::Inbox => self.world.app.step_inbox().await,
            Part::Worker => self.world.app.step_worker().await,
            Part::Writer => self.world.app.step_writer().await,
        }
        .unwrap();
    }

    async fn message(&self, on: On) -> Option<MessageRef> {
        let messages = self.world.messages().await;
        if let On::Any(at) = on {
            return around(&messages, at).map(|message| message.id.clone());
        }
        let mut cards = Vec::new();
        for Message { id, .. } in messages {
            let placed = self.world.app.store.slot_of_message(&id).await.unwrap();
            cards.extend(placed.filter(|placed| placed.key.starts_with("card:")).map(|_| id));
        }
        match on {
            On::OldestCard => cards.into_iter().next(),
            On::NewestCard | On::Any(_) => cards.pop(),
        }
    }

    async fn presses(&mut self, who: Who, at: usize) {
        let buttons = |message: Message| match message.content {
            Content::Post(post) => {
                post.buttons.into_iter().map(|button| (message.id.clone(), button.press)).collect()
            }
            Content::Text(_) => Vec::new(),
        };
        let buttons: Vec<_> = self.world.messages().await.into_iter().flat_map(buttons).collect();
        if let Some((message, press)) = around(&buttons, at) {
            self.world.presses_on(who.person(), message, press).await;
        }
    }

    async fn edits(&mut self, at: usize, text: &str) {
        let at = at % self.said.len();
        let said = &self.said[at];
        if !said.deleted {
            let (by, message, here) = (said.by.clone(), said.message.clone(), self.world.current());
            self.world.turns_to(&said.thread);
            self.world.edits(by, &message, text).await;
            self.world.turns_to(&here);
        }
    }

    async fn deletes(&mut self, at: usize) {
        let at = at % self.said.len();
        let said = &mut self.said[at];
        if !std::mem::replace(&mut said.deleted, true) {
            let (by, message, here) = (said.by.clone(), said.message.clone(), self.world.current());
            self.world.turns_to(&said.thread);
            self.world.deletes(by, &message).await;
            self.world.turns_to(&here);
        }
    }

    /// The same event, under the same key.
    async fn comes_again(&mut self, at: usize) {
        let said = self.said[at % self.said.len()].clone();
        let here = self.world.current();
        self.world.turns_to(&said.thread);
        let act =
            Done::Said { message: said.message.clone(), text: said.text, to: said.to, files: Vec::new() };
        let event = self.world.event(format!("{}:said", said.message), said.by, act);
        self.world.app.store.receive(&[event]).await.unwrap();
        self.world.turns_to(&here);
    }

    async fn pushes(&self, conflict: Conflict) {
        let repo = &self.world.repos[0];
        let news = repo.commits("main").await;
        match conflict {
            Conflict::No => repo.push("main", "NEWS.md", &format!("news {news}\n")).await,
            Conflict::Likely => {
                let text = format!("<h1>Pricing {news}</h1>\n<button class=\"n{news}\">Sign up</button>\n");
                repo.push("main", "web/pricing.html", &text).await
            }
        };
    }

    async fn pushes_to_branch(&self) {
        let repo = &self.world.repos[0];
        let pulls = self.world.app.store.pulls(&repo.name, 100).await.unwrap();
        let Some(branch) = pulls.first().map(|pull| pull.new.branch.as_str()) else { return };
        // A merged one is gone.
        if repo.branches("baton/").await.iter().any(|there| there == branch) {
            let pushed = format!("{}\n", repo.commits(branch).await);
            repo.push(branch, "theirs.txt", &pushed).await;
        }
    }

    async fn closes_at_forge(&self) {
        let store = &self.world.app.store;
        let pulls = store.pulls(&self.world.repos[0].name, 100).await.unwrap();
        if let Some(seen) = pulls.iter().find(|pull| pull.state == PullState::Open) {
            let mut wanted = seen.clone();
            wanted.state = PullState::Closed;
            store.change_pull(seen, &wanted, Millis(seen.updated.0)).await.unwrap();
        }
    }
}

impl Who {
    fn person(self) -> Person {
        match self {
            Self::Ana => ana(),
            Self::Ben => ben(),
            Self::Eve => eve(),
        }
    }
}

fn around<T>(all: &[T], at: usize) -> Option<&T> {
    (!all.is_empty()).then(|| &all[at % all.len()])
}

/// Lets something go on until it has waited so often, then drops it as a dying process does.
async fn for_a_while(waits: u8, step: impl Future<Output = ()>) {
    let mut step = pin!(step);
    let mut left = waits;
    std::future::poll_fn(|context| match step.as_mut().poll(context) {
        Poll::Pending if left > 0 => {
            left -= 1;
            Poll::Pending
        }
        Poll::Pending | Poll::Ready(()) => Poll::Ready(()),
    })
    .await;
}
