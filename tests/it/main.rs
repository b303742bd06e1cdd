//! The one integration test binary: one link, one harness.

mod contract;
mod harness;
mod migrations;
mod stories;
mod tidy;
mod trials;
