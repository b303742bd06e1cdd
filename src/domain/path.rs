//! A path inside a repository, checked as git checks what it is about to check out.
//!
//! What an agent or a hostile repository names must never reach a `.git` directory on any file
//! system, so the rules are those of git's `verify_path` with `core.protectHFS` and
//! `core.protectNTFS` both on (git-config(1)), whatever system baton runs on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest path in bytes; longer ones cannot be checked out on common systems.
pub const MAX_PATH_BYTES: usize = 4096;

/// A relative path with `/` between its parts that stays in the work tree on every file system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RepoPath(String);

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPath {
    /// Nothing, or an empty part (`a//b`, `/a`, `a/`).
    #[error("has an empty part")]
    Empty,
    /// `.` or `..`.
    #[error("has a part that is . or ..")]
    Dots,
    /// `.git` in any spelling that some file system takes for it.
    #[error("names git's own directory")]
    Git,
    /// A control character, a newline or a NUL byte.
    #[error("holds a control character")]
    Control,
    /// A character that cannot be seen, or that turns the reading direction.
    #[error("holds an invisible character")]
    Invisible,
    /// A backslash or a colon: a separator or a stream name on Windows.
    #[error("holds a backslash or a colon")]
    Windows,
    /// Longer than [`MAX_PATH_BYTES`].
    #[error("is longer than 4096 bytes")]
    Long,
    /// Not UTF-8.
    #[error("is not UTF-8")]
    Encoding,
}

impl RepoPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// What follows the last dot of the file name, in lower case; empty where there is none.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or_else(String::new, |(_, ext)| ext.to_ascii_lowercase())
    }

    /// The path from raw bytes, as git stores it.
    ///
    /// # Errors
    /// The first rule that the path breaks.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadPath> {
        std::str::from_utf8(bytes).map_err(|_| BadPath::Encoding)?.parse()
    }
}

impl FromStr for RepoPath {
    type Err = BadPath;
    fn from_str(text: &str) -> Result<Self, BadPath> {
        if text.len() > MAX_PATH_BYTES {
            return Err(BadPath::Long);
        }
        if text.chars().any(char::is_control) {
            return Err(BadPath::Control);
        }
        if text.chars().any(is_invisible) {
            return Err(BadPath::Invisible);
        }
        if text.contains(['\\', ':']) {
            return Err(BadPath::Windows);
        }
        for part in text.split('/') {
            check_part(part)?;
        }
        Ok(Self(text.to_owned()))
    }
}

fn check_part(part: &str) -> Result<(), BadPath> {
    // NTFS drops trailing dots and spaces, so `.git ` and `.git...` are `.git` there.
    let bare = part.trim_end_matches(['.', ' ']).to_ascii_lowercase();
    match part {
        "" => Err(BadPath::Empty),
        "." | ".." => Err(BadPath::Dots),
        _ if bare.is_empty() => Err(BadPath::Dots),
        _ if bare == ".git" || is_short_git(&bare) => Err(BadPath::Git),
        _ => Ok(()),
    }
}

/// NTFS gives `.git` the short name `GIT~1` (git's protectNTFS refuses it).
fn is_short_git(bare: &str) -> bool {
    bare == "git~1"
}

/// Characters that show nothing or change the reading order: HFS+ ignores the zero-width ones when
/// it compares names, the bidirectional ones hide what a diff says (CVE-2021-42574).
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for RepoPath {
    type Error = BadPath;
    fn try_from(text: String) -> Result<Self, BadPath> {
        text.parse()
    }
}

impl From<RepoPath> for String {
    fn from(path: RepoPath) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_dot_git_are_refused() {
        for path in [".git/config", "a/.GIT/x", ".git. /x", "GIT~1/x", ".g\u{200c}it/x", ".git::$DATA"] {
            assert!(path.parse::<RepoPath>().is_err(), "{path:?}");
        }
    }

    #[test]
    fn ordinary_names_pass() {
        for path in ["README.md", "src/a b.rs", ".github/workflows/ci.yml", "grüße/日本.txt", "\"quoted\""]
        {
            assert!(path.parse::<RepoPath>().is_ok(), "{path:?}");
        }
    }

    #[test]
    fn ways_out_are_refused() {
        for path in ["", "/etc/passwd", "a//b", "a/", "../x", "a/../b", "a\\b", "C:x", "a\nb"] {
            assert!(path.parse::<RepoPath>().is_err(), "{path:?}");
        }
    }
}
