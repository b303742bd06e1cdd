//! A real bare repository, written by git objects, and what others do to it.

use std::path::Path;
use std::process::Stdio;

use baton::domain::ids::{Branch, Millis, Oid, RepoName};
use baton::domain::replace::Mode;
use baton::git::{Change, CommitSpec, Git, Person, Repo, What};
use tokio::io::AsyncWriteExt as _;

/// A repository of the world.
pub struct Repository {
    pub name: RepoName,
    repo: Repo,
}

impl Repository {
    /// A new bare repository with these files on `main`.
    pub async fn make(git: Git, path: &Path, name: &str, files: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let repo = Repo::init(git, path, &"main".parse().unwrap()).await.unwrap();
        let made = Self { name: name.parse().unwrap(), repo };
        let tree = made.tree(None, files);
        let first = made.commit(&tree, &[]);
        made.repo.update(&"main".parse().unwrap(), &first, None).await.unwrap();
        made
    }

    pub fn path(&self) -> &Path {
        self.repo.dir()
    }

    /// A branch begins where `main` is.
    pub async fn start_branch(&self, branch: &str) {
        self.repo.update(&branch.parse().unwrap(), &self.head("main"), None).await.unwrap();
    }

    /// Somebody else pushes a commit with this file to a branch.
    pub async fn push(&self, branch: &str, path: &str, text: &str) -> Oid {
        let old = self.head(branch);
        let base = self.repo.objects().unwrap().tree_of(&old).unwrap();
        let tree = self.tree(Some(&base), &[(path, text)]);
        self.move_to(branch, &tree).await
    }

    /// Somebody else changes a file in the last commit of a branch, and leaves its message and its parents.
    pub async fn amend(&self, branch: &str, path: &str, text: &str) -> Oid {
        let old = self.head(branch);
        let base = self.repo.objects().unwrap().tree_of(&old).unwrap();
        let tree = self.tree(Some(&base), &[(path, text)]);
        let raw = self.git(&["cat-file", "commit", old.as_str()], b"").await;
        let raw = raw.replace(base.as_str(), tree.as_str());
        let new = self.git(&["hash-object", "-w", "--stdin", "-t", "commit"], raw.as_bytes()).await;
        let new: Oid = new.trim().parse().unwrap();
        self.repo.update(&branch.parse().unwrap(), &new, Some(&old)).await.unwrap();
        new
    }

    /// Somebody else pushes a commit whose root holds these raw entries besides the usual ones:
    /// mode, name and object, as no sound tool would write them.
    pub async fn push_forged(&self, entries: &[(&str, &[u8], &Oid)]) {
        let listed = self.git(&["ls-tree", "main"], b"").await;
        let usual: Vec<(String, Vec<u8>, Oid)> = listed.lines().map(entry).collect();
        let all = usual.iter().map(|(mode, name, oid)| (mode.as_str(), name.as_slice(), oid));
        let mut all: Vec<_> = all.chain(entries.iter().copied()).collect();
        all.sort_by_key(|(mode, name, _)| {
            [*name, if *mode == "40000" { &b"/"[..] } else { &b""[..] }].concat()
        });
        let mut bytes = Vec::new();
        for (mode, name, oid) in all {
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend(hex::decode(oid.as_str()).unwrap());
        }
        let tree = self.git(&["hash-object", "--literally", "-w", "--stdin", "-t", "tree"], &bytes).await;
        self.move_to("main", &tree.trim().parse().unwrap()).await;
    }

    /// Stores a blob.
    pub async fn blob(&self, text: &str) -> Oid {
        let oid = self.git(&["hash-object", "-w", "--stdin"], text.as_bytes()).await;
        oid.trim().parse().unwrap()
    }

    /// The commit a branch stands at.
    pub fn head(&self, branch: &str) -> Oid {
        let branch: Branch = branch.parse().unwrap();
        self.repo.objects().unwrap().resolve(&branch).unwrap()
    }

    /// The branches below a folder.
    pub async fn branches(&self, below: &str) -> Vec<String> {
        let pattern = format!("refs/heads/{below}");
        let listed = self.git(&["for-each-ref", "--format=%(refname:short)", &pattern], b"").await;
        listed.lines().map(str::to_owned).collect()
    }

    /// The default branch is another one, which may not be there.
    pub async fn points_to(&self, reference: &str) {
        self.git(&["symbolic-ref", "HEAD", reference], b"").await;
    }

    /// Somebody else deletes a branch.
    pub async fn drop_branch(&self, branch: &str) {
        self.git(&["update-ref", "-d", &format!("refs/heads/{branch}")], b"").await;
    }

    /// Somebody else replaces a branch by one commit with this file, without any history.
    pub async fn begins_anew(&self, branch: &str, path: &str, text: &str) -> Oid {
        let (old, tree) = (self.head(branch), self.tree(None, &[(path, text)]));
        let new = self.commit(&tree, &[]);
        self.repo.update(&branch.parse().unwrap(), &new, Some(&old)).await.unwrap();
        new
    }

    /// A setting of the repository (git-config(1)).
    pub async fn is_set(&self, key: &str, value: &str) {
        self.git(&["config", key, value], b"").await;
    }

    /// The tree of a branch.
    pub async fn root(&self, branch: &str) -> String {
        self.object(&format!("{branch}^{{tree}}")).await
    }

    /// The object that git finds under a name (gitrevisions(7)).
    pub async fn object(&self, name: &str) -> String {
        self.git(&["rev-parse", name], b"").await.trim().to_owned()
    }

    /// A file at a branch; `None` where there is none.
    pub fn file(&self, branch: &str, path: &str) -> Option<String> {
        let objects = self.repo.objects().unwrap();
        let entries = objects.list(&self.head(branch)).unwrap();
        let entry =
            entries.iter().find(|entry| entry.path.as_ref().is_ok_and(|there| there.to_string() == path))?;
        Some(String::from_utf8(objects.blob(&entry.oid(), 1 << 20).unwrap()).unwrap())
    }

    /// The raw listing of a branch's root: modes, objects and names.
    pub async fn listing(&self, branch: &str) -> String {
        self.git(&["ls-tree", branch], b"").await
    }

    /// How many commits a branch holds.
    pub async fn commits(&self, branch: &str) -> usize {
        self.git(&["rev-list", "--count", branch], b"").await.trim().parse().unwrap()
    }

    /// The commits of a branch that this author wrote, newest first.
    pub async fn commits_of(&self, branch: &str, author: &str) -> Vec<Oid> {
        let author = format!("--author=^{author} <");
        let listed = self.git(&["rev-list", &author, branch], b"").await;
        listed.lines().map(|line| line.parse().unwrap()).collect()
    }

    fn tree(&self, base: Option<&Oid>, files: &[(&str, &str)]) -> Oid {
        let put = |(path, text): &(&str, &str)| {
            let what = What::Put { mode: Mode::File, bytes: text.as_bytes().to_vec() };
            Change { path: path.parse().unwrap(), what }
        };
        let changes: Vec<Change> = files.iter().map(put).collect();
        self.repo.objects().unwrap().write_tree(base, &changes).unwrap()
    }

    fn commit(&self, tree: &Oid, parents: &[Oid]) -> Oid {
        let author = Person::new("Olaf", "olaf@example.com");
        let spec = CommitSpec {
            tree: tree.clone(),
            parents: parents.to_vec(),
            author: author.clone(),
            committer: author,
            message: "Work on it".to_owned(),
            at: Millis(1_700_000_000_000),
        };
        self.repo.objects().unwrap().write_commit(&spec).unwrap()
    }

    async fn move_to(&self, branch: &str, tree: &Oid) -> Oid {
        let old = self.head(branch);
        let new = self.commit(tree, std::slice::from_ref(&old));
        self.repo.update(&branch.parse().unwrap(), &new, Some(&old)).await.unwrap();
        new
    }

    #[expect(clippy::disallowed_methods, reason = "makes what baton's own git would refuse to make")]
    async fn git(&self, args: &[&str], input: &[u8]) -> String {
        let mut command = tokio::process::Command::new("git");
        command.arg("-C").arg(self.path()).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).await.unwrap();
        let done = child.wait_with_output().await.unwrap();
        assert!(done.status.success(), "git {args:?} failed");
        String::from_utf8(done.stdout).unwrap()
    }
}

/// A line of `git ls-tree`, of a name without anything special.
fn entry(line: &str) -> (String, Vec<u8>, Oid) {
    let (meta, name) = line.split_once('\t').unwrap();
    let mut meta = meta.split(' ');
    let mode = meta.next().unwrap().trim_start_matches('0').to_owned();
    (mode, name.as_bytes().to_vec(), meta.nth(1).unwrap().parse().unwrap())
}
