//! Here documents: texts between a marker at the end of a line and a line that holds only the marker.
//!
//! The rest of the marker's line is still the program. The text itself has no quote to escape; where
//! the marker is not quoted, the escapes and placeholders of the language's double quotes are read.

use std::ops::Range;

use super::scan::{Scan, in_name};
use super::{Quote, Rules, Style, Text, Trail, escape};

/// How a language writes here documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heredocs {
    /// It has none.
    None,
    /// `<<~NAME`, `<<-NAME`, `<<NAME` (Ruby's syntax documentation, "Here document literals").
    Ruby,
    /// `<<NAME`, `<<-NAME` (POSIX, shell command language, 2.7.4).
    Shell,
    /// `<<<NAME` (PHP's manual, "Heredoc" and "Nowdoc").
    Php,
}

/// A here document that was announced: its text begins with the next line.
#[derive(Debug)]
pub(super) struct Announced {
    name: Vec<u8>,
    style: Style,
}

/// Ruby's double quotes, where a line may be broken between words.
const RUBY: Rules = Rules { folds: true, ..escape::RUBY };
/// The same for PHP.
const PHP: Rules = Rules { folds: true, ..escape::PHP };
/// The same for a shell.
const SHELL: Rules = Rules { folds: true, ..escape::SHELL };

impl Heredocs {
    /// Takes the marker of a here document, if one stands here.
    pub(super) fn announced(self, scan: &mut Scan) -> Option<Announced> {
        let (open, rules): (&[u8], &'static Rules) = match self {
            Self::None => return None,
            Self::Ruby => (b"<<", &RUBY),
            Self::Shell => (b"<<", &SHELL),
            Self::Php => (b"<<<", &PHP),
        };
        if !scan.sees(open) || scan.at.checked_sub(1).is_some_and(|i| scan.bytes[i] == b'<') {
            return None;
        }
        let mut ahead = scan.clone();
        ahead.skip(open.len());
        let indented = self != Self::Php && !ahead.take(|b| matches!(b, b'-' | b'~')).is_empty();
        if self != Self::Ruby {
            ahead.take(|b| matches!(b, b' ' | b'\t'));
        }
        let quote = ahead.peek().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
        ahead.skip(usize::from(quote.is_some()));
        let escaped = self == Self::Shell && ahead.peek() == Some(b'\\');
        ahead.skip(usize::from(escaped));
        let name = ahead.take(in_name);
        let first = scan.bytes.get(name.start).filter(|_| !name.is_empty())?;
        // `list <<item` pushes to a list: a bare marker of Ruby is in capitals.
        let plain = self == Self::Ruby && !indented && quote.is_none();
        if first.is_ascii_digit() || (plain && !first.is_ascii_uppercase()) {
            return None;
        }
        if let Some(quote) = quote {
            (ahead.peek() == Some(quote)).then(|| ahead.skip(1))?;
        }
        let raw = quote == Some(b'\'') || escaped || (self == Self::Shell && quote.is_some());
        let style =
            if raw { Style::Plain } else { Style::Escaped { rules, quote: Quote::None, within: None } };
        let name = scan.bytes[name].to_vec();
        scan.to(ahead.at);
        Some(Announced { name, style })
    }
}

impl Announced {
    /// Reads the text from the start of its first line, and goes behind its last one.
    pub(super) fn read(&self, scan: &mut Scan, out: &mut Vec<Text>) {
        let from = scan.at;
        while scan.at < scan.end {
            let line = scan.line();
            if self.ends(&scan.bytes[line.clone()]) {
                out.push(self.text(from..line.start));
                return;
            }
        }
        // Without an end it was no here document.
        scan.at = from;
    }

    fn text(&self, lines: Range<usize>) -> Text {
        Text::shown(lines, self.style, &Trail::default())
    }

    /// Whether a line is the end: the name, which PHP lets punctuation follow.
    fn ends(&self, line: &[u8]) -> bool {
        let rest = line.trim_ascii().strip_prefix(self.name.as_slice());
        rest.is_some_and(|rest| rest.iter().all(|b| matches!(b, b';' | b',' | b')' | b']' | b'.')))
    }
}
