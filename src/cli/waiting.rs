//! Waiting for what a message leads to, and for nothing else.
//!
//! Whoever serves the data directory does the work. Where nobody does, or nobody does any more, this process
//! does it, and keeps the directory as long as that takes.

use std::time::{Duration, Instant};

use super::bar::Bar;
use super::exit::Failure;
use super::interrupt::Interrupt;
use super::out::note;
use super::transcript::Transcript;
use crate::app::{App, DataLock, ring, said_key};
use crate::domain::command::{Command, Word};
use crate::domain::outlook::{Due, due};
use crate::domain::reply::text;
use crate::domain::slot::UnderWay;
use crate::domain::task::Task;
use crate::intake;
use crate::runtime::Step;
use crate::store::{self, Content, Fate, Message, Which};

/// What becomes of a message, once it is over.
pub(super) struct Waiting<'a> {
    app: &'a App,
    message: &'a Message,
    until: Until,
    transcript: Option<Transcript>,
    bar: Bar,
    patience: Patience,
}

/// What has become of a message, and the task of its thread.
pub(super) struct Standing {
    /// What became of the message.
    pub(super) fate: Fate,
    /// The newest task of its thread.
    pub(super) task: Option<(store::Task, Task)>,
    /// Messages of the thread that are not written yet.
    unshown: u64,
}

/// What a settled message still has to lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Nothing.
    Settled,
    /// What was asked to be shown is shown.
    Answered,
    /// Only people can move the task.
    AtRest,
}

impl Until {
    /// What there is to wait for when this is said.
    pub(super) fn after(command: &Command) -> Self {
        match command {
            Command::Word(Word::Mute | Word::Unmute | Word::Help) => Self::Settled,
            Command::Word(Word::Status | Word::Why | Word::Diff | Word::Logs) => Self::Answered,
            Command::Word(Word::Stop | Word::Retry | Word::Merge | Word::Close)
            | Command::Say(_)
            | Command::Queue(_)
            | Command::Unknown { .. }
            | Command::Aside
            | Command::Empty => Self::AtRest,
        }
    }

    fn is_reached(self, task: &Task) -> bool {
        match self {
            Self::Settled => true,
            Self::Answered => task.shows.is_empty(),
            Self::AtRest => due(task) == Due::Never,
        }
    }
}

impl Standing {
    /// Whether nothing more comes of the message.
    pub(super) fn is_over(&self, until: Until) -> bool {
        let reached = || self.task.as_ref().is_none_or(|(_, task)| until.is_reached(task));
        let over = match &self.fate {
            Fate::Waiting => false,
            Fate::GivenUp => true,
            Fate::Settled(outcome) => intake::was_refused(outcome) || reached(),
        };
        over && self.unshown == 0
    }

    /// Whether it goes on soon although this process has nothing to do: others are at it, or its turn comes.
    fn goes_on(&self) -> bool {
        let held = self.task.as_ref().is_some_and(|(row, _)| row.worker.is_some());
        held || self.fate == Fate::Waiting || self.unshown > 0
    }

    fn in_words(&self) -> String {
        match &self.task {
            Some((row, task)) => format!("{} is {}", row.id, task.state()),
            None => "it is not read yet".to_owned(),
        }
    }
}

impl<'a> Waiting<'a> {
    /// For what `message` leads to; what is new in the transcript is printed meanwhile, and how far it is shown
    /// on the bar.
    pub(super) fn new(
        app: &'a App,
        message: &'a Message,
        until: Until,
        (transcript, bar): (Option<Transcript>, Bar),
    ) -> Self {
        Self { app, message, until, transcript, bar, patience: Patience::new() }
    }

    /// Waits, or works, until it is over or nothing can be done about it now. Ctrl-C is listened for since before
    /// the message was said.
    pub(super) async fn over(mut self, mut interrupt: Interrupt) -> Result<Standing, Failure> {
        tokio::select! {
            biased;
            () = interrupt.came() => Err(Failure::interrupted(
                "stopped waiting; what you said is stored, and `baton serve` works on it: `baton status` shows how far",
            )),
            standing = self.by_anybody() => standing,
        }
    }

    async fn by_anybody(&mut self) -> Result<Standing, Failure> {
        let dir = &self.app.config.data.dir;
        ring(dir).await;
        loop {
            let standing = self.look().await?;
            if standing.is_over(self.until) {
                return Ok(standing);
            }
            if let Some(lock) = DataLock::take(dir)? {
                self.app.take_over(&lock).await?;
                let standing = self.here().await;
                self.app.leave().await;
                return standing;
            }
            let holder = DataLock::holder(dir).map(|pid| format!("; process {pid} works here"));
            self.patience.wait(&standing, &holder.unwrap_or_default(), &self.bar).await;
        }
    }

    /// By this process, which holds the lock.
    async fn here(&mut self) -> Result<Standing, Failure> {
        loop {
            // Work comes last, for it may be other people's.
            let quick = [self.app.step_inbox().await?, self.app.step_writer().await?];
            let standing = self.look().await?;
            if standing.is_over(self.until) {
                return Ok(standing);
            }
            if quick != [Step::Idle; 2] {
                continue;
            }
            let work = self.app.step_worker();
            if self.bar.over(self.app.sights(), work).await? == Step::Idle {
                if !standing.goes_on() {
                    return Ok(standing);
                }
                self.patience.wait(&standing, "", &self.bar).await;
            }
        }
    }

    async fn look(&mut self) -> Result<Standing, Failure> {
        let (store, thread) = (&self.app.store, &self.message.thread);
        // In this order: what each leads to is stored together with it.
        let fate = store.fate(&said_key(&self.message.id)).await?.unwrap_or(Fate::Waiting);
        let task = match store.tasks(&Which::InThread(thread.clone()), 1).await?.pop() {
            Some(row) => Task::replay(&store.facts(&row.id, 0).await?).map(|task| (row, task)),
            None => None,
        };
        let unshown = store.unshown(thread).await?;
        if self.transcript.is_some() || self.bar.is_visible() {
            let messages = store.messages(thread).await?;
            self.bar.follows(under_way(&messages).as_ref().map(|(line, far)| (line.as_str(), *far)));
            if let Some(transcript) = &mut self.transcript {
                self.bar.aside(|| transcript.print_news(&messages));
            }
        }
        Ok(Standing { fate, task, unshown })
    }
}

/// How far the work is that one of baton's messages tells of, and its words for that.
fn under_way(messages: &[Message]) -> Option<(String, UnderWay)> {
    messages.iter().rev().find_map(|message| match &message.content {
        Content::Post(post) => Some((text::stands(post), post.under_way?)),
        Content::Text(_) => None,
    })
}

/// Waits a little longer each time, and says so when it gets long.
struct Patience {
    since: Instant,
    pause: Duration,
    tell_after: Duration,
}

impl Patience {
    const SHORTEST: Duration = Duration::from_millis(20);
    const LONGEST: Duration = Duration::from_millis(640);
    const FIRST_WORD: Duration = Duration::from_secs(10);

    fn new() -> Self {
        Self { since: Instant::now(), pause: Self::SHORTEST, tell_after: Self::FIRST_WORD }
    }

    async fn wait(&mut self, standing: &Standing, more: &str, bar: &Bar) {
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(Self::LONGEST);
        let waited = self.since.elapsed();
        if waited >= self.tell_after {
            self.tell_after *= 2;
            // Whoever sees how far it is needs no more words.
            if !bar.is_shown() {
                note!("baton: waiting for {} s: {}{more}", waited.as_secs(), standing.in_words());
            }
        }
    }
}
