//! The system's own chain: configuration, logins, linked identities.

use super::chain::{Entry, Head};
use super::change::{self, Change};
use super::error::Result;
use super::facts;
use super::open::{Commit, Store};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;

/// The id of the chain; too short to be a task's.
pub const SYSTEM_CHAIN: &str = "system";

/// Something that happened to baton itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemFact {
    /// When.
    pub at: Millis,
    /// Who did it.
    pub by: Actor,
    /// What kind it is: `config`, `login`, `identity`.
    pub kind: String,
    /// What happened, as JSON.
    pub payload: String,
}

impl Store {
    /// Adds a fact to the system's chain; gives its place in it.
    pub async fn record_system(&self, fact: SystemFact) -> Result<u32> {
        let mut write = self.write("system.record", Commit::Relaxed).await?;
        // Inserting what is there already changes nothing but locks the row, as an UPDATE does.
        let statement = "INSERT INTO chains (id, fact_count, head_hash) VALUES ($1, 0, $2)
            ON CONFLICT (id) DO UPDATE SET fact_count = chains.fact_count
            RETURNING fact_count, head_hash";
        let query = sqlx::query(statement).bind(SYSTEM_CHAIN).bind(&Head::EMPTY.hash[..]);
        let row = query.fetch_one(write.on()).await?;
        let head = facts::head(&row)?;
        let entry = Entry { at: fact.at.0, actor: fact.by.to_text(), kind: fact.kind, payload: fact.payload };
        let (links, head) = facts::link(SYSTEM_CHAIN, head, vec![entry])?;
        let mut change = Change::unguarded();
        facts::insert(&mut change, SYSTEM_CHAIN, &links);
        change::say(self.dialect, write.on(), &[&change]).await?;
        sqlx::query("UPDATE chains SET fact_count = $2, head_hash = $3 WHERE id = $1")
            .bind(SYSTEM_CHAIN)
            .bind(i64::from(head.count))
            .bind(&head.hash[..])
            .execute(write.on())
            .await?;
        write.commit().await?;
        Ok(head.count)
    }
}
