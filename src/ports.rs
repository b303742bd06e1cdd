//! The ports: what the core asks of the world. Each has at least two real implementations, now or in
//! the design (memory and Redis, local page and Slack, bare repository and GitHub, folder and S3).
//!
//! An adapter keeps its wire types to itself and answers with these.

use std::num::NonZeroU32;
use std::time::Duration;

use async_trait::async_trait;

use crate::domain::chat_ids::{MessageRef, ThreadRef};
use crate::domain::gate::{MergePermit, PushPermit, Standing};
use crate::domain::ids::{Branch, Millis, Oid, RepoName, TaskId};
use crate::domain::slot::Post;

/// A chat platform: posts, edits and marks. What people say comes in through the inbox.
#[async_trait]
pub trait Chat: Send + Sync {
    /// Posts a message. The nonce is stored with it, so that [`Chat::find`] can tell after a crash
    /// whether it was posted.
    async fn post(&self, thread: &ThreadRef, post: &Post, nonce: &str) -> Result<MessageRef, ChatError>;
    /// The message that was posted with this nonce, if it was.
    async fn find(&self, thread: &ThreadRef, nonce: &str) -> Result<Option<MessageRef>, ChatError>;
    /// Replaces what a message says.
    async fn edit(&self, message: &MessageRef, post: &Post) -> Result<(), ChatError>;
    /// Puts baton's reaction on a message, or takes it away. Repeating it changes nothing.
    async fn mark(&self, message: &MessageRef, emoji: Option<&str>) -> Result<(), ChatError>;
    /// How many messages may be edited in a minute, where the platform has a limit.
    fn edits_per_minute(&self) -> Option<NonZeroU32> {
        None
    }
}

/// Why a chat platform did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The message, thread or channel is gone; trying again cannot help.
    #[error("the message or its thread is gone")]
    Gone,
    /// The platform asks to wait this long.
    #[error("the platform asks to wait {0:?}")]
    Slow(Duration),
    /// Anything else; trying again may help.
    #[error("the chat platform failed")]
    Other(#[source] anyhow::Error),
}

/// Wake-ups: "look at task X". The store is the truth; a lost wake-up costs time, never work.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Says that a task is due. Saying it twice is the same as once.
    async fn wake(&self, task: &TaskId) -> Result<(), QueueError>;
    /// The next task to look at, or `None` when nobody said one for this long.
    async fn next(&self, wait: Duration) -> Result<Option<TaskId>, QueueError>;
    /// How many wake-ups wait.
    async fn waiting(&self) -> Result<usize, QueueError>;
}

/// Why a queue did not do it.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// It is full; the dispatcher will say it again.
    #[error("the queue is full")]
    Full,
    /// Anything else; the dispatcher will say it again.
    #[error("the queue failed")]
    Other(#[source] anyhow::Error),
}

/// Where pull requests live.
#[async_trait]
pub trait Forge: Send + Sync {
    /// What git clones and pushes to: an absolute path or an `https://` address without credentials.
    fn remote(&self, repo: &RepoName) -> Result<String, ForgeError>;
    /// Opens the pull request of a branch, or updates the open one.
    async fn deliver(
        &self,
        repo: &RepoName,
        draft: &Draft,
        permit: &PushPermit,
    ) -> Result<PullRef, ForgeError>;
    /// The open pull request of a branch, if there is one.
    async fn find(&self, repo: &RepoName, branch: &Branch) -> Result<Option<PullRef>, ForgeError>;
    /// How a pull request stands just now.
    async fn standing(&self, repo: &RepoName, number: u64) -> Result<Standing, ForgeError>;
    /// Merges exactly the permitted head; answers with the commit on the target branch. A merge that
    /// happened already at that head is a success.
    async fn merge(&self, merge: &Merge<'_>, permit: &MergePermit) -> Result<Oid, ForgeError>;
    /// Closes a pull request; one that is closed already is a success.
    async fn close(&self, repo: &RepoName, number: u64) -> Result<(), ForgeError>;
}

/// A pull request to open or update; its branch is pushed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The branch it comes from.
    pub branch: Branch,
    /// The branch it goes to.
    pub target: Branch,
    /// The head that was pushed.
    pub head: Oid,
    /// One line.
    pub title: String,
    /// What it says, in the forge's Markdown, already made safe.
    pub body: String,
    /// When.
    pub at: Millis,
}

/// Where a pull request is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRef {
    /// Its number in the repository.
    pub number: u64,
    /// Where people look at it.
    pub url: String,
}

/// A merge to make.
#[derive(Debug, Clone)]
pub struct Merge<'a> {
    /// The repository.
    pub repo: &'a RepoName,
    /// The pull request.
    pub number: u64,
    /// The whole commit message.
    pub message: String,
    /// The time of the commit, so that making it again makes the same one.
    pub at: Millis,
}

/// Why a forge did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ForgeError {
    /// There is no such repository or pull request, or it is not ours to see.
    #[error("the forge has no {0}")]
    Missing(String),
    /// The head or the target branch is not where the caller saw it.
    #[error("the branch has moved")]
    Moved,
    /// It conflicts with the target branch.
    #[error("it conflicts with the target branch in {} files", .0.len())]
    Conflict(Vec<String>),
    /// Anything else; trying again may help.
    #[error("the forge failed")]
    Other(#[source] anyhow::Error),
}

/// Content-addressed blobs.
#[async_trait]
pub trait Artifacts: Send + Sync {
    /// Keeps the bytes and names them by their SHA-256, in hexadecimal. They are on the disk when this returns.
    async fn put(&self, bytes: &[u8]) -> Result<String, ArtifactError>;
    /// The bytes of that name.
    async fn get(&self, hash: &str) -> Result<Vec<u8>, ArtifactError>;
}

/// Why an artifact cannot be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// There is none of that name.
    #[error("there is no artifact {0}")]
    Missing(String),
    /// It is there, and its bytes are not what its name says.
    #[error("the artifact {0} is damaged")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// It is over the limit.
    #[error("the artifact has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Anything else.
    #[error("the artifacts cannot be used")]
    Other(#[source] std::io::Error),
}
