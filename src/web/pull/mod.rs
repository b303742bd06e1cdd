//! The page of a pull request of the local forge: what it is, what it changes, why it is not merged, and
//! the buttons of its card.
//!
//! Nothing is decided here. A button presses the card in the thread, the one that is about exactly the head
//! that the page showed; what comes of it is told in the thread, and shown here.

mod highlight;
mod kept;
mod known;
mod look;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use maud::Markup;
use serde::Deserialize;

pub(super) use highlight::{Class, Words};
pub(super) use known::Known;
pub(super) use look::{Diff, Looks, Range, Seen, Shown, Unseen};

use super::Web;
use super::answer::{Trouble, done};
use super::door::cookie;
use super::form::{Fields, Nonce, press_from_text};
use super::html::{self, View};
use super::speaker::Viewer;
use crate::chat::Doing;
use crate::domain::ids::{Oid, RepoName};
use crate::domain::slot::Press;

/// Remembers how somebody reads diffs.
const VIEW_COOKIE: &str = "baton_diff";
/// How long, in seconds.
const VIEW_SECONDS: u32 = 365 * 24 * 60 * 60;

type Address = (String, String, String);

/// A pull request as an address has it: one address for each.
fn address((owner, name, number): &Address) -> Result<(RepoName, u64), Trouble> {
    let repo = format!("{owner}/{name}").parse().map_err(|_| Trouble::NotFound)?;
    let found = number.parse::<u64>().ok().filter(|parsed| parsed.to_string() == *number);
    let number = found.filter(|number| i64::try_from(*number).is_ok()).ok_or(Trouble::NotFound)?;
    Ok((repo, number))
}

/// The pull request at that address, if it is for whoever looks.
async fn known(web: &Web, viewer: &Viewer, path: &Address) -> Result<Known, Trouble> {
    let (repo, number) = address(path)?;
    Known::of(web, viewer, repo, number).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    view: Option<String>,
    sent: Option<String>,
}

/// The whole page.
pub(super) async fn page(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(path): Path<Address>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let known = known(&web, &viewer, &path).await?;
    let seen = web.0.looks.look(&*web.parts().forge, known.wanted()).await;
    // Before what the thread says: what changes in between is told again, never missed.
    let revision = match &known.tasked {
        Some(tasked) => web.parts().store.revision(&tasked.thread.channel).await?,
        None => 0,
    };
    let chosen = asked.view.as_deref().and_then(View::from_text);
    let view = chosen.or_else(|| cookie(&headers, VIEW_COOKIE).and_then(View::from_text));
    let sent = if asked.sent.is_some() { html::Sent::JustNow } else { html::Sent::No };
    let pull = html::Pull { known: &known, seen: &seen, revision, view: view.unwrap_or_default(), sent };
    let mut response = html::pull(&viewer, web.scene(&viewer, None), &pull).into_response();
    if let Some(view) = chosen {
        let cookie =
            format!("{VIEW_COOKIE}={}; Path=/; Max-Age={VIEW_SECONDS}; SameSite=Strict", view.as_str());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

#[derive(Debug, Deserialize)]
pub(super) struct Showing {
    head: Oid,
}

/// How it stands, for a page that shows this head.
pub(super) async fn state(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(path): Path<Address>,
    Query(showing): Query<Showing>,
) -> Result<Markup, Trouble> {
    let known = known(&web, &viewer, &path).await?;
    Ok(html::pull_state(&known, &showing.head))
}

#[derive(Debug, Deserialize)]
pub(super) struct Decision {
    head: Oid,
    press: String,
    nonce: Nonce,
}

/// Somebody presses a button of the card.
pub(super) async fn decide(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(path): Path<Address>,
    headers: HeaderMap,
    Fields(decision): Fields<Decision>,
) -> Result<Response, Trouble> {
    let (repo, number) = address(&path)?;
    let press = press_from_text(&decision.press).filter(is_of_card);
    let press = press.ok_or(Trouble::Bad("That is no button of ours."))?;
    let known = Known::of(&web, &viewer, repo, number).await?;
    if *known.head() != decision.head {
        return Err(Trouble::Changed(
            "Somebody pushed since you opened this page. Look at it again before you decide.",
        ));
    }
    let card = known.card.as_ref().ok_or(Trouble::Changed(
        "This pull request cannot be decided on any more, or not yet. Look at it again.",
    ))?;
    let nonce = decision.nonce.of(&viewer.person, "");
    let doing = Doing { by: &viewer.person, on: &card.message, nonce: &nonce };
    web.parts().chat.press(doing, &press).await?;
    Ok(done(&headers, &format!("{}?sent=1", known.href())))
}

fn is_of_card(press: &Press) -> bool {
    match press {
        Press::Approve | Press::Close | Press::Retry | Press::Include(_) => true,
        Press::Stop | Press::Choose(_) => false,
    }
}
