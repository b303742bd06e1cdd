//! Markup inside scripts: elements, their attributes and their text.

use super::scan::Scan;
use super::script::{MAX_DEPTH, Setting, expression};
use super::tags::{self, Tag};
use super::{Place, Role, Style, Text, Trail, read};

/// Whether a tag begins here: a name or an empty fragment, and not the type parameters of an arrow function.
pub(super) fn begins(scan: &Scan) -> bool {
    match scan.ahead(1) {
        Some(b'>') => true,
        Some(byte) if byte.is_ascii_alphabetic() => {
            let name = scan.rest()[1..].iter().take_while(|b| tags::in_tag_name(**b)).count();
            let after = scan.rest().get(1 + name..).unwrap_or_default();
            !after.starts_with(b",") && !after.starts_with(b" extends ")
        }
        Some(_) | None => false,
    }
}

/// Reads one element with everything in it.
pub(super) fn element(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    let mut stack: Vec<Trail> = Vec::new();
    loop {
        let around = stack.last().unwrap_or(&setting.trail).clone();
        if scan.sees(b"</") {
            stack.pop();
            let end = scan.find(b">");
            scan.to(end + 1);
        } else {
            let tag = open_tag(scan, &setting.deeper(&around), out);
            if !tag.closed {
                stack.push(tag.trail);
            }
        }
        if stack.is_empty() || scan.at >= scan.end {
            return;
        }
        let inside = stack.last().cloned().unwrap_or_default();
        children(scan, &setting.deeper(&inside), out);
        if scan.at >= scan.end {
            return;
        }
    }
}

/// The text up to the next tag, one text with its expressions as holes.
fn children(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    let from = scan.at;
    let mut holes = Vec::new();
    while let Some(byte) = scan.peek() {
        if byte == b'<' && scan.ahead(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'>'))
        {
            break;
        }
        if byte != b'{' {
            scan.skip(1);
            continue;
        }
        if let Some(unit) = read::brace_unit(scan.rest(), scan.at) {
            scan.to(unit.end);
            continue;
        }
        let hole = scan.at;
        scan.skip(1);
        expression(scan, setting, out);
        holes.push(hole..scan.at);
    }
    let mut text = Text::shown(from..scan.at, Style::Entities(Place::Jsx), &setting.trail);
    text.holes = holes;
    if scan.at < scan.end {
        out.push(text);
    }
}

/// `<Name a="b" c={d}>`: its attributes become texts.
fn open_tag(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) -> Tag {
    scan.skip(1);
    let name = scan.take(tags::in_tag_name);
    let mut tag = Tag::open(&setting.trail, &scan.bytes[name]);
    while let Some(byte) = scan.peek() {
        match byte {
            b'>' => {
                scan.skip(1);
                return tag;
            }
            b'/' if scan.ahead(1) == Some(b'>') => {
                scan.skip(2);
                tag.closed = true;
                return tag;
            }
            b'{' => {
                scan.skip(1);
                expression(scan, &setting.deeper(&tag.trail), out);
            }
            _ if tags::in_attribute_name(byte) => attribute(scan, setting, &mut tag, out),
            _ => scan.skip(1),
        }
    }
    tag.closed = true;
    tag
}

fn attribute(scan: &mut Scan, setting: &Setting, tag: &mut Tag, out: &mut Vec<Text>) {
    let name = scan.take(tags::in_attribute_name);
    let mut ahead = scan.clone();
    ahead.space();
    if ahead.peek() != Some(b'=') {
        return;
    }
    ahead.skip(1);
    ahead.space();
    scan.to(ahead.at);
    match scan.peek() {
        Some(b'{') => {
            scan.skip(1);
            let trail = tag.attribute_trail(&scan.bytes[name.clone()]);
            let first = out.len();
            expression(scan, &setting.deeper(&trail), out);
            // A handler is a program, and what it shows is shown: `onClick={() => toast('Saved')}`.
            let handler = scan.bytes[name.clone()].starts_with(b"on");
            let role = if handler { Role::Shown } else { tag.role(&scan.bytes[name]) };
            out[first..].iter_mut().for_each(|text| text.role = tags::narrower(text.role, role));
        }
        Some(mark @ (b'"' | b'\'')) => tags::quoted(scan, &name, mark, tag, out),
        Some(_) | None => {}
    }
    debug_assert!(setting.depth <= MAX_DEPTH + 2, "nesting is limited where expressions begin");
}
