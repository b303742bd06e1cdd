//! The laws of the core: what holds for every sequence of facts, whatever people, workers and
//! outsiders do, and whoever is late.

mod coverage;
mod facts;
mod gates;
mod golden;
mod histories;
mod oracle;
mod permits;
mod sequences;
