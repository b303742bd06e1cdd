//! JSON with comments, JSON5, ARB and other catalogues in JSON.
//!
//! Keys are names, never texts. In ARB the entries under `@key` describe and are not shown.

use std::ops::Range;

use super::scan::{Lines, Scan, in_name};
use super::{Quote, Role, StepKind, Style, Text, Trail, escape};

/// Deeper nesting than this is not followed by key.
const MAX_DEPTH: usize = 256;

/// The string values of a part of a file.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, trail: &Trail, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, part);
    let mut stack = vec![trail.clone()];
    let mut key = trail.clone();
    while let Some(byte) = scan.peek() {
        match byte {
            b'{' | b'[' => {
                if stack.len() < MAX_DEPTH {
                    stack.push(key.clone());
                }
                scan.skip(1);
            }
            b'}' | b']' => {
                if stack.len() > 1 {
                    stack.pop();
                }
                key = stack.last().cloned().unwrap_or_default();
                scan.skip(1);
            }
            b',' => {
                key = stack.last().cloned().unwrap_or_default();
                scan.skip(1);
            }
            b'"' | b'\'' => {
                if let Some(name) = string(&mut scan, byte, &key, out) {
                    key = stack.last().cloned().unwrap_or_default().push(StepKind::Key, &bytes[name]);
                }
            }
            b'/' if scan.sees(b"//") => {
                let line = scan.line();
                out.push(Text::shown(line, Style::Line { end: "" }, &key).with_role(Role::Comment));
            }
            b'/' if scan.sees(b"/*") => {
                let end = scan.find(b"*/");
                out.push(Text::shown(scan.at..end, Style::Line { end: "*/" }, &key).with_role(Role::Comment));
                scan.to(end + 2);
            }
            _ if in_name(byte) => {
                let name = scan.take(in_name);
                if is_key(&scan) {
                    key = stack.last().cloned().unwrap_or_default().push(StepKind::Key, &bytes[name]);
                }
            }
            _ => scan.skip(1),
        }
    }
}

/// A string: a key gives its name back, a value becomes a text.
fn string(scan: &mut Scan, mark: u8, key: &Trail, out: &mut Vec<Text>) -> Option<Range<usize>> {
    let open = scan.at;
    scan.skip(1);
    let Some(end) = scan.close(&[mark], Lines::One) else {
        // Not closed on its line: nothing on this line is sure.
        scan.to(scan.line_end());
        return None;
    };
    let span = scan.at..end;
    scan.to(end + 1);
    if is_key(scan) {
        return Some(span);
    }
    let rules = if mark == b'"' { &escape::JSON } else { &escape::SCRIPT };
    let style = Style::Escaped { rules, quote: Quote::One(mark), within: None };
    let described = key.steps().any(|step| step.name.starts_with('@'));
    let role = if described { Role::Comment } else { Role::Shown };
    out.push(Text::shown(span, style, key).within(open..end + 1).with_role(role));
    None
}

fn is_key(scan: &Scan) -> bool {
    let mut ahead = scan.clone();
    ahead.space();
    ahead.peek() == Some(b':')
}
