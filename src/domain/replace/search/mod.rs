//! Looking through one file at a time, on its bytes, without knowing the others.
//!
//! [`Search::might_hold`] is asked about every file of a tree and reads only as fast as memory does;
//! [`Search::look`] is asked about the few that remain, and [`Search::look_for_near`] only when
//! nothing was found anywhere.
//!
//! A find is rewritten so that little changes: a text that was broken over lines keeps its breaks
//! when the new text has as many words, and is written on one line otherwise. Two pairs that claim
//! the same bytes: the longer find wins, then the earlier one, then the pair named first.

mod anchor;
mod edit;
mod element;
mod format;
mod kin;
mod line;
mod names;
mod near;
mod needle;
mod pattern;
mod place;
mod skip;
#[cfg(test)]
mod tests;

use super::spelling::{self, Role, Text};
use super::{Code, Hit, Kin, Looked, MAX_HITS, Mode, Request};
use crate::domain::path::RepoPath;
pub(super) use anchor::slug;
use edit::Match;
pub(super) use format::Format;
pub(super) use kin::{family, is_gettext};
use needle::Needle;
use pattern::Pattern;
use place::{InPlace, Places};
pub use skip::skip_by_name;

/// A request, made ready to look through many files.
#[derive(Debug)]
pub struct Search {
    request: Request,
    patterns: Vec<Pattern>,
    needles: Vec<Needle>,
    any: Needle,
    near: Needle,
    slugs: anchor::Slugs,
    places: Places,
}

impl Search {
    /// Makes a request ready.
    pub fn new(request: &Request) -> Self {
        let pairs = &request.pairs;
        Self {
            patterns: pairs.iter().map(|pair| Pattern::new(pair, request.how)).collect(),
            needles: pairs.iter().map(|pair| Needle::of([pair.from.as_str()], request.how.case)).collect(),
            any: Needle::of(pairs.iter().map(|pair| pair.from.as_str()), request.how.case),
            near: Needle::near(pairs.iter().map(|pair| pair.from.as_str())),
            slugs: anchor::Slugs::of(pairs),
            places: Places::of(&request.scope),
            request: request.clone(),
        }
    }

    /// Whether [`Self::look`] could find anything in these bytes. A `false` is always true.
    pub fn might_hold(&self, bytes: &[u8]) -> bool {
        self.any.might_be_in(bytes) || self.slugs.might_be_in(bytes)
    }

    /// The places of the request in one file.
    pub fn look(&self, path: &RepoPath, mode: Mode, bytes: &[u8]) -> Looked {
        if !self.might_hold(bytes) {
            return Looked::Hits(Vec::new());
        }
        let in_place = self.places.of_path(path);
        if let Some(skip) =
            skip_by_name(path, mode, bytes.len() as u64).or_else(|| skip::by_content(path, bytes))
        {
            let told = in_place != InPlace::Outside && self.stands_plainly(bytes);
            return if told { Looked::Skipped(skip) } else { Looked::Hits(Vec::new()) };
        }
        let format = Format::of(path);
        let texts = spelling::texts(format, bytes);
        let file_kin = kin::of_file(path, &self.places);
        let mut hits = Vec::new();
        if in_place != InPlace::Outside {
            for text in &texts {
                let found = self.matches(text, bytes, |at| self.wanted(text, bytes, at, in_place));
                let kin = kin::of_text(text.role, file_kin, path, &self.places);
                hits.extend(edit::hits(text, bytes, &found, (&self.request.pairs, kin)));
            }
            if hits.is_empty() && format == Format::Markdown {
                hits.extend(self.as_written(bytes, file_kin));
            }
        }
        for text in texts.iter().filter(|text| text.role == Role::Address) {
            hits.extend(self.slugs.hits(text, bytes));
        }
        Looked::Hits(finish(bytes, hits))
    }

    /// What is almost the request in one file. Slow: only for when nothing was found anywhere.
    pub fn look_for_near(&self, path: &RepoPath, mode: Mode, bytes: &[u8]) -> Looked {
        let skipped = skip_by_name(path, mode, bytes.len() as u64).or_else(|| skip::by_content(path, bytes));
        if skipped.is_some() || !self.near.might_be_in(bytes) {
            return Looked::Near(Vec::new());
        }
        Looked::Near(near::misses(self, path, bytes))
    }

    /// All matches in one text that are wanted, not yet rid of overlaps.
    fn matches(&self, text: &Text, bytes: &[u8], wanted: impl Fn(usize) -> bool) -> Vec<Match> {
        let mut found = Vec::new();
        let part = &bytes[text.span.start.min(bytes.len())..text.span.end.min(bytes.len())];
        for (pair, pattern) in self.patterns.iter().enumerate() {
            if !self.counts(text.role, pair) || !self.needles[pair].might_be_in(part) {
                continue;
            }
            let units = spelling::read(text, bytes, pattern.wanted());
            for span in pattern.find(&units, text.style.flows()) {
                if wanted(units[span.start].start) && !pattern.is_done(&units, &span) {
                    found.push(Match { pair, first: span.start == 0, units: units[span].to_vec() });
                }
            }
        }
        found
    }

    /// Whether a text for this purpose may be meant.
    fn counts(&self, role: Role, pair: usize) -> bool {
        match role {
            Role::Shown | Role::Comment => true,
            Role::CodeBlock => self.request.how.code == Code::Include,
            Role::Address => self.patterns[pair].is_address(),
            Role::Name => false,
        }
    }

    /// Whether a place in a text is one that the scope names.
    fn wanted(&self, text: &Text, bytes: &[u8], at: usize, in_place: InPlace) -> bool {
        let named = in_place == InPlace::Inside || self.places.names(text);
        named && self.places.elements().iter().all(|element| element::is(*element, text, bytes, at))
    }

    /// A person may write Markdown as it stands in the file, marks and all.
    fn as_written(&self, bytes: &[u8], kin: Option<Kin>) -> Vec<Hit> {
        let marked = |pair: &super::Pair| pair.from.contains(['`', '*', '[', '<', '#', '_', '|', '\\']);
        if !self.places.elements().is_empty() || !self.request.pairs.iter().any(marked) {
            return Vec::new();
        }
        let text = Text::shown(0..bytes.len(), spelling::Style::Plain, &spelling::Trail::default());
        let mut found = self.matches(&text, bytes, |_| true);
        found.retain(|m| marked(&self.request.pairs[m.pair]));
        edit::hits(&text, bytes, &found, (&self.request.pairs, kin))
    }

    /// Whether a text of the request stands in the bytes as it is.
    fn stands_plainly(&self, bytes: &[u8]) -> bool {
        let units = spelling::read_plain(bytes, 0..bytes.len());
        self.patterns.iter().any(|pattern| !pattern.find(&units, false).is_empty())
    }
}

/// Sorts, drops what overlaps, and adds what people read.
fn finish(bytes: &[u8], mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start, hit.pair));
    let mut kept: std::collections::BTreeMap<usize, Hit> = std::collections::BTreeMap::new();
    for hit in hits {
        let before = kept.range(..hit.end).next_back().is_some_and(|(_, other)| other.end > hit.start);
        if !before {
            kept.insert(hit.start, hit);
        }
    }
    let mut hits: Vec<Hit> = kept.into_values().collect();
    hits.truncate(MAX_HITS);
    line::describe(bytes, &mut hits);
    hits
}
