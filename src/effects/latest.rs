//! The facts as they are now: what people said since the effect began.

use crate::domain::ids::TaskId;
use crate::domain::task::Task;
use crate::store::{Store, StoreError};

/// Looks at the facts again, just before an act that cannot be taken back.
#[derive(Clone)]
pub struct Latest {
    store: Store,
}

impl Latest {
    /// From this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The task as it is now.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn task(&self, id: &TaskId) -> Result<Option<Task>, StoreError> {
        Ok(Task::replay(&self.store.facts(id, 0).await?))
    }
}
