//! Placeholders of template languages: where they begin and end, and what is inside.
//!
//! A placeholder is code: it is a hole in the text around it, and only the strings in it are texts.

use std::ops::Range;

use super::languages::Language;
use super::scan::Scan;
use super::script::{self, Setting};
use super::{Or, Quote, Style, Text, Trail, at_sign, code};

/// The template language of a file, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Engine {
    /// Not told: Jinja, Twig, Liquid, Handlebars, Go, Vue, Angular and ERB differ enough to be told
    /// apart where they stand.
    Any,
    /// Vue, which reads no script before the browser does.
    Vue,
    /// Liquid, whose strings have no escapes.
    Liquid,
    /// JavaScript between `<%` and `%>`.
    Ejs,
    /// Elixir between `<%` and `%>`.
    Eex,
    /// The same, and between braces.
    Phoenix,
    /// Java between `<%` and `%>`.
    Jsp,
    /// C# behind `@`.
    Razor,
    /// Directives and PHP behind `@`.
    Blade,
    /// Whatever fills the file in later, without the file saying so: its strings are not read.
    Foreign,
}

/// How the inside of a placeholder is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// As JavaScript, which is near enough to most expressions.
    Script,
    /// The same, but no string has escapes.
    Liquid,
    /// As a program.
    Code(Language),
    /// Not at all: a remark, a name.
    Nothing,
}

/// A placeholder that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Island {
    /// All of it.
    pub span: Range<usize>,
    /// What is inside its marks.
    pub part: Range<usize>,
    /// How to read that.
    pub inside: Inside,
}

/// Marks of placeholders.
#[derive(Debug)]
struct Marks {
    open: &'static str,
    close: &'static str,
    inside: Inside,
}

const fn marks(open: &'static str, close: &'static str, inside: Inside) -> Marks {
    Marks { open, close, inside }
}

/// Longer openings first.
const MARKS: &[Marks] = &[
    marks("{{!--", "--}}", Inside::Nothing),
    marks("{{--", "--}}", Inside::Nothing),
    marks("{{/*", "*/}}", Inside::Nothing),
    marks("{{- /*", "*/ -}}", Inside::Nothing),
    marks("{{{", "}}}", Inside::Script),
    marks("{{", "}}", Inside::Script),
    marks("{!!", "!!}", Inside::Code(Language::Php)),
    marks("{%", "%}", Inside::Code(Language::Python)),
    marks("{#", "#}", Inside::Nothing),
    marks("<%--", "--%>", Inside::Nothing),
    marks("<%#", "%>", Inside::Nothing),
    marks("<%", "%>", Inside::Code(Language::Ruby)),
    marks("<?", "?>", Inside::Code(Language::Php)),
    marks("${", "}", Inside::Script),
];

/// Longest string in a placeholder that may hold its end mark, in bytes.
const MAX_STRING: usize = 1_000;

/// Finds the placeholders of one file, from its start to its end.
#[derive(Debug)]
pub(super) struct Islands {
    engine: Engine,
    /// Marks whose end does not stand in the rest of the file.
    absent: [bool; MARKS.len()],
}

impl Islands {
    /// Those of a template language.
    pub(super) fn of(engine: Engine) -> Self {
        Self { engine, absent: [false; MARKS.len()] }
    }

    /// The placeholder at the cursor.
    pub(super) fn at(&mut self, scan: &Scan) -> Option<Island> {
        match scan.peek()? {
            b'@' => at_sign::island(scan, self.engine),
            b'$' if scan.sees(b"${{") => None,
            b'{' | b'<' | b'$' => self.marked(scan),
            _ => None,
        }
    }

    /// The placeholder at the cursor in a script, a sheet or data, where some marks mean something else.
    pub(super) fn in_script(&mut self, scan: &Scan) -> Option<Island> {
        let behind_dollar = scan.at.checked_sub(1).is_some_and(|at| scan.bytes[at] == b'$');
        let other = match scan.peek()? {
            b'@' => !matches!(self.engine, Engine::Razor | Engine::Blade),
            b'{' if scan.sees(b"{!!") => self.engine != Engine::Blade,
            b'{' => behind_dollar || scan.sees(b"{#"),
            b'$' => true,
            b'<' => false,
            _ => return None,
        };
        if other || self.engine == Engine::Vue {
            return None;
        }
        self.at(scan).filter(|island| !is_joined(scan.bytes, island))
    }

    /// All placeholders of a part that is a script, a sheet or data.
    pub(super) fn of_script(scan: &Scan, engine: Engine) -> Vec<Island> {
        let (mut scan, mut finder, mut found) = (scan.clone(), Self::of(engine), Vec::new());
        while scan.at < scan.end {
            match finder.in_script(&scan) {
                Some(island) => {
                    scan.to(island.span.end);
                    found.push(island);
                }
                None => scan.skip(1),
            }
        }
        found
    }

    fn marked(&mut self, scan: &Scan) -> Option<Island> {
        let at = MARKS.iter().position(|marks| scan.sees(marks.open.as_bytes()))?;
        // `{{!--` without its end may still be `{{`.
        let rest = MARKS.iter().enumerate().skip(at);
        for (at, marks) in rest.filter(|(_, marks)| scan.sees(marks.open.as_bytes())) {
            if self.absent[at] {
                continue;
            }
            let mut inner = scan.clone();
            inner.skip(marks.open.len());
            let Some(end) = end_of(&inner, marks) else {
                self.absent[at] = true;
                continue;
            };
            let span = scan.at..(end + marks.close.len()).min(scan.end);
            return Some(Island { span, part: inner.at..end, inside: self.inside(scan, marks) });
        }
        None
    }

    fn inside(&self, scan: &Scan, marks: &Marks) -> Inside {
        if scan.sees(b"<?xml") {
            return Inside::Nothing;
        }
        if self.engine == Engine::Liquid && matches!(marks.open, "{{" | "{%") {
            return Inside::Liquid;
        }
        if marks.open != "<%" {
            return marks.inside;
        }
        match self.engine {
            Engine::Ejs => Inside::Script,
            Engine::Eex | Engine::Phoenix => Inside::Code(Language::Elixir),
            Engine::Jsp => Inside::Code(Language::Java),
            Engine::Any | Engine::Vue | Engine::Liquid | Engine::Razor | Engine::Blade | Engine::Foreign => {
                marks.inside
            }
        }
    }
}

/// Whether a script puts a placeholder together: `'{{' + name + '}}'`, `"a {{" + name + "}}"`.
fn is_joined(bytes: &[u8], island: &Island) -> bool {
    let inside = &bytes[island.part.clone()];
    let Some((quote @ (b'"' | b'\'' | b'`'), behind)) = inside.split_first() else { return false };
    let before = bytes[..island.span.start].iter().rev().find(|b| **b != b'{');
    let goes_on = behind.trim_ascii_start().first().is_some_and(|b| b"+,;:.)]}".contains(b));
    before == Some(quote) || (goes_on && behind.ends_with(&[*quote]))
}

/// Where a placeholder ends.
fn end_of(inner: &Scan, marks: &Marks) -> Option<usize> {
    if marks.open == "<?" && matches!(inner.peek(), Some(b'p' | b'=')) {
        // It may go on to the end of the file, and its end mark in a string ends nothing.
        let mut scan = inner.clone();
        code::island(&mut scan, marks.close, Language::Php.rules(), &mut Vec::new());
        return Some(scan.at);
    }
    let end = inner.find(marks.close.as_bytes());
    if end >= inner.end {
        return None;
    }
    let quotes = marks.inside == Inside::Script && !matches!(inner.peek(), Some(b'!' | b'#' | b'/'));
    Some(if quotes { end_behind_strings(inner, marks.close, end) } else { end })
}

/// The end mark that stands in no string: `{{ "}}" }}`. Without such, the first one.
fn end_behind_strings(inner: &Scan, close: &str, first: usize) -> usize {
    let mut scan = inner.clone();
    while scan.at <= first {
        let Some(byte) = scan.peek() else { break };
        scan.skip(1);
        if !matches!(byte, b'"' | b'\'' | b'`') {
            continue;
        }
        let window = &scan.rest()[..scan.rest().len().min(MAX_STRING)];
        let end = window.iter().position(|b| *b == byte || *b == b'\n');
        if let Some(end) = end.filter(|end| window[*end] == byte) {
            scan.skip(end + 1);
        }
    }
    if scan.at <= first + 1 {
        return first;
    }
    // A string held the first one: the next one behind it ends the placeholder.
    Some(scan.find(close.as_bytes())).filter(|end| *end < scan.end).unwrap_or(first)
}

impl Island {
    /// The texts inside it, under these names; `within` is the quote of the attribute that holds it.
    pub(super) fn texts(&self, bytes: &[u8], (trail, within): (&Trail, Option<u8>), out: &mut Vec<Text>) {
        match self.inside {
            Inside::Script => {
                let setting = Setting { within, ..Setting::plain(trail) };
                script::texts(bytes, self.part.clone(), setting, out);
            }
            Inside::Liquid => {
                let first = out.len();
                script::texts(bytes, self.part.clone(), Setting::plain(trail), out);
                out[first..].iter_mut().for_each(without_escapes);
            }
            Inside::Code(language) => code::texts(bytes, self.part.clone(), language.rules(), out),
            Inside::Nothing => {}
        }
    }
}

fn without_escapes(text: &mut Text) {
    let Style::Escaped { quote: Quote::One(mark @ (b'"' | b'\'')), .. } = text.style else { return };
    let close = if mark == b'"' { "\"" } else { "'" };
    text.style = Style::Raw { close, hashes: 0, or: Or::OtherQuote };
}
