//! A message of baton's as HTML: its blocks, and what can be pressed.

use std::ops::Range;

use maud::{Markup, html};

use super::super::form::local_path;
use crate::domain::diff::changed;
use crate::domain::slot::{Block, Button, DiffLine, Look, Span};

/// The blocks of a message, top to bottom.
pub(super) fn blocks(blocks: &[Block]) -> Markup {
    html! { @for one in blocks { (block(one)) } }
}

fn block(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Title(line) => p.title { (spans(line)) },
            Block::Text(line) => p { (spans(line)) },
            Block::List(items) => ul.items { @for item in items { li { (spans(item)) } } },
            Block::Diff(lines) => div.diff { @for at in 0..lines.len() { (diff_line(lines, at)) } },
            Block::Code(text) => pre.code tabindex="0" { code { (text) } },
            Block::Footer(line) => p.small { (spans(line)) },
        }
    }
}

/// A line of a small diff; of a line that replaces the one before it, the words that are new stand out.
fn diff_line(lines: &[DiffLine], at: usize) -> Markup {
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    match (&lines[at], before, lines.get(at + 1)) {
        (DiffLine::At(place), _, _) => html! { p.at { (place) } },
        (DiffLine::Removed(text), _, Some(DiffLine::Added(new))) => {
            sided("del", "removed", "−", &marked(text, &changed(text, new).0))
        }
        (DiffLine::Removed(text), _, _) => sided("del", "removed", "−", &html! { (text) }),
        (DiffLine::Added(text), Some(DiffLine::Removed(old)), _) => {
            sided("ins", "added", "+", &marked(text, &changed(old, text).1))
        }
        (DiffLine::Added(text), _, _) => sided("ins", "added", "+", &html! { (text) }),
    }
}

fn sided(class: &str, name: &str, sign: &str, text: &Markup) -> Markup {
    html! {
        p class=(class) {
            span.sign role="img" aria-label=(name) { (sign) }
            span.text { (text) }
        }
    }
}

/// One side of a changed line, with the parts that differ.
fn marked(line: &str, parts: &[Range<usize>]) -> Markup {
    let rest = parts.last().map_or(0, |part| part.end);
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @let before = at.checked_sub(1).map_or(0, |at| parts[at].end);
            (line[before..part.start])
            mark { (line[part.clone()]) }
        }
        (line[rest..])
    }
}

/// A run of text.
pub(super) fn spans(spans: &[Span]) -> Markup {
    html! {
        @for span in spans {
            @match span {
                Span::Plain(text) => (text),
                Span::Strong(text) => strong { (text) },
                Span::Code(text) => code { (text) },
                Span::Link { label, url } => (link(label, url)),
                Span::Person(person) => span.person { "@" (person.id) },
            }
        }
    }
}

/// A link of baton's own: to a page here, or to a forge. Anything else is only text.
fn link(label: &str, url: &str) -> Markup {
    let is_forge = url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if local_path(url).is_some() {
            a href=(url) { (label) }
        } @else if is_forge {
            a href=(url) rel="noreferrer noopener nofollow" target="_blank" { (label) }
        } @else {
            (label)
        }
    }
}

/// How a button looks.
pub(super) fn look(button: &Button) -> &'static str {
    match button.look {
        Look::Primary => "primary",
        Look::Plain => "plain",
        Look::Danger => "danger",
    }
}
