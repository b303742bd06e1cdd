//! Whether a text stands in a kind of element that people name.

use super::super::Element;
use super::super::spelling::{Step, StepKind, Text};
use super::names;

/// Whether the place at `at` in a text is in such an element: by the tags, marks and attributes
/// around it, by its key, or in a program by the call or the name right before it.
pub(super) fn is(element: Element, text: &Text, bytes: &[u8], at: usize) -> bool {
    let marked = text.marks.iter().any(|(span, kind)| *kind == element && span.contains(&at));
    marked
        || text.trail.steps().any(|step| bears(element, step))
        || name_before(bytes, text.outer.start).is_some_and(|name| is_named(element, &name))
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
const WINDOW: usize = 64;

/// `Button("…")`, `title: "…"`, `submit_button = "…"`: the name right before a quoted text.
fn name_before(bytes: &[u8], at: usize) -> Option<String> {
    let before = bytes[at.saturating_sub(WINDOW)..at.min(bytes.len())].trim_ascii_end();
    let (sign, before) = before.split_last()?;
    if !matches!(sign, b'(' | b':' | b'=') {
        return None;
    }
    let before = before.trim_ascii_end();
    let length = before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    (length > 0).then(|| String::from_utf8_lossy(&before[before.len() - length..]).into_owned())
}
