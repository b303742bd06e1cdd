//! The facts as they are now: what people said since the effect began.

use std::time::Duration;

use crate::domain::ids::{RepoName, TaskId};
use crate::domain::next::prepares;
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

    /// Returns when nobody wants this repository here any more: nothing may ever come of what is under way. A later
    /// run needs what an earlier one brought here, so that one goes on.
    pub(super) async fn overtakes(&self, id: &TaskId, repo: &RepoName) {
        loop {
            tokio::time::sleep(LOOK).await;
            // A store that cannot be asked now can be in a moment.
            if let Ok(task) = self.task(id).await
                && !task.is_some_and(|task| prepares(&task, repo))
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
