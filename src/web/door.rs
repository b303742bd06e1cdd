//! The door: what every request has to show before anything looks at it, and what every answer says to
//! the browser.
//!
//! The page listens on this machine only, and that is no protection: any site that a person visits can
//! send requests here. So the Host is exactly ours (a name that was rebound to this address is another),
//! whatever changes something comes from our own Origin, and a cookie proves that the browser was
//! opened with the link that baton printed. The cookie is `SameSite=Strict` and unreadable for scripts.

use std::net::SocketAddr;

use axum::extract::{Query, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use super::{Web, answer, html, speaker};

/// What opens the page: made anew at each start.
#[derive(Debug, Clone)]
pub struct Key {
    /// Stands in the link that baton prints.
    token: SecretString,
    /// Stands in the cookie that the link is exchanged for.
    session: SecretString,
}

impl Key {
    /// A new one.
    pub fn new() -> Self {
        Self { token: secret(), session: secret() }
    }

    /// The link that opens the page at this address; whoever has it speaks as the people of the page.
    pub fn link(&self, address: SocketAddr) -> SecretString {
        format!("http://{address}/enter?token={}", self.token.expose_secret()).into()
    }

    /// A document that takes a browser there. As secret as the link.
    pub fn gate(&self, address: SocketAddr) -> String {
        html::gate(self.link(address).expose_secret()).into_string()
    }
}

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

/// 32 random bytes.
fn secret() -> SecretString {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex::encode(bytes).into()
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
fn same(one: &str, other: &SecretString) -> bool {
    one.as_bytes().ct_eq(other.expose_secret().as_bytes()).into()
}

/// What the door knows.
#[derive(Clone)]
pub(super) struct Door {
    web: Web,
    hosts: [String; 2],
    cookie: String,
}

impl Door {
    /// The door of a page at this address.
    pub(super) fn new(web: Web, address: SocketAddr) -> Self {
        let port = address.port();
        // Cookies are shared between the ports of a host; a name for each keeps several batons apart.
        Self {
            web,
            hosts: [address.to_string(), format!("localhost:{port}")],
            cookie: format!("baton_{port}"),
        }
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.hosts.iter().any(|ours| ours == host))
    }

    fn is_own_origin(headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
            (_, _) => false,
        }
    }

    /// Whether another site has the browser load this as a part of its own page.
    fn is_embedded(headers: &HeaderMap) -> bool {
        let is = |name: &str, wanted: &[&str]| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.is_none_or(|value| wanted.contains(&value))
        };
        !is("sec-fetch-site", &["same-origin", "none"]) && !is("sec-fetch-mode", &["navigate"])
    }

    fn is_open(&self, headers: &HeaderMap) -> bool {
        cookie(headers, &self.cookie).is_some_and(|session| same(session, &self.web.0.key.session))
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// Lets a request through, or says why not.
pub(super) async fn pass(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let refused = if !door.knows(headers) {
        Some((StatusCode::MISDIRECTED_REQUEST, "this page has another address"))
    } else if (!reads && !Door::is_own_origin(headers)) || Door::is_embedded(headers) {
        Some((StatusCode::FORBIDDEN, "this page takes nothing from other sites"))
    } else {
        None
    };
    let path = request.uri().path();
    let is_public = path == "/enter" || path.starts_with("/assets/");
    let mut response = match refused {
        Some(why) => why.into_response(),
        None if is_public => {
            request.extensions_mut().insert(Cookie(door.cookie.clone()));
            next.run(request).await
        }
        None if door.is_open(headers) => {
            let viewer = speaker::Viewer::of(&door.web, headers);
            request.extensions_mut().insert(viewer);
            next.run(request).await
        }
        None => (StatusCode::UNAUTHORIZED, html::locked()).into_response(),
    };
    guard(response.headers_mut());
    response
}

/// The name of the cookie at this address.
#[derive(Debug, Clone)]
pub(super) struct Cookie(String);

#[derive(Debug, serde::Deserialize)]
pub(super) struct Enter {
    #[serde(default)]
    token: String,
}

/// Exchanges the token of the link for the cookie. The page goes on by itself and not by a redirect: the
/// browser came from elsewhere, and would not send a strict cookie along with one.
pub(super) async fn enter(
    State(web): State<Web>,
    axum::Extension(Cookie(name)): axum::Extension<Cookie>,
    Query(enter): Query<Enter>,
) -> Response {
    if !same(&enter.token, &web.0.key.token) {
        return (StatusCode::UNAUTHORIZED, html::locked()).into_response();
    }
    let session = web.0.key.session.expose_secret();
    let cookie = format!("{name}={session}; Path=/; HttpOnly; SameSite=Strict");
    match HeaderValue::from_str(&cookie) {
        Ok(cookie) => ([(header::SET_COOKIE, cookie)], html::entering()).into_response(),
        Err(error) => answer::broke(&error),
    }
}

/// What the browser is told about every answer.
const GUARDS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: a browser would leave the Origin out of our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

fn guard(headers: &mut HeaderMap) {
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
