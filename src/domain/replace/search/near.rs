//! Near misses: what a person may have meant when nothing was found.

use std::ops::Range;

use super::super::spelling::{self, Role, Text, Unit};
use super::super::{Case, Code, How, Near, NearWhy, Words};
use super::effort::Effort;
use super::gauge::{Ends, Gauge, allowed, distance};
use super::pattern::{Pattern, is_whole};
use super::place::InPlace;
use super::{Format, Looked, Mode, Nearness, Search, element, line, skip, skip_by_name};
use crate::domain::path::RepoPath;

/// Most near misses of one file.
const MAX_NEAR: usize = 5;
/// Most near misses of one kind that are kept of one file; several may stand in one line.
const MAX_ALIKE: usize = 4 * MAX_NEAR;
/// Most words of one file that are compared letter by letter.
const MAX_WORDS: usize = 20_000;

/// A search for what is almost the texts that were not found.
///
/// [`Self::nearness`] is asked about every file, [`Self::look`] about the nearest ones only.
#[derive(Debug)]
pub struct NearSearch<'a> {
    search: &'a Search,
    pairs: Vec<usize>,
    gauge: Gauge,
    effort: Effort,
}

impl<'a> NearSearch<'a> {
    pub(super) fn new(search: &'a Search, pairs: &[usize]) -> Self {
        let all = &search.request.pairs;
        let pairs: Vec<usize> = pairs.iter().copied().filter(|pair| *pair < all.len()).collect();
        let gauge = Gauge::of(pairs.iter().map(|pair| all[*pair].from.as_str()));
        Self { search, pairs, gauge, effort: Effort::default() }
    }

    /// How near a file comes to one of the texts, as far as its bytes tell; nothing for a file that does
    /// not, or is never changed.
    pub fn nearness(&self, path: &RepoPath, mode: Mode, bytes: &[u8]) -> Option<Nearness> {
        skip_by_name(path, mode, bytes.len() as u64).is_none().then_some(())?;
        // Beyond the limit nothing is near, which costs a hint and no change.
        self.effort.scan(bytes.len()).then_some(())?;
        let near = self.gauge.measure(bytes, &self.effort)?;
        skip::by_content(path, bytes).is_none().then_some(near)
    }

    /// Whether the search came to its limit, so that no more files need to be measured.
    pub fn is_over(&self) -> bool {
        self.effort.is_spent()
    }

    /// What is almost one of the texts in a file, best first.
    pub fn look(&self, path: &RepoPath, mode: Mode, bytes: &[u8]) -> Looked {
        let near = self.nearness(path, mode, bytes).map(|_| misses(self, path, bytes));
        Looked::Near(near.unwrap_or_default())
    }
}

/// The near misses of one file, best first.
fn misses(near: &NearSearch<'_>, path: &RepoPath, bytes: &[u8]) -> Vec<Near> {
    let search = near.search;
    let format = Format::of(path);
    let spots = near.gauge.spots(bytes, &near.effort);
    let mut texts = spelling::texts(format, Format::template(path), bytes);
    texts.retain(|text| {
        let first = spots.partition_point(|spot| *spot < text.span.start);
        spots.get(first).is_some_and(|spot| *spot < text.span.end)
    });
    let in_place = search.places.of_path(path);
    let mut looker =
        Looker { search, gauge: &near.gauge, bytes, in_place, found: Vec::new(), words: MAX_WORDS };
    for &pair in &near.pairs {
        let pattern = &search.patterns[pair];
        let relaxed = pattern.with(How {
            words: Words::Anywhere,
            case: Case::Any,
            code: Code::Include,
            ..search.request.how
        });
        let before = looker.found.len();
        for text in &texts {
            looker.in_text(pair, &relaxed, text);
        }
        if looker.found.len() == before && format.is_program() {
            looker.in_code(pair, &relaxed);
        }
        if looker.found.len() == before {
            texts.iter().for_each(|text| looker.similar(pair, text));
        }
    }
    let mut found = looker.found;
    found.sort_by_key(|(at, near)| (near.why, *at));
    found.dedup_by_key(|(_, near)| (near.why, near.line, near.pair));
    found.into_iter().take(MAX_NEAR).map(|(_, near)| near).collect()
}

struct Looker<'a> {
    search: &'a Search,
    gauge: &'a Gauge,
    bytes: &'a [u8],
    in_place: InPlace,
    found: Vec<(usize, Near)>,
    words: usize,
}

impl Looker<'_> {
    fn push(&mut self, pair: usize, (start, end): (usize, usize), why: NearWhy) {
        // Only the first are shown, and each costs a walk through the file.
        let alike = |(_, near): &&(usize, Near)| near.pair == pair && near.why == why;
        if self.found.iter().filter(alike).count() >= MAX_ALIKE {
            return;
        }
        let line = 1 + memchr::memchr_iter(b'\n', &self.bytes[..start]).count();
        let text = line::shown(self.bytes, line::around(self.bytes, start, end));
        self.found.push((start, Near { pair, line, text, why }));
    }

    /// The text itself, under other conditions than those asked for.
    fn in_text(&mut self, pair: usize, relaxed: &Pattern, text: &Text) {
        if !self.gauge.touches(&self.bytes[text.span.clone()]) {
            return;
        }
        let units = spelling::read(text, self.bytes, relaxed.wanted());
        for span in relaxed.find(&units, text.style.flows()) {
            let exact = self.search.patterns[pair].find(&units[span.clone()], text.style.flows());
            let whole = is_whole(&units, span.clone());
            let at = (units[span.start].start, units[span.end - 1].end);
            let differs = if exact.is_empty() {
                Some(NearWhy::Case)
            } else if !whole && self.search.request.how.words == Words::Whole {
                Some(NearWhy::PartOfWord)
            } else {
                None
            };
            let why = match (differs, self.condition(text, (&units, &span))) {
                // The text itself in another place is nearer than something like it there.
                (Some(_), Some(NearWhy::OutOfScope | NearWhy::OtherElement)) => Some(NearWhy::FarOff),
                (Some(_), Some(NearWhy::Identifier)) => Some(NearWhy::Identifier),
                (Some(differs), _) => Some(differs),
                (None, condition) => condition,
            };
            if let Some(why) = why {
                self.push(pair, at, why);
            }
        }
    }

    /// Why a place that reads right is none that was asked for.
    fn condition(&self, text: &Text, (units, span): (&[Unit], &Range<usize>)) -> Option<NearWhy> {
        let at = units[span.start].start;
        let placed = match self.in_place {
            InPlace::Inside => true,
            InPlace::ByName => self.search.places.names(text),
            InPlace::Outside => false,
        };
        let elements = self.search.places.elements();
        match text.role {
            Role::CodeBlock if self.search.request.how.code == Code::Skip => Some(NearWhy::CodeBlock),
            Role::Name | Role::Address => Some(NearWhy::Identifier),
            Role::Shown | Role::Comment | Role::CodeBlock if !placed => Some(NearWhy::OutOfScope),
            Role::Shown | Role::Comment | Role::CodeBlock => {
                if !elements.iter().all(|e| element::is(*e, text, self.bytes, at)) {
                    return Some(NearWhy::OtherElement);
                }
                let more = !elements.is_empty() && !self.search.places.admit(element::fit(units, span));
                more.then_some(NearWhy::SaysMore)
            }
        }
    }

    /// A name of the program that reads like the text.
    fn in_code(&mut self, pair: usize, relaxed: &Pattern) {
        let units = spelling::read_plain(self.bytes, 0..self.bytes.len());
        for span in relaxed
            .find(&units, false)
            .into_iter()
            .filter(|span| is_whole(&units, span.clone()))
            .take(MAX_NEAR)
        {
            self.push(pair, (units[span.start].start, units[span.end - 1].end), NearWhy::Identifier);
        }
    }

    /// As many words as the text has, a few letters different.
    fn similar(&mut self, pair: usize, text: &Text) {
        let wanted: Vec<char> = self.search.request.pairs[pair].from.to_lowercase().chars().collect();
        let limit = allowed(wanted.len());
        let might = self.gauge.touches(&self.bytes[text.span.clone()]);
        if limit == 0 || !might || matches!(text.role, Role::Name | Role::Address) {
            return;
        }
        let count = wanted.split(|c| c.is_whitespace()).filter(|word| !word.is_empty()).count();
        let units = spelling::read(text, self.bytes, "");
        let words = words(&units);
        for window in words.windows(count.max(1)) {
            if self.words == 0 || self.found.len() >= MAX_NEAR * 4 {
                return;
            }
            self.words -= 1;
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            let span = &units[first.start..last.end];
            let far = span.len().abs_diff(wanted.len()) > limit;
            if far || !self.gauge.touches(&self.bytes[span[0].start..span[span.len() - 1].end]) {
                continue;
            }
            let stands: Vec<char> =
                span.iter().flat_map(|u| u.ch.unwrap_or('\u{fffd}').to_lowercase()).collect();
            if distance(&wanted, &stands, Ends::Fixed) <= limit {
                self.push(pair, (span[0].start, span[span.len() - 1].end), NearWhy::Similar);
            }
        }
    }
}

/// The words of a text, as indices.
fn words(units: &[Unit]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut open = None;
    for (at, unit) in units.iter().enumerate() {
        let inside = unit.ch.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'));
        match (inside, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                open = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    words.extend(open.map(|from| from..units.len()));
    words
}
