//! A thread as it happens, printed as text.

use anstyle::{AnsiColor, Style};

use super::out::out;
use crate::app::Heard;
use crate::domain::fact::Actor;
use crate::domain::reply::text;
use crate::domain::slot::Post;
use crate::store::{Content, Message};

const NAME: Style = Style::new().bold();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const QUIET: Style = Style::new().dimmed();

/// Prints something that happened in a chat.
pub(super) fn heard(heard: &Heard) {
    match heard {
        Heard::Said(message) => said(message),
        // A moment later it says something else.
        Heard::Edited(_, post) if post.under_way.is_some() => {}
        Heard::Edited(_, post) => edited(post),
        Heard::Reacted(_, emoji, by) => out!("{NAME}{}{NAME:#} reacts {emoji}\n", name(by)),
    }
}

/// Prints a message.
pub(super) fn said(message: &Message) {
    out!("{NAME}{}{NAME:#}", name(&message.author));
    match &message.content {
        Content::Text(said) => body(&text::printable(said)),
        Content::Post(post) => body(&text::post(post)),
    }
    if !message.files.is_empty() {
        let names: Vec<_> = message.files.iter().map(ToString::to_string).collect();
        out!("{QUIET}  with {}{QUIET:#}\n", text::printable(&names.join(", ")));
    }
}

/// Prints what a message says now, without what can be pressed.
pub(super) fn edited(post: &Post) {
    let bare = Post { buttons: Vec::new(), ..post.clone() };
    let lines = text::post(&bare);
    let title = lines.lines().next().unwrap_or_default();
    let state = text::stands(&bare);
    out!("{QUIET}  (edited) {title}: {state}{QUIET:#}\n");
}

fn body(lines: &str) {
    for line in lines.lines() {
        let style = match line.trim_start().as_bytes() {
            [b'-', b' ', ..] => REMOVED,
            [b'+', b' ', ..] => ADDED,
            _ => Style::new(),
        };
        out!("  {style}{line}{style:#}");
    }
    out!();
}

fn name(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => text::printable(&person.id),
        Actor::Baton => "baton".to_owned(),
    }
}
