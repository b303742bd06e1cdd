//! Who writes to the threads of a platform: one process at a time, with a lease and a fencing number.
//!
//! So a thread has one writer, what is posted first stands first, and a message is stored twice, as wanted and as
//! posted. What the writer is about to send is kept beside its lease: whoever takes over from one that never
//! said how that ended, learns what to look for in the threads.

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::claim::UNREADABLE_MS;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::{Columns, millis, to_json};
use super::slots::{self, Pending};
use crate::domain::chat_ids::Platform;
use crate::domain::ids::Millis;
use crate::domain::slot::Shown;

/// The right to write to the threads of a platform, until it ends or somebody else has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterLease {
    pub(super) platform: Platform,
    pub(super) worker: String,
    pub(super) fence: i64,
    lease: Duration,
}

/// A slot, as the writer says what it is about to send.
type Sending = (String, String);

impl Store {
    /// Takes the right to write to a platform; none while another worker has it. Whoever had it last, also
    /// this worker itself, may have sent what it said and not how that ended: those slots are searched first.
    pub async fn take_writer(
        &self,
        platform: Platform,
        worker: &str,
        lease: Duration,
    ) -> Result<Option<WriterLease>> {
        let statement = self.dialect.sql(
            "INSERT INTO writers (platform, worker, fence, lease_until, sending)
             VALUES ($1, $2, 1, {now} + $3, '[]')
             ON CONFLICT (platform) DO UPDATE SET worker = excluded.worker, fence = writers.fence + 1,
                lease_until = excluded.lease_until
             WHERE writers.worker = excluded.worker OR writers.lease_until <= {now}
             RETURNING fence, sending",
        );
        let mut write = self.write("writers.take", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(platform.as_str()).bind(worker).bind(millis(lease));
        let Some(row) = query.fetch_optional(write.on()).await? else { return Ok(None) };
        let (fence, sending) = (row.number("fence")?, row.json::<Vec<Sending>>("sending")?);
        for (thread, key) in &sending {
            let statement = "UPDATE slots SET interrupted = 1
                WHERE thread = $1 AND key = $2 AND state = 'wanted' AND message IS NULL";
            sqlx::query(statement).bind(thread).bind(key).execute(write.on()).await?;
        }
        if !sending.is_empty() {
            let statement = "UPDATE writers SET sending = '[]' WHERE platform = $1";
            sqlx::query(statement).bind(platform.as_str()).execute(write.on()).await?;
        }
        write.commit().await?;
        Ok(Some(WriterLease { platform, worker: worker.to_owned(), fence, lease }))
    }

    /// Up to `limit` pending slots of the writer's platform that are due at `now`, most urgent first, to be
    /// sent: until this is called again, they are what whoever takes over searches first. The lease lasts as long
    /// from now as it was given for.
    ///
    /// # Errors
    /// `LeaseLost`: nothing may be sent.
    pub async fn slots_to_send(&self, writer: &WriterLease, now: Millis, limit: u32) -> Result<Vec<Pending>> {
        let statement = self.dialect.sql_with_limit(
            limit,
            "SELECT thread, key, task, wanted, wanted_hash, message, interrupted, failures FROM slots
             WHERE state = 'wanted' AND (due_at <= $1 OR due_at > $1 + {farthest})
                AND substr(thread, 1, length($2)) = $2
             ORDER BY priority, thread, key LIMIT {limit}",
        );
        let mut write = self.write_once("writers.begin", Commit::Relaxed).await?;
        let query = sqlx::query(statement).bind(now.0).bind(format!("{}:", writer.platform.as_str()));
        let rows = query.fetch_all(write.on()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut slots = Vec::with_capacity(rows.len());
        for row in &rows {
            match slots::pending(row) {
                Ok(slot) => slots.push(slot),
                Err(error) => put_off(write.on(), row, now, error).await?,
            }
        }
        // Marks and edits come to the same when they are done twice.
        let new = slots.iter().filter(|slot| slot.message.is_none());
        let new = new.filter(|slot| matches!(slot.slot.show, Shown::Post(_)));
        let mut sending: Vec<Sending> =
            new.map(|slot| (slot.thread.to_string(), slot.slot.key.clone())).collect();
        // As everybody does who locks several: whoever takes over goes through them in this order.
        sending.sort();
        let statement = self.dialect.sql(
            "UPDATE writers SET lease_until = {now} + $4, sending = $5
             WHERE platform = $1 AND worker = $2 AND fence = $3",
        );
        let query = sqlx::query(statement).bind(writer.platform.as_str()).bind(&writer.worker);
        let query = query.bind(writer.fence).bind(millis(writer.lease)).bind(to_json(&sending));
        if query.execute(write.on()).await?.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        write.commit().await?;
        Ok(slots)
    }
}

/// Another version wrote it, or it was damaged: it does not keep the others of its platform waiting.
async fn put_off(on: &mut AnyConnection, row: &AnyRow, now: Millis, error: StoreError) -> Result<()> {
    let (thread, key) = (row.text("thread")?, row.text("key")?);
    let error = format!("{:#}", anyhow::Error::from(error));
    tracing::error!(thread, slot = key, error, "a message cannot be read; it is tried again in a minute");
    let statement = "UPDATE slots SET due_at = $3 WHERE thread = $1 AND key = $2";
    sqlx::query(statement).bind(thread).bind(key).bind(now.0 + UNREADABLE_MS).execute(on).await?;
    Ok(())
}
