//! The program as people and scripts use it: how it ends, what it says, and what it leaves behind.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

mod ends;
mod files;
mod leaves;
mod waits;

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::chaos::child::{Ending, Home, Running, done, said};

/// What is asked about the sample.
const ASK: &[&str] = &["task", "change 'Sign up' to 'Get started' on the pricing page", "--repo", "acme/web"];

/// A home whose config serves the sample to ana and ben; ben approves.
fn home() -> Home {
    home_with("")
}

/// The same with more lines before the policy.
fn home_with(lines: &str) -> Home {
    let home = Home::new();
    done(home.demo(Ending::Close));
    std::fs::rename(home.data().join("repos/sample.git"), sample(&home)).unwrap();
    std::fs::remove_dir_all(home.data()).unwrap();
    let config = format!(
        r#"
        [data]
        dir = {:?}
        {lines}
        [policy]
        askers = ["local:ana", "local:ben"]
        approvers = ["local:ben"]
        mergers = ["local:ben"]
        [repos."acme/web"]
        path = {:?}
        "#,
        home.data(),
        sample(&home)
    );
    std::fs::write(home.dir().join("baton.toml"), config).unwrap();
    home
}

fn sample(home: &Home) -> PathBuf {
    home.dir().join("sample.git")
}

/// A command as somebody else says it.
fn by(name: &str, mut command: Command) -> Command {
    command.env("USER", name);
    command
}

/// The code it ends with, and what it printed on both outputs; ids and the home are the same each time.
fn ends(home: &Home, command: Command) -> (i32, String, String) {
    let output = Running::start(command).output();
    let code = output.status.code().unwrap_or_else(|| panic!("{}\n{}", output.status, said(&output)));
    (code, text(home, &output.stdout), text(home, &output.stderr))
}

fn text(home: &Home, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace(&*home.dir().to_string_lossy(), "‹home›");
    // The log is for the operator, and has the time in it.
    let lines = text.lines().filter(|line| !line.contains(" INFO ") && !line.contains(" ERROR "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The newest task's id.
fn newest(home: &Home) -> String {
    let listed = done(home.baton(&["status", "--json", "--limit", "1"]));
    let task: serde_json::Value = serde_json::from_str(&listed).unwrap();
    task["task"].as_str().unwrap().to_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
