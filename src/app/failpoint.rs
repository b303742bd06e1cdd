//! Crash tests: the process kills itself at a named point, as if the power were cut there.

/// Dies by SIGKILL the `time`th time `point` is reached. Builds without the feature `failpoints` have
/// no points; the config refuses to name one there.
#[cfg(feature = "failpoints")]
pub fn die_at(point: &str, time: u32) {
    use std::sync::atomic::{AtomicU32, Ordering};
    let seen = AtomicU32::new(0);
    let reached = move || {
        if seen.fetch_add(1, Ordering::SeqCst) + 1 == time {
            let me = rustix::process::getpid();
            // Nothing runs after this: no destructor, no flush.
            rustix::process::kill_process(me, rustix::process::Signal::KILL).ok();
        }
    };
    fail::cfg_callback(point, reached).expect("a callback is a valid action");
}

/// Nothing can die here: this build has no points.
#[cfg(not(feature = "failpoints"))]
pub fn die_at(_point: &str, _time: u32) {}
