//! baton

pub mod domain;
pub mod ports;
