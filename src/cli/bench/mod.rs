//! `baton bench`: measures baton on this machine, against something measured beside it where that
//! makes sense. docs/benchmarks.md says what each figure is and what it should be.
//!
//! Every benchmark works in a temporary directory of its own (and, with PostgreSQL, in a database of its
//! own) and removes it, also on Ctrl-C. Figures are printed as soon as they are known.

mod audit;
mod card;
mod figure;
mod generated;
mod hands;
mod languages;
mod lap;
mod programs;
mod rehearsal;
mod report;
mod serve;
mod store;
mod strings;
mod web;
mod workplace;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::interrupt::Interrupt;
use crate::config::Environment;
use crate::store::Scratch;
use crate::telemetry;
use report::{Format, Report};
use workplace::{Workplace, on_postgres};

/// The one way to name a PostgreSQL server: a URL in an argument would show its password to everybody.
const DATABASE_URL: &str = "BATON_DATABASE_URL";

const EXAMPLES: &str = "\
Examples:
  baton bench all                                   everything, about six minutes
  baton bench loop --repo ../website                on a private copy of your repository
  baton bench store --json > figures.jsonl          one JSON object a line
  BATON_DATABASE_URL=postgres://me@db/postgres baton bench store
                                                    PostgreSQL too, in a database of its own

Everything happens in a new temporary directory, which is removed at the end. Name a directory with
--dir to measure another disk. docs/benchmarks.md says what the figures mean.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Bench {
    /// What to measure
    #[arg(value_enum, value_name = "NAME")]
    name: Name,
    /// Print one JSON object a line: name, value, unit, baseline, ratio
    #[arg(long)]
    json: bool,
    /// Work in a new directory below this one instead of the system's temporary directory
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// loop: measure on a private copy of this repository, which is only read [default: one that is made]
    #[arg(long, value_name = "PATH")]
    repo: Option<PathBuf>,
    /// loop: requests to measure
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    requests: u16,
    /// loop: files of the large repository, after which its figure is named; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    large_files: u32,
    /// store: tasks to measure
    #[arg(long, value_name = "N", default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(1..))]
    tasks: u32,
    /// store: workers, and as many people who ask at once
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: u16,
    /// audit: facts to verify; the figure is named after it
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    facts: u64,
    /// web: tasks in the store
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    web_tasks: u32,
    /// serve: seconds of idleness to measure
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    idle: u16,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// From a stored request to its pull request card, on a usual and on a large repository
    Loop,
    /// Tasks a second through everything but git, on SQLite and PostgreSQL
    Store,
    /// The proof of a long history
    Audit,
    /// How fast the program starts, and what it costs at rest
    Serve,
    /// How fast pages answer, and how soon an open one shows what happened
    Web,
    /// Everything
    All,
}

impl Bench {
    pub(super) async fn run(self, environment: &Environment) -> Result<Exit, Failure> {
        let mut interrupt = Interrupt::listen()?;
        if let Some(path) = self.repo.as_ref().filter(|path| !path.exists()) {
            return Err(Failure::missing(format!("there is no repository at {}", path.display())));
        }
        let report = Report::new(if self.json { Format::Json } else { Format::Table });
        let work = Workplace::make(self.dir.as_deref(), environment)?;
        telemetry::start(&work.config("log", Vec::new())?.log);
        if cfg!(debug_assertions) {
            report.warn("this is a debug build: its figures say nothing about baton (cargo build --release)");
        }
        if work.is_in_memory() {
            report.warn("the directory is in memory, where no write is durable; name a disk with --dir");
        }
        report.begin();
        report.note(&machine(&work));
        let scratch = self.scratch(&work, &report).await?;
        let measured = tokio::select! {
            measured = self.measure(&report, &work, scratch.as_ref()) => measured.map_err(Failure::from),
            () = interrupt.came() => Err(Failure::interrupted("stopped before the end")),
        };
        report.clear();
        if let Some(scratch) = scratch {
            let name = scratch.name().to_owned();
            scratch.remove().await.with_context(|| format!("cannot remove the database {name}"))?;
        }
        measured?;
        Ok(Exit::Done)
    }

    fn wants(&self, name: Name) -> bool {
        self.name == name || self.name == Name::All
    }

    /// A database on the server that the environment names, where one is needed and named.
    async fn scratch(&self, work: &Workplace, report: &Report) -> anyhow::Result<Option<Scratch>> {
        let Some(url) = work.variable(DATABASE_URL).filter(|_| self.wants(Name::Store)) else {
            return Ok(None);
        };
        let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        ensure!(is_postgres, "{DATABASE_URL} is not a URL that starts with postgres://");
        report.progress("making a database");
        let made = Scratch::make(url.into()).await;
        made.map(Some).with_context(|| {
            format!("cannot make a database on the server of {DATABASE_URL}; its user needs CREATEDB")
        })
    }

    async fn measure(
        &self,
        report: &Report,
        work: &Workplace,
        scratch: Option<&Scratch>,
    ) -> anyhow::Result<()> {
        if self.wants(Name::Loop) {
            let course = card::Course { repo: self.repo.clone(), requests: self.requests.into() };
            card::run(report, work, &course).await?;
        }
        if self.wants(Name::Loop) && self.large_files > 0 {
            card::run_large(report, work, self.large_files).await?;
        }
        if self.wants(Name::Store) {
            self.store(report, work, scratch).await?;
        }
        if self.wants(Name::Audit) {
            audit::run(report, work, self.facts).await?;
        }
        if self.wants(Name::Serve) {
            serve::run(report, work, Duration::from_secs(self.idle.into())).await?;
        }
        if self.wants(Name::Web) {
            web::run(report, work, self.web_tasks).await?;
        }
        Ok(())
    }

    async fn store(
        &self,
        report: &Report,
        work: &Workplace,
        scratch: Option<&Scratch>,
    ) -> anyhow::Result<()> {
        let load = store::Load { tasks: self.tasks, workers: usize::from(self.workers) };
        store::run(report, "store.sqlite_tasks_per_s", store::config(work, "sqlite", load)?, load).await?;
        let name = "store.postgres_tasks_per_s";
        match scratch {
            Some(scratch) => {
                let config = on_postgres(store::config(work, "postgres", load)?, scratch.url());
                store::run(report, name, config, load).await
            }
            None => {
                report.missing(name, &format!("{DATABASE_URL} is not set"));
                Ok(())
            }
        }
    }
}

/// What the figures hold for.
fn machine(work: &Workplace) -> String {
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    format!("baton {} with {cpus} CPUs, in {}", env!("CARGO_PKG_VERSION"), work.path().display())
}
