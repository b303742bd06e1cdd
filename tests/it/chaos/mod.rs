//! What holds when the process dies without a word: killed at every store write and outside effect,
//! and in the middle of serving.

mod aftermath;
mod child;
#[cfg(feature = "failpoints")]
mod kills;
mod points;
