//! Stories: people's verbs, then what everybody sees. The first is the whole product.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

mod bad_input;
mod both;
mod decisions;
mod faults;
mod first;
mod gone;
mod hostile;
mod limits;
mod odd;
mod progress;
mod questions;
mod stopping;
mod words;
