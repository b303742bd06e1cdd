//! Chats: where people and baton talk. The local one; Slack and Discord come beside it.

mod files;
mod local;

pub use files::{FileLimits, Files};
pub use local::{Could, Doing, Heard, LocalChat, Saying, said_key};
