//! Slots: the messages of baton's in a thread, and what they say, before any platform's format.
//!
//! A slot has a key that never changes, so it is posted once and edited in place afterwards. What a
//! card asks for is bound to its subject: a reaction counts only for the subject its message was
//! stored with.

use serde::{Deserialize, Serialize};

use super::chat_ids::{MessageRef, Person};

/// A message of baton's, or a mark on somebody's message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Unique in the thread: `status:<task>`, `card:<task>:<head>`, `reply:<message>`, `mark:<message>`.
    pub key: String,
    /// What to show.
    pub show: Shown,
}

/// What a slot shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A message in the thread.
    Post(Post),
    /// A reaction of baton's on somebody's message; none when it shall be gone.
    Mark {
        /// The message.
        on: MessageRef,
        /// The emoji, as a character.
        emoji: Option<String>,
    },
}

/// A message as all platforms can show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// What it says, top to bottom.
    pub blocks: Vec<Block>,
    /// What can be pressed.
    pub buttons: Vec<Button>,
    /// Who can see it.
    pub audience: Audience,
    /// What a decision on this message is about.
    pub subject: Option<Subject>,
    /// How far the work is that this message shows for the moment, until it shows the facts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_way: Option<UnderWay>,
}

/// How far something is, for a bar. The words are in the message itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// The part that is done; none where nobody knows how much there is.
    pub percent: Option<u8>,
}

/// Who can see a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody in the thread.
    Thread,
    /// One person, where the platform can.
    Only(Person),
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// One line that stands out.
    Title(Vec<Span>),
    /// A paragraph.
    Text(Vec<Span>),
    /// Short items.
    List(Vec<Vec<Span>>),
    /// Before and after of changed lines.
    Diff(Vec<DiffLine>),
    /// Text in a fixed font, with its language where it is known.
    Code(String),
    /// Small print below.
    Footer(Vec<Span>),
}

/// A run of text. Nothing in `Plain` is ever taken for mark-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Text as it is.
    Plain(String),
    /// Text that stands out.
    Strong(String),
    /// A name, a path, a command.
    Code(String),
    /// A link of baton's own.
    Link {
        /// What it says.
        label: String,
        /// Where it goes.
        url: String,
    },
    /// A person, named so that the platform can show it as one.
    Person(Person),
}

/// A line of a small diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffLine {
    /// Where the next lines are: a path and a line.
    At(String),
    /// A line that goes.
    Removed(String),
    /// A line that comes.
    Added(String),
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it means.
    pub press: Press,
    /// How it looks.
    pub look: Look,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// The expected choice.
    Primary,
    /// One of several.
    Plain,
    /// It takes something away.
    Danger,
}

/// What a press means. The same decisions can be made by a reaction or a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// ✅ on this message.
    Approve,
    /// ❌ on this message.
    Close,
    /// 🔁 on this message.
    Retry,
    /// 🛑 on this message.
    Stop,
    /// The answer with this index.
    Choose(u32),
    /// Include the offer with this index.
    Include(u32),
}

/// What a decision on a message is about, stored with the message when it is posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Merging this head.
    Head(super::ids::Oid),
    /// The question asked by this fact.
    Question(u32),
}
