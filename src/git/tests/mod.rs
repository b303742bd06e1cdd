//! Stories on real repositories, made with the real git in temporary directories.

mod history;
mod mirrors;
mod objects;
mod pushes;
mod running;
mod trees;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::command::Call;
use super::*;
use crate::domain::ids::{Branch, Millis, Oid};
use crate::domain::replace::Mode;

/// A place for one test, with a bare repository `origin.git` in it.
struct World {
    place: TempDir,
    git: Git,
    origin: Repo,
}

fn git_with(seconds: u64) -> Git {
    Git::new(GitConfig {
        program: "git".into(),
        search: "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin".into(),
        local_seconds: seconds,
        network_seconds: seconds,
    })
}

fn branch(name: &str) -> Branch {
    name.parse().unwrap()
}

fn put(path: &str, text: &str) -> Change {
    let what = What::Put { mode: Mode::File, bytes: text.as_bytes().to_owned() };
    Change { path: path.parse().unwrap(), what }
}

fn delete(path: &str) -> Change {
    Change { path: path.parse().unwrap(), what: What::Delete }
}

/// A commit of baton's on `parents`.
fn spec(tree: &Oid, parents: &[&Oid]) -> CommitSpec {
    let baton = Person::new("baton", "baton@example.org");
    CommitSpec {
        tree: tree.clone(),
        parents: parents.iter().map(|oid| (*oid).clone()).collect(),
        author: Person::new("Ana <the> boss\n", "ana@example.org"),
        committer: baton,
        message: "Change the greeting".to_owned(),
        at: Millis(1_700_000_000_123),
    }
}

/// Writes a tree and a commit on it.
fn commit(repo: &Repo, parent: Option<&Oid>, changes: &[Change]) -> Oid {
    let objects = repo.objects().unwrap();
    let base = parent.map(|parent| objects.tree_of(parent).unwrap());
    let tree = objects.write_tree(base.as_ref(), changes).unwrap();
    objects.write_commit(&spec(&tree, &parent.into_iter().collect::<Vec<_>>())).unwrap()
}

/// An executable script that leaves `mark` behind when somebody runs it.
fn trap(script: &Path, mark: &Path) {
    std::fs::create_dir_all(script.parent().unwrap()).unwrap();
    std::fs::write(script, format!("#!/bin/sh\ntouch '{}'\nexit 1\n", mark.display())).unwrap();
    std::fs::set_permissions(script, std::fs::Permissions::from_mode(0o755)).unwrap();
}

impl World {
    /// An origin whose `main` holds `README` and `src/app.txt`.
    async fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let git = git_with(60);
        let origin =
            Repo::init(git.clone(), &place.path().join("origin.git"), &branch("main")).await.unwrap();
        let first =
            commit(&origin, None, &[put("README", "hello\n"), put("src/app.txt", "one\ntwo\nthree\n")]);
        origin.update(&branch("main"), &first, None).await.unwrap();
        Self { place, git, origin }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn remote(&self) -> Remote {
        Remote::Path(self.origin.dir().to_owned())
    }

    fn main(&self) -> Oid {
        self.origin.objects().unwrap().resolve(&branch("main")).unwrap()
    }

    async fn mirror(&self) -> Mirror {
        Mirror::open_or_clone(self.git.clone(), self.remote(), &self.path("m/mirror.git"), &|_| {})
            .await
            .unwrap()
    }

    /// One more commit on the origin's `main`.
    async fn advance(&self, changes: &[Change]) -> Oid {
        let old = self.main();
        let new = commit(&self.origin, Some(&old), changes);
        self.origin.update(&branch("main"), &new, Some(&old)).await.unwrap();
        new
    }

    /// What git says about `repo`, as text.
    async fn says(&self, repo: &Repo, args: &[&str]) -> String {
        self.git.text(Call::new(args[0]).within(repo.dir()).args(&args[1..])).await.unwrap()
    }

    /// Stores what no sound tool would make: the raw bytes of an object.
    async fn forged(&self, repo: &Repo, kind: &str, bytes: &[u8]) -> Oid {
        let call =
            Call::new("hash-object").within(repo.dir()).args(["--literally", "-w", "--stdin", "-t", kind]);
        self.git.text(call.with(bytes.to_owned())).await.unwrap().parse().unwrap()
    }

    /// A tree made of `(mode, name, object)`, in the given order, with any name.
    async fn forged_tree(&self, repo: &Repo, entries: &[(&str, &[u8], &Oid)]) -> Oid {
        let mut bytes = Vec::new();
        for (mode, name, oid) in entries {
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend(hex::decode(oid.as_str()).unwrap());
        }
        self.forged(repo, "tree", &bytes).await
    }
}
