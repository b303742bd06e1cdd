//! Answers that are no page: redirects, refusals, and what broke.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::html;
use crate::ports::ArtifactError;
use crate::store::StoreError;

/// Why a request has no page.
#[derive(Debug)]
pub(super) enum Trouble {
    /// There is no such thing, or it is not for whoever asks.
    NotFound,
    /// The form says something that no form of ours can say.
    Bad(&'static str),
    /// What came with the words cannot be taken.
    Unfit(String),
    /// What was decided on is no longer what it was.
    Changed(&'static str),
    /// It broke on our side.
    Broke(anyhow::Error),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Broke(error.into())
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => {
                let why = "There is nothing here. It may have been deleted, or the address has a slip in it.";
                (StatusCode::NOT_FOUND, html::sorry("Not found", why)).into_response()
            }
            Self::Bad(why) => {
                (StatusCode::BAD_REQUEST, html::sorry("That did not work", why)).into_response()
            }
            Self::Unfit(why) => {
                (StatusCode::BAD_REQUEST, html::sorry("That did not work", &why)).into_response()
            }
            Self::Changed(why) => (StatusCode::CONFLICT, html::sorry("Look again", why)).into_response(),
            Self::Broke(error) if is_full(&error) => {
                tracing::error!(error = format!("{error:#}"), "the disk is full: free some space");
                let why =
                    "The disk of this machine is full, so nothing was said. An operator has to free some.";
                (StatusCode::INSUFFICIENT_STORAGE, html::sorry("No room", why)).into_response()
            }
            Self::Broke(error) => {
                tracing::error!(error = format!("{error:#}"), "a page broke");
                let why = "Something broke on my side; the log says what. Nothing was lost: try again.";
                (StatusCode::INTERNAL_SERVER_ERROR, html::sorry("Sorry", why)).into_response()
            }
        }
    }
}

fn is_full(error: &anyhow::Error) -> bool {
    let of_store = matches!(error.downcast_ref(), Some(StoreError::DiskFull(_)));
    of_store || matches!(error.downcast_ref(), Some(ArtifactError::DiskFull))
}

/// For an address that is none of ours.
pub(super) async fn nothing_here() -> Trouble {
    Trouble::NotFound
}

/// Something broke that cannot be the visitor's fault.
pub(super) fn broke(error: &dyn std::error::Error) -> Response {
    Trouble::Broke(anyhow::anyhow!("{error}")).into_response()
}

/// Done: the script is told the place where that can be seen, a browser without it goes there.
pub(super) fn done(headers: &HeaderMap, place: &str) -> Response {
    if headers.contains_key("x-baton") {
        return (StatusCode::NO_CONTENT, [(header::LOCATION, place)]).into_response();
    }
    Redirect::to(place).into_response()
}
