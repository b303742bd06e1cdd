//! What holds when the process dies without a word: killed at every store write and outside effect,
//! and in the middle of serving.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

#[cfg(feature = "failpoints")]
mod aftermath;
pub mod child;
// A disk of a test's own takes a mount namespace; `scripts/test` says so elsewhere.
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(feature = "failpoints")]
mod kills;
mod points;
mod serving;
#[cfg(feature = "failpoints")]
mod stopped;
