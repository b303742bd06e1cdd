//! How long it still takes, from how fast it went.

use super::{Doing, Progress};
use crate::domain::ids::Millis;

/// Nothing is said before this much of a stage was seen, in milliseconds: the first speeds mean little.
const QUIET_MS: u64 = 3_000;
/// Looks that are nearer than this to the one before tell nothing about the speed, in milliseconds.
const NEAR_MS: u64 = 200;
/// Nothing is said when it has stood still for this long, in milliseconds.
const STILL_MS: u64 = 10_000;
/// The speed of a moment counts for about this long, in milliseconds.
const MEMORY_MS: f64 = 8_000.0;
/// A little longer than what was said is not worth a word, up to this many times.
const STEADY: f64 = 1.2;
/// What is said next is at most this many times what was said before.
const GROWTH: f64 = 1.5;
/// Nobody is told more than this, in milliseconds.
const LONGEST_MS: f64 = 24.0 * 3_600_000.0;

/// Estimates the rest of a stage. It says nothing rather than something wild.
#[derive(Debug, Clone, Default)]
pub struct TimeLeft {
    stage: Option<Stage>,
}

/// One thing that is being done, since it was first seen.
#[derive(Debug, Clone)]
struct Stage {
    doing: Doing,
    total: u64,
    began: Millis,
    seen: Millis,
    /// When it last went on.
    moved: Millis,
    done: u64,
    /// Per millisecond, smoothed.
    speed: Option<f64>,
    said_ms: Option<f64>,
}

impl TimeLeft {
    /// What is left as far as can be told at this moment, in milliseconds.
    pub fn look(&mut self, now: Millis, progress: &Progress) -> Option<u64> {
        let Some(total) = progress.total() else {
            self.stage = None;
            return None;
        };
        match &mut self.stage {
            Some(stage) if stage.goes_on(now, progress) => stage.look(now, progress.done()),
            _ => {
                self.stage = Some(Stage::begin(now, progress, total));
                None
            }
        }
    }
}

impl Stage {
    fn begin(now: Millis, progress: &Progress, total: u64) -> Self {
        let (doing, done) = (progress.doing(), progress.done());
        Self { doing, total, began: now, seen: now, moved: now, done, speed: None, said_ms: None }
    }

    /// Whether that is the same work, a little later. Several threads count, so a little less is only late; much
    /// less is a new round.
    fn goes_on(&self, now: Millis, progress: &Progress) -> bool {
        let same = self.doing == progress.doing() && Some(self.total) == progress.total();
        same && now >= self.seen && progress.done() >= self.done / 2
    }

    fn look(&mut self, now: Millis, done: u64) -> Option<u64> {
        let passed = now.since(self.seen);
        if passed >= NEAR_MS {
            let more = done.saturating_sub(self.done);
            let moment = more as f64 / passed as f64;
            let weight = 1.0 - (-(passed as f64) / MEMORY_MS).exp();
            self.speed = Some(self.speed.map_or(moment, |speed| speed + weight * (moment - speed)));
            (self.seen, self.done) = (now, self.done.max(done));
            if more > 0 {
                self.moved = now;
            }
        }
        let left = (now.since(self.began) >= QUIET_MS && now.since(self.moved) < STILL_MS)
            .then(|| self.rest(done))
            .flatten();
        let bounded = left.map(|left| match self.said_ms {
            Some(said) if left > said && left <= said * STEADY => said,
            Some(said) => left.min(said * GROWTH),
            None => left,
        });
        self.said_ms = bounded.filter(|left| *left <= LONGEST_MS);
        self.said_ms.map(|left| left.round() as u64)
    }

    fn rest(&self, done: u64) -> Option<f64> {
        let speed = self.speed.filter(|speed| *speed > 0.0)?;
        let rest = self.total.saturating_sub(done.max(self.done));
        (rest > 0).then(|| rest as f64 / speed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn received(done: u64, total: u64) -> Progress {
        Progress::of(Doing::Receiving, done, total)
    }

    /// What is said at each of these seconds.
    fn said(looks: &[(i64, u64)], total: u64) -> Vec<Option<u64>> {
        let mut left = TimeLeft::default();
        let look = |(second, done): &(i64, u64)| left.look(Millis(second * 1000), &received(*done, total));
        looks.iter().map(look).map(|left| left.map(|left| left.div_ceil(1000))).collect()
    }

    #[test]
    fn it_is_silent_at_first_and_right_when_the_speed_is_even() {
        let looks: Vec<_> = (0..=10u8).map(|second| (i64::from(second), u64::from(second) * 10)).collect();
        let silent = [None, None, None];
        assert_eq!(said(&looks, 100)[..3], silent);
        assert_eq!(
            said(&looks, 100)[3..],
            [Some(7), Some(6), Some(5), Some(4), Some(3), Some(2), Some(1), None]
        );
    }

    #[test]
    fn a_little_slower_is_not_said() {
        let mut looks: Vec<_> = (0..=8u8).map(|second| (i64::from(second), u64::from(second) * 10)).collect();
        looks.extend([(9, 84), (10, 90), (11, 110)]);
        let said = said(&looks, 400);
        assert_eq!(said[8], Some(32));
        assert_eq!(said[9..11], [Some(32), Some(32)]);
        assert!(said[11] < Some(32), "{said:?}");
    }

    #[test]
    fn what_stands_still_ends_in_silence() {
        let mut looks = vec![(0, 0), (1, 10), (2, 20), (3, 30), (4, 40)];
        looks.extend((5..30).map(|second| (second, 40)));
        let said = said(&looks, 1000);
        assert!(said[5..13].iter().all(Option::is_some), "{said:?}");
        assert!(said[15..].iter().all(Option::is_none), "{said:?}");
    }

    #[test]
    fn another_stage_begins_in_silence() {
        let mut left = TimeLeft::default();
        for second in 0..5u8 {
            left.look(Millis(i64::from(second) * 1000), &received(u64::from(second), 100));
        }
        let resolving = Progress::of(Doing::Resolving, 50, 100);
        assert_eq!(left.look(Millis(5000), &resolving), None);
        assert_eq!(left.look(Millis(6000), &received(6, 100)), None, "it is seen anew");
        // A clock that was set back.
        assert_eq!(left.look(Millis(0), &received(7, 100)), None);
        assert_eq!(left.look(Millis(1000), &Progress::counted(Doing::Receiving, 7)), None);
    }

    #[test]
    fn what_comes_late_from_another_thread_does_not_begin_anew() {
        let looks = [(0, 0), (1, 10), (2, 20), (3, 30), (4, 29), (5, 50)];
        assert!(said(&looks, 100)[3..].iter().all(Option::is_some));
    }

    proptest! {
        #[test]
        fn it_never_counts_up_wildly(
            steps in prop::collection::vec((1i64..5_000, 0u64..1_000), 1..100),
            total in 1u64..100_000,
        ) {
            let (mut left, mut now, mut done, mut before) = (TimeLeft::default(), 0, 0, None);
            for (passed, more) in steps {
                now += passed;
                done = (done + more).min(total);
                let said = left.look(Millis(now), &received(done, total));
                if let (Some(before), Some(said)) = (before, said) {
                    prop_assert!(said as f64 <= before as f64 * GROWTH + 2.0, "{before} then {said}");
                }
                prop_assert!(now > 3_000 || said.is_none());
                prop_assert!(done < total || said.is_none());
                before = said;
            }
        }

        #[test]
        fn an_even_speed_is_told_right(speed in 1u64..1_000, seconds in 6i64..300) {
            let total = speed * 400;
            let mut left = TimeLeft::default();
            let looks = (0..=seconds).map(|second| left.look(Millis(second * 1000), &received(speed * second.unsigned_abs(), total)));
            let said = looks.last().flatten().unwrap();
            let right = (400 - seconds.unsigned_abs()) * 1000;
            prop_assert!(said.abs_diff(right) <= right / 10 + 1, "{said} instead of {right}");
        }
    }
}
