//! `deploy/baton.example.toml` is the reference: complete, at the defaults, and free of mistakes.

use std::path::Path;

use super::super::Environment;
use super::super::reading::Reading;
use super::{lines, read};

const EXAMPLE: &str = include_str!("../../../deploy/baton.example.toml");

/// The example with the lines that show a key without a fixed default.
fn with_all_keys() -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(key) if key.starts_with(|c: char| c.is_ascii_lowercase() || c == '[') => format!("{key}\n"),
        Some(_) | None => format!("{line}\n"),
    };
    EXAMPLE.lines().map(line).collect()
}

/// The keys of a table with those of the tables in it, as problems write them.
fn keys(table: &toml::Table, path: &str) -> Vec<String> {
    let below = |(key, value): (&String, &toml::Value)| {
        let key = if key.contains(['/', ':']) { format!("{key:?}") } else { key.clone() };
        match value.as_table() {
            Some(table) => keys(table, &format!("{path}{key}.")),
            None => vec![format!("{path}{key}")],
        }
    };
    table.iter().flat_map(below).collect()
}

#[test]
fn what_it_sets_is_the_default() {
    assert_eq!(format!("{:#?}", read(EXAMPLE)), format!("{:#?}", read("")));
}

#[test]
fn what_it_shows_is_every_key_there_is() {
    let environment = Environment::of([("HOME", "/ana"), ("BATON_AUDIT_KEY", &"0f".repeat(32))]);
    let text = with_all_keys();
    let reading = Reading::of("baton.example.toml", Path::new("/etc"), &environment);
    let (config, mut known) = reading.read(&text);
    let config = config.unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    assert_eq!((config.repos().len(), config.channels.len()), (1, 1));
    let mut written = keys(&text.parse().unwrap(), "");
    written.sort();
    known.sort();
    assert_eq!(written, known);
}

#[test]
fn every_key_has_a_comment_above_it_or_its_table() {
    for part in EXAMPLE.split("\n\n").filter(|part| !part.contains("\n#[repos")) {
        let mut above = "";
        for line in part.lines() {
            let is_key = line.trim_start_matches('#').starts_with(|c: char| c.is_ascii_lowercase());
            let told = above.starts_with("# ") || above.contains("[channels");
            assert!(!is_key || told, "{line:?} is not explained");
            above = line;
        }
    }
}

/// The ranges that the comments name are those of the code: one beyond either end is refused.
#[test]
fn the_ranges_it_names_hold() {
    let mut ranges = 0;
    let mut table = "";
    let mut comment = "";
    for line in EXAMPLE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']');
        }
        if let (Some((key, _)), Some([least, most])) = (line.split_once(" = "), range(comment)) {
            let take = |number: u64| super::read_with(&format!("{table}.{key} = {number}"), &[]).is_ok();
            assert!(take(least) && take(most), "{table}.{key}: {least} to {most}");
            let below = least.checked_sub(1).is_some_and(take);
            assert!(!below && !take(most + 1), "{table}.{key}: {least} to {most}");
            ranges += 1;
        }
        comment = line;
    }
    assert_eq!(ranges, 16);
}

/// The last two numbers of "…; 1 to 100." without what stands in brackets.
fn range(comment: &str) -> Option<[u64; 2]> {
    let (before, after) = comment.rsplit_once(" to ")?;
    let before = before.split(" (").next()?;
    let number = |text: &str| text.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    Some([number(before.rsplit(' ').next()?)?, number(after.split(' ').next()?)?])
}
