//! Deliver: one commit, one push, one pull request, each found again when it is there already.

use std::sync::Arc;

use anyhow::anyhow;

use super::sides::sides;
use super::{Latest, Mirrors, Policies, Subject};
use crate::domain::fact::{Again, Body, Broken, Cause, Change, Did, Moved, Ran, Refusal};
use crate::domain::gate::{Proposal, PushPermit};
use crate::domain::ids::{Branch, Millis, Oid, RepoName};
use crate::domain::policy::Policy;
use crate::domain::reply;
use crate::domain::reply::broken::in_a_line;
use crate::domain::task::Ask;
use crate::git::{CommitSpec, Error, Mirror, Person};
use crate::ports::{Draft, Forge};

/// Delivers what runs made.
pub struct Deliver {
    mirrors: Mirrors,
    forge: Arc<dyn Forge>,
    policies: Policies,
    latest: Latest,
}

/// What a run made.
pub(super) struct Made {
    pub(super) repo: RepoName,
    pub(super) run: u32,
    pub(super) target: Branch,
    pub(super) base: Oid,
    pub(super) parent: Oid,
    pub(super) tree: Oid,
    pub(super) change: Change,
    pub(super) at: Millis,
    pub(super) expected: Option<Oid>,
}

impl Deliver {
    /// With these mirrors, this forge and these rules.
    pub fn new(mirrors: Mirrors, forge: Arc<dyn Forge>, policies: Policies, latest: Latest) -> Self {
        Self { mirrors, forge, policies, latest }
    }

    pub(super) async fn perform(&self, of: Subject<'_>, made: &Made) -> anyhow::Result<Vec<Body>> {
        let run = made.run;
        let Some(policy) = self.policies.get(&made.repo) else {
            let why = Refusal::NoRepository { repo: made.repo.clone() };
            return Ok(vec![Body::Ran(Ran::Refused { run, why })]);
        };
        let mirror = self.mirrors.open(&made.repo, of.teller).await?;
        let branch = branch(of, &of.task.asks);
        let permit = match self.gate(&mirror, made, &branch, policy).await {
            Ok(permit) => permit,
            Err(Stop::No(reasons)) => {
                return Ok(vec![Body::Ran(Ran::Refused { run, why: Refusal::Gate { reasons } })]);
            }
            // The mirror was made anew since the run: the tree is gone, so is its reason. Once.
            Err(Stop::Lost) if of.task.failures > 0 => {
                return Err(anyhow!("what the run made is gone again"));
            }
            Err(Stop::Lost) => {
                let what = Broken { cause: Cause::Git, error: "the mirror was rebuilt".to_owned() };
                return Ok(vec![Body::Ran(Ran::Failed { run, what, again: Again::After(0) })]);
            }
            Err(Stop::Broke(error)) => return Err(error),
        };
        let spec = commit(of, (made.run, &made.change), (permit.tree(), &made.parent), made.at);
        let line = reply::pull::of_run(of.id, run);
        let mut head = written(&mirror, spec.clone()).await?;
        match mirror.push(mirror.remote(), &permit, &head, made.expected.as_ref()).await {
            Ok(()) => {}
            Err(Error::Moved { actual: Some(actual), .. })
                if self.mirrors.holds(&mirror, (&branch, &actual), (&spec, &line), of.teller).await? =>
            {
                head = actual;
            }
            Err(Error::Moved { actual: Some(actual), .. }) if made.expected.is_some() => {
                return Ok(vec![Body::Moved(Moved::Head { head: actual })]);
            }
            Err(Error::Moved { actual: Some(_), .. }) => return Ok(vec![taken(run, &branch)]),
            // The branch was deleted; the commit is pushed as if it were new.
            Err(Error::Moved { actual: None, .. }) => {
                if let Err(other) = mirror.push(mirror.remote(), &permit, &head, None).await {
                    return not_pushed(run, other);
                }
            }
            Err(other) => return not_pushed(run, other),
        }
        // Nobody has seen a new branch yet, so a stop can still take it back.
        let overtaken = self.latest.task(of.id).await?.is_none_or(|task| task.run != run);
        if made.expected.is_none() && overtaken {
            return take_back(&mirror, &branch, &head, run).await;
        }
        let title = reply::pull::title(&made.change.understood);
        let draft = Draft {
            branch: branch.clone(),
            target: made.target.clone(),
            head: head.clone(),
            title: title.clone(),
            body: reply::pull::body(of.id, of.task, &made.change.understood),
            at: made.at,
        };
        let pull = self.forge.deliver(&made.repo, &draft, &permit).await?;
        let rule = policy.merge.in_words(&policy.access);
        let (number, url) = (pull.number, pull.url);
        Ok(vec![Body::Did(Did::Delivered { run, branch, head, number, url, title, rule })])
    }

    /// Reads what differs from the base, and asks the gate.
    async fn gate(
        &self,
        mirror: &Mirror,
        made: &Made,
        branch: &Branch,
        policy: &Policy,
    ) -> Result<PushPermit, Stop> {
        let (repo, base, tree) = ((**mirror).clone(), made.base.clone(), made.tree.clone());
        let (branch, policy) = (branch.clone(), policy.clone());
        // Reading and judging are work for a processor; others wait on the threads of this one.
        let judge = move || {
            let objects = repo.objects()?;
            let base = objects.tree_of(&base)?;
            let changes = objects.compare(Some(&base), &tree)?;
            let judged = sides(&objects, &changes, policy.limits)?.and_then(|changes| {
                let proposal = Proposal { branch: &branch, tree: &tree, changes: &changes };
                PushPermit::decide(&proposal, &policy)
            });
            Ok(judged)
        };
        match tokio::task::spawn_blocking(judge).await.map_err(|why| Stop::Broke(why.into()))? {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(objections)) => Err(Stop::No(objections.iter().map(ToString::to_string).collect())),
            Err(Error::Corrupt { .. }) => Err(Stop::Lost),
            Err(too_large @ Error::TooLarge { .. }) => Err(Stop::No(vec![too_large.to_string()])),
            Err(other) => Err(Stop::Broke(other.into())),
        }
    }
}

/// The one commit of a run.
pub(super) fn commit(
    of: Subject<'_>,
    (run, change): (u32, &Change),
    (tree, parent): (&Oid, &Oid),
    at: Millis,
) -> CommitSpec {
    CommitSpec {
        tree: tree.clone(),
        parents: vec![parent.clone()],
        author: Person::new("baton", "baton@localhost"),
        committer: Person::new("baton", "baton@localhost"),
        message: reply::pull::commit(of.id, of.task, run, &change.understood),
        at,
    }
}

async fn written(mirror: &Mirror, spec: CommitSpec) -> anyhow::Result<Oid> {
    let repo = (**mirror).clone();
    Ok(tokio::task::spawn_blocking(move || repo.objects()?.write_commit(&spec)).await??)
}

/// Why the gate gave no permit.
enum Stop {
    No(Vec<String>),
    Lost,
    Broke(anyhow::Error),
}

/// The one branch of a task, with what was asked when it was made; once there is a pull request, its branch.
pub(super) fn branch(of: Subject<'_>, asks: &[Ask]) -> Branch {
    match of.task.open_pull() {
        Some(pull) => pull.branch.clone(),
        None => {
            let request = asks.first().map_or("", |ask| ask.text.as_str());
            Branch::of_task(of.id, of.task.past.len(), request)
        }
    }
}

/// Deletes a branch that is there without a pull request, unless somebody else has moved it.
pub(super) async fn take_back(
    mirror: &Mirror,
    branch: &Branch,
    head: &Oid,
    run: u32,
) -> anyhow::Result<Vec<Body>> {
    let not_delivered = Body::Moved(Moved::NotDelivered { run });
    match mirror.push_deletion(mirror.remote(), branch, head).await {
        Ok(()) => Ok(vec![not_delivered]),
        Err(Error::Moved { actual: Some(head), .. }) => {
            Ok(vec![Body::Moved(Moved::Head { head }), not_delivered])
        }
        Err(other) => Err(other.into()),
    }
}

/// What the other end refuses it refuses again; the rest may work when it is tried once more.
fn not_pushed(run: u32, error: Error) -> anyhow::Result<Vec<Body>> {
    let Error::Rejected { reason } = error else { return Err(error.into()) };
    let said = in_a_line(&reason, 200);
    tracing::warn!(reason, "a push was refused");
    Ok(vec![Body::Ran(Ran::Refused { run, why: Refusal::Rejected { said } })])
}

/// Somebody else's branch has the name that this task would push.
fn taken(run: u32, branch: &Branch) -> Body {
    let reasons = vec![format!("the branch {branch} exists already and is not mine")];
    Body::Ran(Ran::Refused { run, why: Refusal::Gate { reasons } })
}
