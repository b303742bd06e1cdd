//! The page as a browser meets it: the real router over the world of a story.

#![expect(clippy::unwrap_used, reason = "in a test an error is a failure; clippy sees #[test] fns only")]

mod browser;
mod chat;
mod door;
mod files;
mod live;
mod offers;
mod pull;
mod site;
