//! The repository of the demo: a small sample, or a private bare copy of one of yours.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;

use crate::app::private_dir;
use crate::config::Repo;
use crate::domain::chat_ids::Person;
use crate::domain::ids::{Branch, Millis, Oid, RepoName};
use crate::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};
use crate::domain::replace::Mode;
use crate::git::{self, Change, CommitSpec, Git, Mirror, Remote, Told, What};

/// The requester of the demo.
pub(super) const REQUESTER: &str = "local:ana";
/// The reviewer of the demo.
pub(super) const REVIEWER: &str = "local:ben";

/// The files of the sample.
const SAMPLE: &[(&str, &str)] = &[
    ("README.md", include_str!("sample/README.md")),
    ("index.html", include_str!("sample/index.html")),
    ("pricing.html", include_str!("sample/pricing.html")),
    ("texts/en.json", include_str!("sample/en.json")),
];
/// The time of the sample's only commit; always the same, so that a demo can be started again.
const SAMPLE_TIME: Millis = Millis(1_767_225_600_000);

/// Makes the sample, unless it is there already.
pub(super) async fn sample(git: Git, dir: &Path) -> anyhow::Result<Repo> {
    let name: RepoName = "acme/web".parse().context("the name of the sample")?;
    let path = dir.join("repos/sample.git");
    let main: Branch = "main".parse().context("the branch of the sample")?;
    if let Some(parent) = path.parent() {
        private_dir(parent)?;
    }
    let repo = git::Repo::init(git, &path, &main).await?;
    let here = repo.clone();
    let first = tokio::task::spawn_blocking(move || commit(&here)).await??;
    // A sample that people have worked on stays as it is.
    match repo.update(&main, &first, None).await {
        Ok(()) | Err(git::Error::Moved { .. }) => Ok(Repo { name, path, policy: policy()? }),
        Err(other) => Err(other.into()),
    }
}

fn commit(repo: &git::Repo) -> anyhow::Result<Oid> {
    let objects = repo.objects()?;
    let mut changes = Vec::new();
    for (path, text) in SAMPLE {
        let what = What::Put { mode: Mode::File, bytes: text.as_bytes().to_vec() };
        changes.push(Change { path: path.parse()?, what });
    }
    let tree = objects.write_tree(None, &changes)?;
    let author = git::Person::new("Ana", "ana@example.com");
    let spec = CommitSpec {
        tree,
        parents: Vec::new(),
        author: author.clone(),
        committer: author,
        message: "Start the website of Kettle".to_owned(),
        at: SAMPLE_TIME,
    };
    Ok(objects.write_commit(&spec)?)
}

/// Whether a copy in this directory is one of that repository; it is from now on where there is none.
pub(super) fn is_of(dir: &Path, path: &Path) -> anyhow::Result<bool> {
    let from = std::fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))?;
    let (repos, from) = (dir.join("repos"), from.into_os_string().into_encoded_bytes());
    private_dir(&repos)?;
    let note = repos.join("copy.of");
    if !repos.join("copy.git").exists() {
        std::fs::write(&note, &from).with_context(|| format!("cannot write {}", note.display()))?;
    }
    Ok(std::fs::read(&note).is_ok_and(|noted| noted == from))
}

/// Makes a private bare copy; the original is only read.
pub(in crate::cli) async fn copy(git: Git, path: &Path, dir: &Path, told: Told<'_>) -> anyhow::Result<Repo> {
    let from = std::fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))?;
    let file = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let short: String = file.trim_end_matches(".git").chars().filter(char::is_ascii_alphanumeric).collect();
    let name: RepoName = format!("local/{}", if short.is_empty() { "repository" } else { &short }).parse()?;
    let to = dir.join("repos/copy.git");
    if let Some(parent) = to.parent() {
        private_dir(parent)?;
    }
    let mirror = Mirror::open_or_clone(git, Remote::Path(from), &to, told).await;
    mirror.with_context(|| format!("cannot copy {}", path.display()))?;
    Ok(Repo { name, path: to, policy: policy()? })
}

/// One asks, the other approves; whoever asked does not.
fn policy() -> anyhow::Result<Policy> {
    let these = |people: &[&str]| -> anyhow::Result<Who> {
        let people: Result<BTreeSet<Person>, _> = people.iter().map(|person| person.parse()).collect();
        Ok(Who::These(people?))
    };
    Ok(Policy {
        access: Access {
            read: these(&[REQUESTER, REVIEWER])?,
            ask: these(&[REQUESTER, REVIEWER])?,
            approve: these(&[REQUESTER, REVIEWER])?,
            merge: these(&[REQUESTER, REVIEWER])?,
            administer: these(&[])?,
        },
        merge: MergeRule { method: Method::Squash, approvals: 1, requester: OwnApproval::DoesNotCount },
        protected: Vec::new(),
        limits: ChangeLimits { files: 500, bytes: 4 * 1024 * 1024 },
        target: None,
    })
}
