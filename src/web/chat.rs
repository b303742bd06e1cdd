//! The chat's pages, and what people do on them.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use maud::Markup;
use serde::Deserialize;

use super::answer::{Trouble, done};
use super::form::{Fields, Nonce, lines, press_from_text};
use super::html::{self, Front, Scene};
use super::speaker::Viewer;
use super::written::Written;
use super::{Parts, Web};
use crate::chat::{Could, Doing, Saying};
use crate::domain::chat_ids::{MessageRef, Person, Platform, ThreadRef};
use crate::domain::fact::Actor;
use crate::domain::policy::{OwnApproval, Right};
use crate::store::{Content, Message, Opening, Page, Place};

/// Threads of a channel on one page.
const THREADS: u32 = 40;
/// Messages of a thread on one page.
const MESSAGES: u32 = 100;
/// Messages of a channel whose authors are offered to be mentioned: the newest.
const SPEAKERS_OF: u32 = 500;
/// Longest name of a channel, in bytes.
const CHANNEL_BYTES: usize = 80;
/// What can be put on a message, in bytes: an emoji with its modifiers.
const EMOJI_BYTES: usize = 32;

/// Which part of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    before: Option<i64>,
}

impl Part {
    fn page(&self) -> Page {
        self.before.map_or(Page::Newest, Page::Before)
    }
}

/// The channel that is shown first, with the thread that is beside it where there is room for both.
pub(super) async fn home(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Markup, Trouble> {
    let Parts { channel, first, .. } = web.parts();
    let seen = Seen::of(web.parts(), channel, Page::Newest).await?;
    match first {
        Some(thread) => seen.beside(&web, &viewer, thread, (Page::Newest, Front::Channel)).await,
        None => seen.page(&web, &viewer, None),
    }
}

/// A channel.
pub(super) async fn channel(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(name): Path<String>,
    Query(part): Query<Part>,
) -> Result<Markup, Trouble> {
    Seen::of(web.parts(), &name, part.page()).await?.page(&web, &viewer, None)
}

/// A thread beside its channel.
pub(super) async fn thread(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path((name, root)): Path<(String, String)>,
    Query(part): Query<Part>,
) -> Result<Markup, Trouble> {
    let seen = Seen::of(web.parts(), &name, Page::Newest).await?;
    seen.beside(&web, &viewer, &place(&name, &root)?, (part.page(), Front::Thread)).await
}

/// A channel as it was read.
struct Seen {
    name: String,
    all: Vec<String>,
    openings: Vec<Opening>,
    newest: bool,
    older: Option<i64>,
    revision: i64,
    speakers: Vec<Person>,
}

impl Seen {
    async fn of(parts: &Parts, name: &str, page: Page) -> Result<Self, Trouble> {
        let name = channel_name(name)?;
        let mut all = parts.store.channels().await?;
        for known in [&parts.channel, &name] {
            if !all.contains(known) {
                all.push(known.clone());
            }
        }
        all.sort();
        // Before the messages: what changes in between is told again, never missed.
        let revision = parts.store.revision(&name).await?;
        let openings = parts.store.openings(&name, page, THREADS + 1).await?;
        let (openings, older) = cut(openings, THREADS, |opening| opening.message.number());
        let speakers = parts.store.speakers(&name, SPEAKERS_OF).await?;
        Ok(Self { name, all, openings, newest: page == Page::Newest, older, revision, speakers })
    }

    /// The page with one thread beside the channel.
    async fn beside(
        &self,
        web: &Web,
        viewer: &Viewer,
        thread: &ThreadRef,
        (page, front): (Page, Front),
    ) -> Result<Markup, Trouble> {
        let messages = web.parts().store.messages_of(thread, page, MESSAGES + 1).await?;
        if messages.is_empty() {
            return Err(Trouble::NotFound);
        }
        let (messages, older) = cut(messages, MESSAGES, Message::number);
        let Some(opening) = web.parts().store.opening(thread).await? else { return Err(Trouble::NotFound) };
        let opener = &opening.message.author;
        let thread = html::Thread {
            root: &thread.root,
            opener,
            messages: &messages,
            newest: page == Page::Newest,
            older,
            front,
        };
        self.page(web, viewer, Some(&thread))
    }

    /// Whether somebody asked for that already.
    fn asked(&self, text: &str) -> bool {
        let says = |opening: &Opening| matches!(&opening.message.content, Content::Text(said) if said.contains(text));
        self.openings.iter().any(says)
    }

    fn page(&self, web: &Web, viewer: &Viewer, thread: Option<&html::Thread<'_>>) -> Result<Markup, Trouble> {
        let here = self.name == web.parts().channel;
        let is_open = |text: &&String| here && !self.asked(text);
        let suggestions: Vec<&str> =
            web.parts().suggestions.iter().filter(is_open).map(String::as_str).collect();
        let channel = html::Channel {
            name: &self.name,
            all: &self.all,
            openings: &self.openings,
            newest: self.newest,
            older: self.older,
            revision: self.revision,
            suggestions: &suggestions,
            files: web.parts().chat.files().limits,
            known: &web.known(viewer, &self.speakers),
        };
        let scene = web.scene(viewer, thread.map(|thread| thread.opener));
        Ok(html::chat(viewer, scene, &channel, thread))
    }
}

impl Web {
    /// For whom a page is drawn, and when; `opener` is who opened the thread that is shown.
    pub(super) fn scene<'a>(&self, viewer: &'a Viewer, opener: Option<&Actor>) -> Scene<'a> {
        let parts = self.parts();
        let approver = opener.and_then(|opener| self.approver(viewer, opener));
        Scene { viewer: &viewer.person, zone: parts.zone, now: (parts.clock)(), approver }
    }

    /// In a demo, which has one repository: whose approval counts where that of whoever looks does not.
    fn approver<'a>(&self, viewer: &'a Viewer, opener: &Actor) -> Option<&'a Person> {
        let mut policies = self.parts().policies.values();
        let (Some(policy), None) = (policies.next(), policies.next()) else { return None };
        let counts = |person: &Person| {
            let own = *opener == Actor::Person(person.clone());
            policy.access.allows(person, Right::Approve)
                && !(own && policy.merge.requester == OwnApproval::DoesNotCount)
        };
        if counts(&viewer.person) { None } else { viewer.others.iter().find(|other| counts(other)) }
    }
}

/// The newest of what was read with one too many, and where what is older ends.
fn cut<T>(mut all: Vec<T>, limit: u32, number: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let more = all.len().saturating_sub(limit as usize);
    all.drain(..more);
    let older = (more > 0).then(|| all.first().map(number)).flatten();
    (all, older)
}

/// A channel's name as an address has it.
pub(super) fn channel_name(name: &str) -> Result<String, Trouble> {
    let is_name = !name.is_empty()
        && name.len() <= CHANNEL_BYTES
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if is_name { Ok(name.to_owned()) } else { Err(Trouble::NotFound) }
}

/// A thread as an address has it.
pub(super) fn place(channel: &str, root: &str) -> Result<ThreadRef, Trouble> {
    let channel = channel_name(channel)?;
    // One address for each thread: no signs, no zeros before it.
    let number = root.parse::<u32>().ok().filter(|number| number.to_string() == root);
    let root = number.ok_or(Trouble::NotFound)?.to_string();
    Ok(ThreadRef { platform: Platform::Local, channel, root })
}

/// Says what somebody wrote.
async fn say(web: &Web, viewer: &Viewer, place: Place, written: &Written) -> Result<Message, Trouble> {
    let by = &viewer.person;
    let nonce = written.nonce.of(by, &written.whole());
    let Written { text, to, files, .. } = written;
    let saying = Saying { by, text, files, to: *to, nonce: &nonce };
    Ok(web.parts().chat.say(place, &saying).await?)
}

/// Somebody opens a thread.
pub(super) async fn open(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(name): Path<String>,
    headers: HeaderMap,
    written: Written,
) -> Result<Response, Trouble> {
    let said = say(&web, &viewer, Place::NewThread(channel_name(&name)?), &written).await?;
    Ok(done(&headers, &format!("/c/{}/{}", said.thread.channel, said.thread.root)))
}

/// Somebody writes into a thread.
pub(super) async fn reply(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path((name, root)): Path<(String, String)>,
    headers: HeaderMap,
    written: Written,
) -> Result<Response, Trouble> {
    let thread = place(&name, &root)?;
    if web.parts().store.opening(&thread).await?.is_none() {
        return Err(Trouble::NotFound);
    }
    say(&web, &viewer, Place::Thread(thread), &written).await?;
    Ok(done(&headers, &format!("/c/{name}/{root}#reply")))
}

/// What somebody does with a message.
#[derive(Debug, Deserialize)]
pub(super) struct Deed {
    message: MessageRef,
    nonce: Nonce,
    emoji: Option<String>,
    back: Option<String>,
    press: Option<String>,
    text: Option<String>,
}

impl Deed {
    /// The message, where whoever does it can see it.
    async fn seen(&self, web: &Web, viewer: &Viewer) -> Result<Message, Trouble> {
        let message = web.parts().store.message(&self.message).await?;
        message.filter(|message| web.scene(viewer, None).shows(message)).ok_or(Trouble::NotFound)
    }
}

/// Where a message stands.
fn back_to(message: &Message) -> String {
    format!("/c/{}/{}#m-{}", message.thread.channel, message.thread.root, message.number())
}

/// Somebody puts a reaction on a message, or takes one back.
pub(super) async fn react(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Fields(deed): Fields<Deed>,
) -> Result<Response, Trouble> {
    let emoji = deed.emoji.as_deref().filter(|emoji| is_emoji(emoji));
    let emoji = emoji.ok_or(Trouble::Bad("That is no reaction."))?;
    let message = deed.seen(&web, &viewer).await?;
    let back = back_to(&message);
    let (chat, by) = (&web.parts().chat, &viewer.person);
    let nonce = deed.nonce.of(by, "");
    let doing = Doing { by, on: &message.id, nonce: &nonce };
    match deed.back {
        Some(_) => chat.unreact(doing, emoji).await?,
        None => chat.react(doing, emoji).await?,
    }
    Ok(done(&headers, &back))
}

/// Nothing that could be read as words.
fn is_emoji(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= EMOJI_BYTES
        && !text.is_ascii()
        && !text.chars().any(char::is_alphanumeric)
}

/// Somebody presses a button.
pub(super) async fn press(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Fields(deed): Fields<Deed>,
) -> Result<Response, Trouble> {
    let press = deed.press.as_deref().and_then(press_from_text);
    let press = press.ok_or(Trouble::Bad("That is no button of ours."))?;
    let message = deed.seen(&web, &viewer).await?;
    let nonce = deed.nonce.of(&viewer.person, "");
    let doing = Doing { by: &viewer.person, on: &message.id, nonce: &nonce };
    web.parts().chat.press(doing, &press).await?;
    Ok(done(&headers, &back_to(&message)))
}

/// The author says it otherwise.
pub(super) async fn rewrite(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Fields(deed): Fields<Deed>,
) -> Result<Response, Trouble> {
    let message = deed.seen(&web, &viewer).await?;
    let text = deed.text.as_deref().map(lines).filter(|text| !text.is_empty() || !message.files.is_empty());
    let text = text.ok_or(Trouble::Bad("Write something, or delete the message."))?;
    let back = back_to(&message);
    let nonce = deed.nonce.of(&viewer.person, &text);
    let doing = Doing { by: &viewer.person, on: &message.id, nonce: &nonce };
    match web.parts().chat.rewrite(doing, &text).await? {
        Could::Done => Ok(done(&headers, &back)),
        Could::Not => Err(Trouble::Bad("Only its author can edit a message.")),
    }
}

/// The author takes it back.
pub(super) async fn delete(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Fields(deed): Fields<Deed>,
) -> Result<Response, Trouble> {
    let message = deed.seen(&web, &viewer).await?;
    let back = back_to(&message);
    let nonce = deed.nonce.of(&viewer.person, "");
    let doing = Doing { by: &viewer.person, on: &message.id, nonce: &nonce };
    match web.parts().chat.delete(doing).await? {
        Could::Done => Ok(done(&headers, &back).into_response()),
        Could::Not => Err(Trouble::Bad("Only its author can delete a message.")),
    }
}
