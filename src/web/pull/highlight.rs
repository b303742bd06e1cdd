//! What the words of a program are: comments, strings, keywords. Seven classes, whatever the language, for
//! a style sheet to colour.
//!
//! The grammars are read when the first diff is shown, and not before. Every text has limits in bytes and
//! lines, and a page has one in time: what is beyond them is plain.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::domain::diff::{Changes, Row};

/// Largest text that is read, in bytes.
const TEXT_BYTES: usize = 256 * 1024;
/// Most lines that are read of one text.
const TEXT_LINES: usize = 6_000;
/// Longest line that is read, in bytes: what is longer was not written by hand.
const LINE_BYTES: usize = 1_000;
/// How long all texts of a page may take together.
const PAGE_TIME: Duration = Duration::from_millis(250);

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Class {
    /// Written for people.
    Comment,
    /// A text of the program.
    String,
    /// A word of the language.
    Keyword,
    /// A number, or another constant of the language.
    Number,
    /// The name of a function or a type.
    Name,
    /// The name of an element.
    Tag,
    /// The name of an attribute or a key.
    Attribute,
}

/// The words of a line, as ranges of bytes.
pub(in crate::web) type Words = Vec<(Range<usize>, Class)>;

/// The words of the lines that a diff shows, by the numbers of the lines.
#[derive(Debug, Default)]
pub(in crate::web) struct Lit {
    /// Lines of the old text.
    pub(in crate::web) old: HashMap<u32, Words>,
    /// Lines of the new text.
    pub(in crate::web) new: HashMap<u32, Words>,
}

/// How long the texts of a page may still take.
pub(in crate::web) struct Budget(Duration);

impl Budget {
    /// That of a new page.
    pub(in crate::web) fn new() -> Self {
        Self(PAGE_TIME)
    }

    /// Whether it was too little for some text.
    pub(in crate::web) fn is_spent(&self) -> bool {
        self.0.is_zero()
    }
}

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Endings of languages that are read by the grammar of another.
const READ_AS: [(&str, &str); 14] = [
    ("cjs", "js"),
    ("mjs", "js"),
    ("jsx", "js"),
    ("ts", "js"),
    ("tsx", "js"),
    ("vue", "html"),
    ("svelte", "html"),
    ("hbs", "html"),
    ("kt", "java"),
    ("scss", "css"),
    ("less", "css"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("pyi", "py"),
];

/// What scopes mean, the first that fits from the inside out; nothing: no class, whatever is around it.
static CLASSES: LazyLock<Vec<(Scope, Option<Class>)>> = LazyLock::new(|| {
    let scope = |(name, class)| Scope::new(name).ok().map(|scope| (scope, class));
    SCOPES.into_iter().filter_map(scope).collect()
});

const SCOPES: [(&str, Option<Class>); 32] = [
    ("comment", Some(Class::Comment)),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("source.js.embedded", None),
    ("source.css.embedded", None),
    ("string.unquoted", None),
    ("string", Some(Class::String)),
    ("markup.raw", Some(Class::String)),
    ("constant.numeric", Some(Class::Number)),
    ("constant.language", Some(Class::Number)),
    ("constant.character", Some(Class::Number)),
    ("constant.other.color", Some(Class::Number)),
    ("keyword.operator.word", Some(Class::Keyword)),
    ("keyword.operator.logical.python", Some(Class::Keyword)),
    ("keyword.operator", None),
    ("keyword.other.unit", Some(Class::Number)),
    ("keyword", Some(Class::Keyword)),
    ("storage", Some(Class::Keyword)),
    ("variable.language", Some(Class::Keyword)),
    ("markup.heading", Some(Class::Keyword)),
    ("entity.name.section", Some(Class::Keyword)),
    ("entity.name.tag.yaml", Some(Class::Attribute)),
    ("entity.name.tag", Some(Class::Tag)),
    ("entity.other.attribute-name", Some(Class::Attribute)),
    ("support.type.property-name", Some(Class::Attribute)),
    ("meta.property-name", Some(Class::Attribute)),
    ("entity.name", Some(Class::Name)),
    ("entity.other.inherited-class", Some(Class::Name)),
    ("support.function", Some(Class::Name)),
    ("support.class", Some(Class::Name)),
    ("support.type", Some(Class::Name)),
    ("variable.function", Some(Class::Name)),
];

impl Lit {
    /// Reads both texts as far as the diff shows them.
    pub(in crate::web) fn of(
        path: &str,
        (old, new): (&str, &str),
        changes: &Changes,
        budget: &mut Budget,
    ) -> Self {
        let largest = old.len().max(new.len());
        if largest > TEXT_BYTES || changes.hunks.is_empty() || budget.is_spent() {
            return Self::default();
        }
        let Some(syntax) = syntax(path) else { return Self::default() };
        // Reading the grammars, once, is not on the account of the page that is first.
        let begin = Instant::now();
        let lit = Self::until(syntax, (old, new), changes, begin + budget.0);
        budget.0 = budget.0.saturating_sub(begin.elapsed());
        // Half a file would look as if its other half were something else.
        if budget.is_spent() { Self::default() } else { lit }
    }

    fn until(syntax: &SyntaxReference, (old, new): (&str, &str), changes: &Changes, until: Instant) -> Self {
        let (mut of_old, mut of_new) = (Vec::new(), Vec::new());
        for row in changes.hunks.iter().flat_map(|hunk| &hunk.rows) {
            match row {
                Row::Same { new, .. } => of_new.push(new.number),
                Row::Changed { old, new } => {
                    of_old.extend(old.as_ref().map(|line| line.number));
                    of_new.extend(new.as_ref().map(|line| line.number));
                }
            }
        }
        // What both begin with is read once.
        let first = |lines: &[u32]| lines.first().map_or(usize::MAX, |line| *line as usize);
        let same = first(&of_old).min(first(&of_new)).saturating_sub(1);
        let mut reader = Reader { state: ParseState::new(syntax), stack: ScopeStack::new(), at: 0, until };
        let mut lines = new.split_inclusive('\n');
        for line in lines.by_ref().take(same) {
            if !reader.line(line, |_, _| {}) {
                return Self::default();
            }
        }
        let of_new = reader.clone().words(lines, &of_new);
        let of_old = reader.words(old.split_inclusive('\n').skip(same), &of_old);
        Self { old: of_old, new: of_new }
    }
}

/// The grammar of a file: by its name, then by the ending of its name.
fn syntax(path: &str) -> Option<&'static SyntaxReference> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    let read_as =
        READ_AS.iter().find(|(other, _)| *other == ending).map_or(ending.as_str(), |(_, known)| known);
    let found =
        GRAMMARS.find_syntax_by_extension(name).or_else(|| GRAMMARS.find_syntax_by_extension(read_as));
    found.filter(|syntax| syntax.name != "Plain Text")
}

#[derive(Clone)]
struct Reader {
    state: ParseState,
    stack: ScopeStack,
    at: usize,
    until: Instant,
}

impl Reader {
    /// Reads up to the last wanted line.
    fn words<'a>(mut self, lines: impl Iterator<Item = &'a str>, wanted: &[u32]) -> HashMap<u32, Words> {
        let mut found = HashMap::new();
        let mut wanted = wanted.iter().peekable();
        for line in lines {
            let number = u32::try_from(self.at + 1).unwrap_or(u32::MAX);
            let Some(next) = wanted.peek() else { break };
            let is_wanted = **next == number;
            let mut words = Words::new();
            let goes_on = self.line(line, |range, class| {
                if is_wanted {
                    add(&mut words, range, class);
                }
            });
            if !goes_on {
                break;
            }
            if is_wanted {
                wanted.next();
                found.insert(number, words);
            }
        }
        found
    }

    /// Reads a line, and says what each part of it is; false where a limit is reached. A line that is too
    /// long is passed over as if it were not there.
    fn line(&mut self, line: &str, mut tell: impl FnMut(Range<usize>, Class)) -> bool {
        self.at += 1;
        if self.at > TEXT_LINES || Instant::now() >= self.until {
            return false;
        }
        if line.len() > LINE_BYTES {
            return true;
        }
        let Ok(ops) = self.state.parse_line(line, &GRAMMARS) else { return false };
        let end = line.trim_end_matches(['\r', '\n']).len();
        let mut from = 0;
        for (at, op) in ops {
            let at = at.min(end);
            if let Some(class) = class(&self.stack).filter(|_| from < at) {
                tell(from..at, class);
            }
            from = at;
            if self.stack.apply(&op).is_err() {
                return false;
            }
        }
        if let Some(class) = class(&self.stack).filter(|_| from < end) {
            tell(from..end, class);
        }
        true
    }
}

fn class(stack: &ScopeStack) -> Option<Class> {
    let known = |scope: &Scope| CLASSES.iter().find(|(known, _)| known.is_prefix_of(*scope));
    stack.as_slice().iter().rev().find_map(known).and_then(|(_, class)| *class)
}

/// Neighbours of one class are one word.
fn add(words: &mut Words, range: Range<usize>, class: Class) {
    match words.last_mut() {
        Some((last, known)) if *known == class && last.end == range.start => last.end = range.end,
        Some(_) | None => words.push((range, class)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::diff::{Body, Content, body};

    /// The words of the new text, each with its class.
    fn lit(path: &str, new: &str, time: Duration) -> Vec<(String, Class)> {
        let Body::Text { changes, .. } = body(Content::Missing, Content::Bytes(new.as_bytes()), 100) else {
            panic!("it is text")
        };
        let lit = Lit::of(path, ("", new), &changes, &mut Budget(time));
        let mut found = Vec::new();
        for (at, line) in new.lines().enumerate() {
            let words = lit.new.get(&u32::try_from(at + 1).unwrap()).cloned().unwrap_or_default();
            found.extend(words.into_iter().map(|(range, class)| (line[range].to_owned(), class)));
        }
        found
    }

    #[test]
    fn the_words_of_languages_have_their_classes() {
        let long = Duration::from_secs(60);
        let has = |path: &str, text: &str, word: &str, class: Class| {
            let found = lit(path, text, long);
            let is_there = found.iter().any(|(known, its)| known.contains(word) && *its == class);
            assert!(is_there, "{word} is no {class:?} in {text}: {found:?}");
        };
        has("a/b.rs", "// note\nfn main() { let a = 1; }\n", "note", Class::Comment);
        has("a/b.rs", "fn main() { let a = 1; }\n", "fn", Class::Keyword);
        has("a/b.rs", "fn main() { let a = 1; }\n", "main", Class::Name);
        has("a/b.rs", "fn main() { let a = 17; }\n", "17", Class::Number);
        has("b.tsx", "const a = 'text';\n", "text", Class::String);
        has("b.html", "<p class=\"x\">a</p>\n", "p", Class::Tag);
        has("b.html", "<p class=\"x\">a</p>\n", "class", Class::Attribute);
        has("Makefile", "# note\nall:\n\techo\n", "note", Class::Comment);
        has("b.py", "a = \"\"\"one\ntwo\"\"\"\n", "two", Class::String);
    }

    #[test]
    fn beyond_a_limit_everything_is_plain() {
        let long = Duration::from_secs(60);
        assert_eq!(lit("a.unknown", "fn main() {}\n", long), []);
        assert_eq!(lit("a.rs", "fn main() {}\n", Duration::ZERO), []);
        assert_eq!(lit("a.rs", &format!("fn a() {{}} //{}\n", "x".repeat(TEXT_BYTES)), long), []);
        let over_a_long_line = format!("//{}\nfn main() {{}}\n", "x".repeat(LINE_BYTES));
        assert_eq!(lit("a.rs", &over_a_long_line, long).first(), Some(&("fn".to_owned(), Class::Keyword)));
    }

    #[test]
    fn a_change_inside_a_comment_is_read_with_what_stands_before() {
        let old = "/*\n\n\n\n\n\n\n\n * let a = 1;\n */\nfn a() {}\n";
        let new = old.replace("= 1", "= 2");
        let Body::Text { changes, .. } =
            body(Content::Bytes(old.as_bytes()), Content::Bytes(new.as_bytes()), 100)
        else {
            panic!("it is text")
        };
        let lit = Lit::of("a.rs", (old, &new), &changes, &mut Budget(Duration::from_secs(60)));
        assert_eq!(lit.old[&9], [(0..13, Class::Comment)]);
        assert_eq!(lit.new[&9], [(0..13, Class::Comment)]);
    }
}
