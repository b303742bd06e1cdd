//! What a programming language writes as comments and strings: the vocabulary of [`super::grammars`].

use super::directive::Family;
use super::heredoc::Heredocs;
use super::hole::Hole;
use super::literal::Escapes;
use super::scan::Lines;
use super::{Or, Rules};

/// Comments and strings of a language.
#[derive(Debug)]
pub(super) struct Grammar {
    /// Its comments, longer marks first.
    pub comments: &'static [Comment],
    /// Strings without a prefix, longer openings first.
    pub strings: &'static [Opening],
    /// Strings that have other rules because of the word right before them.
    pub prefixes: &'static [Prefix],
    /// What `'` begins.
    pub tick: Tick,
    /// How it writes here documents.
    pub heredocs: Heredocs,
    /// Whether strings side by side are one text.
    pub adjacent: Adjacent,
    /// What else holds quotes that begin nothing, or strings that no table tells.
    pub odd: &'static [Odd],
    /// What its strings may hold for arguments to fill in.
    pub directives: &'static [Family],
}

/// One kind of comment.
#[derive(Debug)]
pub(super) struct Comment {
    /// What begins it.
    pub open: &'static str,
    /// What ends it.
    pub end: End,
    /// Where it may begin.
    pub at: At,
}

/// What ends a comment.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// Its line.
    Line,
    /// A mark.
    Mark(&'static str),
    /// A mark for each opening inside.
    Nested(&'static str),
}

/// Where a comment may begin.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    /// Anywhere.
    Anywhere,
    /// Where a word may begin: `$#` and `a#b` of a shell are no comments.
    Word,
    /// At the start of a line.
    LineStart,
    /// Not with this byte behind the mark: `#[` of PHP is an attribute.
    Unless(u8),
}

/// One kind of string.
#[derive(Debug)]
pub(super) struct Opening {
    /// What begins it.
    pub open: &'static str,
    /// What ends it.
    pub close: &'static str,
    /// How it is spelled.
    pub kind: Kind,
    /// Whether it may go over several lines.
    pub lines: Lines,
    /// The placeholders that it may hold.
    pub holes: &'static [Hole],
    /// What is doubled to stand for itself, because it would open a placeholder.
    pub doubled: &'static [&'static str],
}

/// How a kind of string is spelled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// With backslashes.
    Escaped(&'static Rules),
    /// The same without a quote to escape.
    Here(&'static Rules),
    /// As it is.
    Raw(Or),
    /// As it is, but a quote behind a backslash does not close it.
    Guarded(Or),
    /// With its quote doubled.
    Doubled(Escapes),
    /// A name or a pattern, not a text.
    Skipped,
}

/// Strings behind a word.
#[derive(Debug)]
pub(super) struct Prefix {
    /// The word in small letters; an empty one stands for all others.
    pub word: &'static str,
    /// The strings, longer openings first.
    pub strings: &'static [Opening],
}

/// What `'` begins where no string begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tick {
    /// Nothing.
    Nothing,
    /// A character, a lifetime, a symbol, or a part of a name; a character may have one of these in front.
    Character(&'static [&'static str]),
}

/// Whether strings side by side are one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Adjacent {
    /// C, Python, Dart.
    Joined,
    /// Elsewhere.
    Apart,
}

/// Spellings that hold quotes in a way of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// This byte takes the next one's meaning away: `\'` of a shell.
    Escape(u8),
    /// This byte and the next are a character: `?"` of Ruby, `$"` of Erlang.
    Character(u8),
    /// Variables whose names are signs or brackets: `$'`, `${x}`, `$#a`.
    Variable,
    /// `/…/` where no division can stand; the word says whether a command may stand before it.
    Slash(Command),
    /// `%w[…]` and its like.
    Percent,
    /// `~r/…/` and its like.
    Sigil,
    /// `qw(…)`, `s/…/…/` and their like.
    Quotelike,
    /// `r#"…"#` with these letters before the hashes.
    Hashes(&'static str),
    /// Three quotes or more, with `$` before them where they hold placeholders: C#.
    QuoteRun,
    /// `[==[…]==]`.
    LongBrackets,
    /// `R"x(…)x"`.
    Parenthesized,
    /// `url(…)` without quotes.
    Url,
    /// Everything behind `__END__` on a line of its own is data.
    Data,
    /// A line of text behind two backslashes.
    Backslashes,
}

/// Whether a name with a blank behind it may be a command that takes what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// As in Ruby.
    Possible,
    /// Elsewhere.
    Never,
}

impl Opening {
    /// A string with backslash escapes on one line.
    pub(super) const fn escaped(mark: &'static str, rules: &'static Rules) -> Self {
        Self::new(mark, mark, Kind::Escaped(rules))
    }

    /// A string without escapes, on as many lines as it takes.
    pub(super) const fn raw(open: &'static str, close: &'static str, or: Or) -> Self {
        Self::new(open, close, Kind::Raw(or)).long()
    }

    /// A string in which its quote is doubled, on as many lines as it takes.
    pub(super) const fn doubling(open: &'static str, close: &'static str) -> Self {
        Self::new(open, close, Kind::Doubled(Escapes::Doubled)).long()
    }

    /// A string of any kind on one line.
    pub(super) const fn new(open: &'static str, close: &'static str, kind: Kind) -> Self {
        Self { open, close, kind, lines: Lines::One, holes: &[], doubled: &[] }
    }

    /// The same on as many lines as it takes.
    pub(super) const fn long(self) -> Self {
        Self { lines: Lines::Many, ..self }
    }

    /// The same with placeholders.
    pub(super) const fn with(self, holes: &'static [Hole]) -> Self {
        Self { holes, ..self }
    }

    /// The same where these are doubled to stand for themselves.
    pub(super) const fn doubled(self, doubled: &'static [&'static str]) -> Self {
        Self { doubled, ..self }
    }
}

impl Grammar {
    /// The bytes that can begin something; most bytes of a program begin nothing.
    pub(super) fn begins(&self) -> [bool; 256] {
        let strings = self.strings.iter().map(|opening| opening.open);
        let opens = self.comments.iter().map(|comment| comment.open).chain(strings);
        let mut begins = [false; 256];
        let odd = self.odd.iter().flat_map(|odd| odd.first());
        let tick = (self.tick != Tick::Nothing).then_some(b'\'');
        let here = (self.heredocs != Heredocs::None).then_some(b'<');
        let first = opens.filter_map(|open| open.as_bytes().first().copied());
        for byte in first.chain(odd).chain(tick).chain(here) {
            begins[usize::from(byte)] = true;
        }
        begins
    }
}

impl Odd {
    /// The bytes that begin it, where no word does.
    fn first(self) -> Vec<u8> {
        match self {
            Self::Escape(byte) | Self::Character(byte) => vec![byte],
            Self::Variable => vec![b'$', b'@'],
            Self::Slash(_) => vec![b'/'],
            Self::Percent => vec![b'%'],
            Self::Sigil => vec![b'~'],
            Self::Hashes(_) => vec![b'#'],
            Self::LongBrackets => vec![b'['],
            Self::Backslashes => vec![b'\\'],
            Self::QuoteRun => vec![b'"', b'$'],
            Self::Quotelike | Self::Parenthesized | Self::Url | Self::Data => Vec::new(),
        }
    }
}
