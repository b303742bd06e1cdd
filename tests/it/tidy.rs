//! Keeps the source tree in shape: what review would have to watch for, a test watches.
//!
//! Each rule is a function from one file to what is wrong in it, and carries samples that it must
//! catch and samples that it must let pass: a rule that stops working is noticed.

mod layers;
mod lexer;
mod paths;
mod shape;
mod text;
mod tree;

use lexer::{Kind, Token};

/// One file of the tree. Files that are not Rust have no tokens.
pub struct Source {
    path: String,
    text: String,
    tokens: Vec<Token>,
    comments: Vec<Token>,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let all = if path.ends_with(".rs") { lexer::lex(text) } else { Vec::new() };
        let (comments, tokens) = all.into_iter().partition(|token| token.kind == Kind::Comment);
        Self { path: path.to_owned(), text: text.to_owned(), tokens, comments }
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs") && !self.is_fixture()
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Fixtures are other people's files: they keep their own style.
    fn is_fixture(&self) -> bool {
        self.path.split('/').any(|part| part == "fixtures")
    }
}

/// What is wrong, and on which line.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    line: usize,
    what: String,
}

impl Found {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// One rule with its proof.
pub struct Rule {
    name: &'static str,
    find: fn(&Source) -> Vec<Found>,
    /// Path, text and the one line that the rule must name.
    catches: &'static [(&'static str, &'static str, usize)],
    /// Path and text that the rule must not mind.
    lets_pass: &'static [(&'static str, &'static str)],
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    [layers::RULES, shape::RULES, text::RULES].into_iter().flatten()
}

#[test]
fn the_tree_is_tidy() {
    let sources = tree::sources();
    assert!(sources.iter().any(|source| source.path == file!()), "the tree was not read");
    let mut wrong = Vec::new();
    for source in &sources {
        for rule in rules() {
            let found = (rule.find)(source);
            wrong.extend(
                found
                    .into_iter()
                    .map(|found| format!("{}:{}: [{}] {}", source.path, found.line, rule.name, found.what)),
            );
        }
    }
    assert!(wrong.is_empty(), "{} places are not tidy:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_catches_what_it_must() {
    for rule in rules() {
        assert!(!rule.catches.is_empty(), "the rule {} has no sample that it must catch", rule.name);
        for (path, text, line) in rule.catches {
            let found = (rule.find)(&Source::new(path, text));
            let lines: Vec<_> = found.iter().map(|found| found.line).collect();
            assert_eq!(lines, [*line], "the rule {} on {path}:\n{text}\nfound {found:?}", rule.name);
        }
    }
}

#[test]
fn no_rule_minds_what_is_fine() {
    for rule in rules() {
        assert!(!rule.lets_pass.is_empty(), "the rule {} has no sample that it lets pass", rule.name);
        for (path, text) in rule.lets_pass {
            let found = (rule.find)(&Source::new(path, text));
            assert_eq!(found, [], "the rule {} on {path}:\n{text}", rule.name);
        }
    }
}
