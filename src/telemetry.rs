//! Logs, on standard error: text for people or one JSON object a line. Never a token, a prompt or a
//! message body; a task's id and an event's key are enough to find those in the store.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};

/// Starts logging. Called once; a second call changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::new(&log.filter);
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Only a second start fails, and then the first one logs already.
    match log.format {
        LogFormat::Text => lines.with_ansi(false).finish().try_init().ok(),
        LogFormat::Json => lines.json().finish().try_init().ok(),
    };
}
