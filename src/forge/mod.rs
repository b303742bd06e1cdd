//! Forges: where pull requests live. Bare repositories on this host; GitHub comes beside them.

mod local;

pub use local::LocalForge;
