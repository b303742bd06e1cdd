//! What holds for every trial, whatever its outcome.

use baton::domain::replace::{Edit, Fit, Hit, Plan, Request, understand};

use super::folder::Folder;
use super::trial::{changed, plan};

/// Checks one plan; an error names the law that it breaks.
pub fn hold(folder: &Folder, request: &Request, plan: &Plan) -> Result<(), String> {
    let printed = request.to_string();
    let same = understand(&printed).is_ok_and(|read| read == *request);
    ensure(same, || format!("a request reads as it prints: {printed}"))?;
    match plan {
        Plan::Edit(edit) => edit_holds(folder, request, edit),
        Plan::Ask { choices, .. } => choices.iter().try_for_each(|choice| {
            let chosen = self::plan(folder, &choice.request);
            let places = match &chosen {
                Plan::Edit(edit) => edit.files.iter().map(|(_, hits)| hits.len()).sum(),
                Plan::Ask { .. } | Plan::NotFound(_) | Plan::TooMany | Plan::TooMuch => 0,
            };
            ensure(places == choice.places, || format!("a choice does what it says: {}", choice.label))?;
            hold(folder, &choice.request, &chosen)
        }),
        Plan::NotFound(missing) => ensure(!missing.pairs.is_empty(), || "something is missing".to_owned()),
        Plan::TooMany | Plan::TooMuch => Ok(()),
    }
}

fn edit_holds(folder: &Folder, request: &Request, edit: &Edit) -> Result<(), String> {
    let after = changed(folder, &edit.files);
    for (path, hits) in &edit.files {
        let (old, new) = (&folder[path], &after[path]);
        ensure(only_hits_differ(old, new, hits), || format!("{path}: bytes outside the places stay"))?;
        ensure(parses(path.as_str(), old) <= parses(path.as_str(), new), || {
            format!("{path}: what could be parsed can still be parsed")
        })?;
    }
    ensure(only_look_alikes(&self::plan(&after, request)), || {
        "the same request has nothing left to do".to_owned()
    })
}

/// Whether nothing is found any more but what was a look-alike before, or may be such an element: where
/// nothing better holds a text, they are what is meant.
fn only_look_alikes(plan: &Plan) -> bool {
    let lesser = |hit: &Hit| hit.kin.is_some() || hit.fit == Fit::Untold;
    match plan {
        Plan::Edit(edit) => edit.files.iter().flat_map(|(_, hits)| hits).all(lesser),
        Plan::Ask { choices, .. } => {
            choices.iter().flat_map(|choice| &choice.sample).all(|(_, hit)| lesser(hit))
        }
        Plan::NotFound(_) | Plan::TooMany | Plan::TooMuch => true,
    }
}

fn ensure(holds: bool, law: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(law()) }
}

fn only_hits_differ(old: &[u8], new: &[u8], hits: &[Hit]) -> bool {
    let (mut from, mut rest) = (0, new);
    let mut hits = hits.iter().peekable();
    while let Some(hit) = hits.next() {
        let mut together = vec![hit];
        let span = hit.requoted.as_ref().map_or(hit.start..hit.end, |quotes| quotes.outer.clone());
        while let Some(next) = hits.next_if(|next| next.start < span.end) {
            together.push(next);
        }
        let kept = old.get(from..span.start).and_then(|kept| rest.strip_prefix(kept));
        let Some(next) = kept.and_then(|rest| rest.strip_prefix(&*written(&together))) else { return false };
        (from, rest) = (span.end, next);
    }
    old.get(from..) == Some(rest)
}

/// What stands at a place afterwards, or at all places of a text that gets other quotes.
fn written(hits: &[&Hit]) -> Vec<u8> {
    let Some(quotes) = &hits[0].requoted else { return hits[0].new.clone().into_bytes() };
    let mut out = quotes.open.clone().into_bytes();
    for (span, old) in &quotes.pieces {
        let changed = hits.iter().find(|hit| hit.start == span.start && hit.end == span.end);
        out.extend(changed.map_or(old.as_slice(), |hit| hit.new.as_bytes()));
    }
    out.extend(quotes.close.as_bytes());
    out
}

/// Whether the format's own parser reads the file; files without a parser here always pass.
fn parses(path: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match path.rsplit_once('.') {
        Some((_, "json" | "arb")) => serde_json::from_str::<serde_json::Value>(&text).is_ok(),
        Some((_, "toml")) => toml::from_str::<toml::Table>(&text).is_ok(),
        Some(_) | None => std::str::from_utf8(bytes).is_ok(),
    }
}
