//! Brings together what several callers want to write at the same time, so that one of them writes it all.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot::{self, error::TryRecvError};

/// What is waiting to be written, each with the place its answer goes to.
#[derive(Debug)]
pub(super) struct Gather<T, R> {
    waiting: Mutex<Waiting<T, R>>,
    /// Held by the one who writes for everybody.
    turn: tokio::sync::Mutex<()>,
}

type Waiting<T, R> = Vec<(T, oneshot::Sender<R>)>;

/// What becomes of somebody who wants something written.
pub(super) enum Joined<'a, T, R> {
    /// Somebody else has written it: what became of it.
    Written(R),
    /// It is theirs to write, with what the others want.
    Mine(Lead<'a, T, R>),
}

/// The one whose turn it is. Where it fails, each of the others writes its own, so nobody gets an error that
/// belongs to somebody else.
pub(super) struct Lead<'a, T, R> {
    gather: &'a Gather<T, R>,
    /// Its own, where a leader before failed with it.
    again: Option<T>,
    mine: oneshot::Receiver<R>,
    answers: Vec<oneshot::Sender<R>>,
    _turn: tokio::sync::MutexGuard<'a, ()>,
}

impl<T, R> Default for Gather<T, R> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }
}

impl<T: Clone, R> Gather<T, R> {
    /// Waits until this is written, or everything that waits is the caller's to write.
    pub async fn join(&self, item: T) -> Joined<'_, T, R> {
        let (answer, mut mine) = oneshot::channel();
        self.waiting().push((item.clone(), answer));
        let turn = self.turn.lock().await;
        let again = match mine.try_recv() {
            Ok(written) => return Joined::Written(written),
            Err(TryRecvError::Closed) => Some(item),
            Err(TryRecvError::Empty) => None,
        };
        Joined::Mine(Lead { gather: self, again, mine, answers: Vec::new(), _turn: turn })
    }
}

impl<T, R> Gather<T, R> {
    fn waiting(&self) -> MutexGuard<'_, Waiting<T, R>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, R> Lead<'_, T, R> {
    /// Everything that waits by now, the caller's own among it.
    pub async fn take(&mut self) -> Vec<T> {
        // Those who were woken together with the caller come right behind it.
        tokio::task::yield_now().await;
        if let Some(own) = self.again.take() {
            let (answer, mine) = oneshot::channel();
            (self.mine, self.answers) = (mine, vec![answer]);
            return vec![own];
        }
        // Those who are gone wait for nothing: a leader that found no connection, a caller that was dropped.
        let waiting = std::mem::take(&mut *self.gather.waiting()).into_iter();
        let (items, answers) = waiting.filter(|(_, answer)| !answer.is_closed()).unzip();
        self.answers = answers;
        items
    }

    /// Tells everybody what became of theirs, in the order of the items; gives the caller's own answer.
    pub fn answer(mut self, written: impl IntoIterator<Item = R>) -> Option<R> {
        for (answer, written) in self.answers.into_iter().zip(written) {
            // One that is gone by now needs no answer.
            answer.send(written).ok();
        }
        self.mine.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    /// Writes tenfold; gives the answer, and what this caller wrote itself.
    async fn write(gather: &Gather<u32, u32>, item: u32, fails: bool) -> (Option<u32>, Vec<u32>) {
        match gather.join(item).await {
            Joined::Written(answer) => (Some(answer), Vec::new()),
            Joined::Mine(mut lead) => {
                let all = lead.take().await;
                let answers = all.iter().map(|item| item * 10).collect::<Vec<_>>();
                if fails { (None, all) } else { (lead.answer(answers), all) }
            }
        }
    }

    async fn while_one_writes(failing: u32) -> Vec<(Option<u32>, Vec<u32>)> {
        let gather = Gather::default();
        let Joined::Mine(mut first) = gather.join(1).await else { panic!("nobody else is there") };
        assert_eq!(first.take().await, [1]);
        let others = join_all([2, 3, 4].map(|item| write(&gather, item, item == failing)));
        let (others, mine) = tokio::join!(others, async { first.answer([10]) });
        assert_eq!(mine, Some(10));
        others
    }

    #[tokio::test]
    async fn what_gathers_while_one_writes_is_written_together() {
        let others = while_one_writes(0).await;
        assert_eq!(others, [(Some(20), vec![2, 3, 4]), (Some(30), vec![]), (Some(40), vec![])]);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_written() {
        let gather = Gather::default();
        let Joined::Mine(failed) = gather.join(1).await else { panic!("nobody else is there") };
        drop(failed);
        assert_eq!(write(&gather, 2, false).await, (Some(20), vec![2]));
    }

    #[tokio::test]
    async fn a_failure_is_that_of_the_one_who_wrote() {
        let others = while_one_writes(2).await;
        assert_eq!(others, [(None, vec![2, 3, 4]), (Some(30), vec![3]), (Some(40), vec![4])]);
    }
}
