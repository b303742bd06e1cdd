//! What a person names loosely: files without what stands above them ("in pricing.tsx"), elements by
//! a text of theirs ("the button 'Save'", beside one that says "Save…").

use std::collections::{BTreeMap, BTreeSet};

use super::super::search::base_of;
use super::super::{Fit, Hit, Kin, Request, Scope};
use super::Places;

/// The path, when it is the only place that a request is limited to.
fn only_path(request: &Request) -> Option<&str> {
    let mut scopes = request.scope.iter().filter(|scope| scope.element().is_none());
    match (scopes.next(), scopes.next()) {
        (Some(Scope::Path(path)), None) => Some(path.as_str()),
        (_, _) => None,
    }
}

/// Leaves elements alone that hold more than the text, where one holds less beside it.
pub(super) fn prefer_whole_elements(request: &Request, places: &mut Places) {
    if request.elements().next().is_none() {
        return;
    }
    let mut best: BTreeMap<(usize, Option<Kin>), Fit> = BTreeMap::new();
    for hit in places.iter().flat_map(|(_, hits)| hits).filter(|hit| hit.kin != Some(Kin::Anchors)) {
        let fit = best.entry((hit.pair, hit.kin)).or_insert(hit.fit);
        *fit = hit.fit.min(*fit);
    }
    let best = |hit: &Hit| best.get(&(hit.pair, hit.kin)).is_none_or(|best| hit.fit <= *best);
    for (_, hits) in places.iter_mut() {
        hits.retain(|hit| hit.fit == Fit::Untold || best(hit));
    }
    places.retain(|(_, hits)| !hits.is_empty());
}

/// Leaves other directories alone when the path itself, at the top, holds places.
pub(super) fn prefer_the_path(request: &Request, places: &mut Places) {
    let Some(named) = only_path(request) else { return };
    let own = |hits: &[Hit]| hits.iter().any(|hit| hit.kin != Some(Kin::Anchors));
    if !places.iter().any(|(path, hits)| base_of(path, named) == Some("") && own(hits)) {
        return;
    }
    for (_, hits) in places.iter_mut().filter(|(path, _)| base_of(path, named) != Some("")) {
        hits.retain(|hit| hit.kin == Some(Kin::Anchors));
    }
    places.retain(|(_, hits)| !hits.is_empty());
}

/// Whether the path stands in several directories, so that it does not say which one is meant.
pub(super) fn is_shared(request: &Request, files: &Places) -> bool {
    only_path(request).is_some_and(|named| {
        let bases: BTreeSet<&str> = files.iter().filter_map(|(path, _)| base_of(path, named)).collect();
        !bases.contains("") && bases.len() > 1
    })
}
