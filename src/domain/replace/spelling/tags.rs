//! Tags and attributes, the same in HTML, XML and JSX.

use std::ops::Range;

use super::purpose::{self, Vocabulary};
use super::scan::Scan;
use super::{Place, Role, StepKind, Style, Text, Trail};

/// Most classes and other marks of one tag that are kept.
const MAX_MARKS: usize = 64;

/// A tag that was read.
#[derive(Debug)]
pub(super) struct Tag {
    /// The names around its content.
    pub trail: Trail,
    /// Whether it has no content.
    pub closed: bool,
    /// The value of `type`, where it has one.
    pub kind: Vec<u8>,
    element: Element,
    vocabulary: Vocabulary,
    marks: usize,
    /// Texts whose purpose an attribute that stands behind them may tell.
    waiting: Range<usize>,
}

/// Elements with an attribute whose purpose another one tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// `<input type="submit" value="…">`.
    Input,
    /// `<meta name="description" content="…">`.
    Meta,
    Other,
}

/// The name of an attribute, and whether what tells about it makes it a text.
type Told = (&'static [u8], fn(&[u8]) -> bool);

impl Element {
    /// The attribute, and whether the value of the telling one makes it a text.
    fn told(self) -> Option<Told> {
        match self {
            Self::Input => Some((b"value", purpose::is_button)),
            Self::Meta => Some((b"content", purpose::is_described)),
            Self::Other => None,
        }
    }

    fn is_telling(self, name: &[u8]) -> bool {
        match self {
            Self::Input => name.eq_ignore_ascii_case(b"type"),
            Self::Meta => [b"name".as_slice(), b"property", b"itemprop"].contains(&name),
            Self::Other => false,
        }
    }
}

impl Tag {
    /// A tag of this name in HTML, JSX or a template.
    pub(super) fn open(around: &Trail, name: &[u8]) -> Self {
        Self::with(around, name, Vocabulary::of_tag(name))
    }

    /// A tag of this name in XML.
    pub(super) fn xml(around: &Trail, name: &[u8]) -> Self {
        Self::with(around, name, Vocabulary::Xml)
    }

    fn with(around: &Trail, name: &[u8], vocabulary: Vocabulary) -> Self {
        let element = match name.to_ascii_lowercase().as_slice() {
            _ if vocabulary != Vocabulary::Html => Element::Other,
            b"input" => Element::Input,
            b"meta" => Element::Meta,
            _ => Element::Other,
        };
        let trail = around.push(StepKind::Tag, name);
        Self { trail, closed: false, kind: Vec::new(), element, vocabulary, marks: 0, waiting: 0..0 }
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

    /// What the value of an attribute is for, as far as the tag has been read.
    pub(super) fn role(&self, name: &[u8]) -> Role {
        let known = self.element.told().filter(|(told, is_text)| {
            name.eq_ignore_ascii_case(told) && !self.kind.is_empty() && is_text(&self.kind)
        });
        if known.is_some() { Role::Shown } else { self.vocabulary.role(name) }
    }

    /// Takes notice of the value of an attribute that says more about the tag.
    fn learn(&mut self, name: &[u8], words: &[u8], out: &mut [Text]) {
        if matches!(name, b"class" | b"className" | b"id" | b"role" | b"name" | b"type" | b"data-slot") {
            let left = MAX_MARKS - self.marks;
            for word in words.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty()).take(left.min(16)) {
                self.marks += 1;
                let kind = if name == b"name" && self.is_entry() { StepKind::Key } else { StepKind::Mark };
                self.trail = self.trail.push(kind, word);
            }
        }
        if name.eq_ignore_ascii_case(b"type") || self.element.is_telling(name) {
            self.kind = words.trim_ascii().to_vec();
        }
        if self.element.is_telling(name) && self.element.told().is_some_and(|(_, is_text)| is_text(words)) {
            let waiting = out[self.waiting.clone()].iter_mut();
            waiting.filter(|text| text.role == Role::Name).for_each(|text| text.role = Role::Shown);
        }
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
    let first = out.len();
    let text = Text::shown(span, style, &tag.trail).within(open..scan.at);
    value(scan.bytes, name, (text, first), tag, out);
}

/// Keeps the value of an attribute as a text, and lets class, id and role name the tag. The texts
/// from `first` on stand inside the value and are for what it is for.
pub(super) fn value(
    bytes: &[u8],
    name: &Range<usize>,
    (text, first): (Text, usize),
    tag: &mut Tag,
    out: &mut Vec<Text>,
) {
    let name = &bytes[name.clone()];
    let words = &bytes[text.span.clone()];
    tag.learn(name, words, out);
    // A resource (`@string/save`), an attribute of a theme or a binding (`{Binding Save}`).
    let reference = tag.vocabulary == Vocabulary::Xml && matches!(words.first(), Some(b'@' | b'?' | b'{'));
    let role = if reference { Role::Name } else { tag.role(name) };
    out.push(Text { trail: tag.attribute_trail(name), ..text });
    narrow(&mut out[first..], role);
    if tag.element.told().is_some_and(|(told, _)| name.eq_ignore_ascii_case(told)) {
        tag.waiting = first..out.len();
    }
}

/// Lets texts be for no more than what holds them is for.
pub(super) fn narrow(texts: &mut [Text], role: Role) {
    texts.iter_mut().for_each(|text| text.role = narrower(text.role, role));
}

/// The stricter of two purposes.
pub(super) fn narrower(one: Role, other: Role) -> Role {
    if one == Role::Shown { other } else { one }
}

/// Whether a tag begins here: `<p`, `</p`, `<!`, and the local components of Phoenix (`<.button`, `<:slot`).
pub(super) fn begins(rest: &[u8]) -> bool {
    match rest {
        [b'<', byte, ..] if byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!') => true,
        [b'<', b'.' | b':', byte, ..] => byte.is_ascii_lowercase(),
        _ => false,
    }
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
    let void: &[&[u8]] = &[
        b"br", b"img", b"input", b"hr", b"meta", b"link", b"area", b"base", b"col", b"embed", b"source",
        b"track", b"wbr",
    ];
    void.contains(&name.as_slice())
}
