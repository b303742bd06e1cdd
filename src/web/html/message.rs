//! One message, and one thread as its channel shows it. Each is a list item with an id of its own, so that
//! what is told live replaces exactly that.

use maud::{Markup, html};

use super::files::{LARGE, SMALL, came_with};
use super::{Zone, face, post};
use crate::domain::chat_ids::{MessageRef, Person};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;
use crate::domain::mention;
use crate::domain::reply::text;
use crate::domain::slot::{Audience, Post, Subject, UnderWay};
use crate::store::{Content, Message, Opening};
use crate::web::form::nonce;

/// For whom something is shown, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Scene<'a> {
    /// Who looks.
    pub(in crate::web) viewer: &'a Person,
    /// The time zone of times.
    pub(in crate::web) zone: Zone,
    /// The time now.
    pub(in crate::web) now: Millis,
    /// In a demo: whose approval counts where that of whoever looks does not.
    pub(in crate::web) approver: Option<&'a Person>,
}

/// What can be put on a message with one press, and what that is called.
const REACTIONS: [(&str, &str); 6] =
    [("✅", "yes"), ("❌", "no"), ("🔁", "again"), ("🛑", "stop"), ("👍", "thumbs up"), ("👀", "eyes")];

impl Scene<'_> {
    /// Whether whoever looks may see it.
    pub(in crate::web) fn shows(&self, message: &Message) -> bool {
        match audience(message) {
            Some(Audience::Only(person)) => person == self.viewer,
            Some(Audience::Thread) | None => true,
        }
    }

    fn is_own(&self, message: &Message) -> bool {
        message.author == Actor::Person(self.viewer.clone())
    }
}

fn audience(message: &Message) -> Option<&Audience> {
    match &message.content {
        Content::Post(post) => Some(&post.audience),
        Content::Text(_) => None,
    }
}

/// A message in its thread.
pub(in crate::web) fn message(scene: Scene<'_>, message: &Message) -> Markup {
    let (of_baton, number) = (message.author == Actor::Baton, message.number());
    let class = if of_baton { "msg baton" } else { "msg" };
    html! {
        li class=(class) id={ "m-" (number) } data-number=(number) data-say=[say(message)] tabindex="-1" {
            (author_face(&message.author))
            div.said {
                (head(scene, message))
                @if message.deleted.is_some() {
                    p.gone { "This message was deleted." }
                } @else {
                    (content(message))
                    (came_with(message, LARGE))
                    (acts(scene, message))
                }
            }
        }
    }
}

/// What has to be heard of a message of baton's once it is another: where things stand, not how far they are.
fn say(message: &Message) -> Option<String> {
    match &message.content {
        Content::Post(post) if post.under_way.is_none() && message.deleted.is_none() => {
            Some(text::stands(post))
        }
        Content::Post(_) | Content::Text(_) => None,
    }
}

/// A thread in its channel: the message that opened it, and what became of it.
pub(in crate::web) fn opening(scene: Scene<'_>, opening: &Opening) -> Markup {
    let message = &opening.message;
    let (number, place) =
        (message.number(), format!("/c/{}/{}", message.thread.channel, message.thread.root));
    html! {
        li.msg.opening id={ "t-" (number) } data-number=(number) tabindex="-1" {
            (author_face(&message.author))
            div.said {
                (head(scene, message))
                @if message.deleted.is_some() {
                    p.gone { "This message was deleted." }
                } @else {
                    (content(message))
                    (came_with(message, SMALL))
                }
                a.replies href=(place) {
                    @if let Some(state) = &opening.state { span class={ "state s-" (state) } { (state) } }
                    @match opening.replies {
                        0 => span { "Reply" },
                        1 => span { "1 reply" },
                        many => span { (many) " replies" },
                    }
                    @if opening.replies > 0 { span.quiet { "last " (scene.zone.show(opening.last, scene.now)) } }
                }
            }
        }
    }
}

fn author_face(author: &Actor) -> Markup {
    match author {
        Actor::Baton => html! { span.face.of-baton aria-hidden="true" { (super::logo()) } },
        Actor::Person(person) => face(&person.id),
    }
}

fn head(scene: Scene<'_>, message: &Message) -> Markup {
    html! {
        p.head {
            @match &message.author {
                Actor::Baton => b { "baton" },
                Actor::Person(person) => b { (person.id) },
            }
            " " (scene.zone.show(message.at, scene.now))
            @if message.edited.is_some() && message.author != Actor::Baton { " " span.quiet { "edited" } }
            @if let Some(Audience::Only(_)) = audience(message) { " " span.private { "only you can see this" } }
        }
    }
}

fn content(message: &Message) -> Markup {
    match &message.content {
        Content::Text(text) => html! { p.text dir="auto" { (typed(text)) } },
        Content::Post(post) => html! {
            (post::blocks(&post.blocks))
            @if let Some(under_way) = post.under_way { (bar(under_way)) }
        },
    }
}

/// How far something is; the words beside it say what.
fn bar(under_way: UnderWay) -> Markup {
    html! { progress max="100" value=[under_way.percent] aria-label="Progress" {} }
}

/// What a person typed, with its first mention of baton as one.
fn typed(text: &str) -> Markup {
    match mention::at(text) {
        Some(at) => {
            let end = at + mention::NAME.len();
            html! { (text[..at]) span.mention { (text[at..end]) } (text[end..]) }
        }
        None => html! { (text) },
    }
}

/// What can be done with a message, and what was.
fn acts(scene: Scene<'_>, message: &Message) -> Markup {
    let nonce = nonce();
    html! {
        @if let Content::Post(post) = &message.content {
            (buttons(&message.id, post, &nonce))
            (instead(scene, message, post))
        }
        (reactions(scene, message, &nonce))
        div.tools {
            details.menu {
                summary aria-label="React" title="React" { span aria-hidden="true" { "☺" } }
                div.choices role="group" aria-label="Reactions" {
                    @for (emoji, name) in REACTIONS {
                        (react(&message.id, emoji, &nonce, Put::On, html! {
                            span role="img" aria-label=(name) { (emoji) }
                        }))
                    }
                }
            }
            @if scene.is_own(message) { (own(message, &nonce)) }
        }
    }
}

/// In a demo: who can decide where whoever looks cannot, one press away.
fn instead(scene: Scene<'_>, message: &Message, post: &Post) -> Markup {
    let (number, thread) = (message.number(), &message.thread);
    let back = format!("/c/{}/{}#m-{number}", thread.channel, thread.root);
    html! {
        @if let (Some(Subject::Head(_)), Some(other)) = (&post.subject, scene.approver) {
            form.instead method="post" action="/speak-as" {
                input type="hidden" name="person" value=(other.id);
                input type="hidden" name="back" value=(back);
                span.quiet { "You speak as " (scene.viewer.id) "; approving is for " (other.id) "." }
                button.plain { "Speak as " (other.id) }
            }
        }
    }
}

/// A button is known by what it means: the message decides whether that still counts.
fn buttons(id: &MessageRef, post: &Post, nonce: &str) -> Markup {
    html! {
        @if !post.buttons.is_empty() {
            div.buttons {
                @for button in &post.buttons {
                    form method="post" action="/press" data-quiet {
                        input type="hidden" name="message" value=(id);
                        input type="hidden" name="nonce" value=(nonce);
                        input type="hidden" name="press" value=(crate::web::form::press_to_text(&button.press));
                        button class=(post::look(button)) { (button.label) }
                    }
                }
            }
        }
    }
}

/// Every emoji once, with how many put it there and who.
fn reactions(scene: Scene<'_>, message: &Message, nonce: &str) -> Markup {
    let mut by_emoji: Vec<(&str, Vec<&Actor>)> = Vec::new();
    for (emoji, by) in &message.reactions {
        match by_emoji.iter_mut().find(|(known, _)| known == emoji) {
            Some((_, people)) => people.push(by),
            None => by_emoji.push((emoji, vec![by])),
        }
    }
    let me = Actor::Person(scene.viewer.clone());
    html! {
        @if !by_emoji.is_empty() {
            div.reactions {
                @for (emoji, people) in &by_emoji {
                    @let names = people.iter().map(|by| name(by)).collect::<Vec<_>>().join(", ");
                    @let put = if people.contains(&&me) { Put::Off } else { Put::On };
                    (react(&message.id, emoji, nonce, put, html! {
                        span title=(names) aria-label={ (emoji) " by " (names) } { (emoji) " " (people.len()) }
                    }))
                }
            }
        }
    }
}

/// Whether it is there from whoever looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    /// A press puts it on.
    On,
    /// A press takes it back.
    Off,
}

fn react(id: &MessageRef, emoji: &str, nonce: &str, put: Put, label: Markup) -> Markup {
    let pressed = if put == Put::Off { "true" } else { "false" };
    html! {
        form method="post" action="/react" data-quiet {
            input type="hidden" name="message" value=(id);
            input type="hidden" name="emoji" value=(emoji);
            input type="hidden" name="nonce" value=(nonce);
            @if put == Put::Off { input type="hidden" name="back" value="yes"; }
            button.emoji aria-pressed=(pressed) { (label) }
        }
    }
}

/// What only the author can do.
fn own(message: &Message, nonce: &str) -> Markup {
    let Content::Text(text) = &message.content else { return html! {} };
    let field = format!("edit-{}", message.number());
    html! {
        details.menu {
            summary aria-label="Edit or delete" title="Edit or delete" { span aria-hidden="true" { "⋯" } }
            div.choices.edit {
                form method="post" action="/rewrite" data-quiet {
                    input type="hidden" name="message" value=(message.id);
                    input type="hidden" name="nonce" value=(nonce);
                    label.hidden for=(field) { "Your message" }
                    textarea id=(field) name="text" rows="2" required[message.files.is_empty()] { (text) }
                    button.primary { "Save" }
                }
                form method="post" action="/delete" data-quiet {
                    input type="hidden" name="message" value=(message.id);
                    input type="hidden" name="nonce" value=(nonce);
                    button.danger { "Delete" }
                }
            }
        }
    }
}

fn name(actor: &Actor) -> &str {
    match actor {
        Actor::Baton => "baton",
        Actor::Person(person) => &person.id,
    }
}
