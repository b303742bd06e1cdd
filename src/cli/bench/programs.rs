//! Starts the programs that a benchmark measures or compares with: baton itself, and a shell in which
//! a change is made by hand. baton's own git stays in `git/`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, bail};
use tokio::process::Command;

/// A program with nothing of our environment but the way to others, which is killed when it is dropped.
#[expect(clippy::disallowed_methods, reason = "a person starts these; nothing that baton does depends on it")]
pub(super) fn program(name: impl AsRef<OsStr>, search: &OsStr, home: &Path) -> Command {
    let mut command = Command::new(name);
    command.env_clear().env("PATH", search).env("HOME", home).env("LC_ALL", "C").current_dir(home);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Runs a program to its end, which has to be a good one.
pub(super) async fn done(mut command: Command) -> anyhow::Result<()> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let output = command.output().await.with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{name} ended with {}: {}", output.status, said.trim());
    }
    Ok(())
}
