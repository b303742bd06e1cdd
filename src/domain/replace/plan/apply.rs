//! Writing places into the bytes of one file. All bytes outside the places stay as they are.

use std::ops::Range;

use super::super::Hit;

/// The file with its places changed, all at once: `A` to `B` and `B` to `A` swap.
///
/// Of two places that overlap, the longer one is written, then the one that begins first; places
/// outside the file are ignored.
pub fn rewrite(bytes: &[u8], hits: &[Hit]) -> Vec<u8> {
    rewrite_span(bytes, 0..bytes.len(), hits)
}

/// A part of a file with the places in it changed.
pub(in super::super) fn rewrite_span(bytes: &[u8], span: Range<usize>, hits: &[Hit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(span.len() + hits.iter().map(|hit| hit.new.len()).sum::<usize>());
    let mut at = span.start;
    for hit in chosen(hits, &span) {
        out.extend_from_slice(&bytes[at..hit.start]);
        out.extend_from_slice(hit.new.as_bytes());
        at = hit.end;
    }
    out.extend_from_slice(&bytes[at..span.end]);
    out
}

/// The places to write, in the order of the file.
fn chosen<'a>(hits: &'a [Hit], span: &Range<usize>) -> Vec<&'a Hit> {
    let inside = |hit: &&Hit| span.start <= hit.start && hit.start <= hit.end && hit.end <= span.end;
    let mut by_length: Vec<&Hit> = hits.iter().filter(inside).collect();
    by_length.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start));
    let mut kept: std::collections::BTreeMap<usize, &Hit> = std::collections::BTreeMap::new();
    for hit in by_length {
        let taken = kept
            .range(..hit.end.max(hit.start + 1))
            .next_back()
            .is_some_and(|(_, other)| other.end > hit.start);
        if !taken {
            kept.insert(hit.start, hit);
        }
    }
    kept.into_values().collect()
}
