//! Markdown as it stands in the file, marks and all: `**beta**`.

use super::super::spelling::{Paper, Role, Style, Text, Trail};
use super::super::{Code, Fit, Hit, Kin, Pair};
use super::place::InPlace;
use super::{Search, edit};

/// Whether a text holds marks of Markdown; the line between the words of a name is none.
fn is_marked(text: &str) -> bool {
    let (mut before, mut rest) = (None, text.chars().peekable());
    while let Some(ch) = rest.next() {
        let in_name = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
        let line = ch == '_' && !(in_name(before) && in_name(rest.peek().copied()));
        if line || matches!(ch, '`' | '*' | '[' | '<' | '#' | '|' | '\\') {
            return true;
        }
        before = Some(ch);
    }
    false
}

impl Search {
    /// The places of texts that a person wrote with the marks of the file.
    pub(super) fn as_written(
        &self,
        paper: &Paper<'_>,
        texts: &[Text],
        (in_place, kin): (InPlace, Option<Kin>),
    ) -> Vec<Hit> {
        let bytes = paper.bytes;
        let marked = |pair: &Pair| is_marked(&pair.from);
        if !self.places.elements().is_empty() || !self.request.pairs.iter().any(marked) {
            return Vec::new();
        }
        // What stands between the marks tells the section.
        let named = |start: usize, end: usize| {
            let mut held =
                texts.iter().filter(|text| text.span.start < end && start < text.span.end).peekable();
            held.peek().is_some() && held.all(|text| self.places.names(text))
        };
        // Code, link targets and names are no words, whatever marks they hold.
        let machine = |start: usize, end: usize| {
            let code = self.request.how.code == Code::Include;
            texts.iter().any(|text| {
                let refused = match text.role {
                    Role::Shown | Role::Comment => false,
                    Role::CodeBlock => !code,
                    Role::Address | Role::Name => true,
                };
                refused && text.span.start <= start && end <= text.span.end
            })
        };
        let whole = Text::shown(0..bytes.len(), Style::Plain, &Trail::default());
        let mut found = self.matches(&whole, bytes, |(units, span)| {
            let (start, end) = (units[span.start].start, units[span.end - 1].end);
            let inside = in_place == InPlace::Inside || named(start, end);
            (inside && !machine(start, end)).then_some(Fit::Whole)
        });
        found.retain(|m| marked(&self.request.pairs[m.pair]));
        edit::hits(&whole, paper, &found, (&self.request.pairs, kin))
    }
}
