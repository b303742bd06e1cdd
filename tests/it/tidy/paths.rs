//! Every path a source file names, in `use` trees and in code, written out in full.

use super::Source;
use super::lexer::{Kind, Token};

/// A path such as `std::fs::File`; one of baton's own begins with `crate`, however it was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub segments: Vec<String>,
    pub line: usize,
}

impl Named {
    /// Whether `run` occurs in the path, segment by segment.
    pub fn has(&self, run: &[&str]) -> bool {
        self.segments.windows(run.len()).any(|window| window == run)
    }

    /// The path as a person writes it.
    pub fn written(&self) -> String {
        self.segments.join("::")
    }
}

/// All paths of two and more segments, and everything that a `use` or `extern crate` brings in.
pub fn named_in(source: &Source) -> Vec<Named> {
    let tokens = &source.tokens;
    let mut walk = Walk { module: Module::of_file(&source.path), depth: 0, found: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = walk.step(tokens, at);
    }
    walk.found
}

/// Where in the module tree the walk is.
struct Module {
    /// Binaries are crates of their own: their `crate::` is not the library's.
    is_binary: bool,
    names: Vec<String>,
    /// Inline modules that are open, with the brace depth they were opened at.
    inline: Vec<usize>,
}

impl Module {
    fn of_file(path: &str) -> Self {
        let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
        let mut names: Vec<_> = inside.split('/').map(str::to_owned).collect();
        let is_binary = inside == "main" || names[0] == "bin";
        if names.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
            names.pop();
        }
        Self { is_binary, names, inline: Vec::new() }
    }

    /// Writes `segments` out from the root of the library; paths of other crates stay as they are.
    fn resolve(&self, segments: &[String]) -> Vec<String> {
        match segments.first().map(String::as_str) {
            Some("baton") => return with_root("crate", &segments[1..]),
            Some("crate") if self.is_binary => return with_root("self", &segments[1..]),
            Some("crate" | "self" | "super") if !self.is_binary => {}
            Some(_) | None => return segments.to_vec(),
        }
        let mut from = self.names.clone();
        let mut rest = segments;
        while let Some(first) = rest.first() {
            match first.as_str() {
                "crate" => from.clear(),
                "super" => drop(from.pop()),
                "self" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
        with_root("crate", &[from.as_slice(), rest].concat())
    }
}

fn with_root(root: &str, segments: &[String]) -> Vec<String> {
    std::iter::once(root.to_owned()).chain(segments.iter().cloned()).collect()
}

struct Walk {
    module: Module,
    depth: usize,
    found: Vec<Named>,
}

impl Walk {
    /// Looks at the token `at` and returns the next one to look at.
    fn step(&mut self, tokens: &[Token], at: usize) -> usize {
        let token = &tokens[at];
        let next_is = |punct: &str| tokens.get(at + 1).is_some_and(|next| next.is_punct(punct));
        if token.is_punct("{") {
            self.depth += 1;
        } else if token.is_punct("}") {
            self.close();
        } else if token.is_word("mod") && tokens.get(at + 2).is_some_and(|next| next.is_punct("{")) {
            self.module.names.push(tokens[at + 1].text.clone());
            self.module.inline.push(self.depth);
        } else if token.is_word("use") && !next_is("<") {
            return self.tree(tokens, at + 1, &[]);
        } else if token.is_word("extern") && tokens.get(at + 1).is_some_and(|next| next.is_word("crate")) {
            return self.tree(tokens, at + 2, &[]);
        } else if token.kind == Kind::Word && next_is("::") {
            return self.path(tokens, at);
        }
        at + 1
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.module.inline.last() == Some(&self.depth) {
            self.module.inline.pop();
            self.module.names.pop();
        }
    }

    fn push(&mut self, segments: &[String], line: usize) {
        self.found.push(Named { segments: self.module.resolve(segments), line });
    }

    /// A path in code: words joined by `::`.
    fn path(&mut self, tokens: &[Token], mut at: usize) -> usize {
        let line = tokens[at].line;
        let mut segments = vec![tokens[at].text.clone()];
        while let [colons, word, ..] = &tokens[at + 1..]
            && colons.is_punct("::")
            && word.kind == Kind::Word
        {
            segments.push(word.text.clone());
            at += 2;
        }
        if segments.len() > 1 {
            self.push(&segments, line);
        }
        at + 1
    }

    /// One branch of a `use` tree below `prefix`, up to the token that ends it.
    fn tree(&mut self, tokens: &[Token], mut at: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        while let Some(token) = tokens.get(at) {
            if token.is_punct("{") {
                return self.branches(tokens, at + 1, &segments);
            }
            let is_segment = token.is_punct("*") || token.kind == Kind::Word;
            // `a::{self}` is `a`.
            let names_prefix = token.is_word("self") && !segments.is_empty();
            if is_segment && !names_prefix {
                segments.push(token.text.clone());
            }
            at += 1;
            let goes_on = tokens.get(at).is_some_and(|next| next.is_punct("::"));
            if is_segment && !goes_on {
                self.push(&segments, token.line);
                return after_alias(tokens, at);
            }
        }
        at
    }

    fn branches(&mut self, tokens: &[Token], mut at: usize, prefix: &[String]) -> usize {
        while let Some(token) = tokens.get(at) {
            if token.is_punct("}") {
                return at + 1;
            }
            at = if token.is_punct(",") { at + 1 } else { self.tree(tokens, at, prefix) };
        }
        at
    }
}

fn after_alias(tokens: &[Token], at: usize) -> usize {
    if tokens.get(at).is_some_and(|next| next.is_word("as")) { at + 2 } else { at }
}

fn paths(path: &str, text: &str) -> Vec<String> {
    named_in(&Source::new(path, text)).iter().map(Named::written).collect()
}

#[test]
fn use_trees_are_written_out() {
    let text = "pub use std::{fs::{self, File as F}, io::*};\nuse ::serde;\nuse self::{a, b::{c, d}, };";
    assert_eq!(
        paths("src/store/mod.rs", text),
        [
            "std::fs",
            "std::fs::File",
            "std::io::*",
            "serde",
            "crate::store::a",
            "crate::store::b::c",
            "crate::store::b::d"
        ]
    );
}

#[test]
fn paths_in_code_are_found() {
    let text = "fn f(x: &mut a::B<c::D>) -> impl Fn() + use<'_> { Vec::<u8>::new(); crate::e::F::g() }";
    assert_eq!(paths("src/web/page.rs", text), ["a::B", "c::D", "crate::e::F::g"]);
}

#[test]
fn super_counts_files_and_inline_modules() {
    let text = "use super::x; mod inner { use super::y; fn f() { super::super::z::w() } } use super::v;";
    assert_eq!(
        paths("src/chat/local/page.rs", text),
        [
            "crate::chat::local::x",
            "crate::chat::local::page::y",
            "crate::chat::local::z::w",
            "crate::chat::local::v"
        ]
    );
}

#[test]
fn a_binary_names_the_library_by_its_name() {
    assert_eq!(paths("src/main.rs", "use baton::cli; use crate::own;"), ["crate::cli", "self::own"]);
}
