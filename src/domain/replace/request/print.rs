//! Prints a request as a sentence that [`super::understand`] reads back as the same request.
//!
//! A text stands in double quotes; in backticks when it holds a double quote itself; and in double
//! quotes with escapes (`\"`, `\u{a}`) when neither would come back unchanged. A place that a
//! person's words would name is printed in those words, any other is quoted.

use std::fmt;

use super::super::{Breadth, Case, Code, Element, Kin, Request, Scope, Words};
use super::cursor::Cursor;
use super::decode::looks_encoded;
use super::quotes::{is_double, looks_escaped};
use super::scope::spot;
use super::tokens::tokens;
use crate::domain::path::is_invisible;

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, pair) in self.pairs.iter().enumerate() {
            f.write_str(if at == 0 { "change " } else { " and " })?;
            if let Some(element) = self.called.filter(|_| at == 0) {
                let plural = if self.pairs.len() > 1 { "s" } else { "" };
                write!(f, "the {}{plural} ", element_word(element))?;
            }
            write!(f, "{} to {}", quoted(&pair.from), quoted(&pair.to))?;
        }
        for (at, scope) in self.scope.iter().enumerate() {
            f.write_str(if at == 0 { " " } else { " and " })?;
            f.write_str(&place(scope))?;
        }
        let ways = [
            (self.how.breadth == Breadth::Everywhere, ", everywhere"),
            (self.how.case == Case::Any, ", any case"),
            (self.how.words == Words::Anywhere, ", also inside words"),
            (self.how.code == Code::Include, ", in code blocks too"),
        ];
        for (_, way) in ways.iter().filter(|(said, _)| *said) {
            f.write_str(way)?;
        }
        for (at, kin) in self.include.iter().enumerate() {
            f.write_str(if at == 0 { ", including " } else { " and " })?;
            f.write_str(kin_word(*kin))?;
        }
        Ok(())
    }
}

fn kin_word(kin: Kin) -> &'static str {
    match kin {
        Kin::Tests => "tests",
        Kin::Snapshots => "snapshots",
        Kin::Translations => "translations",
        Kin::Docs => "docs",
        Kin::Anchors => "anchors",
    }
}

fn place(scope: &Scope) -> String {
    let (plain, explicit) = match scope {
        Scope::Path(path) => (format!("in {path}"), format!("in the path {}", quoted(path))),
        Scope::Glob(glob) => (format!("in {glob}"), format!("in files matching {}", quoted(glob))),
        Scope::Page(page) => {
            let on = page.ends_with("page") && !page.contains(" of ");
            let prep = if on { "on" } else { "in" };
            (format!("{prep} the {page}"), format!("on the page {}", quoted(page)))
        }
        Scope::Element(element) => return format!("in the {}", element_word(*element)),
    };
    if reads_as(&plain, scope) { plain } else { explicit }
}

fn element_word(element: Element) -> &'static str {
    match element {
        Element::Button => "button",
        Element::Link => "link",
        Element::Heading => "heading",
        Element::Label => "label",
        Element::Placeholder => "placeholder",
        Element::Cell => "table cell",
    }
}

/// Whether a phrase without quotes names exactly this place.
fn reads_as(phrase: &str, scope: &Scope) -> bool {
    // Nothing here can join with what stands around it; a star before a letter could open bold text.
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '/' | '.' | '-' | '_' | '*');
    let bold = phrase.split(' ').any(|word| {
        word.trim_start_matches('*').len() < word.len() && !word.starts_with("*.") && !word.starts_with("**/")
    });
    if !phrase.chars().all(simple) || bold || phrase.len() > 200 {
        return false;
    }
    // Another place may follow, and must not be drawn in.
    [(phrase.to_owned(), 0), (format!("{phrase} and in it"), 3)].iter().all(|(phrase, rest)| {
        let Some(tokens) = tokens(phrase) else { return false };
        let mut cur = Cursor::new(phrase, &tokens);
        cur.at = 1;
        let found = spot(&mut cur).is_some_and(|(found, _)| found == std::slice::from_ref(scope));
        found && cur.at + rest == tokens.len()
    })
}

/// A text in the simplest quotes that give it back unchanged.
fn quoted(text: &str) -> String {
    let rests = || text.char_indices().map(|(at, c)| (c, &text[at..]));
    let hidden = rests().any(|(c, rest)| is_hidden(c) || looks_encoded(rest));
    let doubtful = rests().any(|(c, rest)| is_double(c) || looks_escaped(rest));
    if !hidden && !doubtful {
        return format!("\"{text}\"");
    }
    if !hidden && !text.contains('`') {
        return format!("`{text}`");
    }
    let mut out = String::from("\"");
    for (c, rest) in rests() {
        match c {
            '"' => out.push_str("\\\""),
            _ if is_double(c) || is_hidden(c) || looks_encoded(rest) || looks_escaped(rest) => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that a reader of the sentence would not see; an emoji's joiners are seen in it.
fn is_hidden(c: char) -> bool {
    c.is_control() || is_invisible(c) && !matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}
