//! How far something is, on one line of standard error: only where that is a terminal, only when it takes long,
//! and nothing of it is left when it is over.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::watch;

use crate::domain::ids::Millis;
use crate::domain::progress::{Progress, TimeLeft};
use crate::domain::reply::progress::sentence;
use crate::domain::slot::UnderWay;
use crate::runtime::Sight;

/// What takes less shows nothing.
const FIRST: Duration = Duration::from_millis(1_500);

/// A line that comes and goes.
pub(super) struct Bar {
    since: Instant,
    is_visible: bool,
    shown: Mutex<Shown>,
}

#[derive(Default)]
struct Shown {
    left: TimeLeft,
    line: Option<ProgressBar>,
}

impl Bar {
    /// Shown where standard error is a terminal.
    pub(super) fn on_terminal() -> Self {
        Self::new(!ProgressDrawTarget::stderr().is_hidden())
    }

    /// Never shown: what is printed is for programs.
    pub(super) fn hidden() -> Self {
        Self::new(false)
    }

    fn new(is_visible: bool) -> Self {
        Self { since: Instant::now(), is_visible, shown: Mutex::default() }
    }

    /// Whether it shows something now.
    pub(super) fn is_shown(&self) -> bool {
        self.shown().line.is_some()
    }

    /// Whether anybody can see it.
    pub(super) fn is_visible(&self) -> bool {
        self.is_visible
    }

    /// Work on a repository is so far.
    pub(super) fn told(&self, repo: &str, progress: Progress) {
        // What is done is not under way, whatever follows.
        if progress.is_done() {
            return self.clear();
        }
        let now = Millis(i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX));
        let left = self.shown().left.look(now, &progress);
        self.says(&sentence(&progress, repo, left), progress.percent());
    }

    /// What a message says about work that others do; it is over where there is none.
    pub(super) fn follows(&self, message: Option<(&str, UnderWay)>) {
        match message {
            Some((line, under_way)) => self.says(line, under_way.percent),
            None => self.clear(),
        }
    }

    fn says(&self, text: &str, percent: Option<u8>) {
        if !self.is_visible || self.since.elapsed() < FIRST {
            return;
        }
        let mut shown = self.shown();
        let position = percent.unwrap_or(0).into();
        let line = shown.line.get_or_insert_with(|| {
            ProgressBar::with_draw_target(Some(100), ProgressDrawTarget::stderr()).with_position(position)
        });
        line.set_style(style(percent));
        line.set_message(text.to_owned());
        line.set_position(position);
        line.tick();
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if let Some(line) = self.shown().line.take() {
            line.finish_and_clear();
        }
    }

    /// Prints something else; the line makes room for it.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        let line = self.shown().line.clone();
        match line {
            Some(line) => line.suspend(print),
            None => print(),
        }
    }

    /// Shows what a worker of this process is busy with while it works.
    pub(super) async fn over<T>(
        &self,
        mut sights: watch::Receiver<Option<Sight>>,
        work: impl Future<Output = T>,
    ) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => {
                    self.clear();
                    return done;
                }
                Ok(()) = sights.changed() => match &*sights.borrow_and_update() {
                    Some(sight) => self.told(sight.repo.as_str(), sight.progress),
                    None => self.clear(),
                },
            }
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A bar where it is known how much there is to do.
fn style(percent: Option<u8>) -> ProgressStyle {
    let template = if percent.is_some() { "[{bar:12}] {wide_msg}" } else { "{spinner} {wide_msg}" };
    ProgressStyle::with_template(template).expect("the template is one").progress_chars("=> ")
}
