//! `baton bench loop`: how long it takes from a stored request to the pull request card in its thread.
//!
//! Through everything that `baton serve` runs, on embedded defaults: SQLite with `synchronous=FULL` for
//! the inbox, the local forge, `replace`. One request at a time, each for another text that stands in
//! exactly one place of the repository.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use super::figure::{Figure, Unit, median, ms, percentile, short};
use super::generated;
use super::hands::Hands;
use super::lap::{Lap, Times};
use super::report::Report;
use super::strings::{self, Found};
use super::workplace::{Workplace, policy};
use crate::cli::demo;
use crate::config::{Config, Repo};
use crate::domain::reply::progress::sentence;
use crate::git;

/// Files of the repository that is made when none is named.
const FILES: u32 = 2_500;
/// Requests before anything counts: the first one makes the mirror.
const WARM_UPS: usize = 3;
/// Changes made by hand between the requests.
const BY_HAND: usize = 5;
/// Requests on the large repository, behind one warm-up.
const LARGE_REQUESTS: usize = 5;
/// More texts than requests, for those that are asked back about.
const SPARE: usize = 20;

/// What is measured.
#[derive(Debug)]
pub(super) struct Course {
    /// The repository; nothing: one that is made.
    pub(super) repo: Option<PathBuf>,
    /// Requests that count.
    pub(super) requests: usize,
}

/// Measures the figures of one repository.
pub(super) async fn run(report: &Report, work: &Workplace, course: &Course) -> anyhow::Result<()> {
    let plain = work.config("card", Vec::new())?;
    let (path, what) = match &course.repo {
        Some(path) => {
            report.progress("copying the repository");
            let name = path.display().to_string();
            let told = |progress| report.progress(&sentence(&progress, &name, None));
            let copied = demo::copy(crate::app::git(&plain), path, work.path(), &told).await?;
            (copied.path, format!("a private copy of {}", path.display()))
        }
        None => (made(report, work, &plain, FILES).await?, "a repository made for this".to_owned()),
    };
    report.progress("looking for texts");
    let found = find(&plain, &path, course.requests + WARM_UPS + SPARE).await?;
    report.note(&format!("{what}: {} files, {} KiB", found.files, found.bytes >> 10));
    let enough = found.wishes.len() > WARM_UPS;
    ensure!(enough, "{what} has too few quoted texts of several words that stand there once");
    let search = plain.git.search_path.clone().unwrap_or_default();
    let mut hands = Hands::new(&search, work.path());
    let config = work.config("card", vec![repo(path)?])?;
    let lap = Lap { warm_ups: WARM_UPS, requests: course.requests, by_hand: BY_HAND, wishes: &found.wishes };
    let times = lap.run(report, config, &mut hands).await?;
    say(report, &times, &lap);
    let (p50, p95) = (ms(median(&times.cards)), ms(percentile(&times.cards, 95)));
    report.figure(&Figure::new("loop.card_p50_ms", p50, Unit::Milliseconds));
    report.figure(&Figure::new("loop.card_p95_ms", p95, Unit::Milliseconds));
    let by_hand = ms(median(hands.times()));
    report.figure(&Figure::new("loop.by_hand", p50, Unit::Milliseconds).beside(by_hand));
    Ok(())
}

/// Measures the figure of a large repository.
pub(super) async fn run_large(report: &Report, work: &Workplace, files: u32) -> anyhow::Result<()> {
    let plain = work.config("large", Vec::new())?;
    let path = made(report, work, &plain, files).await?;
    report.progress("looking for texts");
    let found = find(&plain, &path, LARGE_REQUESTS + 1 + SPARE).await?;
    report.note(&format!("a repository made for this: {} files, {} KiB", found.files, found.bytes >> 10));
    let lap = Lap { warm_ups: 1, requests: LARGE_REQUESTS, by_hand: 0, wishes: &found.wishes };
    let mut hands = Hands::new(&OsString::new(), work.path());
    let times = lap.run(report, work.config("large", vec![repo(path)?])?, &mut hands).await?;
    say(report, &times, &lap);
    let name = format!("loop.card_{}_files_ms", short(files.into()));
    report.figure(&Figure::new(name, ms(median(&times.cards)), Unit::Milliseconds));
    Ok(())
}

fn say(report: &Report, times: &Times, lap: &Lap<'_>) {
    if times.cards.len() < lap.requests {
        report.warn(&format!("there were texts for {} of {} requests", times.cards.len(), lap.requests));
    }
    let hands = if lap.by_hand > 0 {
        format!("; {} changes by hand between them, the median is the baseline", lap.by_hand)
    } else {
        String::new()
    };
    let passed = match times.passed_over {
        0 => String::new(),
        some => format!(", {some} more came to a question or a refusal and do not count"),
    };
    report.note(&format!(
        "{} requests one after another, warm-ups before them: {}{passed}{hands}",
        times.cards.len(),
        lap.warm_ups
    ));
}

/// A repository of so many files.
async fn made(report: &Report, work: &Workplace, config: &Config, files: u32) -> anyhow::Result<PathBuf> {
    let path = work.place(&format!("made-{files}.git"));
    generated::make(report, crate::app::git(config), &path, files).await?;
    Ok(path)
}

fn repo(path: PathBuf) -> anyhow::Result<Repo> {
    Ok(Repo { name: "acme/web".parse()?, path, policy: policy() })
}

/// The texts of a repository's default branch.
async fn find(config: &Config, path: &Path, wanted: usize) -> anyhow::Result<Found> {
    let repo = git::Repo::at(crate::app::git(config), path);
    let found = tokio::task::spawn_blocking(move || {
        let objects = repo.objects()?;
        let head = objects.resolve(&objects.default_branch()?)?;
        strings::find(&objects, &head, wanted)
    });
    found.await?.context("cannot read the repository")
}
