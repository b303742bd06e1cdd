//! `[limits]`: how much baton reads. How much it may change is a matter of policy.

use super::section::{Quantity, Section};
use crate::domain::attachment::MAX_ATTACHED_BYTES;
use crate::domain::command::MAX_MESSAGE_BYTES;
use crate::domain::replace::MAX_FILE_BYTES;

const MESSAGE_BYTES: Quantity<usize> =
    Quantity { default: MAX_MESSAGE_BYTES, least: 256, most: MAX_MESSAGE_BYTES, unit: "bytes" };
const SEARCHED_FILES: Quantity<usize> =
    Quantity { default: 200_000, least: 1, most: 2_000_000, unit: "files" };
const SEARCHED_FILE_BYTES: Quantity<u64> =
    Quantity { default: MAX_FILE_BYTES, least: 1024, most: MAX_FILE_BYTES, unit: "bytes" };
/// Enough for the texts of a few large repositories.
const TEXT_CACHE_BYTES: Quantity<u64> =
    Quantity { default: 128 * 1024 * 1024, least: 1, most: 64 * 1024 * 1024 * 1024, unit: "bytes" };

/// Screenshots of large screens are a few megabytes.
const ATTACHED_BYTES: Quantity<usize> =
    Quantity { default: 25 * 1024 * 1024, least: 1024, most: MAX_ATTACHED_BYTES, unit: "bytes" };
const ATTACHED_FILES: Quantity<usize> = Quantity { default: 10, least: 0, most: 50, unit: "files" };

/// How much baton reads.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest message that is read, in bytes.
    pub message_bytes: usize,
    /// Most files of a repository that are searched for a text.
    pub searched_files: usize,
    /// The largest file that is searched, in bytes; larger ones are named as skipped.
    pub searched_file_bytes: u64,
    /// How much of what was searched stays in memory for the next request, in bytes, packed where room runs out.
    pub text_cache_bytes: u64,
    /// How many files may come with one message; none at 0.
    pub attached_files: usize,
    /// How long the files that come with one message may be together, in bytes.
    pub attached_bytes: usize,
}

impl Limits {
    pub(super) fn read(section: &Section<'_>) -> Self {
        Self {
            message_bytes: section.quantity("message_bytes", MESSAGE_BYTES),
            searched_files: section.quantity("searched_files", SEARCHED_FILES),
            searched_file_bytes: section.quantity("searched_file_bytes", SEARCHED_FILE_BYTES),
            text_cache_bytes: section.quantity("text_cache_bytes", TEXT_CACHE_BYTES),
            attached_files: section.quantity("attached_files", ATTACHED_FILES),
            attached_bytes: section.quantity("attached_bytes", ATTACHED_BYTES),
        }
    }
}
