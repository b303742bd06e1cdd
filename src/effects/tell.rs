//! How an effect says how far it is. Saying never waits and costs next to nothing; only the latest counts, and
//! nothing is left of it when the stage that it is about has ended.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::domain::progress::{Doing, Progress};

/// Files between two words about them: what is searched faster than anybody looks says nothing.
const STEP: u64 = 256;

/// Says how far an effect is, to whoever looks.
#[derive(Debug, Clone)]
pub struct Teller(watch::Sender<Option<Progress>>);

impl Default for Teller {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Teller {
    /// Where the latest can be looked up; nothing where nothing takes long now.
    pub fn told(&self) -> watch::Receiver<Option<Progress>> {
        self.0.subscribe()
    }

    /// Begins something that says how far it is.
    pub(super) fn stage(&self) -> Stage<'_> {
        Stage(self)
    }

    /// Counts up to a total, from any thread.
    pub(super) fn counts(&self, doing: Doing, total: usize) -> Count<'_> {
        let total = u64::try_from(total).unwrap_or(u64::MAX);
        Count { stage: self.stage(), doing, total, done: AtomicU64::new(0) }
    }
}

/// A part of an effect; its end takes away what was told of it.
#[derive(Debug)]
pub(super) struct Stage<'a>(&'a Teller);

impl Stage<'_> {
    /// It is so far now. What is done is over: something else goes on then, or the stage ends.
    pub(super) fn tell(&self, progress: Progress) {
        self.0.0.send_replace((!progress.is_done()).then_some(progress));
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        self.0.0.send_replace(None);
    }
}

/// Something that is done one by one.
#[derive(Debug)]
pub(super) struct Count<'a> {
    stage: Stage<'a>,
    doing: Doing,
    total: u64,
    done: AtomicU64,
}

impl Count<'_> {
    /// One more is done.
    pub(super) fn one(&self) {
        if (self.done.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(STEP) {
            // As it is now, not as it was: another thread may have said more already.
            self.stage.tell(Progress::of(self.doing, self.done.load(Ordering::Relaxed), self.total));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_counts_and_few_files_say_nothing() {
        let teller = Teller::default();
        let told = teller.told();
        let count = teller.counts(Doing::Searching, 600);
        (1..STEP).for_each(|_| count.one());
        assert_eq!(*told.borrow(), None);
        (0..=STEP).for_each(|_| count.one());
        assert_eq!(*told.borrow(), Some(Progress::of(Doing::Searching, 512, 600)));
    }

    #[test]
    fn nothing_is_told_of_what_has_ended() {
        let teller = Teller::default();
        let told = teller.told();
        let count = teller.counts(Doing::Searching, 600);
        (0..STEP).for_each(|_| count.one());
        assert!(told.borrow().is_some());
        drop(count);
        assert_eq!(*told.borrow(), None);
        let (whole, counted) = (Progress::of(Doing::Receiving, 7, 7), Progress::counted(Doing::Checking, 7));
        let fetch = teller.stage();
        fetch.tell(counted);
        assert_eq!(*told.borrow(), Some(counted));
        fetch.tell(whole);
        assert_eq!(*told.borrow(), None);
        fetch.tell(counted);
        drop(fetch);
        assert_eq!(*told.borrow(), None);
    }
}
