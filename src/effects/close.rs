//! Close: the pull request, without merging. Its branch stays, so that nothing is lost: somebody may want
//! the work after all.

use std::sync::Arc;

use super::Subject;
use crate::domain::fact::{Body, Did, Moved};
use crate::domain::gate::Standing;
use crate::domain::ids::RepoName;
use crate::ports::Forge;

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
        if let Standing::Merged { commit, .. } = self.forge.standing(repo, pull.number).await? {
            return Ok(vec![Body::Moved(Moved::MergedElsewhere { commit })]);
        }
        self.forge.close(repo, pull.number).await?;
        Ok(vec![Body::Did(Did::Closed)])
    }
}
