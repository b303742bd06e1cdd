//! Reading: the bytes of a text become characters with their places.

use std::ops::Range;

use super::unit::{Unit, plain, seal};
use super::{Place, Style, Text, entity, escape};

/// How a text says its doubled signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Reading {
    /// Two of them are one.
    AsMeant,
    /// As they stand, which is how who knows the file may write them.
    AsSpelled,
}

/// The characters of a text as they are meant. A hole is skipped, unless `wanted` holds exactly its bytes: then the
/// person wrote the placeholder out, and it is read as it stands.
pub(in super::super) fn read(text: &Text, bytes: &[u8], wanted: &str) -> Vec<Unit> {
    read_as(Reading::AsMeant, text, bytes, wanted)
}

/// The same in one of the ways to read it.
pub(in super::super) fn read_as(reading: Reading, text: &Text, bytes: &[u8], wanted: &str) -> Vec<Unit> {
    let end = text.span.end.min(bytes.len());
    let mut units = Vec::with_capacity(end.saturating_sub(text.span.start));
    let mut holes = text.holes.iter().peekable();
    let mut at = text.span.start;
    while at < end {
        while holes.next_if(|hole| hole.start < at).is_some() {}
        if let Some(hole) = holes.next_if(|hole| hole.start == at && hole.end > at) {
            if meant(&bytes[hole.clone()], wanted) {
                while at < hole.end {
                    let unit = plain(bytes, at, hole.end);
                    at = unit.end;
                    units.push(unit);
                }
            } else {
                units.push(Unit { ch: None, start: at, end: hole.end });
                at = hole.end;
            }
            continue;
        }
        let pair = (reading == Reading::AsMeant).then(|| doubled(text, bytes, (at, end))).flatten();
        if let Some(unit) = pair {
            at = unit.end;
            units.push(unit);
            continue;
        }
        match read_one(text.style, bytes, at, end) {
            Ok(unit) => {
                at = unit.end;
                units.push(unit);
            }
            Err(next) => at = next.clamp(at + 1, end),
        }
    }
    seal(units, text.style.flows())
}

/// Whether a text of a request holds a sign twice that is doubled in this text.
pub(in super::super) fn doubles(text: &Text, wanted: &str) -> bool {
    let twice = |open: &&str| {
        memchr::memmem::find_iter(wanted.as_bytes(), *open)
            .any(|at| at > 0 && wanted.as_bytes()[at - 1] == open.as_bytes()[0])
    };
    text.doubled.iter().any(twice)
}

/// A character that is doubled because it would open a placeholder: `{{` in a formatted string.
fn doubled(text: &Text, bytes: &[u8], (at, end): (usize, usize)) -> Option<Unit> {
    let stands =
        |open: &&&str| bytes[at] == open.as_bytes()[0] && bytes[at + 1..end].starts_with(open.as_bytes());
    text.doubled.iter().find(stands)?;
    Some(Unit { ch: Some(char::from(bytes[at])), start: at, end: at + 2 })
}

/// Whether a person wrote this placeholder out.
fn meant(hole: &[u8], wanted: &str) -> bool {
    !wanted.is_empty() && memchr::memmem::find(wanted.as_bytes(), hole).is_some()
}

/// A part of a file as it stands, for files without a format.
pub(in super::super) fn read_plain(bytes: &[u8], part: Range<usize>) -> Vec<Unit> {
    let mut units = Vec::with_capacity(part.len());
    let mut at = part.start;
    while at < part.end {
        let unit = plain(bytes, at, part.end);
        at = unit.end;
        units.push(unit);
    }
    units
}

fn read_one(style: Style, bytes: &[u8], at: usize, end: usize) -> Result<Unit, usize> {
    match style {
        Style::Plain
        | Style::Line { .. }
        | Style::Raw { .. }
        | Style::YamlPlain { .. }
        | Style::Field { .. } => Ok(plain(bytes, at, end)),
        Style::Escaped { rules, within, .. } => match within {
            Some(_) if bytes[at] == b'&' => Ok(entity::read_one(bytes, at, end)),
            Some(_) | None => escape::read_one(bytes, at, end, rules),
        },
        Style::Doubled { quote, .. } => {
            let twice = bytes[at] == quote && at + 1 < end && bytes[at + 1] == quote;
            Ok(if twice {
                Unit { ch: Some(char::from(quote)), start: at, end: at + 2 }
            } else {
                plain(bytes, at, end)
            })
        }
        Style::Entities(place) => read_markup(place, bytes, at, end),
        Style::YamlBlock { indent, .. } => Ok(block_unit(bytes, at, end, indent)),
        Style::Markdown { .. } => Ok(markdown_unit(bytes, at, end)),
    }
}

fn read_markup(place: Place, bytes: &[u8], at: usize, end: usize) -> Result<Unit, usize> {
    match place {
        Place::Html | Place::Xml | Place::Attribute(_) | Place::Bare => Ok(entity::read_one(bytes, at, end)),
        Place::Jsx => Ok(brace_unit(&bytes[at..end], at).unwrap_or_else(|| entity::read_one(bytes, at, end))),
        Place::Cdata => Ok(plain(bytes, at, end)),
        Place::Android if bytes[at] == b'\\' => escape::read_one(bytes, at, end, &escape::ANDROID),
        Place::Android => Ok(entity::read_one(bytes, at, end)),
    }
}

/// `{' '}` and its like: one character as an expression of JSX.
pub(super) fn brace_unit(rest: &[u8], at: usize) -> Option<Unit> {
    let quote = *rest.get(1).filter(|q| rest[0] == b'{' && matches!(q, b'\'' | b'"' | b'`'))?;
    let end = rest.len().min(9);
    let unit = plain(&rest[..end], 2.min(end.checked_sub(1)?), end);
    let closed = rest.get(unit.end) == Some(&quote) && rest.get(unit.end + 1) == Some(&b'}');
    (closed && unit.start == 2 && !matches!(unit.ch, Some('\\' | '\'' | '"' | '`'))).then_some(Unit {
        ch: unit.ch,
        start: at,
        end: at + unit.end + 2,
    })
}

/// A line end of a block scalar takes the indentation of the next line with it.
fn block_unit(bytes: &[u8], at: usize, end: usize, indent: usize) -> Unit {
    let mut unit = plain(bytes, at, end);
    if unit.ch == Some('\n') {
        let blanks = bytes[unit.end..end].iter().take(indent).take_while(|b| **b == b' ').count();
        unit.end += blanks;
    }
    unit
}

/// A backslash before punctuation, or a reference; everything else stands for itself.
fn markdown_unit(bytes: &[u8], at: usize, end: usize) -> Unit {
    let escaped = bytes[at] == b'\\' && bytes[at + 1..end].first().is_some_and(u8::is_ascii_punctuation);
    if escaped {
        return Unit { ch: Some(char::from(bytes[at + 1])), start: at, end: at + 2 };
    }
    let mut unit = entity::read_one(bytes, at, end);
    if unit.ch == Some('\n') {
        // A quotation repeats its mark on each line.
        let marks = bytes[unit.end..end].iter().take_while(|b| matches!(b, b' ' | b'>' | b'\t')).count();
        unit.end += marks;
    }
    unit
}
