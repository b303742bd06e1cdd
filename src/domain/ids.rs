//! Ids: each a newtype, parsed at the edge and printed as it is stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::chat_ids::MessageRef;

/// Text that is not the id it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct BadId {
    /// What was given, cut to 80 characters.
    pub text: String,
    /// What would have been right, with an example.
    pub wanted: &'static str,
}

impl BadId {
    /// The error that says `text` is not `wanted`.
    pub fn new(text: &str, wanted: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), wanted }
    }
}

/// A task: ten characters of Crockford's base 32, short enough to type on a phone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskId(String);

impl TaskId {
    const ALPHABET: &'static [u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

    /// The task that a message starts. The same message always names the same task, so a request
    /// that is delivered twice cannot start two.
    pub fn of(message: &MessageRef) -> Self {
        let digest = Sha256::digest(message.to_string().as_bytes());
        let bits = digest.iter().take(8).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        let letter = |place: u32| char::from(Self::ALPHABET[(bits >> (5 * place) & 31) as usize]);
        Self((0..10).map(letter).collect())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TaskId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let lower = text.to_ascii_lowercase();
        if lower.len() == 10 && lower.bytes().all(|byte| Self::ALPHABET.contains(&byte)) {
            return Ok(Self(lower));
        }
        Err(BadId::new(text, "a task id (ten letters and digits, such as k7f2q9m3x4)"))
    }
}

/// A repository as people name it: `owner/name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RepoName(String);

impl RepoName {
    /// The whole name, `owner/name`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the slash.
    pub fn short(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl FromStr for RepoName {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let good = |part: &str| {
            !part.is_empty()
                && part.len() <= 100
                && !part.starts_with(['.', '-'])
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        match text.split_once('/') {
            Some((owner, name)) if good(owner) && good(name) && !name.ends_with(".git") => {
                Ok(Self(text.to_owned()))
            }
            Some(_) | None => Err(BadId::new(text, "a repository (owner/name, such as acme/web)")),
        }
    }
}

/// The id of a git object: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Oid(String);

impl Oid {
    /// All digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first seven digits, as people read them.
    pub fn short(&self) -> &str {
        &self.0[..7]
    }
}

impl FromStr for Oid {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if hex && matches!(text.len(), 40 | 64) {
            return Ok(Self(text.to_owned()));
        }
        Err(BadId::new(text, "a git object id (40 or 64 lower-case hexadecimal digits)"))
    }
}

/// A branch name, without `refs/heads/`, that git accepts everywhere (git-check-ref-format(1)).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Branch(String);

impl Branch {
    /// The name without `refs/heads/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The full reference, `refs/heads/…`.
    pub fn full(&self) -> String {
        format!("refs/heads/{}", self.0)
    }

    /// The one branch a task may push: `baton/<task>-<slug of its request>`. After a close, the next
    /// pull request of the task gets a branch of its own: `earlier` counts those before it.
    pub fn of_task(task: &TaskId, earlier: usize, request: &str) -> Self {
        let mut slug = String::new();
        for c in request.chars().flat_map(char::to_lowercase) {
            if slug.len() >= 40 {
                break;
            }
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "task" } else { slug };
        match earlier {
            0 => Self(format!("baton/{task}-{slug}")),
            earlier => Self(format!("baton/{task}-{slug}-{}", earlier + 1)),
        }
    }

    /// The task whose branch this is, where [`Branch::of_task`] made the name.
    pub fn task(&self) -> Option<TaskId> {
        let (task, _) = self.0.strip_prefix("baton/")?.split_once('-')?;
        // Ids are written in one way only.
        task.parse().ok().filter(|id: &TaskId| id.as_str() == task)
    }
}

impl FromStr for Branch {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let part_is_good = |part: &str| {
            !part.is_empty()
                && !part.starts_with(['.', '-'])
                && !part.ends_with(".lock")
                && !part.ends_with('.')
        };
        let plain = text.chars().all(|c| !c.is_control() && !" ~^:?*[\\\u{7f}".contains(c));
        let fits = !text.is_empty() && text.len() <= 200 && !text.contains("..") && !text.contains("@{");
        if plain && fits && !matches!(text, "@" | "HEAD") && text.split('/').all(part_is_good) {
            return Ok(Self(text.to_owned()));
        }
        Err(BadId::new(text, "a branch name (such as main or release/1.2)"))
    }
}

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// Whole milliseconds from `earlier` to here; zero where the clock ran backwards.
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RepoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TaskId {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<TaskId> for String {
    fn from(id: TaskId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for RepoName {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<RepoName> for String {
    fn from(id: RepoName) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for Oid {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<Oid> for String {
    fn from(id: Oid) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for Branch {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<Branch> for String {
    fn from(id: Branch) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_branch_of_a_task_names_it() {
        for (number, request) in
            ["change 'A' to 'B'", "", "🎉 -- !", "0000000000-x", &"long ".repeat(40)].into_iter().enumerate()
        {
            let task = TaskId::of(&format!("local:demo:{number}").parse().unwrap());
            for earlier in [0, 1, 7] {
                let branch = Branch::of_task(&task, earlier, request);
                let read: Branch = branch.to_string().parse().unwrap();
                assert_eq!(read.task(), Some(task.clone()), "{branch}");
            }
        }
    }

    #[test]
    fn other_branches_name_no_task() {
        for name in [
            "main",
            "baton/main",
            "baton/k7f2q9m3x4",
            "k7f2q9m3x4-x",
            "baton/K7F2Q9M3X4-x",
            "baton/k7f2q9m3x-4",
        ] {
            assert_eq!(name.parse::<Branch>().unwrap().task(), None, "{name}");
        }
    }
}
