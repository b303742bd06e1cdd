//! A program that is put together from parts is read as those parts.

use proptest::prelude::*;

use super::{comments, shown};

/// The parts of a language.
struct Parts {
    path: &'static str,
    /// Strings around two words, `§`, with a placeholder between them where `{}` stands.
    strings: &'static [&'static str],
    /// What begins and ends a placeholder.
    hole: (&'static str, &'static str),
    /// Comments around `@`.
    comments: &'static [&'static str],
    /// What looks like a string or a comment, and is none.
    others: &'static [&'static str],
}

const SLASHES: &[&str] = &["// @\n", "/*@*/"];
const HASHES: &[&str] = &["# @\n"];
const NONE: (&str, &str) = ("", "");
const HASH: (&str, &str) = ("#{", "}");
const DOLLAR: (&str, &str) = ("${", "}");
const COMMAND: (&str, &str) = ("$(", ")");

#[rustfmt::skip]
const PARTS: &[Parts] = &[
    Parts { path: "a.rb", strings: &["\"§{}§\"", "'§§'"], hole: HASH, comments: HASHES, others: &["x = y / 2", "%w[it's \"]", "/it's/", "?\"", "%q('\")"] },
    Parts { path: "a.py", strings: &["f\"§{}§\"", "f'''§{}§'''", "rf'§{}§'"], hole: ("{", "}"), comments: HASHES, others: &["x = y % 2", "d[1:2]"] },
    Parts { path: "a.kt", strings: &["\"§{}§\"", "\"\"\"§{}§\"\"\""], hole: DOLLAR, comments: SLASHES, others: &["'\"'", "`it's`", "x / 2"] },
    Parts { path: "a.scala", strings: &["s\"§{}§\"", "s\"\"\"§{}§\"\"\""], hole: DOLLAR, comments: SLASHES, others: &["'\"'", "'sym"] },
    Parts { path: "a.gradle", strings: &["\"§{}§\"", "\"\"\"§{}§\"\"\"", "'§§'"], hole: DOLLAR, comments: SLASHES, others: &["= /it's/", "x / 2"] },
    Parts { path: "a.swift", strings: &["\"§{}§\"", "\"\"\"§{}§\"\"\"", "#\"§§\"#"], hole: ("\\(", ")"), comments: SLASHES, others: &["x / 2", "#if os"] },
    Parts { path: "a.dart", strings: &["\"§{}§\"", "'§{}§'", "'''§{}§'''", "r'§§'"], hole: DOLLAR, comments: SLASHES, others: &["x / 2"] },
    Parts { path: "a.cs", strings: &["$\"§{}§\"", "$@\"§{}§\"", "$\"\"\"§{}§\"\"\"", "@\"§§\""], hole: ("{", "}"), comments: SLASHES, others: &["'\"'", "@if"] },
    Parts { path: "a.fs", strings: &["$\"§{}§\"", "\"\"\"§§\"\"\"", "@\"§§\""], hole: ("{", "}"), comments: &["// @\n", "(*@*)"], others: &["'\"'", "x'", "'a"] },
    Parts { path: "a.sh", strings: &["\"§{}§\"", "'§§'", "$'§§'"], hole: COMMAND, comments: HASHES, others: &["it\\'s", "a#b", "${x#y}", "$#"] },
    Parts { path: "a.ps1", strings: &["\"§{}§\"", "'§§'"], hole: COMMAND, comments: &["# @\n", "<#@#>"], others: &["`'", "$x"] },
    Parts { path: "a.jl", strings: &["\"§{}§\"", "\"\"\"§{}§\"\"\""], hole: COMMAND, comments: &["# @\n", "#=@=#"], others: &["A'", "'\"'"] },
    Parts { path: "a.ex", strings: &["\"§{}§\"", "\"\"\"§{}§\"\"\"", "'§{}§'"], hole: HASH, comments: HASHES, others: &["?\"", "~r/it's/", "~w[\"]"] },
    Parts { path: "a.cr", strings: &["\"§{}§\""], hole: HASH, comments: HASHES, others: &["'\"'"] },
    Parts { path: "a.pl", strings: &["\"§{}§\"", "'§§'"], hole: ("@{[ ", " ]}"), comments: HASHES, others: &["$#w", "qw(it's)", "=~ m/'/", "$x / 2"] },
    Parts { path: "a.tf", strings: &["\"§{}§\""], hole: DOLLAR, comments: &["# @\n", "/*@*/"], others: &["x / 2"] },
    Parts { path: "a.scss", strings: &["\"§{}§\"", "'§{}§'"], hole: HASH, comments: SLASHES, others: &["url(//it's)"] },
    Parts { path: "a.ts", strings: &["`§{}§`", "'§§'", "\"§§\""], hole: DOLLAR, comments: SLASHES, others: &["x / 2", "= /it's/", "if (x) /'/"] },
    Parts { path: "a.tsx", strings: &["`§{}§`", "'§§'", "\"§§\""], hole: DOLLAR, comments: SLASHES, others: &["<T,>(x) =>", "(x) / 2"] },
    Parts { path: "a.rs", strings: &["\"§§\"", "r#\"§§\"#"], hole: NONE, comments: SLASHES, others: &["<'a, 'b>", "'\"'", "b'\"'"] },
    Parts { path: "a.c", strings: &["\"§§\"", "R\"x(§§)x\""], hole: NONE, comments: SLASHES, others: &["'\"'", "1'000"] },
    Parts { path: "a.go", strings: &["\"§§\"", "`§§`"], hole: NONE, comments: SLASHES, others: &["'\"'"] },
    Parts { path: "a.java", strings: &["\"§§\"", "\"\"\"§§\"\"\""], hole: NONE, comments: SLASHES, others: &["'\"'", "'\\''"] },
    Parts { path: "a.zig", strings: &["\"§§\""], hole: NONE, comments: &["// @\n"], others: &["'\"'"] },
    Parts { path: "a.d", strings: &["\"§§\"", "`§§`", "r\"§§\""], hole: NONE, comments: &["// @\n", "/+@+/"], others: &["'\"'"] },
    Parts { path: "a.proto", strings: &["\"§§\"", "'§§'"], hole: NONE, comments: SLASHES, others: &["x = 1"] },
    Parts { path: "a.vb", strings: &["\"§§\""], hole: NONE, comments: &["' @\n"], others: &["x = 1"] },
    Parts { path: "a.lua", strings: &["\"§§\"", "'§§'", "[[§§]]", "[=[§§]=]"], hole: NONE, comments: &["-- @\n", "--[[@]]"], others: &["t[1]"] },
    Parts { path: "a.sql", strings: &["'§§'", "\"§§\""], hole: NONE, comments: &["-- @\n", "/*@*/"], others: &["`it's`", "x - 1"] },
    Parts { path: "a.css", strings: &["'§§'", "\"§§\""], hole: NONE, comments: &["/*@*/"], others: &["url(http://it's)"] },
    Parts { path: "a.hs", strings: &["\"§§\""], hole: NONE, comments: &["-- @\n", "{-@-}"], others: &["x'", "'\"'"] },
    Parts { path: "a.ml", strings: &["\"§§\"", "{|§§|}"], hole: NONE, comments: &["(*@*)"], others: &["x'", "'\"'", "'a"] },
    Parts { path: "a.clj", strings: &["\"§§\""], hole: NONE, comments: &["; @\n"], others: &["\\\"", "'x", "#\"it's\""] },
    Parts { path: "a.erl", strings: &["\"§§\""], hole: NONE, comments: &["% @\n"], others: &["$\"", "'it is'"] },
    Parts { path: "a.nim", strings: &["\"§§\"", "\"\"\"§§\"\"\""], hole: NONE, comments: &["# @\n", "#[@]#"], others: &["'\"'"] },
    Parts { path: "a.r", strings: &["\"§§\"", "'§§'"], hole: NONE, comments: HASHES, others: &["`it's`", "x %in% y"] },
    Parts { path: "a.graphql", strings: &["\"§§\"", "\"\"\"§§\"\"\""], hole: NONE, comments: HASHES, others: &["x: y"] },
];

/// A part of a program.
#[derive(Debug, Clone)]
enum Part {
    String(Literal),
    Comment(usize, String),
    Other(usize),
}

/// A kind of string, two words, and the strings in the placeholder between them.
#[derive(Debug, Clone)]
struct Literal {
    kind: usize,
    words: [String; 2],
    inside: Vec<Literal>,
}

fn literal() -> impl Strategy<Value = Literal> {
    let words = || ["[a-z]{1,5} [A-Z][a-z]{1,5}", "[a-z]{1,5} [A-Z][a-z]{1,5}"];
    let leaf =
        (any::<usize>(), words()).prop_map(|(kind, words)| Literal { kind, words, inside: Vec::new() });
    leaf.prop_recursive(3, 12, 2, move |inner| {
        (any::<usize>(), words(), proptest::collection::vec(inner, 1..3))
            .prop_map(|(kind, words, inside)| Literal { kind, words, inside })
    })
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![
        literal().prop_map(Part::String),
        (any::<usize>(), "[a-z]{1,5} [A-Z][a-z]{1,5}").prop_map(|(kind, text)| Part::Comment(kind, text)),
        any::<usize>().prop_map(Part::Other),
    ];
    proptest::collection::vec(part, 1..6)
}

/// What a program was put together from.
#[derive(Default)]
struct Made {
    file: String,
    shown: Vec<String>,
    comments: Vec<String>,
}

impl Made {
    fn add(&mut self, language: &Parts, part: &Part) {
        let one_of = |all: &[&'static str], kind: usize| all[kind % all.len()];
        match part {
            Part::String(literal) => {
                self.file.push_str("\nf(");
                self.string(language, literal);
                self.file.push_str(")\n");
            }
            Part::Comment(kind, text) => {
                let comment = one_of(language.comments, *kind).replace('@', &format!("{text}'s \"x\""));
                self.file.push_str(&format!("\n{comment}"));
                self.comments.push(text.clone());
            }
            Part::Other(kind) => self.file.push_str(&format!("\n{}\n", one_of(language.others, *kind))),
        }
    }

    fn string(&mut self, language: &Parts, literal: &Literal) {
        let string = language.strings[literal.kind % language.strings.len()];
        let (before, rest) = string.split_once('§').unwrap();
        let (between, after) = rest.split_once('§').unwrap();
        let [one, two] = &literal.words;
        let held = !literal.inside.is_empty() && between == "{}";
        self.shown.push(format!("{one} {}{two}", if held { "…" } else { "" }));
        self.file.push_str(&format!("{before}{one} "));
        if held {
            let (open, close) = language.hole;
            self.file.push_str(open);
            for inside in &literal.inside {
                self.file.push_str(" g(");
                self.string(language, inside);
                self.file.push(')');
            }
            self.file.push_str(close);
        }
        self.file.push_str(&format!("{two}{after}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_program_is_read_as_its_parts(parts in parts()) {
        for language in PARTS {
            let mut made = Made::default();
            parts.iter().for_each(|part| made.add(language, part));
            prop_assert_eq!(shown(language.path, &made.file), made.shown, "{}: {}", language.path, made.file);
            let read = comments(language.path, &made.file);
            prop_assert_eq!(read.len(), made.comments.len(), "{}: {}", language.path, made.file);
            for (read, text) in read.iter().zip(&made.comments) {
                prop_assert!(read.contains(text.as_str()), "{}: {}", language.path, made.file);
            }
        }
    }
}
