//! What every implementation of a contract must do, run on each of them.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

mod artifacts;
mod chat;
mod forge;
mod queue;
pub mod store;
mod writer;
