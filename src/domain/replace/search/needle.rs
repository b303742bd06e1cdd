//! The prefilter: what must stand in a file that holds a text, however the file spells it.
//!
//! The longest run of ASCII letters and digits of a text is always spelled plainly (a promise of
//! `spelling`), so it is enough to look for that. A text without one is looked for by a character
//! outside ASCII, or by what begins an escape; a text of punctuation only may be anywhere.

use aho_corasick::AhoCorasick;

use super::super::Case;

/// What to look for.
#[derive(Debug)]
pub(super) struct Needle {
    /// One of these must stand there; `None` when the text may be anywhere.
    one: Option<AhoCorasick>,
    /// For each text, all of its words must stand there; not used when case may differ.
    all: Vec<Vec<String>>,
}

/// What begins an escape of a character outside ASCII.
const ESCAPES: &[&str] = &["\\u", "\\U", "\\x", "&"];

impl Needle {
    /// For any of these texts.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, case: Case) -> Self {
        let mut needles: Vec<String> = Vec::new();
        let mut all = Vec::new();
        for text in texts {
            if case == Case::Exact {
                all.push(words(text).map(str::to_owned).collect());
            }
            if let Some(word) = longest_word(text) {
                needles.push(word.to_owned());
            } else if let Some(ch) = text.chars().find(|c| case == Case::Exact && c.is_alphabetic()) {
                needles.push(ch.to_string());
                needles.extend(ESCAPES.iter().map(|escape| (*escape).to_owned()));
            } else {
                return Self::anywhere();
            }
        }
        Self { all, ..Self::build(&needles, case) }
    }

    fn build(needles: &[String], case: Case) -> Self {
        if needles.is_empty() {
            return Self::anywhere();
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(case == Case::Any).build(needles);
        // Too large an automaton: then every file is looked into, which is slow and right.
        Self { one: automaton.ok(), all: Vec::new() }
    }

    fn anywhere() -> Self {
        Self { one: None, all: Vec::new() }
    }

    /// Whether the bytes may hold what is looked for.
    pub(super) fn might_be_in(&self, bytes: &[u8]) -> bool {
        let stands = |word: &String| memchr::memmem::find(bytes, word.as_bytes()).is_some();
        self.one.as_ref().is_none_or(|automaton| automaton.is_match(bytes))
            && (self.all.is_empty() || self.all.iter().any(|words| words.iter().all(stands)))
    }
}

/// The longest run of ASCII letters and digits.
fn longest_word(text: &str) -> Option<&str> {
    words(text).max_by_key(|word| word.len())
}

/// The runs of ASCII letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}
