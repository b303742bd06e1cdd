//! How files spell text: each format is cut into the texts that people see, each text is read into
//! characters with their places, and a new text is written back in the same spelling.
//!
//! A format module ([`json`], [`script`], …) only finds the texts and says how each is spelled; it
//! is lenient, because a half-understood file must cost a hit and never a broken edit. Reading and
//! writing ([`read`], [`write`]) know the spellings and nothing of formats.
//!
//! Two limits keep the prefilter of a search exact: an ASCII letter or digit counts only when it is
//! spelled plainly (`S`, not `\x53`), and a word is never put together from two pieces. Text that a
//! program joins with `+` or `.` is not one text here.

mod at_sign;
mod braces;
mod catalogue;
mod code;
mod comment;
mod directive;
mod embedded;
mod entity;
mod escape;
mod grammar;
mod grammars;
mod heredoc;
mod hole;
mod inline;
mod island;
mod json;
mod jsx;
mod kept;
mod languages;
mod literal;
mod markdown;
mod marked;
mod markup;
mod odd;
mod plain;
mod printf;
mod purpose;
mod razor;
mod read;
mod respell;
mod scan;
mod script;
mod settings;
mod tags;
mod template;
#[cfg(test)]
mod tests;
mod unit;
mod write;
mod yaml;
mod yaml_scalar;

use std::ops::Range;
use std::rc::Rc;

use super::Element;
use super::search::Format;
use directive::Family;
pub(super) use escape::Rules;
pub(super) use inline::MAX_LINK;
pub(super) use island::Engine;
pub(super) use kept::keeps_directives;
pub(super) use languages::Language;
pub(super) use markdown::Dialect;
pub(super) use markup::Flavor;
pub(super) use read::{Reading, doubles, read, read_as, read_plain};
pub(super) use respell::{Holes, may_be_respelled, respelled};
pub(super) use unit::Unit;
pub(super) use write::{First, Paper, Writer, holes_in};

/// One stretch of text in a file.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The text, without its quotes.
    pub span: Range<usize>,
    /// The text with its quotes and prefix, for when it must be quoted in another way.
    pub outer: Range<usize>,
    /// How it is spelled.
    pub style: Style,
    /// What it is for.
    pub role: Role,
    /// The elements, attributes and keys that hold it.
    pub trail: Trail,
    /// Parts that are not text: placeholders, link targets, inline code.
    pub holes: Vec<Range<usize>>,
    /// Those of the holes that arguments fill one by one: `%d`, `{}`.
    pub directives: Vec<Range<usize>>,
    /// Which directives it may hold.
    pub families: &'static [Family],
    /// What is doubled to stand for itself, because it would open a placeholder.
    pub doubled: &'static [&'static str],
    /// Parts that are an element of their own inside the text, such as links in a paragraph.
    pub marks: Vec<(Range<usize>, Element)>,
}

impl Text {
    /// A text that people see, with nothing special in it.
    pub(super) fn shown(span: Range<usize>, style: Style, trail: &Trail) -> Self {
        let (outer, trail) = (span.clone(), trail.clone());
        let (role, holes, directives, marks) = (Role::Shown, Vec::new(), Vec::new(), Vec::new());
        Self { span, outer, style, role, trail, holes, directives, families: &[], doubled: &[], marks }
    }

    /// The same with its quotes.
    pub(super) fn within(mut self, outer: Range<usize>) -> Self {
        self.outer = outer;
        self
    }

    /// The same for another purpose.
    pub(super) fn with_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// People see it.
    Shown,
    /// A comment of a program or of markup.
    Comment,
    /// Code in a document.
    CodeBlock,
    /// An address: a link target, an import. Only a text that looks like an address is meant there.
    Address,
    /// A name for the machine: a class, an id, a key.
    Name,
}

/// How a text is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// As it is, but a line end or the given end mark would end it: comments, values of INI files.
    Line {
        /// What must not be written.
        end: &'static str,
    },
    /// Backslash escapes.
    Escaped {
        /// Which.
        rules: &'static Rules,
        /// The quote around it.
        quote: Quote,
        /// The quote of the attribute that holds the program text, if one does.
        within: Option<u8>,
    },
    /// The quote itself is doubled, nothing else is special.
    Doubled {
        /// The quote.
        quote: u8,
        /// Whether line ends read as spaces (YAML), so that it cannot hold one.
        folds: bool,
    },
    /// Nothing is special and the quote cannot be written.
    Raw {
        /// What ends it.
        close: &'static str,
        /// Hashes around it.
        hashes: usize,
        /// How to write it when it holds its own end.
        or: Or,
    },
    /// Entities, in the given place of a markup file.
    Entities(Place),
    /// A plain scalar of YAML; `flow` inside brackets.
    YamlPlain {
        /// Whether brackets and commas are special too.
        flow: bool,
    },
    /// A block scalar of YAML, with the indentation of its lines.
    YamlBlock {
        /// Spaces before each line.
        indent: usize,
        /// Whether line ends are spaces.
        folded: bool,
    },
    /// A field of a separated file without quotes.
    Field {
        /// What separates fields.
        separator: u8,
    },
    /// Markdown text.
    Markdown {
        /// A row of a table.
        cell: bool,
        /// A line end would end it: headings and rows.
        line: bool,
    },
}

impl Style {
    /// Whether any run of blanks and line ends reads as one space.
    pub(super) fn flows(self) -> bool {
        match self {
            Self::Entities(place) => matches!(place, Place::Html | Place::Jsx | Place::Xml | Place::Android),
            Self::YamlPlain { .. } | Self::Markdown { .. } => true,
            Self::YamlBlock { folded, .. } => folded,
            Self::Escaped { rules, .. } => rules.folds,
            Self::Doubled { folds, .. } => folds,
            Self::Plain | Self::Line { .. } | Self::Raw { .. } | Self::Field { .. } => false,
        }
    }
}

/// The quote around an escaped text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// None: the text ends with its line.
    None,
    /// One character.
    One(u8),
    /// Three of them; line ends may stand inside.
    Three(u8),
}

/// How a raw text is written when it must hold its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Or {
    /// With more hashes: `open` is what stands before them.
    Hashes(&'static str),
    /// As an ordinary text with escapes, and this prefix instead of the raw one.
    Escaped(&'static str, &'static Rules),
    /// The same; it is also needed where the new text would open a placeholder.
    Placeholders(&'static Rules),
    /// In the other one of the two quotes; a text that holds both is in references of HTML.
    OtherQuote,
    /// As a string of TOML in double quotes.
    Basic,
    /// As a word of the shell in double quotes.
    Shell,
}

/// Places of markup, which differ in what is special.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Text between tags of HTML.
    Html,
    /// Text between tags of JSX, where braces are special.
    Jsx,
    /// Text between tags of XML.
    Xml,
    /// Text of an Android resource, which has backslash escapes too.
    Android,
    /// An attribute, with its quote.
    Attribute(u8),
    /// An attribute without quotes.
    Bare,
    /// A CDATA section.
    Cdata,
}

/// Names around a text, innermost first when walked.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail(Option<Rc<Step>>);

/// One name around a text.
#[derive(Debug)]
pub(super) struct Step {
    /// The name as it stands.
    pub name: String,
    /// What bears it.
    pub kind: StepKind,
    up: Trail,
}

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepKind {
    /// A tag or a component.
    Tag,
    /// A class, an id or a role of a tag.
    Mark,
    /// An attribute.
    Attribute,
    /// A key of a catalogue or an object.
    Key,
}

impl Trail {
    /// One step further in.
    pub(super) fn push(&self, kind: StepKind, name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name).into_owned();
        Self(Some(Rc::new(Step { name, kind, up: self.clone() })))
    }

    /// The names, innermost first.
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.0.as_deref(), |step| step.up.0.as_deref())
    }
}

impl Drop for Step {
    // A long chain must not be dropped by recursion: a hostile file would overflow the stack.
    fn drop(&mut self) {
        let mut next = self.up.0.take();
        while let Some(step) = next {
            next = Rc::into_inner(step).and_then(|mut step| step.up.0.take());
        }
    }
}

/// The texts of a file, in no promised order; `template` says whose placeholders may stand in it.
pub(super) fn texts(format: Format, template: Option<Engine>, bytes: &[u8]) -> Vec<Text> {
    let mut texts = match template {
        Some(engine) => template::texts(bytes, engine, |covered| of_format(format, covered)),
        None => of_format(format, bytes),
    };
    directive::mark(&mut texts, format, bytes);
    texts
}

fn of_format(format: Format, bytes: &[u8]) -> Vec<Text> {
    let mut out = Vec::new();
    let all = if bytes.starts_with(b"\xef\xbb\xbf") { 3..bytes.len() } else { 0..bytes.len() };
    let trail = Trail::default();
    match format {
        Format::Plain => plain::text(all, &mut out),
        Format::Ini => settings::texts(bytes, all, &mut out),
        Format::Csv(separator) => plain::separated(bytes, all, separator, &mut out),
        Format::Json => json::texts(bytes, all, &trail, &mut out),
        Format::Yaml => yaml::texts(bytes, all, &mut out),
        Format::Properties => catalogue::properties(bytes, all, &mut out),
        Format::Strings => catalogue::strings(bytes, all, &mut out),
        Format::Po => catalogue::po(bytes, all, &mut out),
        Format::Markdown(dialect) => markdown::texts(bytes, all, dialect, &mut out),
        Format::Script(true) => script::texts_with_markup(bytes, all, &trail, &mut out),
        Format::Script(false) => script::texts(bytes, all, script::Setting::plain(&trail), &mut out),
        Format::Markup(flavor) => markup::texts(bytes, all, flavor, &mut out),
        Format::Code(language) => code::texts(bytes, all, language.rules(), &mut out),
    }
    out
}
