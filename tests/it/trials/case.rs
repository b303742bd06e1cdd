//! The tables of cases: text files that people write, read and compare.
//!
//! A line begins with its keyword. `ask` and then any number of `reply` are what a person says, with
//! `|` for a further line of it; `why` says what they would want; indented lines are what comes of
//! the last thing said. A known wrong case begins with `in` and its fixture, and after the line
//! `right` says what should have come.

use std::fmt;
use std::path::{Path, PathBuf};

use super::folder::{entries, name_of};

/// One request, or a conversation, and what comes of it.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// The repository, where the table is not that of one repository.
    pub fixture: Option<String>,
    /// The request, and the replies in its thread.
    pub said: Vec<String>,
    /// What the person would want.
    pub why: Vec<String>,
    /// What comes of the last thing said.
    pub comes: Vec<String>,
    /// What should come of it, when that is something else.
    pub right: Option<Vec<String>>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/trials/cases")
}

/// The names of all tables, sorted.
pub fn tables() -> Vec<String> {
    let mut names: Vec<String> = entries(&folder()).iter().map(|path| name_of(path)).collect();
    names.sort();
    names
}

/// The cases of one table.
pub fn table(name: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(folder().join(name)).expect("the table exists");
    let mut cases: Vec<Case> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if starts_case(line, cases.last()) {
            cases.push(Case::default());
        }
        let read = cases.last_mut().is_some_and(|case| case.take(line));
        assert!(read || line.is_empty() || line.starts_with('#'), "{name}:{}: {line}", at + 1);
    }
    cases
}

fn starts_case(line: &str, last: Option<&Case>) -> bool {
    line.starts_with("in ") || line.starts_with("ask ") && last.is_none_or(|case| !case.said.is_empty())
}

impl Case {
    /// Takes one line; false when it is none of a case.
    fn take(&mut self, line: &str) -> bool {
        let (keyword, rest) = line.split_once(' ').unwrap_or((line, ""));
        match keyword {
            "in" => self.fixture = Some(rest.to_owned()),
            "ask" | "reply" => self.said.push(rest.to_owned()),
            "|" => {
                let Some(said) = self.said.last_mut() else { return false };
                said.push('\n');
                said.push_str(rest);
            }
            "why" => self.why.push(rest.to_owned()),
            "right" => self.right = Some(Vec::new()),
            "" if line.starts_with("  ") => {
                self.right.as_mut().unwrap_or(&mut self.comes).push(line[2..].to_owned());
            }
            _ => return false,
        }
        true
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fixture) = &self.fixture {
            writeln!(f, "in {fixture}")?;
        }
        for (at, said) in self.said.iter().enumerate() {
            let keyword = if at == 0 { "ask" } else { "reply" };
            writeln!(f, "{keyword} {}", said.replace('\n', "\n| "))?;
        }
        for why in &self.why {
            writeln!(f, "why {why}")?;
        }
        for line in &self.comes {
            writeln!(f, "  {line}")?;
        }
        if let Some(right) = &self.right {
            writeln!(f, "right")?;
            right.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
        }
        Ok(())
    }
}
