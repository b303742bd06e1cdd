//! Files that came with messages, given back so that nothing in them can act on the page: only images of a few
//! formats are shown, everything else is only ever saved.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Web;
use super::answer::Trouble;
use super::chat::channel_name;
use super::speaker::Viewer;
use crate::domain::attachment::Kind;
use crate::domain::chat_ids::{MessageRef, Platform};
use crate::store::Message;

/// Where the file at this place of a message is.
pub(super) fn href(message: &Message, at: usize) -> String {
    format!("/file/{}/{}/{at}", message.id.channel, message.id.id)
}

/// A file of a message that whoever asks can see.
pub(super) async fn file(
    State(web): State<Web>,
    Extension(viewer): Extension<Viewer>,
    Path((channel, id, at)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let channel = channel_name(&channel)?;
    let id = MessageRef { platform: Platform::Local, channel, id };
    let message = web.parts().store.message(&id).await?;
    let shown = |message: &Message| message.deleted.is_none() && web.scene(&viewer, None).shows(message);
    let message = message.filter(shown).ok_or(Trouble::NotFound)?;
    let at: usize = at.parse().map_err(|_| Trouble::NotFound)?;
    let file = message.files.get(at).ok_or(Trouble::NotFound)?;
    // The same bytes for ever; whether they may still be seen is asked each time.
    let tag = format!("\"{}\"", file.artifact);
    let kept = [(header::CACHE_CONTROL, "private, no-cache"), (header::ETAG, &tag)];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let bytes = web.parts().chat.files().read(file).await.map_err(|error| Trouble::Broke(error.into()))?;
    let (kind, place) = match file.kind {
        Kind::Image { format, .. } => (format.media_type(), "inline"),
        Kind::Text | Kind::Other => ("application/octet-stream", "attachment"),
    };
    // The name as RFC 6266 and RFC 8187 have it.
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let disposition = format!("{place}; filename*=UTF-8''{name}");
    let what = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, &disposition)];
    Ok((kept, what, bytes).into_response())
}
