//! baton

pub mod domain;
