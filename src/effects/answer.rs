//! Answer: show what somebody asked to see.

use std::sync::Arc;

use super::Subject;
use crate::domain::fact::{Body, Did, Show};
use crate::domain::reply::answer::{MAX_LINES, logs, status, why};
use crate::domain::task::Phase;
use crate::ports::{ArtifactError, Artifacts};

/// Answers questions about a task.
pub struct Answer {
    artifacts: Arc<dyn Artifacts>,
}

impl Answer {
    /// With these artifacts.
    pub fn new(artifacts: Arc<dyn Artifacts>) -> Self {
        Self { artifacts }
    }

    pub(super) async fn perform(&self, of: Subject<'_>, ask: u32, what: Show) -> anyhow::Result<Vec<Body>> {
        let text = match what {
            Show::Status => status(of.task),
            Show::Why => why(of.task),
            Show::Logs => logs(of.facts),
            Show::Diff => self.diff(of).await?,
        };
        Ok(vec![Body::Did(Did::Answered { ask, text })])
    }

    async fn diff(&self, of: Subject<'_>) -> anyhow::Result<String> {
        let made = match &of.task.phase {
            Phase::Changed { change, .. } => Some(change),
            Phase::Choosing { .. }
            | Phase::Wanted { .. }
            | Phase::Based { .. }
            | Phase::Resting
            | Phase::Ended(_) => of.task.pull.as_ref().map(|pull| &pull.change),
        };
        let Some(change) = made else { return Ok("Nothing was changed yet.".to_owned()) };
        let bytes = match self.artifacts.get(&change.diff).await {
            Ok(bytes) => bytes,
            Err(ArtifactError::Missing(_)) => {
                return Ok("The diff was deleted after its retention.".to_owned());
            }
            Err(other) => return Err(other.into()),
        };
        let text = String::from_utf8_lossy(&bytes);
        let left_out = text.lines().count().saturating_sub(MAX_LINES);
        let shown: Vec<&str> = text.lines().take(MAX_LINES).collect();
        let end = if left_out > 0 { format!("\n… {left_out} more lines") } else { String::new() };
        Ok(format!("{}{end}", shown.join("\n")))
    }
}
