//! The rules of baton, pure: no IO, no async, no clock. Facts in, a decision out.

pub mod chat_ids;
pub mod ids;
pub mod path;
pub mod replace;
