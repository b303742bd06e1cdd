//! When progress is worth showing: not for what is over at once, and not more often than people read.

use crate::domain::ids::Millis;

/// What takes less than this shows no progress at all, in milliseconds.
const FIRST_MS: u64 = 1_500;
/// A thread is changed at most this often, in milliseconds.
const EVERY_MS: u64 = 2_000;

/// Says how long the next showing has to wait.
#[derive(Debug, Clone)]
pub struct Pace {
    from: Millis,
    gap_ms: u64,
}

impl Pace {
    /// For something that begins now.
    pub fn begin(now: Millis) -> Self {
        Self { from: now, gap_ms: FIRST_MS }
    }

    /// How many milliseconds there are to wait; 0 when it may be shown now. A clock that was set back begins
    /// the wait anew.
    pub fn wait_ms(&mut self, now: Millis) -> u64 {
        self.from = self.from.min(now);
        self.gap_ms.saturating_sub(now.since(self.from))
    }

    /// It was shown now.
    pub fn shown(&mut self, now: Millis) {
        (self.from, self.gap_ms) = (now, EVERY_MS);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_shown_of_what_is_over_at_once() {
        let mut pace = Pace::begin(Millis(10_000));
        let waits = [10_000, 11_000, 11_499, 11_500, 60_000].map(|now| pace.wait_ms(Millis(now)));
        assert_eq!(waits, [1_500, 500, 1, 0, 0]);
    }

    #[test]
    fn a_clock_that_is_set_back_delays_it_by_one_wait() {
        let mut pace = Pace::begin(Millis(10_000));
        pace.shown(Millis(20_000));
        assert_eq!(pace.wait_ms(Millis(5_000)), 2_000);
        assert_eq!(pace.wait_ms(Millis(7_000)), 0);
    }

    proptest! {
        #[test]
        fn two_showings_are_never_too_near(steps in prop::collection::vec(0u32..3_000, 1..200)) {
            let (mut pace, mut now, mut last) = (Pace::begin(Millis(0)), 0, None);
            for step in steps {
                now += i64::from(step);
                if pace.wait_ms(Millis(now)) == 0 {
                    prop_assert!(now - last.unwrap_or(-500) >= 2_000);
                    pace.shown(Millis(now));
                    last = Some(now);
                }
            }
        }
    }
}
