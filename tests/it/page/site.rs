//! A page over a world, and somebody who looks at it.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use baton::app::{Guests, Key};
use baton::domain::chat_ids::Person;
use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::harness::World;

/// Longest answer that a test reads, in bytes.
const LONGEST: usize = 4 << 20;

/// A page and a browser that was let in.
pub struct Site {
    pub router: Router,
    pub address: SocketAddr,
    pub shutdown: CancellationToken,
    pub key: Key,
    pub cookies: Vec<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |place| place.to_str().expect("an address"))
    }
}

impl Site {
    /// A page on which these people can be spoken as, opened with its link.
    pub async fn open(world: &World, people: &[Person]) -> Self {
        let mut site = Self::locked(world, people);
        let link = site.key.link(site.address);
        let path = link.expose_secret().split_once(&site.address.to_string()).expect("our address").1;
        let entered = site.get(path).await;
        let cookie = entered.headers[header::SET_COOKIE].to_str().expect("a cookie");
        site.cookies.push(cookie.split(';').next().expect("a value").to_owned());
        site
    }

    /// The same for somebody without the link.
    pub fn locked(world: &World, people: &[Person]) -> Self {
        let guests = Guests {
            people: people.to_vec(),
            channel: "team".to_owned(),
            first: None,
            suggestions: vec!["change 'a' to 'b'".to_owned()],
        };
        let (key, shutdown) = (Key::new(), CancellationToken::new());
        let address = SocketAddr::from(([127, 0, 0, 1], 7878));
        let router = world.app.page(guests, key.clone(), shutdown.clone()).router(address);
        Self { router, address, shutdown, key, cookies: Vec::new() }
    }

    /// Somebody else at the same page.
    pub fn speaking_as(&self, person: &Person) -> Self {
        let mut cookies = self.cookies.clone();
        cookies.push(format!("baton_speaks_as={}", person.id));
        let (router, shutdown, key) = (self.router.clone(), self.shutdown.clone(), self.key.clone());
        Self { router, address: self.address, shutdown, key, cookies }
    }

    /// A request as a browser on this page makes it; a test may change it.
    pub fn request(&self, method: Method, path: &str) -> Request<Body> {
        let mut request =
            Request::builder().method(&method).uri(path).header(header::HOST, self.address.to_string());
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookies.join("; "));
        }
        if method == Method::POST {
            request = request
                .header(header::ORIGIN, format!("http://{}", self.address))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request.body(Body::empty()).expect("a request")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, LONGEST).await.expect("a whole answer");
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A message as a browser sends one, with these files: their names and what they hold.
    pub fn message(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Request<Body> {
        let mut request = self.request(Method::POST, path);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().expect("a media type"));
        let body = parts(fields, files);
        request.headers_mut().insert(header::CONTENT_LENGTH, body.len().into());
        *request.body_mut() = Body::from(body);
        request
    }

    /// Sends such a message.
    pub async fn writes(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        self.send(self.message(path, fields, files)).await
    }

    /// Sends a form the way its kind is sent.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        if path.starts_with("/c/") {
            return self.writes(path, fields, &[]).await;
        }
        let mut request = self.request(Method::POST, path);
        *request.body_mut() = Body::from(form(fields));
        self.send(request).await
    }
}

/// What no field holds.
pub const BOUNDARY: &str = "----a-browser-made-this-up";

/// A form with files as a browser writes it (RFC 7578).
pub fn parts(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    for (name, content) in files {
        let name = name.replace('"', "%22");
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
        let kind = "Content-Type: text/html\r\n\r\n";
        body.extend([head.as_bytes(), kind.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// The fields of a form as a browser writes them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    pairs.join("&")
}
