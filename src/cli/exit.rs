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
    /// It was called wrongly; clap says so too.
    Usage = 2,
    /// The config is wrong.
    Config = 3,
    /// There is no such thing.
    Missing = 4,
    /// It was not done.
    NotDone = 5,
    /// The audit found something.
    Tampered = 6,
    /// Another process serves this data directory.
    Serving = 7,
    /// Ctrl-C, as shells tell it: 128 and the number of its signal; the same for SIGTERM.
    Interrupted = 130,
}

impl Exit {
    /// Every end, in the order of the codes.
    const ALL: [Self; 9] = [
        Self::Done,
        Self::Broke,
        Self::Usage,
        Self::Config,
        Self::Missing,
        Self::NotDone,
        Self::Tampered,
        Self::Serving,
        Self::Interrupted,
    ];

    /// What the code means, for people.
    fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Broke => "it broke",
            Self::Usage => "wrong usage",
            Self::Config => "the config is wrong",
            Self::Missing => "there is no such thing",
            Self::NotDone => "not done: refused, it asks, it failed, or it is not finished",
            Self::Tampered => "the audit found something",
            Self::Serving => "another process serves this data directory",
            Self::Interrupted => "Ctrl-C or SIGTERM",
        }
    }

    /// The table of all codes.
    pub(super) fn table() -> String {
        let line = |exit: Self| format!("  {:>3}  {}", exit as u8, exit.meaning());
        Self::ALL.map(line).join("\n")
    }
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
    fn of(exit: Exit, text: impl Into<String>) -> Self {
        Self { exit, text: text.into(), full: false }
    }

    /// Something broke.
    pub(super) fn broke(error: anyhow::Error) -> Self {
        let full = cause(&error) == Cause::Disk;
        Self { full, ..Self::of(Exit::Broke, format!("{error:#}")) }
    }

    /// It was called wrongly.
    pub(super) fn usage(text: impl Into<String>) -> Self {
        Self::of(Exit::Usage, text)
    }

    /// The config is wrong.
    pub(super) fn config(problems: Vec<Problem>) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let count =
            if lines.len() == 1 { "a problem".to_owned() } else { format!("{} problems", lines.len()) };
        Self::of(Exit::Config, format!("{count} in the config\n{}", lines.join("\n")))
    }

    /// There is no such thing.
    pub(super) fn missing(text: impl Into<String>) -> Self {
        Self::of(Exit::Missing, text)
    }

    /// Another process serves the data directory.
    pub(super) fn serving(dir: &std::path::Path) -> Self {
        let holder = DataLock::holder(dir).map(|pid| format!(" (pid {pid})")).unwrap_or_default();
        let text = format!(
            "another process{holder} serves {}; stop it first, or use another [data] dir",
            dir.display()
        );
        Self::of(Exit::Serving, text)
    }

    /// Somebody wanted it to end.
    pub(super) fn interrupted(text: impl Into<String>) -> Self {
        Self::of(Exit::Interrupted, text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_every_code() {
        let readme = include_str!("../../README.md");
        for exit in Exit::ALL {
            let row = format!("| {} | {} |", exit as u8, exit.meaning());
            assert!(readme.contains(&row), "{row}");
        }
        assert_eq!(readme.matches("\n| 1 | ").count(), 1);
    }
}
