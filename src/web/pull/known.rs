//! What is known of a pull request: from the store, and of an open one from the forge and the gate.

use super::look::{Against, Wanted};
use crate::domain::chat_ids::{MessageRef, ThreadRef};
use crate::domain::fact::{Actor, Fact};
use crate::domain::gate::{Blocker, MergeCase, MergePermit, Standing};
use crate::domain::ids::{Oid, RepoName, TaskId};
use crate::domain::policy::{Policy, Right};
use crate::domain::reply;
use crate::domain::slot::{Audience, Button, Post, Subject};
use crate::domain::task::{self, Phase, Task};
use crate::domain::view::card_key;
use crate::ports::ForgeError;
use crate::store::{Content, Page, Pull, PullState, Store, StoreError};
use crate::web::answer::Trouble;
use crate::web::speaker::Viewer;
use crate::web::{Parts, Web};

/// How far back in a thread an answer to whoever looks is searched, in messages.
const LOOK_BACK: u32 = 50;

/// A pull request.
pub(in crate::web) struct Known {
    /// As the forge has it.
    pub(in crate::web) pull: Pull,
    /// The task it belongs to, where that is still known.
    pub(in crate::web) tasked: Option<Tasked>,
    /// Why it is not merged, while it is open.
    pub(in crate::web) reasons: Vec<String>,
    /// The card that can be pressed.
    pub(in crate::web) card: Option<Card>,
    /// What was answered to whoever looks, and to nobody else, to what they pressed last.
    pub(in crate::web) told: Option<Post>,
}

/// The task of a pull request.
pub(in crate::web) struct Tasked {
    pub(in crate::web) id: TaskId,
    pub(in crate::web) thread: ThreadRef,
    pub(in crate::web) task: Task,
    facts: Vec<Fact>,
}

/// A card in the thread.
pub(in crate::web) struct Card {
    /// The message.
    pub(in crate::web) message: MessageRef,
    /// What can be pressed on it.
    pub(in crate::web) buttons: Vec<Button>,
}

impl Known {
    /// What is known, if whoever looks may know it.
    pub(super) async fn of(web: &Web, viewer: &Viewer, repo: RepoName, number: u64) -> Result<Self, Trouble> {
        let parts = web.parts();
        let policy = parts.policies.get(&repo);
        let readable = |policy: &&Policy| policy.access.allows(&viewer.person, Right::Read);
        let policy = policy.filter(readable).ok_or(Trouble::NotFound)?;
        let pull = parts.store.pull(&repo, number).await?.ok_or(Trouble::NotFound)?;
        let tasked = tasked(&parts.store, &pull).await?;
        let mut known = Self { pull, tasked, reasons: Vec::new(), card: None, told: None };
        let Some((tasked, _)) = known.current() else { return Ok(known) };
        if known.pull.state == PullState::Open {
            let blockers = blockers(parts, policy, &known.pull, &tasked.task).await;
            known.reasons = reply::answer::reasons(&tasked.task, &blockers);
        }
        let Some((tasked, current)) = known.current() else { return Ok(known) };
        let card = card(&parts.store, tasked, current).await?;
        if let Some(card) = &card {
            known.told = told(&parts.store, viewer, tasked, &card.message).await?;
        }
        known.card = card;
        Ok(known)
    }

    /// The task, and this pull request in it; nothing where the task has another one by now.
    pub(in crate::web) fn current(&self) -> Option<(&Tasked, &task::Pull)> {
        let tasked = self.tasked.as_ref()?;
        let pull = tasked.task.pull.as_ref()?;
        (pull.number == self.pull.number).then_some((tasked, pull))
    }

    /// The head that people decide on; of one that is over, the head it ended with.
    pub(in crate::web) fn head(&self) -> &Oid {
        match (&self.pull.state, self.current()) {
            (PullState::Open, Some((_, pull))) => &pull.head,
            (PullState::Open | PullState::Merged(_) | PullState::Closed, _) => &self.pull.new.head,
        }
    }

    /// Where its page is.
    pub(in crate::web) fn href(&self) -> String {
        format!("/{}/pull/{}", self.pull.new.repo, self.pull.number)
    }

    /// What there is to look at.
    pub(super) fn wanted(&self) -> Wanted {
        let against = match &self.pull.state {
            PullState::Merged(commit) => Against::Below(commit.clone()),
            PullState::Open | PullState::Closed => {
                let base = self.current().map(|(_, pull)| pull.base.clone());
                Against::Branch(self.pull.new.target.clone(), base)
            }
        };
        Wanted { repo: self.pull.new.repo.clone(), head: self.head().clone(), against }
    }
}

async fn tasked(store: &Store, pull: &Pull) -> Result<Option<Tasked>, StoreError> {
    let Some(id) = pull.new.branch.task() else { return Ok(None) };
    let Some(row) = store.task(&id).await? else { return Ok(None) };
    let facts = store.facts(&id, 0).await?;
    let task = Task::replay(&facts).filter(|task| task.repo.as_ref() == Some(&pull.new.repo));
    Ok(task.map(|task| Tasked { id, thread: row.thread, task, facts }))
}

/// What the gate says just now. It is not asked while a merge or a close is under way: they are about to know
/// more than it.
async fn blockers(parts: &Parts, policy: &Policy, pull: &Pull, task: &Task) -> Vec<Blocker> {
    let Some(current) = task.open_pull() else { return Vec::new() };
    if task.phase != Phase::Resting || task.is_merging() || current.closing.is_some() {
        return Vec::new();
    }
    let standing = match parts.forge.standing(&pull.new.repo, pull.number).await {
        Ok(standing) => standing,
        Err(ForgeError::Missing(_)) => Standing::Closed,
        Err(error) => {
            let error = anyhow::Error::from(error);
            tracing::warn!(error = format!("{error:#}"), "a page does not know how its pull request stands");
            return Vec::new();
        }
    };
    let case = MergeCase {
        approved: &current.head,
        approvals: &current.approvals,
        authors: &task.authors,
        standing: &standing,
    };
    MergePermit::decide(&case, policy).err().unwrap_or_default()
}

async fn card(store: &Store, tasked: &Tasked, pull: &task::Pull) -> Result<Option<Card>, StoreError> {
    let post = reply::card::card(&tasked.task, pull);
    if post.subject != Some(Subject::Head(pull.head.clone())) {
        return Ok(None);
    }
    let key = card_key(&tasked.id, &pull.head);
    let message = store.message_of_slot(&tasked.thread, &key).await?;
    Ok(message.map(|message| Card { message, buttons: post.buttons }))
}

/// The newest answer to something that whoever looks did with the card, unless they did more since.
async fn told(
    store: &Store,
    viewer: &Viewer,
    tasked: &Tasked,
    card: &MessageRef,
) -> Result<Option<Post>, StoreError> {
    let messages = store.messages_of(&tasked.thread, Page::Newest, LOOK_BACK).await?;
    let private = messages.into_iter().rev().find_map(|message| match message.content {
        Content::Post(post) if post.audience == Audience::Only(viewer.person.clone()) => {
            Some((message.id, message.at, post))
        }
        Content::Post(_) | Content::Text(_) => None,
    });
    let Some((id, at, post)) = private else { return Ok(None) };
    let by = Actor::Person(viewer.person.clone());
    if tasked.facts.iter().any(|fact| fact.by == by && fact.at > at) {
        return Ok(None);
    }
    let placed = store.slot_of_message(&id).await?;
    let is_about = placed.is_some_and(|placed| placed.key.starts_with(&format!("reply:{card}:")));
    Ok(is_about.then_some(post))
}
