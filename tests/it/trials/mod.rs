//! Trials of `replace`: requests as people write them, on small repositories as they really look.
//!
//! `fixtures/` holds the repositories and `cases/` one table for each: what a person asks, why the
//! outcome is what they would want, and the outcome to the byte. A case also obeys the laws of
//! [`laws`]. What `replace` is known to get wrong stands in `cases/known_wrong`, with what would be
//! right: such a case fails when the outcome changes in any way, so that it is moved or looked at.

mod case;
mod folder;
mod laws;
mod outcome;
mod trial;

use case::Case;
use trial::outcome_of;

/// The least that is tried, so that a table cannot get lost.
const MIN_CASES: usize = 80;

fn check(table: &str) {
    let cases = case::table(table);
    assert!(!cases.is_empty(), "the table {table} is empty");
    let failed: Vec<String> = cases.iter().filter_map(|case| failure(table, case)).collect();
    let shown = failed.join("\n\n");
    assert!(failed.is_empty(), "{} of {} cases of {table}:\n\n{shown}\n", failed.len(), cases.len());
}

/// The case as it would have to be written, if it is not written so.
fn failure(fixture: &str, case: &Case) -> Option<String> {
    let came = outcome_of(fixture, &case.said).unwrap_or_else(|law| vec![format!("breaks a law: {law}")]);
    (came != case.comes).then(|| Case { comes: came, ..case.clone() }.to_string())
}

#[test]
fn web_shop() {
    check("web_shop");
}

#[test]
fn clinic_site() {
    check("clinic_site");
}

#[test]
fn tidy_cli() {
    check("tidy_cli");
}

#[test]
fn field_notes() {
    check("field_notes");
}

#[test]
fn event_tickets() {
    check("event_tickets");
}

#[test]
fn handbook() {
    check("handbook");
}

#[test]
fn known_wrong() {
    for case in case::table("known_wrong") {
        let fixture = case.fixture.as_deref().expect("a known wrong case names its fixture");
        let right = case.right.as_ref().expect("a known wrong case says what would be right");
        assert_ne!(right, &case.comes, "{case}\nis not wrong");
        let came = outcome_of(fixture, &case.said).expect("a wrong outcome still obeys the laws");
        assert_ne!(&came, right, "{case}\nhas become right: move it to the table of its fixture");
        assert_eq!(came.join("\n"), case.comes.join("\n"), "{case}\nis wrong in another way");
    }
}

#[test]
fn every_fixture_has_its_table_and_enough_is_tried() {
    let tables = case::tables();
    let fixtures = folder::fixtures();
    assert_eq!(
        tables.iter().filter(|name| *name != "known_wrong").collect::<Vec<_>>(),
        fixtures.iter().collect::<Vec<_>>()
    );
    let count: usize = fixtures.iter().map(|name| case::table(name).len()).sum();
    assert!(count >= MIN_CASES, "only {count} cases are tried");
}
