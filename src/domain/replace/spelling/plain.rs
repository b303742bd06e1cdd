//! Files without quoting of their own, settings files, and separated values.

use std::ops::Range;

use super::scan::{Lines, Scan};
use super::{Quote, Role, StepKind, Style, Text, Trail, escape};

/// The whole file is one text.
pub(super) fn text(all: Range<usize>, out: &mut Vec<Text>) {
    out.push(Text::shown(all, Style::Plain, &Trail::default()));
}

/// TOML, INI and `.env`: values after `=` or `:`, quoted or not.
pub(super) fn ini(bytes: &[u8], all: Range<usize>, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, all);
    let mut section = Trail::default();
    while scan.at < scan.end {
        scan.take(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
        match scan.peek() {
            Some(b'#' | b';') => {
                let line = scan.line();
                out.push(Text::shown(line, Style::Line { end: "" }, &section).with_role(Role::Comment));
            }
            Some(b'[') => {
                let line = scan.line();
                section = Trail::default().push(StepKind::Key, &bytes[line]);
            }
            Some(_) => setting(&mut scan, &section, out),
            None => {}
        }
    }
}

/// `key = value`, the value perhaps a list over several lines.
fn setting(scan: &mut Scan, section: &Trail, out: &mut Vec<Text>) {
    let line = scan.at..scan.line_end();
    let Some(sign) = scan.bytes[line.clone()].iter().position(|b| matches!(b, b'=' | b':')) else {
        if has_quote(&scan.bytes[line.clone()]) {
            return quoted_values(scan, section, out);
        }
        scan.line();
        out.push(Text::shown(line, Style::Line { end: "" }, section));
        return;
    };
    let key = scan.bytes[line.start..line.start + sign].trim_ascii();
    let trail = section.push(StepKind::Key, key);
    scan.to(line.start + sign + 1);
    scan.take(|b| matches!(b, b' ' | b'\t'));
    if has_quote(&scan.bytes[scan.at..line.end.max(scan.at)]) {
        return quoted_values(scan, &trail, out);
    }
    let value = scan.line();
    out.push(Text::shown(value, Style::Line { end: "" }, &trail));
}

fn has_quote(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'"' | b'\'' | b'[' | b'{'))
}

/// The quoted texts up to the end of the line.
fn quoted_values(scan: &mut Scan, trail: &Trail, out: &mut Vec<Text>) {
    while let Some(byte) = scan.peek().filter(|b| *b != b'\n') {
        match byte {
            b'#' => {
                let line = scan.at..scan.line_end();
                out.push(Text::shown(line.clone(), Style::Line { end: "" }, trail).with_role(Role::Comment));
                scan.to(line.end);
                return;
            }
            b'"' | b'\'' => quoted(scan, byte, trail, out),
            _ => scan.skip(1),
        }
    }
}

fn quoted(scan: &mut Scan, mark: u8, trail: &Trail, out: &mut Vec<Text>) {
    let open = scan.at;
    let three = scan.sees(&[mark; 3]);
    let close: &[u8] = if three { &[mark; 3] } else { &[mark] };
    scan.skip(close.len());
    let lines = if three { Lines::Many } else { Lines::One };
    let end = if mark == b'"' {
        scan.close(close, lines)
    } else {
        let stop = if three { scan.end } else { scan.line_end() };
        memchr::memmem::find(&scan.bytes[scan.at..stop], close).map(|i| scan.at + i)
    };
    let Some(end) = end else { return };
    let style = match (mark, three) {
        (b'"', true) => Style::Escaped { rules: &escape::TOML, quote: Quote::Three(mark), within: None },
        (b'"', false) => Style::Escaped { rules: &escape::TOML, quote: Quote::One(mark), within: None },
        _ => Style::Raw { close: if three { "'''" } else { "'" }, hashes: 0, or: super::Or::Basic },
    };
    let outer = open..end + close.len();
    out.push(Text::shown(scan.at..end, style, trail).within(outer.clone()));
    scan.to(outer.end);
}

/// Fields separated by a comma, semicolon or tab; quotes are doubled inside quotes (RFC 4180).
pub(super) fn separated(bytes: &[u8], all: Range<usize>, separator: u8, out: &mut Vec<Text>) {
    let trail = Trail::default().push(StepKind::Tag, b"td");
    let mut scan = Scan::new(bytes, all);
    while scan.at < scan.end {
        if scan.peek() == Some(b'"') {
            let open = scan.at;
            scan.skip(1);
            let from = scan.at;
            while scan.at < scan.end {
                scan.to(scan.find(b"\""));
                if !scan.sees(b"\"\"") {
                    break;
                }
                scan.skip(2);
            }
            let outer = open..(scan.at + 1).min(scan.end);
            out.push(
                Text::shown(from..scan.at, Style::Doubled { quote: b'"', folds: false }, &trail)
                    .within(outer),
            );
            scan.skip(1);
        } else {
            let field = scan.take(|b| b != separator && b != b'\n' && b != b'\r');
            out.push(Text::shown(field, Style::Field { separator }, &trail));
        }
        scan.take(|b| b != separator && b != b'\n');
        scan.skip(1);
    }
}
