//! The local chat: messages in baton's own store, said through this handle and heard through it.
//!
//! What people say is stored as a message and, in the same transaction, as an inbox event, under a nonce that the
//! caller gives: saying the same thing twice, after a crash, says it once. Whoever looks on is told that
//! something changed, and asks the store what: another process may have written it.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{broadcast, watch};

use super::Files;
use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::{MessageRef, Person, ThreadRef};
use crate::domain::event::{Act, Author, Event, To};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;
use crate::domain::mention;
use crate::domain::slot::{Post, Press};
use crate::ports::{Chat, ChatError};
use crate::store::{Alter, Content, Difference, Message, NewMessage, Place, Put, Store, StoreError};

/// Messages that a slow listener may lag behind before it misses some.
const BACKLOG: usize = 1024;

/// The local chat.
#[derive(Clone)]
pub struct LocalChat {
    store: Store,
    files: Files,
    clock: Arc<dyn Fn() -> Millis + Send + Sync>,
    /// Told that an event was stored.
    bell: Arc<dyn Fn() + Send + Sync>,
    heard: broadcast::Sender<Heard>,
    changes: watch::Sender<()>,
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
    /// What comes with it.
    pub files: &'a [Attachment],
    /// Whether baton is addressed; a mention in the text does it too.
    pub to: To,
    /// The same for every attempt to say it.
    pub nonce: &'a str,
}

/// What a person does with a message.
#[derive(Debug, Clone, Copy)]
pub struct Doing<'a> {
    /// Who.
    pub by: &'a Person,
    /// The message.
    pub on: &'a MessageRef,
    /// The same for every attempt to do it.
    pub nonce: &'a str,
}

/// Whether a person could do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Could {
    /// It is done.
    Done,
    /// There is no such message, or it is not theirs.
    Not,
}

impl LocalChat {
    /// A chat in this store, with a place for files, a clock that stamps messages and a bell that is rung for events.
    pub fn new(
        store: Store,
        files: Files,
        clock: Arc<dyn Fn() -> Millis + Send + Sync>,
        bell: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self {
            store,
            files,
            clock,
            bell,
            heard: broadcast::channel(BACKLOG).0,
            changes: watch::Sender::new(()),
        }
    }

    /// Where the files of messages are.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Everything that happens through this handle from now on.
    pub fn listen(&self) -> broadcast::Receiver<Heard> {
        self.heard.subscribe()
    }

    /// Tells that something changed in some channel.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// Says that something may have changed, written by somebody else.
    pub fn nudge(&self) {
        self.changes.send_replace(());
    }

    /// A person says something.
    ///
    /// # Errors
    /// The store's.
    pub async fn say(&self, place: Place, saying: &Saying<'_>) -> Result<Message, StoreError> {
        let (text, to) = mention::heard(saying.text, saying.to);
        let new = NewMessage {
            place,
            author: Actor::Person(saying.by.clone()),
            content: Content::Text(mention::written(saying.text, saying.to)),
            files: saying.files.to_vec(),
            nonce: saying.nonce.to_owned(),
        };
        let tell = |message: &Message| {
            let act = Act::Said { message: message.id.clone(), text, to, files: message.files.clone() };
            self.event(said_key(&message.id), &message.thread, saying.by, act)
        };
        let (message, said) = self.store.say_and_hear(&new, (self.clock)(), tell).await?;
        if said == Difference::Made {
            self.heard.send(Heard::Said(message.clone())).ok();
        }
        self.ring();
        Ok(message)
    }

    /// A person says it otherwise; only the author can. What came with it stays.
    ///
    /// # Errors
    /// The store's.
    pub async fn rewrite(&self, doing: Doing<'_>, text: &str) -> Result<Could, StoreError> {
        let Some(message) = self.own(doing).await? else { return Ok(Could::Not) };
        let (heard, _) = mention::heard(text, To::Anybody);
        let event = (
            format!("{}:edited:{}", doing.on, doing.nonce),
            Act::Edited { message: doing.on.clone(), text: heard },
        );
        let content = Content::Text(text.to_owned());
        match self.change(doing, &message, Alter::Says(&content, (self.clock)()), event).await {
            Ok(()) => Ok(Could::Done),
            Err(StoreError::Changed) => Ok(Could::Not),
            Err(error) => Err(error),
        }
    }

    /// A person takes a message back; only the author can.
    ///
    /// # Errors
    /// The store's.
    pub async fn delete(&self, doing: Doing<'_>) -> Result<Could, StoreError> {
        let Some(message) = self.own(doing).await? else { return Ok(Could::Not) };
        let event = (format!("{}:deleted", doing.on), Act::Deleted { message: doing.on.clone() });
        self.change(doing, &message, Alter::Gone((self.clock)()), event).await?;
        Ok(Could::Done)
    }

    async fn own(&self, doing: Doing<'_>) -> Result<Option<Message>, StoreError> {
        let message = self.store.message(doing.on).await?;
        Ok(message.filter(|message| message.author == Actor::Person(doing.by.clone())))
    }

    /// A person reacts to a message.
    ///
    /// # Errors
    /// The store's.
    pub async fn react(&self, doing: Doing<'_>, emoji: &str) -> Result<(), StoreError> {
        let Doing { by, on, nonce } = doing;
        let Some(message) = self.store.message(on).await? else { return Ok(()) };
        let actor = Actor::Person(by.clone());
        let event = (
            format!("{on}:{emoji}:{by}:{nonce}"),
            Act::Reacted { message: on.clone(), emoji: emoji.to_owned() },
        );
        self.change(doing, &message, Alter::Reaction(Put::On, emoji, &actor), event).await?;
        self.heard.send(Heard::Reacted(on.clone(), emoji.to_owned(), actor)).ok();
        Ok(())
    }

    /// A person takes a reaction back.
    ///
    /// # Errors
    /// The store's.
    pub async fn unreact(&self, doing: Doing<'_>, emoji: &str) -> Result<(), StoreError> {
        let Doing { by, on, nonce } = doing;
        let Some(message) = self.store.message(on).await? else { return Ok(()) };
        let event = (
            format!("{on}:{emoji}:{by}:{nonce}:back"),
            Act::Unreacted { message: on.clone(), emoji: emoji.to_owned() },
        );
        let actor = Actor::Person(by.clone());
        self.change(doing, &message, Alter::Reaction(Put::Off, emoji, &actor), event).await
    }

    /// A person presses a button of a message.
    ///
    /// # Errors
    /// The store's.
    pub async fn press(&self, doing: Doing<'_>, press: &Press) -> Result<(), StoreError> {
        let Doing { by, on, nonce } = doing;
        let Some(message) = self.store.message(on).await? else { return Ok(()) };
        let act = Act::Pressed { message: on.clone(), press: press.clone() };
        let event = self.event(format!("{on}:{press:?}:{by}:{nonce}"), &message.thread, by, act);
        self.store.receive(&[event]).await?;
        self.ring();
        Ok(())
    }

    async fn change(
        &self,
        doing: Doing<'_>,
        message: &Message,
        change: Alter<'_>,
        (key, act): (String, Act),
    ) -> Result<(), StoreError> {
        let event = self.event(key, &message.thread, doing.by, act);
        self.store.change_and_hear(doing.on, change, event).await?;
        self.ring();
        Ok(())
    }

    fn event(&self, key: String, thread: &ThreadRef, by: &Person, act: Act) -> Event {
        let (thread, by, at) = (thread.clone(), by.clone(), (self.clock)());
        Event { key, thread, by, author: Author::Human, at, act }
    }

    fn ring(&self) {
        (self.bell)();
        self.nudge();
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
            files: Vec::new(),
            nonce: nonce.to_owned(),
        };
        let message = self.store.write_message(&new, (self.clock)()).await.map_err(failed)?;
        let id = message.id.clone();
        self.heard.send(Heard::Said(message)).ok();
        self.nudge();
        Ok(id)
    }

    async fn find(&self, _thread: &ThreadRef, nonce: &str) -> Result<Option<MessageRef>, ChatError> {
        let found = self.store.message_by_nonce(nonce).await.map_err(failed)?;
        Ok(found.map(|message| message.id))
    }

    async fn edit(&self, message: &MessageRef, post: &Post) -> Result<(), ChatError> {
        let content = Content::Post(post.clone());
        self.store.change_message(message, Alter::Says(&content, (self.clock)())).await.map_err(failed)?;
        self.heard.send(Heard::Edited(message.clone(), post.clone())).ok();
        self.nudge();
        Ok(())
    }

    async fn mark(&self, message: &MessageRef, emoji: Option<&str>) -> Result<(), ChatError> {
        let Some(known) = self.store.message(message).await.map_err(failed)? else {
            return Err(ChatError::Gone);
        };
        for (old, _) in known.reactions.iter().filter(|(_, by)| *by == Actor::Baton) {
            if emoji != Some(old) {
                let off = Alter::Reaction(Put::Off, old, &Actor::Baton);
                self.store.change_message(message, off).await.map_err(failed)?;
            }
        }
        if let Some(emoji) = emoji {
            let on = Alter::Reaction(Put::On, emoji, &Actor::Baton);
            self.store.change_message(message, on).await.map_err(failed)?;
        }
        self.nudge();
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
