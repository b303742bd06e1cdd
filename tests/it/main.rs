//! The one integration test binary: one link, one harness.

mod contract;
mod migrations;
mod tidy;
mod trials;
