//! A message as plain text: for terminals, logs and tests.

use crate::domain::slot::{Block, DiffLine, Post, Span};

/// The whole message, one line for each thing, buttons at the end in brackets.
pub fn post(post: &Post) -> String {
    let mut lines: Vec<String> = post.blocks.iter().flat_map(block).collect();
    if !post.buttons.is_empty() {
        let labels: Vec<String> =
            post.buttons.iter().map(|button| format!("[{}]", printable(&button.label))).collect();
        lines.push(labels.join(" "));
    }
    lines.join("\n")
}

/// What a message says below its title: of a status, where the task stands.
pub fn stands(post: &Post) -> String {
    self::post(post).lines().nth(1).unwrap_or_default().to_owned()
}

/// A run of spans as text.
pub fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn block(block: &Block) -> Vec<String> {
    match block {
        Block::Title(line) | Block::Text(line) | Block::Footer(line) => vec![spans(line)],
        Block::List(items) => items.iter().map(|item| format!("• {}", spans(item))).collect(),
        Block::Diff(lines) => lines.iter().map(diff_line).collect(),
        Block::Code(text) => text.lines().map(|line| format!("  {}", printable(line))).collect(),
    }
}

fn diff_line(line: &DiffLine) -> String {
    match line {
        DiffLine::At(place) => format!("  {}", printable(place)),
        DiffLine::Removed(text) => format!("  - {}", printable(text)),
        DiffLine::Added(text) => format!("  + {}", printable(text)),
    }
}

fn span(span: &Span) -> String {
    match span {
        Span::Plain(text) | Span::Strong(text) => printable(text),
        Span::Code(text) => format!("`{}`", printable(text)),
        Span::Link { label, .. } => printable(label),
        Span::Person(person) => format!("@{}", printable(&person.id)),
    }
}

/// Control characters would move a terminal's cursor or change its colours.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}
