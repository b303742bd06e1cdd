//! `baton bench audit`: how long the proof of a long history takes.
//!
//! The history is made of merged tasks of seven facts each, written many to a transaction by the code
//! that writes every task (`Store::import`), with a signed checkpoint for every thousand facts, as a
//! serving baton makes them. Then `audit verify` reads all of it, once.
//!
//! The baseline is reading the same database file from its beginning to its end and hashing it: what a
//! fingerprint without any understanding would cost. Both read from the system's cache.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::ensure;
use sha2::{Digest, Sha256};

use super::figure::{Figure, Unit, short};
use super::rehearsal::{Speaker, life};
use super::report::Report;
use super::workplace::Workplace;
use crate::domain::chat_ids::{MessageRef, Person, Platform, ThreadRef};
use crate::domain::fact::Actor;
use crate::domain::ids::{Millis, TaskId};
use crate::runtime::Clock;
use crate::store::{CHECKPOINT_EVERY_FACTS, NewFact, NewTask, Store, StoreUrl};

/// The checkpoints' key. Only this benchmark ever trusts it.
const KEY: [u8; 32] = [7; 32];

/// Measures the figure.
pub(super) async fn run(report: &Report, work: &Workplace, facts: u64) -> anyhow::Result<()> {
    let dir = work.subdirectory("audit")?;
    let file = dir.join("baton.db");
    let store = Store::open(&StoreUrl::Sqlite(file.clone())).await?;
    let started = Instant::now();
    let tasks = build(report, &store, facts).await?;
    report.note(&format!("{facts} facts of {tasks} tasks, made in {:.0} s", started.elapsed().as_secs_f64()));
    let started = Instant::now();
    let verification = store.verify(&[], |read| report.progress(&format!("{read} facts verified"))).await?;
    let took = started.elapsed();
    ensure!(verification.is_intact(), "the history is not intact: {:?}", verification.findings);
    ensure!(verification.facts == facts, "{} facts were verified", verification.facts);
    store.close().await;
    let hashed = hash(&file).await?;
    report.note(&format!(
        "{} MiB on the disk; the baseline is the SHA-256 of that file",
        std::fs::metadata(&file)?.len() >> 20
    ));
    let name = format!("audit.verify_{}_s", short(facts));
    report.figure(&Figure::new(name, took.as_secs_f64(), Unit::Seconds).beside(hashed.as_secs_f64()));
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

/// Gives the number of tasks.
async fn build(report: &Report, store: &Store, facts: u64) -> anyhow::Result<u64> {
    let (requester, approver): (Person, Person) = ("local:ana".parse()?, "local:ben".parse()?);
    let mut at = Clock::system().now();
    let (mut tasks, mut left) = (0, facts);
    while left > 0 {
        let mut batch = Vec::new();
        let mut fresh = left.min(CHECKPOINT_EVERY_FACTS.unsigned_abs());
        left -= fresh;
        while fresh > 0 {
            tasks += 1;
            at = Millis(at.0 + 1);
            let mut task = task(tasks, (&requester, &approver), at)?;
            // The last task of a batch is cut to what the batch still lacks.
            task.facts.truncate(usize::try_from(fresh)?);
            fresh -= task.facts.len() as u64;
            batch.push(task);
        }
        store.import(batch).await?;
        store.checkpoint(&KEY, at).await?;
        report.progress(&format!("{} of {facts} facts made", facts - left));
    }
    Ok(tasks)
}

fn task(number: u64, (requester, approver): (&Person, &Person), at: Millis) -> anyhow::Result<NewTask> {
    let (platform, channel) = (Platform::Local, "history".to_owned());
    let message = MessageRef { platform, channel: channel.clone(), id: number.to_string() };
    let fact = |(by, body)| {
        let by = match by {
            Speaker::Requester => Actor::Person(requester.clone()),
            Speaker::Person(person) => Actor::Person(person),
            Speaker::Baton => Actor::Baton,
        };
        NewFact { at, by, body }
    };
    Ok(NewTask {
        id: TaskId::of(&message),
        thread: ThreadRef { platform, channel, root: number.to_string() },
        repo: None,
        requester: requester.clone(),
        priority: 0,
        facts: life(&message, approver)?.into_iter().map(fact).collect(),
    })
}

/// How long it takes to read a file and hash it.
async fn hash(file: &Path) -> anyhow::Result<Duration> {
    let file: PathBuf = file.to_owned();
    let read = move || -> std::io::Result<Duration> {
        let started = Instant::now();
        let (mut file, mut digest) = (std::fs::File::open(file)?, Sha256::new());
        let mut buffer = vec![0; 1 << 20];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                std::hint::black_box(digest.finalize());
                return Ok(started.elapsed());
            }
            digest.update(&buffer[..count]);
        }
    };
    Ok(tokio::task::spawn_blocking(read).await??)
}
