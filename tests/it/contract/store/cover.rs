//! What the status message shows for a moment, and that what the facts say always comes back.

use super::on_both;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, ask, claim, message, noted, post, task};
use baton::domain::chat_ids::Platform;
use baton::domain::fact::Fact;
use baton::domain::ids::{Millis, TaskId};
use baton::domain::reply::{status as said, text};
use baton::domain::slot::{Post, Shown, Slot, UnderWay};
use baton::domain::task::Task;
use baton::store::{Append, Arrived, Before, Claim, Store, StoreError, WriterLease};

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

/// What the facts of a claimed task say.
fn status_post(claim: &Claim) -> Post {
    said::status(&claim.task, &Task::replay(&claim.facts).unwrap())
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

    async fn what_is_shown_already_is_not_written_again(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let mut claim = claim(&store).await;
        // A write would renew the lease.
        let nearly_over = format!("UPDATE tasks SET lease_until = lease_until - {}", LEASE.as_millis() - 60_000);
        assert!(store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap());
        place.say(nearly_over.clone()).await;
        assert!(!store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap());
        place.say(format!("UPDATE tasks SET lease_until = lease_until - {}", 60_000)).await;
        let lost = store.cover(&mut claim, |_| Some(halfway(&id))).await;
        assert!(matches!(lost, Err(StoreError::LeaseLost)));
        status(&store, &writer).await;
    }

    async fn a_fact_that_brings_the_facts_back_is_seen_although_nothing_new_is_shown(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let mut claim = claim(&store).await;
        store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap();
        a_person_adds_a_fact(&store, &id).await;
        assert_eq!(status(&store, &writer).await.as_deref(), Some(FACTS));
        assert!(store.cover(&mut claim, |_| Some(halfway(&id))).await.unwrap());
        assert_eq!(status(&store, &writer).await.as_deref(), Some("Half of it."));
        // Nor is one missed while nothing is to be shown.
        a_person_adds_a_fact(&store, &id).await;
        let drawn = |facts: &[Fact]| (facts.len() == 3).then(|| post(&format!("status:{id}"), "All of it."));
        assert!(store.cover(&mut claim, |facts| drawn(facts).filter(|_| facts.len() != 2)).await.unwrap());
        assert_eq!(status(&store, &writer).await.as_deref(), Some("All of it."));
    }

    /// Whoever worked on it is gone, and nobody can say where it stands.
    async fn a_task_that_cannot_be_read_shows_no_work(place) {
        let store = place.open().await;
        let (id, writer) = (ask(&store, task(1)).await, writer(&store).await);
        let mut dead = store.claim("w1", LEASE, NOW).await.unwrap().unwrap();
        let half = || Post { under_way: Some(UnderWay { percent: Some(50) }), ..status_post(&dead) };
        let slot = Slot { key: format!("status:{id}"), show: Shown::Post(half()) };
        store.cover(&mut dead, |_| Some(slot.clone())).await.unwrap();
        status(&store, &writer).await;
        store.forget_worker("w1").await.unwrap();
        place.drop_triggers().await;
        place.say(format!("CREATE TABLE kept AS SELECT payload FROM facts WHERE chain = '{id}'")).await;
        place.say(format!("UPDATE facts SET payload = 'none' WHERE chain = '{id}'")).await;
        assert!(matches!(store.claim("w2", LEASE, NOW).await, Err(StoreError::Corrupt(_))));
        let [shown] = store.slots_to_send(&writer, NOW, 100).await.unwrap().try_into().unwrap();
        let Shown::Post(post) = &shown.slot.show else { panic!("it is a message") };
        assert_eq!(post.under_way, None);
        let told = text::post(post).replace(id.as_str(), "‹task›");
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        change 'a' to 'b'
        I cannot read what I noted about this task, so nothing is done. I try again every minute; my log says what is wrong.
        in `acme/web` · task `‹task›` · asked by @ana
        "); }
        store.posted(&writer, &shown, Some(&message(70))).await.unwrap();
        // It says so once, and what the facts say comes back when they read.
        let later = Millis(NOW.0 + 120_000);
        assert!(matches!(store.claim("w2", LEASE, later).await, Err(StoreError::Corrupt(_))));
        assert_eq!(status(&store, &writer).await, None);
        place.say(format!("UPDATE facts SET payload = (SELECT payload FROM kept) WHERE chain = '{id}'")).await;
        let read = store.claim("w2", LEASE, Millis(later.0 + 120_000)).await.unwrap().unwrap();
        store.release(&read).await.unwrap();
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
