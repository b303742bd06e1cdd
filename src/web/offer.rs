//! What somebody who writes may name: people, and the repositories that they may ask about.

use axum::Extension;
use axum::extract::{Query, State};
use maud::Markup;
use serde::Deserialize;

use super::speaker::Viewer;
use super::{Web, html};
use crate::domain::chat_ids::{Person, Platform};
use crate::domain::ids::RepoName;
use crate::domain::policy::{Policy, Right, Who};

/// Most people that a page holds.
const MOST_PEOPLE: usize = 50;
/// Most repositories that one answer names.
const MOST_REPOSITORIES: usize = 8;

/// What can be named on a page.
#[derive(Debug)]
pub(super) struct Known {
    /// Whom to mention besides baton: whoever wrote here last, then whom the policies name.
    pub(super) people: Vec<Person>,
    /// Whether there are several repositories: one alone is meant anyway.
    pub(super) repositories: Repositories,
}

/// Whether a repository has to be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repositories {
    /// There are several to ask about.
    Several,
    /// There is one at most.
    OneAtMost,
}

impl Web {
    /// What this person can name in a channel with these speakers.
    pub(super) fn known(&self, viewer: &Viewer, speakers: &[Person]) -> Known {
        let parts = self.parts();
        let readable =
            parts.policies.values().filter(|policy| policy.access.allows(&viewer.person, Right::Read));
        let mut named: Vec<&Person> = readable.flat_map(people_of).chain(&parts.people).collect();
        named.sort();
        let mut people: Vec<Person> = Vec::new();
        for person in speakers.iter().chain(named) {
            let is_here = person.platform == Platform::Local && *person != viewer.person;
            if is_here && people.len() < MOST_PEOPLE && !people.contains(person) {
                people.push(person.clone());
            }
        }
        let several = self.askable(viewer).nth(1).is_some();
        let repositories = if several { Repositories::Several } else { Repositories::OneAtMost };
        Known { people, repositories }
    }

    fn askable<'a>(&'a self, viewer: &'a Viewer) -> impl Iterator<Item = &'a RepoName> {
        let policies = self.parts().policies.iter();
        let may = |policy: &Policy| policy.access.allows(&viewer.person, Right::Ask);
        policies.filter(move |(_, policy)| may(policy)).map(|(name, _)| name)
    }
}

/// Everybody whom a policy names.
fn people_of(policy: &Policy) -> impl Iterator<Item = &Person> {
    let access = &policy.access;
    let all = [&access.ask, &access.approve, &access.merge, &access.administer, &access.read];
    all.into_iter().flat_map(|who| {
        match who {
            Who::These(people) => Some(people),
            Who::Everybody => None,
        }
        .into_iter()
        .flatten()
    })
}

/// The beginning of a word that somebody types.
#[derive(Debug, Deserialize)]
pub(super) struct Begun {
    #[serde(default)]
    begins: String,
}

/// The repositories whose names begin so, as items of the list that is offered.
pub(super) async fn repositories(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Query(begun): Query<Begun>,
) -> Markup {
    let all: Vec<&RepoName> = web.askable(&viewer).collect();
    html::repositories(&beginning(&all, &begun.begins))
}

/// Those whose own name begins so, then those whose owner does. Before anything is typed a few of many would be
/// any few: then it is all or none.
fn beginning<'a>(all: &[&'a RepoName], begins: &str) -> Vec<&'a RepoName> {
    let begins = begins.to_lowercase();
    if begins.is_empty() && all.len() > MOST_REPOSITORIES {
        return Vec::new();
    }
    let rank = |repo: &RepoName| {
        let is_begun = |name: &str| name.to_lowercase().starts_with(&begins);
        if is_begun(repo.short()) { Some(0) } else { is_begun(repo.as_str()).then_some(1) }
    };
    let mut found: Vec<_> = all.iter().filter_map(|repo| Some((rank(repo)?, *repo))).collect();
    found.sort();
    found.into_iter().map(|(_, repo)| repo).take(MOST_REPOSITORIES).collect()
}
