//! What the status message shows for a moment, and that what the facts say always comes back.

use super::on_both;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, ask, claim, message, noted, post, task};
use baton::domain::chat_ids::Platform;
use baton::domain::ids::{Millis, TaskId};
use baton::domain::reply::text;
use baton::domain::slot::{Shown, Slot};
use baton::store::{Append, Arrived, Before, Store, StoreError, WriterLease};

/// What the facts of a task say that was just asked for.
const FACTS: &str = "Queued.";

async fn writer(store: &Store) -> WriterLease {
    store.take_writer(Platform::Local, WORKER, LEASE).await.unwrap().unwrap()
}

/// What the status message is to show from now on; none where it shows that already. All messages are posted then.
async fn status(store: &Store, writer: &WriterLease) -> Option<String> {
    let mut status = None;
    for slot in store.slots_to_send(writer, NOW, 100).await.unwrap() {
        store.posted(writer, &slot, Some(&message(70))).await.unwrap();
        if let (Shown::Post(post), true) = (&slot.slot.show, slot.slot.key.starts_with("status:")) {
            status = Some(text::post(post).lines().find(|line| line.ends_with('.')).unwrap().to_owned());
        }
    }
    status
}

fn halfway(id: &TaskId) -> Slot {
    post(&format!("status:{id}"), "Half of it.")
}

/// A person adds a fact that changes nothing of what the task shows.
async fn a_person_adds_a_fact(store: &Store, id: &TaskId) {
    let expected = u32::try_from(store.facts(id, 0).await.unwrap().len()).unwrap();
    store.record(Append { task: id.clone(), expected, facts: vec![noted(7)] }).await.unwrap();
}

on_both! {
    async fn it_shows_until_there_is_a_fact(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
        let mut claim = claim(&store).await;
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."));
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        assert_eq!(status(&store, &writer).await, None);
        // The fact changes nothing of what the facts say.
        store.append(&mut claim, vec![noted(1)]).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
        store.append(&mut claim, vec![noted(2)]).await.unwrap();
        assert_eq!(status(&store, &writer).await, None);
        assert_eq!(store.facts(&id, 0).await.unwrap().len(), 3);
    }

    async fn each_end_of_a_claim_brings_the_facts_back(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        status(&store, &writer).await;
        for end in 0..3 {
            let mut claim = claim(&store).await;
            store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
            assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."), "{end}");
            match end {
                0 => store.release(&claim).await.unwrap(),
                1 => store.give_back(&claim, NOW).await.unwrap(),
                _ => store.finish(&mut claim, Vec::new()).await.unwrap(),
            }
            assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS), "{end}");
        }
    }

    async fn whoever_lost_the_task_shows_nothing(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        status(&store, &writer).await;
        let mut late = store.claim("w1", NO_LEASE, NOW).await.unwrap().unwrap();
        let lost = store.cover(&mut late, |_| Some(halfway(&id))).await;
        assert!(matches!(lost, Err(StoreError::LeaseLost)));
        let mut held = claim(&store).await;
        let lost = store.cover(&mut late, |_| Some(halfway(&id))).await;
        assert!(matches!(lost, Err(StoreError::LeaseLost)));
        assert!(matches!(store.give_back(&late, NOW).await, Err(StoreError::LeaseLost)));
        assert_eq!(status(&store, &writer).await, None);
        store.finish(&mut held, Vec::new()).await.unwrap();
    }

    /// Of a worker that died nobody knows what it showed.
    async fn what_a_dead_worker_showed_goes_with_the_next_fact(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let mut dead = store.claim("w1", LEASE, NOW).await.unwrap().unwrap();
        store.cover(&mut dead, |_| Some(halfway(&id))).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."));
        store.forget_worker("w1").await.unwrap();
        let mut next = store.claim("w2", LEASE, NOW).await.unwrap().unwrap();
        assert_eq!((next.before, next.is_covered()), (Before::Abandoned, true));
        store.append(&mut next, vec![noted(1)]).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
        assert!(!next.is_covered());
        // Nor does it matter when the next one adds nothing.
        store.cover(&mut next, |_| Some(halfway(&id))).await.unwrap();
        status(&store, &writer).await;
        store.forget_worker("w2").await.unwrap();
        store.release(&store.claim("w3", LEASE, NOW).await.unwrap().unwrap()).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
    }

    async fn what_people_add_is_shown_and_drawn_on(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let mut claim = claim(&store).await;
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."));
        a_person_adds_a_fact(&store, &id).await;
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
        store.cover(&mut claim, |facts| (facts.len() == 1).then(|| halfway(&id))).await.unwrap();
        assert_eq!((status(&store, &writer).await, claim.facts.len()), (None, 2));
        store.cover(&mut claim, |facts| (facts.len() == 2).then(|| halfway(&id))).await.unwrap();
        assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."));
    }

    async fn a_platform_that_asks_to_wait_is_not_asked_sooner(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let due = Millis(NOW.0 + 30_000);
        for slot in store.slots_to_send(&writer, NOW, 100).await.unwrap() {
            store.slot_failed(&writer, &slot, due, Arrived::No).await.unwrap();
        }
        let mut claim = claim(&store).await;
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        assert_eq!(store.slots_to_send(&writer, NOW, 100).await.unwrap(), []);
        let later = store.slots_to_send(&writer, due, 100).await.unwrap();
        assert!(later.iter().any(|slot| slot.slot == halfway(&id)));
    }

    /// A claim is renewed by what it shows, and shows what it shows on no other task.
    async fn it_keeps_the_lease(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let mut claim = claim(&store).await;
        place.say(format!("UPDATE tasks SET lease_until = lease_until - {}", LEASE.as_millis() - 60_000)).await;
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        place.say(format!("UPDATE tasks SET lease_until = lease_until - {}", LEASE.as_millis() - 60_000)).await;
        store.finish(&mut claim, vec![noted(1)]).await.unwrap();
    }
}
