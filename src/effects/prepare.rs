//! Prepare: bring the repository here, with the commit a run starts from and the one it is compared with.

use anyhow::Context as _;

use super::{Latest, Mirrors, Policies, Subject, Teller};
use crate::domain::fact::{Body, Moved, Noted, Ran, Refusal};
use crate::domain::ids::{Branch, Oid, RepoName};
use crate::domain::policy::Policy;
use crate::domain::reply::broken::in_a_line;
use crate::domain::task::{Phase, Start};
use crate::git::{Error, Mirror};

/// Prepares runs.
pub struct Prepare {
    mirrors: Mirrors,
    policies: Policies,
    latest: Latest,
    max_mirror_bytes: u64,
}

impl Prepare {
    /// With these mirrors, rules and facts, and the largest mirror of one repository in bytes.
    pub fn new(mirrors: Mirrors, policies: Policies, latest: Latest, max_mirror_bytes: u64) -> Self {
        Self { mirrors, policies, latest, max_mirror_bytes }
    }

    pub(super) async fn perform(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        run: u32,
    ) -> anyhow::Result<Vec<Body>> {
        let Some(policy) = self.policies.get(repo) else {
            let why = Refusal::NoRepository { repo: repo.clone() };
            return Ok(vec![Body::Ran(Ran::Refused { run, why })]);
        };
        let prepared = tokio::select! {
            prepared = self.prepare(of, (repo, policy), run) => prepared,
            () = self.latest.overtakes(of.id, repo) => Ok(Body::Noted(Noted::Interrupted { run })),
        };
        Ok(vec![match prepared {
            Ok(fact) => fact,
            Err(error) => Body::Ran(Ran::Refused { run, why: refusal(repo, error)? }),
        }])
    }

    async fn prepare(
        &self,
        of: Subject<'_>,
        (repo, policy): (&RepoName, &Policy),
        run: u32,
    ) -> anyhow::Result<Body> {
        let task = of.task;
        let mirror = self.mirrors.open(repo, of.teller).await?;
        let continues = matches!(task.phase, Phase::Wanted { start: Start::Continue, .. });
        let continued = task.pull.as_ref().filter(|_| continues);
        if let Some(pull) = continued
            && let Some(head) = self.mirrors.moved(&mirror, (&pull.branch, &pull.head), of.teller).await?
        {
            return Ok(Body::Moved(Moved::Head { head }));
        }
        let (target, tip) = self.base(policy, &mirror, of.teller).await?;
        let base = match continued {
            // What others brought into the target since is not what the pull request takes out.
            Some(pull) => mirror.merge_base(&tip, &pull.head).await?.unwrap_or(tip),
            None => tip,
        };
        Ok(Body::Moved(Moved::Based { run, target, base }))
    }

    async fn base(&self, policy: &Policy, mirror: &Mirror, teller: &Teller) -> anyhow::Result<(Branch, Oid)> {
        let brought = self.mirrors.bring(mirror, policy.target.as_ref(), teller).await?;
        let bytes = pack_bytes(mirror.dir())?;
        if bytes > self.max_mirror_bytes {
            return Err(TooLarge { bytes, limit: self.max_mirror_bytes }.into());
        }
        Ok(brought)
    }
}

/// A repository over the limit of the config.
#[derive(Debug, thiserror::Error)]
#[error("its history has {} MiB, and the limit is {} MiB", bytes >> 20, limit >> 20)]
struct TooLarge {
    bytes: u64,
    limit: u64,
}

/// The size of a mirror's packs, which is nearly all of it.
fn pack_bytes(dir: &std::path::Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for file in std::fs::read_dir(dir.join("objects/pack")).context("cannot read the mirror")? {
        let file = file?;
        // Others are unfinished, and may be gone in a moment.
        if file.file_name().as_encoded_bytes().starts_with(b"pack-") {
            bytes += file.metadata()?.len();
        }
    }
    Ok(bytes)
}

/// What a person can do something about; the rest is tried again.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn refusal(repo: &RepoName, error: anyhow::Error) -> anyhow::Result<Refusal> {
    if let Some(large) = error.downcast_ref::<TooLarge>() {
        return Ok(Refusal::TooLarge { what: large.to_string() });
    }
    // What people read leaves out what only the operator may see.
    let cause = format!("{error:#}");
    let repo_of = || repo.clone();
    let why = match error.downcast::<Error>()? {
        Error::RepositoryMissing { .. } => Refusal::NoRepository { repo: repo_of() },
        Error::Denied { .. } => Refusal::NoAccess { repo: repo_of() },
        Error::SourceDamaged { why, .. } => Refusal::Damaged { repo: repo_of(), said: first_line(&why) },
        Error::Unsound { fault, .. } => Refusal::Unsound {
            repo: repo_of(),
            said: format!("{}: {}", fault.id, fault.text),
            name: fault.name,
        },
        Error::NoSuchBranch { branch } => Refusal::NoBranch { branch },
        Error::NoDefaultBranch { unborn } => Refusal::NoDefault { repo: repo_of(), unborn },
        too_large @ Error::TooLarge { .. } => Refusal::TooLarge { what: too_large.to_string() },
        other => return Err(other.into()),
    };
    tracing::warn!(repo = %repo, error = cause, "a repository cannot be worked on");
    Ok(why)
}

/// The first thing that git said about it, without its labels.
fn first_line(said: &anyhow::Error) -> String {
    let said = said.to_string();
    // Two programs talk at once; the one that reads the repository knows why.
    let of_reader = |line: &&str| line.starts_with("remote: fatal: ") || line.starts_with("remote: error: ");
    let mut line = said.lines().find(of_reader).or_else(|| said.lines().next()).unwrap_or_default();
    for label in ["remote: ", "fatal: ", "error: "] {
        line = line.strip_prefix(label).unwrap_or(line);
    }
    in_a_line(line, 200)
}
