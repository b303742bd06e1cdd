//! Events: what comes in from a chat platform, stored before anything else happens with it.

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::chat_ids::{MessageRef, Person, ThreadRef};
use super::ids::Millis;

/// Something a person did in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The same for every delivery of the same act, and different for different acts.
    pub key: String,
    /// The thread it belongs to.
    pub thread: ThreadRef,
    /// Who did it, as the platform authenticated them.
    pub by: Person,
    /// Whether that is a program.
    pub author: Author,
    /// When the platform says it happened.
    pub at: Millis,
    /// What was done.
    pub act: Act,
}

/// Whether a message was written by a person or a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A person.
    Human,
    /// A bot; bots are not obeyed.
    Bot,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Wrote a message.
    Said {
        /// The message.
        message: MessageRef,
        /// Its text, with the mention of baton taken out.
        text: String,
        /// Whether baton was addressed.
        to: To,
        /// What came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
    },
    /// Edited a message.
    Edited {
        /// The message.
        message: MessageRef,
        /// Its text now.
        text: String,
    },
    /// Deleted a message.
    Deleted {
        /// The message.
        message: MessageRef,
    },
    /// Reacted to a message.
    Reacted {
        /// The message.
        message: MessageRef,
        /// The emoji, as a character.
        emoji: String,
    },
    /// Took a reaction back.
    Unreacted {
        /// The message.
        message: MessageRef,
        /// The emoji, as a character.
        emoji: String,
    },
    /// Pressed a button.
    Pressed {
        /// The message with the button.
        message: MessageRef,
        /// What it means.
        press: super::slot::Press,
    },
}

/// Whether a message is meant for baton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// A mention, a direct message or a slash command.
    Baton,
    /// Talk in a channel or thread.
    Anybody,
}
