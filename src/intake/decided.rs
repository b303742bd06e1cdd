//! Reactions and buttons on baton's own messages. On anything else they mean nothing.
//!
//! A decision counts only for the subject its message was stored with, so one on an old card is told
//! so and changes nothing.

use super::{Decision, Desk, Here, said, words};
use crate::domain::event::Event;
use crate::domain::fact::{Asked, Body, Decided};
use crate::domain::ids::Oid;
use crate::domain::policy::Right;
use crate::domain::reply;
use crate::domain::slot::Press;
use crate::store::Placed;

/// What baton knows about a message: the task, and which of its messages it is.
type On<'a> = (Option<&'a Here>, Option<&'a Placed>);

pub(super) fn reacted(desk: &Desk, event: &Event, on: On<'_>, emoji: &str) -> Decision {
    let press = match emoji.trim_end_matches('\u{fe0f}') {
        "✅" => Press::Approve,
        "❌" => Press::Close,
        "🔁" => Press::Retry,
        "🛑" => Press::Stop,
        _ => return Decision::Ignore("a reaction that means nothing to me"),
    };
    pressed(desk, event, on, &press)
}

pub(super) fn unreacted(event: &Event, (here, placed): On<'_>, emoji: &str) -> Decision {
    let Some((here, placed)) = here.zip(placed) else { return Decision::Ignore("not a message of mine") };
    let approved = here.task.open_pull().filter(|pull| pull.approvals.contains(&event.by));
    match (emoji, card(placed), approved) {
        ("✅", Some(head), Some(pull)) if pull.head == head => {
            Decision::add("approval taken back", Body::Decided(Decided::Unapproved { head }))
        }
        _ => Decision::Ignore("a reaction taken back that meant nothing"),
    }
}

pub(super) fn pressed(desk: &Desk, event: &Event, (here, placed): On<'_>, press: &Press) -> Decision {
    let Some((here, placed)) = here.zip(placed) else { return Decision::Ignore("not a message of mine") };
    let right = match press {
        Press::Approve => Right::Approve,
        Press::Close | Press::Retry | Press::Stop | Press::Choose(_) | Press::Include(_) => Right::Ask,
    };
    // Who may choose depends on what is chosen.
    let asks_later = matches!(press, Press::Choose(_));
    if !asks_later && let Some(refusal) = desk.refusal(event, here, right) {
        return refusal;
    }
    match press {
        Press::Stop => words::stop(event, here),
        Press::Retry => on_current(event, here, placed, |here| words::retry(event, here)),
        Press::Approve => match card(placed) {
            Some(_) => on_current(event, here, placed, |here| words::merge(desk, event, here)),
            None => Decision::Ignore("an approval of something that is no card"),
        },
        Press::Close => match card(placed) {
            Some(_) => on_current(event, here, placed, |here| words::close(event, here)),
            None if placed.key.starts_with("question:") => words::stop(event, here),
            None => Decision::Ignore("❌ on something that is no card"),
        },
        Press::Choose(option) => choose(desk, event, here, placed, *option),
        Press::Include(offer) => on_current(event, here, placed, |here| include(event, here, *offer)),
    }
}

/// Does it when the message is about the current head, or is no card at all.
fn on_current(event: &Event, here: &Here, placed: &Placed, act: impl Fn(&Here) -> Decision) -> Decision {
    let current = here.task.pull.as_ref().map(|pull| &pull.head);
    match card(placed) {
        Some(head) if Some(&head) != current => {
            Decision::Tell { outcome: "refused: old card", post: reply::intake::old_card(&event.by) }
        }
        Some(_) | None => act(here),
    }
}

/// The head that a card is about. Its key says so for ever, also when it has become a record.
fn card(placed: &Placed) -> Option<Oid> {
    let mut parts = placed.key.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("card"), Some(_), Some(head)) => head.parse().ok(),
        _ => None,
    }
}

fn choose(desk: &Desk, event: &Event, here: &Here, placed: &Placed, option: u32) -> Decision {
    let open = here
        .task
        .open_question()
        .filter(|asking| placed.subject == Some(crate::domain::slot::Subject::Question(asking.seq)));
    let Some(asking) = open else { return Decision::Ignore("an answer to a question that is closed") };
    let index = usize::try_from(option).unwrap_or(usize::MAX);
    match asking.question.options.get(index) {
        Some(answer) => said::choose_answer(desk, event, here, asking, (&answer.label, &answer.value)),
        None => {
            let post = reply::intake::no_such_answer(&event.by, asking.question.options.len());
            Decision::Tell { outcome: "refused: no such answer", post }
        }
    }
}

/// Look-alikes that the card offers, as a follow-up.
fn include(event: &Event, here: &Here, offer: u32) -> Decision {
    let pull = here.task.open_pull();
    let offers = pull.map_or(&[][..], |pull| &pull.change.offers);
    let Some(offer) = offers.get(usize::try_from(offer).unwrap_or(usize::MAX)) else {
        return Decision::Ignore("an offer that is gone");
    };
    let Some(message) = here.task.asks.first().and_then(|ask| ask.message.clone()) else {
        return Decision::Ignore("no message to continue");
    };
    // A press has no message of its own; a reply to it is found under the event.
    let message = crate::domain::chat_ids::MessageRef { id: event.key.clone(), ..message };
    Decision::add(
        "continued",
        Body::Asked(Asked::FollowUp { message, text: offer.request.clone(), files: Vec::new() }),
    )
}
