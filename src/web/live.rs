//! What keeps a page up to date: server-sent events, each with a list item that replaces the one of the same
//! id or comes behind the others.
//!
//! The id of an event is the revision of its channel, so a browser that was away gets what it missed. A
//! stream only looks when it is told that something changed, and now and then anyway.

use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use maud::Markup;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::answer::Trouble;
use super::chat::{channel_name, place};
use super::html;
use super::speaker::Viewer;
use super::{Parts, Web};
use crate::domain::chat_ids::ThreadRef;
use crate::domain::fact::Actor;
use crate::store::{Message, StoreError};

/// Changes that are read at once.
const BATCH: u32 = 100;
/// How often a page is looked after without being told: somebody beside the same database may have written.
const LOOK_ANYWAY: Duration = Duration::from_secs(10);
/// How often a quiet connection is kept open.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Where a page hears what changes after that revision of its channel, and in its thread.
pub(super) fn path(channel: &str, since: i64, thread: Option<&str>) -> String {
    let thread = thread.map(|root| format!("&thread={root}")).unwrap_or_default();
    format!("/live/{channel}?since={since}{thread}")
}

/// What a page shows already.
#[derive(Debug, Deserialize)]
pub(super) struct Since {
    since: i64,
    thread: Option<String>,
}

/// Tells a page what changes in its channel and its thread.
pub(super) async fn live(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path(channel): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let channel = channel_name(&channel)?;
    let thread = since.thread.map(|root| place(&channel, &root)).transpose()?;
    let opener = match &thread {
        Some(thread) => web.parts().store.opening(thread).await?.map(|opening| opening.message.author),
        None => None,
    };
    let Ok(permit) = web.0.places.clone().try_acquire_owned() else {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, "too many pages are open").into_response());
    };
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let mut changes = web.parts().chat.changes();
    changes.mark_changed();
    let reader = Reader {
        web,
        viewer,
        channel,
        thread,
        opener,
        seen: last.unwrap_or(0).max(since.since),
        changes,
        ready: VecDeque::new(),
        _permit: permit,
    };
    let events = stream::unfold(reader, async |mut reader| {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

/// A carriage return would end a line of its own on the way (the HTML standard, section 9.2.6).
fn one_kind_of_line(html: &str) -> String {
    html.replace("\r\n", "\n").replace('\r', "\n")
}

struct Reader {
    web: Web,
    viewer: Viewer,
    channel: String,
    thread: Option<ThreadRef>,
    opener: Option<Actor>,
    seen: i64,
    changes: watch::Receiver<()>,
    ready: VecDeque<Event>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// The next event; none at shutdown, or when the store cannot be read: the browser comes again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            tokio::select! {
                () = self.web.0.shutdown.cancelled() => return None,
                changed = self.changes.changed() => changed.ok()?,
                () = tokio::time::sleep(LOOK_ANYWAY) => {}
            }
            if let Err(error) = self.read().await {
                tracing::warn!(
                    error = format!("{:#}", anyhow::Error::from(error)),
                    "a page is not kept up to date"
                );
                return None;
            }
        }
    }

    async fn read(&mut self) -> Result<(), StoreError> {
        let changed = self.parts().store.changed(&self.channel, self.seen, BATCH).await?;
        if changed.len() == BATCH as usize {
            self.changes.mark_changed();
        }
        let mut told: Vec<(&str, Markup)> = Vec::new();
        let scene = self.web.scene(&self.viewer, self.opener.as_ref());
        let here = |message: &&Message| self.thread.as_ref() == Some(&message.thread) && scene.shows(message);
        told.extend(changed.iter().filter(here).map(|message| ("message", html::message(scene, message))));
        let threads: BTreeSet<_> = changed.iter().map(|message| &message.thread).collect();
        let scene = self.web.scene(&self.viewer, None);
        for thread in threads {
            if let Some(opening) = self.parts().store.opening(thread).await? {
                told.push(("opening", html::opening(scene, &opening)));
            }
        }
        let event = |(kind, item): (&str, Markup)| {
            Event::default().event(kind).data(one_kind_of_line(&item.into_string()))
        };
        let mut events: VecDeque<Event> = told.into_iter().map(event).collect();
        self.seen = changed.last().map_or(self.seen, |message| message.revision);
        // Whoever is cut off within these gets all of them again.
        if let Some(last) = events.pop_back() {
            events.push_back(last.id(self.seen.to_string()));
        }
        self.ready.extend(events);
        Ok(())
    }

    fn parts(&self) -> &Parts {
        self.web.parts()
    }
}
