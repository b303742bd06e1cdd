//! What the thread of a task must show, from its facts: the slots, in the order they appear.

use super::ids::{Oid, TaskId};
use super::progress::Progress;
use super::reply;
use super::slot::{Post, Shown, Slot};
use super::task::{Phase, Task};

/// Every slot of a task. The same facts always give the same slots, and more facts never take one
/// away: what was posted can only be edited.
pub fn view(id: &TaskId, task: &Task) -> Vec<Slot> {
    let mut slots = vec![mark(task), status(id, task)];
    for asking in &task.questions {
        slots.push(post(format!("question:{id}:{}", asking.seq), reply::question::question(task, asking)));
    }
    for (seq, why) in &task.refusals {
        slots.push(post(format!("refusal:{id}:{seq}"), reply::refusal::refusal(why)));
    }
    let current = task.pull.as_ref().map(|pull| &pull.head);
    let replaced = task.past.iter().filter(|card| Some(&card.head) != current);
    for card in replaced {
        slots.push(post(card_key(id, &card.head), reply::card::past(card)));
    }
    if let Some(pull) = &task.pull {
        slots.push(post(card_key(id, &pull.head), reply::card::card(task, pull)));
    }
    for (ask, text) in &task.answers {
        slots.push(post(format!("answer:{id}:{ask}"), reply::answer::answer(text)));
    }
    for (seq, end) in &task.ends {
        if let Some(last) = reply::end::end(task, end) {
            slots.push(post(format!("end:{id}:{seq}"), last));
        }
    }
    slots
}

/// The slot of the status message.
pub fn status(id: &TaskId, task: &Task) -> Slot {
    post(status_key(id), reply::status::status(id, task))
}

/// The same slot while an effect is under way that takes long: how far it is, and what is left of it in
/// milliseconds, in place of where the task stands.
pub fn under_way(id: &TaskId, task: &Task, far: (&Progress, Option<u64>)) -> Slot {
    post(status_key(id), reply::status::under_way(id, task, far))
}

/// The same slot where nobody can say where the task stands, from what it showed before.
pub fn unreadable(id: &TaskId, shown: Post) -> Slot {
    post(status_key(id), reply::status::unreadable(shown))
}

/// The key of the one slot that may show progress instead of what the facts say.
pub fn status_key(id: &TaskId) -> String {
    format!("status:{id}")
}

/// The slot of the card of a head.
pub fn card_key(id: &TaskId, head: &Oid) -> String {
    format!("card:{id}:{head}")
}

fn post(key: String, post: Post) -> Slot {
    Slot { key, show: Shown::Post(post) }
}

/// 👀 on the request while baton is busy with it.
fn mark(task: &Task) -> Slot {
    let busy = match task.phase {
        Phase::Ended(_) => None,
        Phase::Choosing { .. }
        | Phase::Wanted { .. }
        | Phase::Based { .. }
        | Phase::Changed { .. }
        | Phase::Resting => Some("👀".to_owned()),
    };
    Slot {
        key: format!("mark:{}", task.message),
        show: Shown::Mark { on: task.message.clone(), emoji: busy },
    }
}
