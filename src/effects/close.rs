//! Close: the pull request, without merging. Its branch stays, so that nothing is lost: somebody may want
//! the work after all.

use std::sync::Arc;

use super::Subject;
use crate::domain::fact::{Body, Did, Moved};
use crate::domain::gate::Standing;
use crate::domain::ids::RepoName;
use crate::ports::{Forge, ForgeError};

/// Closes pull requests.
pub struct Close {
    forge: Arc<dyn Forge>,
}

impl Close {
    /// With this forge.
    pub fn new(forge: Arc<dyn Forge>) -> Self {
        Self { forge }
    }

    pub(super) async fn perform(&self, of: Subject<'_>, repo: &RepoName) -> anyhow::Result<Vec<Body>> {
        let Some(pull) = of.task.open_pull() else { return Ok(Vec::new()) };
        match self.forge.standing(repo, pull.number).await {
            Ok(Standing::Merged { commit, .. }) => {
                return Ok(vec![Body::Moved(Moved::MergedElsewhere { commit })]);
            }
            // What is not there to look at can be given up all the same.
            Ok(Standing::Open { .. } | Standing::Closed) | Err(ForgeError::Missing(_)) => {}
            Err(other) => return Err(other.into()),
        }
        match self.forge.close(repo, pull.number).await {
            Ok(()) => Ok(vec![Body::Did(Did::Closed)]),
            Err(ForgeError::Missing(_)) => Ok(vec![Body::Moved(Moved::ClosedElsewhere)]),
            Err(other) => Err(other.into()),
        }
    }
}
