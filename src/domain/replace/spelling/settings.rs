//! Settings files: TOML, INI and `.env`.

use std::ops::Range;

use super::scan::{Lines, Scan};
use super::{Or, Quote, Role, StepKind, Style, Text, Trail, escape};

/// Values after `=` or `:`, quoted or not.
pub(super) fn texts(bytes: &[u8], all: Range<usize>, out: &mut Vec<Text>) {
    let scan = Scan::new(bytes, all);
    Reader { scan, section: Trail::default(), open_ended: false, out }.run();
}

struct Reader<'a, 'o> {
    scan: Scan<'a>,
    section: Trail,
    /// Whether a bracket was seen that nothing closes: such a file has no lists over several lines.
    open_ended: bool,
    out: &'o mut Vec<Text>,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        while self.scan.at < self.scan.end {
            self.scan.space();
            match self.scan.peek() {
                Some(b'#' | b';') => {
                    let line = self.scan.line();
                    let comment = Text::shown(line, Style::Line { end: "" }, &self.section);
                    self.out.push(comment.with_role(Role::Comment));
                }
                Some(b'[') => {
                    let line = self.scan.line();
                    self.section = Trail::default().push(StepKind::Key, &self.scan.bytes[line]);
                }
                Some(_) => self.setting(),
                None => {}
            }
        }
    }

    /// `key = value`.
    fn setting(&mut self) {
        let line = self.scan.at..self.scan.line_end();
        let Some(sign) = self.sign(&line) else {
            let section = self.section.clone();
            if begins_value(&self.scan.bytes[line.clone()]) {
                return self.values(line.end, &section);
            }
            self.scan.line();
            return self.out.push(Text::shown(line, Style::Line { end: "" }, &section));
        };
        let key = self.scan.bytes[line.start..sign].trim_ascii();
        let trail = self.section.push(StepKind::Key, key);
        self.scan.to(sign + 1);
        self.scan.take(|b| matches!(b, b' ' | b'\t'));
        if begins_value(&self.scan.bytes[self.scan.at..line.end.max(self.scan.at)]) {
            let end = self.list_end().unwrap_or(line.end);
            return self.values(end, &trail);
        }
        let value = self.scan.line();
        self.out.push(Text::shown(value, Style::Line { end: "" }, &trail));
    }

    /// The sign behind the key of this line; a quoted key may hold one, and a quoted value is no key.
    fn sign(&self, line: &Range<usize>) -> Option<usize> {
        let text = &self.scan.bytes[line.clone()];
        let key = match text.first() {
            Some(mark @ (b'"' | b'\'')) => {
                let end = 2 + text[1..].iter().position(|b| b == mark)?;
                let after = text[end..].trim_ascii_start().first();
                after.filter(|b| matches!(b, b'=' | b':' | b'.'))?;
                end
            }
            Some(_) | None => 0,
        };
        text[key..].iter().position(|b| matches!(b, b'=' | b':')).map(|at| line.start + key + at)
    }

    /// The end of the list or table at the cursor, when it goes over several lines.
    fn list_end(&mut self) -> Option<usize> {
        if self.open_ended || !matches!(self.scan.peek(), Some(b'[' | b'{')) {
            return None;
        }
        let mut ahead = self.scan.clone();
        let mut depth = 0usize;
        while let Some(byte) = ahead.peek() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                b'#' => ahead.to(ahead.line_end()),
                b'"' | b'\'' => {
                    let string = Quoted::at(&ahead);
                    ahead.to(string.map_or(ahead.at, |string| string.outer.end - 1));
                }
                _ => {}
            }
            if depth == 0 {
                return Some(ahead.at + 1);
            }
            ahead.skip(1);
        }
        self.open_ended = true;
        None
    }

    /// The quoted texts up to a place.
    fn values(&mut self, end: usize, trail: &Trail) {
        while self.scan.at < end {
            match self.scan.peek() {
                Some(b'#') => {
                    let line = self.scan.at..self.scan.line_end();
                    let comment = Text::shown(line.clone(), Style::Line { end: "" }, trail);
                    self.out.push(comment.with_role(Role::Comment));
                    self.scan.to(line.end);
                }
                Some(b'"' | b'\'') => match Quoted::at(&self.scan) {
                    Some(string) => {
                        self.scan.to(string.outer.end);
                        self.out.push(Text::shown(string.span, string.style, trail).within(string.outer));
                    }
                    // Not closed: nothing on this line is sure.
                    None => self.scan.to(self.scan.line_end().max(self.scan.at + 1)),
                },
                Some(_) => self.scan.skip(1),
                None => return,
            }
        }
        self.rest_of_line(trail);
    }

    /// A comment behind a value.
    fn rest_of_line(&mut self, trail: &Trail) {
        let line = self.scan.line();
        if let Some(at) = memchr::memchr(b'#', &self.scan.bytes[line.clone()]) {
            let comment = Text::shown(line.start + at..line.end, Style::Line { end: "" }, trail);
            self.out.push(comment.with_role(Role::Comment));
        }
    }
}

fn begins_value(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'"' | b'\'' | b'[' | b'{'))
}

/// A quoted string of TOML.
struct Quoted {
    span: Range<usize>,
    outer: Range<usize>,
    style: Style,
}

impl Quoted {
    /// The one that begins at the cursor.
    fn at(scan: &Scan) -> Option<Self> {
        let mark = scan.peek()?;
        let three = scan.sees(&[mark; 3]);
        let close: &[u8] = if three { &[mark; 3] } else { &[mark] };
        let mut inner = scan.clone();
        inner.skip(close.len());
        let end = if mark == b'"' {
            inner.close(close, if three { Lines::Many } else { Lines::One })?
        } else {
            let stop = if three { inner.end } else { inner.line_end() };
            memchr::memmem::find(&inner.bytes[inner.at..stop], close).map(|at| inner.at + at)?
        };
        let style = match (mark, three) {
            (b'"', true) => Style::Escaped { rules: &escape::TOML, quote: Quote::Three(mark), within: None },
            (b'"', false) => Style::Escaped { rules: &escape::TOML, quote: Quote::One(mark), within: None },
            _ => Style::Raw { close: if three { "'''" } else { "'" }, hashes: 0, or: Or::Basic },
        };
        Some(Self { span: inner.at..end, outer: scan.at..end + close.len(), style })
    }
}
