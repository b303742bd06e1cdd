//! Makes a repository of any size: source code of several languages with texts that people read, in
//! directories of about twenty files, in several commits. The same number of files gives the same
//! repository.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;

use super::languages::{LANGUAGES, Language, WORDS};
use super::report::Report;
use crate::git::{Git, Repo};

/// Commits of a repository, as long as each has a file.
const COMMITS: u32 = 10;
/// Files of a directory.
const FILES_OF_DIRECTORY: u32 = 20;
/// The time of the first commit, in seconds; each is a day after the one before.
const FIRST: u64 = 1_767_225_600;

/// Makes a bare repository of so many files in `dir`.
pub(super) async fn make(report: &Report, git: Git, dir: &Path, files: u32) -> anyhow::Result<()> {
    let repo = Repo::init(git, dir, &"main".parse()?).await?;
    let commits = COMMITS.min(files);
    for commit in 0..commits {
        let upto = move |commit: u32| u64::from(files) * u64::from(commit) / u64::from(commits);
        let stream = tokio::task::spawn_blocking(move || stream(commit, upto(commit)..upto(commit + 1)));
        repo.import(stream.await?).await.context("cannot make a repository")?;
        report.progress(&format!("{} of {files} files made", upto(commit + 1)));
    }
    Ok(())
}

/// One commit with these files, in the language of git-fast-import(1).
fn stream(commit: u32, files: std::ops::Range<u64>) -> Vec<u8> {
    let mut stream = String::new();
    let (time, message) = (FIRST + u64::from(commit) * 86_400, "Add more of everything\n");
    let mut say = |text: std::fmt::Arguments<'_>| stream.write_fmt(text).expect("memory takes everything");
    say(format_args!("commit refs/heads/main\ncommitter Ana <ana@example.com> {time} +0000\n"));
    say(format_args!("data {}\n{message}", message.len()));
    if commit > 0 {
        say(format_args!("from refs/heads/main^0\n"));
    }
    for number in files {
        let mut chance = Chance(number);
        let language = chance.of(LANGUAGES);
        let (path, text) = (path(number, language, &mut chance), text(language, &mut chance));
        say(format_args!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
    }
    stream.into_bytes()
}

fn path(number: u64, language: &Language, chance: &mut Chance) -> String {
    // All files of a directory draw the same names for it.
    let mut place = Chance(u64::MAX - number / u64::from(FILES_OF_DIRECTORY));
    let (top, middle, low) = (place.of(WORDS), place.of(WORDS), place.of(WORDS));
    format!("{top}/src/{middle}/{low}/{}_{number}.{}", chance.of(WORDS), language.ending)
}

/// Mostly one to four kilobytes, and one file of twenty ten times as large.
fn text(language: &Language, chance: &mut Chance) -> String {
    let large = if chance.below(20) == 0 { 10 } else { 1 };
    let mut text = language.head.to_owned();
    for _ in 0..(4 + chance.below(16)) * large {
        let mut rest = language.block;
        while let Some((before, after)) = rest.split_once('@') {
            text.push_str(before);
            rest = fill(&mut text, after, chance);
        }
        text.push_str(rest);
    }
    text.push_str(language.foot);
    text
}

/// Writes what a placeholder stands for; gives what is behind it.
fn fill<'a>(text: &mut String, placeholder: &'a str, chance: &mut Chance) -> &'a str {
    if let Some(rest) = placeholder.strip_prefix("text") {
        let first = chance.of(WORDS);
        let words = std::iter::repeat_with(|| *chance.of(WORDS)).take(4).collect::<Vec<_>>().join(" ");
        text.push_str(&first[..1].to_uppercase());
        text.push_str(&first[1..]);
        text.push(' ');
        text.push_str(&words);
        return rest;
    }
    if let Some(rest) = placeholder.strip_prefix("number") {
        text.push_str(&chance.below(1_000).to_string());
        return rest;
    }
    let rest = placeholder.strip_prefix("name").unwrap_or(placeholder);
    let (first, second) = (chance.of(WORDS), chance.of(WORDS));
    text.push_str(&format!("{first}_{second}_{}", chance.below(10_000)));
    rest
}

/// Numbers that look like chance and are always the same: SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<T>(&mut self, all: &'static [T]) -> &'static T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap_or(0)]
    }
}
