//! Files of any format with the placeholders of a template language in them: `config.yaml.j2`.
//!
//! The format is read with every placeholder covered by letters that mean nothing to it, or by blanks
//! where one has its lines for itself; then the placeholders are holes in the texts around them.

use std::ops::Range;

use super::island::{Engine, Island, Islands};
use super::scan::Scan;
use super::{Text, Trail};

/// The texts of such a file; `read` knows the format.
pub(super) fn texts(bytes: &[u8], engine: Engine, read: impl FnOnce(&[u8]) -> Vec<Text>) -> Vec<Text> {
    let islands = find(bytes, engine);
    let mut texts = covered((bytes, 0..bytes.len()), &islands, read);
    for island in islands.iter().filter(|_| engine != Engine::Foreign) {
        island.texts(bytes, (&Trail::default(), None), &mut texts);
    }
    texts
}

/// The texts of a part of a file in which placeholders stand; `read` knows the format of the part.
pub(super) fn covered(
    (bytes, part): (&[u8], Range<usize>),
    islands: &[Island],
    read: impl FnOnce(&[u8]) -> Vec<Text>,
) -> Vec<Text> {
    let mut covered = bytes[part.clone()].to_vec();
    for island in islands {
        let alone = is_alone(bytes, &island.span);
        for byte in &mut covered[island.span.start - part.start..island.span.end - part.start] {
            if !alone {
                *byte = b'_';
            } else if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    let mut texts = read(&covered);
    for text in &mut texts {
        let marks = text.marks.iter_mut().map(|(mark, _)| mark);
        for span in [&mut text.span, &mut text.outer].into_iter().chain(&mut text.holes).chain(marks) {
            *span = span.start + part.start..span.end + part.start;
        }
    }
    texts.retain_mut(|text| with_holes(text, islands));
    texts
}

fn find(bytes: &[u8], engine: Engine) -> Vec<Island> {
    let mut scan = Scan::new(bytes, 0..bytes.len());
    let mut finder = Islands::of(engine);
    let mut found = Vec::new();
    while let Some(byte) = scan.peek() {
        // A sign of Razor or Blade is one in HTML only.
        let island = if byte == b'@' { None } else { finder.at(&scan) };
        match island {
            Some(island) => {
                scan.to(island.span.end);
                found.push(island);
            }
            None => scan.skip(1),
        }
    }
    found
}

/// Whether nothing else stands on the lines of a placeholder.
fn is_alone(bytes: &[u8], span: &Range<usize>) -> bool {
    let blank = |b: &&u8| !matches!(b, b' ' | b'\t' | b'\r');
    let before = bytes[..span.start].iter().rev().find(blank);
    let behind = bytes[span.end..].iter().find(blank);
    before.is_none_or(|b| *b == b'\n') && behind.is_none_or(|b| *b == b'\n')
}

/// Makes the placeholders in a text holes of it; a text that ends inside one is none.
fn with_holes(text: &mut Text, islands: &[Island]) -> bool {
    let first = islands.partition_point(|island| island.span.end <= text.span.start);
    let inside: Vec<Range<usize>> = islands[first..]
        .iter()
        .map(|island| island.span.clone())
        .take_while(|s| s.start < text.span.end)
        .collect();
    let cut = |span: &Range<usize>| span.start < text.span.start || span.end > text.span.end;
    if inside.iter().any(cut) {
        return false;
    }
    if !inside.is_empty() {
        text.holes.extend(inside);
        text.holes.sort_by_key(|hole| (hole.start, hole.end));
    }
    true
}
