//! Who speaks on the page: the person that baton runs as, and in a demo whoever of its people is chosen.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::answer::{self, Trouble};
use super::form::{Fields, local_path};
use super::{Web, door};
use crate::domain::chat_ids::Person;

const COOKIE: &str = "baton_speaks_as";

/// Whoever looks at a page and speaks there.
#[derive(Debug, Clone)]
pub(super) struct Viewer {
    /// The person.
    pub(super) person: Person,
    /// Everybody who can be chosen instead, in a demo.
    pub(super) others: Vec<Person>,
}

impl Viewer {
    /// The person of a request that was let in.
    pub(super) fn of(web: &Web, headers: &HeaderMap) -> Self {
        let people = &web.parts().people;
        let chosen = door::cookie(headers, COOKIE).and_then(|id| people.iter().find(|one| one.id == id));
        let person = chosen.unwrap_or(&people[0]).clone();
        let others = people.iter().filter(|one| **one != person).cloned().collect();
        Self { person, others }
    }
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct SpeakAs {
    person: String,
    #[serde(default)]
    back: String,
}

/// Chooses whom to speak as.
pub(super) async fn speak_as(
    State(web): State<Web>,
    Extension(_): Extension<Viewer>,
    Fields(form): Fields<SpeakAs>,
) -> Result<Response, Trouble> {
    let known = web.parts().people.iter().find(|one| one.id == form.person);
    let person = known.ok_or(Trouble::Bad("Nobody of that name can be spoken as here."))?;
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict", person.id);
    let back = local_path(&form.back).unwrap_or("/");
    match HeaderValue::from_str(&cookie) {
        Ok(cookie) => Ok(([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response()),
        Err(error) => Ok(answer::broke(&error)),
    }
}
