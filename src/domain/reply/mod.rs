//! Every sentence a person reads, one file for each moment. Functions of facts, nothing else.

pub mod answer;
pub mod broken;
pub mod card;
pub mod end;
pub mod intake;
pub mod progress;
pub mod pull;
pub mod question;
pub mod refusal;
pub mod status;
pub mod text;

#[cfg(test)]
mod tests;

use super::chat_ids::Person;
use super::slot::{Audience, Block, Button, DiffLine, Look, Post, Press, Span};

/// Longest text of a person or a file that is quoted in a message, in characters.
const QUOTE_CHARS: usize = 120;

fn plain(text: impl Into<String>) -> Span {
    Span::Plain(text.into())
}

fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

fn code(text: impl Into<String>) -> Span {
    Span::Code(text.into())
}

fn person(person: &Person) -> Span {
    Span::Person(person.clone())
}

fn link(label: impl Into<String>, url: &str) -> Span {
    Span::Link { label: label.into(), url: url.to_owned() }
}

fn button(label: impl Into<String>, press: Press, look: Look) -> Button {
    Button { label: label.into(), press, look }
}

/// A message for everybody, without anything to press.
fn say(blocks: Vec<Block>) -> Post {
    Post { blocks, buttons: Vec::new(), audience: Audience::Thread, subject: None, under_way: None }
}

/// A message of one paragraph for one person.
fn tell(to: &Person, spans: Vec<Span>) -> Post {
    Post {
        blocks: vec![Block::Text(spans)],
        buttons: Vec::new(),
        audience: Audience::Only(to.clone()),
        subject: None,
        under_way: None,
    }
}

/// One line of at most `limit` characters, with an ellipsis where something was cut.
pub fn cut(text: &str, limit: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let mut short: String = line.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// "1 file", "3 files".
fn count(n: impl Into<u64>, one: &str, many: &str) -> String {
    match n.into() {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// "12", "16,384".
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// "0.1 s", "12 s", "3 min 5 s", "2 h 4 min".
pub fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    match seconds {
        0..10 => format!("{}.{} s", seconds, ms % 1000 / 100),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Before and after of changed lines, with where they stand.
fn diff(lines: &[super::fact::Line]) -> Block {
    let show = |line: &super::fact::Line| {
        [
            DiffLine::At(format!("{}:{}", line.path, line.line)),
            DiffLine::Removed(cut(&line.before, QUOTE_CHARS)),
            DiffLine::Added(cut(&line.after, QUOTE_CHARS)),
        ]
    };
    Block::Diff(lines.iter().flat_map(show).collect())
}

/// "not touched: 2 files (vendored), for example vendor/a.js".
fn skipped(skipped: &[super::fact::Skipped]) -> Vec<Vec<Span>> {
    let line = |one: &super::fact::Skipped| {
        let files = count(one.files, "file", "files");
        vec![
            plain(format!("not touched: {files} ({}), for example ", one.why)),
            code(cut(&one.example, QUOTE_CHARS)),
        ]
    };
    skipped.iter().map(line).collect()
}
