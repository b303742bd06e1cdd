//! baton
pub mod artifacts;
pub mod chat;

pub mod config;
pub mod domain;
pub mod effects;
pub mod forge;
pub mod git;
pub mod intake;
pub mod ports;
pub mod queue;
pub mod runtime;
pub mod store;
