//! The chat: the channels, one channel with its threads, and beside it one thread.

use maud::{Markup, html};

use super::composer::{Composer, composer};
use super::message::{Scene, message, opening};
use super::offers::Begins;
use super::{Head, bar, lost, shell_with};
use crate::chat::FileLimits;
use crate::domain::fact::Actor;
use crate::store::{Message, Opening};
use crate::web::live;
use crate::web::offer::Known;
use crate::web::speaker::Viewer;

/// A channel as it is shown.
#[derive(Debug)]
pub(in crate::web) struct Channel<'a> {
    /// Its name.
    pub(in crate::web) name: &'a str,
    /// All channels there are.
    pub(in crate::web) all: &'a [String],
    /// Its threads, the newest last.
    pub(in crate::web) openings: &'a [Opening],
    /// Whether its newest ones are among them.
    pub(in crate::web) newest: bool,
    /// Where the threads before these end.
    pub(in crate::web) older: Option<i64>,
    /// The newest change that is shown.
    pub(in crate::web) revision: i64,
    /// Requests to begin with.
    pub(in crate::web) suggestions: &'a [&'a str],
    /// What may come with a message.
    pub(in crate::web) files: FileLimits,
    /// What can be named in it.
    pub(in crate::web) known: &'a Known,
}

/// A thread as it is shown.
#[derive(Debug)]
pub(in crate::web) struct Thread<'a> {
    /// Its first message's number, as the address has it.
    pub(in crate::web) root: &'a str,
    /// Who opened it.
    pub(in crate::web) opener: &'a Actor,
    /// Its messages, the newest last.
    pub(in crate::web) messages: &'a [Message],
    /// Whether its newest ones are among them.
    pub(in crate::web) newest: bool,
    /// Where the messages before these end.
    pub(in crate::web) older: Option<i64>,
    /// What is seen where there is no room for both.
    pub(in crate::web) front: Front,
}

/// The channel or its thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Front {
    /// The channel.
    Channel,
    /// The thread.
    Thread,
}

/// The page of a channel, with a thread beside it or without.
pub(in crate::web) fn chat(
    viewer: &Viewer,
    scene: Scene<'_>,
    channel: &Channel<'_>,
    thread: Option<&Thread<'_>>,
) -> Markup {
    let place = format!("/c/{}", channel.name);
    let (here, class) = match thread {
        Some(Thread { front: Front::Channel, .. }) => ("/".to_owned(), "chat with-thread channel-first"),
        Some(thread) => (format!("{place}/{}", thread.root), "chat with-thread"),
        None => (place.clone(), "chat"),
    };
    let live = live::path(channel.name, channel.revision, thread.map(|thread| thread.root));
    let body = html! {
        a.skip href=(if thread.is_some() { "#reply" } else { "#ask" }) { "Skip to writing" }
        (bar(viewer, &here))
        nav.channels aria-label="Channels" {
            h2 { "Channels" }
            ul {
                @for name in channel.all {
                    li {
                        a href={ "/c/" (name) } aria-current=[(name == channel.name).then_some("page")] { "# " (name) }
                    }
                }
            }
        }
        main data-live=(live) {
            (channel_section(scene, channel, &place))
            @if let Some(thread) = thread { (thread_section(scene, thread, &place, channel)) }
        }
        (lost())
        div.heard.hidden role="status" {}
    };
    let head = Head { scripts: &["write.js", "files.js"], ..Head::default() };
    shell_with(&format!("#{}", channel.name), class, &head, &body)
}

fn channel_section(scene: Scene<'_>, channel: &Channel<'_>, place: &str) -> Markup {
    html! {
        section.channel aria-label={ "Channel " (channel.name) } {
            header { h1 { "# " (channel.name) } }
            div.scroll tabindex="0" role="region" aria-label="Threads" {
                (older(place, channel.older, "Earlier threads"))
                @if channel.openings.is_empty() {
                    div.empty {
                        p { "Nothing was asked here yet." }
                        p.quiet { "Say what should change, in your own words. baton answers in a thread, with a pull request." }
                    }
                }
                ol.messages.threads data-newest[channel.newest] { @for one in channel.openings { (opening(scene, one)) } }
            }
            (composer(Composer {
                action: place,
                id: "ask",
                label: "Ask for a change",
                suggestions: channel.suggestions,
                files: channel.files,
                begins: Begins::Request,
                known: channel.known,
            }))
        }
    }
}

/// The way to what is older; the script shows it as well once a list has lost its beginning.
fn older(place: &str, before: Option<i64>, label: &str) -> Markup {
    html! {
        p.older hidden[before.is_none()] aria-live="off" {
            a href={ (place) "?before=" (before.unwrap_or_default()) } { (label) }
        }
    }
}

fn thread_section(scene: Scene<'_>, thread: &Thread<'_>, place: &str, channel: &Channel<'_>) -> Markup {
    let here = format!("{place}/{}", thread.root);
    html! {
        section.thread aria-label="Thread" {
            header {
                a.back href=(place) aria-label="Back to the channel" { span aria-hidden="true" { "←" } }
                h1 { "Thread" }
                a.close href=(place) aria-label="Close the thread" { span aria-hidden="true" { "×" } }
            }
            div.scroll tabindex="0" role="log" aria-label="Messages" {
                (older(&here, thread.older, "Earlier messages"))
                ol.messages data-newest[thread.newest] {
                    @for one in thread.messages.iter().filter(|one| scene.shows(one)) { (message(scene, one)) }
                }
            }
            (composer(Composer {
                action: &here,
                id: "reply",
                label: "Reply",
                suggestions: &[],
                files: channel.files,
                begins: Begins::Reply,
                known: channel.known,
            }))
        }
    }
}
