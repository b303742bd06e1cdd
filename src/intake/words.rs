//! The command words, each with who may say it and what it does to the task of the thread.

use super::{Decision, Desk, Here, said};
use crate::domain::chat_ids::MessageRef;
use crate::domain::command::Word;
use crate::domain::event::Event;
use crate::domain::fact::{Asked, Body, Decided, Show};
use crate::domain::policy::Right;
use crate::domain::reply;
use crate::domain::task::{End, Phase};

pub(super) fn word(
    desk: &Desk,
    event: &Event,
    here: Option<&Here>,
    word: Word,
    message: &MessageRef,
) -> Decision {
    if word == Word::Help {
        return Decision::Tell { outcome: "answered", post: reply::intake::help() };
    }
    let Some(here) = here else { return said::no_task(event, word) };
    if let Some(refusal) = desk.refusal(event, here, right(word)) {
        return refusal;
    }
    let show = |what| {
        let asked = Asked::Show { message: message.clone(), what };
        Decision::add("answered", Body::Asked(asked))
    };
    match word {
        Word::Help => Decision::Ignore("handled above"),
        Word::Status => show(Show::Status),
        Word::Why => show(Show::Why),
        Word::Diff => show(Show::Diff),
        Word::Logs => show(Show::Logs),
        Word::Stop => stop(event, here),
        Word::Retry => retry(event, here),
        Word::Merge => merge(desk, event, here),
        Word::Close => close(event, here),
        Word::Mute => Decision::Add {
            outcome: "muted",
            bodies: vec![Body::Decided(Decided::Muted)],
            post: Some(reply::intake::muted(word)),
        },
        Word::Unmute => Decision::Add {
            outcome: "unmuted",
            bodies: vec![Body::Decided(Decided::Unmuted)],
            post: Some(reply::intake::muted(word)),
        },
    }
}

fn right(word: Word) -> Right {
    match word {
        Word::Help | Word::Status | Word::Why | Word::Diff | Word::Logs => Right::Read,
        Word::Stop | Word::Retry | Word::Close | Word::Mute | Word::Unmute => Right::Ask,
        Word::Merge => Right::Approve,
    }
}

pub(super) fn stop(event: &Event, here: &Here) -> Decision {
    let body = Body::Decided(Decided::Stopped);
    if let Phase::Ended(end) = &here.task.phase {
        let post = reply::intake::nothing_to_stop(&event.by, end);
        return Decision::Tell { outcome: "refused: nothing to stop", post };
    }
    let post = here.task.open_pull().map(|pull| reply::intake::stopped_review(pull.number));
    Decision::Add { outcome: "stopped", bodies: vec![body], post }
}

pub(super) fn retry(event: &Event, here: &Here) -> Decision {
    if let Phase::Ended(End::Merged { .. }) = here.task.phase {
        let post = reply::intake::merged_already(&event.by);
        return Decision::Tell { outcome: "refused: merged", post };
    }
    if here.task.pull.as_ref().is_some_and(|pull| pull.commits == crate::domain::task::Commits::Shared) {
        let post = reply::intake::shared_branch(&event.by);
        return Decision::Tell { outcome: "refused: not only mine", post };
    }
    Decision::add("retried", Body::Decided(Decided::Retried))
}

/// Approves the head of the pull request as it stands, and says so where it cannot count.
pub(super) fn merge(desk: &Desk, event: &Event, here: &Here) -> Decision {
    if let Phase::Ended(End::Merged { .. }) = here.task.phase {
        let post = reply::intake::merged_already(&event.by);
        return Decision::Tell { outcome: "refused: merged", post };
    }
    let Some((repo, pull)) = here.task.repo.as_ref().zip(here.task.open_pull()) else {
        let post = reply::intake::no_pull(&event.by, Word::Merge);
        return Decision::Tell { outcome: "refused: no pull request", post };
    };
    if !desk.allows(&event.by, repo, Right::Approve) {
        return desk.refuse(&event.by, repo, Right::Approve);
    }
    let four_eyes = desk
        .policies
        .get(repo)
        .is_some_and(|policy| policy.merge.requester == crate::domain::policy::OwnApproval::DoesNotCount);
    if four_eyes && here.task.authors.contains(&event.by) {
        let post = reply::intake::own_approval(&event.by);
        return Decision::Tell { outcome: "refused: own approval", post };
    }
    Decision::add("approved", Body::Decided(Decided::Approved { head: pull.head.clone() }))
}

pub(super) fn close(event: &Event, here: &Here) -> Decision {
    if here.task.open_pull().is_none() {
        let post = reply::intake::no_pull(&event.by, Word::Close);
        return Decision::Tell { outcome: "refused: no pull request", post };
    }
    Decision::add("closed", Body::Decided(Decided::Closed))
}
