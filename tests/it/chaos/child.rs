//! The real binary as a child, with nothing of our own environment but the way to git. No child runs
//! longer than a bound, and none outlives its test.

use std::cell::OnceCell;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A bound, not an expectation: a child that hangs ends here, and its test with what it said.
const LONGEST_CHILD: Duration = Duration::from_secs(120);

/// A home with a data directory, removed at the end.
pub struct Home(TempDir);

/// How a demo ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Merge,
    Close,
}

/// A child under way.
pub struct Running {
    what: String,
    pid: Pid,
    over: Receiver<Output>,
    output: OnceCell<Output>,
    /// It was killed because it took too long.
    late: Arc<AtomicBool>,
}

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

    /// Everybody may ask about the sample of a demo.
    pub fn serves_everybody(&self) {
        self.serves(&self.data().join("repos/sample.git"));
    }

    /// Everybody may ask about this repository.
    pub fn serves(&self, repo: &Path) {
        let data = self.data();
        let config = format!(
            "[data]\ndir = {data:?}\n[policy]\naskers = \"everybody\"\n[repos.\"acme/web\"]\npath = {repo:?}\n"
        );
        std::fs::write(self.dir().join("baton.toml"), config).unwrap();
    }

    /// `baton …`, not started yet.
    pub fn baton(&self, args: &[&str]) -> Command {
        self.program(env!("CARGO_BIN_EXE_baton"), args)
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

    /// A shell script that may mount what it likes, seen by nobody else; not started yet.
    pub fn in_namespace(&self, script: &str) -> Command {
        let ways: [&[&str]; 2] = [&["unshare", "-rm"], &["unshare", "-m"]];
        let works = |way: &&&[&str]| {
            let mut try_it = self.program(way[0], &way[1..]);
            try_it.args(["sh", "-c", "mount -t tmpfs none /mnt"]).stdout(Stdio::null()).stderr(Stdio::null());
            try_it.status().is_ok_and(|status| status.success())
        };
        let way = ways.iter().find(works).expect(
            "nothing can be mounted here: allow user namespaces (docs/development.md says how), or run as root",
        );
        let mut command = self.program(way[0], &way[1..]);
        command.args(["sh", "-c", script]);
        command
    }

    /// What git says about the sample repository; it has to succeed.
    pub fn git(&self, args: &[&str]) -> String {
        let mut git = self.program("git", &["--git-dir"]);
        git.arg(self.data().join("repos/sample.git")).args(args);
        done(git)
    }

    #[expect(clippy::disallowed_methods, reason = "crash tests are about real processes")]
    fn program(&self, name: &str, args: &[&str]) -> Command {
        let mut command = Command::new(name);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.dir()).env("USER", "ana").env("BATON_CONFIG", self.dir().join("baton.toml"));
        command.args(args);
        command
    }
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let (pid, late) = (Pid::from_child(&child), Arc::new(AtomicBool::new(false)));
        let ((alive, gone), (tell, over)) = (channel::<()>(), channel());
        let is_late = Arc::clone(&late);
        std::thread::spawn(move || {
            if gone.recv_timeout(LONGEST_CHILD) == Err(RecvTimeoutError::Timeout) {
                is_late.store(true, Ordering::SeqCst);
                kill_process(pid, Signal::KILL).ok();
            }
        });
        std::thread::spawn(move || {
            let output = child.wait_with_output().unwrap();
            // Before anybody can reuse its number.
            drop(alive);
            tell.send(output).ok();
        });
        Self { what: format!("{command:?}"), pid, over, output: OnceCell::new(), late }
    }

    /// SIGTERM, as an operator or the system's supervisor says it.
    pub fn stops(self) {
        kill_process(self.pid, Signal::TERM).unwrap();
        let output = self.output();
        assert!(output.status.success(), "{}", said(&output));
    }

    /// SIGTERM and SIGINT, as somebody says it who does not want to wait.
    pub fn stops_at_once(self) {
        kill_process(self.pid, Signal::INT).unwrap();
        self.stops();
    }

    /// SIGKILL.
    pub fn kill(self) {
        if !self.is_over() {
            kill_process(self.pid, Signal::KILL).unwrap();
        }
        assert_eq!(self.output().status.signal(), Some(9));
    }

    /// SIGINT, as Ctrl-C says it; gives what it printed and how it ended.
    pub fn interrupted(self) -> Output {
        kill_process(self.pid, Signal::INT).unwrap();
        self.output()
    }

    /// Waits for the end; gives what it printed and how it ended.
    pub fn output(self) -> Output {
        let output = match self.output.get() {
            Some(output) => output.clone(),
            None => self.over.recv().unwrap(),
        };
        let late = self.late.load(Ordering::SeqCst);
        assert!(!late, "{} took longer than {LONGEST_CHILD:?}\n{}", self.what, said(&output));
        output
    }

    /// Waits for the end, which has to be a good one; gives what it printed.
    pub fn done(self) -> String {
        let what = self.what.clone();
        let output = self.output();
        assert!(output.status.success(), "{what} ended with {}\n{}", output.status, said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn is_over(&self) -> bool {
        match self.over.try_recv() {
            Ok(output) => self.output.set(output).is_ok(),
            Err(TryRecvError::Empty) => self.output.get().is_some(),
            Err(TryRecvError::Disconnected) => true,
        }
    }

    /// It must still be under way.
    pub fn assert_alive(&self) {
        if self.is_over() {
            let said = self.output.get().map(said).unwrap_or_default();
            panic!("{} is over\n{said}", self.what);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over() {
            kill_process(self.pid, Signal::KILL).ok();
        }
    }
}

/// Runs to the end, which has to be a good one; gives what it printed.
pub fn done(command: Command) -> String {
    Running::start(command).done()
}

/// Everything that a child printed.
pub fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).join("\n")
}
