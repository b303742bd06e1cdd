//! The one integration test binary: one link, one harness.

mod tidy;
