//! Requests to go on with on the page: of the sample, or of a repository that nobody here knows.

use anyhow::Context as _;

use crate::app::App;
use crate::domain::ids::RepoName;
use crate::git;

/// Longest heading that is suggested, in characters.
const HEADING_CHARS: usize = 40;
/// Largest README that is read, in bytes.
const README_BYTES: usize = 256 * 1024;
/// Most headings that are suggested.
const HEADINGS: usize = 2;

/// What the sample has to change.
pub(super) fn of_sample() -> Vec<String> {
    [
        "change 'See pricing' to 'Compare plans' on the home page",
        "change 'Imprint' to 'Legal notice' everywhere",
        "rename the heading 'Setup' to 'Getting started' in the README",
    ]
    .map(str::to_owned)
    .into()
}

/// The first headings of a repository's README, each with a new name.
pub(super) async fn of(app: &App, repo: &RepoName) -> anyhow::Result<Vec<String>> {
    let path = app.config.repo(repo).map(|repo| repo.path.clone()).context("the repository is gone")?;
    let repo = git::Repo::at(app.git.clone(), &path);
    let read = tokio::task::spawn_blocking(move || readme(&repo));
    let Some((path, text)) = read.await?? else { return Ok(Vec::new()) };
    let headings = text.lines().filter_map(|line| heading(line).map(str::to_owned));
    let rename = |heading: String| format!("rename the heading '{heading}' to 'About {heading}' in {path}");
    Ok(headings.take(HEADINGS).map(rename).collect())
}

/// A heading that stands in quotes without any doubt about what it is.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#'))?.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | ',');
    (!text.is_empty() && text.chars().count() <= HEADING_CHARS && text.chars().all(plain)).then_some(text)
}

/// The README of the default branch, with its name; none where there is no commit or no README.
fn readme(repo: &git::Repo) -> Result<Option<(String, String)>, git::Error> {
    let objects = repo.objects()?;
    let head = match objects.default_branch().and_then(|branch| objects.resolve(&branch)) {
        Ok(head) => head,
        Err(git::Error::NoSuchBranch { .. }) => return Ok(None),
        Err(other) => return Err(other),
    };
    let is_readme = |path: &str| path.to_ascii_lowercase().starts_with("readme.m");
    let files = objects.at_the_top(&head)?.into_iter();
    let found = files.filter_map(|file| Some((file.path.as_ref().ok()?.to_string(), file.oid())));
    let Some((path, blob)) = found.into_iter().find(|(path, _)| is_readme(path)) else { return Ok(None) };
    // Nobody has to be told that there is nothing to suggest.
    let text = objects.blob(&blob, README_BYTES).unwrap_or_default();
    Ok(Some((path, String::from_utf8_lossy(&text).into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_can_be_quoted() {
        let rows = [
            ("# Kettle", Some("Kettle")),
            ("## Getting started", Some("Getting started")),
            ("#!/bin/sh", None),
            ("#hashtag", None),
            ("## `code`", None),
            ("## It's here", None),
            ("Setup", None),
            ("# ", None),
        ];
        for (line, wanted) in rows {
            assert_eq!(heading(line), wanted, "{line}");
        }
    }
}
