//! From matches in one text to hits with their new spelling.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::super::spelling::{self, First, Holes, Paper, Reading, Style, Text, Unit, Writer};
use super::super::{Fit, Hit, Kin, Pair, Requoted};
use super::pattern::straightened;

/// One match of a pair in a text.
#[derive(Debug)]
pub(super) struct Match {
    /// Which pair.
    pub pair: usize,
    /// Whether it begins the text.
    pub first: bool,
    /// How well it fits the element that is named.
    pub fit: Fit,
    /// How its doubled signs were read.
    pub reading: Reading,
    /// The characters, never empty.
    pub units: Vec<Unit>,
}

impl Match {
    fn start(&self) -> usize {
        self.units.first().map_or(0, |unit| unit.start)
    }

    fn end(&self) -> usize {
        self.units.last().map_or(0, |unit| unit.end)
    }
}

/// A match that shall go away, with the blank that would be one too many: the one behind it where it
/// begins a text or stands between blanks, else the one before it where the text or the phrase ends.
/// What stands before `taken` belongs to the match before.
pub(super) fn with_its_blank(units: &[Unit], span: Range<usize>, taken: usize) -> Range<usize> {
    let ch = |at: Option<usize>| at.and_then(|at| units.get(at)).map(|unit| unit.ch.unwrap_or('\u{fffd}'));
    let (before, behind) = (ch(span.start.checked_sub(1)), ch(Some(span.end)));
    let ends = behind.is_none_or(|ch| "\n,.;:!?".contains(ch));
    if behind == Some(' ') && before.is_none_or(|ch| ch == ' ' || ch == '\n') {
        span.start..span.end + 1
    } else if before == Some(' ') && ends && span.start > taken {
        span.start - 1..span.end
    } else {
        span
    }
}

/// The hits of the matches in one text, without those that overlap a longer one.
pub(super) fn hits(
    text: &Text,
    paper: &Paper,
    found: &[Match],
    (pairs, kin): (&[Pair], Option<Kin>),
) -> Vec<Hit> {
    let found = without_overlaps(found);
    if found.is_empty() {
        return Vec::new();
    }
    let holes = spelling::holes_in(text, paper, pairs.iter().map(|pair| pair.to.as_str()));
    let requoted = requoted(text, (paper, &holes), &found, pairs);
    let hit = |m: &&Match| {
        let pair = &pairs[m.pair];
        let new = match &requoted {
            Some((style, _)) => {
                let writer = Writer::fresh(text, *style, paper, &holes);
                writer.reading(m.reading).write(&with_quotes_of(&pair.from, &pair.to, &m.units), First::No)
            }
            None => spelled(text, (paper, &holes), m, pair),
        };
        Hit {
            pair: m.pair,
            start: m.start(),
            end: m.end(),
            new,
            line: 0,
            before: String::new(),
            after: String::new(),
            kin,
            fit: m.fit,
            requoted: requoted.as_ref().map(|(_, quotes)| Arc::clone(quotes)),
        }
    };
    found.iter().map(hit).collect()
}

fn without_overlaps(found: &[Match]) -> Vec<&Match> {
    let mut by_length: Vec<&Match> = found.iter().collect();
    by_length.sort_by_key(|m| (Reverse(m.end() - m.start()), m.start(), m.pair));
    let mut kept: std::collections::BTreeMap<usize, &Match> = std::collections::BTreeMap::new();
    for m in by_length {
        let taken = kept.range(..m.end()).next_back().is_some_and(|(_, other)| other.end() > m.start());
        if !taken {
            kept.insert(m.start(), m);
        }
    }
    kept.into_values().collect()
}

/// The new text in the spelling of the old one, with its line breaks where they still fit.
fn spelled(text: &Text, (paper, holes): (&Paper, &[&str]), m: &Match, pair: &Pair) -> String {
    let new = with_quotes_of(&pair.from, &pair.to, &m.units);
    let writer = Writer::new(text, paper, holes, &m.units).reading(m.reading);
    let first = if m.first { First::Yes } else { First::No };
    let gaps = gaps(&m.units, paper.bytes);
    let words: Vec<&str> = new.split_whitespace().collect();
    let plain =
        words.join(" ") == new && pair.from.split_whitespace().collect::<Vec<_>>().join(" ") == pair.from;
    // Code of Markdown is read as a whole.
    let whole = matches!(text.style, Style::Markdown { .. }) && new.contains('`');
    if whole || !plain || words.len() != gaps.len() + 1 || gaps.iter().all(|gap| *gap == " ") {
        return writer.write(&new, first);
    }
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        out.push_str(&writer.write(word, if at == 0 { first } else { First::No }));
        out.push_str(gaps.get(at).copied().unwrap_or_default());
    }
    out
}

/// What stands between the words of a match.
fn gaps<'a>(units: &[Unit], bytes: &'a [u8]) -> Vec<&'a str> {
    let mut gaps = Vec::new();
    let blank = |unit: &Unit| unit.ch.is_some_and(char::is_whitespace);
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| blank(unit)) {
        let before = at.checked_sub(1).map(|i| &units[i]).filter(|u| !blank(u));
        let after = units[at..].iter().find(|u| !blank(u));
        if let (Some(before), Some(after)) = (before, after) {
            gaps.push(std::str::from_utf8(&bytes[before.end..after.start]).unwrap_or(" "));
        } else {
            gaps.push(if unit.ch == Some(' ') { " " } else { "" });
        }
    }
    gaps
}

/// The new text with its quotes straight or curly as they are in the file.
fn with_quotes_of(from: &str, to: &str, units: &[Unit]) -> String {
    let is_quote = |c: &char| matches!(straightened(*c), '\'' | '"');
    let asked: Vec<char> = from.chars().filter(is_quote).collect();
    let stand: Vec<char> = units.iter().filter_map(|u| u.ch).filter(is_quote).collect();
    if asked == stand || asked.len() != stand.len() {
        return to.to_owned();
    }
    let mut seen: [usize; 2] = [0, 0];
    to.chars()
        .map(|ch| {
            if !is_quote(&ch) {
                return ch;
            }
            let kind = straightened(ch);
            let like: Vec<char> = stand.iter().copied().filter(|c| straightened(*c) == kind).collect();
            let count = &mut seen[usize::from(kind == '"')];
            *count += 1;
            like.get(*count - 1).or(like.last()).copied().unwrap_or(ch)
        })
        .collect()
}

/// The style and the quotes of a text that must be quoted in another way to hold what is new.
fn requoted(
    text: &Text,
    (paper, holes): (&Paper, &[&str]),
    found: &[&Match],
    pairs: &[Pair],
) -> Option<(Style, Arc<Requoted>)> {
    if !spelling::may_be_respelled(text.style) {
        return None;
    }
    let units = spelling::read(text, paper.bytes, "");
    // What is no character is none of those that would need quotes.
    let told = |units: &[Unit]| units.iter().map(|unit| unit.ch.unwrap_or('_')).collect::<String>();
    let without_holes = |new: String| holes.iter().fold(new, |new, hole| new.replace(hole, "_"));
    let mut whole = String::new();
    let mut from = text.span.start;
    for m in found {
        whole.push_str(&told(between(&units, from, m.start())));
        let pair = &pairs[m.pair];
        whole.push_str(&without_holes(with_quotes_of(&pair.from, &pair.to, &m.units)));
        from = m.end();
    }
    whole.push_str(&told(between(&units, from, text.span.end)));
    let apostrophe = |unit: &Unit| unit.ch.is_none() && paper.bytes[unit.start..unit.end].contains(&b'\'');
    let kind = if units.iter().any(apostrophe) { Holes::WithApostrophe } else { Holes::Plain };
    let (open, style, close) = spelling::respelled(text.style, (&told(&units), kind), &whole)?;
    let copy = |from, to| (from..to, copied(text, style, paper, between(&units, from, to)));
    let mut pieces = Vec::with_capacity(found.len() * 2 + 1);
    let mut from = text.span.start;
    for m in found {
        pieces.push(copy(from, m.start()));
        pieces.push(copy(m.start(), m.end()));
        from = m.end();
    }
    pieces.push(copy(from, text.span.end));
    Some((style, Arc::new(Requoted { outer: text.outer.clone(), open, pieces, close })))
}

/// Characters of a text in another style. What is no character (a placeholder, bytes of another
/// encoding) stays as it is, and so does what a reference spells.
fn copied(text: &Text, new: Style, paper: &Paper, units: &[Unit]) -> Vec<u8> {
    let writer = Writer::fresh(text, new, paper, &[]);
    let mut out = Vec::new();
    let mut run = String::new();
    for unit in units {
        let spelled = &paper.bytes[unit.start..unit.end];
        match unit.ch {
            Some(ch) if !matches!(text.style, Style::Entities(_)) || spelled.len() == ch.len_utf8() => {
                run.push(ch);
            }
            Some(_) | None => {
                out.extend_from_slice(writer.write(&std::mem::take(&mut run), First::No).as_bytes());
                out.extend_from_slice(spelled);
            }
        }
    }
    out.extend_from_slice(writer.write(&run, First::No).as_bytes());
    out
}

/// The characters between two places; `units` are in the order of the file.
fn between(units: &[Unit], from: usize, to: usize) -> &[Unit] {
    let first = units.partition_point(|unit| unit.start < from);
    let count = units[first..].partition_point(|unit| unit.end <= to);
    &units[first..first + count]
}
