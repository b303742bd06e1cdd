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

mod plan;
mod request;
mod search;
mod spelling;

use std::collections::BTreeSet;

use super::path::RepoPath;

/// A change of strings, as a person asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What becomes what; at least one.
    pub pairs: Vec<Pair>,
    /// Where to look; everywhere when empty. Several scopes mean "in any of them".
    pub scope: Vec<Scope>,
    /// How to match.
    pub how: How,
    /// Look-alike places to change as well.
    pub include: BTreeSet<Kin>,
}

/// One text and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The text as people see it, without any file's escapes.
    pub from: String,
    /// What it becomes, as people see it. Never equal to `from`.
    pub to: String,
}

/// A limit on where a request applies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// This file, or everything under this directory.
    Path(String),
    /// Every path that matches this glob.
    Glob(String),
    /// A part of the product in a person's words: "pricing page", "footer", "README".
    Page(String),
    /// Only in this kind of element: "the button that says …".
    Element(Element),
}

/// A kind of element that people name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A button, in markup, in a component, or by the key of a catalogue.
    Button,
    /// The text of a link.
    Link,
    /// A heading or a title.
    Heading,
    /// A label of a field.
    Label,
    /// A placeholder of a field.
    Placeholder,
    /// A cell of a table.
    Cell,
}

/// How the text is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// Whole words or anywhere.
    pub words: Words,
    /// Same case or any.
    pub case: Case,
    /// Whether code blocks of documents count.
    pub code: Code,
    /// One meaning, or every place at once.
    pub breadth: Breadth,
}

/// Whether a match may stand inside a longer word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Only where no letter or digit touches it.
    Whole,
    /// Inside longer words too.
    Anywhere,
}

/// Whether case must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// As written.
    Exact,
    /// Any case.
    Any,
}

/// Whether fenced and inline code of Markdown is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Left alone.
    Skip,
    /// Searched too.
    Include,
}

/// Whether several unrelated places are one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Unrelated places are a question.
    OneMeaning,
    /// The person said "everywhere" or "all".
    Everywhere,
}

/// Look-alike places that a request names only when a person says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// Tests that expect the text.
    Tests,
    /// Snapshots and golden files.
    Snapshots,
    /// Translations whose source text or key this is.
    Translations,
    /// Documentation that quotes the text.
    Docs,
    /// Links to the anchor of a changed heading.
    Anchors,
}

/// Why a text is not a request that `replace` can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotUnderstood {
    /// No change of a given text to another: an agent's work, not ours.
    NotAReplacement,
    /// The old text was named and the new one was not.
    NoNewText {
        /// The text to be changed.
        from: String,
    },
    /// The new text was named and the old one was not.
    NoOldText {
        /// The text it shall become.
        to: String,
    },
    /// Old and new text are the same.
    Same {
        /// That text.
        text: String,
    },
    /// It can be read in two ways, for example `A to B to C` without quotes.
    Ambiguous {
        /// The readings, as requests to choose from.
        readings: Vec<Request>,
    },
    /// A text to search for is over the limit, [`MAX_TEXT_BYTES`].
    TooLong,
}

/// Longest text of a pair, in bytes.
pub const MAX_TEXT_BYTES: usize = 4096;
/// Most pairs in one request.
pub const MAX_PAIRS: usize = 20;
/// Largest file that is searched, in bytes; a larger one is skipped and named.
pub const MAX_FILE_BYTES: u64 = 2 * 1024 * 1024;
/// Most places kept for one request; beyond it the plan says that there are more.
pub const MAX_HITS: usize = 2_000;

/// The mode of a tree entry that a search may meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A regular file.
    File,
    /// An executable file.
    Executable,
    /// A symbolic link.
    Symlink,
    /// A submodule.
    Submodule,
}

/// Why a file is never changed by `replace`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// A lock file of a package manager.
    Lock,
    /// Third-party code kept in the repository.
    Vendored,
    /// Minified code, or a source map.
    Minified,
    /// A file that says that it is generated.
    Generated,
    /// Not text.
    Binary,
    /// A pointer to Git LFS.
    Lfs,
    /// A symbolic link.
    Symlink,
    /// A submodule.
    Submodule,
    /// Over [`MAX_FILE_BYTES`].
    TooLarge,
}

/// A place where a pair's old text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index into [`Request::pairs`].
    pub pair: usize,
    /// First byte of the found spelling in the file.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// What stands there afterwards, in the file's own spelling and quoting.
    pub new: String,
    /// The line, counted from 1.
    pub line: usize,
    /// That line as it is, trimmed and cut for people.
    pub before: String,
    /// That line as it will be, trimmed and cut for people.
    pub after: String,
    /// What kind of look-alike the place is; `None` for the thing itself.
    pub kin: Option<Kin>,
}

/// What one file holds of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// Places, in the order of the file; empty where there is nothing to say.
    Hits(Vec<Hit>),
    /// Something like the text stands here, for "none: near misses".
    Near(Vec<Near>),
    /// The text stands here, but the file is one that is never changed.
    Skipped(Skip),
}

/// Something that is almost the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Index into [`Request::pairs`].
    pub pair: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there, cut for people.
    pub text: String,
    /// How it differs.
    pub why: NearWhy,
}

/// How a near miss differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearWhy {
    /// Another case.
    Case,
    /// Inside a longer word.
    PartOfWord,
    /// In a code block of a document.
    CodeBlock,
    /// Outside the scope that was named.
    OutOfScope,
    /// In another kind of element than was named.
    OtherElement,
    /// A name of a program (a variable, a class, a link target), not a text that people see.
    Identifier,
    /// A few letters differ.
    Similar,
}

/// The finds of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: RepoPath,
    /// What it holds.
    pub looked: Looked,
}

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

use plan::rewrite_span;
pub use plan::{decide, rewrite};
pub use request::{follow_up, understand};
pub use search::{Search, skip_by_name};
