//! Tags and attributes, the same in HTML, XML and JSX.

use std::ops::Range;

use super::scan::Scan;
use super::{Place, Role, StepKind, Style, Text, Trail};

/// A tag that was read.
#[derive(Debug)]
pub(super) struct Tag {
    /// The names around its content.
    pub trail: Trail,
    /// Whether it has no content.
    pub closed: bool,
}

impl Tag {
    /// A tag of this name.
    pub(super) fn open(around: &Trail, name: &[u8]) -> Self {
        Self { trail: around.push(StepKind::Tag, name), closed: false }
    }

    /// Whether it is an entry of a catalogue (Android, .NET), whose name is a key.
    fn is_entry(&self) -> bool {
        let entries = ["string", "plurals", "string-array", "data"];
        let tag = self.trail.steps().find(|step| step.kind == StepKind::Tag);
        tag.is_some_and(|step| entries.contains(&step.name.as_str()))
    }

    /// The names around the value of an attribute.
    pub(super) fn attribute_trail(&self, name: &[u8]) -> Trail {
        self.trail.push(StepKind::Attribute, name)
    }
}

/// Reads the quoted value of an attribute; the cursor stands on the quote.
pub(super) fn quoted(scan: &mut Scan, name: &Range<usize>, mark: u8, tag: &mut Tag, out: &mut Vec<Text>) {
    let open = scan.at;
    scan.skip(1);
    let span = scan.at..scan.find(&[mark]);
    scan.to(span.end + 1);
    if span.end >= scan.end {
        return;
    }
    let style = Style::Entities(Place::Attribute(mark));
    value(scan.bytes, name, Text::shown(span, style, &tag.trail).within(open..scan.at), tag, out);
}

/// Keeps the value of an attribute as a text, and lets class, id and role name the tag.
pub(super) fn value(bytes: &[u8], name: &Range<usize>, text: Text, tag: &mut Tag, out: &mut Vec<Text>) {
    let name = &bytes[name.clone()];
    let words = &bytes[text.span.clone()];
    if matches!(name, b"class" | b"className" | b"id" | b"role" | b"name" | b"type" | b"data-slot") {
        for word in words.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty()).take(16) {
            let kind = if name == b"name" && tag.is_entry() { StepKind::Key } else { StepKind::Mark };
            tag.trail = tag.trail.push(kind, word);
        }
    }
    let trail = tag.attribute_trail(name);
    out.push(Text { trail, role: attribute_role(name), ..text });
}

/// What an attribute's value is for.
pub(super) fn attribute_role(name: &[u8]) -> Role {
    let name = name.to_ascii_lowercase();
    match name.as_slice() {
        b"href" | b"src" | b"action" | b"to" | b"url" | b"cite" | b"poster" | b"srcset" => Role::Address,
        b"class" | b"classname" | b"id" | b"style" | b"type" | b"name" | b"for" | b"htmlfor" | b"key"
        | b"ref" | b"rel" | b"target" | b"method" | b"role" | b"d" | b"viewbox" | b"lang" | b"width"
        | b"height" | b"slot" | b"is" | b"variant" | b"size" | b"color" | b"fill" | b"stroke" | b"xmlns"
        | b"property" | b"charset" | b"http-equiv" | b"autocomplete" | b"inputmode" | b"data-testid"
        | b"testid" | b"version" | b"encoding" => Role::Name,
        other if other.starts_with(b"on") && other.len() > 4 => Role::Name,
        other if other.starts_with(b"xmlns:") || other.starts_with(b"data-test") => Role::Name,
        _ => Role::Shown,
    }
}

/// The stricter of two purposes.
pub(super) fn narrower(one: Role, other: Role) -> Role {
    if one == Role::Shown { other } else { one }
}

/// Whether a byte belongs to the name of a tag.
pub(super) fn in_tag_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':') || byte >= 0x80
}

/// Whether a byte belongs to the name of an attribute.
pub(super) fn in_attribute_name(byte: u8) -> bool {
    in_tag_name(byte) || matches!(byte, b'@' | b'#' | b'[' | b']' | b'(' | b')' | b'*' | b'$')
}

/// Elements of HTML without content.
pub(super) fn is_void(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_slice(),
        b"br"
            | b"img"
            | b"input"
            | b"hr"
            | b"meta"
            | b"link"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
