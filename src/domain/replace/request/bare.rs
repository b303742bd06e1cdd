//! A change without quotes and without a verb: "Please sign in → Please log in".
//!
//! Politeness before it may be the start of its text. What the new text begins with, too, is text; a verb
//! or a colon shows that it is none; otherwise a person has to say which.

use super::clause::{Clause, clause};
use super::cursor::Cursor;
use super::named::Named;
use super::plain;
use super::tokens::{Kind, tokens};
use super::words::FILLERS;

/// The clause that begins at `open` or, after politeness, at `behind`, and where it ends.
///
/// Nothing where no unquoted text begins at `open`, or what begins `behind` is told by a verb or a noun.
pub(super) fn bare(open: Cursor<'_>, behind: Cursor<'_>) -> Option<(Clause, usize)> {
    let mut open = open;
    while open.take(|kind| matches!(kind, Kind::Mark(_) | Kind::Emoji)) {}
    let (mut readings, end) = plain::readings(open, None, &Named::default())?;
    let mut after = behind;
    let stripped = clause(&mut after);
    if stripped.as_ref().is_some_and(|clause| !clause.bare) {
        return None;
    }
    let as_polite = readings.iter().flatten().any(|entry| begins_politely(&entry.pair.to));
    if let Some(mut other) = stripped.filter(|_| behind.at > open.at && !as_polite) {
        readings.push(std::mem::take(&mut other.entries));
        readings.append(&mut other.readings);
        readings.retain(|entries| !entries.is_empty());
    }
    Some((Clause { bare: true, ..Clause::of(readings) }, end))
}

fn begins_politely(text: &str) -> bool {
    tokens(text).is_some_and(|tokens| Cursor::new(text, &tokens).any(FILLERS))
}
