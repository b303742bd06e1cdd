//! Whether a text stands in a kind of element that people name.

use std::ops::Range;

use super::super::spelling::{MAX_LINK, Step, StepKind, Text, Unit};
use super::super::{Element, Fit};
use super::names;

/// Whether the place at `at` in a text is in such an element: by the tags, marks and attributes
/// around it, by its key, or in a program by the call or the name right before it.
pub(super) fn is(element: Element, text: &Text, bytes: &[u8], at: usize) -> bool {
    is_marked(element, text, at)
        || text.trail.steps().any(|step| bears(element, step))
        || name_before(bytes, text.outer.start).is_some_and(|name| is_named(element, &name))
}

/// Whether a part of the text that is such an element holds the place: the first one may be all of it, and
/// the others are links in the order of their ends.
fn is_marked(element: Element, text: &Text, at: usize) -> bool {
    let holds = |(span, kind): &(Range<usize>, Element)| *kind == element && span.contains(&at);
    let Some((first, links)) = text.marks.split_first() else { return false };
    let from = links.partition_point(|(span, _)| span.end <= at);
    holds(first) || links[from..].iter().take_while(|(span, _)| span.end <= at + MAX_LINK).any(holds)
}

/// Whether the place is said to be in some element. A link is also a thing: `send_magic_link` may be what
/// a button says.
pub(super) fn is_any(text: &Text, bytes: &[u8], at: usize) -> bool {
    use Element::{Button, Cell, Heading, Label, Placeholder};
    [Button, Heading, Label, Placeholder, Cell].iter().any(|element| is(*element, text, bytes, at))
}

/// How much of what its element says a match is. The element ends at a mark, a cell's bar, what a program puts
/// in, or where the text ends.
pub(super) fn fit(units: &[Unit], span: &Range<usize>) -> Fit {
    let side = |beside: &mut dyn Iterator<Item = &Unit>| {
        let mut fit = Fit::Whole;
        for ch in beside.map_while(|unit| unit.ch).take_while(|ch| !"#[]|".contains(*ch)) {
            if ch.is_alphanumeric() {
                return Fit::Part;
            }
            if !ch.is_whitespace() && !"*_".contains(ch) {
                fit = Fit::Signs;
            }
        }
        fit
    };
    side(&mut units[..span.start].iter().rev()).max(side(&mut units[span.end..].iter()))
}

fn bears(element: Element, step: &Step) -> bool {
    let name = step.name.as_str();
    match step.kind {
        StepKind::Tag => is_tag(element, name) || is_named(element, name),
        StepKind::Mark | StepKind::Attribute | StepKind::Key => is_named(element, name),
    }
}

/// Tags of HTML whose names do not say what people call them.
fn is_tag(element: Element, tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    match element {
        Element::Button => matches!(tag.as_str(), "button" | "summary"),
        Element::Link => matches!(tag.as_str(), "a" | "navlink" | "routerlink" | "nuxtlink"),
        Element::Heading => {
            matches!(tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "legend" | "caption")
        }
        Element::Label => matches!(tag.as_str(), "label" | "legend"),
        Element::Placeholder => false,
        Element::Cell => matches!(tag.as_str(), "td" | "th" | "tr"),
    }
}

/// Words in the names of components, classes, attributes and keys.
fn is_named(element: Element, name: &str) -> bool {
    let known: &[&str] = match element {
        Element::Button => &["button", "btn", "cta", "submit"],
        Element::Link => &["link", "anchor", "href"],
        Element::Heading => &["heading", "title", "headline", "header", "h1", "h2", "h3"],
        Element::Label => &["label"],
        Element::Placeholder => &["placeholder", "hint"],
        Element::Cell => &["cell", "column", "col"],
    };
    names::words(name).iter().any(|word| known.contains(&word.as_str()))
}

/// Longest stretch that is looked at before a text.
const WINDOW: usize = 96;

/// The name right before a quoted text: `Button("…")`, `title: "…"`, `submit "…"`,
/// `f.label :email, "…"`.
fn name_before(bytes: &[u8], at: usize) -> Option<String> {
    let before = &bytes[at.saturating_sub(WINDOW)..at.min(bytes.len())];
    let (sign, rest) = before.trim_ascii_end().split_last()?;
    let name = match sign {
        b'(' | b':' | b'=' => last_name(rest.trim_ascii_end()),
        b',' => called(rest),
        // `placeholder => "…"`, `"placeholder" => "…"`.
        b'>' => last_name(unquoted(rest.strip_suffix(b"=")?.trim_ascii_end())),
        _ if before.ends_with(b" ") => last_name(before.trim_ascii_end()),
        _ => return None,
    };
    (!name.is_empty()).then(|| String::from_utf8_lossy(name).into_owned())
}

/// The name of the call in which an argument before stands.
fn called(before: &[u8]) -> &[u8] {
    let opens = |b: &u8| matches!(b, b'(' | b'{' | b'\n' | b'%' | b';' | b'=');
    match before.iter().rposition(opens) {
        Some(at) if before[at] == b'(' => last_name(before[..at].trim_ascii_end()),
        Some(at) => first_name(before[at + 1..].trim_ascii_start()),
        None => first_name(before),
    }
}

/// Without the quote that ends it.
fn unquoted(before: &[u8]) -> &[u8] {
    before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'")).unwrap_or(before)
}

fn last_name(before: &[u8]) -> &[u8] {
    let length = before.iter().rev().take_while(|b| in_name(**b)).count();
    &before[before.len() - length..]
}

/// With what it is called on: `f.label`.
fn first_name(rest: &[u8]) -> &[u8] {
    &rest[..rest.iter().take_while(|b| in_name(**b) || **b == b'.').count()]
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
