//! Inside the lines of Markdown: links, inline code, tags.
//!
//! Link targets, code and tags are holes in the text around them. A target is a text of its own (an
//! address), and so is inline code.

use std::ops::Range;

use super::scan::Scan;
use super::{Element, Role, Style, Text};

/// Longest link text or target that is looked for, in bytes.
const MAX_LINK: usize = 2_000;

/// Finds what stands inside a text; texts of their own go to `out`.
pub(super) fn mark(bytes: &[u8], text: &mut Text, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, text.span.clone());
    let mut brackets: Vec<usize> = Vec::new();
    while let Some(byte) = scan.peek() {
        match byte {
            b'\\' => scan.skip(2),
            b'`' => code(&mut scan, text, out),
            b'[' => {
                brackets.push(scan.at);
                scan.skip(1);
            }
            b']' => {
                let open = brackets.pop();
                target(&mut scan, open, text, out);
            }
            b'<' => tag(&mut scan, text, out),
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

/// Inline code: as many backticks as opened it close it.
fn code(scan: &mut Scan, text: &mut Text, out: &mut Vec<Text>) {
    let open = scan.take(|b| b == b'`');
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
        Some(b':') if open == text.span.start => {
            text.holes.push(open..scan.at + 1);
            return;
        }
        Some(_) | None => return,
    };
    let stop = scan.find(end);
    if stop >= scan.end || stop - scan.at > MAX_LINK {
        return;
    }
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

/// `<https://…>` and tags inside a line.
fn tag(scan: &mut Scan, text: &mut Text, out: &mut Vec<Text>) {
    let is_tag = scan.ahead(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
    let end = scan.find(b">");
    if !is_tag || end >= scan.end || end - scan.at > MAX_LINK {
        return scan.skip(1);
    }
    let inside = scan.at + 1..end;
    if memchr::memchr2(b':', b'@', &scan.bytes[inside.clone()]).is_some()
        && !scan.bytes[inside.clone()].contains(&b' ')
    {
        address(inside, text, out);
    } else {
        text.holes.push(scan.at..end + 1);
    }
    scan.to(end + 1);
}
