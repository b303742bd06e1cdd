//! The page: baton's own chat in a browser, rendered here and kept up to date by server-sent events.
//!
//! A page is whole without a script: forms post and are answered by a redirect. The script makes it live:
//! it sends forms without leaving the page and puts what `live` tells into its place. Nothing is decided
//! here: what people say, press and react to goes the way of every chat, into the inbox.
//!
//! Who gets in: `door` looks at each request before anything else does (design.md section 11).

mod answer;
mod assets;
mod chat;
mod door;
mod file;
mod form;
mod html;
mod live;
mod offer;
mod pull;
mod speaker;
mod written;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::timeout::TimeoutLayer;

use crate::chat::LocalChat;
use crate::domain::chat_ids::{Person, ThreadRef};
use crate::domain::ids::{Millis, RepoName};
use crate::domain::policy::Policy;
use crate::git::Git;
use crate::ports::Forge;
use crate::store::Store;
pub use door::Key;
pub use html::Zone;

/// Longest form that is read, in bytes: a message and its mark-up on the wire.
const FORM_BYTES: usize = 256 * 1024;
/// Messages with files that are taken in at once; each is in memory until it is whole.
const UPLOADS: usize = 2;
/// How long a message may take to come in: a browser may be far away, behind a tunnel.
const UPLOAD: Duration = Duration::from_secs(10 * 60);
/// How long an answer may take. What is live has no end of its own.
const ANSWER: Duration = Duration::from_secs(30);
/// Pages that are kept up to date at once.
const LIVE_PAGES: usize = 256;

/// What the page is made of.
pub struct Parts {
    /// Where messages, tasks and pull requests are.
    pub store: Store,
    /// Where people speak.
    pub chat: LocalChat,
    /// Where pull requests are.
    pub forge: Arc<dyn Forge>,
    /// Reads their repositories.
    pub git: Git,
    /// The rules of each repository.
    pub policies: Arc<BTreeMap<RepoName, Policy>>,
    /// Whoever may be spoken as; the first one unless another is chosen. More than one in a demo only.
    pub people: Vec<Person>,
    /// The channel that is shown first.
    pub channel: String,
    /// The thread beside it.
    pub first: Option<ThreadRef>,
    /// Requests to begin with.
    pub suggestions: Vec<String>,
    /// Tells the time.
    pub clock: Arc<dyn Fn() -> Millis + Send + Sync>,
    /// In which time zone times are shown.
    pub zone: Zone,
}

/// The page.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    parts: Parts,
    key: Key,
    places: Arc<Semaphore>,
    looks: Arc<pull::Looks>,
    uploads: Semaphore,
    shutdown: CancellationToken,
}

/// Gives up on an answer that takes longer.
fn late(limit: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, limit)
}

impl Web {
    /// A page of these parts, which the key opens. It ends what is live at shutdown.
    pub fn new(parts: Parts, key: Key, shutdown: CancellationToken) -> Self {
        let places = Arc::new(Semaphore::new(LIVE_PAGES));
        let looks = Arc::new(pull::Looks::new(parts.git.clone()));
        let uploads = Semaphore::new(UPLOADS);
        Self(Arc::new(Inner { parts, key, places, looks, uploads, shutdown }))
    }

    /// Everything there is, for requests to this address.
    pub fn router(&self, address: SocketAddr) -> Router {
        let writing = Router::new()
            .route("/c/{channel}", get(chat::channel).post(chat::open))
            .route("/c/{channel}/{root}", get(chat::thread).post(chat::reply))
            .layer(late(UPLOAD))
            .layer(DefaultBodyLimit::max(self.message_bytes()));
        let quick = Router::new()
            .route("/", get(chat::home))
            .route("/enter", get(door::enter))
            .route("/speak-as", post(speaker::speak_as))
            .route("/file/{channel}/{message}/{at}", get(file::file))
            .route("/repositories", get(offer::repositories))
            .route("/react", post(chat::react))
            .route("/press", post(chat::press))
            .route("/rewrite", post(chat::rewrite))
            .route("/delete", post(chat::delete))
            .route("/{owner}/{name}/pull/{number}", get(pull::page).post(pull::decide))
            .route("/{owner}/{name}/pull/{number}/state", get(pull::state))
            .route("/assets/{name}", get(assets::asset))
            .layer(late(ANSWER))
            .layer(DefaultBodyLimit::max(FORM_BYTES))
            .merge(writing);
        let live = Router::new().route("/live/{channel}", get(live::live));
        let door = door::Door::new(self.clone(), address);
        quick
            .merge(live)
            .fallback(answer::nothing_here)
            .layer(middleware::from_fn_with_state(door, door::pass))
            .with_state(self.clone())
    }

    /// Answers until shutdown.
    ///
    /// # Errors
    /// The listener's.
    pub async fn run(self, listener: TcpListener) -> std::io::Result<()> {
        let router = self.router(listener.local_addr()?);
        let shutdown = self.0.shutdown.clone();
        axum::serve(listener, router).with_graceful_shutdown(shutdown.cancelled_owned()).await
    }

    /// The longest message that is read, in bytes: its words, the files that it may bring, and as much again, so that
    /// what is somewhat too much is refused in words.
    fn message_bytes(&self) -> usize {
        FORM_BYTES + 2 * self.parts().chat.files().limits.bytes
    }

    fn parts(&self) -> &Parts {
        &self.0.parts
    }
}
