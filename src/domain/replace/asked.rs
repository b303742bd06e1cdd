//! What a person asks for, and why a text is no such thing.

use std::collections::BTreeSet;

/// A change of strings, as a person asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What becomes what; at least one.
    pub pairs: Vec<Pair>,
    /// The kind of element that is called so, "the button 'Save'": it says an old text and no other words.
    pub called: Option<Element>,
    /// Where to look; everywhere when empty. Several scopes mean "in any of them".
    pub scope: Vec<Scope>,
    /// How to match.
    pub how: How,
    /// Look-alike places to change as well.
    pub include: BTreeSet<Kin>,
}

impl Request {
    /// The kinds of elements that a place must be in, each of them.
    pub(super) fn elements(&self) -> impl Iterator<Item = Element> {
        self.scope.iter().filter_map(Scope::element).chain(self.called)
    }
}

impl Scope {
    /// The kind of element that it is limited to; nothing for a place in the repository or the product.
    pub(super) fn element(&self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(*element),
            Self::Path(_) | Self::Glob(_) | Self::Page(_) => None,
        }
    }
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
    /// Only in this kind of element, which may say more than the text: "in the heading".
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
    /// Some of its changes are limited otherwise than others ("… in a.html, … in b.html"), and a request
    /// has one scope for all.
    SeveralPlaces,
    /// A text to search for is over the limit, [`super::MAX_TEXT_BYTES`].
    TooLong,
}
