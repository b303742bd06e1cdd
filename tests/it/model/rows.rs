//! What the store keeps and has no question for: the slots of every thread.

use baton::domain::chat_ids::MessageRef;
use baton::domain::slot::Shown;
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::harness::World;

/// A slot as it is stored.
#[derive(Debug)]
pub struct SlotRow {
    pub thread: String,
    pub key: String,
    pub wanted: Shown,
    pub message: Option<MessageRef>,
}

/// Every slot.
pub async fn slots(world: &World) -> Vec<SlotRow> {
    let database = world.app.config.data.dir.join("baton.db");
    let mut connection = AnyConnection::connect(&format!("sqlite://{}", database.display())).await.unwrap();
    let statement =
        "SELECT thread, key, CAST(wanted AS TEXT), COALESCE(message, '') FROM slots ORDER BY thread, key";
    let rows = sqlx::query(statement).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let slot = |row: &sqlx::any::AnyRow| SlotRow {
        thread: row.get(0),
        key: row.get(1),
        wanted: serde_json::from_str(&row.get::<String, _>(2)).unwrap(),
        message: Some(row.get::<String, _>(3)).filter(|id| !id.is_empty()).map(|id| id.parse().unwrap()),
    };
    rows.iter().map(slot).collect()
}
