//! Runs the git program: no shell, no inherited environment, no configuration but ours, bounded
//! output, a limit in seconds, and nothing left running for long when the caller goes away.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio_util::task::TaskTracker;

use super::ending::{LONGEST_END, Running};
use super::error::{Error, Result, classify};
use super::remote::Remote;
use super::room::or_full;

/// The oldest git that has everything we use (`merge-tree --write-tree`).
pub const OLDEST: Version = Version { major: 2, minor: 38, patch: 0 };
/// Most bytes that a command may answer with.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;
/// How much of what git says about itself is kept: the end of it.
const MAX_TALK_BYTES: usize = 16 * 1024;

/// Settings of every command.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=committed",
    "core.autocrlf=false",
    "protocol.allow=never",
    "transfer.fsckObjects=true",
    "gc.auto=0",
    "maintenance.auto=false",
    "credential.helper=",
    // Defects of old history that harm nobody; well-known repositories have them.
    "fetch.fsck.zeroPaddedFilemode=ignore",
    "fetch.fsck.badTimezone=ignore",
    "fetch.fsck.missingSpaceBeforeDate=ignore",
    "fetch.fsck.missingSpaceBeforeEmail=ignore",
    "fetch.fsck.missingNameBeforeEmail=ignore",
    "fetch.fsck.missingEmail=ignore",
];

/// What the host says about its git.
#[derive(Debug, Clone)]
pub struct GitConfig {
    /// The program: a name to look up in `search`, or a path.
    pub program: PathBuf,
    /// The `PATH` that git gets; nothing else of our environment reaches it.
    pub search: OsString,
    /// Longest time for a command that stays on this host.
    pub local_seconds: u64,
    /// Longest time for a command that talks to a remote.
    pub network_seconds: u64,
}

/// The version of the git program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The 2 of 2.47.3.
    pub major: u32,
    /// The 47.
    pub minor: u32,
    /// The 3.
    pub patch: u32,
}

/// The git program of this host. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Git {
    config: Arc<GitConfig>,
    /// The ends of programs that were cut off.
    ends: TaskTracker,
}

/// One command, before it runs.
pub(super) struct Call<'a> {
    dir: Option<&'a Path>,
    remote: Option<&'a Remote>,
    args: Vec<OsString>,
    input: Vec<u8>,
    talk: Option<&'a (dyn Fn(&str) + Send + Sync)>,
    turn: Option<Arc<File>>,
}

/// What a command answered.
#[derive(Debug)]
pub(super) struct Answer {
    /// The exit code; nothing where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// The end of standard error.
    pub stderr: String,
}

impl<'a> Call<'a> {
    /// `git <what>`.
    pub fn new(what: &str) -> Self {
        Self { dir: None, remote: None, args: vec![what.into()], input: Vec::new(), talk: None, turn: None }
    }

    /// In the bare repository `dir`.
    pub fn within(mut self, dir: &'a Path) -> Self {
        self.dir = Some(dir);
        self
    }

    /// Speaks to `remote`, which still has to be named among the arguments.
    pub fn to(mut self, remote: &'a Remote) -> Self {
        self.remote = Some(remote);
        self
    }

    /// One more argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// More arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// What it reads from its standard input.
    pub fn with(mut self, input: Vec<u8>) -> Self {
        self.input = input;
        self
    }

    /// Who hears what git says while it works, a line at a time.
    pub fn talk(mut self, talk: &'a (dyn Fn(&str) + Send + Sync)) -> Self {
        self.talk = Some(talk);
        self
    }

    /// Only who has this turn may run it: it ends with the program, whenever the caller goes away.
    pub fn in_turn(mut self, turn: &Arc<File>) -> Self {
        self.turn = Some(turn.clone());
        self
    }

    fn name(&self) -> String {
        self.args[0].to_string_lossy().into_owned()
    }
}

impl Git {
    /// The git program that `config` names. It is looked up once: a program named by its path is started
    /// without a copy of this process, which costs the more the larger this process is.
    pub fn new(mut config: GitConfig) -> Self {
        if let Some(path) = looked_up(&config) {
            config.program = path;
        }
        Self { config: Arc::new(config), ends: TaskTracker::new() }
    }

    /// The version of the program.
    ///
    /// # Errors
    /// [`Error::TooOld`] under [`OLDEST`]; [`Error::Other`] where there is no such program.
    pub async fn version(&self) -> Result<Version> {
        let text = self.text(Call::new("version")).await?;
        let found = text.trim_start_matches("git version ").to_owned();
        match Version::parse(&found) {
            Some(version) if version >= OLDEST => Ok(version),
            Some(_) => Err(Error::TooOld { found }),
            None => Err(Error::other("read git's version", anyhow::anyhow!("{text:?} is no version"))),
        }
    }

    /// Returns when every program that was cut off has ended: whoever leaves earlier leaves behind what they would
    /// have cleaned up.
    pub async fn ended(&self) {
        self.ends.close();
        if tokio::time::timeout(LONGEST_END, self.ends.wait()).await.is_err() {
            tracing::warn!("a git program does not end");
        }
    }

    /// Runs `call` and gives its answer whatever the exit code is.
    pub(super) async fn run(&self, call: Call<'_>) -> Result<Answer> {
        let seconds = match call.remote {
            Some(_) => self.config.network_seconds,
            None => self.config.local_seconds,
        };
        let child = self
            .command(&call)
            .spawn()
            .map_err(|why| Error::io(&format!("start {}", self.config.program.display()), why))?;
        let mut running = Running::new(child, call.turn.clone(), self.ends.clone());
        let answer = converse(running.child(), &call);
        match tokio::time::timeout(Duration::from_secs(seconds), answer).await {
            Ok(Ok(answer)) => {
                running.ended();
                Ok(answer)
            }
            Ok(Err(error)) => Err(error),
            Err(_) => Err(Error::TimedOut { what: call.name(), seconds }),
        }
    }

    /// Runs `call`, which has to succeed.
    pub(super) async fn ask(&self, call: Call<'_>) -> Result<Vec<u8>> {
        let (what, dir, remote) = (call.name(), call.dir, call.remote);
        let answer = self.run(call).await?;
        match answer.code {
            Some(0) => Ok(answer.stdout),
            Some(_) | None => {
                let error = classify(&what, dir, remote, &answer.stderr);
                Err(dir.into_iter().fold(error, or_full))
            }
        }
    }

    /// Runs `call`, which has to succeed and to answer with text.
    pub(super) async fn text(&self, call: Call<'_>) -> Result<String> {
        let what = call.name();
        let bytes = self.ask(call).await?;
        let text = String::from_utf8(bytes).map_err(|why| Error::other(&what, why))?;
        Ok(text.trim_end().to_owned())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that starts git")]
    fn command(&self, call: &Call<'_>) -> Command {
        let mut command = Command::new(&self.config.program);
        command
            .env_clear()
            .env("PATH", &self.config.search)
            .env("HOME", "/nonexistent")
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_NO_LAZY_FETCH", "1")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        if let Some(remote) = call.remote {
            command.arg("-c").arg(format!("protocol.{}.allow=always", remote.protocol()));
        }
        if let Some(dir) = call.dir {
            let mut git_dir = OsString::from("--git-dir=");
            git_dir.push(dir);
            command.arg(git_dir);
        }
        command.args(&call.args);
        command
    }
}

/// Where a program that is a mere name stands; nothing where it has a path or is not found.
fn looked_up(config: &GitConfig) -> Option<PathBuf> {
    if config.program.components().count() != 1 || config.program.is_absolute() {
        return None;
    }
    let places = std::env::split_paths(&config.search).filter(|place| place.is_absolute());
    let mut candidates = places.map(|place| place.join(&config.program));
    candidates.find(|path| rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok() && path.is_file())
}

/// Feeds a command, hears it out and waits for its end.
async fn converse(child: &mut Child, call: &Call<'_>) -> Result<Answer> {
    let failed = |why| Error::io(&format!("talk to git {}", call.name()), why);
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut pipe) = stdin {
            // A command that ends without reading everything closes the pipe; its exit code says why.
            let _closed = pipe.write_all(&call.input).await;
        }
        Ok(())
    };
    let answer = async {
        let mut bytes = Vec::new();
        if let Some(pipe) = stdout {
            let limit = MAX_ANSWER_BYTES as u64 + 1;
            pipe.take(limit).read_to_end(&mut bytes).await.map_err(failed)?;
        }
        if bytes.len() > MAX_ANSWER_BYTES {
            return Err(Error::TooLarge { what: "git's answer", limit: MAX_ANSWER_BYTES });
        }
        Ok(bytes)
    };
    let talk = async {
        match stderr {
            Some(pipe) => hear(pipe, call.talk).await.map_err(failed),
            None => Ok(String::new()),
        }
    };
    let ((), stdout, stderr) = tokio::try_join!(feed, answer, talk)?;
    let status = child.wait().await.map_err(failed)?;
    Ok(Answer { code: status.code(), stdout, stderr })
}

/// Passes on each line as it comes (progress lines end in a carriage return) and keeps the end.
async fn hear(
    mut pipe: impl AsyncRead + Unpin,
    talk: Option<&(dyn Fn(&str) + Send + Sync)>,
) -> std::io::Result<String> {
    let (mut kept, mut line, mut chunk) = (Vec::new(), Vec::new(), [0u8; 4096]);
    loop {
        let count = pipe.read(&mut chunk).await?;
        if count == 0 {
            return Ok(String::from_utf8_lossy(&kept).into_owned());
        }
        kept.extend_from_slice(&chunk[..count]);
        kept.drain(..kept.len().saturating_sub(MAX_TALK_BYTES));
        let Some(talk) = talk else { continue };
        for byte in &chunk[..count] {
            match byte {
                b'\r' | b'\n' => talk(String::from_utf8_lossy(&std::mem::take(&mut line)).trim()),
                _ if line.len() < MAX_TALK_BYTES => line.push(*byte),
                _ => {}
            }
        }
    }
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(['.', ' ', '-']).map(str::parse);
        let (major, minor) = (parts.next()?.ok()?, parts.next()?.ok()?);
        // Vendors and release candidates put words into the third place.
        let patch = parts.next().and_then(std::result::Result::ok).unwrap_or(0);
        Some(Self { major, minor, patch })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_vendors_write_them() {
        for (text, want) in
            [("2.47.3", "2.47.3"), ("2.39.5 (Apple Git-154)", "2.39.5"), ("2.51.0-rc1", "2.51.0")]
        {
            assert_eq!(Version::parse(text).map(|version| version.to_string()).as_deref(), Some(want));
        }
        assert!(Version::parse("2.37.9").unwrap() < OLDEST);
        assert_eq!(Version::parse("of the sea"), None);
    }
}
