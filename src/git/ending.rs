//! The end of a program that nobody waits for any more: it is asked first, so that it takes its locks and
//! unfinished files with it, and forced where it does not listen.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::process::Child;
use tokio_util::task::TaskTracker;

/// How long a program may take to clean up behind itself.
const GRACE: Duration = Duration::from_secs(2);
/// How long its end may take: it is asked, and then it is forced.
pub(super) const LONGEST_END: Duration = GRACE.saturating_mul(2);
/// How often it is looked whether it is gone.
const LOOK: Duration = Duration::from_millis(5);

/// A program with everything it started, which form a group. It ends when this is dropped, unless it has ended.
pub(super) struct Running {
    /// The program; nothing once it has ended.
    child: Option<Child>,
    /// What nobody else may have before it is gone.
    turn: Option<Arc<File>>,
    ends: TaskTracker,
}

impl Running {
    /// A program that was started as the leader of its group. Its end, where it is cut off, is awaited on `ends`.
    pub fn new(child: Child, turn: Option<Arc<File>>, ends: TaskTracker) -> Self {
        Self { child: Some(child), turn, ends }
    }

    /// The program, to talk to.
    pub fn child(&mut self) -> &mut Child {
        self.child.as_mut().expect("it has not ended as long as somebody talks to it")
    }

    /// It has ended by itself.
    pub fn ended(mut self) {
        self.child = None;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(child) = self.child.take() else { return };
        let group = Group(child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw));
        if tokio::runtime::Handle::try_current().is_ok() {
            self.ends.spawn(end(group, child, self.turn.take()));
        }
    }
}

/// A group of processes, of which nothing is left when this is dropped.
struct Group(Option<Pid>);

impl Group {
    fn told(&self, signal: Signal) {
        if let Some(leader) = self.0 {
            // Nothing is left to do where it is already gone.
            let _gone = kill_process_group(leader, signal);
        }
    }

    /// Returns when no process is left in it.
    async fn gone(&mut self, child: &mut Child) {
        // One that cannot be waited for is nobody's any more.
        let _status = child.wait().await;
        while self.0.is_some_and(|leader| test_kill_process_group(leader).is_ok()) {
            tokio::time::sleep(LOOK).await;
        }
        // Its number may be somebody else's from now on.
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.told(Signal::KILL);
    }
}

async fn end(mut group: Group, mut child: Child, turn: Option<Arc<File>>) {
    for signal in [Signal::TERM, Signal::KILL] {
        group.told(signal);
        if tokio::time::timeout(GRACE, group.gone(&mut child)).await.is_ok() {
            break;
        }
    }
    drop(turn);
}
