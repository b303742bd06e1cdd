//! Outcomes in the words of the tables: diffs without context, choices, refusals.

use std::fmt::Debug;

use baton::domain::path::RepoPath;
use baton::domain::replace::{Edit, Hit, NotFound, NotUnderstood, Plan, Request, Skip};
use similar::{ChangeTag, TextDiff};

use super::folder::Folder;
use super::trial::changed;

/// A request that was not understood.
pub fn not_understood(why: &NotUnderstood) -> Vec<String> {
    match why {
        NotUnderstood::NotAReplacement => vec!["not a replacement".to_owned()],
        NotUnderstood::NoNewText { from } => vec![format!("no new text for: {from}")],
        NotUnderstood::NoOldText { to } => vec![format!("no old text for: {to}")],
        NotUnderstood::Same { text } => vec![format!("the same text: {text}")],
        NotUnderstood::SeveralPlaces => vec!["several places".to_owned()],
        NotUnderstood::TooLong => vec!["too long".to_owned()],
        NotUnderstood::Ambiguous { readings } => {
            let readings = readings.iter().map(|reading| format!("* {reading}"));
            std::iter::once("asks what is meant".to_owned()).chain(readings).collect()
        }
    }
}

/// What a plan would do to the folder.
pub fn of_plan(folder: &Folder, request: &Request, plan: &Plan) -> Vec<String> {
    match plan {
        Plan::Edit(edit) => of_edit(folder, edit),
        Plan::Ask { choices, more } => {
            let mut lines = vec!["asks which places".to_owned()];
            for choice in choices {
                lines.push(format!("* {} ({})", choice.label, choice.places));
                lines.extend(choice.sample.iter().map(|(path, hit)| format!("    {}", place(path, hit))));
            }
            lines.extend((*more > 0).then(|| format!("and {more} more")));
            lines
        }
        Plan::NotFound(missing) => of_missing(request, missing),
        Plan::TooMany => vec!["too many places".to_owned()],
        Plan::TooMuch => vec!["too much to read".to_owned()],
    }
}

fn of_edit(folder: &Folder, edit: &Edit) -> Vec<String> {
    let after = changed(folder, &edit.files);
    let mut lines = Vec::new();
    for (path, _) in &edit.files {
        lines.push(path.to_string());
        lines.extend(diff(&folder[path], &after[path]));
    }
    for (path, hit) in edit.kin.iter().flat_map(|(path, hits)| hits.iter().map(move |hit| (path, hit))) {
        lines.push(offer(path, hit));
    }
    lines.extend(skips(&edit.skipped));
    lines
}

fn of_missing(request: &Request, missing: &NotFound) -> Vec<String> {
    let pairs = missing.pairs.iter().map(|at| format!("not found: {}", request.pairs[*at].from));
    let near = missing
        .near
        .iter()
        .map(|(path, near)| format!("near ({}): {path}:{} {}", word(near.why), near.line, near.text));
    let offers = missing.kin.iter().map(|(path, hit)| offer(path, hit));
    pairs.chain(near).chain(offers).chain(skips(&missing.skipped)).collect()
}

/// Changed lines with their number in the file before; other line ends than `\n` are shown.
fn diff(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
    let mut lines = Vec::new();
    let mut at = 0;
    for change in diff.iter_all_changes() {
        at = change.old_index().map_or(at, |index| index + 1);
        let sign = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        let text = change.value().trim_end_matches('\n').replace('\r', "␍");
        lines.push(format!("{at:>3} {sign}{text}"));
    }
    lines
}

fn place(path: &RepoPath, hit: &Hit) -> String {
    format!("{path}:{} {}", hit.line, hit.before)
}

fn offer(path: &RepoPath, hit: &Hit) -> String {
    let kin = hit.kin.map_or_else(|| "itself".to_owned(), word);
    format!("offers {kin}: {}", place(path, hit))
}

fn skips(skipped: &[(RepoPath, Skip)]) -> Vec<String> {
    skipped.iter().map(|(path, skip)| format!("skips {}: {path}", word(*skip))).collect()
}

fn word(value: impl Debug) -> String {
    format!("{value:?}").to_lowercase()
}
