//! What a search sees in the files of a repository.

use std::ops::Range;
use std::sync::Arc;

use super::Kin;
use crate::domain::path::RepoPath;

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
    /// Text in another encoding than UTF-8, which the new text does not fit into.
    Encoding,
    /// It holds the text with placeholders (`{}`, `%d`), of which the new one has others: the program would
    /// not compile, or fail.
    Placeholders,
    /// A catalogue that knows the new text already: its texts are its keys.
    Known,
    /// A pointer to Git LFS.
    Lfs,
    /// A symbolic link.
    Symlink,
    /// A submodule.
    Submodule,
    /// Over [`super::MAX_FILE_BYTES`].
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
    /// How well the place fits the kind of element that the request names.
    pub fit: Fit,
    /// The quotes that its text gets, where the new one does not fit into those it has.
    pub requoted: Option<Arc<Requoted>>,
}

/// A text that gets other quotes, with whichever of its places are changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requoted {
    /// The text in the file, with the quotes it has.
    pub outer: Range<usize>,
    /// What opens it afterwards.
    pub open: String,
    /// All of the text in the order of the file, as it is spelled between the new quotes; a place that
    /// may change is a piece of its own.
    pub pieces: Vec<(Range<usize>, Vec<u8>)>,
    /// What closes it afterwards.
    pub close: String,
}

/// How well a place fits the kind of element that a request names; the better, the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The element holds this text and nothing else, or none is named.
    Whole,
    /// The element holds other signs beside this text, and no other words.
    Signs,
    /// The element holds other words beside this text.
    Part,
    /// The file does not say in which element the text is shown: a catalogue.
    Untold,
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
    /// More places than [`super::MAX_FOUND`] were seen in the files of this search; this file was not read to
    /// its end.
    TooMany,
    /// The search has done as much work as it may; this file was not read.
    TooMuch,
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
    /// In an element of the kind that shall be called so, which says other words, too.
    SaysMore,
    /// Another case or a part of a longer word, and not where it was asked for.
    FarOff,
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
