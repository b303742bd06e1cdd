//! Writing places into the bytes of one file. All bytes outside the places stay as they are.

use std::ops::Range;

use super::super::{Hit, Requoted};

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
    let mut chosen = chosen(hits, &span).into_iter().peekable();
    while let Some(hit) = chosen.next() {
        // A part of a line may show less than the whole text.
        let quotes = hit.requoted.as_deref();
        let quotes = quotes.filter(|quotes| at <= quotes.outer.start && quotes.outer.end <= span.end);
        let Some(quotes) = quotes else {
            out.extend_from_slice(&bytes[at..hit.start]);
            out.extend_from_slice(hit.new.as_bytes());
            at = hit.end;
            continue;
        };
        let mut changed = vec![hit];
        while let Some(next) = chosen.next_if(|next| next.start < quotes.outer.end) {
            changed.push(next);
        }
        out.extend_from_slice(&bytes[at..quotes.outer.start]);
        requote(quotes, &changed, &mut out);
        at = quotes.outer.end;
    }
    out.extend_from_slice(&bytes[at..span.end]);
    out
}

/// A text in its new quotes: places that are not changed keep their characters.
fn requote(quotes: &Requoted, changed: &[&Hit], out: &mut Vec<u8>) {
    let mut changed = changed.iter().peekable();
    out.extend_from_slice(quotes.open.as_bytes());
    for (span, old) in &quotes.pieces {
        while changed.next_if(|hit| hit.start < span.start).is_some() {}
        match changed.next_if(|hit| hit.start == span.start && hit.end == span.end) {
            Some(hit) => out.extend_from_slice(hit.new.as_bytes()),
            None => out.extend_from_slice(old),
        }
    }
    out.extend_from_slice(quotes.close.as_bytes());
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
    let quoted: Vec<Range<usize>> =
        kept.values().filter_map(|hit| hit.requoted.as_ref()).map(|quotes| quotes.outer.clone()).collect();
    let free = |hit: &&Hit| {
        let before = quoted.partition_point(|outer| outer.start <= hit.start);
        hit.requoted.is_some() || before.checked_sub(1).is_none_or(|at| quoted[at].end <= hit.start)
    };
    kept.into_values().filter(free).collect()
}
