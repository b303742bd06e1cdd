//! How far something is that takes long: what is being done, how much of it is done, how long the rest takes
//! ([`TimeLeft`]), and when that is worth showing ([`Pace`]).

mod left;
mod pace;

pub use left::TimeLeft;
pub use pace::Pace;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// The other end finds and packs the objects that it will send.
    Packing,
    /// Objects come from the other end.
    Receiving,
    /// What came is written out object by object.
    Unpacking,
    /// Objects that came as differences are put together.
    Resolving,
    /// It is checked that nothing is missing.
    Checking,
    /// Objects go to the other end.
    Sending,
    /// Files are searched for a text.
    Searching,
    /// Files are searched for what is nearly the text.
    Comparing,
}

/// How far it is. Never more is done than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    doing: Doing,
    done: u64,
    total: Option<u64>,
    bytes: Option<u64>,
}

impl Progress {
    /// So many of so many.
    pub fn of(doing: Doing, done: u64, total: u64) -> Self {
        Self { doing, done: done.min(total), total: Some(total), bytes: None }
    }

    /// So many, and nobody knows of how many.
    pub fn counted(doing: Doing, done: u64) -> Self {
        Self { doing, done, total: None, bytes: None }
    }

    /// The same, and so many bytes until now.
    #[must_use]
    pub fn with_bytes(self, bytes: Option<u64>) -> Self {
        Self { bytes, ..self }
    }

    /// What is being done.
    pub fn doing(&self) -> Doing {
        self.doing
    }

    /// How much is done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// How much there is to do, where that is known.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How many bytes came, where that is counted.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        Some(self.done) == self.total
    }

    /// The part that is done, in whole percent: 100 only when nothing is left.
    pub fn percent(&self) -> Option<u8> {
        let total = self.total.filter(|total| *total > 0)?;
        let percent = u128::from(self.done) * 100 / u128::from(total);
        u8::try_from(percent).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percents_are_rounded_down() {
        let percent = |done, total| Progress::of(Doing::Searching, done, total).percent();
        assert_eq!([percent(0, 3), percent(2, 3), percent(999, 1000)], [Some(0), Some(66), Some(99)]);
        assert_eq!([percent(3, 3), percent(9, 3), percent(0, 0)], [Some(100), Some(100), None]);
        assert_eq!(percent(u64::MAX, u64::MAX), Some(100));
        assert_eq!(Progress::counted(Doing::Packing, 7).percent(), None);
    }

    proptest! {
        #[test]
        fn never_more_is_done_than_there_is(done: u64, total: u64) {
            let progress = Progress::of(Doing::Receiving, done, total);
            prop_assert!(progress.done() <= total);
            prop_assert!(progress.percent().is_none_or(|percent| percent <= 100));
            prop_assert_eq!(progress.percent() == Some(100), total > 0 && done >= total);
            prop_assert_eq!(progress.is_done(), done >= total);
            prop_assert!(!Progress::counted(Doing::Packing, done).is_done());
        }
    }
}
