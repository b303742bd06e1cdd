//! Files that a person names without their directory: "in pricing.tsx".

use super::super::{Kin, Request, Scope};
use super::Places;

/// The name, when it is the only place that a request is limited to.
fn bare_name(request: &Request) -> Option<&str> {
    let mut scopes = request.scope.iter().filter(|scope| !matches!(scope, Scope::Element(_)));
    match (scopes.next(), scopes.next()) {
        (Some(Scope::Path(name)), None) => Some(name.as_str()).filter(|name| !name.contains('/')),
        (_, _) => None,
    }
}

/// Leaves files of the same name alone when the path itself is a file with places.
pub(super) fn prefer_the_path(request: &Request, places: &mut Places) {
    let Some(name) = bare_name(request) else { return };
    let own = |hits: &[super::Hit]| hits.iter().any(|hit| hit.kin != Some(Kin::Anchors));
    if !places.iter().any(|(path, hits)| path.as_str() == name && own(hits)) {
        return;
    }
    for (path, hits) in places.iter_mut().filter(|(path, _)| path.as_str() != name) {
        if path.file_name() == name {
            hits.retain(|hit| hit.kin == Some(Kin::Anchors));
        }
    }
    places.retain(|(_, hits)| !hits.is_empty());
}

/// Whether several files bear the name, so that it does not say which one is meant.
pub(super) fn is_shared(request: &Request, files: &Places) -> bool {
    bare_name(request).is_some_and(|name| {
        let bearers = files.iter().filter(|(path, _)| path.file_name() == name);
        bearers.clone().all(|(path, _)| path.as_str() != name) && bearers.count() > 1
    })
}
