//! Near misses: what a person may have meant when nothing was found.

use super::super::spelling::{self, Role, Text, Unit};
use super::super::{Case, Code, How, Near, NearWhy, Words};
use super::needle::allowed;
use super::pattern::{Pattern, is_whole};
use super::place::InPlace;
use super::{Format, Search, element, line};
use crate::domain::path::RepoPath;

/// Most near misses of one file.
const MAX_NEAR: usize = 5;
/// Most words of one file that are compared letter by letter.
const MAX_WORDS: usize = 20_000;

/// The near misses of one file, best first.
pub(super) fn misses(search: &Search, path: &RepoPath, bytes: &[u8]) -> Vec<Near> {
    let format = Format::of(path);
    let texts = spelling::texts(format, bytes);
    let mut looker =
        Looker { search, bytes, in_place: search.places.of_path(path), found: Vec::new(), words: MAX_WORDS };
    for (pair, pattern) in search.patterns.iter().enumerate() {
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
    bytes: &'a [u8],
    in_place: InPlace,
    found: Vec<(usize, Near)>,
    words: usize,
}

impl Looker<'_> {
    fn push(&mut self, pair: usize, (start, end): (usize, usize), why: NearWhy) {
        let line = 1 + memchr::memchr_iter(b'\n', &self.bytes[..start]).count();
        let text = line::shown(&self.bytes[line::around(self.bytes, start, end)]);
        self.found.push((start, Near { pair, line, text, why }));
    }

    /// The text itself, under other conditions than those asked for.
    fn in_text(&mut self, pair: usize, relaxed: &Pattern, text: &Text) {
        if !self.search.near.might_be_in(&self.bytes[text.span.clone()]) {
            return;
        }
        let units = spelling::read(text, self.bytes, relaxed.wanted());
        for span in relaxed.find(&units, text.style.flows()) {
            let exact = self.search.patterns[pair].find(&units[span.clone()], text.style.flows());
            let whole = is_whole(&units, span.clone());
            let (start, end) = (units[span.start].start, units[span.end - 1].end);
            let why = if exact.is_empty() {
                Some(NearWhy::Case)
            } else if !whole && self.search.request.how.words == Words::Whole {
                Some(NearWhy::PartOfWord)
            } else {
                self.condition(text, start)
            };
            if let Some(why) = why {
                self.push(pair, (start, end), why);
            }
        }
    }

    /// Why a place that reads right is none that was asked for.
    fn condition(&self, text: &Text, at: usize) -> Option<NearWhy> {
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
                let other = !elements.iter().all(|e| element::is(*e, text, self.bytes, at));
                other.then_some(NearWhy::OtherElement)
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
        let might = self.search.near.might_be_in(&self.bytes[text.span.clone()]);
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
            if far || !self.search.near.might_be_in(&self.bytes[span[0].start..span[span.len() - 1].end]) {
                continue;
            }
            let stands: Vec<char> =
                span.iter().flat_map(|u| u.ch.unwrap_or('\u{fffd}').to_lowercase()).collect();
            if distance(&wanted, &stands) <= limit {
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

/// Letters to change, add, drop or swap with a neighbour to get from one text to the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}
