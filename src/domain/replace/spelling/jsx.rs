//! Markup inside scripts: elements, their attributes and their text.

use std::collections::HashMap;
use std::ops::Range;

use super::embedded::{self, Embedded};
use super::scan::Scan;
use super::script::{MAX_DEPTH, Setting, expression};
use super::tags::{self, Tag};
use super::{Place, Role, Style, Text, Trail, read};

/// Where the last closing tag of each name stands.
#[derive(Debug, Default)]
pub(super) struct Closings(HashMap<Vec<u8>, usize>);

impl Closings {
    /// The closing tags of a part of a file.
    pub(super) fn of(scan: &Scan) -> Self {
        let mut last = HashMap::new();
        for at in memchr::memmem::find_iter(scan.rest(), b"</") {
            let name = scan.rest()[at + 2..].iter().take_while(|b| tags::in_tag_name(**b)).count();
            last.insert(scan.rest()[at + 2..][..name].to_vec(), scan.at + at);
        }
        Self(last)
    }

    fn follow(&self, name: &[u8], at: usize) -> bool {
        self.0.get(name).is_some_and(|last| *last > at)
    }
}

/// Whether a tag begins here: a name or an empty fragment, and not the type parameters of a function.
pub(super) fn begins(scan: &Scan, setting: &Setting) -> bool {
    let Some(closings) = &setting.jsx else { return false };
    match scan.ahead(1) {
        Some(b'>') => true,
        Some(byte) if byte.is_ascii_alphabetic() => {
            let name = scan.rest()[1..].iter().take_while(|b| tags::in_tag_name(**b)).count();
            let (name, after) = scan.rest()[1..].split_at(name);
            if after.starts_with(b">") {
                // `<T>(x: T) => T` is a type, if nothing closes it.
                return closings.follow(name, scan.at);
            }
            let words = after.trim_ascii_start();
            let extends = words.strip_prefix(b"extends").is_some_and(|behind| {
                behind.first().is_some_and(u8::is_ascii_whitespace)
                    && !behind.trim_ascii_start().starts_with(b"=")
            });
            !words.starts_with(b",") && !words.starts_with(b"=") && !extends && name != b"const"
        }
        Some(_) | None => false,
    }
}

/// Reads one element with everything in it.
pub(super) fn element(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    let mut stack: Vec<Trail> = Vec::new();
    let known = out.len();
    loop {
        let around = stack.last().unwrap_or(&setting.trail).clone();
        if scan.sees(b"</") {
            stack.pop();
            let end = scan.find(b">");
            scan.to(end + 1);
        } else {
            let start = scan.at + 1;
            let tag = open_tag(scan, &setting.deeper(&around), out);
            raw(scan, start, &tag, out);
            if !tag.closed && !is_void(scan, start, setting) {
                stack.push(tag.trail);
            }
        }
        if stack.is_empty() {
            return;
        }
        let inside = stack.last().cloned().unwrap_or_default();
        children(scan, &setting.deeper(&inside), out);
        if scan.at >= scan.end {
            // Without its end it is no element, and what was read in it may be anything.
            return out.truncate(known);
        }
    }
}

/// Reads what stands in `<script>` and `<style>`, unless it is an expression in braces.
fn raw(scan: &mut Scan, start: usize, tag: &Tag, out: &mut Vec<Text>) {
    let name = tag_name(scan, start);
    // With a capital it is a component, whatever it is called.
    let is_element = name.iter().all(u8::is_ascii_lowercase) && !tag.closed;
    let Some(embedded) = Embedded::of_element(name, &tag.kind).filter(|_| is_element) else { return };
    // Asked first: whoever stays here after a look at all that follows makes that look again at the next tag.
    if embedded != Embedded::Data && scan.rest().trim_ascii_start().starts_with(b"{") {
        return;
    }
    let part = scan.at..embedded::end_of_element(scan, name);
    scan.to(part.end);
    embedded.texts(scan.bytes, part, &tag.trail, out);
}

/// The name of the tag that begins there.
fn tag_name<'a>(scan: &Scan<'a>, start: usize) -> &'a [u8] {
    let name = &scan.bytes[start..scan.at];
    &name[..name.iter().take_while(|b| tags::in_tag_name(**b)).count()]
}

/// Whether an element has no content though nothing says so, as Astro has it: `<br>`.
fn is_void(scan: &Scan, start: usize, setting: &Setting) -> bool {
    let name = tag_name(scan, start);
    let closes = setting.jsx.as_ref().is_some_and(|closings| closings.follow(name, start));
    name.iter().all(u8::is_ascii_lowercase) && tags::is_void(name) && !closes
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
        if scan.sees(b"<!--") {
            holes.push(comment(scan, setting, out));
            continue;
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

/// `<!-- … -->`, which Astro leaves as it is.
fn comment(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) -> Range<usize> {
    let from = scan.at;
    scan.skip(4);
    let span = scan.at..scan.find(b"-->");
    scan.to(span.end + 3);
    out.push(Text::shown(span, Style::Line { end: "-->" }, &setting.trail).with_role(Role::Comment));
    from..scan.at
}

/// `<Name a="b" c={d}>`: its attributes become texts.
fn open_tag(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) -> Tag {
    scan.skip(1);
    let name = scan.take(tags::in_tag_name);
    let mut tag = Tag::open(&setting.trail, &scan.bytes[name]);
    type_arguments(scan);
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

/// Goes over `<Item>` behind the name of a component.
fn type_arguments(scan: &mut Scan) {
    let mut open = 0usize;
    while let Some(byte) = scan.peek() {
        match byte {
            b'<' => open += 1,
            _ if open == 0 => return,
            b'>' if scan.bytes[scan.at - 1] != b'=' => open -= 1,
            _ => {}
        }
        scan.skip(1);
    }
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
