//! How the program ends. The codes are documented in `--help` and in the README.

use std::fmt;
use std::process::ExitCode;

use crate::app::DataLock;
use crate::config::Problem;
use crate::domain::fact::Cause;
use crate::effects::cause;
use crate::store::StoreError;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done = 0,
    /// It broke.
    Broke = 1,
    /// The config is wrong.
    Config = 3,
    /// There is no such thing.
    Missing = 4,
    /// It was not done: refused, or it asks.
    NotDone = 5,
    /// The audit found something.
    Tampered = 6,
    /// Another process serves this data directory.
    Serving = 7,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the program could not do it.
#[derive(Debug)]
pub(super) struct Failure {
    /// How it ends.
    pub(super) exit: Exit,
    text: String,
    /// It broke because a disk is full.
    pub(super) full: bool,
}

impl Failure {
    /// Something broke.
    pub(super) fn broke(error: anyhow::Error) -> Self {
        let full = cause(&error) == Cause::Disk;
        Self { exit: Exit::Broke, text: format!("{error:#}"), full }
    }

    /// The config is wrong.
    pub(super) fn config(problems: Vec<Problem>) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let count =
            if lines.len() == 1 { "a problem".to_owned() } else { format!("{} problems", lines.len()) };
        let text = format!("{count} in the config\n{}", lines.join("\n"));
        Self { exit: Exit::Config, text, full: false }
    }

    /// There is no such thing.
    pub(super) fn missing(text: impl Into<String>) -> Self {
        Self { exit: Exit::Missing, text: text.into(), full: false }
    }

    /// Another process serves the data directory.
    pub(super) fn serving(dir: &std::path::Path) -> Self {
        let holder = DataLock::holder(dir).map(|pid| format!(" (pid {pid})")).unwrap_or_default();
        let text = format!(
            "another process{holder} serves {}; stop it first, or use another [data] dir",
            dir.display()
        );
        Self { exit: Exit::Serving, text, full: false }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::broke(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::broke(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
