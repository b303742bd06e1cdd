//! The contract of a queue of wake-ups.

use std::time::Duration;

use baton::domain::ids::TaskId;
use baton::ports::Queue;
use baton::queue::MemoryQueue;

/// No wait at all: what is there is there.
const NOW: Duration = Duration::ZERO;
/// A bound for what has to come.
const SOON: Duration = Duration::from_secs(30);

fn task(letter: char) -> TaskId {
    letter.to_string().repeat(10).parse().unwrap()
}

/// What every queue must do.
async fn keeps_the_contract(queue: &dyn Queue) {
    assert_eq!(queue.next(NOW).await.unwrap(), None, "a new queue is empty");
    for letter in ['a', 'b', 'a'] {
        queue.wake(&task(letter)).await.unwrap();
    }
    assert_eq!(queue.waiting().await.unwrap(), 2, "twice is the same as once");
    assert_eq!(queue.next(SOON).await.unwrap(), Some(task('a')));
    queue.wake(&task('a')).await.unwrap();
    assert_eq!(queue.next(SOON).await.unwrap(), Some(task('b')));
    assert_eq!(queue.next(SOON).await.unwrap(), Some(task('a')), "once taken it may be said again");
    assert_eq!(queue.waiting().await.unwrap(), 0);
    let (found, woken) = tokio::join!(queue.next(SOON), async {
        tokio::task::yield_now().await;
        let task = task('c');
        queue.wake(&task).await
    });
    woken.unwrap();
    assert_eq!(found.unwrap(), Some(task('c')), "whoever waits is woken");
}

#[tokio::test]
async fn memory() {
    keeps_the_contract(&MemoryQueue::default()).await;
}
