//! A run without git, and a chat platform without messages: the facts that the real effects of a change
//! leave behind, made up, and posts that are taken and forgotten, so that everything between them can be
//! measured by itself.

use anyhow::bail;
use async_trait::async_trait;
use sha2::{Digest, Sha256};

use crate::domain::chat_ids::{MessageRef, Person, ThreadRef};
use crate::domain::fact::{Asked, Body, Change, Decided, Did, Line, Moved, Ran, Spent};
use crate::domain::ids::{Branch, Oid, RepoName, TaskId};
use crate::domain::next::Effect;
use crate::domain::slot::Post;
use crate::effects::{Perform, Subject};
use crate::ports::{Chat, ChatError};

/// The repository of all rehearsals; there is none.
pub(super) const REPO: &str = "acme/web";
/// What is asked for.
pub(super) const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

/// Acts without acting.
pub(super) struct Rehearsal;

#[async_trait]
impl Perform for Rehearsal {
    async fn perform(&self, of: Subject<'_>, effect: Effect) -> anyhow::Result<Vec<Body>> {
        match effect {
            Effect::Prepare { run, .. } => based(run),
            Effect::Run { run, .. } => changed(of.id, run),
            Effect::Deliver { run, .. } => delivered(of.id, run),
            Effect::Look { .. }
            | Effect::LookForMerge { .. }
            | Effect::Merge { .. }
            | Effect::Close { .. }
            | Effect::Answer { .. } => {
                bail!("nobody asks for this in a rehearsal")
            }
        }
    }
}

#[async_trait]
impl Chat for Rehearsal {
    async fn post(&self, thread: &ThreadRef, _post: &Post, nonce: &str) -> Result<MessageRef, ChatError> {
        Ok(MessageRef { platform: thread.platform, channel: thread.channel.clone(), id: nonce.to_owned() })
    }

    async fn find(&self, _thread: &ThreadRef, _nonce: &str) -> Result<Option<MessageRef>, ChatError> {
        Ok(None)
    }

    async fn edit(&self, _message: &MessageRef, _post: &Post) -> Result<(), ChatError> {
        Ok(())
    }

    async fn mark(&self, _message: &MessageRef, _emoji: Option<&str>) -> Result<(), ChatError> {
        Ok(())
    }
}

/// The whole life of a merged task: what baton and people said, in order.
pub(super) fn life(message: &MessageRef, approver: &Person) -> anyhow::Result<Vec<(Speaker, Body)>> {
    let (task, repo): (_, RepoName) = (TaskId::of(message), REPO.parse()?);
    let head = digest("head", &task)?;
    let asked = Asked::Request {
        message: message.clone(),
        text: ASK.to_owned(),
        repo: Some(repo),
        candidates: Vec::new(),
        files: Vec::new(),
    };
    let mut life = vec![(Speaker::Requester, Body::Asked(asked))];
    for body in [based(1)?, changed(&task, 1)?, delivered(&task, 1)?].into_iter().flatten() {
        life.push((Speaker::Baton, body));
    }
    let approved = Body::Decided(Decided::Approved { head: head.clone() });
    life.push((Speaker::Person(approver.clone()), approved));
    life.push((Speaker::Baton, Body::Did(Did::Merged { head, commit: digest("merge", &task)? })));
    Ok(life)
}

/// Who makes a fact.
pub(super) enum Speaker {
    /// Who asked.
    Requester,
    /// Somebody else.
    Person(Person),
    /// baton.
    Baton,
}

fn based(run: u32) -> anyhow::Result<Vec<Body>> {
    let base = "1".repeat(40).parse()?;
    Ok(vec![Body::Moved(Moved::Based { run, target: "main".parse()?, base })])
}

fn changed(task: &TaskId, run: u32) -> anyhow::Result<Vec<Body>> {
    let line = Line {
        path: "web/pages/pricing.html".parse()?,
        line: 15,
        before: r#"<a class="button" href="/register">Sign up</a>"#.to_owned(),
        after: r#"<a class="button" href="/register">Get started</a>"#.to_owned(),
    };
    let change = Change {
        understood: r#"Change "Sign up" to "Get started" on the pricing page"#.to_owned(),
        files: 1,
        added: 1,
        removed: 1,
        preview: vec![line],
        diff: artifact("diff", task),
        ..Change::default()
    };
    let ran = Ran::Changed { run, tree: digest("tree", task)?, change, record: artifact("record", task) };
    Ok(vec![Body::Spent(Spent::Run { run, wall_ms: 40 }), Body::Ran(ran)])
}

fn delivered(task: &TaskId, run: u32) -> anyhow::Result<Vec<Body>> {
    Ok(vec![Body::Did(Did::Delivered {
        run,
        branch: Branch::of_task(task, 0, ASK),
        head: digest("head", task)?,
        number: 1,
        url: format!("/{REPO}/pull/1"),
        title: r#"Change "Sign up" to "Get started" on the pricing page"#.to_owned(),
        rule: "1 approval by anybody, other than the requester".to_owned(),
    })])
}

/// An object id of a task; the same every time.
fn digest(what: &str, task: &TaskId) -> anyhow::Result<Oid> {
    Ok(artifact(what, task)[..40].parse()?)
}

fn artifact(what: &str, task: &TaskId) -> String {
    hex::encode(Sha256::digest(format!("{what} {task}")))
}
