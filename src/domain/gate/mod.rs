//! The gate: may this be pushed, may this be merged? A permit, or every reason why not.
//!
//! A permit is a proof value: its fields are private and only the functions here make one, so a
//! push or a merge without its permit does not compile.

mod merge;
mod push;
mod secrets;

pub use merge::{Blocker, MergeCase, MergePermit, Mergeable, Standing};
pub use push::{Objection, Proposal, ProposedChange, PushPermit, Side, too_much};
pub use secrets::without_secrets;
