//! The play: ana asks, baton answers with a card, ben reacts ✅ and baton merges, or ❌ and it closes.
//! Checked at the end against the repository itself.

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use super::repository::{REQUESTER, REVIEWER};
use crate::app::App;
use crate::app::{Doing, Saying};
use crate::cli::bar::Bar;
use crate::cli::exit::{Exit, Failure};
use crate::cli::out::out;
use crate::cli::show;
use crate::domain::chat_ids::{MessageRef, Person, ThreadRef};
use crate::domain::event::To;
use crate::domain::ids::{Oid, RepoName, TaskId};
use crate::domain::slot::Subject;
use crate::domain::task::{End, Phase, Task};
use crate::git;
use crate::store::{Content, Place};

/// The channel of the play.
pub(super) const CHANNEL: &str = "demo";

/// How the play ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With ✅.
    Merge,
    /// With ❌.
    Close,
}

impl Ending {
    fn emoji(self) -> &'static str {
        match self {
            Self::Merge => "✅",
            Self::Close => "❌",
        }
    }
}

/// What a play came to.
pub(super) struct Played {
    /// How the program ends behind it.
    pub(super) exit: Exit,
    /// Where it stands.
    pub(super) thread: ThreadRef,
}

pub(super) async fn play(app: &App, repo: &RepoName, ask: &str, ending: Ending) -> Result<Played, Failure> {
    let (ana, ben) = (person(REQUESTER)?, person(REVIEWER)?);
    let mut heard = app.chat.listen();
    let nonce = nonce(repo, ask, ending);
    let saying = Saying { by: &ana, text: ask, files: &[], to: To::Baton, nonce: &nonce };
    if app.store.message_by_nonce(&nonce).await?.is_some() {
        out!("This was begun in the same --data before; it goes on from there.\n");
    }
    let said = app.chat.say(Place::NewThread(CHANNEL.to_owned()), &saying).await?;
    let mut settle = async || -> anyhow::Result<()> {
        Bar::on_terminal().over(app.sights(), app.settle()).await?;
        while let Ok(news) = heard.try_recv() {
            show::heard(&news);
        }
        Ok(())
    };
    settle().await?;
    let id = TaskId::of(&said.id);
    let thread = said.thread.clone();
    let Some(task) = task(app, &id).await? else { return Ok(Played { exit: Exit::NotDone, thread }) };
    if task.open_pull().is_some() {
        let card = card(app, &said.thread).await?.context("the pull request has no card")?;
        let emoji = ending.emoji();
        app.chat.react(Doing { by: &ben, on: &card, nonce: &nonce }, emoji).await?;
        settle().await?;
    }
    let task = self::task(app, &id).await?.context("the task is gone")?;
    let exit = match &task.phase {
        Phase::Ended(End::Merged { commit }) => {
            check(app, repo, &task, commit).await?;
            out!("merged as {commit}");
            Exit::Done
        }
        Phase::Ended(End::Closed) if ending == Ending::Close => Exit::Done,
        Phase::Ended(_)
        | Phase::Choosing { .. }
        | Phase::Wanted { .. }
        | Phase::Based { .. }
        | Phase::Changed { .. }
        | Phase::Resting => {
            out!("not merged: the task is in the state `{}`", task.state());
            Exit::NotDone
        }
    };
    Ok(Played { exit, thread })
}

/// The same for the same play: one that was killed goes on, another one begins.
fn nonce(repo: &RepoName, ask: &str, ending: Ending) -> String {
    let digest = Sha256::digest(format!("{repo}\n{}\n{ask}", ending.emoji()));
    format!("demo-{}", hex::encode(&digest[..12]))
}

fn person(text: &str) -> anyhow::Result<Person> {
    text.parse().context("a person of the demo")
}

async fn task(app: &App, id: &TaskId) -> anyhow::Result<Option<Task>> {
    Ok(Task::replay(&app.store.facts(id, 0).await?))
}

/// The newest message that asks for a decision on a head.
async fn card(app: &App, thread: &ThreadRef) -> anyhow::Result<Option<MessageRef>> {
    let messages = app.store.messages(thread).await?;
    let is_card = |content: &Content| match content {
        Content::Post(post) => matches!(post.subject, Some(Subject::Head(_))),
        Content::Text(_) => false,
    };
    Ok(messages.into_iter().rev().find(|message| is_card(&message.content)).map(|message| message.id))
}

/// The target branch has to stand at the merge commit, with exactly the tree that was approved.
async fn check(app: &App, repo: &RepoName, task: &Task, commit: &Oid) -> anyhow::Result<()> {
    let path = app.config.repo(repo).map(|repo| repo.path.clone()).context("the repository is gone")?;
    let head = task.pull.as_ref().map(|pull| pull.head.clone()).context("the pull request is gone")?;
    let (repo, commit) = (git::Repo::at(app.git.clone(), &path), commit.clone());
    let same = tokio::task::spawn_blocking(move || -> Result<bool, git::Error> {
        let objects = repo.objects()?;
        let target = objects.resolve(&objects.default_branch()?)?;
        Ok(target == commit && objects.tree_of(&target)? == objects.tree_of(&head)?)
    });
    if !same.await?? {
        bail!("the target branch does not hold the change");
    }
    Ok(())
}
