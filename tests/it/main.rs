//! The one integration test binary: one link, one harness.

mod bench;
mod chaos;
mod commands;
mod contract;
mod harness;
mod migrations;
mod model;
mod page;
mod stories;
mod tidy;
mod trials;
