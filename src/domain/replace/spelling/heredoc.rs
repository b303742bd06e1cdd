//! Here documents: texts between a marker at the end of a line and a line that holds only the marker.
//!
//! The rest of the marker's line is still the program. The text itself has no quote to escape; where
//! the marker is not quoted, the escapes and placeholders of the language's double quotes are read.

use std::collections::HashMap;
use std::ops::Range;

use super::code::Reader;
use super::hole::{Held, Hole};
use super::scan::{Scan, in_name};
use super::{Quote, Rules, Style, Text, Trail, escape, grammars};

/// How a language writes here documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heredocs {
    /// It has none.
    None,
    /// `<<~NAME`, `<<-NAME`, `<<NAME` (Ruby's syntax documentation, "Here document literals").
    Ruby,
    /// The same marks (perlop, "<<EOF").
    Perl,
    /// `<<NAME`, `<<-NAME` (POSIX, shell command language, 2.7.4).
    Shell,
    /// `<<<NAME` (PHP's manual, "Heredoc" and "Nowdoc").
    Php,
    /// `<<NAME`, `<<-NAME` (HCL's native syntax specification, "Template Expressions").
    Hcl,
}

/// A here document that was announced: its text begins with the next line.
#[derive(Debug)]
pub(super) struct Announced {
    name: Vec<u8>,
    style: Style,
    /// Whether it holds no placeholders.
    raw: bool,
}

/// Ruby's double quotes, where a line may be broken between words.
const RUBY: Rules = Rules { folds: true, ..escape::RUBY };
/// The same for Perl.
const PERL: Rules = Rules { folds: true, ..escape::PERL };
/// The same for PHP.
const PHP: Rules = Rules { folds: true, ..escape::PHP };
/// The same for a shell.
const SHELL: Rules = Rules { folds: true, ..escape::SHELL };

impl Heredocs {
    fn open(self) -> Option<&'static [u8]> {
        match self {
            Self::None => None,
            Self::Ruby | Self::Perl | Self::Shell | Self::Hcl => Some(b"<<"),
            Self::Php => Some(b"<<<"),
        }
    }

    fn style(self) -> Style {
        let rules = match self {
            Self::Ruby => &RUBY,
            Self::Perl => &PERL,
            Self::Shell => &SHELL,
            Self::Php => &PHP,
            Self::None | Self::Hcl => return Style::Plain,
        };
        Style::Escaped { rules, quote: Quote::None, within: None }
    }

    fn holes(self) -> &'static [Hole] {
        match self {
            Self::None => &[],
            Self::Ruby => grammars::HASH,
            Self::Perl => grammars::PERL_HOLES,
            Self::Shell => grammars::SHELL_HOLES,
            Self::Php => grammars::PHP_HOLES,
            Self::Hcl => grammars::HCL_HOLES,
        }
    }

    /// Takes the marker of a here document, if one stands here.
    pub(super) fn announced(self, scan: &mut Scan) -> Option<Announced> {
        let open = self.open()?;
        if !scan.sees(open) || scan.at.checked_sub(1).is_some_and(|i| scan.bytes[i] == b'<') {
            return None;
        }
        let mut ahead = scan.clone();
        ahead.skip(open.len());
        let indented = self != Self::Php && !ahead.take(|b| matches!(b, b'-' | b'~')).is_empty();
        if matches!(self, Self::Shell | Self::Php) {
            ahead.take(|b| matches!(b, b' ' | b'\t'));
        }
        let quote = ahead.peek().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
        ahead.skip(usize::from(quote.is_some()));
        let escaped = self == Self::Shell && ahead.peek() == Some(b'\\');
        ahead.skip(usize::from(escaped));
        let name = ahead.take(in_name);
        let first = scan.bytes.get(name.start).filter(|_| !name.is_empty())?;
        // `list <<item` pushes to a list: a bare marker of Ruby is in capitals.
        let plain = matches!(self, Self::Ruby | Self::Perl) && !indented && quote.is_none();
        if first.is_ascii_digit() || (plain && !first.is_ascii_uppercase()) {
            return None;
        }
        if let Some(quote) = quote {
            (ahead.peek() == Some(quote)).then(|| ahead.skip(1))?;
        }
        let raw = quote == Some(b'\'') || escaped || (self == Self::Shell && quote.is_some());
        let style = if raw { Style::Plain } else { self.style() };
        let name = scan.bytes[name].to_vec();
        scan.to(ahead.at);
        Some(Announced { name, style, raw })
    }
}

/// The lines of a program that may end a here document, by their names.
#[derive(Debug)]
pub(super) struct LineEnds<'a>(HashMap<&'a [u8], Vec<Range<usize>>>);

impl<'a> LineEnds<'a> {
    fn of(scan: &Scan<'a>, heredocs: Heredocs) -> Self {
        let mut lines: HashMap<&'a [u8], Vec<Range<usize>>> = HashMap::new();
        let mut scan = scan.clone();
        while scan.at < scan.end {
            let start = scan.at;
            let line = scan.line();
            let text = scan.bytes[line].trim_ascii();
            let (name, rest) = text.split_at(text.iter().take_while(|b| in_name(**b)).count());
            if name.is_empty() {
                continue;
            }
            // Behind the name the program of PHP goes on.
            if heredocs == Heredocs::Php {
                let blanks = scan.bytes[start..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                lines.entry(name).or_default().push(start..start + blanks + name.len());
            } else if rest.iter().all(|b| matches!(b, b';' | b',' | b')' | b']' | b'.')) {
                lines.entry(name).or_default().push(start..scan.at);
            }
        }
        Self(lines)
    }

    /// The first line of this name from a place on.
    fn next(&self, name: &[u8], from: usize) -> Option<Range<usize>> {
        let lines = self.0.get(name)?;
        lines.get(lines.partition_point(|line| line.start < from)).cloned()
    }
}

impl Reader<'_, '_> {
    /// Reads the here documents that were announced, from the start of a line on.
    pub(super) fn here_documents(&mut self) {
        if self.line_ends.is_none() {
            self.line_ends =
                Some(LineEnds::of(&Scan { end: self.end, ..self.scan.clone() }, self.grammar.heredocs));
        }
        for heredoc in std::mem::take(&mut self.announced) {
            let line = self.line_ends.as_ref().and_then(|ends| ends.next(&heredoc.name, self.scan.at));
            // Without an end it was no here document.
            let Some(line) = line.filter(|line| line.end <= self.scan.end) else { continue };
            self.here_document(&heredoc, line.start);
            self.scan.to(line.end);
        }
    }

    fn here_document(&mut self, heredoc: &Announced, end: usize) {
        let (from, known, after) = (self.scan.at, self.out.len(), self.scan.end);
        let holes = if heredoc.raw { &[] } else { self.grammar.heredocs.holes() };
        let (mut found, mut whole) = (Vec::new(), true);
        self.scan.end = end;
        while let Some(byte) = self.scan.peek() {
            let at = self.scan.at;
            match self.hole(holes) {
                Held::Read => found.push(at..self.scan.at),
                Held::Endless => whole = false,
                Held::Nothing => self.scan.skip(if byte == b'\\' && !heredoc.raw { 2 } else { 1 }),
            }
        }
        self.announced.clear();
        self.scan.end = after;
        if !whole {
            return self.out.truncate(known);
        }
        let mut text = Text::shown(from..end, heredoc.style, &Trail::default());
        text.holes = found;
        text.doubled = if self.grammar.heredocs == Heredocs::Hcl { grammars::HCL_DOUBLED } else { &[] };
        self.out.push(text);
    }
}
