//! YAML: plain, quoted and block scalars, in blocks and in brackets.
//!
//! Read line by line, with the keys above by their indentation. Keys are names. Anchors, tags and
//! aliases are stepped over.

use std::ops::Range;

use super::scan::{Lines, Scan};
use super::{Quote, Role, StepKind, Style, Text, Trail, escape};

/// The scalars of a part of a file.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, out: &mut Vec<Text>) {
    let mut reader = Reader { scan: Scan::new(bytes, part), keys: Vec::new(), out };
    while reader.scan.at < reader.scan.end {
        reader.line();
    }
}

struct Reader<'a, 'o> {
    scan: Scan<'a>,
    /// Keys above, with their columns.
    keys: Vec<(usize, Trail)>,
    out: &'o mut Vec<Text>,
}

impl Reader<'_, '_> {
    fn trail(&self) -> Trail {
        self.keys.last().map(|(_, trail)| trail.clone()).unwrap_or_default()
    }

    fn line(&mut self) {
        let start = self.scan.at;
        self.blanks();
        while self.scan.peek() == Some(b'-') && matches!(self.scan.ahead(1), Some(b' ')) {
            self.scan.skip(1);
            self.blanks();
        }
        let column = self.scan.at - start;
        match self.scan.peek() {
            None => return,
            Some(b'\n' | b'\r') => {
                self.scan.line();
                return;
            }
            Some(b'#') => return self.comment(),
            Some(_) => {}
        }
        self.keys.retain(|(at, _)| *at < column);
        if let Some(colon) = self.key_end() {
            let name = self.scan.bytes[self.scan.at..colon].trim_ascii();
            let name = name.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\"")).unwrap_or(name);
            let name = name.strip_prefix(b"'").and_then(|n| n.strip_suffix(b"'")).unwrap_or(name);
            let trail = self.trail().push(StepKind::Key, name);
            self.keys.push((column, trail));
            self.scan.to(colon + 1);
            self.blanks();
        }
        // An item's text may be wrapped to any column that is deeper than its dash.
        let dash = self.scan.bytes[start..self.scan.at].iter().take_while(|b| **b == b' ').count();
        self.value(dash);
    }

    fn blanks(&mut self) {
        self.scan.take(|b| matches!(b, b' ' | b'\t'));
    }

    fn comment(&mut self) {
        let line = self.scan.at..self.scan.line_end();
        self.out.push(Text::shown(line, Style::Line { end: "" }, &self.trail()).with_role(Role::Comment));
        self.scan.line();
    }

    /// The place of the colon of a key on this line.
    fn key_end(&self) -> Option<usize> {
        let end = self.scan.line_end();
        let mut at = self.scan.at;
        if let Some(mark @ (b'"' | b'\'')) = self.scan.peek() {
            let mut inside = self.scan.clone();
            inside.skip(1);
            let closed = if mark == b'"' { inside.close(b"\"", Lines::One) } else { single_end(&inside) };
            inside.to(closed.filter(|at| *at < end)? + 1);
            inside.take(|b| matches!(b, b' ' | b'\t'));
            return (inside.peek() == Some(b':')).then_some(inside.at);
        }
        if matches!(self.scan.peek(), Some(b'[' | b'{' | b'|' | b'>')) {
            return None;
        }
        while at < end {
            let next = self.scan.bytes[at + 1..end].first();
            match self.scan.bytes[at] {
                b':' if next.is_none_or(u8::is_ascii_whitespace) => return Some(at),
                b'#' if at > self.scan.at && self.scan.bytes[at - 1] == b' ' => return None,
                _ => at += 1,
            }
        }
        None
    }

    fn value(&mut self, column: usize) {
        while matches!(self.scan.peek(), Some(b'&' | b'!')) {
            self.scan.take(|b| !b.is_ascii_whitespace());
            self.blanks();
        }
        match self.scan.peek() {
            Some(b'"' | b'\'') => self.quoted(),
            Some(b'|' | b'>') => self.block(column),
            Some(b'[' | b'{') => self.flow(),
            Some(b'#') => self.comment(),
            Some(b'*') => {
                self.scan.line();
            }
            Some(_) => self.plain(column),
            None => {}
        }
    }

    fn quoted(&mut self) {
        let open = self.scan.at;
        let mark = self.scan.bytes[open];
        self.scan.skip(1);
        let end = if mark == b'"' { self.scan.close(b"\"", Lines::Many) } else { single_end(&self.scan) };
        let Some(end) = end else {
            self.scan.line();
            return;
        };
        let style = if mark == b'"' {
            Style::Escaped { rules: &escape::YAML, quote: Quote::One(mark), within: None }
        } else {
            Style::Doubled { quote: mark, folds: true }
        };
        self.out.push(Text::shown(self.scan.at..end, style, &self.trail()).within(open..end + 1));
        self.scan.to(end + 1);
    }

    /// A block scalar: every following line that is indented deeper, or empty.
    fn block(&mut self, column: usize) {
        let folded = self.scan.peek() == Some(b'>');
        self.scan.line();
        let from = self.scan.at;
        let mut indent = None;
        let mut end = from;
        while self.scan.at < self.scan.end {
            let mut ahead = self.scan.clone();
            let line = ahead.line();
            let text = &self.scan.bytes[line.clone()];
            let blanks = text.iter().take_while(|b| **b == b' ').count();
            if !text.trim_ascii().is_empty() {
                if blanks <= column && !(column == 0 && blanks > 0) || indent.is_some_and(|i| blanks < i) {
                    break;
                }
                indent.get_or_insert(blanks);
                end = line.end;
            }
            self.scan.to(ahead.at);
        }
        let indent = indent.unwrap_or(0);
        let start = (from + indent).min(end);
        self.out.push(Text::shown(start..end, Style::YamlBlock { indent, folded }, &self.trail()));
    }

    /// Inside brackets: quoted scalars and plain ones.
    fn flow(&mut self) {
        // The names around each open bracket.
        let mut around: Vec<Trail> = Vec::new();
        let mut trail = self.trail();
        while let Some(byte) = self.scan.peek() {
            match byte {
                b'[' | b'{' => {
                    around.push(trail.clone());
                    self.scan.skip(1);
                }
                b']' | b'}' => {
                    self.scan.skip(1);
                    trail = around.pop().unwrap_or_default();
                    if around.is_empty() {
                        return;
                    }
                }
                b',' => {
                    trail = around.last().cloned().unwrap_or_default();
                    self.scan.skip(1);
                }
                b' ' | b'\t' | b'\r' | b'\n' | b':' => self.scan.skip(1),
                b'#' => self.comment(),
                _ => {
                    let first = self.out.len();
                    if matches!(byte, b'"' | b'\'') {
                        self.quoted()
                    } else {
                        self.flow_plain()
                    }
                    let keyed = self.in_flow(first, &trail);
                    trail = keyed.unwrap_or(trail);
                }
            }
        }
    }

    /// Puts the scalar that was just read under its names; a key gives the names of its value back.
    fn in_flow(&mut self, first: usize, trail: &Trail) -> Option<Trail> {
        let mut ahead = self.scan.clone();
        ahead.space();
        let text = self.out.get_mut(first)?;
        text.trail = trail.clone();
        let quoted = text.outer != text.span;
        let key = ahead.peek() == Some(b':') && (quoted || ends_key(ahead.ahead(1)));
        if !key {
            return None;
        }
        text.role = Role::Name;
        self.scan.to(ahead.at + 1);
        Some(trail.push(StepKind::Key, &self.scan.bytes[text.span.clone()]))
    }

    /// A plain scalar in brackets: a colon is part of it unless a blank or a bracket follows.
    fn flow_plain(&mut self) {
        let from = self.scan.at;
        while let Some(byte) = self.scan.peek() {
            let comment = byte == b'#' && self.scan.at > from && self.scan.bytes[self.scan.at - 1] == b' ';
            let ends = matches!(byte, b',' | b']' | b'}' | b'[' | b'{' | b'\n' | b'\r')
                || (byte == b':' && ends_key(self.scan.ahead(1)));
            if ends || comment {
                break;
            }
            self.scan.skip(1);
        }
        let span = trimmed(self.scan.bytes, from..self.scan.at);
        self.out.push(Text::shown(span, Style::YamlPlain { flow: true }, &Trail::default()));
    }

    /// A plain scalar, with the lines that continue it.
    fn plain(&mut self, column: usize) {
        let from = self.scan.at;
        let mut end = self.plain_line();
        let commented = self.scan.bytes[end..self.scan.line_end()].contains(&b'#');
        self.scan.line();
        while !commented && self.scan.at < self.scan.end {
            let mut ahead = self.scan.clone();
            let blanks = ahead.take(|b| b == b' ').len();
            let next = Reader { scan: ahead.clone(), keys: Vec::new(), out: &mut Vec::new() };
            let other = matches!(ahead.peek(), None | Some(b'\n' | b'\r' | b'#')) || ahead.sees(b"- ");
            if blanks <= column || other || next.key_end().is_some() {
                break;
            }
            self.scan.to(ahead.at);
            end = self.plain_line();
            self.scan.line();
        }
        let span = trimmed(self.scan.bytes, from..end);
        self.out.push(Text::shown(span, Style::YamlPlain { flow: false }, &self.trail()));
    }

    /// Where the plain scalar ends on this line: before a comment.
    fn plain_line(&self) -> usize {
        let end = self.scan.line_end();
        memchr::memmem::find(&self.scan.bytes[self.scan.at..end], b" #").map_or(end, |i| self.scan.at + i)
    }
}

/// The quote that closes a text in single quotes, where a doubled one is a part of it.
fn single_end(scan: &Scan) -> Option<usize> {
    let mut at = scan.at;
    loop {
        at += memchr::memchr(b'\'', scan.bytes.get(at..scan.end)?)?;
        if scan.bytes[at + 1..scan.end].first() != Some(&b'\'') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a colon with this behind it ends a key in brackets.
fn ends_key(after: Option<u8>) -> bool {
    after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b',' | b'[' | b']' | b'{' | b'}'))
}

/// Without the blanks at its end.
fn trimmed(bytes: &[u8], span: Range<usize>) -> Range<usize> {
    span.start..span.start + bytes[span.clone()].trim_ascii_end().len()
}
