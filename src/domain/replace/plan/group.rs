//! Which files hold one meaning of a text; the rule stands in the parent module.

use std::collections::BTreeSet;

use super::super::Hit;
use super::super::search::{family, is_gettext};
use crate::domain::path::RepoPath;

/// Files that hold one meaning, as indices into the list of files.
pub(super) type Group = Vec<usize>;

/// Parts the files into meanings, in the order of their first file.
pub(super) fn groups(files: &[(RepoPath, Vec<Hit>)]) -> Vec<(Group, BTreeSet<usize>)> {
    let mut groups: Vec<(Key, Group)> = Vec::new();
    let program = files.iter().any(|(path, _)| !is_gettext(path));
    for (at, (path, hits)) in files.iter().enumerate() {
        if program && is_gettext(path) {
            continue;
        }
        let key = Key::of(path, hits);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(at),
            None => groups.push((key, vec![at])),
        }
    }
    // A gettext catalogue goes with every meaning that shares a line's text with it.
    for (_, group) in &mut groups {
        let pairs = pairs_of(files, group);
        let follow = files.iter().enumerate().filter(|(_, (path, hits))| {
            program && is_gettext(path) && hits.iter().any(|hit| pairs.contains(&hit.pair))
        });
        group.extend(follow.map(|(at, _)| at));
    }
    groups
        .into_iter()
        .map(|(_, group)| {
            let pairs = pairs_of(files, &group);
            (group, pairs)
        })
        .collect()
}

/// Whether some pair has more than one meaning.
pub(super) fn is_question(groups: &[(Group, BTreeSet<usize>)], pairs: usize) -> bool {
    (0..pairs).any(|pair| groups.iter().filter(|(_, held)| held.contains(&pair)).count() > 1)
}

fn pairs_of(files: &[(RepoPath, Vec<Hit>)], group: &[usize]) -> BTreeSet<usize> {
    group.iter().flat_map(|at| &files[*at].1).map(|hit| hit.pair).collect()
}

/// What files of one meaning have in common.
#[derive(Debug, PartialEq, Eq)]
enum Key {
    Family(String),
    Copy { name: String, lines: Vec<String> },
    Alone(RepoPath),
}

impl Key {
    fn of(path: &RepoPath, hits: &[Hit]) -> Self {
        if let Some(family) = family(path) {
            return Self::Family(family);
        }
        let copied = matches!(
            path.extension().as_str(),
            "md" | "mdx"
                | "rst"
                | "adoc"
                | "txt"
                | "json"
                | "yaml"
                | "yml"
                | "properties"
                | "strings"
                | "arb"
        );
        if copied {
            let lines = hits.iter().map(|hit| hit.before.clone()).collect();
            return Self::Copy { name: path.file_name().to_owned(), lines };
        }
        Self::Alone(path.clone())
    }
}
