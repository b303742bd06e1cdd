//! Catalogues of translations with formats of their own: Java properties, iOS strings, gettext PO.

use std::ops::Range;

use super::scan::{Lines, Scan};
use super::{Quote, Role, StepKind, Style, Text, Trail, escape};

/// Java `.properties`: `key=value`, values may go on behind a backslash at the end of the line.
pub(super) fn properties(bytes: &[u8], all: Range<usize>, out: &mut Vec<Text>) {
    let style = Style::Escaped { rules: &escape::PROPERTIES, quote: Quote::None, within: None };
    let mut scan = Scan::new(bytes, all);
    while scan.at < scan.end {
        scan.space();
        if matches!(scan.peek(), Some(b'#' | b'!')) {
            let line = scan.line();
            let comment = Text::shown(line, Style::Line { end: "" }, &Trail::default());
            out.push(comment.with_role(Role::Comment));
            continue;
        }
        let from = scan.at;
        while let Some(byte) = scan.peek().filter(|b| !matches!(b, b'=' | b':' | b' ' | b'\t' | b'\n')) {
            scan.skip(if byte == b'\\' { 2 } else { 1 });
        }
        let key = Trail::default().push(StepKind::Key, bytes[from..scan.at].trim_ascii());
        scan.take(|b| matches!(b, b' ' | b'\t'));
        if matches!(scan.peek(), Some(b'=' | b':')) {
            scan.skip(1);
            scan.take(|b| matches!(b, b' ' | b'\t'));
        }
        let from = scan.at;
        let mut end = scan.line().end;
        while end > from && ends_in_backslash(&bytes[from..end]) && scan.at < scan.end {
            end = scan.line().end;
        }
        out.push(Text::shown(from..end.max(from), style, &key));
    }
}

fn ends_in_backslash(line: &[u8]) -> bool {
    line.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

/// iOS `.strings`: `"key" = "value";`. Where the key is the source text, only the value is changed.
pub(super) fn strings(bytes: &[u8], all: Range<usize>, out: &mut Vec<Text>) {
    let style = Style::Escaped { rules: &escape::STRINGS, quote: Quote::One(b'"'), within: None };
    let mut scan = Scan::new(bytes, all);
    let mut key = Trail::default();
    while let Some(byte) = scan.peek() {
        if scan.sees(b"/*") || scan.sees(b"//") {
            let block = scan.sees(b"/*");
            let end = if block { scan.find(b"*/") } else { scan.line_end() };
            let style = Style::Line { end: if block { "*/" } else { "" } };
            out.push(Text::shown(scan.at..end, style, &key).with_role(Role::Comment));
            scan.to(end);
            scan.skip(1);
            continue;
        }
        let open = scan.at;
        scan.skip(1);
        let Some(end) = Some(()).filter(|()| byte == b'"').and_then(|()| scan.close(b"\"", Lines::Many))
        else {
            continue;
        };
        let span = open + 1..end;
        scan.to(end + 1);
        let mut ahead = scan.clone();
        ahead.space();
        if ahead.peek() == Some(b'=') {
            key = Trail::default().push(StepKind::Key, &bytes[span]);
        } else {
            out.push(Text::shown(span, style, &key).within(open..end + 1));
        }
    }
}

/// gettext PO: `msgid` and `msgstr`, each perhaps in several quoted pieces.
///
/// The `msgid` is the source text itself, so it is changed with it; the text of its translation
/// stands in `msgstr` and changes only where it reads the same.
pub(super) fn po(bytes: &[u8], all: Range<usize>, out: &mut Vec<Text>) {
    let style = Style::Escaped { rules: &escape::PO, quote: Quote::One(b'"'), within: None };
    let mut scan = Scan::new(bytes, all);
    let mut context = Trail::default();
    while scan.at < scan.end {
        let mut line = scan.line();
        let text = &bytes[line.clone()];
        if text.starts_with(b"#") {
            let comment = Text::shown(line, Style::Line { end: "" }, &Trail::default());
            out.push(comment.with_role(Role::Comment));
            continue;
        }
        let Some(open) = memchr::memchr(b'"', text).filter(|_| text.starts_with(b"msg")) else { continue };
        let keyword = text[..open].trim_ascii();
        let from = line.start + open + 1;
        while scan.peek() == Some(b'"') {
            line = scan.line();
        }
        let Some(close) = memchr::memrchr(b'"', &bytes[from..line.end.max(from)]) else { continue };
        let span = from..from + close;
        if keyword == b"msgctxt" {
            context = Trail::default().push(StepKind::Key, &bytes[span]);
            continue;
        }
        let outer = from - 1..span.end + 1;
        out.push(Text::shown(span, style, &context.push(StepKind::Key, keyword)).within(outer));
        if keyword.starts_with(b"msgstr") {
            context = Trail::default();
        }
    }
}
