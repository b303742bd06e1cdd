//! What pages look like: the shell around them, and the parts they are put together from. Text is escaped
//! by its type; nothing that people or agents wrote is ever mark-up.

mod composer;
mod diff;
mod files;
mod markdown;
mod message;
mod offers;
mod page;
mod post;
mod pull;
mod time;

use maud::{DOCTYPE, Markup, html};

pub(super) use diff::{file as diff_file, files as diff_files};
pub(super) use message::{Scene, message, opening};
pub(super) use offers::repositories;
pub(super) use page::{Channel, Front, Thread, chat};
pub(super) use pull::{Pull, Sent, View, pull, state as pull_state};
pub use time::Zone;

use super::assets;
use super::speaker::Viewer;

/// What a page loads besides what all load.
#[derive(Debug, Default)]
pub(super) struct Head<'a> {
    /// Style sheets of its own.
    pub(super) styles: &'static [&'static str],
    /// Scripts of its own.
    pub(super) scripts: &'static [&'static str],
    /// Where a browser without scripts looks again in a moment.
    pub(super) refresh: Option<&'a str>,
}

/// The shell of every page.
pub(super) fn shell(title: &str, class: &str, body: &Markup) -> Markup {
    shell_with(title, class, &Head::default(), body)
}

/// The shell of a page that loads more than others.
pub(super) fn shell_with(title: &str, class: &str, head: &Head<'_>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                title { (title) " · baton" }
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::href("page.css"));
                @for style in head.styles { link rel="stylesheet" href=(assets::href(style)); }
                script src=(assets::href("live.js")) defer {}
                script src=(assets::href("page.js")) defer {}
                @for script in head.scripts { script src=(assets::href(script)) defer {} }
                @if let Some(address) = head.refresh {
                    noscript { meta http-equiv="refresh" content={ "2; url=" (address) }; }
                }
            }
            body class=(class) { (body) }
        }
    }
}

/// Where the script says that a page is out of touch. It is there from the beginning: what is said is read out
/// only where something was listened to before.
fn lost() -> Markup {
    html! { p.lost role="status" {} }
}

/// The bar at the top: where one is, and who speaks.
pub(super) fn bar(viewer: &Viewer, back: &str) -> Markup {
    html! {
        header.bar {
            a.brand href="/" { (logo()) span { "baton" } }
            (speaker(viewer, back))
        }
    }
}

/// Who speaks; in a demo, whom else one may be.
fn speaker(viewer: &Viewer, back: &str) -> Markup {
    html! {
        div.speaker {
            @if viewer.others.is_empty() {
                span.me { (face(&viewer.person.id)) span { (viewer.person.id) } }
            } @else {
                span.as { "You are" }
                @let mut all: Vec<_> = viewer.others.iter().chain([&viewer.person]).collect();
                @let () = all.sort();
                @for person in all {
                    form method="post" action="/speak-as" {
                        input type="hidden" name="person" value=(person.id);
                        input type="hidden" name="back" value=(back);
                        button.me aria-pressed=(if *person == viewer.person { "true" } else { "false" }) {
                            (face(&person.id)) span { (person.id) }
                        }
                    }
                }
            }
        }
    }
}

/// Colours of faces; `page.css` has a class for each.
const FACES: u32 = 8;

/// A person's first letter on a colour of their own.
pub(super) fn face(name: &str) -> Markup {
    let colour = name.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % FACES;
    let letter: String = name.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    html! { span class={ "face f" (colour) } aria-hidden="true" { (letter) } }
}

/// The sign of baton: a baton that is handed on.
pub(super) fn logo() -> Markup {
    html! {
        svg.logo viewBox="0 0 24 24" aria-hidden="true" {
            path d="M5.2 18.8 18.8 5.2" stroke-width="4.2" stroke-linecap="round" {}
            path.tip d="M15.4 8.6 18.8 5.2" stroke-width="4.2" stroke-linecap="round" {}
        }
    }
}

/// A page that only says something.
pub(super) fn sorry(title: &str, why: &str) -> Markup {
    let body = html! {
        main.note {
            (logo())
            h1 { (title) }
            p { (why) }
            p { a href="/" { "Back to the chat" } }
        }
    };
    shell(title, "alone", &body)
}

/// For a browser that was not let in.
pub(super) fn locked() -> Markup {
    let body = html! {
        main.note {
            (logo())
            h1 { "This page is locked" }
            p { "Open it with the link that baton printed when it started, or run " code { "baton open" } "." }
            p.quiet { "A link is good until baton is started again." }
        }
    };
    shell("Locked", "alone", &body)
}

/// Goes on to the chat by itself.
pub(super) fn entering() -> Markup {
    gate("/")
}

/// Goes on to that address by itself.
pub(super) fn gate(address: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="referrer" content="no-referrer";
                // Nothing is to be asked for on the way.
                link rel="icon" href="data:,";
                meta http-equiv="refresh" content={ "0; url=" (address) };
                title { "baton" }
            }
            body { p { a href=(address) { "To the chat" } } }
        }
    }
}
