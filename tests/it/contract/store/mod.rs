//! The store's contract, run on SQLite and on PostgreSQL.

mod approvals;
mod chain;
mod cover;
mod inbox;
mod local;
mod opening;
pub mod place;
pub mod sample;
mod slots;
mod tamper;
mod tasks;

/// Runs each story on both databases, as `sqlite::name` and `postgres::name`.
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($place:ident) $body:block)*) => {
        $($(#[doc = $doc])* async fn $name($place: crate::contract::store::place::Place) $body)*

        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() { super::$name(crate::contract::store::place::Place::sqlite()).await; })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() { super::$name(crate::contract::store::place::Place::postgres().await).await; })*
        }
    };
}
use on_both;
