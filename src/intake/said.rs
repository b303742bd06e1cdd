//! What a message means: a word, an answer to a question, a follow-up, or a new request.

use super::{Decision, Desk, Here, answers, words};
use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::MessageRef;
use crate::domain::command::{Command, Word};
use crate::domain::event::{Event, To};
use crate::domain::fact::{About, Asked, Body, Decided};
use crate::domain::ids::RepoName;
use crate::domain::policy::Right;
use crate::domain::replace;
use crate::domain::reply;
use crate::domain::repo_choice::{Choice, Surroundings, choose};
use crate::domain::task::{Asking, End, Listening, Phase};

/// A message as it was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) id: &'a MessageRef,
    pub(super) text: &'a str,
    pub(super) to: To,
    pub(super) files: &'a [Attachment],
}

pub(super) fn said(desk: &Desk, event: &Event, here: Option<&Here>, message: Message<'_>) -> Decision {
    if here.is_some_and(|here| here.has_heard(message.id)) {
        return Decision::Ignore("a message that I have heard already");
    }
    if message.to == To::Anybody && !listens(event, here) {
        return Decision::Ignore("talk that does not mention me");
    }
    if message.text.len() > desk.message_bytes {
        let post = reply::intake::too_long(&event.by, message.text.len(), desk.message_bytes);
        return Decision::Tell { outcome: "refused: too long", post };
    }
    not_taken_along(event, message, meant(desk, event, here, message))
}

/// Says that files were left aside: a word or an answer is a decision, and holds none.
fn not_taken_along(event: &Event, message: Message<'_>, mut decision: Decision) -> Decision {
    let asks = |body: &Body| matches!(body, Body::Asked(Asked::FollowUp { .. }));
    if let Decision::Add { bodies, post, .. } = &mut decision
        && !message.files.is_empty()
        && !bodies.iter().any(asks)
    {
        let left = reply::intake::not_taken_along(&event.by, message.files);
        match post {
            Some(post) => post.blocks.extend(left.blocks),
            None => *post = Some(left),
        }
    }
    decision
}

fn meant(desk: &Desk, event: &Event, here: Option<&Here>, message: Message<'_>) -> Decision {
    let command = Command::parse(message.text);
    match (command, message.to) {
        (Command::Aside, _) => Decision::Ignore("an aside"),
        (Command::Word(word), _) => words::word(desk, event, here, word, message.id),
        (Command::Say(text) | Command::Queue(text), To::Baton) => {
            speak(desk, event, here, Message { text: &text, ..message })
        }
        (Command::Say(text) | Command::Queue(text), To::Anybody) => {
            overhear(desk, event, here, Message { text: &text, ..message })
        }
        (Command::Unknown { word, near }, to) => match (answers::fits(desk, event, here, &word), to) {
            (true, _) => speak(desk, event, here, Message { text: &word, ..message }),
            (false, To::Baton) => {
                let post = reply::intake::unknown_word(&event.by, &word, near);
                Decision::Tell { outcome: "refused: unknown word", post }
            }
            (false, To::Anybody) => Decision::Ignore("talk"),
        },
        (Command::Empty, To::Baton) => Decision::Tell {
            outcome: "answered",
            post: reply::intake::nothing_said(&event.by, message.files),
        },
        (Command::Empty, To::Anybody) => Decision::Ignore("nothing was said"),
    }
}

/// Talk that does not mention baton counts in the thread of a task, from its requester, unless muted.
fn listens(event: &Event, here: Option<&Here>) -> bool {
    here.is_some_and(|here| here.task.requester == event.by && here.task.listening == Listening::Open)
}

/// Untagged talk: taken only when it is plainly an answer or a change of text.
fn overhear(desk: &Desk, event: &Event, here: Option<&Here>, message: Message<'_>) -> Decision {
    let text = message.text;
    let Some(thread) = here else { return Decision::Ignore("talk") };
    let previous = thread.task.pull.as_ref().and_then(|pull| pull.change.understood.lines().last());
    let previous = previous.and_then(|line| replace::understand(line).ok());
    let understood = match &previous {
        Some(previous) => replace::follow_up(previous, text),
        None => replace::understand(text),
    };
    if understood.is_ok() || answers::fits(desk, event, here, text) {
        return speak(desk, event, here, message);
    }
    Decision::Ignore("talk")
}

/// A request, a follow-up or an answer, by somebody who was heard.
fn speak(desk: &Desk, event: &Event, here: Option<&Here>, message: Message<'_>) -> Decision {
    let over = |here: &&Here| matches!(here.task.phase, Phase::Ended(End::Merged { .. } | End::Closed));
    match here.filter(|here| !over(here)) {
        Some(here) => more(desk, event, here, message),
        None => start(desk, event, here.and_then(|here| here.task.repo.clone()), message),
    }
}

fn more(desk: &Desk, event: &Event, here: &Here, message: Message<'_>) -> Decision {
    let text = message.text;
    if let Some((question, (label, value))) = answers::answer(desk, event, here, text) {
        return choose_answer(desk, event, here, question, (&label, &value));
    }
    if let Some(refusal) = desk.refusal(event, here, Right::Ask) {
        return refusal;
    }
    let around = surroundings(desk, event, here.task.repo.clone());
    let (choice, rest) = choose(text, &around);
    if let Some(asking) = here.task.open_question() {
        if let (About::Repository, Choice::Unknown(name)) = (asking.question.about, &choice) {
            let post = reply::intake::unknown_repo(&event.by, name, &around.known);
            return Decision::Tell { outcome: "refused: unknown repository", post };
        }
        if text.trim().trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit()) {
            let post = reply::intake::no_such_answer(&event.by, asking.question.options.len());
            return Decision::Tell { outcome: "refused: no such answer", post };
        }
        if !answers::is_request(&here.task, text) {
            let post = reply::intake::no_answer(&event.by, asking.question.about);
            return Decision::Tell { outcome: "refused: no such answer", post };
        }
    }
    let text = match (answers::refined(&here.task, text), choice) {
        (Some(request), _) => request.to_string(),
        (None, Choice::Known(repo)) if here.task.repo.as_ref() == Some(&repo) => rest,
        (None, Choice::Known(_) | Choice::Ask(_) | Choice::Unknown(_) | Choice::None) => text.to_owned(),
    };
    let (message, files) = (message.id.clone(), message.files.to_vec());
    Decision::add("continued", Body::Asked(Asked::FollowUp { message, text, files }))
}

/// The answer to a question; for a repository, the person must have the right there.
pub(super) fn choose_answer(
    desk: &Desk,
    event: &Event,
    here: &Here,
    asking: &Asking,
    (label, value): (&str, &str),
) -> Decision {
    if asking.question.about == About::Repository {
        match value.parse::<RepoName>() {
            Ok(repo) if desk.allows(&event.by, &repo, Right::Ask) => {}
            Ok(repo) => return desk.refuse(&event.by, &repo, Right::Ask),
            Err(_) => return Decision::Ignore("no such repository"),
        }
    } else if let Some(refusal) = desk.refusal(event, here, Right::Ask) {
        return refusal;
    }
    let chose = Decided::Chose { question: asking.seq, label: label.to_owned(), value: value.to_owned() };
    Decision::add("answered a question", Body::Decided(chose))
}

fn start(desk: &Desk, event: &Event, thread: Option<RepoName>, message: Message<'_>) -> Decision {
    let around = surroundings(desk, event, thread);
    let (choice, text) = choose(message.text, &around);
    let request = |text: &str, repo: Option<RepoName>, candidates: Vec<RepoName>| {
        let (text, files) = (text.to_owned(), message.files.to_vec());
        let asked =
            Asked::Request { message: message.id.clone(), text, repo: repo.clone(), candidates, files };
        Decision::Start { repo, body: Box::new(Body::Asked(asked)) }
    };
    match choice {
        Choice::Known(repo) if !desk.allows(&event.by, &repo, Right::Ask) => {
            desk.refuse(&event.by, &repo, Right::Ask)
        }
        Choice::Known(repo) => request(&text, Some(repo), Vec::new()),
        Choice::Ask(candidates) => request(&text, None, candidates),
        Choice::Unknown(name) => {
            let post = reply::intake::unknown_repo(&event.by, &name, &around.known);
            Decision::Tell { outcome: "refused: unknown repository", post }
        }
        Choice::None => {
            Decision::Tell { outcome: "refused: no repository", post: reply::intake::no_repo(&event.by) }
        }
    }
}

pub(super) fn surroundings(desk: &Desk, event: &Event, thread: Option<RepoName>) -> Surroundings {
    let may_ask = |repo: &&RepoName| desk.allows(&event.by, repo, Right::Ask);
    let channel = (event.thread.platform, event.thread.channel.clone());
    Surroundings {
        known: desk.policies.keys().filter(may_ask).cloned().collect(),
        thread,
        channel: desk.channels.get(&channel).cloned(),
    }
}

/// An edit counts when its author may still ask, and only for a message that is part of the task.
pub(super) fn edited(
    desk: &Desk,
    event: &Event,
    here: Option<&Here>,
    message: &MessageRef,
    text: &str,
) -> Decision {
    let Some(here) = here.filter(|here| holds(here, message)) else {
        return Decision::Ignore("an edit of a message that is no request");
    };
    let (_, text) = choose(text, &surroundings(desk, event, here.task.repo.clone()));
    let text = answers::refined_anew(&here.task, message, &text).map_or(text, |request| request.to_string());
    match &here.task.repo {
        Some(repo) if !desk.allows(&event.by, repo, Right::Ask) => desk.refuse(&event.by, repo, Right::Ask),
        Some(_) | None if text.len() > desk.message_bytes => Decision::Tell {
            outcome: "refused: too long",
            post: reply::intake::too_long(&event.by, text.len(), desk.message_bytes),
        },
        Some(_) | None => {
            Decision::add("corrected", Body::Asked(Asked::Correction { message: message.clone(), text }))
        }
    }
}

pub(super) fn deleted(_event: &Event, here: Option<&Here>, message: &MessageRef) -> Decision {
    match here.filter(|here| holds(here, message)) {
        Some(_) => Decision::add("withdrawn", Body::Asked(Asked::Withdrawn { message: message.clone() })),
        None => Decision::Ignore("a deleted message that is no request"),
    }
}

fn holds(here: &Here, message: &MessageRef) -> bool {
    here.task.asks.iter().any(|ask| ask.message.as_ref() == Some(message))
}

/// The words that only make sense with a task, told to somebody who has none.
pub(super) fn no_task(event: &Event, word: Word) -> Decision {
    Decision::Tell { outcome: "refused: no task", post: reply::intake::no_task(&event.by, word) }
}
