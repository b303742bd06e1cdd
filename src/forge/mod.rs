//! Forges: where pull requests live. Bare repositories on this host; GitHub comes beside them.

mod local;
mod merging;

pub use local::LocalForge;
