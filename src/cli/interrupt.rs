//! Ctrl-C and SIGTERM, heard from the moment somebody begins to listen: none comes too early.

use futures_util::FutureExt as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears that this process shall end.
#[derive(Debug)]
pub(super) struct Interrupt {
    ctrl_c: Signal,
    terminate: Signal,
}

impl Interrupt {
    /// Begins to listen; from now on neither ends the process by itself.
    pub(super) fn listen() -> anyhow::Result<Self> {
        Ok(Self { ctrl_c: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Whether it shall end already.
    pub(super) fn has_come(&mut self) -> bool {
        self.came().now_or_never().is_some()
    }

    /// Waits until it shall end.
    pub(super) async fn came(&mut self) {
        tokio::select! {
            _ = self.ctrl_c.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
