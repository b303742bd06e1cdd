//! The inbox: stored once, handled once, in order.

use super::on_both;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, ask, next, noted, post, said, taken, task, thread};
use baton::domain::chat_ids::Platform;
use baton::domain::event::Event;
use baton::domain::ids::{Millis, TaskId};
use baton::store::{Append, Failed, MAX_ATTEMPTS, Received, Settlement, StoreError, Taken};

on_both! {
    /// Platforms deliver the same event again and again.
    async fn the_same_event_three_times_is_handled_once(place) {
        let store = place.open().await;
        let event = said(thread(1), 1);
        let twice = [event.clone(), event.clone()];
        assert_eq!(store.receive(&twice).await.unwrap(), [Received::New, Received::Known]);
        assert_eq!(store.receive(std::slice::from_ref(&event)).await.unwrap(), [Received::Known]);
        let incoming = next(&store).await;
        assert_eq!((&incoming.event, incoming.turn.attempt), (&event, 1));
        store.settle(&incoming, Settlement { outcome: "done".into(), ..Settlement::default() }).await.unwrap();
        assert_eq!(store.receive(std::slice::from_ref(&event)).await.unwrap(), [Received::Known]);
        assert_eq!(taken(&store, WORKER, LEASE, NOW).await, None);
        assert_eq!(store.outcome(&event.key).await.unwrap().as_deref(), Some("done"));
    }

    /// Rows travel as text with marks in it, which platforms know nothing of.
    async fn control_characters_come_back_as_they_were(place) {
        let store = place.open().await;
        let keys = ["\u{1f}f", "\u{1f}0", "a\u{1f}1r\nb", "\u{1f}2", "\\ \" '", "NULL"];
        let event = |(key, id): (&&str, u32)| Event { key: (*key).to_owned(), ..said(thread(id), id) };
        let events: Vec<_> = keys.iter().zip(1..).map(event).collect();
        store.receive(&events).await.unwrap();
        for event in &events {
            let incoming = next(&store).await;
            assert_eq!(&incoming.event, event);
            let outcome = format!("done\u{1f}{}", event.key);
            store.settle(&incoming, Settlement { outcome: outcome.clone(), ..Settlement::default() }).await.unwrap();
            assert_eq!(store.outcome(&event.key).await.unwrap(), Some(outcome));
        }
    }

    async fn events_of_a_thread_keep_their_order(place) {
        let store = place.open().await;
        let events = [said(thread(1), 1), said(thread(1), 2), said(thread(2), 3)];
        store.receive(&events).await.unwrap();
        let first = next(&store).await;
        let other = next(&store).await;
        assert_eq!((&first.event, &other.event), (&events[0], &events[2]));
        // The second of thread 1 waits while somebody is at the first.
        assert_eq!(taken(&store, "w2", LEASE, NOW).await, None);
        store.settle(&first, Settlement::default()).await.unwrap();
        assert_eq!(next(&store).await.event, events[1]);
    }

    async fn an_event_is_given_up_after_five_attempts(place) {
        let store = place.open().await;
        store.receive(&[said(thread(1), 1), said(thread(1), 2)]).await.unwrap();
        let mut now = NOW;
        for attempt in 1..=MAX_ATTEMPTS {
            let incoming = taken(&store, WORKER, LEASE, now).await.unwrap();
            assert_eq!((incoming.event.key.as_str(), incoming.turn.attempt), ("said:1", attempt));
            match store.fail(&incoming.turn, "it broke", now, Some((&thread(1), post("reply:1", "sorry")))).await.unwrap() {
                Failed::Again(due) => {
                    let early = Millis(due.0 - 1);
                    assert_eq!(taken(&store, WORKER, LEASE, early).await, None);
                    now = due;
                }
                Failed::Dead => assert_eq!(attempt, MAX_ATTEMPTS),
            }
        }
        let dead = store.dead_letters(10).await.unwrap();
        assert_eq!((dead.len(), dead[0].error.as_str()), (1, "it broke"));
        // One transaction: nobody looks at a dead letter again.
        let writer = store.take_writer(Platform::Local, WORKER, LEASE).await.unwrap().unwrap();
        let said = store.slots_to_send(&writer, now, 9).await.unwrap();
        assert_eq!(said.iter().map(|slot| &slot.slot).collect::<Vec<_>>(), [&post("reply:1", "sorry")]);
        let second = next(&store).await;
        assert_eq!(second.event.key, "said:2");
        store.settle(&second, Settlement::default()).await.unwrap();
        store.revive(&dead[0]).await.unwrap();
        assert_eq!(next(&store).await.turn.attempt, 1);
        assert!(matches!(store.revive(&dead[0]).await, Err(StoreError::Changed)));
    }

    /// Another version wrote it, or it was damaged: its thread goes on without it.
    async fn what_cannot_be_read_is_given_up_like_any_other(place) {
        let store = place.open().await;
        store.receive(&[said(thread(1), 1), said(thread(1), 2)]).await.unwrap();
        place.say("UPDATE inbox SET payload = '{\"v\":9}' WHERE event_key = 'said:1'").await;
        let mut now = NOW;
        for attempt in 1..=MAX_ATTEMPTS {
            let taken = store.claim_messages(WORKER, LEASE, now, 9).await.unwrap();
            let [Taken::Unreadable(what)] = &taken[..] else { panic!("nobody can read it: {taken:?}") };
            assert_eq!((what.key.as_str(), what.thread.clone(), what.turn.attempt), ("said:1", Some(thread(1)), attempt));
            if let Failed::Again(due) = store.fail(&what.turn, &what.why, now, None).await.unwrap() {
                now = due;
            }
        }
        let dead = store.dead_letters(10).await.unwrap();
        assert_eq!((dead.len(), dead[0].key.as_str(), &dead[0].event), (1, "said:1", &None));
        assert!(dead[0].error.contains("missing field"), "{}", dead[0].error);
        assert_eq!(next(&store).await.event.key, "said:2");
    }

    async fn an_event_has_exactly_one_outcome(place) {
        let store = place.open().await;
        store.receive(&[said(thread(1), 1)]).await.unwrap();
        let late = taken(&store, "w1", NO_LEASE, NOW).await.unwrap();
        let incoming = taken(&store, "w2", LEASE, NOW).await.unwrap();
        let start = Settlement { task: Some(task(1)), ..Settlement::default() };
        assert!(matches!(store.settle(&late, start.clone()).await, Err(StoreError::LeaseLost)));
        assert!(matches!(store.fail(&late.turn, "late", NOW, None).await, Err(StoreError::LeaseLost)));
        store.settle(&incoming, start.clone()).await.unwrap();
        assert!(matches!(store.settle(&incoming, start).await, Err(StoreError::LeaseLost)));
        assert_eq!(store.backlog().await.unwrap().tasks_due, 1);
    }

    /// What was decided on facts that have moved on is not stored, not even in part.
    async fn a_settlement_on_old_facts_changes_nothing(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        store.receive(&[said(thread(1), 2)]).await.unwrap();
        let incoming = next(&store).await;
        let append = |task: TaskId, expected| Append { task, expected, facts: vec![noted(1)] };
        let settlement = |expected| Settlement {
            task: Some(task(2)),
            appends: vec![append(id.clone(), expected)],
            ..Settlement::default()
        };
        store.record(append(id.clone(), 1)).await.unwrap();
        assert!(matches!(store.settle(&incoming, settlement(1)).await, Err(StoreError::Changed)));
        assert_eq!(store.task(&task(2).id).await.unwrap(), None);
        store.settle(&incoming, settlement(2)).await.unwrap();
        assert_eq!(store.facts(&id, 0).await.unwrap().len(), 3);
        assert_eq!(store.facts(&id, 2).await.unwrap()[0].seq, 3);
    }

    async fn many_workers_handle_every_event_once(place) {
        let store = place.open().await;
        let events: Vec<_> = (1..=60).map(|id| said(thread(id % 7), id)).collect();
        store.receive(&events).await.unwrap();
        let mut workers = tokio::task::JoinSet::new();
        for worker in 0..6 {
            let store = store.clone();
            workers.spawn(async move {
                let mut handled = Vec::new();
                while let Some(incoming) = taken(&store, &format!("w{worker}"), LEASE, NOW).await {
                    handled.push(incoming.event.key.clone());
                    store.settle(&incoming, Settlement::default()).await.unwrap();
                }
                handled
            });
        }
        let mut handled: Vec<_> = workers.join_all().await.concat();
        // A worker that finds every thread busy stops; whoever is last finds the rest.
        handled.sort();
        let mut all: Vec<_> = events.into_iter().map(|event| event.key).collect();
        all.sort();
        assert_eq!(handled, all);
    }
}
