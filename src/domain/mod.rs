//! The rules of baton, pure: no IO, no async, no clock. Facts in, a decision out.

pub mod chat_ids;
pub mod event;
pub mod fact;
pub mod ids;
pub mod outlook;
pub mod path;
pub mod replace;
pub mod slot;
