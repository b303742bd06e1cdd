//! Matching one text of a request against the characters of a file.
//!
//! Straight and curly quotes match each other, because chats curl what people type; so do a space
//! and a no-break space. A request that changes nothing but such quotes is taken literally.

use std::ops::Range;

use super::super::spelling::Unit;
use super::super::{Case, How, Pair, Words};

/// One text, made ready to match.
#[derive(Debug)]
pub(super) struct Pattern {
    from: String,
    exact: Vec<char>,
    flowing: Vec<char>,
    /// Where the old text stands in the new one, in characters, with the new one.
    within: Vec<(usize, Vec<char>)>,
    how: How,
    quotes: Quotes,
}

/// Whether quotes of both kinds match each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Alike,
    Literal,
}

impl Pattern {
    /// The old text of a pair.
    pub(super) fn new(pair: &Pair, how: How) -> Self {
        let straight = |text: &str| text.chars().map(straightened).collect::<String>();
        let quotes = if straight(&pair.from) == straight(&pair.to) { Quotes::Literal } else { Quotes::Alike };
        let exact: Vec<char> = pair.from.replace("\r\n", "\n").chars().collect();
        let (flowing, new) = (flowed(&exact), flowed(&pair.to.chars().collect::<Vec<_>>()));
        let at = new.windows(flowing.len().max(1)).enumerate().filter(|(_, part)| *part == flowing);
        let within = at.map(|(at, _)| (at, new.clone())).collect();
        Self { from: pair.from.clone(), flowing, exact, within, how, quotes }
    }

    /// The same text, matched in another way.
    pub(super) fn with(&self, how: How) -> Self {
        Self {
            from: self.from.clone(),
            exact: self.exact.clone(),
            flowing: self.flowing.clone(),
            within: self.within.clone(),
            how,
            ..*self
        }
    }

    /// The text as the person wrote it.
    pub(super) fn wanted(&self) -> &str {
        &self.from
    }

    /// Whether the text looks like an address or a path, so that link targets may be meant.
    pub(super) fn is_address(&self) -> bool {
        !self.from.contains(char::is_whitespace) && self.from.contains(['/', ':', '.', '@', '#'])
    }

    /// Every match, from left to right, as indices into `units`.
    pub(super) fn find(&self, units: &[Unit], flows: bool) -> Vec<Range<usize>> {
        let pattern = if flows { &self.flowing } else { &self.exact };
        let mut found = Vec::new();
        let mut at = 0;
        while !pattern.is_empty() && at + pattern.len() <= units.len() {
            let end = at + pattern.len();
            let same = pattern
                .iter()
                .zip(&units[at..end])
                .all(|(p, unit)| unit.ch.is_some_and(|c| self.same(*p, c)));
            if same && (self.how.words == Words::Anywhere || is_whole(units, at..end)) {
                found.push(at..end);
                at = end;
            } else {
                at += 1;
            }
        }
        found
    }

    /// Whether a match is part of the new text already: "Save changes" is no place to change "Save" to
    /// "Save changes", and a request that is done twice changes nothing.
    pub(super) fn is_done(&self, units: &[Unit], found: &Range<usize>) -> bool {
        self.within.iter().any(|(before, new)| {
            let Some(start) = found.start.checked_sub(*before) else { return false };
            let Some(stands) = units.get(start..start + new.len()) else { return false };
            let same = new.iter().zip(stands).all(|(p, unit)| unit.ch.is_some_and(|c| self.same(*p, c)));
            same && (self.how.words == Words::Anywhere || is_whole(units, start..start + new.len()))
        })
    }

    fn same(&self, pattern: char, ch: char) -> bool {
        let alike = self.quotes == Quotes::Alike && straightened(pattern) == straightened(ch);
        let space = pattern == ' ' && matches!(ch, '\u{a0}' | '\u{202f}');
        pattern == ch || alike || space || (self.how.case == Case::Any && same_letter(pattern, ch))
    }
}

/// Equal but for case. An ASCII letter equals ASCII only: the prefilter relies on it (`K` has a
/// look-alike, the Kelvin sign).
fn same_letter(one: char, other: char) -> bool {
    if one.is_ascii() || other.is_ascii() {
        return one.eq_ignore_ascii_case(&other);
    }
    one.to_lowercase().eq(other.to_lowercase())
}

/// Blank runs as one space.
fn flowed(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for ch in chars {
        let blank = matches!(ch, ' ' | '\t' | '\n' | '\r');
        if !blank {
            out.push(*ch);
        } else if out.last() != Some(&' ') {
            out.push(' ');
        }
    }
    out
}

/// The straight form of a quote; any other character is itself.
pub(super) fn straightened(ch: char) -> char {
    match ch {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        other => other,
    }
}

/// Whether no letter or digit touches a match that begins and ends with one. An underscore that
/// joins it to more counts too: `sign_up` is one word, `_sign_` is an emphasis.
pub(super) fn is_whole(units: &[Unit], span: Range<usize>) -> bool {
    let ch = |at: Option<usize>| at.and_then(|at| units.get(at)).and_then(|unit| unit.ch);
    let touches = |near: Option<char>, far: Option<char>| {
        near.is_some_and(in_word) || (near == Some('_') && far.is_some_and(in_word))
    };
    let left = ch(Some(span.start)).is_some_and(in_word)
        && touches(ch(span.start.checked_sub(1)), ch(span.start.checked_sub(2)));
    let right = ch(span.end.checked_sub(1)).is_some_and(in_word)
        && touches(ch(Some(span.end)), ch(Some(span.end + 1)));
    !left && !right
}

/// Letters, digits and combining marks of scripts that part words by spaces.
fn in_word(ch: char) -> bool {
    let spaceless = matches!(u32::from(ch), 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff);
    (ch.is_alphanumeric() && !spaceless) || matches!(u32::from(ch), 0x300..=0x36f)
}
