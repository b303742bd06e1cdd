//! What all finds mean together: one edit, a question, or nothing.
//!
//! The rule, as a person may read it:
//! - Every text that you named must stand somewhere; otherwise nothing is changed.
//! - Your text in the product counts. Where only documents or only translations hold it, they count.
//!   Where the project's manifest is all that holds it in the product, documents count beside it.
//!   Tests and snapshots count when you include them or name their place.
//! - Look-alikes that you include go along; a choice of one file among several leaves them out.
//! - All places in one file are one meaning. So are the catalogues of one source language, a gettext
//!   catalogue with the program it is made from, and documents or catalogues of the same name whose
//!   changed lines read the same (copies for several versions).
//! - A file may be named without its directory. If several are called so, the one at the top is meant,
//!   and without one there you are asked.
//! - "The button that says 'Save'" is one that says no other words, and just that, if there is one; in a
//!   catalogue, which knows no buttons, it is such a text, unless a key says more.
//! - "In the button" is a place: of the buttons that hold the text, those that say the least beside it.
//! - Several meanings are done at once when you said "everywhere" or named a path or a page.
//!   Otherwise you are asked which one.

mod apply;
mod choice;
mod group;
mod named;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::search::{is_manifest, slug};
use super::{Breadth, Edit, Found, Hit, Kin, Looked, MAX_HITS, Near, NotFound, Plan, Request, Skip};
use crate::domain::path::RepoPath;
pub use apply::rewrite;
pub(super) use apply::rewrite_span;

/// Most near misses that a refusal shows.
const MAX_NEAR: usize = 10;

/// Files with places, sorted by path.
type Places = Vec<(RepoPath, Vec<Hit>)>;

/// Says what the finds of all files come to.
pub fn decide(request: &Request, found: Vec<Found>) -> Plan {
    let mut seen = match Seen::sort(found) {
        Ok(seen) => seen,
        Err(over) => return over,
    };
    named::prefer_the_path(request, &mut seen.places);
    named::prefer_whole_elements(request, &mut seen.places);
    let counting: Vec<BTreeSet<Option<Kin>>> =
        (0..request.pairs.len()).map(|pair| counting(request, &seen.places, pair)).collect();
    let counts = |hit: &Hit| counting.get(hit.pair).is_some_and(|kinds| kinds.contains(&hit.kin));
    let missing: Vec<usize> = (0..request.pairs.len())
        .filter(|pair| {
            !seen.places.iter().flat_map(|(_, hits)| hits).any(|hit| hit.pair == *pair && counts(hit))
        })
        .collect();
    if !missing.is_empty() {
        return Plan::NotFound(seen.not_found(missing));
    }
    let anchors = split(&mut seen.places, |hit| hit.kin == Some(Kin::Anchors));
    let mut kin = seen.places;
    let mut files = split(&mut kin, counts);
    if files.iter().map(|(_, hits)| hits.len()).sum::<usize>() > MAX_HITS {
        return Plan::TooMany;
    }
    if request.breadth() == Breadth::OneMeaning
        && (!names_a_place(request) || named::is_shared(request, &files))
    {
        let own = without_company(&files, request.pairs.len());
        let groups = group::groups(&own);
        if group::is_question(&groups, request.pairs.len()) {
            return choice::ask(request, (&own, &files, &kin), &groups);
        }
    }
    let anchors = of_changed_headings(anchors, &files);
    let into = if request.include.contains(&Kin::Anchors) { &mut files } else { &mut kin };
    merge(into, anchors);
    Plan::Edit(Edit { files, kin, skipped: seen.skipped })
}

/// The finds by what they are.
struct Seen {
    places: Places,
    near: Vec<(RepoPath, Near)>,
    skipped: Vec<(RepoPath, Skip)>,
}

impl Seen {
    /// The finds by what they are; or what is to be said where a search came to a limit.
    fn sort(mut found: Vec<Found>) -> Result<Self, Plan> {
        found.sort_by(|a, b| a.path.cmp(&b.path));
        let mut seen = Self { places: Vec::new(), near: Vec::new(), skipped: Vec::new() };
        for Found { path, looked } in found {
            match looked {
                Looked::Hits(hits) if hits.is_empty() => {}
                Looked::Hits(hits) => seen.places.push((path, hits)),
                Looked::Near(near) => seen.near.extend(near.into_iter().map(|near| (path.clone(), near))),
                Looked::Skipped(skip) => seen.skipped.push((path, skip)),
                Looked::TooMany => return Err(Plan::TooMany),
                Looked::TooMuch => return Err(Plan::TooMuch),
            }
        }
        Ok(seen)
    }

    fn not_found(self, missing: Vec<usize>) -> NotFound {
        let mut near: Vec<_> =
            self.near.into_iter().filter(|(_, near)| missing.contains(&near.pair)).collect();
        near.sort_by(|(a, one), (b, other)| (one.why, a, one.line).cmp(&(other.why, b, other.line)));
        near.truncate(MAX_NEAR);
        let kin = self.places.into_iter().flat_map(|(path, hits)| {
            hits.into_iter()
                .filter(|hit| missing.contains(&hit.pair) && hit.kin != Some(Kin::Anchors))
                .map(move |hit| (path.clone(), hit))
        });
        NotFound { near, skipped: self.skipped, kin: kin.collect(), pairs: missing }
    }
}

impl Request {
    fn breadth(&self) -> Breadth {
        self.how.breadth
    }
}

/// Which kinds of places of a pair are the thing itself.
fn counting(request: &Request, places: &Places, pair: usize) -> BTreeSet<Option<Kin>> {
    let mut kinds: BTreeSet<Option<Kin>> = request.include.iter().copied().map(Some).collect();
    kinds.insert(None);
    kinds.remove(&Some(Kin::Anchors));
    let stands =
        |kind: Option<Kin>| places.iter().flat_map(|(_, hits)| hits).any(|h| h.pair == pair && h.kin == kind);
    if kinds.iter().any(|kind| stands(*kind)) {
        kinds.extend(only_described(places, pair).then_some(Some(Kin::Docs)));
        return kinds;
    }
    let tests: &[Kin] = if names_a_place(request) { &[Kin::Tests, Kin::Snapshots] } else { &[] };
    let only = [Kin::Docs, Kin::Translations].iter().chain(tests).find(|kin| stands(Some(**kin)));
    kinds.extend(only.map(|kin| Some(*kin)));
    kinds
}

/// Whether a text of the product stands only where a project describes itself to tools: then its
/// documents, which describe it to people, count as much.
fn only_described(places: &Places, pair: usize) -> bool {
    let plain = |hits: &[Hit]| hits.iter().any(|hit| hit.pair == pair && hit.kin.is_none());
    let mut own = places.iter().filter(|(_, hits)| plain(hits)).peekable();
    own.peek().is_some() && own.all(|(path, _)| is_manifest(path))
}

/// The places that make a meaning: look-alikes that are included go along with the text in the
/// product and are no meaning of their own, unless the text stands only there.
fn without_company(files: &Places, pairs: usize) -> Places {
    let plain: BTreeSet<usize> = (0..pairs)
        .filter(|pair| files.iter().flat_map(|(_, hits)| hits).any(|h| h.pair == *pair && h.kin.is_none()))
        .filter(|pair| !only_described(files, *pair))
        .collect();
    let own = |hit: &&Hit| hit.kin.is_none() || !plain.contains(&hit.pair);
    let own = files
        .iter()
        .map(|(path, hits)| (path.clone(), hits.iter().filter(own).cloned().collect::<Vec<Hit>>()));
    own.filter(|(_, hits)| !hits.is_empty()).collect()
}

fn names_a_place(request: &Request) -> bool {
    request.scope.iter().any(|scope| scope.element().is_none())
}

/// Takes the places that fit out of `places`.
fn split(places: &mut Places, fits: impl Fn(&Hit) -> bool) -> Places {
    let mut taken = Vec::new();
    for (path, hits) in std::mem::take(places) {
        let (these, others): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(&fits);
        if !these.is_empty() {
            taken.push((path.clone(), these));
        }
        if !others.is_empty() {
            places.push((path, others));
        }
    }
    taken
}

/// The links whose heading is among the changes.
fn of_changed_headings(mut anchors: Places, files: &Places) -> Places {
    let headings = files.iter().flat_map(|(_, hits)| hits).filter(|hit| hit.before.starts_with('#'));
    let slugs: Vec<String> = headings.map(|hit| slug(hit.before.trim_matches('#'))).collect();
    for (_, hits) in &mut anchors {
        hits.retain(|hit| slugs.iter().any(|slug| links_to(&hit.before, slug)));
    }
    anchors.retain(|(_, hits)| !hits.is_empty());
    anchors
}

fn links_to(line: &str, slug: &str) -> bool {
    let mark = format!("#{slug}");
    line.match_indices(&mark).any(|(at, _)| {
        !line[at + mark.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
    })
}

fn merge(into: &mut Places, more: Places) {
    for (path, hits) in more {
        match into.binary_search_by(|(other, _)| other.cmp(&path)) {
            Ok(at) => {
                into[at].1.extend(hits);
                into[at].1.sort_by_key(|hit| hit.start);
            }
            Err(at) => into.insert(at, (path, hits)),
        }
    }
}
