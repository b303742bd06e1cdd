//! Strings of a program: where each ends, and which of its bytes are placeholders.

use std::ops::Range;

use super::code::{Last, Reader};
use super::grammar::{Adjacent, Kind, Opening};
use super::hole::{Held, Hole};
use super::scan::Lines;
use super::{Quote, Style, Text, Trail, escape};

/// What a string may hold and what ends it.
#[derive(Clone, Copy)]
pub(super) struct Body<'m> {
    /// What ends it.
    pub close: &'m [u8],
    /// How it spells that.
    pub escapes: Escapes,
    /// Whether it may go over several lines.
    pub lines: Lines,
    /// The placeholders in it.
    pub holes: &'static [Hole],
}

/// How a string spells what would end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// With this byte before it.
    Behind(u8),
    /// Doubled.
    Doubled,
    /// Doubled, or with a backslash before it where a letter follows: both are written in SQL.
    Either,
    /// Not at all; the last of a longer run of quotes ends it.
    Not,
}

/// Where a string ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Before its closing mark, with the placeholders in it.
    At(usize, Vec<Range<usize>>),
    /// With its line, though it may not.
    Line,
    /// With the file.
    File,
}

impl Reader<'_, '_> {
    /// Reads a string whose opening mark is at the cursor, and whose prefix begins at `open`.
    pub(super) fn string(&mut self, opening: &'static Opening, open: usize) {
        // What a prefix says holds for its own literal only.
        let prefixed = open < self.scan.at;
        self.scan.skip(opening.open.len());
        let body = Body {
            close: opening.close.as_bytes(),
            escapes: escapes_of(opening.kind),
            lines: opening.lines,
            holes: opening.holes,
        };
        let (from, known) = (self.scan.at, self.out.len());
        self.last = Last::Operand;
        let Some((mut end, mut holes)) = self.ended(body, known) else { return };
        let style = style_of(opening);
        let style = if prefixed { style } else { self.joined(style, body, (&mut end, &mut holes)) };
        if let Some(style) = style {
            let mut text = Text::shown(from..end, style, &Trail::default());
            text.outer = open..end + body.close.len();
            text.holes = holes;
            text.doubled = opening.doubled;
            self.out.push(text);
        }
        self.last = Last::Operand;
    }

    /// Reads to the end of a string and over its mark. One without an end takes the texts inside it along.
    pub(super) fn ended(&mut self, body: Body, known: usize) -> Option<(usize, Vec<Range<usize>>)> {
        match self.body(body) {
            Ended::At(end, holes) => {
                self.scan.to(end + body.close.len());
                Some((end, holes))
            }
            Ended::Line => {
                self.out.truncate(known);
                None
            }
            Ended::File => {
                self.out.truncate(known);
                self.scan.to(self.scan.end);
                None
            }
        }
    }

    /// Reads up to the mark that ends a string.
    fn body(&mut self, body: Body) -> Ended {
        let mut holes = Vec::new();
        let mark = body.close[0];
        while let Some(byte) = self.scan.peek() {
            if byte == mark && self.scan.sees(body.close) {
                let length = body.close.len();
                let next = self.scan.ahead(length);
                match body.escapes {
                    Escapes::Doubled | Escapes::Either if next == Some(mark) => {
                        self.scan.skip(length + 1);
                        continue;
                    }
                    Escapes::Not if length > 1 && next == Some(mark) => {
                        self.scan.skip(1);
                        continue;
                    }
                    Escapes::Behind(_) | Escapes::Doubled | Escapes::Either | Escapes::Not => {}
                }
                return Ended::At(self.scan.at, holes);
            }
            let from = self.scan.at;
            match self.hole(body.holes) {
                Held::Read => {
                    holes.push(from..self.scan.at);
                    continue;
                }
                Held::Endless => return Ended::File,
                Held::Nothing => {}
            }
            match body.escapes {
                Escapes::Behind(escape) if byte == escape => {
                    let windows = self.scan.ahead(1) == Some(b'\r') && self.scan.ahead(2) == Some(b'\n');
                    self.scan.skip(if windows { 3 } else { 2 });
                }
                Escapes::Either if byte == b'\\' && self.scan.ahead(1) == Some(mark) => {
                    let letter = self.scan.ahead(2).is_some_and(|b| b.is_ascii_alphanumeric());
                    self.scan.skip(if letter { 2 } else { 1 });
                }
                _ if self.scan.sees(b"{{") && body.holes.iter().any(|hole| hole.doubles_braces()) => {
                    self.scan.skip(2);
                }
                _ if byte == b'\n' && body.lines == Lines::One => return Ended::Line,
                Escapes::Behind(_) | Escapes::Doubled | Escapes::Either | Escapes::Not => self.scan.skip(1),
            }
        }
        Ended::File
    }

    /// Goes on over literals that stand side by side, where they are one text.
    fn joined(
        &mut self,
        style: Option<Style>,
        body: Body,
        (end, holes): (&mut usize, &mut Vec<Range<usize>>),
    ) -> Option<Style> {
        let Some(Style::Escaped { rules, quote: Quote::One(mark), within }) = style else { return style };
        let pieces = escape::pieces(rules, mark).filter(|_| self.grammar.adjacent == Adjacent::Joined);
        let Some(pieces) = pieces else { return style };
        let mut joined = style;
        loop {
            let (before, known) = (self.scan.at, self.out.len());
            self.scan.space();
            if self.scan.peek() != Some(mark) || self.scan.sees(&[mark; 3]) {
                self.scan.at = before;
                return joined;
            }
            self.scan.skip(1);
            let Some((last, more)) = self.ended(body, known) else { return joined };
            *end = last;
            holes.extend(more);
            joined = Some(Style::Escaped { rules: pieces, quote: Quote::One(mark), within });
        }
    }
}

fn escapes_of(kind: Kind) -> Escapes {
    match kind {
        Kind::Escaped(rules) | Kind::Here(rules) => Escapes::Behind(rules.mark),
        Kind::Guarded(_) | Kind::Skipped => Escapes::Behind(b'\\'),
        Kind::Raw(_) => Escapes::Not,
        Kind::Doubled(escapes) => escapes,
    }
}

fn style_of(opening: &Opening) -> Option<Style> {
    let mark = opening.close.as_bytes()[0];
    let quote = if opening.close.len() > 1 { Quote::Three(mark) } else { Quote::One(mark) };
    Some(match opening.kind {
        Kind::Escaped(rules) => Style::Escaped { rules, quote, within: None },
        Kind::Here(rules) => Style::Escaped { rules, quote: Quote::None, within: None },
        Kind::Raw(or) | Kind::Guarded(or) => Style::Raw { close: opening.close, hashes: 0, or },
        Kind::Doubled(_) => Style::Doubled { quote: mark, folds: false },
        Kind::Skipped => return None,
    })
}
