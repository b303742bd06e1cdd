//! Tasks and the one lease authority.

use super::on_both;
use super::place::verify;
use super::sample::{LEASE, NO_LEASE, NOW, WORKER, ask, claim, noted, person, task, thread};
use baton::domain::ids::Millis;
use baton::store::{Before, Meant, NewTask, StoreError, Which};

on_both! {
    async fn a_claimed_task_is_finished_in_one_go(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let mut claim = claim(&store).await;
        assert_eq!((&claim.task, claim.facts.len(), claim.fence, claim.before), (&id, 1, 1, Before::Free));
        assert!(store.claim("w2", LEASE, NOW).await.unwrap().is_none());
        assert_eq!(store.task(&id).await.unwrap().unwrap().worker.as_deref(), Some(WORKER));
        store.append(&mut claim, vec![noted(1)]).await.unwrap();
        assert_eq!(claim.facts.iter().map(|fact| fact.seq).collect::<Vec<_>>(), [1, 2]);
        store.finish(&mut claim, vec![noted(2), noted(3)]).await.unwrap();
        assert_eq!(claim.facts.iter().map(|fact| fact.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(store.facts(&id, 0).await.unwrap(), claim.facts);
        let row = store.task(&id).await.unwrap().unwrap();
        assert_eq!((row.facts, row.worker, row.failures), (4, None, 0));
    }

    /// The claim of a worker that was too slow is worth nothing, whatever it tries.
    async fn a_lost_lease_changes_nothing(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let mut late = store.claim("w1", NO_LEASE, NOW).await.unwrap().unwrap();
        assert!(matches!(store.append(&mut late, vec![noted(1)]).await, Err(StoreError::LeaseLost)));
        let mut held = store.claim("w2", LEASE, NOW).await.unwrap().unwrap();
        assert_eq!((held.fence, held.before), (2, Before::Abandoned));
        assert!(matches!(store.finish(&mut late, vec![noted(1)]).await, Err(StoreError::LeaseLost)));
        assert!(matches!(store.renew(&late).await, Err(StoreError::LeaseLost)));
        assert!(matches!(store.release(&late).await, Err(StoreError::LeaseLost)));
        assert!(matches!(store.give_back(&late, NOW).await, Err(StoreError::LeaseLost)));
        assert_eq!(store.facts(&id, 0).await.unwrap().len(), 1);
        store.renew(&held).await.unwrap();
        store.finish(&mut held, vec![noted(1)]).await.unwrap();
    }

    /// The fence tells two claims of the same worker apart.
    async fn an_older_claim_of_the_same_worker_is_refused(place) {
        let store = place.open().await;
        ask(&store, task(1)).await;
        let mut first = claim(&store).await;
        store.release(&first).await.unwrap();
        let mut second = claim(&store).await;
        assert!(matches!(store.append(&mut first, vec![noted(1)]).await, Err(StoreError::LeaseLost)));
        store.append(&mut second, vec![noted(1)]).await.unwrap();
    }

    async fn a_failed_task_comes_back_later(place) {
        let store = place.open().await;
        ask(&store, task(1)).await;
        let due = Millis(NOW.0 + 5_000);
        store.give_back(&claim(&store).await, due).await.unwrap();
        assert!(store.claim(WORKER, LEASE, Millis(due.0 - 1)).await.unwrap().is_none());
        assert_eq!(store.next_due(NOW).await.unwrap().task, Some(due));
        let mut again = store.claim(WORKER, LEASE, due).await.unwrap().unwrap();
        assert_eq!(again.failures, 1);
        store.finish(&mut again, Vec::new()).await.unwrap();
        assert_eq!(claim(&store).await.failures, 0);
    }

    async fn a_task_that_cannot_be_read_does_not_keep_the_others(place) {
        let store = place.open().await;
        let broken = ask(&store, NewTask { priority: 9, ..task(1) }).await;
        let sound = ask(&store, task(2)).await;
        place.drop_triggers().await;
        place.say(format!("UPDATE facts SET payload = 'none' WHERE chain = '{broken}'")).await;
        assert!(matches!(store.claim(WORKER, LEASE, NOW).await, Err(StoreError::Corrupt(_))));
        assert_eq!(claim(&store).await.task, sound);
        assert_eq!(store.task(&broken).await.unwrap().unwrap().failures, 1);
    }

    async fn a_worker_that_is_gone_gives_its_tasks_back(place) {
        let store = place.open().await;
        ask(&store, task(1)).await;
        claim(&store).await;
        store.forget_worker(WORKER).await.unwrap();
        assert_eq!(store.claim("w2", LEASE, NOW).await.unwrap().unwrap().before, Before::Abandoned);
    }

    async fn only_the_places_of_a_worker_that_is_gone_are_freed(place) {
        let store = place.open().await;
        ask(&store, task(1)).await;
        ask(&store, task(2)).await;
        let gone = store.claim("w1/0", LEASE, NOW).await.unwrap().unwrap();
        store.claim("w10/0", LEASE, NOW).await.unwrap().unwrap();
        store.forget_worker("w1").await.unwrap();
        assert_eq!(store.claim("w2", LEASE, NOW).await.unwrap().unwrap().task, gone.task);
        assert!(store.claim("w2", LEASE, NOW).await.unwrap().is_none());
    }

    /// Priority, then whoever has least running, then age.
    async fn the_right_task_goes_first(place) {
        let store = place.open().await;
        for (id, who, priority) in [(1, "ana", 0), (2, "ana", 0), (3, "ben", 0), (4, "ana", 5)] {
            let mut new = NewTask { requester: person(who), priority, ..task(id) };
            new.facts[0].at = Millis(NOW.0 - 100 + i64::from(id));
            ask(&store, new).await;
        }
        let mut order = Vec::new();
        while let Some(claim) = store.claim(WORKER, LEASE, NOW).await.unwrap() {
            order.push(claim.thread);
        }
        assert_eq!(order, [thread(4), thread(3), thread(1), thread(2)]);
    }

    async fn every_task_is_claimed_by_exactly_one_worker(place) {
        // Two processes: what workers of one ask for at the same time is one statement.
        let stores = [place.open().await, place.open().await];
        for id in 1..=40 {
            ask(&stores[0], task(id)).await;
        }
        let mut workers = tokio::task::JoinSet::new();
        for worker in 0..8 {
            let store = stores[worker % 2].clone();
            workers.spawn(async move {
                let mut claimed = Vec::new();
                while let Some(claim) = store.claim(&format!("w{worker}"), LEASE, NOW).await.unwrap() {
                    claimed.push(claim.task);
                }
                claimed
            });
        }
        let mut claimed = workers.join_all().await.concat();
        claimed.sort();
        let before = claimed.len();
        claimed.dedup();
        assert_eq!(before, claimed.len(), "no task was claimed twice");
        assert_eq!(claimed.len(), 40);
    }

    /// What is leased and not handed out is lost until its lease ends.
    async fn a_claim_leases_what_it_hands_out(place) {
        let store = place.open().await;
        for id in 1..=30 {
            ask(&store, task(id)).await;
        }
        for running in 1..=30 {
            claim(&store).await;
            assert_eq!(store.backlog().await.unwrap().tasks_running, running);
        }
    }

    /// Read-then-insert forks a chain; ours begins with an UPDATE of its head.
    async fn many_writers_never_fork_a_chain(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let claim = claim(&store).await;
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, mut claim) = (store.clone(), claim.clone());
            writers.spawn(async move {
                for fact in 0..50 {
                    store.append(&mut claim, vec![noted(fact)]).await.unwrap();
                }
            });
        }
        writers.join_all().await;
        let places: Vec<_> = store.facts(&id, 0).await.unwrap().iter().map(|fact| fact.seq).collect();
        assert_eq!(places, (1..=401).collect::<Vec<_>>());
        assert!(verify(&store).await.is_intact());
    }

    async fn tasks_are_found_in_every_way(place) {
        let store = place.open().await;
        let mut ids = Vec::new();
        for id in 1..=3 {
            let mut new = task(id);
            new.facts[0].at = Millis(NOW.0 - 10 + i64::from(id));
            ids.push(ask(&store, new).await);
        }
        let newest: Vec<_> = store.tasks(&Which::All, 2).await.unwrap().into_iter().map(|t| t.id).collect();
        assert_eq!(newest, [ids[2].clone(), ids[1].clone()]);
        let of_thread = store.tasks(&Which::InThread(thread(2)), 9).await.unwrap();
        assert_eq!(of_thread.iter().map(|task| &task.id).collect::<Vec<_>>(), [&ids[1]]);
        let state = of_thread[0].state.clone();
        assert_eq!(store.tasks(&Which::InState(state.clone()), 9).await.unwrap().len(), 3);
        assert_eq!(store.backlog().await.unwrap().by_state[&state], 3);
        let Meant::One(found) = store.task_by_prefix(&ids[0].as_str()[..6].to_uppercase()).await.unwrap() else {
            panic!("six letters are enough");
        };
        assert_eq!(found.id, ids[0]);
        assert!(matches!(store.task_by_prefix("").await.unwrap(), Meant::Several(ids) if ids.len() == 3));
        assert_eq!(store.task_by_prefix("zzzzzzzzzzzz").await.unwrap(), Meant::Nothing);
    }
}
