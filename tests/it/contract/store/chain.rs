//! The history: append-only, erasable, signed.

use super::on_both;
use super::place::verify;
use super::sample::{NOW, ask, claim, noted, task};
use baton::domain::fact::{Actor, Body};
use baton::domain::ids::{Millis, TaskId};
use baton::store::{CHECKPOINT_EVERY_FACTS, CHECKPOINT_EVERY_MS, SYSTEM_CHAIN, Store, SystemFact, Tail};

const KEY: [u8; 32] = [7; 32];

/// A task with this many facts.
async fn history(store: &Store, id: u32, facts: u32) -> TaskId {
    ask(store, task(id)).await;
    let mut claim = claim(store).await;
    store.finish(&mut claim, (2..=facts).map(noted).collect()).await.unwrap();
    // Out of the way of the next claim.
    store.give_back(&self::claim(store).await, Millis(i64::MAX)).await.unwrap();
    claim.task
}

fn config(text: &str) -> SystemFact {
    let payload = format!("{{\"changed\":\"{text}\"}}");
    SystemFact { at: NOW, by: Actor::Baton, kind: "config".to_owned(), payload }
}

on_both! {
    async fn history_is_append_only(place) {
        let store = place.open().await;
        history(&store, 1, 3).await;
        store.checkpoint(&KEY, NOW).await.unwrap().unwrap();
        for statement in [
            "UPDATE facts SET payload = '{}' WHERE seq = 2",
            "UPDATE facts SET actor = 'local:eve', payload = NULL, salt = NULL WHERE seq = 2",
            "DELETE FROM facts WHERE seq = 3",
            "UPDATE checkpoints SET at = 1",
            "DELETE FROM checkpoints",
            "DELETE FROM checkpoint_heads",
        ] {
            let words = place.refused(statement).await;
            assert!(words.contains("append-only"), "{statement}: {words}");
        }
        assert!(verify(&store).await.is_intact());
    }

    async fn a_payload_can_be_erased_and_the_chain_still_proves_itself(place) {
        let store = place.open().await;
        let id = history(&store, 1, 4).await;
        assert_eq!(store.erase(&id, &[1, 3, 99]).await.unwrap(), 2);
        assert_eq!(store.erase(&id, &[1]).await.unwrap(), 0);
        let facts = store.facts(&id, 0).await.unwrap();
        let erased: Vec<_> = facts.iter().map(|fact| fact.body == Body::Erased).collect();
        assert_eq!(erased, [true, false, true, false]);
        let report = verify(&store).await;
        assert_eq!((report.is_intact(), report.erased, report.facts), (true, 2, 4));
    }

    async fn the_system_has_a_chain_of_its_own(place) {
        let store = place.open().await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..4 {
            let store = store.clone();
            writers.spawn(async move {
                let mut places = Vec::new();
                for fact in 0..10 {
                    places.push(store.record_system(config(&format!("{writer}-{fact}"))).await.unwrap());
                }
                places
            });
        }
        let mut places = writers.join_all().await.concat();
        places.sort_unstable();
        assert_eq!(places, (1..=40).collect::<Vec<_>>());
        let report = verify(&store).await;
        assert_eq!((report.is_intact(), report.facts, report.chains), (true, 40, 1));
        assert_eq!(report.tail, [Tail { chain: SYSTEM_CHAIN.to_owned(), from: 1, to: 40 }]);
    }

    async fn a_checkpoint_signs_what_has_grown(place) {
        let store = place.open().await;
        assert_eq!(store.checkpoint(&KEY, NOW).await.unwrap(), None);
        let id = history(&store, 1, 3).await;
        store.record_system(config("a")).await.unwrap();
        let first = store.checkpoint(&KEY, NOW).await.unwrap().unwrap();
        assert_eq!((first.number, first.chains, first.facts), (1, 2, 4));
        assert_eq!(store.checkpoint(&KEY, NOW).await.unwrap(), None);
        history(&store, 2, 5).await;
        let second = store.checkpoint(&KEY, NOW).await.unwrap().unwrap();
        assert_eq!((second.number, second.chains, second.facts), (2, 1, 5));
        assert_eq!(second.prev_hash, first.hash);
        assert_eq!(store.last_checkpoint().await.unwrap(), Some(second.clone()));
        store.record(baton::store::Append { task: id.clone(), expected: 3, facts: vec![noted(9)] }).await.unwrap();
        let report = store.verify(&[second.public_key], |_| ()).await.unwrap();
        assert_eq!((report.is_intact(), report.checkpoints, report.unanchored), (true, 2, 1));
        assert_eq!(report.signers, [second.public_key]);
        assert_eq!(report.tail, [Tail { chain: id.to_string(), from: 4, to: 4 }]);
    }

    async fn a_checkpoint_falls_due_by_facts_and_by_time(place) {
        let store = place.open().await;
        let later = Millis(NOW.0 + CHECKPOINT_EVERY_MS);
        assert!(!store.due_for_checkpoint(NOW).await.unwrap());
        history(&store, 1, 2).await;
        assert!(store.due_for_checkpoint(NOW).await.unwrap());
        store.checkpoint(&KEY, NOW).await.unwrap().unwrap();
        assert!(!store.due_for_checkpoint(later).await.unwrap(), "nothing has grown");
        store.record_system(config("a")).await.unwrap();
        assert!(!store.due_for_checkpoint(Millis(later.0 - 1)).await.unwrap());
        assert!(store.due_for_checkpoint(later).await.unwrap());
        let many = u32::try_from(CHECKPOINT_EVERY_FACTS).unwrap();
        history(&store, 2, many).await;
        assert!(store.due_for_checkpoint(NOW).await.unwrap());
    }

    async fn a_key_that_is_not_trusted_is_named(place) {
        let store = place.open().await;
        history(&store, 1, 2).await;
        store.checkpoint(&KEY, NOW).await.unwrap().unwrap();
        let report = store.verify(&[[1; 32]], |_| ()).await.unwrap();
        let said: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["checkpoints #1: an unknown key signed it"]);
    }

    /// Facts are read and proved in parts: what is wrong far behind the first one is found, and named once.
    async fn a_long_history_is_proved_to_its_end(place) {
        let store = place.open().await;
        let id = history(&store, 1, 1_500).await;
        let mut told = Vec::new();
        let report = store.verify(&[], |read| told.push(read)).await.unwrap();
        assert_eq!((report.is_intact(), report.facts, told.last()), (true, 1_500, Some(&1_500)));
        place.drop_triggers().await;
        place.say(format!("UPDATE facts SET actor = 'local:eve' WHERE chain = '{id}' AND seq = 1200")).await;
        let said: Vec<_> = verify(&store).await.findings.iter().map(ToString::to_string).collect();
        assert_eq!(said, [format!("{id} #1200: its place, moment, actor or kind was edited")]);
    }

    async fn a_history_that_grows_meanwhile_is_proved_as_it_was(place) {
        let store = place.open().await;
        store.record_system(config("first")).await.unwrap();
        let writer = async {
            for fact in 0..200 {
                store.record_system(config(&fact.to_string())).await.unwrap();
            }
        };
        let reader = async {
            for _ in 0..20 {
                let report = verify(&store).await;
                // One pass counts the facts, another one those that no checkpoint covers.
                assert_eq!((report.is_intact(), report.unanchored), (true, report.facts));
            }
        };
        tokio::join!(writer, reader);
    }
}
