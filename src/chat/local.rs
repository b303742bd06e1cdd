//! The local chat: messages in baton's own store, said through this handle and heard through it.
//!
//! What people say is stored as a message and as an inbox event under a nonce that the caller gives, so
//! saying the same thing twice, after a crash, says it once.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::broadcast;

use crate::domain::chat_ids::{MessageRef, Person, ThreadRef};
use crate::domain::event::{Act, Author, Event, To};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;
use crate::domain::slot::{Post, Press};
use crate::ports::{Chat, ChatError};
use crate::store::{Content, Message, NewMessage, Place, Store, StoreError};

/// Messages that a slow listener may lag behind before it misses some.
const BACKLOG: usize = 1024;

/// The local chat.
#[derive(Clone)]
pub struct LocalChat {
    store: Store,
    clock: Arc<dyn Fn() -> Millis + Send + Sync>,
    heard: broadcast::Sender<Heard>,
}

/// Something that changed in the chat.
#[derive(Debug, Clone)]
pub enum Heard {
    /// A new message.
    Said(Message),
    /// A message says something else now.
    Edited(MessageRef, Post),
    /// A reaction came.
    Reacted(MessageRef, String, Actor),
}

/// What a person says, and where.
#[derive(Debug, Clone)]
pub struct Saying<'a> {
    /// Who.
    pub by: &'a Person,
    /// What.
    pub text: &'a str,
    /// Whether baton is addressed.
    pub to: To,
    /// The same for every attempt to say it.
    pub nonce: &'a str,
}

impl LocalChat {
    /// A chat in this store, with a clock that stamps messages.
    pub fn new(store: Store, clock: Arc<dyn Fn() -> Millis + Send + Sync>) -> Self {
        Self { store, clock, heard: broadcast::channel(BACKLOG).0 }
    }

    /// Everything that happens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Heard> {
        self.heard.subscribe()
    }

    /// A person says something: the message is stored, then its event.
    ///
    /// # Errors
    /// The store's.
    pub async fn say(&self, place: Place, saying: &Saying<'_>) -> Result<Message, StoreError> {
        let new = NewMessage {
            place,
            author: Actor::Person(saying.by.clone()),
            content: Content::Text(saying.text.to_owned()),
            nonce: saying.nonce.to_owned(),
        };
        let known = self.store.message_by_nonce(saying.nonce).await?.is_some();
        let message = self.store.write_message(&new, (self.clock)()).await?;
        let act = Act::Said { message: message.id.clone(), text: saying.text.to_owned(), to: saying.to };
        self.receive(said_key(&message.id), &message.thread, saying.by, act).await?;
        if !known {
            self.heard.send(Heard::Said(message.clone())).ok();
        }
        Ok(message)
    }

    /// A person reacts to a message.
    ///
    /// # Errors
    /// The store's.
    pub async fn react(
        &self,
        by: &Person,
        on: &MessageRef,
        emoji: &str,
        nonce: &str,
    ) -> Result<(), StoreError> {
        let Some(message) = self.store.message(on).await? else { return Ok(()) };
        let actor = Actor::Person(by.clone());
        self.store.react(on, emoji, &actor).await?;
        let act = Act::Reacted { message: on.clone(), emoji: emoji.to_owned() };
        self.receive(format!("{on}:{emoji}:{by}:{nonce}"), &message.thread, by, act).await?;
        self.heard.send(Heard::Reacted(on.clone(), emoji.to_owned(), actor)).ok();
        Ok(())
    }

    /// A person presses a button of a message.
    ///
    /// # Errors
    /// The store's.
    pub async fn press(
        &self,
        by: &Person,
        on: &MessageRef,
        press: &Press,
        nonce: &str,
    ) -> Result<(), StoreError> {
        let Some(message) = self.store.message(on).await? else { return Ok(()) };
        let act = Act::Pressed { message: on.clone(), press: press.clone() };
        self.receive(format!("{on}:{press:?}:{by}:{nonce}"), &message.thread, by, act).await
    }

    async fn receive(
        &self,
        key: String,
        thread: &ThreadRef,
        by: &Person,
        act: Act,
    ) -> Result<(), StoreError> {
        let event = Event {
            key,
            thread: thread.clone(),
            by: by.clone(),
            author: Author::Human,
            at: (self.clock)(),
            act,
        };
        self.store.receive(&[event]).await.map(drop)
    }
}

/// The key of the event that tells baton of a message.
pub fn said_key(message: &MessageRef) -> String {
    format!("{message}:said")
}

#[async_trait]
impl Chat for LocalChat {
    async fn post(&self, thread: &ThreadRef, post: &Post, nonce: &str) -> Result<MessageRef, ChatError> {
        let new = NewMessage {
            place: Place::Thread(thread.clone()),
            author: Actor::Baton,
            content: Content::Post(post.clone()),
            nonce: nonce.to_owned(),
        };
        let message = self.store.write_message(&new, (self.clock)()).await.map_err(failed)?;
        let id = message.id.clone();
        self.heard.send(Heard::Said(message)).ok();
        Ok(id)
    }

    async fn find(&self, _thread: &ThreadRef, nonce: &str) -> Result<Option<MessageRef>, ChatError> {
        let found = self.store.message_by_nonce(nonce).await.map_err(failed)?;
        Ok(found.map(|message| message.id))
    }

    async fn edit(&self, message: &MessageRef, post: &Post) -> Result<(), ChatError> {
        let content = Content::Post(post.clone());
        self.store.edit_message(message, &content, (self.clock)()).await.map_err(failed)?;
        self.heard.send(Heard::Edited(message.clone(), post.clone())).ok();
        Ok(())
    }

    async fn mark(&self, message: &MessageRef, emoji: Option<&str>) -> Result<(), ChatError> {
        let Some(known) = self.store.message(message).await.map_err(failed)? else {
            return Err(ChatError::Gone);
        };
        for (old, _) in known.reactions.iter().filter(|(_, by)| *by == Actor::Baton) {
            if emoji != Some(old) {
                self.store.unreact(message, old, &Actor::Baton).await.map_err(failed)?;
            }
        }
        if let Some(emoji) = emoji {
            self.store.react(message, emoji, &Actor::Baton).await.map_err(failed)?;
        }
        Ok(())
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn failed(error: StoreError) -> ChatError {
    match error {
        StoreError::Changed => ChatError::Gone,
        other => ChatError::Other(other.into()),
    }
}
