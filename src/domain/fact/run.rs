//! Facts that a run makes: what it changed, what it needs to know, why it cannot go on.

use serde::{Deserialize, Serialize};

use super::broken::Broken;
use crate::domain::ids::{Branch, Oid, RepoName};
use crate::domain::path::RepoPath;

/// An agent ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ran {
    /// It changed the tree.
    Changed {
        /// The run.
        run: u32,
        /// The tree it made.
        tree: Oid,
        /// What it did.
        change: Change,
        /// The run record that can be replayed: hash of an artifact.
        record: String,
    },
    /// It needs a person.
    Stuck {
        /// The run.
        run: u32,
        /// Which of the things it was given to do this is about, counted from 0.
        ask: u32,
        /// What it needs to know.
        question: Question,
    },
    /// It cannot be done; the person can do something about it.
    Refused {
        /// The run.
        run: u32,
        /// Why, and what would help.
        why: Refusal,
    },
    /// It broke; that is our fault or the machine's.
    Failed {
        /// The run.
        run: u32,
        /// What broke.
        #[serde(flatten)]
        what: Broken,
        /// Whether another attempt can help.
        again: Again,
    },
}

/// Whether baton tries a failed run again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It will be tried again after this many milliseconds.
    After(u64),
    /// It will not.
    No,
}

/// What a run changed, as the card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Change {
    /// The request as it was understood, in one canonical sentence.
    pub understood: String,
    /// Files changed.
    pub files: u32,
    /// Lines added.
    pub added: u32,
    /// Lines removed.
    pub removed: u32,
    /// The first few changed lines.
    pub preview: Vec<Line>,
    /// Look-alikes that were left alone, with the request that would include them.
    pub offers: Vec<Offer>,
    /// Files that hold the text and are never changed: why, and how many of them with an example.
    pub skipped: Vec<Skipped>,
    /// The whole diff: hash of an artifact.
    pub diff: String,
}

/// One changed line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The file.
    pub path: RepoPath,
    /// The line, counted from 1.
    pub line: u32,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// Look-alike places that one press includes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What they are: "tests", "translations".
    pub what: String,
    /// How many places.
    pub places: u32,
    /// One of the files.
    pub example: RepoPath,
    /// The follow-up that includes them.
    pub request: String,
}

/// Files that hold the text and are never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Why: "lock file", "vendored".
    pub why: String,
    /// How many files.
    pub files: u32,
    /// One of them, as text that is safe to show.
    pub example: String,
}

/// A question to the people of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What it is about.
    pub about: About,
    /// The answers to choose from, at most five.
    pub options: Vec<Answer>,
    /// Answers that there was no room for.
    pub more: u32,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Which repository is meant.
    Repository,
    /// Which of several unrelated places are meant.
    Places,
    /// Which reading of an ambiguous sentence is meant.
    Reading,
}

/// One answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// A few words for a button.
    pub label: String,
    /// What is done then: a request in canonical form, or a repository name.
    pub value: String,
    /// What it covers, to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sample: Vec<Line>,
}

/// Why a run ends without a change, in terms a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not a change that `replace` can do, and there is no other agent.
    NotAReplacement,
    /// A part of the request is missing or wrong: the sentence says which.
    Unclear {
        /// What is missing.
        what: Unclear,
    },
    /// The text is not in the repository.
    NotFound {
        /// What was looked for.
        looked_for: Vec<String>,
        /// Almost: what stands where, and how it differs.
        near: Vec<NearMiss>,
        /// Files that hold it and are never changed.
        skipped: Vec<Skipped>,
        /// Look-alikes that would be changed if asked for.
        offers: Vec<Offer>,
    },
    /// No such branch.
    NoBranch {
        /// The branch.
        branch: Branch,
    },
    /// Nobody said which branch, and the repository has none by default.
    NoDefault {
        /// The repository.
        repo: RepoName,
        /// The branch that its HEAD names and that has no commit; none where it names a commit.
        unborn: Option<Branch>,
    },
    /// The repository is over a limit of the config.
    TooLarge {
        /// What is over it, with its figure and the limit.
        what: String,
    },
    /// The text stands in more places than one request may change.
    TooManyPlaces {
        /// The most that it may change.
        most: u32,
    },
    /// The repository cannot be read.
    NoRepository {
        /// The repository.
        repo: RepoName,
    },
    /// The repository is there, and baton may not read it.
    NoAccess {
        /// The repository.
        repo: RepoName,
    },
    /// git's own check refuses something in the repository.
    Unsound {
        /// The repository.
        repo: RepoName,
        /// The name that leads out of a work tree or into git's own directory, made safe to show.
        name: Option<String>,
        /// What git said.
        said: String,
    },
    /// The repository is damaged where it is kept.
    Damaged {
        /// The repository.
        repo: RepoName,
        /// What git said, in a line without places of this machine.
        said: String,
    },
    /// The change is already there.
    NothingToDo,
    /// The repository did not take the push, and would not if it came again.
    Rejected {
        /// What it said, in a line without places of any machine and without secrets.
        said: String,
    },
    /// The gate said no.
    Gate {
        /// Every reason.
        reasons: Vec<String>,
    },
}

/// What a request lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unclear {
    /// The old text is there, the new one is not.
    NoNewText {
        /// The old text.
        from: String,
    },
    /// The new text is there, the old one is not.
    NoOldText {
        /// The new text.
        to: String,
    },
    /// Both are the same.
    Same {
        /// That text.
        text: String,
    },
    /// Some changes are limited to other places than the others.
    SeveralPlaces,
    /// A text is too long, or there are too many.
    TooLong,
}

/// Something that is almost what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    /// The file.
    pub path: RepoPath,
    /// The line, counted from 1.
    pub line: u32,
    /// What stands there.
    pub text: String,
    /// How it differs, in a few words.
    pub why: String,
}
