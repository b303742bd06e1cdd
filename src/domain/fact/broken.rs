//! What broke, for two readers: a kind that people are told, and the words that the operator needs.

use serde::{Deserialize, Serialize};

/// Something broke that is our fault or the machine's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// What kind of thing.
    #[serde(default)]
    pub cause: Cause,
    /// What was said about it, in a line, without secrets and without places of this machine.
    pub error: String,
}

/// What kind of thing broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// There is no room on a disk.
    Disk,
    /// The git program, or a repository of this machine.
    Git,
    /// The forge.
    Forge,
    /// Where artifacts are kept.
    Artifacts,
    /// The database.
    Store,
    /// It took longer than it may.
    Time,
    /// Anything else.
    #[default]
    Other,
}
