//! Slots: posted once, edited in place, searched after a crash, one writer to a thread.

use super::on_both;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, message, next, post, said, thread};
use baton::domain::ids::Millis;
use baton::domain::slot::{Shown, Slot, Subject};
use baton::store::{Arrived, Pending, Search, Settlement, Store, StoreError};

/// Makes a thread want these slots.
async fn want(store: &Store, root: u32, event: u32, slots: Vec<Slot>) {
    store.receive(&[said(thread(root), event)]).await.unwrap();
    let settlement = Settlement { slots, ..Settlement::default() };
    store.settle(&next(store).await, settlement).await.unwrap();
}

async fn pending(store: &Store, worker: &str) -> Vec<Pending> {
    store.slots_to_send(worker, LEASE, NOW, 10).await.unwrap()
}

fn keys(pending: &[Pending]) -> Vec<&str> {
    pending.iter().map(|slot| slot.slot.key.as_str()).collect()
}

on_both! {
    async fn a_slot_is_sent_only_when_it_changes(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let first = pending(&store, WORKER).await;
        assert_eq!((keys(&first), &first[0].message, first[0].search), (vec!["reply:1"], &None, Search::NotNeeded));
        store.posted(&first[0], Some(&message(70))).await.unwrap();
        want(&store, 1, 2, vec![post("reply:1", "hello")]).await;
        assert_eq!(pending(&store, WORKER).await, []);
        want(&store, 1, 3, vec![post("reply:1", "good bye")]).await;
        let second = pending(&store, WORKER).await;
        assert_eq!(second[0].slot, post("reply:1", "good bye"));
        assert_eq!(second[0].message, Some(message(70)));
    }

    async fn what_changes_while_it_is_sent_is_sent_again(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "old")]).await;
        let sending = pending(&store, WORKER).await;
        want(&store, 1, 2, vec![post("reply:1", "new")]).await;
        assert_eq!(pending(&store, "w2").await, []);
        store.posted(&sending[0], Some(&message(70))).await.unwrap();
        let again = pending(&store, "w2").await;
        assert_eq!((&again[0].slot, again[0].search), (&post("reply:1", "new"), Search::NotNeeded));
    }

    async fn a_slot_found_sending_is_searched_first(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let lost = store.slots_to_send("w1", NO_LEASE, NOW, 10).await.unwrap();
        assert_eq!(store.interrupted_slots().await.unwrap(), [(thread(1), "reply:1".to_owned())]);
        // It stays so when the search fails, too.
        let found = pending(&store, "w2").await;
        assert_eq!(found[0].search, Search::First);
        store.slot_failed(&found[0], NOW, Arrived::No).await.unwrap();
        let found = pending(&store, "w2").await;
        assert_eq!((found[0].search, found[0].failures), (Search::First, 1));
        assert!(matches!(store.posted(&lost[0], Some(&message(9))).await, Err(StoreError::LeaseLost)));
        store.posted(&found[0], Some(&message(70))).await.unwrap();
        assert_eq!(store.interrupted_slots().await.unwrap(), []);
    }

    async fn what_may_have_arrived_is_searched_first(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let sent = pending(&store, WORKER).await;
        store.slot_failed(&sent[0], NOW, Arrived::Perhaps).await.unwrap();
        assert_eq!(pending(&store, "w2").await[0].search, Search::First);
    }

    async fn a_refused_slot_waits(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let due = Millis(NOW.0 + 3_000);
        store.slot_failed(&pending(&store, WORKER).await[0], due, Arrived::No).await.unwrap();
        assert_eq!(pending(&store, WORKER).await, []);
        assert_eq!(store.next_due(NOW).await.unwrap().slot, Some(due));
        let later = store.slots_to_send(WORKER, LEASE, due, 10).await.unwrap();
        assert_eq!((later[0].failures, later[0].search), (1, Search::NotNeeded));
    }

    async fn a_thread_has_one_writer_and_cards_go_first(place) {
        let store = place.open().await;
        let mark = Slot {
            key: "mark:1".to_owned(),
            show: Shown::Mark { on: message(1), emoji: Some("👀".to_owned()) },
        };
        let slots = vec![mark, post("status:t", "s"), post("card:t:h", "c"), post("question:t:3", "q")];
        want(&store, 1, 1, slots).await;
        want(&store, 2, 2, vec![post("status:u", "s")]).await;
        let first = store.slots_to_send("w1", LEASE, NOW, 2).await.unwrap();
        assert_eq!(keys(&first), ["card:t:h", "question:t:3"]);
        assert_eq!(keys(&pending(&store, "w2").await), ["status:u"]);
        assert_eq!(keys(&pending(&store, "w1").await), ["mark:1", "status:t"]);
    }

    async fn a_reaction_finds_the_subject_its_message_was_posted_with(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("question:t:7", "which?")]).await;
        let sending = pending(&store, WORKER).await;
        store.posted(&sending[0], Some(&message(70))).await.unwrap();
        let placed = store.slot_of_message(&message(70)).await.unwrap().unwrap();
        assert_eq!((placed.thread, placed.key.as_str()), (thread(1), "question:t:7"));
        assert_eq!((placed.task, placed.subject), (None, Some(Subject::Question(7))));
        assert_eq!(store.slot_of_message(&message(71)).await.unwrap(), None);
    }

    async fn two_writers_never_share_a_thread(place) {
        let store = place.open().await;
        for root in 1..=10 {
            let slots = vec![post("status:t", "s"), post("card:t:h", "c"), post("reply:1", "r")];
            want(&store, root, root, slots).await;
        }
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..6 {
            let store = store.clone();
            writers.spawn(async move {
                let worker = format!("w{writer}");
                let mut threads = Vec::new();
                for _ in 0..10 {
                    let slots = store.slots_to_send(&worker, LEASE, NOW, 1).await.unwrap();
                    threads.extend(slots.into_iter().map(|slot| slot.thread));
                }
                threads.sort();
                threads.dedup();
                threads
            });
        }
        let mut threads = writers.join_all().await.concat();
        let all = threads.len();
        threads.sort();
        threads.dedup();
        assert_eq!(all, threads.len(), "a thread had two writers");
        assert_eq!(all, 10);
    }
}
