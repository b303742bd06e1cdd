//! Markdown as it stands in the file, marks and all: `**beta**`.

use super::super::spelling::{Paper, Style, Text, Trail};
use super::super::{Fit, Hit, Kin, Pair};
use super::place::InPlace;
use super::{Search, edit};

impl Search {
    /// The places of texts that a person wrote with the marks of the file.
    pub(super) fn as_written(
        &self,
        paper: &Paper<'_>,
        texts: &[Text],
        (in_place, kin): (InPlace, Option<Kin>),
    ) -> Vec<Hit> {
        let bytes = paper.bytes;
        let marked = |pair: &Pair| pair.from.contains(['`', '*', '[', '<', '#', '_', '|', '\\']);
        if !self.places.elements().is_empty() || !self.request.pairs.iter().any(marked) {
            return Vec::new();
        }
        // What stands between the marks tells the section.
        let named = |start: usize, end: usize| {
            let mut held =
                texts.iter().filter(|text| text.span.start < end && start < text.span.end).peekable();
            held.peek().is_some() && held.all(|text| self.places.names(text))
        };
        let whole = Text::shown(0..bytes.len(), Style::Plain, &Trail::default());
        let mut found = self.matches(&whole, bytes, |(units, span)| {
            let inside =
                in_place == InPlace::Inside || named(units[span.start].start, units[span.end - 1].end);
            inside.then_some(Fit::Whole)
        });
        found.retain(|m| marked(&self.request.pairs[m.pair]));
        edit::hits(&whole, paper, &found, (&self.request.pairs, kin))
    }
}
