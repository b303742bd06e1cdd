//! `[policy]` and the same keys of a repository: what is written, before defaults are filled in.

use std::collections::BTreeSet;

use globset::Glob;

use super::problem::{Wrong, shown, shown_text};
use super::section::{Quantity, Section, Text};
use crate::domain::chat_ids::Person;
use crate::domain::ids::{BadId, Branch};
use crate::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};

const APPROVALS: Quantity<u32> = Quantity { default: 1, least: 1, most: 10, unit: "people" };
const FILES: Quantity<usize> = Quantity { default: 50, least: 1, most: 10_000, unit: "files" };
const BYTES: Quantity<usize> = Quantity { default: 1 << 20, least: 1, most: 100 << 20, unit: "bytes" };

const PEOPLE: &str = r#"a list of people (such as ["local:ana"])"#;
const PEOPLE_OR_ALL: &str = r#"a list of people (such as ["local:ana"]) or "everybody""#;

/// The rules as they are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    readers: Option<Who>,
    askers: Option<Who>,
    approvers: Option<Who>,
    mergers: Option<Who>,
    admins: Option<Who>,
    method: Option<Method>,
    approvals: Option<u32>,
    requester: Option<OwnApproval>,
    protected: Option<Vec<String>>,
    files: Option<usize>,
    bytes: Option<usize>,
    target: Option<Branch>,
}

impl Rules {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let rules = Self {
            readers: who(section, "readers"),
            askers: who(section, "askers"),
            approvers: who(section, "approvers"),
            mergers: who(section, "mergers"),
            admins: admins(section),
            protected: section.value("protected").and_then(|value| value.texts("a list of globs")).map(globs),
            files: number(section, "max_files", FILES),
            bytes: number(section, "max_bytes", BYTES),
            target: section.text("target").and_then(|text| parsed(&text)),
            ..Self::default()
        };
        section.section("merge", |merge| rules.with_merge(merge))
    }

    /// These rules, and where they are silent `below`, and where both are, nobody and little.
    pub(super) fn over(self, below: &Self) -> Policy {
        let below = below.clone();
        let nobody = || Who::These(BTreeSet::new());
        let administer = self.admins.or(below.admins).unwrap_or_else(nobody);
        Policy {
            merge: MergeRule {
                method: self.method.or(below.method).unwrap_or(Method::Squash),
                approvals: self.approvals.or(below.approvals).unwrap_or(APPROVALS.default),
                requester: self.requester.or(below.requester).unwrap_or(OwnApproval::DoesNotCount),
            },
            access: Access {
                read: self.readers.or(below.readers).unwrap_or_else(nobody),
                ask: self.askers.or(below.askers).unwrap_or_else(nobody),
                approve: self.approvers.or(below.approvers).unwrap_or_else(|| administer.clone()),
                merge: self.mergers.or(below.mergers).unwrap_or_else(|| administer.clone()),
                administer,
            },
            protected: self.protected.or(below.protected).unwrap_or_default(),
            limits: ChangeLimits {
                files: self.files.or(below.files).unwrap_or(FILES.default),
                bytes: self.bytes.or(below.bytes).unwrap_or(BYTES.default),
            },
            target: self.target.or(below.target),
        }
    }

    fn with_merge(self, section: &Section<'_>) -> Self {
        let methods = [("squash", Method::Squash), ("merge", Method::Merge)];
        let own = [("may-approve", OwnApproval::Counts), ("may-not-approve", OwnApproval::DoesNotCount)];
        Self {
            method: section.word("method", &methods),
            approvals: number(section, "approvals", APPROVALS),
            requester: section.word("requester", &own),
            ..self
        }
    }
}

/// A rule that nobody can ever fulfil is a slip: whoever wants no merges names no approvers.
pub(super) fn contradiction(policy: &Policy) -> Option<(&'static str, Wrong)> {
    let Access { approve, merge, .. } = &policy.access;
    let needed = policy.merge.approvals;
    match (approve, merge) {
        (Who::These(approve), _) if approve.is_empty() => None,
        (Who::These(approve), _) if u32::try_from(approve.len()).is_ok_and(|most| most < needed) => {
            let found = format!("{needed}, so that nothing could ever be merged");
            Some((
                "merge",
                Wrong::new(
                    format!("at most {} for approvals (the number of approvers)", approve.len()),
                    found,
                ),
            ))
        }
        (Who::These(approve), Who::These(merge)) if approve.is_disjoint(merge) => {
            Some(("mergers", no_merger(policy)))
        }
        (Who::Everybody, Who::These(merge)) if merge.is_empty() => Some(("mergers", no_merger(policy))),
        (Who::These(_) | Who::Everybody, Who::These(_) | Who::Everybody) => None,
    }
}

fn no_merger(policy: &Policy) -> Wrong {
    let found = format!("{}, so that nothing could ever be merged", policy.access.merge.in_words());
    let hint = "mergers are the admins unless you name them";
    Wrong::new("at least one of the approvers", found).hint(hint)
}

/// People by name, or everybody.
fn who(section: &Section<'_>, key: &'static str) -> Option<Who> {
    let value = section.value(key)?;
    match value.raw().as_str() {
        Some("everybody") => Some(Who::Everybody),
        Some(other) => {
            value.wrong(Wrong::new(PEOPLE_OR_ALL, shown_text(other)));
            None
        }
        None => value.texts(PEOPLE_OR_ALL).map(people),
    }
}

/// Administrators are named one by one: everybody could change what others own.
fn admins(section: &Section<'_>) -> Option<Who> {
    let value = section.value("admins")?;
    if value.raw().as_array().is_none() {
        value.wrong(Wrong::new(PEOPLE, shown(value.raw())));
        return None;
    }
    value.texts(PEOPLE).map(people)
}

fn people(texts: Vec<Text<'_>>) -> Who {
    let person = |text: Text<'_>| {
        if text.text == "everybody" {
            let wrong = Wrong::new("a person (platform:id, such as local:ana)", "\"everybody\"");
            text.wrong(wrong.hint("everybody stands alone, without brackets"));
            return None;
        }
        parsed::<Person>(&text)
    };
    Who::These(texts.into_iter().filter_map(person).collect())
}

fn globs(texts: Vec<Text<'_>>) -> Vec<String> {
    for text in &texts {
        if text.text.is_empty() || Glob::new(text.text).is_err() {
            text.wrong(Wrong::new("a glob (such as deploy/**)", shown_text(text.text)));
        }
    }
    texts.into_iter().map(|text| text.text.to_owned()).collect()
}

fn number<N>(section: &Section<'_>, key: &'static str, quantity: Quantity<N>) -> Option<N>
where
    N: Copy + PartialOrd + std::fmt::Display + TryFrom<i64>,
{
    section.value(key)?.quantity(quantity)
}

/// An id from its text.
pub(super) fn parsed<T: std::str::FromStr<Err = BadId>>(text: &Text<'_>) -> Option<T> {
    text.text.parse().map_err(|bad: BadId| text.wrong(Wrong::new(bad.wanted, shown_text(text.text)))).ok()
}
