//! The one integration test binary: one link, one harness.

mod chaos;
mod contract;
mod migrations;
mod tidy;
