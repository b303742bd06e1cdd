//! What can go wrong with git, one variant for each outcome that a caller treats differently.

use std::io;
use std::path::{Path, PathBuf};

use super::EntryPath;
use super::remote::Remote;
use super::unsound::Fault;
use crate::domain::ids::{Branch, Oid};

/// The result of everything in this module.
pub type Result<T> = std::result::Result<T, Error>;

/// Why git did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no repository at the other end, or it is not ours to see.
    #[error("there is no git repository at {remote}")]
    RepositoryMissing {
        /// Where we looked.
        remote: String,
    },
    /// The repository at the other end is there, and we may not read it.
    #[error("{remote} may not be read")]
    Denied {
        /// Where we looked.
        remote: String,
        /// What git said.
        #[source]
        why: anyhow::Error,
    },
    /// The other end holds an object that git's own check refuses; none of it was taken in.
    #[error("git refuses what is in {remote}")]
    Unsound {
        /// Where it is.
        remote: String,
        /// The object, and what is wrong with it.
        #[source]
        fault: Fault,
    },
    /// The repository at the other end is damaged.
    #[error("the repository at {remote} is damaged")]
    SourceDamaged {
        /// Where it is.
        remote: String,
        /// What git said.
        #[source]
        why: anyhow::Error,
    },
    /// The repository has no such branch.
    #[error("there is no branch {branch}")]
    NoSuchBranch {
        /// The branch that was asked for.
        branch: Branch,
    },
    /// The repository's `HEAD` names no branch that has a commit.
    #[error("the repository has no default branch with a commit")]
    NoDefaultBranch {
        /// The branch that it names and that has no commit; nothing where it names a commit.
        unborn: Option<Branch>,
    },
    /// A repository of this host is damaged; a mirror is rebuilt with [`super::Mirror::rebuild`].
    #[error("the repository in {} is damaged", dir.display())]
    Corrupt {
        /// Its directory.
        dir: PathBuf,
        /// What was found.
        #[source]
        why: anyhow::Error,
    },
    /// The disk, or the quota on it, is full.
    #[error("the disk is full")]
    DiskFull,
    /// The named limit was reached and the program was killed.
    #[error("git {what} took longer than {seconds} s and was stopped")]
    TimedOut {
        /// The subcommand.
        what: String,
        /// The limit in seconds.
        seconds: u64,
    },
    /// The reference does not stand where the caller saw it.
    #[error("{name} has moved")]
    Moved {
        /// The full name of the reference.
        name: String,
        /// Where it stands; nothing where it does not exist.
        actual: Option<Oid>,
    },
    /// The other end refused the push, and would again.
    #[error("the push was refused: {reason}")]
    Rejected {
        /// What the other end said.
        reason: String,
    },
    /// The other end could not take the push just now.
    #[error("the push was not taken: {reason}")]
    NotTaken {
        /// What the other end said.
        reason: String,
    },
    /// The two sides change the same lines.
    #[error("the merge has conflicts in {} files", paths.len())]
    Conflict {
        /// The files, in git's order.
        paths: Vec<EntryPath>,
    },
    /// The two sides have no commit in common.
    #[error("the two commits have no history in common")]
    Unrelated,
    /// A change does not fit the tree it was made for.
    #[error("{path} {why}")]
    Unfit {
        /// The path of the change.
        path: String,
        /// What is in the way, as the end of a sentence.
        why: &'static str,
    },
    /// A tree or an answer is over a limit.
    #[error("{what} is over the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The git program is too old.
    #[error("git {found} is too old: baton needs git 2.38 or newer")]
    TooOld {
        /// The version that was found.
        found: String,
    },
    /// Anything else: our fault or the machine's.
    #[error("git failed: {what}")]
    Other {
        /// What was being done.
        what: String,
        /// Why it failed.
        #[source]
        why: anyhow::Error,
    },
}

impl Error {
    /// An error of the file system while doing `what`.
    pub(super) fn io(what: &str, why: io::Error) -> Self {
        if matches!(why.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            return Self::DiskFull;
        }
        Self::Other { what: what.to_owned(), why: why.into() }
    }

    /// Anything else.
    pub(super) fn other(what: &str, why: impl Into<anyhow::Error>) -> Self {
        Self::Other { what: what.to_owned(), why: why.into() }
    }

    /// An object of the repository in `dir` that should be readable is not.
    pub(super) fn corrupt(dir: &Path, why: impl Into<anyhow::Error>) -> Self {
        Self::Corrupt { dir: dir.to_owned(), why: why.into() }
    }
}

/// What a failed command was about, from what git printed: git has no machine-readable errors. The
/// words are those of git under `LC_ALL=C`; the tests make real failures, so a git that changes its
/// words is noticed.
pub(super) fn classify(what: &str, dir: Option<&Path>, remote: Option<&Remote>, stderr: &str) -> Error {
    let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    let why = || anyhow::anyhow!("{}", reasons(stderr));
    if says(FULL) {
        return Error::DiskFull;
    }
    if let Some(error) = remote.and_then(|remote| of_remote(remote, stderr, why())) {
        return error;
    }
    if let Some(dir) = dir
        && says(DAMAGED)
    {
        return Error::Corrupt { dir: dir.to_owned(), why: why() };
    }
    Error::Other { what: what.to_owned(), why: why() }
}

/// What is the other end's: git says so by the words alone.
fn of_remote(remote: &Remote, stderr: &str, why: anyhow::Error) -> Option<Error> {
    let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    let at = remote.to_string();
    if let Some(fault) = Fault::read(stderr) {
        return Some(Error::Unsound { remote: at, fault: fault.named(remote) });
    }
    if says(DAMAGED_THERE) {
        return Some(Error::SourceDamaged { remote: at, why });
    }
    if says(DENIED) || stderr.lines().any(|line| denied_there(remote, line)) {
        return Some(Error::Denied { remote: at, why });
    }
    says(MISSING).then_some(Error::RepositoryMissing { remote: at })
}

const FULL: &[&str] = &["No space left on device", "Disk quota exceeded", "not enough disk space"];

const MISSING: &[&str] = &[
    "does not appear to be a git repository",
    "invalid gitfile format",
    "epository not found",
    "' does not exist",
    "' not found",
];

/// What git-upload-pack(1) says; it does not have what it has just named itself in the second.
const DAMAGED_THERE: &[&str] =
    &["possible repository corruption on the remote side", "upload-pack: not our ref", "bad config line"];

const DENIED: &[&str] = &[
    "could not read Username for",
    "could not read Password for",
    "terminal prompts disabled",
    "Authentication failed for",
    "The requested URL returned error: 401",
    "The requested URL returned error: 403",
    "detected dubious ownership in repository",
];

/// Whether the system denied something at the other end: a program there names its files from its own directory.
/// Files of ours are named by their whole path, and a fetch writes nowhere else.
fn denied_there(remote: &Remote, line: &str) -> bool {
    let ours = || {
        let whole_path = line.starts_with('/') || line.contains(" '/");
        let of_remote = matches!(remote, Remote::Path(dir) if line.contains(&*dir.to_string_lossy()));
        (whole_path && !of_remote) || line.contains("unable to create")
    };
    line.contains(": Permission denied") && (line.starts_with("remote: ") || !ours())
}

const DAMAGED: &[&str] = &[
    "not a git repository",
    " is corrupt",
    "object corrupt or missing",
    "bad object",
    "missing blob object",
    "unable to read",
    "could not parse commit",
    "cannot be accessed",
    "unable to find",
    "far too short to be a packfile",
    "invalid index-pack output",
    "inflate: ",
    "is empty",
];

/// The lines that say why, without the progress around them; everything where no line does.
fn reasons(stderr: &str) -> String {
    let lines = stderr.split(['\n', '\r']).map(str::trim);
    let says_why = |line: &&str| {
        let line = line.trim_start_matches("remote: ");
        line.starts_with("fatal: ") || line.starts_with("error: ")
    };
    let reasons: Vec<&str> = lines.filter(says_why).collect();
    if reasons.is_empty() { stderr.trim().to_owned() } else { reasons.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_no_reason() {
        let words =
            "Cloning into '/m'...\nCounting: 10%\rCounting: 99%\rerror: object ab: hasDotgit\nfatal: no\n";
        let Error::Other { why, .. } = classify("clone", None, None, words) else {
            panic!("these words have no meaning of their own");
        };
        assert_eq!(why.to_string(), "error: object ab: hasDotgit\nfatal: no");
    }

    #[test]
    fn a_full_disk_is_known_by_gits_words_and_by_the_systems() {
        let words = "fatal: write error: No space left on device\nfatal: index-pack failed";
        let dir = Some(Path::new("/m"));
        assert!(matches!(classify("fetch", dir, Some(&"/r".parse().unwrap()), words), Error::DiskFull));
        let full = io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error());
        assert!(matches!(Error::io("write a blob", full), Error::DiskFull));
    }

    /// As git 2.47 says it; who runs the tests may be denied nothing.
    #[test]
    fn a_right_that_is_missing_here_is_not_one_that_is_missing_there() {
        let remote: Remote = "/srv/web.git".parse().unwrap();
        let of = |words: &str| classify("fetch", Some(Path::new("/m/web.git")), Some(&remote), words);
        for ours in [
            "error: cannot lock ref 'refs/heads/main': Unable to create '/m/web.git/refs/heads/main.lock': Permission denied",
            "warning: unable to access '/m/web.git/config': Permission denied",
            "/m/.clone-web.git/mirror: Permission denied",
            "fatal: unable to create temporary file: Permission denied",
        ] {
            assert!(matches!(of(ours), Error::Other { .. }), "{ours}");
        }
        for theirs in [
            "warning: unable to access './config': Permission denied\nfatal: expected flush after capabilities",
            "fatal: failed to stat '/srv/web.git/HEAD': Permission denied",
            "remote: error: unable to create temporary file: Permission denied",
            "git@example.org: Permission denied (publickey).",
        ] {
            assert!(matches!(of(theirs), Error::Denied { .. }), "{theirs}");
        }
    }

    #[test]
    fn words_that_mean_nothing_to_us_are_kept_for_the_log() {
        let Error::Other { what, why } = classify("fetch", None, None, "fatal: the moon is full\n") else {
            panic!("an unknown message has no meaning of its own");
        };
        assert_eq!((what.as_str(), why.to_string().as_str()), ("fetch", "fatal: the moon is full"));
    }
}
