//! baton hands work to coding agents from chat: you mention it, it answers in the thread with a pull
//! request, and a reaction merges it.
//!
//! One mechanism: facts in, next effect out. What people, forges and clocks do becomes facts in the
//! store; [`domain`] computes from a task's facts what it needs next and what its thread shows;
//! [`effects`] are idempotent acts whose results are facts again. So a crash, a retry and a restart
//! are one case: look at the facts again.
//!
//! ```text
//! chat ─► inbox ─► intake ─► facts (store) ─┬─► domain::view ─► slots ─► thread writer ─► chat
//!                               ▲           └─► domain::next ─► effect ─► worker ─┐
//!                               └──────────────────── new facts ──────────────────┘
//! ```
//!
//! Read in this order. Imports go one way, down this list's layers; `tests/it/tidy.rs` enforces it.

// The rules, pure.
pub mod domain;
// What is configured, and what the core asks of the world.
pub mod config;
pub mod ports;
// The host's git and the only SQL.
pub mod git;
pub mod store;
// What events mean, and acts on the world.
pub mod effects;
pub mod intake;
// What stands behind the ports.
pub mod artifacts;
pub mod chat;
pub mod forge;
pub mod queue;
// What keeps running, and the page.
pub mod runtime;
pub mod web;
// Put together, and driven from the command line.
pub mod app;
pub mod cli;
pub mod telemetry;
