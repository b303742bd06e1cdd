//! `[channels]`: which repository a channel is about when the message names none.

use std::collections::BTreeMap;

use super::problem::{Wrong, nearest, shown_text};
use super::repos::Repo;
use super::rules::parsed;
use super::section::{Section, Text};
use crate::domain::chat_ids::Platform;
use crate::domain::ids::RepoName;

/// A channel on one platform.
pub(super) type Channel = (Platform, String);

/// Reads every channel; the repositories are those that were read before.
pub(super) fn read(section: &Section<'_>, repos: &[Repo]) -> BTreeMap<Channel, RepoName> {
    let entries = section.entries(|name, section| {
        let repo = match section.text("repo") {
            Some(text) => known(&text, section, repos),
            None => {
                section.missing("repo", "a repository of [repos]");
                None
            }
        };
        Some((channel(&name)?, repo?))
    });
    entries.into_iter().collect()
}

fn known(text: &Text<'_>, section: &Section<'_>, repos: &[Repo]) -> Option<RepoName> {
    let name: RepoName = parsed(text)?;
    let is_known = repos.iter().any(|repo| repo.name == name);
    if !is_known && section.notes().is_intact() {
        let wrong = Wrong::new("a repository of [repos]", shown_text(text.text));
        text.wrong(match nearest(text.text, repos.iter().map(|repo| repo.name.as_str())) {
            Some(near) => wrong.hint(format!("did you mean {near:?}?")),
            None => wrong.hint(format!("add it: [repos.{:?}]", text.text)),
        });
    }
    Some(name)
}

fn channel(name: &Text<'_>) -> Option<Channel> {
    let channel = name.text.split_once(':').and_then(|(platform, id)| {
        let is_id = !id.is_empty() && !id.contains(|c: char| c == ':' || c.is_whitespace() || c.is_control());
        is_id.then_some(())?;
        Some((platform.parse().ok()?, id.to_owned()))
    });
    if channel.is_none() {
        let expected = "a channel (platform:id, such as local:general)";
        name.wrong(Wrong::new(expected, shown_text(name.text)));
    }
    channel
}
