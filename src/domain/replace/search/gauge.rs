//! How near a file comes to a text that stands in no file, measured on its bytes.
//!
//! Reading a file closely is slow, and a text that was not found is looked for in every file. So the
//! text is cut into pieces, one more than letters may differ: at least one piece stands unchanged in
//! whatever is like it. Where a piece stands, the letters around it are compared with those of the
//! text; blanks, quotes and escapes are passed over, however the file spells them.

use aho_corasick::AhoCorasick;

use super::effort::Effort;

/// How near a file comes to a text: nothing differs, only case and signs do, or so many letters less one.
/// The smaller, the nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nearness(usize);

/// Texts, made ready to be measured against many files.
#[derive(Debug)]
pub(super) struct Gauge {
    texts: Vec<Letters>,
    /// Finds the pieces; `None` where there is nothing to look for.
    pieces: Option<AhoCorasick>,
    /// For each piece, its text and how many of its letters stand before the piece.
    places: Vec<(usize, usize)>,
}

/// The letters and digits of a text, in lower case, and how many of them may differ.
#[derive(Debug)]
struct Letters {
    text: String,
    bytes: Vec<u8>,
    limit: usize,
}

/// Most places of one file that are read closely.
const MAX_SPOTS: usize = 256;
/// Most places of one file that are compared.
const MAX_COMPARISONS: usize = 4_096;
/// What a comparison costs, in bytes that could be read closely instead.
const COMPARISON_BYTES: usize = 256;
/// Most letters of a long text that are compared around one piece.
const MAX_COMPARED: usize = 48;
/// Letters that an escape has that the character has not: `&apos;`, `\u00e9`.
const LETTERS_OF_AN_ESCAPE: usize = 4;
/// Most bytes that are passed over to collect one letter.
const BYTES_FOR_A_LETTER: usize = 4;

impl Gauge {
    /// For texts that were not found.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut gauge = Self { texts: Vec::new(), pieces: None, places: Vec::new() };
        let mut needles: Vec<String> = Vec::new();
        for (at, text) in texts.into_iter().enumerate() {
            let bytes: Vec<u8> = text.to_lowercase().bytes().filter(|b| is_letter(*b)).collect();
            for (before, piece) in pieces(text) {
                gauge.places.push((at, before.min(bytes.len())));
                needles.push(piece);
            }
            // What is no letter may be escaped with some, and so may letters outside ASCII.
            let signs = text.chars().filter(|c| !c.is_ascii_alphanumeric() && *c != ' ').count();
            let limit = allowed(text.chars().count()) + signs.min(2) * LETTERS_OF_AN_ESCAPE;
            let text = text.to_owned();
            gauge.texts.push(Letters { text, limit: limit.min(bytes.len() * 2 / 3), bytes });
        }
        // Too large an automaton: then nothing is near, which costs a hint and no change.
        gauge.pieces = AhoCorasick::builder().ascii_case_insensitive(true).build(&needles).ok();
        gauge
    }

    /// Whether some piece of a text stands in the bytes.
    pub(super) fn touches(&self, bytes: &[u8]) -> bool {
        self.pieces.as_ref().is_some_and(|pieces| pieces.is_match(bytes))
    }

    /// How near the bytes come to the nearest of the texts; nothing where they do not.
    pub(super) fn measure(&self, bytes: &[u8], effort: &Effort) -> Option<Nearness> {
        let mut nearest: Option<usize> = None;
        for (_, differ) in self.candidates(bytes, effort) {
            nearest = Some(nearest.map_or(differ, |nearest| nearest.min(differ)));
            if differ == 0 {
                break;
            }
        }
        let same =
            || self.texts.iter().any(|text| memchr::memmem::find(bytes, text.text.as_bytes()).is_some());
        nearest.map(|differ| Nearness(if differ == 0 && same() { 0 } else { differ + 1 }))
    }

    /// Where pieces of texts stand that may be near, in the order of the file.
    pub(super) fn spots(&self, bytes: &[u8], effort: &Effort) -> Vec<usize> {
        self.candidates(bytes, effort).map(|(at, _)| at).take(MAX_SPOTS).collect()
    }

    /// Places of pieces, with how many letters differ around each, where that is little enough.
    fn candidates<'a>(
        &'a self,
        bytes: &'a [u8],
        effort: &'a Effort,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let found = self.pieces.iter().flat_map(move |pieces| pieces.find_overlapping_iter(bytes));
        let found = found.take(MAX_COMPARISONS).take_while(|_| effort.read(COMPARISON_BYTES));
        found.filter_map(move |found| {
            let (text, before) = self.places[found.pattern().as_usize()];
            let text = &self.texts[text];
            let differ = text.differ(bytes, found.start(), before);
            (differ <= text.limit).then_some((found.start(), differ))
        })
    }
}

impl Letters {
    /// How many letters differ around a place with so many letters of the text before it.
    fn differ(&self, bytes: &[u8], at: usize, before: usize) -> usize {
        let (from, to) = (before.saturating_sub(MAX_COMPARED / 2), before + MAX_COMPARED / 2);
        let wanted = &self.bytes[from..to.min(self.bytes.len())];
        let (left, right) = (before - from + self.limit, wanted.len() - (before - from) + self.limit);
        let mut stands = letters(bytes[..at].iter().rev(), left);
        stands.reverse();
        stands.extend(letters(bytes[at..].iter(), right));
        distance(wanted, &stands, Ends::Free)
    }
}

/// So many letters in lower case, from the bytes that are not too far away.
fn letters<'a>(bytes: impl Iterator<Item = &'a u8>, count: usize) -> Vec<u8> {
    let near = bytes.take((count + 1) * BYTES_FOR_A_LETTER);
    near.filter(|b| is_letter(**b)).take(count).map(u8::to_ascii_lowercase).collect()
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The pieces of a text, with how many letters stand before each: parts of equal size, cut from both
/// ends, because two swapped letters can spoil two parts at once. A text outside ASCII, which a file may
/// escape, has its longest word of ASCII for its only piece.
fn pieces(text: &str) -> Vec<(usize, String)> {
    let letters_before = |at: usize| text[..at].to_lowercase().bytes().filter(|b| is_letter(*b)).count();
    let parts = allowed(text.chars().count()) + 1;
    let size = text.len() / parts;
    if size == 0 || parts == 1 || !text.is_ascii() {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let word = words.max_by_key(|word| word.len()).filter(|word| !word.is_empty()).unwrap_or(text);
        let at = text.find(word).unwrap_or_default();
        return vec![(letters_before(at), word.to_owned())];
    }
    let from_left = (0..parts).map(|part| part * size);
    let from_right = (1..=parts).map(|part| text.len() - part * size);
    let mut starts: Vec<usize> = from_left.chain(from_right).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|at| (letters_before(at), text[at..at + size].to_owned())).collect()
}

/// How many letters may differ in a text of this length for it to be called similar.
pub(super) fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=8 => 1,
        9..=19 => 2,
        _ => 3,
    }
}

/// Whether a text is compared with all of another one, or with the part of it that fits best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// With all of it.
    Fixed,
    /// With any part of it.
    Free,
}

/// Letters to change, add, drop or swap with a neighbour to get from `one` to `other`.
pub(super) fn distance<T: PartialEq>(one: &[T], other: &[T], ends: Ends) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> =
        if ends == Ends::Free { vec![0; other.len() + 1] } else { (0..=other.len()).collect() };
    for (i, a) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(other.len() + 1);
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    match ends {
        Ends::Fixed => last[other.len()],
        Ends::Free => last.into_iter().min().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, file: &str) -> Option<usize> {
        let (gauge, effort) = (Gauge::of([text]), Effort::default());
        let least = gauge.candidates(file.as_bytes(), &effort).map(|(_, differ)| differ).min();
        assert_eq!(gauge.measure(file.as_bytes(), &effort).is_some(), least.is_some());
        least
    }

    #[test]
    fn the_same_letters_are_nearer_than_others() {
        let (gauge, effort) = (Gauge::of(["Sign up"]), Effort::default());
        let near = |file: &str| gauge.measure(file.as_bytes(), &effort);
        assert!(near("x Sign up") < near("sign Up"));
        assert!(near("sign Up") < near("Sing up"));
        assert_eq!(near("nothing"), None);
    }

    #[test]
    fn other_case_blanks_and_escapes_are_no_distance() {
        for file in ["LEARN more at", "learn\n  more at", "f('Learn \\\n more', 'at')"] {
            assert_eq!(near("Learn more at", file), Some(0), "{file}");
        }
        assert_eq!(near("Learn more at", "learn <b>"), None);
        assert!(near("Don't go", "<p>don&apos;t go</p>").is_some());
    }

    #[test]
    fn letters_that_differ_are_counted() {
        assert_eq!(near("receive", "please recieve it"), Some(1));
        assert_eq!(near("Sign up", "Sing up now"), Some(1));
        assert_eq!(near("Sign up", "nothing here"), None);
        assert_eq!(near("Create a new cargo package", "create the new cargo packages"), Some(3));
    }

    #[test]
    fn a_long_text_is_compared_around_the_piece() {
        let text = "word ".repeat(500);
        assert_eq!(near(&text, &text), Some(0));
    }

    #[test]
    fn a_text_of_signs_is_looked_for_as_it_is() {
        assert_eq!(near("→ …", "a → … b"), Some(0));
        assert_eq!(near("***", "a *** b"), Some(0));
    }
}
