//! The life of a story: a world is made, people act, and at the end nothing may be left over.
//!
//! A story is a closure over a [`World`]; its verbs are in `people`, what it can look at in `seeing`.
//! The world is closed for the story: unhandled events, due tasks, unsent messages, a broken history
//! or an event without its one outcome fail it.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

mod given;
mod outside;
pub mod people;
pub mod repository;
mod seeing;
mod stable;
mod stand_in;

use std::future::Future as _;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use baton::app::{App, DataLock};
use baton::config::{Config, Environment};
use baton::domain::chat_ids::ThreadRef;
use baton::domain::ids::Millis;
use baton::runtime::Clock;
use tempfile::TempDir;

use crate::contract::store::place::Place;
use outside::Left;
use repository::Repository;

pub use given::{Given, story};
pub use people::{ana, ben, eve};
pub use stand_in::{Side, Then};

/// A bound, not an expectation: a story that hangs ends here.
const LONGEST_STORY: Duration = Duration::from_secs(60);

/// Everything a story is about: a running baton, its repositories, and what people did so far.
pub struct World {
    pub app: Arc<App>,
    pub repos: Vec<Repository>,
    /// Where everything of this world is.
    pub dir: TempDir,
    clock: TestClock,
    /// The thread that people talk in now.
    thread: Option<ThreadRef>,
    /// Counts what people did: the nonce of the next act.
    acts: u32,
    /// The keys of all events, each to be settled once.
    events: Vec<String>,
    /// What is left behind on purpose.
    pub left: Left,
    /// The database, where it is on a server.
    database: Option<Place>,
    /// Who serves the data directory, once somebody does.
    lock: Option<DataLock>,
}

/// A clock that stands still unless the story moves it.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Noon of some day, so that the logs of a story always read the same.
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_800_014_400_000)))
    }

    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn clock(&self) -> Clock {
        let teller = self.clone();
        Clock::by(move || Millis(teller.now()))
    }
}

impl World {
    /// The clock jumps, forwards or back.
    pub fn clock_jumps(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// One worker takes one step.
    pub async fn worker_steps(&self) {
        self.app.step_worker().await.unwrap();
    }

    /// Everything that is due happens.
    pub async fn settles(&self) {
        self.app.settle().await.unwrap();
    }

    /// Time passes until baton stops trying again.
    pub async fn gives_up(&self) {
        for _ in 0..10 {
            self.settles().await;
            self.clock_jumps(3600);
        }
    }

    /// What came in is decided; nothing is worked on yet.
    pub async fn hears(&self) {
        use baton::runtime::Step;
        while self.app.step_inbox().await.unwrap() == Step::Done {}
        while self.app.step_writer().await.unwrap() == Step::Done {}
    }

    /// baton dies, and starts again on the same data. What the dead process held is free then.
    pub async fn starts_again(&mut self) {
        self.starts_again_with(self.app.config.clone()).await;
    }

    /// The same, and no repository is configured any more.
    pub async fn starts_again_without_repositories(&mut self) {
        let (data, path) = (&self.app.config.data.dir, Environment::of([("PATH", "/")]));
        let mut config = Config::embedded(data, [], &path).unwrap();
        config.git = self.app.config.git.clone();
        self.starts_again_with(config).await;
    }

    async fn starts_again_with(&mut self, config: Config) {
        // Held on to: the lock of a process that forks is not free at once.
        let lock = self.lock.take().or_else(|| DataLock::take(&config.data.dir).unwrap());
        let lock = lock.expect("nobody else serves it");
        self.app.store.close().await;
        self.app = Arc::new(App::open(config, self.clock.clock()).await.unwrap());
        self.app.take_over(&lock).await.unwrap();
        self.lock = Some(lock);
    }

    /// A worker merges, and the process dies before it can say so.
    pub async fn merges_and_dies(&mut self) {
        self.starts_again().await;
        let before = self.repos[0].head("main");
        {
            let mut step = pin!(self.app.step_worker());
            let merged = |context: &mut Context<'_>| match step.as_mut().poll(context) {
                Poll::Pending if self.repos[0].head("main") == before => Poll::Pending,
                Poll::Pending => Poll::Ready(()),
                Poll::Ready(_) => panic!("the worker came to its end"),
            };
            std::future::poll_fn(merged).await;
        }
        self.starts_again().await;
    }

    /// What must hold at the end of every story.
    async fn ends(&self) {
        self.settles().await;
        let backlog = self.app.store.backlog().await.unwrap();
        assert_eq!(backlog.messages, 0, "events nobody handled");
        assert_eq!(backlog.dead_letters, self.left.dead_letters, "events that were given up");
        assert_eq!((backlog.tasks_due, backlog.tasks_running), (0, 0), "tasks that are not done");
        assert_eq!(backlog.slots, 0, "messages that were not sent");
        let report = self.app.store.verify(&[], |_| ()).await.unwrap();
        let broken = report.findings.len();
        assert_eq!(broken, self.left.findings, "the history is broken: {:?}", report.findings);
        let mut waiting = Vec::new();
        for key in &self.events {
            if self.app.store.outcome(key).await.unwrap().is_none() {
                waiting.push(key);
            }
        }
        assert_eq!(waiting.len() as u64, self.left.dead_letters, "no outcome for {waiting:?}");
    }
}
