//! Crash tests: the process kills itself at a named point, as if the power were cut there.

/// Every point of the sources, in the order of a demo. The crash tests kill at each, and fail where one is
/// never reached or the sources have another.
pub const POINTS: &[&str] = &[
    "store.before",
    "store.sync",
    "store.after",
    "git.write_tree.before",
    "git.write_tree.after",
    "git.write_commit.before",
    "git.write_commit.after",
    "git.update_ref.before",
    "git.update_ref.after",
    "git.mirror.rename.before",
    "git.mirror.rename.after",
    "git.push.before",
    "git.push.after",
    "git.push_deletion.before",
    "git.push_deletion.after",
    "artifact.before",
    "artifact.after",
    "effect.before",
    "effect.after",
    "chat.before",
    "chat.after",
    "forge.deliver.before",
    "forge.deliver.after",
    "forge.merge.before",
    "forge.merge.between",
    "forge.merge.after",
    "forge.close.before",
    "forge.close.after",
];

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
