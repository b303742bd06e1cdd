//! The real binary as a child, with nothing of our own environment but the way to git.

use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A home with a data directory, removed at the end.
pub struct Home(TempDir);

/// How a demo ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Merge,
    Close,
}

/// A child that does not outlive the test.
pub struct Running(Child);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn dir(&self) -> &Path {
        self.0.path()
    }

    pub fn data(&self) -> PathBuf {
        self.dir().join("data")
    }

    /// `baton …`, not started yet.
    pub fn baton(&self, args: &[&str]) -> Command {
        let mut baton = program(env!("CARGO_BIN_EXE_baton"));
        baton.env("HOME", self.dir()).env("USER", "ana").env("BATON_CONFIG", self.dir().join("baton.toml"));
        baton.args(args);
        baton
    }

    /// The scripted demo on the data directory, not started yet.
    pub fn demo(&self, ending: Ending) -> Command {
        let mut demo = self.baton(&["demo", "--script", "--data"]);
        demo.arg(self.data());
        match ending {
            Ending::Merge => {}
            Ending::Close => drop(demo.arg("--close")),
        }
        demo
    }

    /// What git says about the sample repository; it has to succeed.
    pub fn git(&self, args: &[&str]) -> String {
        let mut git = program("git");
        git.env("HOME", self.dir()).arg("--git-dir").arg(self.data().join("repos/sample.git")).args(args);
        done(git)
    }
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.0.kill().unwrap();
        assert_eq!(self.0.wait().unwrap().signal(), Some(9));
    }

    /// Waits for the end, which has to be a good one.
    pub fn done(mut self) {
        assert!(self.0.wait().unwrap().success());
    }

    pub fn is_over(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it is over already.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Runs to the end, which has to be a good one; gives what it printed.
pub fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?} ended with {}\n{}", output.status, said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Everything that a child printed.
pub fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).join("\n")
}

#[expect(clippy::disallowed_methods, reason = "crash tests are about real processes")]
fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    command
}
