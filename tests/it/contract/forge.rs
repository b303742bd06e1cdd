//! The contract of a forge: pull requests of one branch, merged only at the permitted head.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use baton::domain::chat_ids::Person;
use baton::domain::gate::{
    MergeCase, MergePermit, Mergeable, Proposal, ProposedChange, PushPermit, Side, Standing,
};
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
    let standing = Standing::Open { head: head.clone(), mergeable: Mergeable::Cleanly };
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
    let open = Standing::Open { head: head.clone(), mergeable: Mergeable::Cleanly };
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

/// Two merges at once: whoever is told that the branch moved looks again and tries again.
async fn merges_two_at_once(forge: &dyn Forge, repo: &Repository) {
    repo.start_branch("baton/other").await;
    repo.push("baton/other", "b.txt", "other\n").await;
    let open = async |name: &str| {
        let head = repo.head(name);
        let draft = Draft { branch: branch(name), ..draft(&head, name) };
        let opened = forge.deliver(&repo.name, &draft, &push_permit(&head, name)).await.unwrap();
        (opened.number, merge_permit(&head))
    };
    let (one, two) = (open("baton/work").await, open("baton/other").await);
    let merge = async |(number, permit): &(u64, MergePermit)| {
        let merge = Merge { repo: &repo.name, number: *number, message: format!("Number {number}"), at: NOW };
        forge.merge(&merge, permit).await
    };
    let (first, second) = tokio::join!(merge(&one), merge(&two));
    assert!(first.is_ok() || second.is_ok(), "{first:?} {second:?}");
    for (done, pull) in [(first, &one), (second, &two)] {
        match done {
            Ok(_) => {}
            Err(ForgeError::Moved) => drop(merge(pull).await.unwrap()),
            Err(other) => panic!("{other:?}"),
        }
        let standing = forge.standing(&repo.name, pull.0).await.unwrap();
        assert!(matches!(standing, Standing::Merged { .. }), "{standing:?}");
    }
    assert_eq!(repo.commits("main").await, 3, "each once");
}

/// A pull request whose target cannot take it stays open, says why, and can be closed.
async fn does_not_merge(forge: &dyn Forge, repo: &Repository, why: Mergeable) {
    let head = repo.head("baton/work");
    let permit = push_permit(&head, "baton/work");
    let opened = forge.deliver(&repo.name, &draft(&head, "One"), &permit).await.unwrap();
    let open = Standing::Open { head: head.clone(), mergeable: why };
    assert_eq!(forge.standing(&repo.name, opened.number).await.unwrap(), open);
    let merge = Merge { repo: &repo.name, number: opened.number, message: "One".to_owned(), at: NOW };
    let refused = forge.merge(&merge, &merge_permit(&head)).await;
    assert!(matches!(refused, Err(ForgeError::Moved)), "{refused:?}");
    forge.close(&repo.name, opened.number).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn local_merges_two_at_once() {
    for _ in 0..10 {
        let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
        let (forge, repo) = local(dir.path(), &place).await;
        merges_two_at_once(&forge, &repo).await;
        assert_eq!(
            (repo.file("main", "a.txt"), repo.file("main", "b.txt")),
            (text("two\n"), text("other\n"))
        );
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn local_does_not_merge_into_what_is_not_there_or_has_nothing_in_common() {
    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    repo.drop_branch("main").await;
    does_not_merge(&forge, &repo, Mergeable::NoTarget(branch("main"))).await;
    assert!(repo.branches("main").await.is_empty(), "nothing made one");

    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    let anew = repo.begins_anew("main", "a.txt", "another story\n").await;
    does_not_merge(&forge, &repo, Mergeable::Unrelated).await;
    assert_eq!(repo.head("main"), anew);
}

/// The branch has moved since the pull request was opened, and the store fails behind the merge. Gives the head that was
/// merged, and how the pull request stands after the branch changed once more.
async fn merges_unrecorded(then: impl AsyncFnOnce(&Repository)) -> (Oid, Oid, Standing) {
    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    let first = repo.head("baton/work");
    let permit = push_permit(&first, "baton/work");
    let opened = forge.deliver(&repo.name, &draft(&first, "One"), &permit).await.unwrap();
    let head = repo.push("baton/work", "a.txt", "three\n").await;
    place.say("CREATE TRIGGER cut BEFORE UPDATE ON pulls WHEN NEW.state = 'merged' BEGIN SELECT RAISE(FAIL, 'cut'); END").await;
    let merge = Merge { repo: &repo.name, number: opened.number, message: "One".to_owned(), at: NOW };
    forge.merge(&merge, &merge_permit(&head)).await.unwrap_err();
    place.say("DROP TRIGGER cut").await;
    then(&repo).await;
    (head, repo.head("main"), forge.standing(&repo.name, opened.number).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn local_finds_a_merge_of_a_newer_head_that_was_not_recorded_when_its_branch_is_gone() {
    let (head, commit, standing) = merges_unrecorded(async |repo| repo.drop_branch("baton/work").await).await;
    assert_eq!(standing, Standing::Merged { head, commit });
}

#[tokio::test(flavor = "multi_thread")]
async fn local_finds_a_merge_that_was_not_recorded_when_somebody_pushed_behind_it() {
    let pushes = async |repo: &Repository| drop(repo.push("baton/work", "a.txt", "four\n").await);
    let (head, commit, standing) = merges_unrecorded(pushes).await;
    assert_eq!(standing, Standing::Merged { head, commit });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_merge_into_a_shared_repository_leaves_files_that_others_may_use() {
    let (dir, place) = (tempfile::tempdir().unwrap(), Place::sqlite());
    let (forge, repo) = local(dir.path(), &place).await;
    repo.is_set("core.sharedRepository", "group").await;
    let head = repo.head("baton/work");
    let permit = push_permit(&head, "baton/work");
    let opened = forge.deliver(&repo.name, &draft(&head, "One"), &permit).await.unwrap();
    let merge = Merge { repo: &repo.name, number: opened.number, message: "One".to_owned(), at: NOW };
    let commit = forge.merge(&merge, &merge_permit(&head)).await.unwrap();
    let place = repo.path().join("objects").join(&commit.as_str()[..2]);
    let rights = place.metadata().unwrap().permissions().mode();
    assert_eq!(rights & 0o2070, 0o2070, "{rights:o}");
    // The commit says what it would say elsewhere.
    assert_eq!(repo.commits_of("main", "baton").await, [commit]);
}
