//! Facts that people make: what they ask for and what they decide.

use serde::{Deserialize, Serialize};

use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::MessageRef;
use crate::domain::ids::{Oid, RepoName};

/// Somebody wants something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// The message that started the task.
    Request {
        /// That message.
        message: MessageRef,
        /// What is wanted, without the mention.
        text: String,
        /// The repository, when it is known from the message, the thread or the channel.
        repo: Option<RepoName>,
        /// The repositories to choose from when it is not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        candidates: Vec<RepoName>,
        /// What came with the message.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
    },
    /// More work on the same task.
    FollowUp {
        /// The message.
        message: MessageRef,
        /// What is wanted.
        text: String,
        /// What came with the message.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
    },
    /// A message of this task was edited.
    Correction {
        /// The message.
        message: MessageRef,
        /// What it says now.
        text: String,
    },
    /// A message of this task was deleted by its author.
    Withdrawn {
        /// The message.
        message: MessageRef,
    },
    /// Somebody wants to see something.
    Show {
        /// The message, whose answer this becomes.
        message: MessageRef,
        /// What to show.
        what: Show,
    },
}

/// What a person may ask to see of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Where it stands.
    Status,
    /// Why it is not merging, or not moving.
    Why,
    /// The whole change.
    Diff,
    /// What was done, step by step.
    Logs,
}

/// A person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Answered a question.
    Chose {
        /// The fact that asked.
        question: u32,
        /// The label of the answer.
        label: String,
        /// Its value.
        value: String,
    },
    /// Approved merging exactly this head.
    Approved {
        /// The head.
        head: Oid,
    },
    /// Took the approval back.
    Unapproved {
        /// The head.
        head: Oid,
    },
    /// Wants the pull request closed.
    Closed,
    /// Wants everything stopped.
    Stopped,
    /// Wants another attempt from a fresh base.
    Retried,
    /// Wants talk that does not mention baton left alone.
    Muted,
    /// Wants it heard again.
    Unmuted,
}
