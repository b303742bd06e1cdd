//! The lines of finds as people read them.

use super::super::{Hit, rewrite_span};

/// Most characters of a line that are shown.
const SHOWN: usize = 160;
/// Most bytes around a find that are looked at to show its line.
const AROUND: usize = 400;
/// Bytes of a long line that are shown before a find that would not be seen otherwise.
const LEAD: usize = 60;

/// Finds of one file whose lines are shown with all finds beside them changed; those after them are
/// shown with only their own change, because nobody reads so many.
const SHOWN_TOGETHER: usize = 1_000;

/// Fills in the line number and the lines before and after; hits are sorted and do not overlap.
pub(super) fn describe(bytes: &[u8], hits: &mut [Hit]) {
    let (mut line, mut counted) = (1, 0);
    let mut told = Vec::with_capacity(hits.len());
    for (at, hit) in hits.iter().enumerate() {
        line += memchr::memchr_iter(b'\n', &bytes[counted..hit.start]).count();
        counted = hit.start;
        let span = around(bytes, hit.start, hit.end);
        let inside: Vec<Hit> = if at < SHOWN_TOGETHER {
            hits_in(hits, span.clone()).filter(|other| other.kin == hit.kin).cloned().collect()
        } else {
            vec![hit.clone()]
        };
        let after = rewrite_span(bytes, span.clone(), &inside);
        told.push((line, shown(bytes, span.clone()), from_start(bytes, &span, &after)));
    }
    for (hit, (line, before, after)) in hits.iter_mut().zip(told) {
        (hit.line, hit.before, hit.after) = (line, before, after);
    }
}

/// The line of a place, or what of it stands near the place.
pub(super) fn around(bytes: &[u8], start: usize, end: usize) -> std::ops::Range<usize> {
    let low = boundary(bytes, start.saturating_sub(AROUND));
    let high = boundary(bytes, (end + AROUND).min(bytes.len()));
    let from = memchr::memrchr(b'\n', &bytes[low..start]).map_or(low, |at| low + at + 1);
    let seen = end.saturating_sub(from) < SHOWN;
    let from = if seen { from } else { from.max(boundary(bytes, start.saturating_sub(LEAD))) };
    let to = memchr::memchr(b'\n', &bytes[end..high]).map_or(high, |at| end + at);
    from..to
}

/// Not in the middle of a character.
fn boundary(bytes: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at).rev().find(|at| bytes.get(*at).is_none_or(|b| b & 0xc0 != 0x80)).unwrap_or(at)
}

fn hits_in(hits: &[Hit], span: std::ops::Range<usize>) -> impl Iterator<Item = &Hit> {
    let first = hits.partition_point(|hit| hit.start < span.start);
    hits[first..].iter().take_while(move |hit| hit.end <= span.end)
}

/// A part of a line as people read it: on one line, trimmed, cut.
pub(super) fn shown(bytes: &[u8], span: std::ops::Range<usize>) -> String {
    from_start(bytes, &span, &bytes[span.clone()])
}

/// The same for what shall stand in the part.
fn from_start(bytes: &[u8], span: &std::ops::Range<usize>, text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let inside = span.start.checked_sub(1).is_some_and(|at| bytes[at] != b'\n');
    let mut out = String::from(if inside { "…" } else { "" });
    let mut count = 0;
    for word in text.split_whitespace() {
        for ch in (count > 0).then_some(' ').into_iter().chain(word.chars()) {
            if count == SHOWN {
                out.push('…');
                return out;
            }
            count += 1;
            out.push(if ch.is_control() { '\u{fffd}' } else { ch });
        }
    }
    out
}
