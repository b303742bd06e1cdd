//! Directives of formatted strings, which arguments fill one by one: `%d` of printf, `{}` of Rust.
//!
//! A directive is a hole like any other placeholder. It is more: a program gives as many arguments as a
//! text has directives, so one that gets others does not compile, or fails where it is shown
//! ([`super::keeps_directives`]). A sign beside them is doubled only where the whole text follows their
//! rules: dates (`%B %d, %Y`) and patterns (`%save%`) have directives of their own.

use std::ops::Range;

use super::grammars::BRACES;
use super::printf::{self, Printf};
use super::{Flavor, Role, Text};
use crate::domain::replace::search::Format;

/// What is doubled beside directives of printf.
const PERCENT: &[&str] = &["%"];

/// A family of directives that the strings of a language may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Family {
    /// Those of printf.
    Percent(Printf),
    /// Fields between braces.
    Braces,
}

impl Family {
    /// What begins its directives.
    pub(super) fn sign(self) -> u8 {
        match self {
            Self::Percent(_) => b'%',
            Self::Braces => b'{',
        }
    }
}

/// How much of a text follows the rules of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// It has none of its directives.
    Nothing,
    /// It has some, and signs that begin none.
    Partly,
    /// Each of its signs begins one, or is doubled.
    Throughout,
}

/// Finds the directives of texts, and says what is doubled beside them to stand for itself.
pub(super) fn mark(texts: &mut [Text], format: Format, bytes: &[u8]) {
    let of_format = families(format);
    for text in texts.iter_mut().filter(|text| text.role == Role::Shown && text.doubled.is_empty()) {
        if !of_format.is_empty() {
            text.families = of_format;
        }
        let (mut doubled, mut kinds): (&'static [&'static str], usize) = (&[], 0);
        for family in text.families {
            let (follows, signs) = match *family {
                Family::Percent(printf) => (mark_percents(text, bytes, printf), PERCENT),
                Family::Braces => (mark_braces(text, bytes), BRACES),
            };
            kinds += usize::from(follows != Follows::Nothing);
            doubled = if follows == Follows::Throughout { signs } else { doubled };
        }
        // With directives of both kinds, either may be mere signs.
        text.doubled = if kinds == 1 { doubled } else { &[] };
    }
}

fn mark_percents(text: &mut Text, bytes: &[u8], printf: Printf) -> Follows {
    let mut follows = Follows::Throughout;
    let mut found = Vec::new();
    let mut holes = text.holes.iter().peekable();
    let mut at = text.span.start;
    while at < text.span.end {
        while holes.next_if(|hole| hole.end <= at).is_some() {}
        let hole = holes.peek().copied();
        let free = at..hole.map_or(text.span.end, |hole| hole.start.max(at));
        let Some(sign) = memchr::memchr(b'%', &bytes[free.clone()]).map(|sign| at + sign) else {
            if let Some(hole) = hole.filter(|hole| bytes[hole.start] == b'%') {
                text.directives.push(hole.clone());
            }
            at = hole.map_or(text.span.end, |hole| hole.end);
            continue;
        };
        let rest = &bytes[sign..free.end];
        let (length, known) = printf.spec(rest);
        let doubled = rest.starts_with(b"%%");
        if known == printf::Known::Yes {
            found.push(sign..sign + length);
        } else if !doubled {
            follows = Follows::Partly;
        }
        at = sign + if doubled { 2 } else { length };
    }
    if !found.is_empty() {
        text.holes.extend(found.iter().cloned());
        text.holes.sort_by_key(|hole| (hole.start, hole.end));
    }
    text.directives.extend(found);
    if text.directives.is_empty() { Follows::Nothing } else { follows }
}

fn mark_braces(text: &mut Text, bytes: &[u8]) -> Follows {
    let own: Vec<Range<usize>> =
        text.holes.iter().filter(|hole| bytes[hole.start] == b'{').cloned().collect();
    let (fields, characters): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|hole| !is_character(&bytes[text.span.start..hole.start]));
    if fields.is_empty() {
        return Follows::Nothing;
    }
    let mut follows = Follows::Throughout;
    let mut skipped = fields.iter().chain(&characters).map(|hole| (hole.start, hole.end)).collect::<Vec<_>>();
    skipped.sort_unstable();
    let mut from = text.span.start;
    for (start, end) in skipped.into_iter().chain([(text.span.end, text.span.end)]) {
        if has_single_brace(&bytes[from..start.max(from)]) {
            follows = Follows::Partly;
        }
        from = end.max(from);
    }
    text.directives.extend(fields);
    follows
}

/// Whether braces behind this are those of `\u{…}` or `\N{…}`.
fn is_character(before: &[u8]) -> bool {
    let Some((b'u' | b'N', before)) = before.split_last() else { return false };
    before.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

fn has_single_brace(part: &[u8]) -> bool {
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'{', b'}', &part[at..]) {
        at += next;
        if part.get(at + 1) != Some(&part[at]) {
            return true;
        }
        at += 2;
    }
    false
}

/// The directives of formats that are no programs.
fn families(format: Format) -> &'static [Family] {
    match format {
        Format::Po => &[Family::Percent(Printf::Any)],
        Format::Strings => &[Family::Percent(Printf::C)],
        Format::Markup(Flavor::Android) => &[Family::Percent(Printf::Java)],
        Format::Plain
        | Format::Ini
        | Format::Csv(_)
        | Format::Json
        | Format::Yaml
        | Format::Properties
        | Format::Markdown(_)
        | Format::Script(_)
        | Format::Markup(_)
        | Format::Code(_) => &[],
    }
}
