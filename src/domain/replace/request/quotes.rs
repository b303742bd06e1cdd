//! Finds where a quotation ends, the way people and their phones type them.
//!
//! Any quote of a family closes any other of it (`“Sign up"`), an apostrophe inside a word closes
//! nothing, and an early closer is passed over when what follows cannot follow a quotation
//! (`'the users' list' to …`). Between straight double quotes `\"` is a quote and `\u{…}` the
//! character with that number; between single ones `\'` is a quote, unless the quotation has no other
//! end (`'C:\'`). Every other backslash is itself, and no other quotation has escapes.

use super::words::{FOLLOWS_QUOTE, holds};

/// Most blanks that are a text of their own.
const MAX_BLANKS: usize = 8;

/// Text as characters with their byte offsets, and how much looking around is still allowed.
pub(super) struct Chars {
    list: Vec<(usize, char)>,
    /// Characters that may still be looked at: keeps hostile input linear.
    pub(super) budget: usize,
    bytes: usize,
}

/// A quotation: what it says, and the index of the character after it.
pub(super) struct Quotation {
    pub(super) says: String,
    pub(super) next: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    /// Opened and closed by two different characters, never in doubt.
    Paired(char),
    Backtick,
}

/// Which escapes a quotation has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Nothing,
    /// `\'`.
    Single,
    /// `\"` and `\u{…}`.
    Double,
}

/// How sure it is where a quotation ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    /// What follows can follow a quotation.
    Certain,
    /// No better end was found.
    Likely,
}

impl Chars {
    pub(super) fn new(text: &str) -> Self {
        let list: Vec<_> = text.char_indices().collect();
        let budget = 32 * list.len() + 1024;
        Self { list, budget, bytes: text.len() }
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.list.get(at).map(|&(_, c)| c)
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    /// The byte offset of a character; the length of the text after the last one.
    pub(super) fn offset(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.bytes, |&(offset, _)| offset)
    }

    pub(super) fn starts_with(&self, at: usize, what: &str) -> bool {
        what.chars().enumerate().all(|(i, c)| self.get(at + i) == Some(c))
    }

    pub(super) fn string(&self, from: usize, to: usize) -> String {
        self.list[from..to].iter().map(|&(_, c)| c).collect()
    }

    /// Pays for looking at one more character; false when the budget is spent.
    pub(super) fn pay(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0
    }

    /// The quotation that opens at `at`, if one does.
    pub(super) fn quotation(&mut self, at: usize) -> Option<Quotation> {
        if let Some(end) = self.blank(at) {
            return Some(Quotation { says: self.string(at + 1, end), next: end + 1 });
        }
        match self.opens(at)? {
            Family::Paired(close) => self.paired(at, close),
            Family::Backtick => self.backticks(at),
            Family::Single => self.single(at),
            Family::Double => {
                let escapes = if self.get(at) == Some('"') { Escapes::Double } else { Escapes::Nothing };
                self.loose(at, (Family::Double, escapes)).map(|(quotation, _)| quotation)
            }
        }
    }

    /// The end of `' '`: blanks between single quotes, which would be apostrophes before anything else.
    fn blank(&self, at: usize) -> Option<usize> {
        let is_single = |at: usize| self.get(at).is_some_and(|c| is_of(Family::Single, c));
        let touched = |at: Option<char>| at.is_some_and(char::is_alphanumeric);
        let blanks = (1..=MAX_BLANKS).take_while(|i| self.get(at + i) == Some(' ')).count();
        let end = at + blanks + 1;
        let fits = blanks > 0 && is_single(at) && is_single(end);
        (fits && !touched(self.before(at)) && !touched(self.get(end + 1))).then_some(end)
    }

    fn opens(&self, at: usize) -> Option<Family> {
        let after_word = self.before(at).is_some_and(char::is_alphanumeric);
        let family = match self.get(at)? {
            '“' | '„' | '‟' => Family::Double,
            '"' | '”' | '＂' if !after_word => Family::Double,
            '\'' | '‘' | '’' | '‚' | '‛' if !after_word => Family::Single,
            '«' => Family::Paired('»'),
            '»' if !after_word => Family::Paired('«'),
            '‹' => Family::Paired('›'),
            '›' if !after_word => Family::Paired('‹'),
            '「' => Family::Paired('」'),
            '『' => Family::Paired('』'),
            '`' => Family::Backtick,
            _ => return None,
        };
        let before_space = self.get(at + 1).is_none_or(char::is_whitespace);
        (family != Family::Single || !before_space).then_some(family)
    }

    fn paired(&mut self, at: usize, close: char) -> Option<Quotation> {
        let mut end = at + 1;
        while self.get(end)? != close {
            end += 1;
            self.pay().then_some(())?;
        }
        // French sets a space inside its guillemets.
        let says = self.string(at + 1, end).trim().to_owned();
        Some(Quotation { says, next: end + 1 })
    }

    fn backticks(&mut self, at: usize) -> Option<Quotation> {
        let ticks = self.run(at);
        let from = at + ticks;
        let mut end = from;
        while let Some(c) = self.get(end) {
            self.pay().then_some(())?;
            let run = if c == '`' { self.run(end) } else { 0 };
            if run == ticks {
                let says = self.string(from, end);
                let says = if ticks > 2 { says.trim_matches('\n').to_owned() } else { says };
                return Some(Quotation { says, next: end + ticks });
            }
            end += run.max(1);
        }
        (ticks == 2).then(|| Quotation { says: String::new(), next: from })
    }

    fn run(&mut self, at: usize) -> usize {
        let mut len = 0;
        while self.get(at + len) == Some('`') && self.pay() {
            len += 1;
        }
        len
    }

    /// A quotation in single quotes, with escapes in it if it ends well with them.
    fn single(&mut self, at: usize) -> Option<Quotation> {
        let escaped = self.loose(at, (Family::Single, Escapes::Single));
        match escaped {
            Some((quotation, Close::Certain)) => Some(quotation),
            Some((_, Close::Likely)) | None => {
                self.loose(at, (Family::Single, Escapes::Nothing)).map(|(quotation, _)| quotation)
            }
        }
    }

    /// A quotation whose quotes may be mismatched, nested, or apostrophes.
    fn loose(&mut self, at: usize, (family, escapes): (Family, Escapes)) -> Option<(Quotation, Close)> {
        let (mut first, mut depth, mut end) = (None, 0_usize, at + 1);
        let mut close = Close::Likely;
        while let Some(c) = self.get(end) {
            self.pay().then_some(())?;
            if escapes != Escapes::Nothing && c == '\\' {
                end += self.escape(end, escapes).map_or(1, |(_, len)| len);
                continue;
            }
            if !is_of(family, c) {
                end += 1;
                continue;
            }
            if self.opens_inside(end) {
                if first.is_some() && depth == 0 {
                    break;
                }
                depth += 1;
            } else if self.closes(end) {
                first = first.or(Some(end));
                if depth == 0 && self.followed_well(end + 1) {
                    first = Some(end);
                    close = Close::Certain;
                    break;
                }
                depth = depth.saturating_sub(1);
            }
            end += 1;
        }
        let end = first?;
        let says = self.unescape((at + 1, end), escapes);
        Some((Quotation { says, next: end + 1 }, close))
    }

    fn opens_inside(&self, at: usize) -> bool {
        let after_gap = self.before(at).is_some_and(|c| c.is_whitespace() || matches!(c, '(' | '[' | '*'));
        after_gap && self.get(at + 1).is_some_and(char::is_alphanumeric)
    }

    fn closes(&self, at: usize) -> bool {
        !matches!(self.get(at), Some('„' | '‚')) && !self.get(at + 1).is_some_and(char::is_alphanumeric)
    }

    /// Whether a quotation may end before `at`: judged by the next word or sign.
    fn followed_well(&mut self, at: usize) -> bool {
        let mut at = at;
        while self.get(at).is_some_and(|c| c == ' ' || c == '\u{a0}') && self.pay() {
            at += 1;
        }
        if !self.get(at).is_some_and(char::is_alphanumeric) {
            return true;
        }
        let mut word = String::new();
        // No word of the list is longer.
        while let Some(c) = self.get(at).filter(|c| c.is_alphanumeric() && word.len() < 16) {
            word.extend(c.to_lowercase());
            at += 1;
        }
        holds(FOLLOWS_QUOTE, word.as_str())
    }

    /// The character that an escape at `at` stands for, and the escape's length.
    fn escape(&self, at: usize, escapes: Escapes) -> Option<(char, usize)> {
        let next = self.get(at + 1)?;
        let quote = match escapes {
            Escapes::Nothing => false,
            Escapes::Single => is_of(Family::Single, next),
            Escapes::Double => next == '"',
        };
        if quote {
            return Some((next, 2));
        }
        if escapes != Escapes::Double || !self.starts_with(at, "\\u{") {
            return None;
        }
        let digits: String =
            (at + 3..at + 9).map_while(|i| self.get(i)).take_while(char::is_ascii_hexdigit).collect();
        let len = digits.len() + 4;
        let c = char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?;
        (self.get(at + len - 1)? == '}').then_some((c, len))
    }

    fn unescape(&self, (from, to): (usize, usize), escapes: Escapes) -> String {
        let mut out = String::new();
        let mut at = from;
        while at < to {
            let c = self.list[at].1;
            let escape = if c == '\\' { self.escape(at, escapes) } else { None };
            let (c, len) = escape.unwrap_or((c, 1));
            out.push(c);
            at += len;
        }
        out
    }
}

fn is_of(family: Family, c: char) -> bool {
    match family {
        Family::Double => is_double(c),
        Family::Single => matches!(c, '\'' | '‘' | '’' | '‚' | '‛'),
        Family::Paired(_) | Family::Backtick => false,
    }
}

/// Whether a character is a double quote of some kind, so that it may end a double quotation.
pub(super) fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂')
}

/// Whether an escape could begin at the start of `rest`, when it stands between double quotes.
pub(super) fn looks_escaped(rest: &str) -> bool {
    rest.strip_prefix('\\').is_some_and(|rest| rest.is_empty() || rest.starts_with(['"', 'u']))
}
