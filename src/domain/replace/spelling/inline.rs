//! Inside the lines of Markdown: links, inline code, tags, and the expressions of MDX.
//!
//! Link targets, code and tags are holes in the text around them. A target is a text of its own (an
//! address), and so is inline code.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::jsx::Closings;
use super::markdown::Dialect;
use super::markup;
use super::scan::Scan;
use super::script::{self, Setting};
use super::{Element, Role, Style, Text};

/// Longest link text, target or tag that is looked for, in bytes.
pub(in super::super) const MAX_LINK: usize = 2_000;

/// Finds what stands inside a text; texts of their own go to `out`.
pub(super) fn mark(bytes: &[u8], dialect: Dialect, text: &mut Text, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, text.span.clone());
    let mut brackets: Vec<usize> = Vec::new();
    let tags = Rc::new(if dialect == Dialect::Mdx { Closings::of(&scan) } else { Closings::default() });
    let closers = last_runs(&bytes[text.span.clone()], text.span.start);
    while let Some(byte) = scan.peek() {
        match byte {
            b'\\' => scan.skip(2),
            b'`' => code(&mut scan, &closers, text, out),
            b'{' if dialect == Dialect::Mdx => {
                let hole = scan.at;
                scan.skip(1);
                script::expression(&mut scan, &Setting::with_markup(&tags, &text.trail), out);
                text.holes.push(hole..scan.at);
            }
            b'[' => {
                brackets.push(scan.at);
                scan.skip(1);
            }
            b']' => {
                let open = brackets.pop();
                target(&mut scan, open, text, out);
            }
            b'<' => tag(&mut scan, dialect, text, out),
            b'h' if scan.sees(b"http://") || scan.sees(b"https://") => {
                let from = scan.at;
                scan.take(|b| !b.is_ascii_whitespace() && !b"<>()[]|\"'`".contains(&b));
                address(from..scan.at, text, out);
            }
            _ => scan.skip(1),
        }
    }
}

fn address(span: Range<usize>, text: &mut Text, out: &mut Vec<Text>) {
    out.push(Text::shown(span.clone(), Style::Line { end: "" }, &text.trail).with_role(Role::Address));
    text.holes.push(span);
}

/// Where the last run of each number of backticks begins.
fn last_runs(bytes: &[u8], from: usize) -> BTreeMap<usize, usize> {
    let mut runs = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
        let length = bytes[at + found..].iter().take_while(|b| **b == b'`').count();
        runs.insert(length, from + at + found);
        at += found + length;
    }
    runs
}

/// Inline code: as many backticks as opened it close it.
fn code(scan: &mut Scan, closers: &BTreeMap<usize, usize>, text: &mut Text, out: &mut Vec<Text>) {
    let open = scan.take(|b| b == b'`');
    if closers.get(&open.len()).is_none_or(|last| *last < scan.at) {
        return;
    }
    let mut ahead = scan.clone();
    while ahead.at < ahead.end {
        ahead.to(ahead.find(b"`"));
        let close = ahead.take(|b| b == b'`');
        if close.len() == open.len() {
            let style = if matches!(text.style, Style::Markdown { cell: true, .. }) {
                text.style
            } else {
                Style::Line { end: "`" }
            };
            out.push(Text::shown(open.end..close.start, style, &text.trail).with_role(Role::CodeBlock));
            text.holes.push(open.start..close.end);
            scan.to(close.end);
            return;
        }
    }
}

/// What follows a closing bracket: `(address "title")`, `[name]` or `: address`.
fn target(scan: &mut Scan, open: Option<usize>, text: &mut Text, out: &mut Vec<Text>) {
    let close = scan.at;
    scan.skip(1);
    let Some(open) = open.filter(|open| close - open <= MAX_LINK) else { return };
    let end = match scan.peek() {
        Some(b'(') => b")",
        Some(b'[') => b"]",
        Some(b':') if open == text.span.start => return definition(scan, open, text, out),
        Some(_) | None => return,
    };
    let Some(stop) = near(scan, end) else { return };
    text.marks.push((open..close, Element::Link));
    if end == b"]" {
        text.holes.push(close..stop + 1);
        scan.to(stop + 1);
        return;
    }
    let inside = scan.at + 1..stop;
    let words = &scan.bytes[inside.clone()];
    let length = words.iter().position(u8::is_ascii_whitespace).unwrap_or(words.len());
    let address = inside.start..inside.start + length;
    out.push(Text::shown(address.clone(), Style::Line { end: ")" }, &text.trail).with_role(Role::Address));
    text.holes.push(close..address.end);
    text.holes.push(stop..stop + 1);
    scan.to(stop + 1);
}

/// Where this stands next, if it is near enough to be looked for.
fn near(scan: &Scan, what: &[u8]) -> Option<usize> {
    let window = &scan.rest()[..scan.rest().len().min(MAX_LINK + what.len())];
    memchr::memmem::find(window, what).map(|at| scan.at + at)
}

/// `[name]: address "title"`, the cursor on the colon: only the title is text. A footnote is all text.
fn definition(scan: &mut Scan, open: usize, text: &mut Text, out: &mut Vec<Text>) {
    scan.skip(1);
    text.holes.push(open..scan.at);
    if scan.bytes[open..].starts_with(b"[^") {
        return;
    }
    scan.space();
    let angle = scan.peek() == Some(b'<');
    scan.skip(usize::from(angle));
    let span = scan.take(|b| !b.is_ascii_whitespace() && b != b'>');
    scan.skip(usize::from(angle));
    if !span.is_empty() {
        address(span, text, out);
    }
}

/// `<https://…>` and tags inside a line.
fn tag(scan: &mut Scan, dialect: Dialect, text: &mut Text, out: &mut Vec<Text>) {
    let is_tag = scan.ahead(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
    let Some(end) = near(scan, b">").filter(|_| is_tag) else { return scan.skip(1) };
    let inside = scan.at + 1..end;
    if memchr::memchr2(b':', b'@', &scan.bytes[inside.clone()]).is_some()
        && !scan.bytes[inside.clone()].contains(&b' ')
    {
        address(inside, text, out);
    } else {
        // Its attributes may say something: `<img alt="…">`.
        markup::texts(scan.bytes, scan.at..end + 1, dialect.flavor(), out);
        text.holes.push(scan.at..end + 1);
    }
    scan.to(end + 1);
}
