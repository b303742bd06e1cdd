//! The contract of a forge: pull requests of one branch, merged only at the permitted head.

use std::collections::BTreeMap;

use baton::domain::chat_ids::Person;
use baton::domain::gate::{MergeCase, MergePermit, Proposal, ProposedChange, PushPermit, Side, Standing};
use baton::domain::ids::{Branch, Oid};
use baton::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};
use baton::domain::replace::Mode;
use baton::forge::LocalForge;
use baton::git::{Git, GitConfig};
use baton::ports::{Draft, Forge, ForgeError, Merge};

use super::store::place::Place;
use super::store::sample::{NOW, person};
use crate::harness::repository::Repository;

fn policy() -> Policy {
    let all = || Who::Everybody;
    Policy {
        access: Access { read: all(), ask: all(), approve: all(), merge: all(), administer: all() },
        merge: MergeRule { method: Method::Squash, approvals: 1, requester: OwnApproval::DoesNotCount },
        protected: Vec::new(),
        limits: ChangeLimits { files: 10, bytes: 1000 },
        target: None,
    }
}

fn branch(name: &str) -> Branch {
    name.parse().unwrap()
}

fn draft(head: &Oid, title: &str) -> Draft {
    let (title, body) = (title.to_owned(), "because".to_owned());
    Draft { branch: branch("baton/work"), target: branch("main"), head: head.clone(), title, body, at: NOW }
}

fn push_permit(head: &Oid, name: &str) -> PushPermit {
    let side = |text: &str| Some(Side { mode: Mode::File, bytes: text.as_bytes().to_vec() });
    let change =
        ProposedChange { path: Ok("a.txt".parse().unwrap()), old: side("one\n"), new: side("two\n") };
    let proposal = Proposal { branch: &branch(name), tree: head, changes: &[change] };
    PushPermit::decide(&proposal, &policy()).unwrap()
}

fn merge_permit(head: &Oid) -> MergePermit {
    let (ana, ben): (Person, Person) = (person("ana"), person("ben"));
    let standing = Standing::Open { head: head.clone(), conflicts: Vec::new() };
    let approvals = [ben];
    let case =
        MergeCase { approved: head, approvals: &approvals, authors: &[ana].into(), standing: &standing };
    MergePermit::decide(&case, &policy()).unwrap()
}

/// What every forge must do with a repository that has a branch `baton/work` ahead of `main`.
async fn keeps_the_contract(forge: &dyn Forge, repo: &Repository) {
    let (name, work) = (&repo.name, branch("baton/work"));
    let head = repo.head("baton/work");
    let permit = push_permit(&head, "baton/work");
    assert_eq!(forge.find(name, &work).await.unwrap(), None);
    let opened = forge.deliver(name, &draft(&head, "One"), &permit).await.unwrap();
    let again = forge.deliver(name, &draft(&head, "Two"), &permit).await.unwrap();
    assert_eq!(opened, again, "a branch has one open pull request");
    assert_eq!(forge.find(name, &work).await.unwrap(), Some(opened.clone()));
    let other = push_permit(&head, "baton/other");
    assert!(forge.deliver(name, &draft(&head, "Three"), &other).await.is_err(), "a permit is for one branch");
    let open = Standing::Open { head: head.clone(), conflicts: Vec::new() };
    assert_eq!(forge.standing(name, opened.number).await.unwrap(), open);
    let missing = forge.standing(name, 99).await;
    assert!(matches!(missing, Err(ForgeError::Missing(_))));

    let merge = Merge { repo: name, number: opened.number, message: "Two (#1)\n".to_owned(), at: NOW };
    let old = merge_permit(&repo.head("main"));
    assert!(matches!(forge.merge(&merge, &old).await, Err(ForgeError::Moved)), "only the permitted head");
    let commit = forge.merge(&merge, &merge_permit(&head)).await.unwrap();
    assert_eq!(forge.merge(&merge, &merge_permit(&head)).await.unwrap(), commit, "merging twice is once");
    assert_eq!(repo.head("main"), commit);
    let merged = Standing::Merged { head, commit };
    assert_eq!(forge.standing(name, opened.number).await.unwrap(), merged);
    assert!(forge.close(name, opened.number).await.is_err(), "what is merged cannot be closed");
}

/// What every forge must do with a pull request that nobody wants.
async fn closes(forge: &dyn Forge, repo: &Repository) {
    let head = repo.head("baton/work");
    let permit = push_permit(&head, "baton/work");
    let opened = forge.deliver(&repo.name, &draft(&head, "One"), &permit).await.unwrap();
    for _ in 0..2 {
        forge.close(&repo.name, opened.number).await.unwrap();
    }
    assert_eq!(forge.standing(&repo.name, opened.number).await.unwrap(), Standing::Closed);
    let next = forge.deliver(&repo.name, &draft(&head, "Two"), &permit).await.unwrap();
    assert_ne!(next.number, opened.number, "what is closed stays closed");
}

/// A local forge with one repository, on a database of its own.
async fn local(dir: &std::path::Path, place: &Place) -> (LocalForge, Repository) {
    let search = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin".into();
    let git = Git::new(GitConfig { program: "git".into(), search, local_seconds: 60, network_seconds: 60 });
    let repo = Repository::make(git.clone(), &dir.join("web.git"), "acme/web", &[("a.txt", "one\n")]).await;
    repo.start_branch("baton/work").await;
    repo.push("baton/work", "a.txt", "two\n").await;
    let repos = BTreeMap::from([(repo.name.clone(), repo.path().to_owned())]);
    (LocalForge::new(git, place.open().await, repos), repo)
}

#[tokio::test(flavor = "multi_thread")]
async fn local_merges() {
    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    keeps_the_contract(&forge, &repo).await;
    assert_eq!(repo.file("main", "a.txt").unwrap(), "two\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn local_closes() {
    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    closes(&forge, &repo).await;
}
