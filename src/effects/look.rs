//! Look: find out whether a run that people overtook was delivered before they did.
//!
//! What it would have pushed is known, so the branch itself answers. A push that did not come as far
//! as a pull request is taken back; a branch that others have moved is told as what it is.

use std::sync::Arc;

use super::deliver::{branch, commit, take_back};
use super::{Mirrors, Policies, Subject};
use crate::domain::fact::{Body, Did, Moved};
use crate::domain::ids::RepoName;
use crate::domain::reply;
use crate::ports::Forge;

/// Looks after late deliveries.
pub struct Look {
    mirrors: Mirrors,
    forge: Arc<dyn Forge>,
    policies: Policies,
}

impl Look {
    /// With these mirrors, this forge and these rules.
    pub fn new(mirrors: Mirrors, forge: Arc<dyn Forge>, policies: Policies) -> Self {
        Self { mirrors, forge, policies }
    }

    pub(super) async fn perform(
        &self,
        of: Subject<'_>,
        repo: &RepoName,
        run: u32,
    ) -> anyhow::Result<Vec<Body>> {
        let nothing = vec![Body::Moved(Moved::NotDelivered { run })];
        let (Some(late), Some(policy)) = (&of.task.late, self.policies.get(repo)) else { return Ok(nothing) };
        let mirror = self.mirrors.open(repo, of.teller).await?;
        let branch = branch(of, &late.asks);
        let head = mirror.remote_head(mirror.remote(), &branch).await?;
        let Some(head) = head.filter(|head| of.task.branch_at.as_ref() != Some(head)) else {
            return Ok(nothing);
        };
        let spec = commit(of, (run, &late.change), (&late.tree, &late.parent), late.at);
        let line = reply::pull::of_run(of.id, run);
        let ours = self.mirrors.holds(&mirror, (&branch, &head), (&spec, &line), of.teller).await?;
        let pull = self.forge.find(repo, &branch).await?;
        let pull = match (ours, pull) {
            (true, Some(pull)) => pull,
            (true, None) if of.task.branch_at.is_none() => {
                return take_back(&mirror, &branch, &head, run).await;
            }
            (true | false, _) => {
                return Ok(vec![Body::Moved(Moved::Head { head }), Body::Moved(Moved::NotDelivered { run })]);
            }
        };
        let title = reply::pull::title(&late.change.understood);
        let rule = policy.merge.in_words(&policy.access);
        let (number, url) = (pull.number, pull.url);
        Ok(vec![Body::Did(Did::Delivered { run, branch, head, number, url, title, rule })])
    }
}
