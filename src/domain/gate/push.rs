//! `PushPermit`: the proof that exactly this tree may be pushed to exactly this branch.
//!
//! It compares trees: raw blobs and modes of what changed, never diff text.

use std::collections::BTreeMap;
use std::fmt;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::secrets;
use crate::domain::ids::{Branch, Oid};
use crate::domain::path::{BadPath, RepoPath, is_invisible};
use crate::domain::policy::{ChangeLimits, Policy};
use crate::domain::replace::Mode;

/// A tree that wants to be pushed.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The branch it goes to.
    pub branch: &'a Branch,
    /// The tree.
    pub tree: &'a Oid,
    /// Every entry that differs from the base.
    pub changes: &'a [ProposedChange],
}

/// One entry that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedChange {
    /// Its path, or why it is none, with the path in readable form.
    pub path: Result<RepoPath, (String, BadPath)>,
    /// What stood there.
    pub old: Option<Side>,
    /// What stands there now; `None` when it was deleted.
    pub new: Option<Side>,
}

/// One side of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The entry's mode.
    pub mode: Mode,
    /// The blob; for a symbolic link its target.
    pub bytes: Vec<u8>,
}

/// A reason why a tree is not pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// Nothing differs.
    Empty,
    /// A branch that is not one of baton's own.
    Branch(Branch),
    /// More files than the policy allows.
    TooManyFiles {
        /// How many.
        files: usize,
        /// The limit.
        limit: usize,
    },
    /// More bytes than the policy allows.
    TooLarge {
        /// How many.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A path that git would not check out safely everywhere.
    Path(String, BadPath),
    /// A path that the policy protects.
    Protected(RepoPath),
    /// A symbolic link that was added or changed and leaves the tree.
    Symlink(RepoPath),
    /// A submodule was added, changed or removed.
    Submodule(RepoPath),
    /// The change touches a file that Git LFS keeps.
    Lfs(RepoPath),
    /// The change adds characters that cannot be seen or that turn the reading direction.
    Invisible(RepoPath),
    /// The change adds something that looks like a secret.
    Secret(RepoPath, &'static str),
    /// The policy's list of protected paths cannot be read.
    Policy(String),
}

/// The proof that this tree may be pushed to this branch.
#[derive(Debug, PartialEq, Eq)]
pub struct PushPermit {
    branch: Branch,
    tree: Oid,
}

impl PushPermit {
    /// Decides about a push.
    ///
    /// # Errors
    /// Every objection, one for each path and rule.
    pub fn decide(proposal: &Proposal<'_>, policy: &Policy) -> Result<Self, Vec<Objection>> {
        let mut objections = size(proposal, policy);
        match protected(policy) {
            Ok(protected) => {
                objections.extend(proposal.changes.iter().flat_map(|change| look_at(change, &protected)));
            }
            Err(error) => objections.push(Objection::Policy(error.to_string())),
        }
        if objections.is_empty() {
            return Ok(Self { branch: proposal.branch.clone(), tree: proposal.tree.clone() });
        }
        Err(objections)
    }

    /// The branch it is for.
    pub fn branch(&self) -> &Branch {
        &self.branch
    }

    /// The tree it is for.
    pub fn tree(&self) -> &Oid {
        &self.tree
    }
}

/// What every branch of baton's begins with.
const OWN_BRANCHES: &str = "baton/";

/// Paths that are protected in every repository: they run code in CI, say who reviews, or steer
/// agents (design: the gate compares trees).
pub const ALWAYS_PROTECTED: &[&str] = &[
    ".github",
    ".github/workflows/**",
    ".github/actions/**",
    ".gitlab-ci.yml",
    ".circleci/**",
    "**/CODEOWNERS",
    "**/.baton.toml",
    "**/.gitmodules",
    "**/.gitattributes",
    "**/.codex/**",
    "**/.claude/**",
    "**/.mcp.json",
    "**/AGENTS.md",
    "**/CLAUDE.md",
];

fn protected(policy: &Policy) -> Result<GlobSet, globset::Error> {
    let mut globs = GlobSetBuilder::new();
    for glob in ALWAYS_PROTECTED.iter().copied().chain(policy.protected.iter().map(String::as_str)) {
        globs.add(Glob::new(&fold(glob))?);
        // The place itself too: a symbolic link there would lead to files that nobody protects.
        if let Some(place) = glob.strip_suffix("/**") {
            globs.add(Glob::new(&fold(place))?);
        }
    }
    globs.build()
}

/// A path as case-insensitive file systems compare it: without case, and without the dots and spaces
/// that NTFS drops at the end of a part. Upper case first, because of letters such as `ſ` and the
/// Kelvin sign that have one in common with an ordinary letter.
fn fold(path: &str) -> String {
    let part = |part: &str| match part.trim_end_matches(['.', ' ']) {
        "" => part.to_owned(),
        kept => kept.to_uppercase().to_lowercase(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn size(proposal: &Proposal<'_>, policy: &Policy) -> Vec<Objection> {
    let mut objections = Vec::new();
    let files = proposal.changes.len();
    let bytes = proposal.changes.iter().filter_map(|change| change.new.as_ref()).map(|new| new.bytes.len());
    if !proposal.branch.as_str().starts_with(OWN_BRANCHES) {
        objections.push(Objection::Branch(proposal.branch.clone()));
    }
    if files == 0 {
        objections.push(Objection::Empty);
    }
    objections.extend(too_much(files, bytes.sum(), policy.limits));
    objections
}

/// What is over the limits of a change: known by its files and bytes, before any of them is read.
pub fn too_much(files: usize, bytes: usize, limits: ChangeLimits) -> Vec<Objection> {
    let files = (files > limits.files).then_some(Objection::TooManyFiles { files, limit: limits.files });
    let bytes = (bytes > limits.bytes).then_some(Objection::TooLarge { bytes, limit: limits.bytes });
    files.into_iter().chain(bytes).collect()
}

fn look_at(change: &ProposedChange, protected: &GlobSet) -> Vec<Objection> {
    let path = match &change.path {
        Ok(path) => path,
        Err((text, why)) => return vec![Objection::Path(text.clone(), *why)],
    };
    let mut objections = Vec::new();
    if protected.is_match(fold(path.as_str())) {
        objections.push(Objection::Protected(path.clone()));
    }
    for side in [&change.old, &change.new].into_iter().flatten() {
        match side.mode {
            Mode::Submodule => objections.push(Objection::Submodule(path.clone())),
            Mode::File | Mode::Executable if is_lfs(&side.bytes) => {
                objections.push(Objection::Lfs(path.clone()));
            }
            Mode::File | Mode::Executable | Mode::Symlink => {}
        }
    }
    if let Some(new) = &change.new {
        objections.extend(look_at_new(path, new, change.old.as_ref()));
    }
    objections.dedup();
    objections
}

fn look_at_new(path: &RepoPath, new: &Side, old: Option<&Side>) -> Vec<Objection> {
    let mut objections = Vec::new();
    match new.mode {
        Mode::Symlink => {
            if leaves_tree(path, &new.bytes) {
                objections.push(Objection::Symlink(path.clone()));
            }
        }
        Mode::Submodule => {}
        Mode::File | Mode::Executable => {
            let before = old.map_or(&[][..], |old| &old.bytes);
            if gains_invisible(before, &new.bytes) {
                objections.push(Objection::Invisible(path.clone()));
            }
            if let Some(kind) = secrets::added(before, &new.bytes) {
                objections.push(Objection::Secret(path.clone(), kind));
            }
        }
    }
    objections
}

/// Whether a link at `path` to `target` points out of the tree, or into git's directory.
fn leaves_tree(path: &RepoPath, target: &[u8]) -> bool {
    let Ok(target) = std::str::from_utf8(target) else { return true };
    if target.starts_with('/') || target.contains(['\\', ':']) || target.chars().any(char::is_control) {
        return true;
    }
    // Only at the start is `..` what it seems: behind a name it is the parent of wherever that name,
    // which may be a link itself, leads.
    let mut up = target;
    let mut depth = path.as_str().matches('/').count();
    while let Some(rest) = up.strip_prefix("..").filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        if depth == 0 {
            return true;
        }
        depth -= 1;
        up = rest.trim_start_matches('/');
    }
    let named = |part: &str| !matches!(part, "" | ".") && part.parse::<RepoPath>().is_err();
    target.is_empty() || up.split('/').any(named)
}

/// Whether a blob is a pointer of Git LFS (its specification: the first line names the version).
fn is_lfs(bytes: &[u8]) -> bool {
    bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}

/// Whether a text holds more of some invisible character than before. A byte order mark at the start,
/// a joiner between emoji and a variation selector are ordinary.
fn gains_invisible(before: &[u8], after: &[u8]) -> bool {
    let (before, after) = (invisible(before), invisible(after));
    after.iter().any(|(c, times)| before.get(c).is_none_or(|had| had < times))
}

fn invisible(bytes: &[u8]) -> BTreeMap<char, usize> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let ordinary = |c: char| matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}');
    let mut times = BTreeMap::new();
    for c in text.chars().filter(|c| is_invisible(*c) && !ordinary(*c)) {
        *times.entry(c).or_default() += 1;
    }
    times
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing would change"),
            Self::Branch(branch) => write!(f, "{branch} is not a branch of mine"),
            Self::TooManyFiles { files, limit } => {
                write!(f, "it changes {files} files, the limit is {limit}")
            }
            Self::TooLarge { bytes, limit } => write!(f, "it changes {bytes} bytes, the limit is {limit}"),
            Self::Path(path, why) => write!(f, "the path {path} {why}"),
            Self::Protected(path) => write!(f, "{path} is protected"),
            Self::Symlink(path) => write!(f, "the link {path} leaves the repository"),
            Self::Submodule(path) => write!(f, "{path} is a submodule"),
            Self::Lfs(path) => write!(f, "{path} is kept by Git LFS"),
            Self::Invisible(path) => write!(f, "{path} would gain characters that cannot be seen"),
            Self::Secret(path, kind) => write!(f, "{path} would gain what looks like {kind}"),
            Self::Policy(error) => write!(f, "the list of protected paths cannot be read: {error}"),
        }
    }
}
