//! Strings and comments of a program, by the grammar of its language.
//!
//! `%w` lists and texts joined by operators are not found.

use std::ops::Range;

use super::heredoc::{Announced, Heredocs};
use super::scan::{Lines, Scan, in_name};
use super::{Or, Quote, Role, Rules, Style, Text, Trail, escape};

/// Comments and strings of a language.
#[derive(Debug)]
pub(super) struct Grammar {
    /// What begins a comment to the end of the line.
    pub line: &'static [&'static str],
    /// What begins and ends a longer comment.
    pub block: &'static [(&'static str, &'static str)],
    /// What begins and ends a string, longer openings first.
    pub strings: &'static [Opening],
    /// Letters that make the string behind them raw.
    pub raw_prefix: &'static [u8],
    /// How such a string is written when it must hold its own end.
    pub raw_or: Or,
    /// Whether `'` begins a single character (or a lifetime), not a string.
    pub ticks: bool,
    /// How it writes here documents.
    pub heredocs: Heredocs,
}

/// One kind of string.
#[derive(Debug)]
pub(super) struct Opening {
    /// What begins it.
    pub open: &'static str,
    /// What ends it.
    pub close: &'static str,
    /// How it is spelled.
    pub kind: Kind,
}

/// How a kind of string is spelled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// With backslashes.
    Escaped(&'static Rules),
    /// As it is.
    Raw(Or),
    /// With its quote doubled.
    Doubled,
}

impl Grammar {
    /// The bytes that can begin a comment or a string; most bytes of a program begin nothing.
    fn begins(&self) -> [bool; 256] {
        let opens = self.line.iter().chain(self.block.iter().map(|(open, _)| open));
        let opens = opens.copied().chain(self.strings.iter().map(|opening| opening.open));
        let hashes = if let Or::Hashes(_) = self.raw_or { "#" } else { "" };
        let heredocs = if self.heredocs == Heredocs::None { "" } else { "<" };
        let first = opens.chain([hashes, heredocs, if self.ticks { "'" } else { "" }]).map(str::as_bytes);
        let mut begins = [false; 256];
        for byte in first.chain([self.raw_prefix]).filter_map(<[u8]>::first) {
            begins[usize::from(*byte)] = true;
        }
        begins
    }
}

/// The texts of a part of a program.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, grammar: &Grammar, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, part);
    let (start, begins) = (scan.at, grammar.begins());
    let mut announced: Vec<Announced> = Vec::new();
    while let Some(byte) = scan.peek() {
        if !announced.is_empty() && scan.at > start && bytes[scan.at - 1] == b'\n' {
            announced.drain(..).for_each(|heredoc| heredoc.read(&mut scan, out));
            continue;
        }
        if !begins[usize::from(byte)] {
            scan.skip(1);
            continue;
        }
        if comment(&mut scan, grammar, out) {
            continue;
        }
        if let Some(heredoc) = grammar.heredocs.announced(&mut scan) {
            announced.push(heredoc);
            continue;
        }
        let prefix = prefix_before(&bytes[start..scan.at]);
        if byte == b'\'' && grammar.ticks {
            tick(&mut scan);
        } else if hashed(&mut scan, grammar, out) {
            // It was read.
        } else if let Some(opening) = grammar.strings.iter().find(|o| scan.sees(o.open.as_bytes())) {
            let raw = !prefix.is_empty()
                && matches!(opening.kind, Kind::Escaped(_))
                && prefix.iter().any(|b| grammar.raw_prefix.contains(b));
            let prefix = if raw { prefix.len() } else { 0 };
            string(&mut scan, opening, Raw { prefix, or: grammar.raw_or }, out);
        } else {
            scan.skip(1);
        }
    }
}

/// The letters right before a quote, if they are a prefix and not the end of a name.
fn prefix_before(before: &[u8]) -> &[u8] {
    // A name may be as long as the file.
    let length = before.iter().rev().take(3).take_while(|b| in_name(**b)).count();
    if (1..=2).contains(&length) { &before[before.len() - length..] } else { &[] }
}

fn comment(scan: &mut Scan, grammar: &Grammar, out: &mut Vec<Text>) -> bool {
    if let Some((open, close)) = grammar.block.iter().find(|(open, _)| scan.sees(open.as_bytes())) {
        let from = scan.at;
        scan.skip(open.len());
        let end = scan.find(close.as_bytes());
        let text = Text::shown(from + open.len()..end, Style::Line { end: close }, &Trail::default());
        out.push(text.with_role(Role::Comment));
        scan.to(end + close.len());
        return true;
    }
    let Some(open) = grammar.line.iter().find(|open| scan.sees(open.as_bytes())) else { return false };
    // `$#`, `a#b` of shells and the `//` of an address are no comments.
    let before = scan.at.checked_sub(1).map(|i| scan.bytes[i]);
    let inside = if *open == "#" {
        before.is_some_and(|b| !b.is_ascii_whitespace() && !b"({[;,".contains(&b))
    } else {
        before == Some(b':')
    };
    if inside {
        return false;
    }
    let line = scan.line();
    out.push(Text::shown(line, Style::Line { end: "" }, &Trail::default()).with_role(Role::Comment));
    true
}

/// Goes over `'x'` and `'\n'`, and over the tick of a lifetime.
fn tick(scan: &mut Scan) {
    let escaped = scan.ahead(1) == Some(b'\\');
    let window = scan.rest().get(if escaped { 3 } else { 2 }..).unwrap_or_default();
    match window.iter().take(10).position(|b| *b == b'\'') {
        Some(at) if escaped || at < 4 && !window[..at].contains(&b' ') => {
            scan.skip(at + if escaped { 4 } else { 3 })
        }
        Some(_) | None => scan.skip(1),
    }
}

/// `r#"…"#` of Rust and `#"…"#` of Swift; the cursor stands on the letter or the first hash.
fn hashed(scan: &mut Scan, grammar: &Grammar, out: &mut Vec<Text>) -> bool {
    let Or::Hashes(letter) = grammar.raw_or else { return false };
    let letters = letter.len();
    if !scan.sees(grammar.raw_prefix) {
        return false;
    }
    let named = scan.at.checked_sub(1).is_some_and(|i| in_name(scan.bytes[i]) && scan.bytes[i] != b'b');
    let hashes = scan.rest()[letters..].iter().take_while(|b| **b == b'#').count();
    if named || scan.ahead(letters + hashes) != Some(b'"') {
        return false;
    }
    let open = scan.at;
    scan.skip(letters + hashes + 1);
    let mark = format!("\"{}", "#".repeat(hashes));
    let end = scan.find(mark.as_bytes());
    let outer = open..(end + mark.len()).min(scan.end);
    let text =
        Text::shown(scan.at..end, Style::Raw { close: "\"", hashes, or: grammar.raw_or }, &Trail::default());
    out.push(text.within(outer.clone()));
    scan.to(outer.end);
    true
}

/// A raw string by its prefix, and how it is written otherwise.
struct Raw {
    prefix: usize,
    or: Or,
}

fn string(scan: &mut Scan, opening: &Opening, raw: Raw, out: &mut Vec<Text>) {
    let open = scan.at - raw.prefix;
    scan.skip(opening.open.len());
    let close = opening.close.as_bytes();
    let mark = close[0];
    let long = close.len() > 1;
    let quote = if long { Quote::Three(mark) } else { Quote::One(mark) };
    let (style, end) = match opening.kind {
        Kind::Escaped(rules) => {
            let lines = if long || spans_lines(rules) { Lines::Many } else { Lines::One };
            let style = if raw.prefix > 0 {
                Style::Raw { close: opening.close, hashes: 0, or: raw.or }
            } else {
                Style::Escaped { rules, quote, within: None }
            };
            (style, scan.close(close, lines))
        }
        Kind::Raw(or) => (Style::Raw { close: opening.close, hashes: 0, or }, closed(scan, close)),
        Kind::Doubled => (Style::Doubled { quote: mark, folds: false }, doubled_end(scan, mark)),
    };
    let Some(end) = end else { return };
    let (style, end) = joined(scan, style, end);
    let outer = open..end + close.len();
    out.push(Text::shown(scan.at..end, style, &Trail::default()).within(outer.clone()));
    scan.to(outer.end);
}

/// Literals that stand side by side are one text in C, Python and Dart, and nowhere else allowed.
fn joined(scan: &Scan, style: Style, end: usize) -> (Style, usize) {
    let Style::Escaped { rules, quote: Quote::One(mark), within } = style else { return (style, end) };
    let Some(pieces) = escape::pieces(rules, mark) else { return (style, end) };
    let mut last = end;
    loop {
        let mut next = scan.clone();
        next.to(last + 1);
        next.space();
        if next.peek() != Some(mark) || next.sees(&[mark; 3]) {
            break;
        }
        next.skip(1);
        let Some(closed) = next.close(&[mark], Lines::One) else { break };
        last = closed;
    }
    if last == end {
        return (style, end);
    }
    (Style::Escaped { rules: pieces, quote: Quote::One(mark), within }, last)
}

/// Languages whose one-quote strings may hold a line end.
fn spans_lines(rules: &Rules) -> bool {
    use super::escape::{PHP, QUOTE_ONLY, RUBY, RUST, SHELL};
    [&PHP, &RUBY, &RUST, &SHELL, &QUOTE_ONLY].contains(&rules)
}

fn closed(scan: &Scan, close: &[u8]) -> Option<usize> {
    Some(scan.find(close)).filter(|end| *end < scan.end)
}

fn doubled_end(scan: &Scan, mark: u8) -> Option<usize> {
    let mut at = scan.at;
    loop {
        at += memchr::memchr(mark, scan.bytes.get(at..scan.end)?)?;
        if scan.bytes[at + 1..scan.end].first() != Some(&mark) {
            return Some(at);
        }
        at += 2;
    }
}
