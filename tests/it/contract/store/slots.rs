//! Slots: posted once, edited in place, searched after a crash, one writer to a platform.

use super::on_both;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, message, next, post, said, thread};
use baton::domain::chat_ids::Platform;
use baton::domain::ids::Millis;
use baton::domain::slot::{Shown, Slot, Subject};
use baton::store::{Arrived, Pending, Search, Settlement, Store, StoreError, WriterLease};

/// Makes a thread want these slots.
async fn want(store: &Store, root: u32, event: u32, slots: Vec<Slot>) {
    store.receive(&[said(thread(root), event)]).await.unwrap();
    let settlement = Settlement { slots, ..Settlement::default() };
    store.settle(&next(store).await, settlement).await.unwrap();
}

async fn pending(store: &Store, writer: &WriterLease) -> Vec<Pending> {
    store.slots_to_send(writer, NOW, 10).await.unwrap()
}

async fn writer(store: &Store, name: &str) -> WriterLease {
    store.take_writer(Platform::Local, name, LEASE).await.unwrap().unwrap()
}

fn keys(pending: &[Pending]) -> Vec<&str> {
    pending.iter().map(|slot| slot.slot.key.as_str()).collect()
}

on_both! {
    async fn a_slot_is_sent_only_when_it_changes(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let first = pending(&store, &writer).await;
        assert_eq!((keys(&first), &first[0].message, first[0].search), (vec!["reply:1"], &None, Search::NotNeeded));
        store.posted(&writer, &first[0], Some(&message(70))).await.unwrap();
        want(&store, 1, 2, vec![post("reply:1", "hello")]).await;
        assert_eq!(pending(&store, &writer).await, []);
        want(&store, 1, 3, vec![post("reply:1", "good bye")]).await;
        let second = pending(&store, &writer).await;
        assert_eq!(second[0].slot, post("reply:1", "good bye"));
        assert_eq!(second[0].message, Some(message(70)));
    }

    async fn what_changes_while_it_is_sent_is_sent_again(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("reply:1", "old")]).await;
        let sending = pending(&store, &writer).await;
        want(&store, 1, 2, vec![post("reply:1", "new")]).await;
        store.posted(&writer, &sending[0], Some(&message(70))).await.unwrap();
        let again = pending(&store, &writer).await;
        assert_eq!((&again[0].slot, again[0].search), (&post("reply:1", "new"), Search::NotNeeded));
    }

    async fn what_a_lost_writer_began_to_send_is_searched_first(place) {
        let store = place.open().await;
        let lost = store.take_writer(Platform::Local, "w1", NO_LEASE).await.unwrap().unwrap();
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        assert_eq!(keys(&pending(&store, &lost).await), ["reply:1"]);
        want(&store, 2, 2, vec![post("reply:2", "never begun")]).await;
        let next = writer(&store, "w2").await;
        let found = pending(&store, &next).await;
        assert_eq!(found.iter().map(|slot| slot.search).collect::<Vec<_>>(), [Search::First, Search::NotNeeded]);
        // It stays so when the search fails, too, and when another writer comes.
        store.slot_failed(&next, &found[0], NOW, Arrived::No).await.unwrap();
        store.forget_worker("w2").await.unwrap();
        let last = writer(&store, "w3").await;
        let found = pending(&store, &last).await;
        assert_eq!((found[0].search, found[0].failures), (Search::First, 1));
        for late in [lost, next] {
            assert!(matches!(store.slots_to_send(&late, NOW, 10).await, Err(StoreError::LeaseLost)));
            assert!(matches!(store.posted(&late, &found[0], Some(&message(9))).await, Err(StoreError::LeaseLost)));
            let failed = store.slot_failed(&late, &found[0], NOW, Arrived::No).await;
            assert!(matches!(failed, Err(StoreError::LeaseLost)));
        }
        store.posted(&last, &found[0], Some(&message(70))).await.unwrap();
        want(&store, 1, 3, vec![post("reply:1", "changed")]).await;
        assert_eq!(pending(&store, &last).await[0].search, Search::NotNeeded);
    }

    async fn what_may_have_arrived_is_searched_first(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let sent = pending(&store, &writer).await;
        store.slot_failed(&writer, &sent[0], NOW, Arrived::Perhaps).await.unwrap();
        assert_eq!(pending(&store, &writer).await[0].search, Search::First);
    }

    async fn a_refused_slot_waits(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let due = Millis(NOW.0 + 3_000);
        store.slot_failed(&writer, &pending(&store, &writer).await[0], due, Arrived::No).await.unwrap();
        assert_eq!(pending(&store, &writer).await, []);
        assert_eq!(store.next_due(NOW).await.unwrap().slot, Some(due));
        let later = store.slots_to_send(&writer, due, 10).await.unwrap();
        assert_eq!((later[0].failures, later[0].search), (1, Search::NotNeeded));
    }

    async fn cards_go_first_and_another_platform_is_another_writers(place) {
        let store = place.open().await;
        let mark = Slot {
            key: "mark:1".to_owned(),
            show: Shown::Mark { on: message(1), emoji: Some("👀".to_owned()) },
        };
        let slots = vec![mark, post("status:t", "s"), post("card:t:h", "c"), post("question:t:3", "q")];
        want(&store, 1, 1, slots).await;
        let writer = writer(&store, WORKER).await;
        assert_eq!(keys(&pending(&store, &writer).await), ["card:t:h", "question:t:3", "mark:1", "status:t"]);
        let first = store.slots_to_send(&writer, NOW, 2).await.unwrap();
        assert_eq!(keys(&first), ["card:t:h", "question:t:3"]);
        let other = store.take_writer(Platform::Slack, WORKER, LEASE).await.unwrap().unwrap();
        assert_eq!(pending(&store, &other).await, []);
    }

    async fn a_reaction_finds_the_subject_its_message_was_posted_with(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("question:t:7", "which?")]).await;
        let sending = pending(&store, &writer).await;
        store.posted(&writer, &sending[0], Some(&message(70))).await.unwrap();
        let placed = store.slot_of_message(&message(70)).await.unwrap().unwrap();
        assert_eq!((placed.thread, placed.key.as_str()), (thread(1), "question:t:7"));
        assert_eq!((placed.task, placed.subject), (None, Some(Subject::Question(7))));
        assert_eq!(store.slot_of_message(&message(71)).await.unwrap(), None);
    }

    async fn a_platform_has_one_writer(place) {
        let store = place.open().await;
        let mut takers = tokio::task::JoinSet::new();
        for name in 0..6 {
            let store = store.clone();
            takers.spawn(async move {
                store.take_writer(Platform::Local, &format!("w{name}"), LEASE).await.unwrap()
            });
        }
        assert_eq!(takers.join_all().await.into_iter().flatten().count(), 1);
        assert!(store.take_writer(Platform::Slack, "w0", LEASE).await.unwrap().is_some());
    }

    /// It forgot what it was about to send, as everybody does who is interrupted.
    async fn a_writer_that_takes_its_own_right_again_searches_first(place) {
        let store = place.open().await;
        want(&store, 1, 1, vec![post("reply:1", "hello")]).await;
        let before = writer(&store, WORKER).await;
        assert_eq!(pending(&store, &before).await[0].search, Search::NotNeeded);
        let after = writer(&store, WORKER).await;
        let found = pending(&store, &after).await;
        assert_eq!(found[0].search, Search::First);
        assert!(matches!(store.posted(&before, &found[0], None).await, Err(StoreError::LeaseLost)));
    }

    /// It would keep everybody on its platform waiting.
    async fn what_cannot_be_read_is_passed_over(place) {
        let store = place.open().await;
        let writer = writer(&store, WORKER).await;
        want(&store, 1, 1, vec![post("card:t:h", "broken"), post("reply:1", "hello")]).await;
        place.say("UPDATE slots SET wanted = '{}' WHERE key = 'card:t:h'").await;
        assert_eq!(keys(&pending(&store, &writer).await), ["reply:1"]);
        place.say("UPDATE slots SET wanted = (SELECT wanted FROM slots WHERE key = 'reply:1') WHERE key = 'card:t:h'").await;
        assert_eq!(keys(&pending(&store, &writer).await), ["reply:1"]);
        let later = store.slots_to_send(&writer, Millis(NOW.0 + 60_000), 10).await.unwrap();
        assert_eq!(keys(&later), ["card:t:h", "reply:1"]);
    }
}
