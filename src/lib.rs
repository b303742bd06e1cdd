//! baton

pub mod domain;
pub mod git;
pub mod ports;
