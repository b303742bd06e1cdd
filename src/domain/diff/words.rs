//! Which words of a changed line are other ones.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Most words of a line that are compared one by one; beyond it the whole middle counts as changed.
const MAX_WORDS: usize = 2_000;
/// How much of the longer line has to be the same, in percent: of two lines that have less in common,
/// marked words would say nothing.
const ALIKE_PERCENT: usize = 30;

/// The parts of two lines that differ, as ranges of bytes. Nothing where the lines have too little in
/// common, or nothing but spaces differs not at all.
pub fn changed(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (same_start, same_end) = ends(old, new);
    // Whole words: what the ends share of a word is not the same word.
    let start = word_start(old, same_start).min(word_start(new, same_start));
    let end = same_end.min(word_end(old, same_end)).min(word_end(new, same_end));
    let (old_words, new_words) = (words(old, start, old.len() - end), words(new, start, new.len() - end));
    if old_words.len().max(new_words.len()) > MAX_WORDS {
        return (whole(start, old.len() - end), whole(start, new.len() - end));
    }
    let text = |line: &str, words: &[Range<usize>]| {
        words.iter().map(|word| line[word.clone()].to_owned()).collect::<Vec<_>>()
    };
    let ops = capture_diff_slices(Algorithm::Myers, &text(old, &old_words), &text(new, &new_words));
    let (mut from_old, mut from_new, mut same) = (Vec::new(), Vec::new(), solid(&old[..start]));
    same += solid(&old[old.len() - end..]);
    for op in &ops {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                let words = &old_words[*old_index..*old_index + *len];
                same += words.iter().map(|word| solid(&old[word.clone()])).sum::<usize>();
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                from_old.extend(over(&old_words[op.old_range()]));
                from_new.extend(over(&new_words[op.new_range()]));
            }
        }
    }
    let is_alike = |same: usize| same * 100 >= solid(old).max(solid(new)) * ALIKE_PERCENT;
    if is_alike(same) {
        return (joined(old, from_old), joined(new, from_new));
    }
    // A line may be one word, as far as words can be told.
    if is_alike(solid(&old[..same_start]) + solid(&old[old.len() - same_end..])) {
        return (whole(same_start, old.len() - same_end), whole(same_start, new.len() - same_end));
    }
    (Vec::new(), Vec::new())
}

/// How many bytes two lines share at their beginning, and of the rest at their end.
pub fn ends(old: &str, new: &str) -> (usize, usize) {
    let start = shared(old.chars(), new.chars());
    (start, shared(old[start..].chars().rev(), new[start..].chars().rev()))
}

/// How many bytes two runs of characters share at their beginning.
fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The beginning of the word that `at` is inside of; `at` itself between words.
fn word_start(line: &str, at: usize) -> usize {
    if !line[at..].chars().next().is_some_and(is_word) {
        return at;
    }
    line[..at].trim_end_matches(is_word).len()
}

/// The same from the end: how many bytes are left behind the word.
fn word_end(line: &str, left: usize) -> usize {
    let at = line.len() - left;
    if !line[..at].chars().next_back().is_some_and(is_word) {
        return left;
    }
    line[at..].trim_start_matches(is_word).len()
}

/// Words, runs of spaces, and every other character for itself.
fn words(line: &str, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    let end = end.max(start);
    for (at, c) in line[start..end].char_indices() {
        let kind = if is_word(c) { Some('w') } else { c.is_whitespace().then_some(' ') };
        let next = start + at + c.len_utf8();
        match found.last_mut() {
            Some(word) if kind.is_some() && kind == last => word.end = next,
            Some(_) | None => found.push(start + at..next),
        }
        last = kind;
    }
    found
}

fn whole(start: usize, end: usize) -> Vec<Range<usize>> {
    if start < end { std::iter::once(start..end).collect() } else { Vec::new() }
}

fn over(words: &[Range<usize>]) -> Option<Range<usize>> {
    Some(words.first()?.start..words.last()?.end)
}

fn solid(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum()
}

/// Ranges with only spaces between them are one.
fn joined(line: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match found.last_mut() {
            Some(last) if line[last.end..range.start].trim().is_empty() => last.end = range.end,
            Some(_) | None => found.push(range),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(old: &str, new: &str) -> (String, String) {
        let (in_old, in_new) = changed(old, new);
        let mark = |line: &str, ranges: &[Range<usize>]| {
            let mut text = line.to_owned();
            for range in ranges.iter().rev() {
                text.insert(range.end, ']');
                text.insert(range.start, '[');
            }
            text
        };
        (mark(old, &in_old), mark(new, &in_new))
    }

    #[test]
    fn whole_words_are_marked() {
        let both = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(
            marked("<button>Sign up</button>", "<button>Get started</button>"),
            both("<button>[Sign up]</button>", "<button>[Get started]</button>")
        );
        assert_eq!(
            marked("let width = 10;", "let height = 10;"),
            both("let [width] = 10;", "let [height] = 10;")
        );
        assert_eq!(marked("colour: red", "colour: reddish"), both("colour: [red]", "colour: [reddish]"));
        assert_eq!(marked("a, b", "a, b, c"), both("a, b", "a, b[, c]"));
        assert_eq!(marked("  same", "    same"), both("  same", "  [  ]same"));
        assert_eq!(marked("Größe: 1", "Größe: 2"), both("Größe: [1]", "Größe: [2]"));
        assert_eq!(marked("xxxxSignyyyy", "xxxxGetyyyy"), both("xxxx[Sign]yyyy", "xxxx[Get]yyyy"));
    }

    #[test]
    fn lines_that_have_little_in_common_are_not_marked() {
        assert_eq!(changed("return cached.get(id)", "throw new Error('gone')"), (Vec::new(), Vec::new()));
    }

    proptest! {
        #[test]
        fn what_is_not_marked_is_the_same(
            head in "[ab_ .é(]{0,30}",
            middles in ("[ab_ .é(]{0,12}", "[ab_ .é(]{0,12}"),
            tail in "[ab_ .é(]{0,30}",
        ) {
            let (old, new) = (format!("{head}{}{tail}", middles.0), format!("{head}{}{tail}", middles.1));
            let (in_old, in_new) = changed(&old, &new);
            let rest = |line: &str, ranges: &[Range<usize>]| {
                let mut text = line.to_owned();
                for range in ranges.iter().rev() {
                    text.replace_range(range.clone(), "");
                }
                text.split_whitespace().collect::<String>()
            };
            if !in_old.is_empty() || !in_new.is_empty() {
                prop_assert_eq!(rest(&old, &in_old), rest(&new, &in_new));
            }
        }
    }
}
