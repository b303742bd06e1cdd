//! What a message answers: the open question, or the refusal of what was asked.

use super::said::surroundings;
use super::{Desk, Here};
use crate::domain::chat_ids::MessageRef;
use crate::domain::event::Event;
use crate::domain::fact::About;
use crate::domain::ids::RepoName;
use crate::domain::replace::{NotUnderstood, Request, follow_up, narrow, understand};
use crate::domain::task::{Ask, Asking, End, Phase, Task};

/// The label and the value of an answer.
pub(super) type Chosen = (String, String);

/// Whether a message means something only where it was said: as an answer or as what was missing.
pub(super) fn fits(desk: &Desk, event: &Event, here: Option<&Here>, text: &str) -> bool {
    here.is_some_and(|here| answer(desk, event, here, text).is_some() || refined(&here.task, text).is_some())
}

/// The open question and the answer that a text gives to it: an option by its number, label or value, a
/// repository that there was no room for, or the place that was asked for.
pub(super) fn answer<'h>(
    desk: &Desk,
    event: &Event,
    here: &'h Here,
    text: &str,
) -> Option<(&'h Asking, Chosen)> {
    let asking = here.task.open_question()?;
    let said = || text.trim().to_owned();
    let other = || match asking.question.about {
        About::Repository => {
            let repo = repository(&surroundings(desk, event, None).known, text)?.to_string();
            Some((repo.clone(), repo))
        }
        About::Places => Some((said(), narrow(&wanted(&here.task, asking.ask)?, text)?.to_string())),
        About::Reading => None,
    };
    Some((asking, option(asking, text).or_else(other)?))
}

/// What was refused, with the place or the way that the text adds: "in the footer", "including tests".
pub(super) fn refined(task: &Task, text: &str) -> Option<Request> {
    let refused = matches!(task.phase, Phase::Ended(End::Refused)) && task.asks.len() == 1;
    refused.then_some(())?;
    narrow(&wanted(task, 0)?, text)
}

/// The same after an edit: what the message narrowed when it was said, with the place or the way that it adds now.
pub(super) fn refined_anew(task: &Task, message: &MessageRef, text: &str) -> Option<Request> {
    if understand(text).is_ok() {
        return None;
    }
    let said = |ask: &Ask| ask.message.as_ref() == Some(message);
    let now = task.asks.iter().chain(&task.dropped).find(|ask| said(ask))?;
    let now = understand(&now.text).ok()?;
    let before = task.dropped.iter().take_while(|ask| !said(ask));
    let before = before.filter_map(|ask| understand(&ask.text).ok()).filter(|wider| wider.pairs == now.pairs);
    narrow(&before.last()?, text)
}

/// Whether a text asks for something, by itself or after what was asked before.
pub(super) fn is_request(task: &Task, text: &str) -> bool {
    let follows = || {
        let last = task.asks.len().checked_sub(1).and_then(|last| wanted(task, last));
        last.is_some_and(|last| follow_up(&last, text).is_ok())
    };
    understand(text) != Err(NotUnderstood::NotAReplacement) || follows()
}

/// An ask as `replace` understands it after those before it.
fn wanted(task: &Task, ask: usize) -> Option<Request> {
    let held = task.pull.as_ref().map_or(0, |pull| pull.holds);
    let delivered = task.pull.as_ref().and_then(|pull| pull.change.understood.lines().last());
    let mut last = delivered.and_then(|line| understand(line).ok());
    for ask in task.asks.get(held..=ask)? {
        last = match &last {
            None => understand(&ask.text).ok(),
            Some(last) => follow_up(last, &ask.text).ok(),
        };
        last.as_ref()?;
    }
    last
}

/// The option that a text names.
fn option(asking: &Asking, text: &str) -> Option<Chosen> {
    let question = &asking.question;
    let text = text.trim().trim_end_matches(['.', ')']);
    let by_number = text.parse::<usize>().ok().and_then(|n| question.options.get(n.checked_sub(1)?));
    let same = |a: &str| a.eq_ignore_ascii_case(text);
    let short = |value: &str| value.split_once('/').is_some_and(|(_, name)| same(name));
    let by_name = || {
        let named = |label: &str, value: &str| same(label) || same(value) || short(value);
        question.options.iter().find(|option| named(&option.label, &option.value))
    };
    by_number.or_else(by_name).map(|option| (option.label.clone(), option.value.clone()))
}

/// The repository that a text names and nothing else: "acme/api", "in api please", "the api repo".
fn repository<'k>(known: &'k [RepoName], text: &str) -> Option<&'k RepoName> {
    let polite = |word: &&str| {
        let around = ["in", "for", "on", "the", "it's", "its", "repo", "repository", "please", "thanks"];
        !word.is_empty() && !around.iter().any(|other| other.eq_ignore_ascii_case(word))
    };
    let signs = |word| str::trim_matches(word, ['.', ',', ')', '!', '`', '"', '\'']);
    let mut words = text.split_whitespace().map(signs).filter(polite);
    let (name, None) = (words.next()?, words.next()) else { return None };
    let full = known.iter().find(|repo| repo.as_str().eq_ignore_ascii_case(name));
    let mut short = known.iter().filter(|repo| repo.short().eq_ignore_ascii_case(name));
    full.or_else(|| short.next().filter(|_| short.next().is_none()))
}
