//! All integration tests: one binary, one link, one harness.

mod contract;
mod migrations;
