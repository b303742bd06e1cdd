//! Looking through one file at a time, on its bytes, without knowing the others.
//!
//! [`Search::might_hold`] is asked about every file of a tree and reads only as fast as memory does;
//! [`Search::look`] is asked about the few that remain, and [`Search::near`] only when a text was found
//! nowhere.
//!
//! A find is rewritten so that little changes: a text that was broken over lines keeps its breaks
//! when the new text has as many words, and is written on one line otherwise. Two pairs that claim
//! the same bytes: the longer find wins, then the earlier one, then the pair named first.

mod anchor;
mod edit;
mod effort;
mod element;
mod format;
mod gauge;
mod kin;
mod line;
mod names;
mod near;
mod needle;
mod pattern;
mod place;
mod product;
mod skip;
#[cfg(test)]
mod tests;
mod unique;
mod written;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::spelling::{self, Paper, Reading, Role, Text, Unit};
use super::{Code, Fit, Hit, Looked, MAX_FOUND, Mode, Request, Skip};
use crate::domain::path::RepoPath;
pub(super) use anchor::slug;
use edit::Match;
use effort::Effort;
pub(super) use format::Format;
pub use gauge::Nearness;
pub(super) use kin::{family, is_gettext};
pub use near::NearSearch;
use needle::Needle;
use pattern::Pattern;
pub(super) use place::base_of;
use place::{InPlace, Places};
pub(super) use product::is_manifest;
use product::{Census, Product};
pub use skip::skip_by_name;

/// A request, made ready to look through many files.
#[derive(Debug)]
pub struct Search {
    request: Request,
    patterns: Vec<Pattern>,
    needles: Vec<Needle>,
    any: Needle,
    slugs: anchor::Slugs,
    places: Places,
    product: Product,
    /// Places that were kept so far.
    kept: AtomicUsize,
    effort: Effort,
}

impl Search {
    /// Makes a request ready.
    pub fn new(request: &Request) -> Self {
        let pairs = &request.pairs;
        Self {
            patterns: pairs.iter().map(|pair| Pattern::new(pair, request.how)).collect(),
            needles: pairs.iter().map(|pair| Needle::of([pair.from.as_str()], request.how.case)).collect(),
            any: Needle::of(pairs.iter().map(|pair| pair.from.as_str()), request.how.case),
            slugs: anchor::Slugs::of(pairs),
            places: Places::of(request),
            product: Product::Program,
            kept: AtomicUsize::new(0),
            effort: Effort::default(),
            request: request.clone(),
        }
    }

    /// The same search in a repository that holds these files: which directories stand at its top, and
    /// whether documents are what it is for.
    #[must_use]
    pub fn in_tree<'a>(mut self, tree: impl IntoIterator<Item = &'a RepoPath>) -> Self {
        let mut census = Census::default();
        for path in tree {
            census.count(path);
            self.places.settle(path);
        }
        self.product = census.product();
        self
    }

    /// Whether [`Self::look`] could find anything in these bytes. A `false` is always true.
    pub fn might_hold(&self, bytes: &[u8]) -> bool {
        !self.effort.scan(bytes.len()) || self.holds(bytes)
    }

    /// Whether the search came to one of its limits, so that no more files need to be read.
    pub fn is_over(&self) -> bool {
        self.effort.is_spent() || self.kept.load(Ordering::Relaxed) > MAX_FOUND
    }

    fn holds(&self, bytes: &[u8]) -> bool {
        self.any.might_be_in(bytes) || self.slugs.might_be_in(bytes) || skip::is_utf16(bytes)
    }

    /// The places of the request in one file.
    pub fn look(&self, path: &RepoPath, mode: Mode, bytes: &[u8]) -> Looked {
        if self.effort.is_spent() {
            return Looked::TooMuch;
        }
        if !self.holds(bytes) {
            return Looked::Hits(Vec::new());
        }
        let in_place = self.places.of_path(path);
        if let Some(skip) =
            skip_by_name(path, mode, bytes.len() as u64).or_else(|| skip::by_content(path, bytes))
        {
            let told = in_place != InPlace::Outside && self.stands_plainly(bytes);
            return if told { Looked::Skipped(skip) } else { Looked::Hits(Vec::new()) };
        }
        if in_place == InPlace::Outside && !self.slugs.might_be_in(bytes) {
            return Looked::Hits(Vec::new());
        }
        let texts_within = self.needles.iter().filter(|needle| needle.might_be_in(bytes)).count();
        if !self.effort.read(bytes.len().saturating_mul(texts_within.max(1))) {
            return Looked::TooMuch;
        }
        let format = Format::of(path);
        let texts = spelling::texts(format, Format::template(path), bytes);
        let keyed = kin::is_catalogue(path, format);
        let file_kin = kin::of_file(path, &self.places, self.product);
        let mut hits = Vec::new();
        let paper = Paper::of(bytes);
        if in_place != InPlace::Outside {
            for text in &texts {
                let found =
                    self.matches(text, bytes, |found| self.fit(text, bytes, found, (in_place, keyed)));
                let told: BTreeSet<(usize, Reading)> = found.iter().map(|m| (m.pair, m.reading)).collect();
                let told = told.into_iter().map(|(pair, reading)| (&self.request.pairs[pair], reading));
                if !spelling::keeps_directives(text, bytes, told) {
                    return Looked::Skipped(Skip::Placeholders);
                }
                let kin = kin::of_text(text.role, file_kin, path, &self.places);
                hits.extend(edit::hits(text, &paper, &found, (&self.request.pairs, kin)));
                if hits.len() > MAX_FOUND {
                    return Looked::TooMany;
                }
            }
            let told = pairs_of(hits.iter().filter(|hit| hit.fit < Fit::Untold));
            hits.retain(|hit| hit.fit < Fit::Untold || !told.contains(&hit.pair));
            if matches!(format, Format::Markdown(_)) {
                let found = pairs_of(&hits);
                let written = self.as_written(&paper, &texts, (in_place, file_kin));
                hits.extend(written.into_iter().filter(|hit| !found.contains(&hit.pair)));
            }
        }
        if hits.iter().any(|hit| !hit.new.is_ascii()) && std::str::from_utf8(bytes).is_err() {
            return Looked::Skipped(Skip::Encoding);
        }
        if format == Format::Po && unique::is_lost(bytes, &hits) {
            return Looked::Skipped(Skip::Known);
        }
        for text in texts.iter().filter(|text| text.role == Role::Address) {
            hits.extend(self.slugs.hits(text, bytes));
        }
        self.keep(bytes, hits)
    }

    /// The search for what is almost these pairs, as indices into [`Request::pairs`].
    pub fn near(&self, pairs: &[usize]) -> NearSearch<'_> {
        NearSearch::new(self, pairs)
    }

    /// Keeps the places of one file, unless there are too many of them by now.
    fn keep(&self, bytes: &[u8], hits: Vec<Hit>) -> Looked {
        let mut hits = without_overlaps(hits);
        let before = self.kept.fetch_add(hits.len(), Ordering::Relaxed);
        if before + hits.len() > MAX_FOUND {
            return Looked::TooMany;
        }
        line::describe(bytes, &mut hits);
        Looked::Hits(hits)
    }

    /// All matches in one text that are wanted, not yet rid of overlaps.
    fn matches(
        &self,
        text: &Text,
        bytes: &[u8],
        wanted: impl Fn((&[Unit], &Range<usize>)) -> Option<Fit>,
    ) -> Vec<Match> {
        let mut found = Vec::new();
        let part = &bytes[text.span.start.min(bytes.len())..text.span.end.min(bytes.len())];
        for (pair, pattern) in self.patterns.iter().enumerate() {
            if !self.counts(text.role, pair) || !self.needles[pair].might_be_in(part) {
                continue;
            }
            let read = |reading| {
                let units = spelling::read_as(reading, text, bytes, pattern.wanted());
                let spans = pattern.find(&units, text.style.flows());
                (reading, units, spans)
            };
            let (mut reading, mut units, mut spans) = read(Reading::AsMeant);
            if spans.is_empty() && spelling::doubles(text, pattern.wanted()) {
                (reading, units, spans) = read(Reading::AsSpelled);
            }
            let mut taken = 0;
            for span in spans {
                if found.len() > MAX_FOUND {
                    return found;
                }
                let fit = wanted((&units, &span)).filter(|_| !pattern.is_done(&units, &span));
                let Some(fit) = fit else { continue };
                let gone = self.request.pairs[pair].to.is_empty();
                let span = if gone { edit::with_its_blank(&units, span, taken) } else { span };
                taken = span.end;
                let first = span.start == 0;
                found.push(Match { pair, first, fit, reading, units: units[span].to_vec() });
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

    /// How well a place in a text fits the scope; nothing where the scope does not name it.
    fn fit(
        &self,
        text: &Text,
        bytes: &[u8],
        (units, span): (&[Unit], &Range<usize>),
        (in_place, keyed): (InPlace, bool),
    ) -> Option<Fit> {
        (in_place == InPlace::Inside || self.places.names(text)).then_some(())?;
        let at = units[span.start].start;
        let elements = self.places.elements();
        let fit = if elements.is_empty() { Fit::Whole } else { element::fit(units, span) };
        self.places.admit(fit).then_some(())?;
        if !elements.iter().all(|element| element::is(*element, text, bytes, at)) {
            return (keyed && !element::is_any(text, bytes, at)).then_some(Fit::Untold);
        }
        Some(fit)
    }

    /// Whether a text of the request stands in the bytes as it is.
    fn stands_plainly(&self, bytes: &[u8]) -> bool {
        let bytes = skip::in_utf8(bytes);
        let units = spelling::read_plain(&bytes, 0..bytes.len());
        self.patterns.iter().any(|pattern| !pattern.find(&units, false).is_empty())
    }
}

fn pairs_of<'a>(hits: impl IntoIterator<Item = &'a Hit>) -> BTreeSet<usize> {
    hits.into_iter().map(|hit| hit.pair).collect()
}

/// Sorts, and drops what overlaps.
fn without_overlaps(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start, hit.pair));
    let mut kept: std::collections::BTreeMap<usize, Hit> = std::collections::BTreeMap::new();
    for hit in hits {
        let before = kept.range(..hit.end).next_back().is_some_and(|(_, other)| other.end > hit.start);
        if !before {
            kept.insert(hit.start, hit);
        }
    }
    kept.into_values().collect()
}
