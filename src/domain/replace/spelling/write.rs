//! Writing: a new text in the spelling of the old one, so that the file stays whole.
//!
//! Rules, in this order:
//! - a placeholder that stood in the old text and stands in the new one is copied;
//! - a character that the old text spelled in its own way is spelled that way again;
//! - what the spelling forbids is escaped as the spelling does it;
//! - a character outside ASCII is escaped if the old text escaped its own, else written plainly.
//!
//! A text without quotes that cannot hold the new one (a plain scalar of YAML, a field, an attribute,
//! a raw string) is quoted: [`super::respell`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Place, Quote, Reading, Rules, Style, Text, Unit, entity, escape};

/// What all texts of a file have in common.
#[derive(Debug)]
pub(in super::super) struct Paper<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// How it ends its lines.
    eol: &'static str,
    /// Whether nothing outside ASCII fits into it in some formats: it has none, or is no UTF-8.
    narrow: bool,
}

impl<'a> Paper<'a> {
    /// Reads it off the file.
    pub(in super::super) fn of(bytes: &'a [u8]) -> Self {
        let narrow = bytes.is_ascii() || std::str::from_utf8(bytes).is_err();
        Self { bytes, eol: line_end(bytes), narrow }
    }
}

/// The placeholders of a text that stand in one of the new texts too: a person who wrote one out means
/// it, and not its characters.
pub(in super::super) fn holes_in<'a, 't>(
    text: &Text,
    paper: &Paper<'a>,
    new: impl Iterator<Item = &'t str> + Clone,
) -> Vec<&'a str> {
    let holes = text.holes.iter().filter_map(|hole| std::str::from_utf8(&paper.bytes[hole.clone()]).ok());
    let distinct: BTreeSet<&str> = holes.filter(|hole| !hole.is_empty()).collect();
    let stands =
        |hole: &&str| new.clone().any(|new| memchr::memmem::find(new.as_bytes(), hole.as_bytes()).is_some());
    distinct.into_iter().filter(stands).collect()
}

/// Writes into one text.
#[derive(Debug)]
pub(in super::super) struct Writer<'a> {
    style: Style,
    known: Vec<(char, &'a str)>,
    holes: Vec<&'a str>,
    doubled: &'static [&'static str],
    reading: Reading,
    ascii: bool,
    eol: &'a str,
}

impl<'a> Writer<'a> {
    /// A writer in the spelling of these characters of a text.
    pub(in super::super) fn new(text: &Text, paper: &Paper<'a>, holes: &[&'a str], old: &[Unit]) -> Self {
        let bytes = paper.bytes;
        let mut known = Vec::new();
        let mut ascii = false;
        for unit in old {
            let Some(ch) = unit.ch.filter(|c| !c.is_whitespace()) else { continue };
            let Ok(spelled) = std::str::from_utf8(&bytes[unit.start..unit.end]) else { continue };
            if spelled.len() > ch.len_utf8() && !known.iter().any(|(c, _)| *c == ch) {
                ascii |= !ch.is_ascii();
                known.push((ch, spelled));
            }
        }
        ascii |= paper.narrow && is_properties(text.style);
        Self { known, ascii, ..Self::fresh(text, text.style, paper, holes) }
    }

    /// A writer of a text in another style, without memory of its characters.
    pub(in super::super) fn fresh(text: &Text, style: Style, paper: &Paper<'a>, holes: &[&'a str]) -> Self {
        let mut holes = holes.to_vec();
        // Of two that begin alike, the longer one is meant.
        holes.sort_by_key(|hole| std::cmp::Reverse(hole.len()));
        let (known, reading) = (Vec::new(), Reading::AsMeant);
        Self { style, known, holes, doubled: text.doubled, reading, ascii: false, eol: paper.eol }
    }

    /// The same for a new text that says its doubled signs in this way.
    pub(in super::super) fn reading(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// The new text as it stands in the file; `first` says whether it begins the whole text.
    pub(in super::super) fn write(&self, new: &str, first: First) -> String {
        let mut out = String::with_capacity(new.len() + 8);
        let mut rest = new;
        // A backtick that the old text escaped is one here, too, and begins no code.
        let has_code =
            matches!(self.style, Style::Markdown { .. }) && !self.known.iter().any(|(ch, _)| *ch == '`');
        let code = if has_code { code_spans(new) } else { Vec::new() };
        while let Some(ch) = rest.chars().next() {
            if let Some(hole) = self.holes.iter().find(|hole| is_again(hole, rest)) {
                out.push_str(hole);
                rest = &rest[hole.len()..];
                continue;
            }
            if let Some(pair) = self.pair(rest) {
                out.push_str(pair);
                rest = &rest[pair.len()..];
                continue;
            }
            if self.doubled.iter().any(|open| rest.starts_with(open)) {
                out.push(ch);
                out.push(ch);
                rest = &rest[ch.len_utf8()..];
                continue;
            }
            let at_start = out.is_empty() && first == First::Yes;
            let at = new.len() - rest.len();
            let in_code = code.iter().any(|span| span.contains(&at));
            match self.known.iter().find(|(known, _)| *known == ch && !in_code) {
                Some((_, spelled)) => out.push_str(spelled),
                None => self.write_one(Next { ch, rest, at_start, in_code }, &mut out),
            }
            rest = &rest[ch.len_utf8()..];
        }
        out
    }

    /// A sign at the start that is doubled already. Nobody means two percent signs by two; two braces may
    /// be those of a template.
    fn pair<'n>(&self, rest: &'n str) -> Option<&'n str> {
        let twice = |open: &&&str| rest.starts_with(&open[..1]) && rest[1..].starts_with(**open);
        let open = *self.doubled.iter().find(twice)?;
        (self.reading == Reading::AsSpelled || open == "%").then(|| &rest[..open.len() + 1])
    }

    fn write_one(&self, next: Next, out: &mut String) {
        let Next { ch, rest, .. } = next;
        match self.style {
            Style::Plain => self.write_plain(ch, out),
            Style::Line { end } => write_line(ch, rest, end, out),
            Style::Escaped { rules, quote, within } => {
                if within.is_some_and(|mark| ch == char::from(mark)) {
                    entity::write_number(ch, true, out);
                } else if within.is_some() && ch == '&' && entity::reference(rest.as_bytes()).is_some() {
                    out.push_str("&amp;");
                } else {
                    self.write_escaped(next, rules, quote, out);
                }
            }
            Style::Doubled { quote, .. } if ch == char::from(quote) => {
                out.push(ch);
                out.push(ch);
            }
            Style::Entities(place) => self.write_markup(next, place, out),
            Style::YamlBlock { indent, folded } if ch == '\n' => {
                out.push_str(self.eol);
                if folded {
                    out.push_str(self.eol);
                }
                out.push_str(&" ".repeat(indent));
            }
            Style::Markdown { cell, .. } if cell && ch == '|' => out.push_str("\\|"),
            Style::Markdown { line, .. } if line && ch == '\n' => out.push(' '),
            // Nothing stands for anything else there.
            Style::Markdown { .. } if next.in_code => self.write_plain(ch, out),
            Style::Markdown { .. } => self.write_markdown(ch, rest, out),
            Style::Doubled { .. }
            | Style::Raw { .. }
            | Style::YamlPlain { .. }
            | Style::Field { .. }
            | Style::YamlBlock { .. } => self.write_plain(ch, out),
        }
    }

    fn write_plain(&self, ch: char, out: &mut String) {
        match ch {
            '\n' => out.push_str(self.eol),
            _ => out.push(ch),
        }
    }

    fn write_escaped(&self, next: Next, rules: &Rules, quote: Quote, out: &mut String) {
        let Next { ch, rest, .. } = next;
        let (mark, three) = match quote {
            Quote::None => (None, false),
            Quote::One(mark) => (Some(char::from(mark)), false),
            Quote::Three(mark) => (Some(char::from(mark)), true),
        };
        let opens = rules.opens.iter().any(|open| rest.starts_with(open) && *open != "\\(");
        let control = ch.is_control() && !(ch == '\n' && (three || mark == Some('`')));
        let letter = rules.letters.iter().find(|(_, meaning)| *meaning == ch);
        let quotes = rules.apostrophe && matches!(ch, '\'' | '"');
        let escape = char::from(rules.mark);
        if ch == escape || Some(ch) == mark || opens || quotes {
            out.push(escape);
            out.push(ch);
        } else if let Some((letter, _)) = letter.filter(|_| control) {
            out.push(escape);
            out.push(char::from(*letter));
        } else if (self.ascii && !ch.is_ascii()) || (control && rules.four) {
            escape::write_number(ch, rules, out);
        } else {
            self.write_plain(ch, out);
        }
    }

    fn write_markup(&self, next: Next, place: Place, out: &mut String) {
        let Next { ch, rest, at_start, .. } = next;
        let named = !matches!(place, Place::Xml | Place::Android);
        match (place, ch) {
            (Place::Cdata, '>') if out.ends_with("]]") => out.push_str("]]><![CDATA[>"),
            (Place::Cdata, _) => self.write_plain(ch, out),
            (Place::Jsx, '{' | '}') => out.push_str(&format!("{{'{ch}'}}")),
            (Place::Android, '\'' | '"' | '\\') => {
                out.push('\\');
                out.push(ch);
            }
            (Place::Android, '@' | '?') if at_start => {
                out.push('\\');
                out.push(ch);
            }
            // A template would take it for the start of a placeholder.
            (Place::Html | Place::Attribute(_), '{') if rest[1..].starts_with(['{', '%', '#']) => {
                out.push_str("&#123;");
            }
            (_, '<') => out.push_str("&lt;"),
            (Place::Html | Place::Jsx, '>') => out.push_str("&gt;"),
            // HTML allows a bare ampersand where no reference begins; XML never does.
            (Place::Xml | Place::Android, '&') => out.push_str("&amp;"),
            (_, '&') if begins_reference(rest) => out.push_str("&amp;"),
            (_, '&') if self.known.is_empty() && rest[1..].starts_with(' ') => out.push('&'),
            (_, '&') => out.push_str("&amp;"),
            (Place::Attribute(quote), _) if ch == char::from(quote) => entity::write_number(ch, true, out),
            _ if self.ascii && !ch.is_ascii() => entity::write_number(ch, named, out),
            _ => self.write_plain(ch, out),
        }
    }

    fn write_markdown(&self, ch: char, rest: &str, out: &mut String) {
        let punctuation = rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation);
        match ch {
            '\\' if punctuation => out.push_str("\\\\"),
            '&' if begins_reference(rest) => out.push_str("&amp;"),
            _ => self.write_plain(ch, out),
        }
    }
}

/// A character to write, with all that follows it.
#[derive(Clone, Copy)]
struct Next<'s> {
    ch: char,
    rest: &'s str,
    at_start: bool,
    /// It stands between backticks of Markdown.
    in_code: bool,
}

/// Whether the written text begins the whole text of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum First {
    /// It does.
    Yes,
    /// Something stands before it.
    No,
}

/// What stands between backticks: as many at its end as at its beginning (CommonMark 0.31, section 6.1).
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            Some(_) | None => runs.push(at..at + 1),
        }
    }
    let (mut spans, mut left) = (Vec::new(), &runs[..]);
    while let [open, behind @ ..] = left {
        left = behind;
        if let Some(close) = behind.iter().position(|run| run.len() == open.len()) {
            spans.push(open.end..behind[close].start);
            left = &behind[close + 1..];
        }
    }
    spans
}

fn begins_reference(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'#')
}

/// A comment stays a comment: no line end, and not its own end mark.
fn write_line(ch: char, rest: &str, end: &str, out: &mut String) {
    match ch {
        '\n' | '\r' => out.push(' '),
        _ if !end.is_empty() && rest.starts_with(end) => {
            out.push(ch);
            out.push(' ');
        }
        _ => out.push(ch),
    }
}

/// Whether a placeholder stands here again, and not a longer one that begins like it.
fn is_again(hole: &str, rest: &str) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    // Only a bare name goes on with what follows it.
    let named = !hole.starts_with(['%', '{']) && hole.ends_with(in_name);
    let behind = rest.strip_prefix(hole);
    behind.is_some_and(|behind| !(named && behind.starts_with(in_name)))
}

/// Bytes in which a file shows how it ends its lines.
const FIRST_LINES: usize = 16 * 1024;

/// How the file ends its lines.
fn line_end(bytes: &[u8]) -> &'static str {
    match memchr::memchr(b'\n', &bytes[..bytes.len().min(FIRST_LINES)]) {
        Some(at) if at > 0 && bytes[at - 1] == b'\r' => "\r\n",
        Some(_) | None => "\n",
    }
}

/// `.properties` files were Latin-1 for long: one that is no UTF-8, or has no byte above ASCII, keeps to
/// that.
fn is_properties(style: Style) -> bool {
    matches!(style, Style::Escaped { rules, .. } if *rules == escape::PROPERTIES)
}
