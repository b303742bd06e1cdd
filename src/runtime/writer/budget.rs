//! The edit budget of a platform: so many edits a minute as it allows, shared so that news of progress never keeps
//! waiting what people decide on. The more threads there are, the rarer each tells how far it is.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU32;

use crate::domain::ids::Millis;
use crate::domain::slot::{Shown, Slot};

/// What budgets are counted over, in milliseconds.
const MINUTE: i64 = 60_000;
/// How far ahead anybody is promised an edit, in milliseconds: many of those who wait are over by then.
const FARTHEST: i64 = 5 * MINUTE;

/// How much people wait for an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// For a card, a question, an answer: all of the budget.
    Decision,
    /// For where a task stands: four fifths of it.
    State,
    /// For how far something is: half of it, evenly over the minute.
    Progress,
}

impl Weight {
    /// Of an edit of this slot; none where it is no edit of a message.
    pub(super) fn of(slot: &Slot) -> Option<Self> {
        let Shown::Post(post) = &slot.show else { return None };
        let kind = slot.key.split(':').next();
        Some(match (kind, post.under_way) {
            (_, Some(_)) => Self::Progress,
            (Some("card" | "question" | "reply"), None) => Self::Decision,
            (_, None) => Self::State,
        })
    }

    fn share(self, whole: usize) -> usize {
        match self {
            Self::Decision => whole,
            Self::State => whole * 4 / 5,
            Self::Progress => whole / 2,
        }
        .max(1)
    }
}

/// The edits of the last minute, and when the next ones may be.
#[derive(Debug)]
pub(super) struct EditBudget {
    whole: usize,
    made: VecDeque<Millis>,
    /// When nobody has been promised an edit of progress yet.
    free: Millis,
    /// Who has been promised one, and when.
    promised: HashMap<String, Millis>,
}

impl EditBudget {
    /// As many edits a minute as a platform allows.
    pub(super) fn new(per_minute: NonZeroU32) -> Self {
        let whole = usize::try_from(per_minute.get()).unwrap_or(usize::MAX);
        Self { whole, made: VecDeque::new(), free: Millis(0), promised: HashMap::new() }
    }

    /// Takes one edit of a slot; otherwise says when to come again.
    pub(super) fn take(&mut self, slot: &str, weight: Weight, now: Millis) -> Result<(), Millis> {
        self.forget(now);
        let share = weight.share(self.whole);
        // What this edit may not be made on top of: from the oldest that has to be a minute ago by then.
        let room = self.made.len().checked_sub(share).map(|at| Millis(self.made[at].0 + MINUTE));
        let turn = if weight == Weight::Progress { self.turn(slot, share, now) } else { now };
        let due = room.map_or(turn, |room| room.max(turn));
        if due > now {
            return Err(due);
        }
        self.promised.remove(slot);
        self.made.push_back(now);
        Ok(())
    }

    /// When it is this slot's turn to tell of progress: each gets the next place in the minute, and keeps it.
    fn turn(&mut self, slot: &str, share: usize, now: Millis) -> Millis {
        if let Some(promised) = self.promised.get(slot) {
            return *promised;
        }
        let turn = Millis(self.free.0.clamp(now.0, now.0 + FARTHEST));
        self.free = Millis(turn.0 + MINUTE / i64::try_from(share).unwrap_or(MINUTE));
        self.promised.insert(slot.to_owned(), turn);
        turn
    }

    fn forget(&mut self, now: Millis) {
        // The clock was set back: what seems to come is over.
        if self.made.back().is_some_and(|last| *last > now) {
            self.made.iter_mut().for_each(|at| *at = now.min(*at));
            self.promised.clear();
            self.free = now;
        }
        while self.made.front().is_some_and(|at| at.0 + MINUTE <= now.0) {
            self.made.pop_front();
        }
        self.promised.retain(|_, at| at.0 + MINUTE > now.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_014_400_000);

    fn budget(per_minute: u32) -> EditBudget {
        EditBudget::new(NonZeroU32::new(per_minute).expect("not zero"))
    }

    fn at(seconds: i64) -> Millis {
        Millis(NOW.0 + seconds * 1_000)
    }

    #[test]
    fn a_minute_has_no_more_edits_than_it_may() {
        let mut budget = budget(10);
        let weights = [Weight::Progress, Weight::State, Weight::Decision];
        let mut made = Vec::new();
        for tick in 0..6_000_i64 {
            let (slot, weight) = (format!("s{}", tick % 7), weights[usize::try_from(tick % 3).unwrap()]);
            let now = Millis(NOW.0 + tick * 100);
            if budget.take(&slot, weight, now).is_ok() {
                made.push(now);
            }
        }
        assert!(made.len() >= 95, "it is used: {}", made.len());
        for pair in made.windows(11) {
            assert!(pair[10].0 - pair[0].0 >= MINUTE, "{pair:?}");
        }
    }

    #[test]
    fn who_decides_does_not_wait_for_news() {
        let mut budget = budget(10);
        while budget.take("a", Weight::State, NOW).is_ok() {}
        assert_eq!(budget.take("b", Weight::State, NOW), Err(at(60)));
        assert_eq!(
            [budget.take("c", Weight::Decision, NOW), budget.take("d", Weight::Decision, NOW)],
            [Ok(()); 2]
        );
        assert_eq!(budget.take("e", Weight::Decision, NOW), Err(at(60)));
        assert_eq!(budget.take("e", Weight::Decision, at(60)), Ok(()));
    }

    #[test]
    fn tasks_take_turns_in_telling_how_far_they_are() {
        let mut budget = budget(10);
        assert_eq!(budget.take("a", Weight::Progress, NOW), Ok(()));
        assert_eq!(budget.take("b", Weight::Progress, NOW), Err(at(12)));
        assert_eq!(budget.take("c", Weight::Progress, NOW), Err(at(24)));
        // Whoever has news all the time comes behind those who wait already.
        assert_eq!(budget.take("a", Weight::Progress, at(2)), Err(at(36)));
        assert_eq!(budget.take("a", Weight::Progress, at(4)), Err(at(36)));
        assert_eq!(budget.take("b", Weight::Progress, at(12)), Ok(()));
        assert_eq!(budget.take("c", Weight::Progress, at(25)), Ok(()));
        assert_eq!(budget.take("a", Weight::Progress, at(36)), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let mut budget = budget(2);
        for _ in 0..2 {
            budget.take("a", Weight::Decision, at(3_600)).unwrap();
        }
        assert_eq!(budget.take("a", Weight::Decision, NOW), Err(at(60)));
        assert_eq!(budget.take("a", Weight::Decision, at(60)), Ok(()));
    }
}
