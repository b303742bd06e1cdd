//! What is noted while a file is read: the problems, and the keys that are known.

use std::cell::RefCell;
use std::ops::Range;

use super::environment::Environment;
use super::problem::{Position, Problem, Wrong, joined, nearest, shown_text};

/// The notes of one reading.
pub(super) struct Notes<'t> {
    /// The file as it was named.
    file: &'t str,
    text: &'t str,
    environment: &'t Environment,
    /// The lines that are no TOML. What else seems wrong with them is not their own fault.
    broken: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
    unknown: RefCell<Vec<Unknown>>,
    known: RefCell<Vec<String>>,
}

/// A key that nobody asked for.
struct Unknown {
    span: Range<usize>,
    table: String,
    key: String,
    siblings: Vec<&'static str>,
}

impl<'t> Notes<'t> {
    /// Starts with what the parser says about the file.
    pub(super) fn new(
        file: &'t str,
        text: &'t str,
        environment: &'t Environment,
        errors: &[toml::de::Error],
    ) -> Self {
        let at = |error: &toml::de::Error| Position::of(text, error.span().map_or(0, |span| span.start));
        let problems = errors.iter().map(|error| syntax(error, text).at(file, Some(at(error)), ""));
        let broken = errors.iter().map(|error| at(error).line).collect();
        Self {
            file,
            text,
            environment,
            broken,
            problems: RefCell::new(problems.collect()),
            unknown: RefCell::default(),
            known: RefCell::default(),
        }
    }

    /// Whether all of the file could be read: only then does it mean something that a key is missing.
    pub(super) fn is_intact(&self) -> bool {
        self.broken.is_empty()
    }

    pub(super) fn environment(&self) -> &'t Environment {
        self.environment
    }

    pub(super) fn note(&self, span: &Range<usize>, key: &str, wrong: Wrong) {
        let at = Position::of(self.text, span.start);
        if !self.broken.contains(&at.line) {
            self.add(wrong.at(self.file, Some(at), key));
        }
    }

    pub(super) fn add(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    pub(super) fn know(&self, path: &str) {
        self.known.borrow_mut().push(path.to_owned());
    }

    pub(super) fn unknown(&self, span: &Range<usize>, table: &str, key: &str, siblings: &[&'static str]) {
        let siblings = siblings.to_vec();
        let unknown = Unknown { span: span.clone(), table: table.to_owned(), key: key.to_owned(), siblings };
        self.unknown.borrow_mut().push(unknown);
    }

    /// All problems in the order of the file, and all keys that were asked for.
    pub(super) fn finish(self) -> (Vec<Problem>, Vec<String>) {
        for unknown in self.unknown.take() {
            let key = joined(&unknown.table, &unknown.key);
            let wrong = unknown.wrong(&self.known.borrow());
            self.note(&unknown.span, &key, wrong);
        }
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.at);
        problems.dedup();
        (problems, self.known.into_inner())
    }
}

impl Unknown {
    fn wrong(&self, known: &[String]) -> Wrong {
        let place = if self.table.is_empty() { "the file".to_owned() } else { format!("[{}]", self.table) };
        let wrong = Wrong::new(format!("a key of {place}"), shown_text(&self.key));
        if self.table == "store" && self.key == "url" {
            return wrong.hint("secrets stay out of the file: put the URL into an environment variable and its name into url_env");
        }
        if let Some(near) = nearest(&self.key, self.siblings.iter().copied()) {
            return wrong.hint(format!("did you mean {near:?}?"));
        }
        let elsewhere =
            known.iter().filter_map(|path| path.rsplit_once('.')).find(|(_, key)| *key == self.key);
        match elsewhere {
            Some((table, _)) => wrong.hint(format!("it belongs under [{table}]")),
            None => wrong.hint(format!("the keys here are {}", self.siblings.join(", "))),
        }
    }
}

/// In the parser's words. The line itself is not shown: it may hold what should have been a secret.
fn syntax(error: &toml::de::Error, text: &str) -> Wrong {
    let message = error.message();
    if message == "duplicate key" {
        let name = error.span().and_then(|span| text.get(span)).unwrap_or("a key");
        return Wrong::new("each key once", format!("{} again", shown_text(name.trim_matches('"'))));
    }
    Wrong::new("valid TOML", format!("a syntax error: {message}"))
}
