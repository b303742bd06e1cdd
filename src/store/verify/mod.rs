//! `audit verify`: reads the whole history once and names every row that is not as it was written.
//!
//! Three passes over one state of the database, none of which keeps more than a few rows: every link of
//! every chain; every chain's row against its end; every checkpoint against what it signed. Facts behind
//! the last checkpoint are chained but not signed: somebody who can write to the database could have
//! made them all anew, so they are listed as the tail.

mod anchors;
mod finding;
mod heads;
mod links;

pub use finding::{Finding, Tail, Verification, Wrong};

use super::error::Result;
use super::open::Store;

impl Store {
    /// Verifies everything. `progress` is told the number of facts read, every few thousand.
    ///
    /// Checkpoints count when one of the `trusted` ed25519 keys signed them. With none given any key
    /// will do, and the report names those that signed: compare them with the one you keep.
    ///
    /// # Errors
    /// Only when the store cannot be read; what is wrong with the history is in the report.
    pub async fn verify(
        &self,
        trusted: &[[u8; 32]],
        progress: impl FnMut(u64) + Send,
    ) -> Result<Verification> {
        let mut snapshot = self.snapshot().await?;
        let mut report = Verification::default();
        links::check(&mut snapshot, &mut report, progress).await?;
        heads::check(&mut snapshot, &mut report).await?;
        anchors::check(&mut snapshot, &mut report, trusted).await?;
        Ok(report)
    }
}
