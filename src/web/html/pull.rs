//! The page of a pull request.

use maud::{Markup, html};

use super::diff::count;
use super::message::Scene;
use super::{Head, bar, face, lost, markdown, post, shell_with};
use crate::domain::ids::Oid;
use crate::store::PullState;
use crate::web::form::{nonce, press_to_text};
use crate::web::live;
use crate::web::pull::{Diff, Known, Range, Seen, Unseen};
use crate::web::speaker::Viewer;

/// Commits that are shown at once.
const COMMITS: usize = 5;

/// How somebody reads a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::web) enum View {
    /// As the screen is: side by side where it is wide.
    #[default]
    Fitting,
    /// Side by side.
    Split,
    /// One below the other.
    Unified,
}

impl View {
    /// Its word in addresses and cookies.
    pub(in crate::web) fn as_str(self) -> &'static str {
        match self {
            Self::Fitting => "fitting",
            Self::Split => "split",
            Self::Unified => "unified",
        }
    }

    /// By its word.
    pub(in crate::web) fn from_text(text: &str) -> Option<Self> {
        [Self::Fitting, Self::Split, Self::Unified].into_iter().find(|view| view.as_str() == text)
    }
}

/// Whether a decision was sent just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Sent {
    /// It was, and what comes of it may take a moment.
    JustNow,
    /// No.
    No,
}

/// What the page shows.
pub(in crate::web) struct Pull<'a> {
    /// What is known of it.
    pub(in crate::web) known: &'a Known,
    /// What it changes.
    pub(in crate::web) seen: &'a Result<Seen, Unseen>,
    /// The newest change of the channel that is shown.
    pub(in crate::web) revision: i64,
    /// How the diff is read.
    pub(in crate::web) view: View,
    /// Whether somebody comes from a button.
    pub(in crate::web) sent: Sent,
}

/// The whole page.
pub(in crate::web) fn pull(viewer: &Viewer, scene: Scene<'_>, pull: &Pull<'_>) -> Markup {
    let known = pull.known;
    let (row, here) = (&known.pull, known.href());
    let follow = known.tasked.as_ref().map(|tasked| {
        let thread = &tasked.thread;
        live::path(&thread.channel, pull.revision, Some(&thread.root))
    });
    let body = html! {
        a.skip href="#changes" { "Skip to the changes" }
        (bar(viewer, &here))
        main.pull tabindex="-1" data-follow=[follow] data-state={ (here) "/state?head=" (known.head()) } {
            (top(scene, known))
            div.about {
                div #state aria-live="polite" {
                    @if pull.sent == Sent::JustNow { p.sent { "Sent to the thread. What comes of it is shown here in a moment." } }
                    (state(known, known.head()))
                }
                section.description aria-label="Description" { (markdown::description(&row.new.body)) }
            }
            @match pull.seen {
                Ok((range, diff)) => {
                    (commits(scene, range))
                    (changes(pull, &here, diff))
                }
                Err(why) => p.no-diff #changes { (unseen(*why)) },
            }
        }
        (lost())
    };
    let refresh = (pull.sent == Sent::JustNow).then_some(here.as_str());
    let head = Head { styles: &["pull.css", "diff.css"], scripts: &["pull.js"], refresh };
    shell_with(&format!("#{} {}", row.number, row.new.title), "pull-page", &head, &body)
}

fn top(scene: Scene<'_>, known: &Known) -> Markup {
    let row = &known.pull;
    html! {
        header.top {
            p.where {
                span { (row.new.repo) }
                @if let Some(tasked) = &known.tasked {
                    a href={ "/c/" (tasked.thread.channel) "/" (tasked.thread.root) } { "Thread" }
                }
            }
            h1 { (row.new.title) " " span.number { "#" (row.number) } }
            p.way {
                code { (row.new.branch) } span aria-label="into" { " → " } code { (row.new.target) }
                @if let Some(tasked) = &known.tasked {
                    span.by { (face(&tasked.task.requester.id)) " asked by " b { (tasked.task.requester.id) } }
                }
                span.by { (scene.zone.show(row.created, scene.now)) }
            }
        }
    }
}

/// How it stands, and what can be done about it, for a page that shows this head.
pub(in crate::web) fn state(known: &Known, shown: &Oid) -> Markup {
    let is_current = known.head() == shown;
    html! {
        p.stands { (word(known)) }
        @if !is_current {
            p.newer {
                "Somebody pushed since this page was opened. " a href=(known.href()) { "Show the new version" }
            }
        }
        @if let Some(told) = &known.told {
            div.told { (post::blocks(&told.blocks)) }
        }
        @if !known.reasons.is_empty() {
            h2 { "Why it is not merged" }
            ul.reasons { @for reason in &known.reasons { li { (reason) } } }
        }
        (rules(known))
        @if is_current { (buttons(known)) }
        @if let Some(thread) = known.tasked.as_ref().map(|tasked| &tasked.thread) {
            p.small { "Everything that is decided here is in " a href={ "/c/" (thread.channel) "/" (thread.root) } { "its thread" } "." }
        }
    }
}

fn word(known: &Known) -> Markup {
    let busy = known.current().filter(|(tasked, _)| tasked.task.is_working());
    html! {
        @match &known.pull.state {
            PullState::Open => { span class="chip c-open" { "Open" } " at " (commit(known.head())) }
            PullState::Merged(merge) => { span class="chip c-merged" { "Merged" } " as " (commit(merge)) }
            PullState::Closed => { span class="chip c-closed" { "Closed" } " at " (commit(known.head())) }
        }
        @if let Some((tasked, _)) = busy { " " span.quiet { "· " (tasked.task.state()) } }
    }
}

fn commit(oid: &Oid) -> Markup {
    html! { code title=(oid) { (oid.short()) } }
}

/// Approvals and checks.
fn rules(known: &Known) -> Markup {
    let Some((_, pull)) = known.current() else { return html! {} };
    html! {
        dl.rules {
            dt { "Approvals" }
            dd {
                // What it takes is the first reason then.
                @if pull.approvals.is_empty() { "none" }
                @for person in &pull.approvals { span.approver { (face(&person.id)) (person.id) } " " }
                @if known.pull.state == PullState::Open && !pull.approvals.is_empty() {
                    span.quiet { "· takes " (pull.rule) }
                }
            }
            dt { "Checks" }
            dd { "no checks ran" }
        }
    }
}

/// Those of the card, bound to the head that the page shows.
fn buttons(known: &Known) -> Markup {
    let Some(card) = known.card.as_ref().filter(|_| known.pull.state == PullState::Open) else {
        return html! {};
    };
    let (here, nonce) = (known.href(), nonce());
    html! {
        div.buttons {
            @for button in &card.buttons {
                form method="post" action=(here) data-quiet {
                    input type="hidden" name="head" value=(known.head());
                    input type="hidden" name="nonce" value=(nonce);
                    input type="hidden" name="press" value=(press_to_text(&button.press));
                    button class=(post::look(button)) { (button.label) }
                }
            }
        }
    }
}

fn commits(scene: Scene<'_>, range: &Range) -> Markup {
    let list = |commits: &[crate::git::Listed]| {
        html! {
            ol.commits {
                @for commit in commits {
                    li {
                        code { (commit.oid.short()) } " " span.subject { (commit.subject) } " "
                        span.quiet { (commit.author) " · " (scene.zone.show(commit.at, scene.now)) }
                    }
                }
            }
        }
    };
    let (first, rest) = range.commits.split_at(range.commits.len().min(COMMITS));
    html! {
        section aria-labelledby="commits" {
            h2 #commits { (count(range.count, "commit", "commits")) }
            (list(first))
            @if !rest.is_empty() {
                details.more { summary { (count(range.count - first.len(), "more", "more")) } (list(rest)) }
            }
            @if range.count > range.commits.len() {
                p.left-out { (count(range.count - range.commits.len(), "older commit is", "older commits are")) " left out here." }
            }
        }
    }
}

fn changes(pull: &Pull<'_>, here: &str, diff: &Diff) -> Markup {
    html! {
        section.changes #changes aria-labelledby="files" {
            div.heading {
                h2 #files {
                    (count(diff.count, "file", "files")) " "
                    span.size { span.plus { "+" (diff.added) } " " span.minus { "−" (diff.removed) } }
                }
                nav.views aria-label="How changes are shown" {
                    @for (view, word) in [(View::Split, "Side by side"), (View::Unified, "Unified")] {
                        a href={ (here) "?view=" (view.as_str()) "#changes" } aria-current=[(view == pull.view).then_some("true")] { (word) }
                    }
                }
            }
            @if diff.count == 0 { p.no-lines { "Nothing differs from the target branch." } }
            div class={ "files v-" (pull.view.as_str()) } { (diff.files) }
        }
    }
}

fn unseen(why: Unseen) -> &'static str {
    match why {
        Unseen::Gone => {
            "The repository, the branch or its commits are not here any more, so the changes cannot be shown."
        }
        Unseen::TooLarge => "The history or the change is too large to be compared on a page.",
    }
}
