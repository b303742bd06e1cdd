//! baton

pub mod domain;
pub mod git;
