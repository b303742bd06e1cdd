//! The host's own git: the only place that starts the git program.
//!
//! Starting git costs milliseconds and reading objects does not, so the work is split:
//! - [`Git`] runs the program, in a clean environment, with limits: clone, fetch, push, merge, refs;
//! - [`Objects`] reads and writes blobs, trees and commits in this process, without a checkout.
//!
//! [`Repo`] is one bare repository on this host and has both. [`Mirror`] is a `Repo` that follows a
//! [`Remote`]. Nothing here runs a hook, a filter or a file system monitor, and no configuration of the
//! machine or of a user is read: what a repository's content says never decides what the host does.

mod bring;
mod command;
mod ending;
mod error;

mod import;
mod merge;
mod mirror;
mod place;
mod push;
mod remote;
mod repo;
mod room;
mod talk;
mod turn;
mod unsound;

mod body;
mod change;
mod commit;
mod copy;
mod edit;
mod history;
mod objects;
mod scan;
mod store;
mod sweep;
mod tree;
mod warm;

#[cfg(test)]
mod tests;

pub use change::TreeChange;
pub use command::{Git, GitConfig, OLDEST, Version};
pub use commit::{CommitSpec, Person};
pub use edit::{Change, What};
pub use error::{Error, Result};
pub use history::{Listed, MAX_WALKED};
pub use merge::Distance;
pub use mirror::Mirror;
pub use objects::Objects;
pub use place::Made;
pub use remote::{BadRemote, Remote};
pub use repo::Repo;
pub use scan::{Reading, Scan};
pub use talk::Told;
pub use tree::{Entry, EntryPath, MAX_DEPTH, MAX_ENTRIES, MAX_PATHS_BYTES, Refused};
pub use unsound::Fault;
pub use warm::{Files, Warm};
