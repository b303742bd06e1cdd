//! For benchmarks: a long history in bulk, and the price of one commit. What is written is written by the
//! same code as always; only the way through the inbox is left out.

use super::change::{self, Change};
use super::counters;
use super::error::Result;
use super::open::{Commit, Store};
use super::tasks::{self, NewTask};

impl Store {
    /// Makes tasks with all their facts and slots in one transaction.
    ///
    /// # Errors
    /// `Other` when one of them exists already; nothing is stored then.
    pub async fn import(&self, all: Vec<NewTask>) -> Result<()> {
        let mut write = self.write("tasks.import", Commit::Relaxed).await?;
        for task in all {
            let mut change = Change::unguarded();
            tasks::create(&mut change, task)?;
            change::say(self.dialect, write.on(), &[&change]).await?;
        }
        write.commit().await
    }

    /// One row in one transaction that survives a power cut: the least that a durable write costs here.
    pub async fn commit_one_row(&self, name: &str) -> Result<()> {
        let mut write = self.write("probe.commit", Commit::Durable).await?;
        counters::next(write.on(), name).await?;
        write.commit().await
    }
}
