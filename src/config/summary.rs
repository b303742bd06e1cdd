//! What `config check` says when all is well: what was understood, in words.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use super::repos::Repo;
use super::{Config, Database, Listen};
use crate::domain::policy::{Access, Method, Policy, Who};

/// The whole summary; every line ends with a newline.
pub(super) fn of(config: &Config) -> String {
    Summary(config).to_string()
}

struct Summary<'a>(&'a Config);

impl Display for Summary<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Config { data, store, worker, web, audit, .. } = self.0;
        let database = match store.database {
            Database::Sqlite => "SQLite",
            Database::Postgres { .. } => "PostgreSQL",
        };
        let checkpoints = if audit.checkpoint_key.is_some() {
            "signed with the configured key"
        } else {
            "signed with the key in the data directory"
        };
        writeln!(f, "data    {}", data.dir.display())?;
        writeln!(f, "store   {database}, at most {}", count(store.max_connections, "connection"))?;
        writeln!(f, "worker  {}, {}", count(worker.places, "place"), count(worker.attempts, "attempt"))?;
        match (web.listen, &web.person) {
            (Listen::Off, _) => writeln!(f, "page    none")?,
            (Listen::Preferably(at) | Listen::Exactly(at), Some(person)) => {
                writeln!(f, "page    http://{at}, speaks as {person}")?;
            }
            (Listen::Preferably(at) | Listen::Exactly(at), None) => {
                writeln!(f, "page    http://{at}, as soon as web.speaks_as names somebody")?;
            }
        }
        writeln!(f, "audit   checkpoints are {checkpoints}")?;
        let [repos, channels] = [self.0.repos.len(), self.0.channels.len()];
        writeln!(f, "\n{}, {}", count(repos, "repository"), count(channels, "channel"))?;
        self.0.repos.values().try_for_each(|repo| self.repo(f, repo))
    }
}

impl Summary<'_> {
    fn repo(&self, f: &mut Formatter<'_>, repo: &Repo) -> fmt::Result {
        let Policy { access, limits, protected, .. } = &repo.policy;
        writeln!(f, "\n{} ({})", repo.name, repo.path.display())?;
        let Access { read, ask, administer, .. } = access;
        writeln!(f, "  read    {}", together(&[read, ask, administer]))?;
        writeln!(f, "  ask     {}", together(&[ask, administer]))?;
        writeln!(f, "  merge   {}", merge(&repo.policy))?;
        let [files, bytes] = [count(limits.files, "file"), count(limits.bytes, "byte")];
        writeln!(f, "  change  at most {files} and {bytes}")?;
        if !protected.is_empty() {
            writeln!(f, "  never   {}", protected.join(", "))?;
        }
        for ((platform, channel), _) in self.0.channels.iter().filter(|(_, name)| **name == repo.name) {
            writeln!(f, "  default in {platform}:{channel}")?;
        }
        Ok(())
    }
}

/// All of them in words: a right that includes another is told with it.
fn together(sets: &[&Who]) -> String {
    let mut all = BTreeSet::new();
    for who in sets {
        match who {
            Who::Everybody => return who.in_words(),
            Who::These(people) => all.extend(people.iter().cloned()),
        }
    }
    Who::These(all).in_words()
}

fn merge(policy: &Policy) -> String {
    let nobody = |who: &Who| matches!(who, Who::These(people) if people.is_empty());
    if nobody(&policy.access.approve) || nobody(&policy.access.merge) {
        return "nobody may: name admins, or approvers and mergers".to_owned();
    }
    let method = match policy.merge.method {
        Method::Squash => "one squashed commit",
        Method::Merge => "a merge commit",
    };
    let target = policy.target.as_ref().map_or("the default branch", |branch| branch.as_str());
    let rule = policy.merge.in_words(&policy.access);
    let merger = if policy.access.approve == policy.access.merge {
        String::new()
    } else {
        format!(", one of them {}", policy.access.merge.in_words())
    };
    format!("{method} on {target} after {rule}{merger}")
}

fn count(number: impl Display, what: &str) -> String {
    let number = number.to_string();
    match (number.as_str(), what.strip_suffix('y')) {
        ("1", _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {what}s"),
    }
}
