//! The question "which of these?", with each answer a narrower request.

use std::collections::BTreeSet;

use super::super::{Breadth, Choice, Hit, Kin, Plan, Request, Scope};
use super::Places;
use super::group::Group;
use crate::domain::path::RepoPath;

/// Most meanings that are offered by name.
const MAX_CHOICES: usize = 5;
/// Places shown for one choice.
const SAMPLE: usize = 3;

/// Asks, with a choice for each meaning and one for all of them.
pub(super) fn ask(
    request: &Request,
    (own, files, kin): (&Places, &Places, &Places),
    groups: &[(Group, BTreeSet<usize>)],
) -> Plan {
    let contested = contested(groups, request.pairs.len());
    let (beside, asked): (Vec<_>, Vec<_>) = groups.iter().partition(|(_, held)| held.is_disjoint(&contested));
    let settled: Group = beside.iter().flat_map(|(group, _)| group.clone()).collect();
    let answered: BTreeSet<usize> = beside.iter().flat_map(|(_, held)| held.clone()).collect();
    // A choice must answer for every pair: never half a request.
    let whole: Vec<&Group> = asked
        .into_iter()
        .filter(|(_, held)| {
            (0..request.pairs.len()).all(|pair| held.contains(&pair) || answered.contains(&pair))
        })
        .map(|(group, _)| group)
        .collect();
    let mut choices: Vec<Choice> = whole
        .iter()
        .take(MAX_CHOICES)
        .map(|group| one(request, own, &[files, kin], (group, &settled)))
        .collect();
    choices.push(all(request, files));
    Plan::Ask { choices, more: whole.len().saturating_sub(MAX_CHOICES) }
}

/// The pairs with more than one meaning.
fn contested(groups: &[(Group, BTreeSet<usize>)], pairs: usize) -> BTreeSet<usize> {
    (0..pairs).filter(|pair| groups.iter().filter(|(_, held)| held.contains(pair)).count() > 1).collect()
}

fn one(request: &Request, own: &Places, all: &[&Places], (group, settled): (&Group, &Group)) -> Choice {
    let chosen: BTreeSet<usize> = group.iter().chain(settled).copied().collect();
    let mut narrowed = request.clone();
    // A place that left a question is no limit: "in README.md", where several files are called so.
    narrowed.scope.retain(|scope| scope.element().is_some());
    narrowed.scope.extend(chosen.iter().map(|at| Scope::Path(own[*at].0.as_str().to_owned())));
    // A file that is named has its comments changed too, so they are counted.
    let here = |path: &RepoPath| {
        let hits = all.iter().flat_map(|places| places.iter()).filter(|(other, _)| other == path);
        hits.flat_map(|(_, hits)| hits).filter(|hit| hit.kin != Some(Kin::Anchors)).count()
    };
    let places = chosen.iter().map(|at| here(&own[*at].0)).sum();
    let label = match (group.first().map(|at| own[*at].0.as_str()), group.len()) {
        (Some(path), 0 | 1) => path.to_owned(),
        (Some(path), more) => format!("{path} and {} more", more - 1),
        (None, _) => String::new(),
    };
    Choice { label, request: narrowed, sample: sample(own, group), places }
}

fn all(request: &Request, files: &Places) -> Choice {
    let places = files.iter().map(|(_, hits)| hits.len()).sum();
    let mut everywhere = request.clone();
    everywhere.how.breadth = Breadth::Everywhere;
    let every: Group = (0..files.len()).collect();
    Choice {
        label: if places == 2 { "both places".to_owned() } else { format!("all {places} places") },
        request: everywhere,
        sample: sample(files, &every),
        places,
    }
}

/// The first places, one from each file before a second from any.
fn sample(files: &Places, group: &[usize]) -> Vec<(RepoPath, Hit)> {
    let places = |at: usize| files[at].1.iter().map(move |hit| (files[at].0.clone(), hit.clone()));
    let first = group.iter().flat_map(|at| places(*at).take(1));
    let rest = group.iter().flat_map(|at| places(*at).skip(1));
    first.chain(rest).take(SAMPLE).collect()
}
