//! The diff of a change, as text for people, with its extent and its first changed lines.
//!
//! It is for reading only: the gate compares trees and never looks at this. What a page shows of a change
//! is in `files`: rows instead of text.

mod files;
mod lines;
#[cfg(test)]
mod tests;
mod words;

pub use files::{
    Body, Content, Encoding, FOLD_LINES, FilePair, MAX_FILE_BYTES, MAX_FILE_ROWS, MAX_FILES, MAX_ROWS, Place,
    body, with_moves,
};
pub use lines::{CONTEXT_LINES, Changes, End, Hunk, LINE_BYTES, Line as ShownLine, Row};
pub use words::changed;

use similar::{ChangeTag, TextDiff};

use super::fact::Line;
use super::path::RepoPath;

/// Most changed lines that are kept as a preview.
pub const PREVIEW_LINES: usize = 5;
/// Longest diff that is kept, in bytes; what is left out is said at its end.
pub const MAX_DIFF_BYTES: usize = 1024 * 1024;
/// Longest line of a preview, in characters.
const LINE_CHARS: usize = 200;

/// A file before and after.
#[derive(Debug, Clone, Copy)]
pub struct FileChange<'a> {
    /// Its path.
    pub path: &'a RepoPath,
    /// Its bytes before; nothing for a new file.
    pub old: &'a [u8],
    /// Its bytes after; nothing for a deleted file.
    pub new: &'a [u8],
}

/// A change as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// The unified diff.
    pub text: String,
    /// Lines added.
    pub added: u32,
    /// Lines removed.
    pub removed: u32,
    /// The first changed lines that replace a line.
    pub preview: Vec<Line>,
}

/// The diff of some files, in their order.
pub fn diff(files: &[FileChange<'_>]) -> Diff {
    let mut whole = Diff::default();
    for file in files {
        let (old, new) = (String::from_utf8_lossy(file.old), String::from_utf8_lossy(file.new));
        let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
        count(&diff, file.path, &mut whole);
        if whole.text.len() < MAX_DIFF_BYTES {
            let path = file.path;
            let text = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
            whole.text.push_str(&text);
        }
    }
    shorten(&mut whole.text);
    whole
}

fn shorten(text: &mut String) {
    if text.len() > MAX_DIFF_BYTES {
        let end = text.floor_char_boundary(MAX_DIFF_BYTES);
        text.truncate(text[..end].rfind('\n').map_or(end, |newline| newline + 1));
        text.push_str("… the rest of the diff is left out here\n");
    }
}

/// Adds a file's extent, and pairs removed lines with the added ones that follow them.
fn count(diff: &TextDiff<'_, '_, str>, path: &RepoPath, whole: &mut Diff) {
    let mut removed: Vec<(usize, &str)> = Vec::new();
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => removed.clear(),
            ChangeTag::Delete => {
                whole.removed += 1;
                removed.push((change.old_index().unwrap_or(0) + 1, change.value()));
            }
            ChangeTag::Insert => {
                whole.added += 1;
                if whole.preview.len() < PREVIEW_LINES && !removed.is_empty() {
                    let (line, before) = removed.remove(0);
                    whole.preview.push(preview(path, line, before, change.value()));
                }
            }
        }
    }
}

/// The two lines, without common indent; a long line is cut around what differs.
fn preview(path: &RepoPath, line: usize, before: &str, after: &str) -> Line {
    let same = before.char_indices().zip(after.chars()).take_while(|((_, a), b)| a == b).count();
    let skip = if same > LINE_CHARS / 2 { same - LINE_CHARS / 4 } else { 0 };
    let show = |text: &str| {
        let text: String = text.chars().skip(skip).collect();
        let dots = if skip > 0 { "…" } else { "" };
        format!("{dots}{}", super::reply::cut(&text, LINE_CHARS))
    };
    Line {
        path: path.clone(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        before: show(before),
        after: show(after),
    }
}
