//! Catalogues of gettext, whose source texts are their keys: no two entries may have the same.

use std::collections::BTreeSet;

use super::super::spelling::{self, Trail};
use super::super::{Hit, rewrite};
use super::Format;

/// Whether two entries that differ would be the same with these places changed: gettext refuses such a file.
pub(super) fn is_lost(bytes: &[u8], hits: &[Hit]) -> bool {
    !hits.is_empty() && keys(&rewrite(bytes, hits)).len() < keys(bytes).len()
}

/// The contexts and source texts of the entries.
fn keys(bytes: &[u8]) -> BTreeSet<(Vec<String>, String)> {
    let context = |trail: &Trail| trail.steps().skip(1).map(|step| step.name.clone()).collect();
    let texts = spelling::texts(Format::Po, None, bytes).into_iter();
    let sources = texts.filter(|text| text.trail.steps().next().is_some_and(|step| step.name == "msgid"));
    let read = |text: &spelling::Text| {
        let units = spelling::read_plain(bytes, text.span.clone());
        units
            .iter()
            .map(|unit| unit.ch.unwrap_or('\u{fffd}'))
            .filter(|ch| !matches!(ch, '"' | '\n' | '\r'))
            .collect()
    };
    sources.map(|text| (context(&text.trail), read(&text))).collect()
}
