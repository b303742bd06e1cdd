//! The lines of finds as people read them.

use super::super::{Hit, rewrite_span};

/// Most characters of a line that are shown.
const SHOWN: usize = 160;
/// Most bytes around a find that are looked at to show its line.
const AROUND: usize = 400;

/// Fills in the line number and the lines before and after; hits are sorted and do not overlap.
pub(super) fn describe(bytes: &[u8], hits: &mut [Hit]) {
    let (mut line, mut counted) = (1, 0);
    let mut told = Vec::with_capacity(hits.len());
    for hit in hits.iter() {
        line += memchr::memchr_iter(b'\n', &bytes[counted..hit.start]).count();
        counted = hit.start;
        let span = around(bytes, hit.start, hit.end);
        let inside: Vec<Hit> =
            hits_in(hits, span.clone()).filter(|other| other.kin == hit.kin).cloned().collect();
        let after = rewrite_span(bytes, span.clone(), &inside);
        told.push((line, shown(&bytes[span]), shown(&after)));
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

/// On one line, trimmed, cut.
pub(super) fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::new();
    for (count, ch) in text.split_whitespace().collect::<Vec<_>>().join(" ").chars().enumerate() {
        if count == SHOWN {
            out.push('…');
            break;
        }
        out.push(if ch.is_control() { '\u{fffd}' } else { ch });
    }
    out
}
