//! The files of a change, as a page shows them: what each was and is, its changed lines, and what there
//! was no room for.

use std::collections::BTreeMap;

use super::lines::{Changes, changes};
use crate::domain::ids::Oid;
use crate::domain::replace::Mode;

/// Most files of a change that are shown.
pub const MAX_FILES: usize = 300;
/// Largest file that is compared, in bytes.
pub const MAX_FILE_BYTES: usize = 1024 * 1024;
/// Most rows of one file.
pub const MAX_FILE_ROWS: usize = 3_000;
/// Most rows of all files together.
pub const MAX_ROWS: usize = 6_000;
/// Most changed lines of a file that is shown at once; with more it is folded until somebody opens it.
pub const FOLD_LINES: u32 = 400;
/// How far a file is searched for the byte that no text has: as far as git does.
const BINARY_BYTES: usize = 8_000;

/// A file on one side of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its path as it is shown.
    pub path: String,
    /// What it is.
    pub mode: Mode,
    /// Its content.
    pub oid: Oid,
}

/// A file before and after; one side is missing where it is new or was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePair {
    /// Before.
    pub old: Option<Place>,
    /// After.
    pub new: Option<Place>,
}

/// The bytes of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Nothing is there.
    Missing,
    /// These.
    Bytes(&'a [u8]),
    /// More than anybody reads; how many.
    Large(u64),
}

/// How a file changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// These lines.
    Text {
        /// They.
        changes: Changes,
        /// Whether its bytes are text as they are.
        encoding: Encoding,
    },
    /// It is no text; its sizes in bytes.
    Binary {
        /// Before, where it was.
        old: Option<u64>,
        /// After, where it is.
        new: Option<u64>,
    },
    /// It is larger than [`MAX_FILE_BYTES`]; its sizes in bytes.
    Large {
        /// Before, where it was.
        old: Option<u64>,
        /// After, where it is.
        new: Option<u64>,
    },
    /// Its content did not change: it has another name or mode.
    Same,
}

/// Whether bytes are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// They are UTF-8.
    Utf8,
    /// Some are not, and are shown as �.
    Other,
}

/// A file that was deleted in one place and is new in another with the same content was moved. The order
/// stays that of the new names.
pub fn with_moves(pairs: Vec<FilePair>) -> Vec<FilePair> {
    let mut gone: BTreeMap<Oid, Vec<Place>> = BTreeMap::new();
    for pair in pairs.iter().rev() {
        if let (Some(old), None) = (&pair.old, &pair.new) {
            gone.entry(old.oid.clone()).or_default().push(old.clone());
        }
    }
    let mut moved = Vec::new();
    let mut found: Vec<FilePair> = Vec::new();
    for mut pair in pairs {
        if let (None, Some(new)) = (&pair.old, &pair.new)
            && let Some(old) = gone.get_mut(&new.oid).and_then(Vec::pop)
        {
            moved.push(old.path.clone());
            pair.old = Some(old);
        }
        found.push(pair);
    }
    found.retain(|pair| match (&pair.old, &pair.new) {
        (Some(old), None) => !moved.contains(&old.path),
        (_, _) => true,
    });
    found
}

/// How a file changed, in at most `room` rows.
pub fn body(old: Content<'_>, new: Content<'_>, room: usize) -> Body {
    let size = |side: Content<'_>| match side {
        Content::Missing => None,
        Content::Bytes(bytes) => Some(bytes.len() as u64),
        Content::Large(bytes) => Some(bytes),
    };
    let (old_bytes, new_bytes) = match (bytes(old), bytes(new)) {
        (Some(old), Some(new)) => (old, new),
        (_, _) => return Body::Large { old: size(old), new: size(new) },
    };
    if old != Content::Missing && old_bytes == new_bytes {
        return Body::Same;
    }
    if is_binary(old_bytes) || is_binary(new_bytes) {
        return Body::Binary { old: size(old), new: size(new) };
    }
    let (old, new) = (String::from_utf8_lossy(old_bytes), String::from_utf8_lossy(new_bytes));
    let is_utf8 = std::str::from_utf8(old_bytes).is_ok() && std::str::from_utf8(new_bytes).is_ok();
    Body::Text {
        changes: changes(&old, &new, room.min(MAX_FILE_ROWS)),
        encoding: if is_utf8 { Encoding::Utf8 } else { Encoding::Other },
    }
}

fn bytes(side: Content<'_>) -> Option<&[u8]> {
    match side {
        Content::Missing => Some(&[]),
        Content::Bytes(bytes) if bytes.len() <= MAX_FILE_BYTES => Some(bytes),
        Content::Bytes(_) | Content::Large(_) => None,
    }
}

/// Whether git takes it for no text.
fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(BINARY_BYTES)].contains(&0)
}

impl Body {
    /// Lines that came and lines that went.
    pub fn extent(&self) -> (u32, u32) {
        match self {
            Self::Text { changes, .. } => (changes.added, changes.removed),
            Self::Binary { .. } | Self::Large { .. } | Self::Same => (0, 0),
        }
    }

    /// Rows that are shown.
    pub fn rows(&self) -> usize {
        match self {
            Self::Text { changes, .. } => changes.hunks.iter().map(|hunk| hunk.rows.len()).sum(),
            Self::Binary { .. } | Self::Large { .. } | Self::Same => 0,
        }
    }

    /// Whether it is folded at first.
    pub fn is_folded(&self) -> bool {
        let (added, removed) = self.extent();
        added.saturating_add(removed) > FOLD_LINES
    }
}
