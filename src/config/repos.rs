//! `[repos]`: the repositories that work may be asked for, and their rules.

use std::path::{Path, PathBuf};

use super::place;
use super::problem::{Wrong, shown_text};
use super::rules::{Rules, contradiction, parsed};
use super::section::{Section, Text};
use crate::domain::ids::RepoName;
use crate::domain::policy::Policy;

/// A repository that work may be asked for.
#[derive(Debug, Clone)]
pub struct Repo {
    /// Its name in chat.
    pub name: RepoName,
    /// The bare repository on this machine.
    pub path: PathBuf,
    /// What is allowed.
    pub policy: Policy,
}

/// Reads every repository, with `defaults` under its own rules.
pub(super) fn read(section: &Section<'_>, defaults: &Rules, folder: &Path) -> Vec<Repo> {
    let mut repos: Vec<Repo> = Vec::new();
    section.entries(|name, section| {
        let repo = one(&name, section, defaults, folder)?;
        if let Some(other) =
            repos.iter().find(|other| other.name.as_str().eq_ignore_ascii_case(repo.name.as_str()))
        {
            name.wrong(Wrong::new("each repository once", format!("{} beside {}", repo.name, other.name)));
        }
        if let Some(other) = repos.iter().find(|other| other.path == repo.path && other.path.is_absolute()) {
            let found = format!("the path of {}", other.name);
            section.wrong("path", Wrong::new("a path of its own", found));
        }
        repos.push(repo);
        Some(())
    });
    repos
}

fn one(name: &Text<'_>, section: &Section<'_>, defaults: &Rules, folder: &Path) -> Option<Repo> {
    let path = match section.text("path") {
        Some(text) => place::path(&text, folder, section.environment()),
        None => {
            section.missing("path", "the path of a bare repository");
            None
        }
    };
    let policy = Rules::read(section).over(defaults);
    if let Some((key, wrong)) = contradiction(&policy).filter(|_| section.notes().is_intact()) {
        section.wrong(key, wrong);
    }
    if !name.text.contains('/') {
        // `[repos.acme.web]` is a table in a table for TOML.
        let wrong = Wrong::new("a repository (owner/name, such as acme/web)", shown_text(name.text));
        name.wrong(wrong.hint("quote the whole name: [repos.\"acme/web\"]"));
        return None;
    }
    let name = parsed(name)?;
    Some(Repo { name, path: path.unwrap_or_default(), policy })
}
