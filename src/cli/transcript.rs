//! What is new in a thread, printed as it comes, whoever writes it.

use std::collections::HashMap;

use super::exit::Failure;
use super::show;
use crate::app::App;
use crate::domain::chat_ids::ThreadRef;
use crate::store::{Content, Message};

/// What is known of a thread already.
pub(super) struct Transcript {
    known: HashMap<String, Content>,
}

impl Transcript {
    /// A thread from its first message.
    pub(super) fn from_the_start() -> Self {
        Self { known: HashMap::new() }
    }

    /// A thread from now on.
    pub(super) async fn from_now(app: &App, thread: &ThreadRef) -> Result<Self, Failure> {
        let messages = app.store.messages(thread).await?;
        let known = messages.into_iter().map(|message| (message.id.id, message.content)).collect();
        Ok(Self { known })
    }

    /// Takes a message for known.
    pub(super) fn know(&mut self, message: &Message) {
        self.known.insert(message.id.id.clone(), message.content.clone());
    }

    /// Prints what was said or edited since the last time. How far something is, is no news: a bar shows it.
    pub(super) fn print_news(&mut self, messages: &[Message]) {
        for message in messages {
            match (self.known.get(&message.id.id), &message.content) {
                (_, Content::Post(post)) if post.under_way.is_some() => continue,
                (Some(known), content) if known == content => continue,
                (Some(_), Content::Post(post)) => show::edited(post),
                (Some(_), Content::Text(_)) | (None, _) => show::said(message),
            }
            self.know(message);
        }
    }
}
