//! What keeps running: the inbox, the workers, the thread writer, the dispatcher. Each is a `step`
//! under a dumb loop; tests call the step.

mod bells;
mod checkpoints;
mod clock;
mod dispatcher;
mod inbox;
mod worker;
mod writer;

pub use bells::Bells;
pub use checkpoints::Checkpoints;
pub use clock::Clock;
pub use dispatcher::Dispatcher;
pub use inbox::Inbox;
pub use worker::{Sight, Worker, WorkerLimits};
pub use writer::Writer;

/// What one step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There was nothing to do.
    Idle,
    /// Something was done; there may be more.
    Done,
}
