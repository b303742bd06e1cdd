//! What is read as text in a file, and what is not.

mod laws;
mod programs;
mod steps;

use super::super::search::Format;
use super::{Role, Text, read, texts};

/// The texts of a file in the order of their places, with `…` for a placeholder.
fn texts_of(path: &str, file: &str, role: Role) -> Vec<String> {
    let bytes = file.as_bytes();
    let path = path.parse().unwrap();
    let mut found = texts(Format::of(&path), Format::template(&path), bytes);
    found.retain(|text| text.role == role);
    found.sort_by_key(|text| text.span.start);
    found.iter().map(|text| as_read(text, bytes)).collect()
}

fn as_read(text: &Text, bytes: &[u8]) -> String {
    read(text, bytes, "").iter().map(|unit| unit.ch.unwrap_or('…')).collect()
}

/// The texts that people see.
fn shown(path: &str, file: &str) -> Vec<String> {
    texts_of(path, file, Role::Shown)
}

/// The comments.
fn comments(path: &str, file: &str) -> Vec<String> {
    texts_of(path, file, Role::Comment)
}
