//! How people write, one row a phrase; and the laws of printing and reading.

mod laws;
mod limits;
mod phrases;
mod products;
mod replies;

use super::super::{NotUnderstood, Request};

/// A result as a row of a table spells it.
fn shown(result: &Result<Request, NotUnderstood>) -> String {
    match result {
        Ok(request) => request.to_string(),
        Err(NotUnderstood::NotAReplacement) => "not a replacement".to_owned(),
        Err(NotUnderstood::NoNewText { from }) => format!("no new text for {from}"),
        Err(NotUnderstood::NoOldText { to }) => format!("no old text for {to}"),
        Err(NotUnderstood::Same { text }) => format!("same {text}"),
        Err(NotUnderstood::SeveralPlaces) => "several places".to_owned(),
        Err(NotUnderstood::TooLong) => "too long".to_owned(),
        Err(NotUnderstood::Ambiguous { readings }) => {
            let readings: Vec<_> = readings.iter().map(ToString::to_string).collect();
            readings.join(" | ")
        }
    }
}

/// Compares every row and reports all that differ.
fn check(rows: &[(&str, &str)], read: impl Fn(&str) -> Result<Request, NotUnderstood>) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(said, expected)| (said, expected, shown(&read(said))))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(said, expected, got)| format!("{said}\n  expected: {expected}\n  got:      {got}"))
        .collect();
    assert!(wrong.is_empty(), "{} rows differ\n{}", wrong.len(), wrong.join("\n"));
}
