//! The shape of files: their length, head, names, and what must not be left in them.

use super::lexer::{Kind, Token};
use super::paths::named_in;
use super::{Found, Rule, Source};

const LONGEST_FILE_LINES: usize = 400;

/// Names that say nothing about what the thing is.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "misc", "manager"];

pub const RULES: &[Rule] = &[
    Rule {
        name: "file length",
        find: file_length,
        catches: &[("src/domain/long.rs", LONG, 401), ("src/domain/long.rs", LONG_ABOVE_TESTS, 401)],
        lets_pass: &[
            ("src/domain/short.rs", SHORT_ABOVE_LONG_TESTS),
            ("src/domain/tests.rs", LONG),
            ("tests/it/stories.rs", LONG),
        ],
    },
    Rule {
        name: "file head",
        find: file_head,
        catches: &[
            ("src/git/mirror.rs", "use std::fmt;\n//! Too late.", 1),
            ("tests/it/stories.rs", "// One slash too few.", 1),
            ("benches/loop.rs", "", 1),
        ],
        lets_pass: &[
            ("src/git/mirror.rs", "//! Why it exists."),
            ("docs/a.md", "# No source"),
            ("tests/fixtures/rust/a.rs", "fn other_peoples() {}"),
        ],
    },
    Rule {
        name: "names",
        find: names,
        catches: &[
            ("src/utils/mod.rs", "", 1),
            ("scripts/common.sh", "", 1),
            ("src/git/mirror.rs", "//! x\npub mod helpers {}", 2),
            ("tests/it/stories.rs", "//! x\nfn helper() {}", 2),
        ],
        lets_pass: &[
            ("src/git/mirror.rs", "fn common_base() { a.common(); } // mod utils"),
            ("tests/fixtures/web/utils/common.js", ""),
        ],
    },
    Rule {
        name: "leftovers",
        find: leftovers,
        catches: &[
            ("tests/it/stories.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}", 2),
            ("tests/it/stories.rs", "#[cfg_attr(unix, ignore)] #[test]\nfn f() {}", 1),
            ("src/git/mirror.rs", "fn f() {\n  todo!() }", 2),
            ("src/git/mirror.rs", "fn f() {\n\n  unimplemented!(\"later\") }", 3),
            ("src/git/mirror.rs", "//! x\n/* two\n lines, FIXME */", 3),
            ("docs/a.md", "# A\n\nXXX: write this", 3),
        ],
        lets_pass: &[
            ("src/git/mirror.rs", "fn f() { ignore(); say(\"FIXME\"); let todo = todo; } // XXXL"),
            ("scripts/test", "mktemp -d baton.XXXXXX"),
            ("tests/fixtures/a.js", "// FIXME"),
        ],
    },
    Rule {
        name: "test code",
        find: test_code,
        catches: &[
            ("src/git/mirror.rs", "//! x\n#[cfg(test)]\nfn only_in_tests() {}", 2),
            ("src/git/mirror.rs", "//! x\n#[cfg(test)]\nmod samples {}", 2),
            ("src/git/mirror.rs", "#[cfg(any(test, feature = \"x\"))] mod tests {}", 1),
            ("src/git/mirror.rs", "#[cfg_attr(test, derive(Debug))]\nstruct A;", 1),
            ("src/git/mirror.rs", "fn f() -> bool {\n  cfg!(test) }", 2),
        ],
        lets_pass: &[
            (
                "src/git/mirror.rs",
                "#[cfg(test)]\n#[expect(clippy::x, reason = \"y\")]\npub(crate) mod tests {}",
            ),
            ("src/git/mirror.rs", "#[cfg(feature = \"test\")] fn f() {} // #[cfg(test)]"),
            ("src/git/mirror.rs", "#[cfg(test)]\nmod tests;"),
            ("tests/it/stories.rs", "#[cfg(test)] fn f() {}"),
        ],
    },
    Rule {
        name: "no sleeps in tests",
        find: sleeps,
        catches: &[
            ("tests/it/stories.rs", "fn f() {\n  std::thread::sleep(SECOND) }", 2),
            ("tests/it/stories.rs", "use tokio::{fs,\n  time::{Duration, sleep}};", 2),
            ("tests/it/stories.rs", "use tokio::time;\nasync fn f() { time::sleep(SECOND).await }", 2),
            ("src/git/tests.rs", "fn f() { thread::sleep(SECOND) }", 1),
            ("src/git/mirror.rs", "fn f() {}\n#[cfg(test)]\nmod tests {\n  use std::thread::sleep; }", 4),
        ],
        lets_pass: &[
            (
                "tests/it/stories.rs",
                "// thread::sleep\nfn f() { clock.sleep(SECOND); time::advance(SECOND) }",
            ),
            ("src/runtime/worker.rs", "fn f() { tokio::time::sleep(PERIOD) }\n#[cfg(test)]\nmod tests {}"),
        ],
    },
];

macro_rules! twenty_times {
    ($s:expr) => {
        concat!($s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s, $s)
    };
}

const LONG: &str = concat!(twenty_times!(twenty_times!("//\n")), "// one line more\n");
const LONG_ABOVE_TESTS: &str =
    concat!(twenty_times!(twenty_times!("//\n")), "//\n#[cfg(test)]\nmod tests {\n}\n");
const SHORT_ABOVE_LONG_TESTS: &str =
    concat!("#[cfg(test)]\nmod tests {\n", twenty_times!(twenty_times!("//\n")), "}\n");

fn file_length(source: &Source) -> Vec<Found> {
    if !source.is_in("src") || is_test_file(source) {
        return Vec::new();
    }
    let lines = tests_begin(source).map_or(source.text.lines().count(), |line| line - 1);
    if lines <= LONGEST_FILE_LINES {
        return Vec::new();
    }
    let what = format!("{lines} lines without the tests; {LONGEST_FILE_LINES} is the end, 150 the aim");
    vec![Found::new(LONGEST_FILE_LINES + 1, what)]
}

fn file_head(source: &Source) -> Vec<Found> {
    if !source.is_rust() || source.text.starts_with("//!") {
        return Vec::new();
    }
    vec![Found::new(1, "a file opens with `//!` and says why it exists")]
}

fn names(source: &Source) -> Vec<Found> {
    if source.is_fixture() {
        return Vec::new();
    }
    let say = |name: &str| format!("`{name}` does not say what it is");
    let parts = source.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    let in_path = parts.filter(|part| EMPTY_NAMES.contains(part)).map(|part| Found::new(1, say(part)));
    let items = source.tokens.windows(2).filter(|pair| {
        let is_item = pair[0].is_word("mod") || pair[0].is_word("fn");
        is_item && EMPTY_NAMES.contains(&pair[1].text.as_str())
    });
    in_path.chain(items.map(|pair| Found::new(pair[1].line, say(&pair[1].text)))).collect()
}

fn leftovers(source: &Source) -> Vec<Found> {
    if source.is_fixture() {
        return Vec::new();
    }
    if !source.is_rust() {
        return marks(&source.text, 1);
    }
    let attributes = attributes(&source.tokens).into_iter();
    let ignored = attributes.filter(|attribute| match attribute.words.as_slice() {
        ["ignore", ..] => true,
        ["cfg_attr", conditions @ ..] => conditions.contains(&"ignore"),
        _ => false,
    });
    let ignored = ignored.map(|attribute| Found::new(attribute.line, "a test runs or does not exist"));
    let stubs = source.tokens.windows(2).filter(|pair| {
        (pair[0].is_word("todo") || pair[0].is_word("unimplemented")) && pair[1].is_punct("!")
    });
    let stubs = stubs.map(|pair| Found::new(pair[0].line, format!("`{}!` is no code", pair[0].text)));
    let marks = source.comments.iter().flat_map(|comment| marks(&comment.text, comment.line));
    ignored.chain(stubs).chain(marks).collect()
}

fn marks(text: &str, first_line: usize) -> Vec<Found> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let Some(word) = words.find(|word| ["FIXME", "XXX"].contains(word)) {
            found.push(Found::new(first_line + number, format!("{word}: do it, or write an issue")));
        }
    }
    found
}

fn test_code(source: &Source) -> Vec<Found> {
    if !source.is_in("src") {
        return Vec::new();
    }
    let tokens = &source.tokens;
    let wrong = attributes(tokens).into_iter().filter(|attribute| {
        let is_cfg = matches!(attribute.words.first(), Some(&"cfg" | &"cfg_attr"));
        is_cfg && attribute.words.contains(&"test") && !attribute.opens_tests(tokens)
    });
    let say = |line| Found::new(line, "`cfg(test)` stands before `mod tests` only");
    let macros = tokens.windows(3).enumerate().filter(|(at, window)| {
        let inside = tokens[at + 3..].iter().take_while(|token| !token.is_punct(")"));
        window[0].is_word("cfg")
            && window[1].is_punct("!")
            && inside.into_iter().any(|token| token.is_word("test"))
    });
    let macros = macros.map(|(_, window)| say(window[0].line));
    wrong.map(|attribute| say(attribute.line)).chain(macros).collect()
}

fn sleeps(source: &Source) -> Vec<Found> {
    let from_line = match tests_begin(source) {
        _ if source.is_in("tests") || is_test_file(source) => 1,
        Some(line) => line,
        None => return Vec::new(),
    };
    let named = named_in(source);
    let sleeps = named.iter().filter(|named| {
        named.line >= from_line && (named.has(&["thread", "sleep"]) || named.has(&["time", "sleep"]))
    });
    sleeps.map(|named| Found::new(named.line, "a test waits for what happens, never for time")).collect()
}

fn is_test_file(source: &Source) -> bool {
    source.path.ends_with("/tests.rs") || source.path.contains("/tests/")
}

/// The line where the tests of a production file begin.
fn tests_begin(source: &Source) -> Option<usize> {
    let all = attributes(&source.tokens).into_iter();
    all.filter(|attribute| attribute.opens_tests(&source.tokens)).map(|attribute| attribute.line).next()
}

/// An attribute, with the words in it: `#[cfg(test)]` has `cfg` and `test`.
struct Attribute<'a> {
    line: usize,
    words: Vec<&'a str>,
    /// The index of the token after it.
    end: usize,
}

impl Attribute<'_> {
    /// Whether this is `#[cfg(test)]` on a module `tests`.
    fn opens_tests(&self, tokens: &[Token]) -> bool {
        if self.words != ["cfg", "test"] {
            return false;
        }
        let mut at = self.end;
        while let Some(next) = attribute(tokens, at) {
            at = next.end;
        }
        let item: Vec<_> = tokens[at..].iter().filter(|token| token.kind == Kind::Word).take(4).collect();
        let is_tests = |pair: &[&Token]| pair[0].is_word("mod") && pair[1].is_word("tests");
        match item.as_slice() {
            [first, scope, pair @ ..] if first.is_word("pub") && scope_word(scope) => {
                pair.len() == 2 && is_tests(pair)
            }
            [first, pair @ ..] if first.is_word("pub") => pair.len() >= 2 && is_tests(pair),
            pair => pair.len() >= 2 && is_tests(pair),
        }
    }
}

fn scope_word(token: &Token) -> bool {
    ["crate", "super", "self"].iter().any(|word| token.is_word(word))
}

fn attributes(tokens: &[Token]) -> Vec<Attribute<'_>> {
    (0..tokens.len()).filter_map(|at| attribute(tokens, at)).collect()
}

/// The attribute that begins at the token `at`, if one does.
fn attribute(tokens: &[Token], at: usize) -> Option<Attribute<'_>> {
    let hash = tokens.get(at).filter(|token| token.is_punct("#"))?;
    let open = at + 1 + usize::from(tokens.get(at + 1)?.is_punct("!"));
    tokens.get(open).filter(|token| token.is_punct("["))?;
    let (mut depth, mut end) = (0_usize, open);
    while let Some(token) = tokens.get(end) {
        depth += usize::from(token.is_punct("["));
        depth -= usize::from(token.is_punct("]"));
        end += 1;
        if depth == 0 {
            break;
        }
    }
    let inside = tokens[open..end].iter().filter(|token| token.kind == Kind::Word);
    Some(Attribute { line: hash.line, words: inside.map(|token| token.text.as_str()).collect(), end })
}
