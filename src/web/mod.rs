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
mod form;
mod html;
mod live;
mod pull;
mod speaker;

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
use tokio_util::task::TaskTracker;
use tower_http::timeout::TimeoutLayer;

use crate::chat::LocalChat;
use crate::domain::chat_ids::{Person, ThreadRef};
use crate::domain::ids::{Millis, RepoName};
use crate::domain::policy::Policy;
use crate::git::Git;
use crate::ports::Forge;
use crate::store::{Store, StoreError};
use answer::Trouble;
pub use door::Key;
pub use html::Zone;

/// Longest form that is read, in bytes: a message and its mark-up on the wire.
const FORM_BYTES: usize = 256 * 1024;
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
    deeds: TaskTracker,
    shutdown: CancellationToken,
}

impl Web {
    /// A page of these parts, which the key opens. It ends what is live at shutdown.
    pub fn new(parts: Parts, key: Key, shutdown: CancellationToken) -> Self {
        let places = Arc::new(Semaphore::new(LIVE_PAGES));
        let looks = Arc::new(pull::Looks::new(parts.git.clone()));
        let deeds = TaskTracker::new();
        Self(Arc::new(Inner { parts, key, places, looks, deeds, shutdown }))
    }

    /// Everything there is, for requests to this address.
    pub fn router(&self, address: SocketAddr) -> Router {
        let quick = Router::new()
            .route("/", get(chat::home))
            .route("/enter", get(door::enter))
            .route("/speak-as", post(speaker::speak_as))
            .route("/c/{channel}", get(chat::channel).post(chat::open))
            .route("/c/{channel}/{root}", get(chat::thread).post(chat::reply))
            .route("/react", post(chat::react))
            .route("/press", post(chat::press))
            .route("/rewrite", post(chat::rewrite))
            .route("/delete", post(chat::delete))
            .route("/{owner}/{name}/pull/{number}", get(pull::page).post(pull::decide))
            .route("/{owner}/{name}/pull/{number}/state", get(pull::state))
            .route("/assets/{name}", get(assets::asset))
            .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, ANSWER))
            .layer(DefaultBodyLimit::max(FORM_BYTES));
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
        axum::serve(listener, router).with_graceful_shutdown(shutdown.cancelled_owned()).await?;
        self.0.deeds.close();
        self.0.deeds.wait().await;
        Ok(())
    }

    /// Does something to its end, also when whoever asked for it is gone by then: what people see in a thread and
    /// what baton hears of it are two writes.
    async fn whole<T: Send + 'static>(
        &self,
        deed: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, Trouble> {
        match self.0.deeds.spawn(deed).await {
            Ok(done) => Ok(done?),
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    fn parts(&self) -> &Parts {
        &self.0.parts
    }
}
