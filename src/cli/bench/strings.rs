//! Finds texts in a repository that somebody could want to change: quoted in source code, of two words
//! or more, each in exactly one place of the whole repository. The same repository gives the same texts.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use aho_corasick::AhoCorasick;

use crate::domain::ids::Oid;
use crate::domain::path::RepoPath;
use crate::git::{Entry, Files, Objects, Reading, Warm};

/// Endings of files with texts that people see.
const SOURCES: &[&str] = &[
    "c", "cc", "cpp", "cs", "go", "java", "js", "json", "jsx", "kt", "php", "py", "rb", "rs", "scala",
    "swift", "ts", "tsx", "vue", "yaml", "yml",
];
/// Parts of paths whose files a request does not mean unless it says so.
const LEFT_ALONE: &[&str] = &[
    "test",
    "spec",
    "snap",
    "mock",
    "fixture",
    "example",
    "vendor",
    "third",
    "node_modules",
    "generated",
    "locale",
    "i18n",
    "lang",
    "translation",
    "dist",
    "min.",
    "lock",
    "docs",
    ".github",
    "build",
];
/// Files that are looked into for texts, spread over the whole repository.
const FILES_LOOKED_INTO: usize = 4_000;
/// Fewest texts taken from one file, where there are enough files.
const PER_FILE: usize = 2;
/// Larger files are not read, in bytes; the engine skips them too.
const MAX_BYTES: u64 = crate::domain::replace::MAX_FILE_BYTES;
/// Shortest and longest text.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=60;
/// Several times as many are looked for as are wanted: most turn out to occur twice in small projects.
const SPARE: usize = 8;

/// A change to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// What stands there.
    pub(super) from: String,
    /// What shall stand there.
    pub(super) to: String,
}

/// What a repository holds.
#[derive(Debug)]
pub(super) struct Found {
    /// Changes to ask for, at most as many as were wanted.
    pub(super) wishes: Vec<Wish>,
    /// Its files.
    pub(super) files: usize,
    /// All bytes that were read.
    pub(super) bytes: u64,
}

/// Looks for `wanted` texts in a commit. Blocking.
pub(super) fn find(objects: &Objects, commit: &Oid, wanted: usize) -> anyhow::Result<Found> {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let reading = Reading { threads, max_bytes: MAX_BYTES };
    let files = Warm::new(0).files(objects, commit)?;
    let list = objects.list(commit)?;
    let sources: Vec<&RepoPath> =
        list.iter().filter_map(|entry| entry.path.as_ref().ok()).filter(|path| is_source(path)).collect();
    let step = sources.len().div_ceil(FILES_LOOKED_INTO).max(1);
    let looked_into: BTreeSet<&RepoPath> = sources.iter().step_by(step).copied().collect();
    let skip = |entry: &Entry| entry.path.as_ref().map_or(true, |path| !looked_into.contains(path));
    let per_file = (wanted * SPARE).div_ceil(looked_into.len().max(1)).max(PER_FILE);
    let look = |_: &Entry, bytes: &[u8]| Some(texts(bytes, per_file)).filter(|texts| !texts.is_empty());
    let texts = objects.scan(&files, reading, skip, look)?.found.into_iter().flat_map(|(_, texts)| texts);
    let texts = spread(texts.collect(), wanted * SPARE);
    let (once, bytes) = once(objects, &files, reading, &texts)?;
    let wishes = spread(once, wanted).into_iter().map(Wish::of).collect();
    Ok(Found { wishes, files: files.count(), bytes })
}

fn is_source(path: &RepoPath) -> bool {
    let lower = path.as_str().to_ascii_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    SOURCES.contains(&ending) && !LEFT_ALONE.iter().any(|part| lower.contains(part))
}

/// A few of the texts of one file.
fn texts(bytes: &[u8], most: usize) -> Vec<String> {
    let Ok(file) = std::str::from_utf8(bytes) else { return Vec::new() };
    let lines = file.lines().filter(|line| !line.contains('\\'));
    let quoted = lines.flat_map(|line| {
        let quote = if line.contains('"') { '"' } else { '\'' };
        let pieces: Vec<&str> = line.split(quote).collect();
        // An even number of quotes closes every one.
        let closed = if pieces.len() % 2 == 1 { pieces } else { Vec::new() };
        closed.into_iter().skip(1).step_by(2)
    });
    quoted.filter(|text| is_text(text)).take(most).map(str::to_owned).collect()
}

fn is_text(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " ,-".contains(c));
    let words: Vec<&str> = text.split(' ').collect();
    let is_word = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    plain && LENGTH.contains(&text.len()) && words.len() >= 2 && words.iter().all(is_word)
}

/// Those that stand in one place only, however they are written in capitals; and how much was read.
fn once(
    objects: &Objects,
    files: &Files,
    reading: Reading,
    texts: &[String],
) -> anyhow::Result<(Vec<String>, u64)> {
    let search = AhoCorasick::builder().ascii_case_insensitive(true).build(texts)?;
    let (bytes_read, seen) = (AtomicU64::new(0), Mutex::new(vec![0u32; texts.len()]));
    let look = |_: &Entry, bytes: &[u8]| {
        bytes_read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let hits: Vec<usize> =
            search.find_overlapping_iter(bytes).map(|hit| hit.pattern().as_usize()).collect();
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        hits.into_iter().for_each(|hit| seen[hit] += 1);
        None::<()>
    };
    objects.scan(files, reading, |_| false, look)?;
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    let once = texts.iter().zip(seen).filter(|(_, seen)| *seen == 1).map(|(text, _)| text.clone());
    Ok((once.collect(), bytes_read.into_inner()))
}

/// At most `count` of them, from everywhere in the list.
fn spread(all: Vec<String>, count: usize) -> Vec<String> {
    let step = (all.len() / count.max(1)).max(1);
    all.into_iter().step_by(step).take(count).collect()
}

impl Wish {
    /// The last word becomes another.
    fn of(from: String) -> Self {
        let kept = from.rsplit_once(' ').map_or("", |(kept, _)| kept);
        Self { to: format!("{kept} instead"), from }
    }

    /// As a person says it.
    pub(super) fn in_words(&self) -> String {
        format!("change '{}' to '{}'", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_words_of_one_line() {
        let file = br#"
            let a = "No such account here"; // "Sign up"
            let b = "escaped \" quote in it";
            let c = "one";
            throw 'Please try again';
            say("50 % off today", "Try it now, please");
        "#;
        assert_eq!(texts(file, 9), ["No such account here", "Please try again", "Try it now, please"]);
    }

    #[test]
    fn a_wish_changes_the_last_word() {
        let wish = Wish::of("Please try again".to_owned());
        assert_eq!(wish.in_words(), "change 'Please try again' to 'Please try instead'");
    }

    #[test]
    fn what_is_left_alone_is_no_source() {
        let is = |path: &str| is_source(&path.parse().unwrap());
        assert!(is("web/src/login.tsx") && is("Makefile.py"));
        assert!(!is("web/tests/login.tsx") && !is("vendor/a.go") && !is("README"));
    }
}
