//! Links to the anchors of headings that a request changes.
//!
//! One file alone cannot tell whether the heading is really changed: a link whose fragment holds the
//! slug of the old text is reported, and `decide` keeps it when a changed heading has that slug.

use memchr::memmem;

use super::super::spelling::Text;
use super::super::{Fit, Hit, Kin, Pair};

/// The slugs of the old texts, with those of the new ones.
#[derive(Debug)]
pub(super) struct Slugs(Vec<(usize, String, String)>);

/// The anchor of a heading as GitHub makes it: lower case, punctuation dropped, spaces as hyphens.
pub(in super::super) fn slug(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

impl Slugs {
    /// The slugs of the pairs whose anchors change.
    pub(super) fn of(pairs: &[Pair]) -> Self {
        let slugs = pairs.iter().enumerate().map(|(pair, p)| (pair, slug(&p.from), slug(&p.to)));
        Self(slugs.filter(|(_, from, to)| from.len() > 1 && from != to && !to.is_empty()).collect())
    }

    /// Whether a fragment with one of them may stand here.
    pub(super) fn might_be_in(&self, bytes: &[u8]) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let words = bytes.split(u8::is_ascii_whitespace);
        let mut fragments = words.filter_map(|word| memchr::memchr(b'#', word).map(|mark| &word[mark..]));
        fragments.any(|fragment| {
            self.0.iter().any(|(_, from, _)| memmem::find(fragment, from.as_bytes()).is_some())
        })
    }

    /// The links in one address.
    pub(super) fn hits(&self, text: &Text, bytes: &[u8]) -> Vec<Hit> {
        let address = &bytes[text.span.clone()];
        let Some(mark) = memchr::memchr(b'#', address) else { return Vec::new() };
        if memmem::find(&address[..mark], b"://").is_some() {
            return Vec::new();
        }
        let from = text.span.start + mark + 1;
        let fragment = &bytes[from..text.span.end];
        let mut hits = Vec::new();
        for (pair, old, new) in &self.0 {
            let Some(at) =
                memmem::find_iter(fragment, old.as_bytes()).find(|at| is_whole(fragment, *at, old.len()))
            else {
                continue;
            };
            hits.push(Hit {
                pair: *pair,
                start: from + at,
                end: from + at + old.len(),
                new: new.clone(),
                line: 0,
                before: String::new(),
                after: String::new(),
                kin: Some(Kin::Anchors),
                fit: Fit::Whole,
                requoted: None,
            });
        }
        hits
    }
}

fn is_whole(fragment: &[u8], at: usize, length: usize) -> bool {
    let letter = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    !letter(at.checked_sub(1).and_then(|i| fragment.get(i))) && !letter(fragment.get(at + length))
}
