//! `audit verify`: reads the whole history once and names every row that is not as it was written.
//!
//! Three passes over one state of the database, none of which keeps more than a few thousand rows: every
//! link of every chain; every chain's row against its end; every checkpoint against what it signed. On
//! SQLite the first has a connection of its own, beside the other two. Facts behind the last checkpoint are
//! chained but not signed: somebody who can write to the database could have made them all anew, so they are
//! listed as the tail.

mod anchors;
mod finding;
mod heads;
mod links;
mod rows;
mod view;

pub use finding::{Finding, Tail, Verification, Wrong};

use sqlx::AnyConnection;

use self::view::View;
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
        let View { mut snapshot, beside } = self.view().await?;
        let (mut report, compared) = match beside {
            Some(beside) => {
                let links = links::check(rows::of_sqlite(beside), progress);
                tokio::try_join!(links, compare(&mut snapshot, trusted))?
            }
            None => {
                let links = links::check(rows::of_any(&mut snapshot), progress).await?;
                (links, compare(&mut snapshot, trusted).await?)
            }
        };
        report.add(compared.heads);
        // Looking for chains without an owner probes for every fact; counting says whether there are any.
        if report.chains > compared.owned {
            heads::find_ownerless(&mut snapshot, &mut report).await?;
        }
        report.add(compared.anchors);
        Ok(report)
    }
}

/// What the passes behind the first one found.
struct Compared {
    heads: Verification,
    /// How many chains have an owner.
    owned: u64,
    anchors: Verification,
}

async fn compare(on: &mut AnyConnection, trusted: &[[u8; 32]]) -> Result<Compared> {
    let (mut heads, mut anchors) = (Verification::default(), Verification::default());
    let owned = heads::check(on, &mut heads).await?;
    anchors::check(on, &mut anchors, trusted).await?;
    Ok(Compared { heads, owned, anchors })
}
