//! The pull request card: what changed, who may approve, what a reaction does. A card of an older
//! head, or of a decided pull request, becomes a record.

use super::{button, code, count, cut, diff, duration, link, person, plain, say, skipped, strong};
use crate::domain::fact::Change;
use crate::domain::slot::{Block, Look, Post, Press, Span, Subject};
use crate::domain::task::{Commits, End, Gone, PastCard, Phase, Pull, Task};

/// Most lines of preview on a card.
pub const PREVIEW_LINES: usize = 3;

/// The card of the current head.
pub fn card(task: &Task, pull: &Pull) -> Post {
    let mut post =
        say(vec![title(pull.number, &pull.title, &pull.url), Block::Text(extent(task, &pull.change))]);
    post.blocks.push(diff(&pull.change.preview[..pull.change.preview.len().min(PREVIEW_LINES)]));
    let notes = notes(&pull.change);
    if !notes.is_empty() {
        post.blocks.push(Block::List(notes));
    }
    if pull.commits == Commits::Shared {
        post.blocks.push(Block::Text(shared(pull)));
    }
    post.blocks.push(Block::Text(decision(task, pull)));
    post.blocks.push(Block::Footer(footer(task, pull)));
    if is_open(task) {
        post.subject = Some(Subject::Head(pull.head.clone()));
        post.buttons = buttons(task, pull);
    }
    post
}

/// The record that an older card becomes.
pub fn past(card: &PastCard) -> Post {
    let text = match card.gone {
        Gone::Replaced => vec![
            plain("Replaced by a newer version; approvals of "),
            code(card.head.short()),
            plain(" no longer count."),
        ],
        Gone::Closed => vec![strong("Closed"), plain(" without merging; the work began again.")],
    };
    say(vec![title(card.number, &card.title, &card.url), Block::Text(text)])
}

/// What is shown is only baton's part of the branch; whoever approves has to know that.
fn shared(pull: &Pull) -> Vec<Span> {
    vec![
        strong("Somebody else pushed to this branch."),
        plain(" What is shown here is my part only; approving merges all of "),
        code(pull.head.short()),
        plain("."),
    ]
}

fn is_open(task: &Task) -> bool {
    task.open_pull().is_some()
}

fn title(number: u64, title: &str, url: &str) -> Block {
    Block::Title(vec![link(format!("#{number} {}", cut(title, 100)), url)])
}

fn extent(task: &Task, change: &Change) -> Vec<Span> {
    let mut spans = Vec::new();
    if let Some(repo) = &task.repo {
        spans.extend([code(repo.as_str()), plain(" · ")]);
    }
    let lines = format!("{}, +{} −{}", count(change.files, "file", "files"), change.added, change.removed);
    spans.push(plain(lines));
    let shown = change.preview.len().min(PREVIEW_LINES);
    let lines = change.added.max(change.removed);
    let rest = usize::try_from(lines).unwrap_or(usize::MAX).saturating_sub(shown);
    if rest > 0 {
        let more = count(rest as u64, "more changed line", "more changed lines");
        spans.extend([plain(format!(" · {more}: ")), code("diff")]);
    }
    spans
}

fn notes(change: &Change) -> Vec<Vec<Span>> {
    let offer = |offer: &crate::domain::fact::Offer| {
        let places = count(offer.places, "place", "places");
        vec![
            plain(format!("left alone: {places} in {}, for example ", offer.what)),
            code(offer.example.as_str()),
        ]
    };
    let mut notes: Vec<Vec<Span>> = change.offers.iter().map(offer).collect();
    notes.extend(skipped(&change.skipped));
    notes
}

fn decision(task: &Task, pull: &Pull) -> Vec<Span> {
    match &task.phase {
        Phase::Ended(End::Merged { commit }) => {
            return vec![strong("Merged"), plain(" as "), code(commit.short()), plain(".")];
        }
        Phase::Ended(End::Closed) => return vec![strong("Closed"), plain(" without merging.")],
        Phase::Ended(End::Refused | End::Stopped { .. } | End::Withdrawn | End::Failed { .. })
        | Phase::Choosing { .. }
        | Phase::Wanted { .. }
        | Phase::Based { .. }
        | Phase::Changed { .. }
        | Phase::Resting => {}
    }
    let mut spans = Vec::new();
    for (at, by) in pull.approvals.iter().enumerate() {
        spans.push(plain(if at == 0 { "Approved by " } else { ", " }));
        spans.push(person(by));
    }
    if !spans.is_empty() {
        spans.push(plain(". "));
    }
    if let Some(blocked) = &pull.blocked {
        let broke = blocked.broke.iter().map(super::broken::not_merged);
        let reasons: Vec<String> = blocked.reasons.iter().cloned().chain(broke).collect();
        spans.push(plain(format!("Not merging yet: {}. ", reasons.join("; "))));
        match (blocked.conflict, pull.commits) {
            (false, _) => {}
            (true, Commits::Ours) => spans.push(plain("🔁 makes the change anew on the target branch. ")),
            (true, Commits::Shared) => {
                spans.push(plain("Somebody has to resolve that on the branch, or close it and ask again. "));
            }
        }
    }
    // A branch that others have pushed to is never made anew.
    spans.push(plain(match (conflicts(pull), pull.commits) {
        (false, Commits::Ours) => "✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.",
        (false, Commits::Shared) => "✅ merges, ❌ closes; a reply continues the work.",
        (true, _) => "❌ closes; a reply continues the work.",
    }));
    spans
}

/// Whether approving it once more cannot help.
fn conflicts(pull: &Pull) -> bool {
    pull.blocked.as_ref().is_some_and(|blocked| blocked.conflict)
}

fn footer(task: &Task, pull: &Pull) -> Vec<Span> {
    vec![
        plain("asked by "),
        person(&task.requester),
        plain(format!(
            " · replace, {} · no model, no cost · no checks ran · {}",
            duration(task.wall_ms),
            pull.rule
        )),
    ]
}

fn buttons(task: &Task, pull: &Pull) -> Vec<crate::domain::slot::Button> {
    let mut buttons = Vec::new();
    if !conflicts(pull) {
        buttons.push(button("Merge", Press::Approve, Look::Primary));
    }
    buttons.push(button("Close", Press::Close, Look::Danger));
    if pull.commits == Commits::Ours {
        buttons.push(button("Try again", Press::Retry, Look::Plain));
    }
    if !task.is_working() {
        for (at, offer) in pull.change.offers.iter().enumerate().take(2) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            buttons.push(button(format!("Include {}", offer.what), Press::Include(at), Look::Plain));
        }
    }
    buttons
}
