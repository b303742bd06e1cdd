//! The facts as they are now: what people said since the effect began.

use std::time::Duration;

use crate::domain::ids::TaskId;
use crate::domain::task::Task;
use crate::store::{Store, StoreError};

/// How often it is looked whether a long act is still wanted.
const LOOK: Duration = Duration::from_millis(500);

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

    /// Returns when people want something else than this run: nothing may ever come of what is under way.
    pub(super) async fn overtakes(&self, id: &TaskId, run: u32) {
        loop {
            tokio::time::sleep(LOOK).await;
            // A store that cannot be asked now can be in a moment.
            if let Ok(task) = self.task(id).await
                && task.is_none_or(|task| task.run != run)
            {
                return;
            }
        }
    }

    /// The task as it is now.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn task(&self, id: &TaskId) -> Result<Option<Task>, StoreError> {
        Ok(Task::replay(&self.store.facts(id, 0).await?))
    }
}
