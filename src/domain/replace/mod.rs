//! `replace`: a string or documentation change, understood and done without a model.
//!
//! Pure text logic in three steps, each usable alone:
//! 1. [`understand`] turns what a person wrote into a [`Request`] (and a `Request` prints back as
//!    a sentence that means the same);
//! 2. [`Search`] looks through one file at a time and finds the [`Hit`]s, however the file spells
//!    the text;
//! 3. [`decide`] sees all the finds and says what they mean together: one [`Plan`].
//!
//! Applying a plan is [`rewrite`], on the bytes of one file. Never half a request: a plan covers
//! every pair of the request or it is a question or a refusal.

mod asked;
mod plan;
mod request;
mod search;
mod seen;
mod shapes;
mod spelling;

use super::path::RepoPath;

/// Longest text of a pair, in bytes.
pub const MAX_TEXT_BYTES: usize = 4096;
/// Most pairs in one request.
pub const MAX_PAIRS: usize = 20;
/// Largest file that is searched, in bytes; a larger one is skipped and named.
pub const MAX_FILE_BYTES: u64 = 2 * 1024 * 1024;
/// Most places that one request changes; with more of them nothing is changed, and a person is told.
pub const MAX_HITS: usize = 10_000;
/// Most places that one search keeps, with the look-alikes: bounds its memory.
pub const MAX_FOUND: usize = 100_000;
/// Most bytes that one search looks over for the words of its texts.
pub const MAX_SCANNED_BYTES: u64 = 16 * 1024 * 1024 * 1024;
/// Most bytes that one search reads closely, each text of the request on its own.
pub const MAX_READ_BYTES: u64 = 1024 * 1024 * 1024;
/// Most files that are read closely for near misses, the most likely ones first.
pub const MAX_NEAR_FILES: usize = 60;

/// What a request comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// One meaning: change these places.
    Edit(Edit),
    /// Several unrelated meanings: ask, with the places.
    Ask {
        /// What to choose from; each choice is a narrower request.
        choices: Vec<Choice>,
        /// Choices beyond those listed.
        more: usize,
    },
    /// At least one pair has no place: nothing is done.
    NotFound(NotFound),
    /// There are more places than [`MAX_HITS`]: nothing is done.
    TooMany,
    /// Reading all files that may hold a text would be more work than one search may do
    /// ([`MAX_READ_BYTES`], [`MAX_SCANNED_BYTES`]): nothing is done.
    TooMuch,
}

/// The places to change, and what was seen beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Files with the places to change, sorted by path, never empty.
    pub files: Vec<(RepoPath, Vec<Hit>)>,
    /// Look-alikes that were left alone, sorted by path.
    pub kin: Vec<(RepoPath, Vec<Hit>)>,
    /// Files that hold the text and are never changed.
    pub skipped: Vec<(RepoPath, Skip)>,
}

/// One answer to "which of these?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// A few words for a button.
    pub label: String,
    /// The request, narrowed to this choice.
    pub request: Request,
    /// The places it covers, at most three, to show.
    pub sample: Vec<(RepoPath, Hit)>,
    /// All places it covers.
    pub places: usize,
}

/// Nothing was done because something was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The pairs without a place, as indices into [`Request::pairs`].
    pub pairs: Vec<usize>,
    /// Near misses, best first, at most ten.
    pub near: Vec<(RepoPath, Near)>,
    /// Files that hold the text and are never changed.
    pub skipped: Vec<(RepoPath, Skip)>,
    /// Look-alikes that would be changed if asked for.
    pub kin: Vec<(RepoPath, Hit)>,
}

pub use asked::{Breadth, Case, Code, Element, How, Kin, NotUnderstood, Pair, Request, Scope, Words};
use plan::rewrite_span;
pub use plan::{decide, rewrite};
pub use request::{follow_up, narrow, understand};
pub use search::{NearSearch, Nearness, Search, skip_by_name};
pub use seen::{Fit, Found, Hit, Looked, Mode, Near, NearWhy, Requoted, Skip};
pub use shapes::{Part, SHAPES, Shape};
