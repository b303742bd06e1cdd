//! What is wrong in a config, where, and what would be right: written for the person who edits it.

use std::fmt;

use toml::de::DeValue;

/// One thing that is wrong. Never holds the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file as it was named, or `environment`.
    pub file: String,
    /// Where in the file; `None` for the environment and for a file that cannot be read.
    pub at: Option<Position>,
    /// The key with its tables, `repos."acme/web".merge.method`, or the name of an environment
    /// variable; empty where the file as a whole is meant.
    pub key: String,
    /// What would be right.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A place in a file. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// What is wrong, before it is known where.
#[derive(Debug)]
pub(super) struct Wrong {
    expected: String,
    found: String,
    hint: Option<String>,
}

impl Position {
    /// The place of the byte at `offset`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        Self { line, column }
    }
}

impl Wrong {
    pub(super) fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem of the file as a whole.
    pub(super) fn of_file(self, file: &str) -> Problem {
        self.at(file, None, "")
    }

    /// The problem of an environment variable.
    pub(super) fn of_variable(self, name: &str) -> Problem {
        self.at("environment", None, name)
    }

    pub(super) fn at(self, file: &str, at: Option<Position>, key: &str) -> Problem {
        let Self { expected, found, hint } = self;
        Problem { file: file.to_owned(), at, key: key.to_owned(), expected, found, hint }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(Position { line, column }) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)?;
        self.hint.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

/// A value as a message may show it.
pub(super) fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => shown_text(text),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Text as a message may show it: quoted, cut, and never a URL that carries a password.
pub(super) fn shown_text(text: &str) -> String {
    const MOST: usize = 60;
    if text.split_once("://").is_some_and(|(_, rest)| rest.contains('@')) {
        return "a URL with a login (not shown)".to_owned();
    }
    if text.chars().count() > MOST {
        let start: String = text.chars().take(MOST).collect();
        return format!("{start:?}…");
    }
    format!("{text:?}")
}

/// A key behind the keys of its tables, as TOML writes it.
pub(super) fn joined(path: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let key = if bare { key.to_owned() } else { shown_text(key) };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

/// The word that was probably meant.
pub(super) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.8;
    words
        .into_iter()
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}
