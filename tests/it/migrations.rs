//! Each version of the schema takes the data of the one before: sample rows are put into every version,
//! and the newest one must still read them all.

use baton::domain::chat_ids::Platform;
use baton::store::{Search, Store, StoreUrl, Which};

use crate::contract::store::place::{Place, verify};
use crate::contract::store::sample::{LEASE, NOW, WORKER, said};

/// Rows that a store of this version may hold.
const SAMPLES: [(i64, &str); 3] = [
    (1, include_str!("migrations/0001_core.sql")),
    (2, include_str!("migrations/0002_local.sql")),
    (4, include_str!("migrations/0004_claims.sql")),
];

async fn applies_in_order(place: Place) {
    for (version, rows) in SAMPLES {
        Store::migrate(&place.url, version).await.expect("the schema applies over the sample rows");
        // Bytes are the one literal that the two databases write differently.
        let rows = match &place.url {
            StoreUrl::Sqlite(_) => rows.to_owned(),
            StoreUrl::Postgres(_) => rows.replace("X'", "'\\x"),
        };
        place.say(rows).await;
    }
    let store = place.open().await;
    let tasks = store.tasks(&Which::All, 10).await.expect("tasks read");
    assert_eq!(tasks.len(), 1);
    assert_eq!(store.facts(&tasks[0].id, 0).await.expect("facts read").len(), 1);
    assert_eq!(store.messages(&tasks[0].thread).await.expect("messages read").len(), 1);
    let pulls = store.pulls(&"acme/web".parse().expect("a name"), 10).await.expect("pulls read");
    assert_eq!(pulls.len(), 1);
    store.receive(&[said(tasks[0].thread.clone(), 2)]).await.expect("the inbox goes on counting");
    let backlog = store.backlog().await.expect("the backlog reads");
    assert_eq!((backlog.messages, backlog.slots), (2, 3));
    let writer =
        store.take_writer(Platform::Local, WORKER, LEASE).await.expect("the writers read").expect("free");
    let slots = store.slots_to_send(&writer, NOW, 10).await.expect("slots read");
    let slots: Vec<_> = slots.iter().map(|slot| (slot.slot.key.as_str(), slot.search)).collect();
    assert_eq!(slots, [("reply:2", Search::First), ("reply:3", Search::NotNeeded)]);
    let report = verify(&store).await;
    assert!(report.is_intact(), "{:?}", report.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_applies_in_order() {
    applies_in_order(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_applies_in_order() {
    applies_in_order(Place::postgres().await).await;
}
