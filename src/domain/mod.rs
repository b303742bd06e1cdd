//! The rules of baton, pure: no IO, no async, no clock. Facts in, a decision out.

pub mod attachment;
pub mod chat_ids;
pub mod command;
pub mod diff;
pub mod event;
pub mod fact;
pub mod gate;
pub mod ids;
pub mod mention;
pub mod next;
pub mod outlook;
pub mod path;
pub mod policy;
pub mod progress;
pub mod replace;
pub mod reply;
pub mod repo_choice;
pub mod slot;
pub mod task;
#[cfg(test)]
mod tests;
pub mod view;
