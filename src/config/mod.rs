//! The config file and the environment: read once, checked whole before anything connects.
//!
//! Each file here is one concern, a table of `baton.toml`. A mistake never ends the reading: a
//! person gets all problems at once, each with its line. Where nothing is written, the closed choice
//! holds: nobody may do what nobody is named for.

mod audit;
mod channels;
mod data;
mod environment;
mod fail_at;
mod git;
mod limits;
mod log;
mod notes;
mod place;
mod policy_hash;
mod problem;
mod reading;
mod repos;
mod rules;
mod secret;
mod section;
mod store;
mod summary;
#[cfg(test)]
mod tests;
mod web;
mod worker;

use std::collections::BTreeMap;
use std::path::Path;

pub use self::audit::Audit;
use self::channels::Channel;
pub use self::data::Data;
pub use self::environment::{Colour, Environment};
pub use self::fail_at::FailAt;
pub use self::git::Git;
pub use self::limits::Limits;
pub use self::log::{Log, LogFormat};
pub use self::policy_hash::of as policy_hash;
pub use self::problem::{Position, Problem};
use self::reading::Reading;
pub use self::repos::Repo;
pub use self::store::{Database, STORE_CONNECTIONS, Store};
pub use self::web::{Listen, Web};
pub use self::worker::Worker;
use crate::domain::chat_ids::Platform;
use crate::domain::ids::RepoName;
use crate::domain::policy::Policy;

/// Everything that is configured; every value in it is in its range.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where baton keeps its files.
    pub data: Data,
    /// Which database holds the facts.
    pub store: Store,
    /// How much is done at once.
    pub worker: Worker,
    /// How much is read.
    pub limits: Limits,
    /// The host's git.
    pub git: Git,
    /// The page.
    pub web: Web,
    /// What is logged.
    pub log: Log,
    /// The key of the audit chain.
    pub audit: Audit,
    /// Where the crash tests kill the process.
    pub fail_at: Option<FailAt>,
    defaults: Policy,
    repos: BTreeMap<RepoName, Repo>,
    channels: BTreeMap<Channel, RepoName>,
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// Every problem of the file and of the environment variables it needs, in the file's order.
    pub fn load(path: &Path, environment: &Environment) -> Result<Self, Vec<Problem>> {
        reading::load(path, environment)
    }

    /// Reads the text of a config file called `file`. Relative paths start in its folder.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_toml(text: &str, file: &Path, environment: &Environment) -> Result<Self, Vec<Problem>> {
        let folder = file.parent().unwrap_or(Path::new(""));
        Reading::of(&file.display().to_string(), folder, environment).read(text).0
    }

    /// The defaults with these repositories, all in `dir`, without a file: for the demo and for tests.
    ///
    /// # Errors
    /// Problems of the environment: `BATON_LOG` and `BATON_FAIL_AT` count here too.
    pub fn embedded(
        dir: &Path,
        repos: impl IntoIterator<Item = Repo>,
        environment: &Environment,
    ) -> Result<Self, Vec<Problem>> {
        let data_dir = Some(dir.to_owned());
        let config = Reading { file: "defaults", folder: dir, data_dir, environment }.read("").0?;
        let repos = repos.into_iter().map(|repo| (repo.name.clone(), repo)).collect();
        Ok(Self { repos, ..config })
    }

    /// The same with a default repository for a channel.
    #[must_use]
    pub fn with_channel(mut self, platform: Platform, channel: &str, repo: RepoName) -> Self {
        self.channels.insert((platform, channel.to_owned()), repo);
        self
    }

    /// What `[policy]` allows where a repository says nothing.
    pub fn defaults(&self) -> &Policy {
        &self.defaults
    }

    /// The rules of a repository; `None` where it is not configured.
    pub fn policy(&self, repo: &RepoName) -> Option<&Policy> {
        self.repos.get(repo).map(|repo| &repo.policy)
    }

    /// The SHA-256 of a repository's rules in one fixed form, for the record of a run.
    pub fn policy_hash(&self, repo: &RepoName) -> Option<String> {
        self.policy(repo).map(policy_hash::of)
    }

    /// A repository; `None` where it is not configured.
    pub fn repo(&self, repo: &RepoName) -> Option<&Repo> {
        self.repos.get(repo)
    }

    /// All repositories by name.
    pub fn repos(&self) -> impl ExactSizeIterator<Item = &Repo> {
        self.repos.values()
    }

    /// The repository that a channel is about when the message names none.
    pub fn channel_default(&self, platform: Platform, channel: &str) -> Option<&RepoName> {
        self.channels.get(&(platform, channel.to_owned()))
    }

    /// Every channel with a default repository.
    pub fn channels(&self) -> impl Iterator<Item = (&(Platform, String), &RepoName)> {
        self.channels.iter()
    }

    /// What was understood, for people: `config check` prints it.
    pub fn summary(&self) -> String {
        summary::of(self)
    }
}
