//! The store: the only SQL of baton, on SQLite or PostgreSQL (design.md sections 4.14, 5, 11 and 12).
//!
//! Everything that happened is a fact in a chain; everything else here is either a place where facts
//! come from (the inbox), what they come to (a task's row, its slots, approvals), or a proof of them
//! (checkpoints). A fact and the state it changes share one transaction.
//!
//! Reading order: [`Store`] and the transaction of every write (`open`), how writes of several tables are
//! made together (`change`, `gather`), an event's way in (`inbox`, `settle`), a task and who works on it
//! (`tasks`, `claim`), what its thread shows and who writes there (`slots`, `cover`, `writers`), the local chat
//! (`messages`, `spoken`, `channels`), and how all of it is proved (`chain`, `checkpoints`, `verify`). Domain types go in and out; no type of sqlx leaves this folder.

mod approvals;
mod backlog;
mod chain;
mod change;
mod channels;
mod checkpoints;
mod claim;
mod counters;
mod cover;
mod dialect;
mod durable;
mod error;
mod facts;
mod gather;
mod import;
mod inbox;
mod messages;
mod open;
mod pulls;
mod row;
mod rows;
mod schema;
mod scratch;
mod settle;
mod slots;
mod spoken;
mod system;
mod tasks;
mod url;
mod verify;
mod writers;

pub use approvals::{Approval, Verdict};
pub use backlog::{Backlog, NextDue};
pub use channels::{Opening, Page};
pub use checkpoints::{CHECKPOINT_EVERY_FACTS, CHECKPOINT_EVERY_MS, Checkpoint};
pub use claim::{Before, Claim};
pub use error::{Result, Source, StoreError};
pub use facts::NewFact;
pub use inbox::{DeadLetter, Failed, Fate, Incoming, MAX_ATTEMPTS, Received, Taken, Turn, Unreadable};
pub use messages::{Alter, Content, Difference, Message, NewMessage, Place, Put};
pub use open::Store;
pub use pulls::{NewPull, Pull, PullState};
pub use scratch::Scratch;
pub use settle::{Append, Settlement};
pub use slots::{Arrived, Pending, Placed, Search};
pub use system::{SYSTEM_CHAIN, SystemFact};
pub use tasks::{Meant, NewTask, Task, Which};
pub use url::StoreUrl;
pub use verify::{Finding, Tail, Verification, Wrong};
pub use writers::WriterLease;
