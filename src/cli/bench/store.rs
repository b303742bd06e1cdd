//! `baton bench store`: tasks through everything but git.
//!
//! What runs is what `baton serve` runs: the inbox, the workers, the thread writer, the dispatcher and
//! the checkpoints, over the real store. Only the outside is made up ([`Rehearsal`]): what a worker does
//! between claiming a task and storing facts is no git, no artifact files, no row of the local forge; and the
//! chat platform takes every post at once. A task counts when its request was stored durably, became facts,
//! went through three effects, and everything that its thread shows, up to the card, was stored and sent.
//!
//! The baseline is the number of single-row transactions a second that survive a power cut, on the same
//! disk or server, said by as many at once. So the ratio tells how many of those a task costs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure};
use futures_util::future::try_join_all;

use super::figure::{Figure, Unit};
use super::rehearsal::{ASK, REPO, Rehearsal};
use super::report::Report;
use super::workplace::{Workplace, policy, while_serving};
use crate::app::{App, Outside};
use crate::config::{Config, Repo};
use crate::domain::chat_ids::{MessageRef, Person, Platform, ThreadRef};
use crate::domain::event::{Act, Author, Event, To};
use crate::runtime::Clock;
use crate::store::Backlog;

/// How often it is asked whether everything is done, once everything was said.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Nothing may stand still this long.
const STALLED: Duration = Duration::from_secs(60);
/// Most transactions of the baseline.
const MOST_COMMITS: u32 = 1_000;

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    /// Tasks.
    pub(super) tasks: u32,
    /// Workers, and as many people who ask at the same time.
    pub(super) workers: usize,
}

/// A config of the defaults, for a repository that nobody will look for.
pub(super) fn config(work: &Workplace, name: &str, load: Load) -> anyhow::Result<Config> {
    let path = work.place("no-such-repository.git");
    let mut config = work.config(name, vec![Repo { name: REPO.parse()?, path, policy: policy() }])?;
    config.worker.places = load.workers;
    Ok(config)
}

/// Measures one figure.
pub(super) async fn run(report: &Report, name: &str, config: Config, load: Load) -> anyhow::Result<()> {
    let places = config.worker.places;
    report.note(&format!("{} tasks by {places} people at once, {places} workers", load.tasks));
    let outside = Outside { acts: Arc::new(Rehearsal), chat: Some(Arc::new(Rehearsal)) };
    let app = App::open_beside(config, Clock::system(), outside).await?;
    report.progress("counting commits");
    let commits = commits_per_second(&app, load.tasks.min(MOST_COMMITS), places).await?;
    let tasks =
        while_serving(&app, None, async |app| tasks_per_second(report, app, load.tasks, places).await);
    report.figure(&Figure::new(name, tasks.await?, Unit::PerSecond).beside(commits));
    Ok(())
}

/// Single-row transactions a second that survive a power cut.
async fn commits_per_second(app: &App, count: u32, at_once: usize) -> anyhow::Result<f64> {
    let each = count.div_ceil(u32::try_from(at_once)?);
    let series = |at: usize| async move {
        for number in 0..each {
            app.store.commit_one_row(&format!("probe:{at}:{number}")).await?;
        }
        anyhow::Ok(())
    };
    let started = Instant::now();
    try_join_all((0..at_once).map(series)).await?;
    Ok(f64::from(each) * at_once as f64 / started.elapsed().as_secs_f64())
}

async fn tasks_per_second(report: &Report, app: &App, tasks: u32, people: usize) -> anyhow::Result<f64> {
    let started = Instant::now();
    let at_once = u32::try_from(people)?;
    let ask = |person: u32| ask(app, person, (person..tasks).step_by(people));
    try_join_all((0..at_once).map(ask)).await?;
    report.progress("all requests are stored");
    let done = finish(report, app).await?;
    let seconds = started.elapsed().as_secs_f64();
    let shown = done.by_state.get("review").copied().unwrap_or(0);
    ensure!(shown == u64::from(tasks), "not all tasks came to a card: {done:?}");
    Ok(f64::from(tasks) / seconds)
}

/// One person asks for one thing after another; each is stored before the next is said.
async fn ask(app: &App, person: u32, numbers: impl Iterator<Item = u32>) -> anyhow::Result<()> {
    let by: Person = format!("local:person-{person}").parse()?;
    for number in numbers {
        let message: MessageRef = format!("local:channel-{person}:{number}").parse()?;
        let thread = ThreadRef {
            platform: Platform::Local,
            channel: message.channel.clone(),
            root: message.id.clone(),
        };
        let act =
            Act::Said { message: message.clone(), text: ASK.to_owned(), to: To::Baton, files: Vec::new() };
        let at = Clock::system().now();
        let event =
            Event { key: format!("{message}:said"), thread, by: by.clone(), author: Author::Human, at, act };
        app.store.receive(&[event]).await?;
        app.bells.event();
    }
    Ok(())
}

/// Waits until nothing is left to do.
async fn finish(report: &Report, app: &App) -> anyhow::Result<Backlog> {
    let (mut last, mut since) = (Backlog::default(), Instant::now());
    loop {
        let now = app.store.backlog().await?;
        if now.messages == 0 && now.tasks_due + now.tasks_running == 0 && now.slots == 0 {
            return Ok(now);
        }
        if now != last {
            report.progress(&format!("{} messages, {} tasks to do", now.messages, now.tasks_due));
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > STALLED {
            bail!("nothing has happened for {} s: {now:?}", STALLED.as_secs());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
