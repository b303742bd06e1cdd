//! What is new in a thread, printed as it comes, whoever writes it.

use std::collections::HashMap;

use super::exit::Failure;
use super::show;
use crate::app::App;
use crate::domain::chat_ids::ThreadRef;
use crate::store::{Content, Message};

/// A thread, and what is known of it already.
pub(super) struct Transcript {
    thread: ThreadRef,
    known: HashMap<String, Content>,
}

impl Transcript {
    /// A thread from its first message.
    pub(super) fn from_the_start(thread: ThreadRef) -> Self {
        Self { thread, known: HashMap::new() }
    }

    /// A thread from now on.
    pub(super) async fn from_now(app: &App, thread: ThreadRef) -> Result<Self, Failure> {
        let messages = app.store.messages(&thread).await?;
        let known = messages.into_iter().map(|message| (message.id.id, message.content)).collect();
        Ok(Self { thread, known })
    }

    /// Takes a message for known.
    pub(super) fn know(&mut self, message: &Message) {
        self.known.insert(message.id.id.clone(), message.content.clone());
    }

    /// Prints what was said or edited since the last time.
    pub(super) async fn print_news(&mut self, app: &App) -> Result<(), Failure> {
        for message in app.store.messages(&self.thread).await? {
            match (self.known.get(&message.id.id), &message.content) {
                (Some(known), content) if known == content => continue,
                (Some(_), Content::Post(post)) => show::edited(post),
                (Some(_), Content::Text(_)) | (None, _) => show::said(&message),
            }
            self.know(&message);
        }
        Ok(())
    }
}
