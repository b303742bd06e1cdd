//! Opening a store: several processes at once, a newer schema, a full disk, a damaged file, a secret.

use std::error::Error;

use secrecy::ExposeSecret as _;

use super::on_both;
use super::place::Place;
use super::sample::{said, task, thread};
use baton::store::{Store, StoreError, StoreUrl};

/// Everything an error says, down to its first cause.
fn chain(error: &StoreError) -> String {
    let mut said = format!("{error} {error:?}");
    let mut below = error.source();
    while let Some(error) = below {
        said.push_str(&format!(" {error}"));
        below = error.source();
    }
    said
}

on_both! {
    async fn several_processes_open_a_new_store_at_once(place) {
        let mut processes = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let url = place.url.clone();
            processes.spawn(async move {
                let store = Store::open(&url).await.unwrap();
                store.ping().await.unwrap();
                store.close().await;
            });
        }
        processes.join_all().await;
        place.open().await.receive(&[said(thread(1), 1)]).await.unwrap();
    }

    async fn a_newer_schema_is_refused(place) {
        place.open().await.close().await;
        place.say("INSERT INTO schema_versions SELECT 99, sha256 FROM schema_versions WHERE version = 1").await;
        let error = Store::open(&place.url).await.unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, known: 8 }), "{error:?}");
    }

    async fn a_fact_of_a_newer_baton_is_refused(place) {
        let store = place.open().await;
        let id = super::sample::ask(&store, task(1)).await;
        place.drop_triggers().await;
        place.say("UPDATE facts SET payload = '{\"v\":9,\"dreamt\":{}}'").await;
        let error = store.facts(&id, 0).await.unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 9, .. }), "{error:?}");
    }

    async fn a_damaged_row_is_named_by_its_column(place) {
        let store = place.open().await;
        let id = super::sample::ask(&store, task(1)).await;
        place.say("UPDATE tasks SET thread = 'nowhere'").await;
        let error = store.task(&id).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
        assert!(chain(&error).contains("column thread"), "{error:?}");
    }

    async fn closing_waits_for_nothing_and_ends_everything(place) {
        let store = place.open().await;
        store.close().await;
        assert!(matches!(store.ping().await, Err(StoreError::Unreachable(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_said() {
    let place = Place::sqlite();
    let StoreUrl::Sqlite(file) = &place.url else { panic!("a file") };
    std::fs::write(file, "this is no database, and never was one".repeat(200)).unwrap();
    let error = Store::open(&place.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_directory_is_said() {
    let place = Place::sqlite();
    let StoreUrl::Sqlite(file) = &place.url else { panic!("a file") };
    let error = Store::open(&StoreUrl::Sqlite(file.join("below"))).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_in_no_error() {
    for address in [
        "postgres://ana:s3cret@127.0.0.1:1/baton",
        "postgres://ana:s3cret@127.0.0.1:notaport/baton",
        "postgres://ana:s3cret@/baton?sslmode=s3cret",
        "s3cret",
    ] {
        let error = Store::open(&StoreUrl::Postgres(address.to_owned().into())).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable(_) | StoreError::Other(_)), "{error:?}");
        assert!(!chain(&error).contains("s3cret"), "{error:?}");
    }
}

/// A server gives each process so many connections, and not more.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_on_postgres_keeps_to_its_connections() {
    let place = Place::postgres().await;
    let StoreUrl::Postgres(url) = &place.url else { panic!("{}", place.url) };
    let name = format!("baton_few_{}", std::process::id());
    let url = format!("{}&application_name={name}", url.expose_secret());
    let store = Store::open_with(&StoreUrl::Postgres(url.into()), 3).await.unwrap();
    let mut busy = tokio::task::JoinSet::new();
    for id in 0..48 {
        let store = store.clone();
        busy.spawn(async move {
            store.receive(&[said(thread(id), id)]).await.unwrap();
            store.backlog().await.unwrap();
        });
    }
    busy.join_all().await;
    let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = $1";
    let open = sqlx::query_scalar::<_, i64>(open).bind(&name).fetch_one(&mut place.connect().await).await;
    assert_eq!(open.unwrap(), 3, "one that writes and two that read");
}
