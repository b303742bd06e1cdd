//! `baton bench serve`: what the program costs before and while nobody asks for anything.
//!
//! The program that is measured is this very file, started as a child with a config of its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::figure::{Figure, Unit, median, ms};
use super::programs::{done, program};
use super::report::Report;
use super::workplace::Workplace;

/// Starts of the bare program.
const STARTS: usize = 20;
/// Starts of the server on a data directory that is there already.
const SERVES: usize = 5;
/// How long a server has to become quiet after its start.
const SETTLE: Duration = Duration::from_secs(2);
/// How often it is asked whether the server listens.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// The longest that a server may take to start, and to stop.
const LONGEST: Duration = Duration::from_secs(60);

/// Measures all figures; idle for this long.
pub(super) async fn run(report: &Report, work: &Workplace, idle: Duration) -> anyhow::Result<()> {
    let place = Served::make(work)?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let mut version = place.baton();
        version.arg("--version");
        let started = Instant::now();
        done(version).await?;
        starts.push(started.elapsed());
    }
    report.note(&format!("the median of {STARTS} whole processes `baton --version`"));
    report.figure(&Figure::new("serve.start_ms", ms(median(&starts)), Unit::Milliseconds));
    let (first, server) = place.start().await?;
    stop(server).await?;
    let mut starts = Vec::new();
    for _ in 0..SERVES {
        let (time, server) = place.start().await?;
        stop(server).await?;
        starts.push(time);
    }
    report.note(&format!(
        "from the start of `baton serve` until it listens, the median of {SERVES}; {:.0} ms the first time",
        ms(first)
    ));
    report.figure(&Figure::new("serve.ready_ms", ms(median(&starts)), Unit::Milliseconds));
    let (_, server) = place.start().await?;
    at_rest(report, &server, idle).await?;
    stop(server).await
}

async fn at_rest(report: &Report, server: &Child, idle: Duration) -> anyhow::Result<()> {
    let (memory, wakes) = ("serve.idle_rss_mb", "serve.idle_wakes_per_s");
    if !cfg!(target_os = "linux") {
        report.missing(memory, "only Linux tells");
        report.missing(wakes, "only Linux tells");
        return Ok(());
    }
    let process = PathBuf::from("/proc").join(server.id().context("the server ended")?.to_string());
    report.progress(&format!("idle for {} s", (SETTLE + idle).as_secs()));
    tokio::time::sleep(SETTLE).await;
    let (before, started) = (threads(&process)?, Instant::now());
    tokio::time::sleep(idle).await;
    let (after, seconds) = (threads(&process)?, started.elapsed().as_secs_f64());
    let kibibytes = field(&std::fs::read_to_string(process.join("status"))?, "VmRSS:")?;
    report.note(&format!("after {seconds:.0} s without a request"));
    report.figure(&Figure::new(memory, kibibytes as f64 / 1024.0, Unit::Mebibytes));
    let woken = |(id, (name, count)): (&u64, &(String, u64))| {
        let earlier = before.get(id).map_or(0, |(_, count)| *count);
        (count.saturating_sub(earlier), name.clone())
    };
    let mut woken: Vec<(u64, String)> = after.iter().map(woken).collect();
    woken.sort();
    let all: u64 = woken.iter().map(|(count, _)| count).sum();
    if let Some((count, name)) = woken.last() {
        report.note(&format!("{} threads; `{name}` wakes most, {count} times", woken.len()));
    }
    report.figure(&Figure::new(wakes, all as f64 / seconds, Unit::PerSecond));
    Ok(())
}

/// The threads of a process: name, and how often each went to sleep by itself.
fn threads(process: &Path) -> anyhow::Result<BTreeMap<u64, (String, u64)>> {
    let mut threads = BTreeMap::new();
    for thread in std::fs::read_dir(process.join("task"))? {
        let thread = thread?;
        let id = thread.file_name().to_string_lossy().parse()?;
        // A thread that ended meanwhile has nothing to say.
        let Ok(status) = std::fs::read_to_string(thread.path().join("status")) else { continue };
        let name = status.lines().find_map(|line| line.strip_prefix("Name:")).unwrap_or("?").trim();
        threads.insert(id, (name.to_owned(), field(&status, "voluntary_ctxt_switches:")?));
    }
    Ok(threads)
}

/// A number in the form of proc(5): name, blanks, number, perhaps a unit.
fn field(status: &str, name: &str) -> anyhow::Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).with_context(|| format!("the system does not tell {name}"))
}

/// A data directory and a config, and the program to run on it.
struct Served {
    program: PathBuf,
    search: OsString,
    dir: PathBuf,
}

impl Served {
    fn make(work: &Workplace) -> anyhow::Result<Self> {
        let dir = work.subdirectory("serve")?;
        std::fs::write(dir.join("baton.toml"), "[data]\ndir = \"data\"\n\n[log]\nfilter = \"error\"\n")?;
        let program = std::env::current_exe().context("cannot find this program")?;
        let search = work.config("serve/data", Vec::new())?.git.search_path.unwrap_or_default();
        Ok(Self { program, search, dir })
    }

    fn baton(&self) -> Command {
        program(&self.program, &self.search, &self.dir)
    }

    /// Starts serving; gives how long it took until it listens.
    async fn start(&self) -> anyhow::Result<(Duration, Child)> {
        let mut baton = self.baton();
        baton.args(["serve", "--config", "baton.toml"]);
        let started = Instant::now();
        let mut server = baton.spawn().context("cannot start baton")?;
        while UnixStream::connect(self.dir.join("data/baton.sock")).is_err() {
            let over = server.try_wait()?;
            ensure!(over.is_none(), "`baton serve` ended by itself: {over:?}");
            ensure!(started.elapsed() < LONGEST, "`baton serve` does not listen");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok((started.elapsed(), server))
    }
}

/// Asks a server to stop, and waits for that.
async fn stop(mut server: Child) -> anyhow::Result<()> {
    let id = server.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    kill_process(id.context("the server ended")?, Signal::TERM)?;
    let status = tokio::time::timeout(LONGEST, server.wait()).await.context("the server does not stop")??;
    ensure!(status.success(), "the server ended with {status}");
    Ok(())
}
