//! The one integration test binary: one link, one harness.

mod contract;
mod tidy;
mod trials;
