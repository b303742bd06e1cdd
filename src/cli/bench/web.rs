//! `baton bench web`: how fast pages answer with many tasks in the store, and how soon a page that is open
//! shows what somebody says.
//!
//! Everything runs as in `baton serve`, over a real socket; only what a worker does outside is made up
//! ([`Rehearsal`]). The baseline of an answer is the same request for the smallest thing there is, the icon.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures_util::future::try_join_all;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use secrecy::ExposeSecret as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::figure::{Figure, Unit, median, ms, percentile};
use super::rehearsal::{ASK, REPO, Rehearsal};
use super::report::Report;
use super::workplace::{Workplace, policy, while_serving};
use crate::app::{App, Guests, Key, Outside, Saying};
use crate::config::Repo;
use crate::domain::chat_ids::Person;
use crate::domain::event::To;
use crate::runtime::Clock;
use crate::store::{Page, Place};

/// The channel in which everything stands.
const CHANNEL: &str = "team";
/// People who ask at the same time, while the store is filled.
const AT_ONCE: u32 = 32;
/// Pages that are asked for, of each kind.
const PAGES: u32 = 300;
/// Messages that are waited for.
const MESSAGES: u32 = 200;
/// How often it is asked whether everything is done, once everything was said.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Measures both figures with so many tasks in the store.
pub(super) async fn run(report: &Report, work: &Workplace, tasks: u32) -> anyhow::Result<()> {
    let path = work.place("no-such-repository.git");
    let config = work.config("web", vec![Repo { name: REPO.parse()?, path, policy: policy() }])?;
    let outside = Outside { acts: Arc::new(Rehearsal), chat: None };
    let app = App::open_beside(config, Clock::system(), outside).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (address, key, shutdown) = (listener.local_addr()?, Key::new(), CancellationToken::new());
    let guests = Guests {
        people: vec!["local:ana".parse()?],
        channel: CHANNEL.to_owned(),
        first: None,
        suggestions: Vec::new(),
    };
    let page = app.page(guests, key.clone(), shutdown.clone());
    let measured = while_serving(&app, Some((page, listener)), async |app| {
        fill(report, app, tasks).await?;
        report
            .note(&format!("{tasks} tasks in one channel, {PAGES} pages of each kind, {MESSAGES} messages"));
        let mut browser = Browser::open(address, &key).await?;
        pages(report, app, &mut browser, tasks).await?;
        live(report, app, &browser).await?;
        // Whatever is live ends with its page, and the server only ends behind that.
        shutdown.cancel();
        Ok(())
    });
    measured.await
}

/// Has so many tasks come to a card.
async fn fill(report: &Report, app: &App, tasks: u32) -> anyhow::Result<()> {
    let ask = async |person: u32| {
        let by: Person = format!("local:person-{person}").parse()?;
        for number in (person..tasks).step_by(AT_ONCE as usize) {
            let nonce = format!("ask-{number}");
            let saying = Saying { by: &by, text: ASK, files: &[], to: To::Baton, nonce: &nonce };
            app.chat.say(Place::NewThread(CHANNEL.to_owned()), &saying).await?;
        }
        anyhow::Ok(())
    };
    try_join_all((0..AT_ONCE).map(ask)).await?;
    loop {
        let now = app.store.backlog().await?;
        if now.messages == 0 && now.tasks_due + now.tasks_running == 0 && now.slots == 0 {
            let shown = now.by_state.get("review").copied().unwrap_or(0);
            ensure!(shown == u64::from(tasks), "not all tasks came to a card: {now:?}");
            return Ok(());
        }
        report.progress(&format!("{} messages, {} tasks to do", now.messages, now.tasks_due));
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// How long pages take from the request to the last byte.
async fn pages(report: &Report, app: &App, browser: &mut Browser, tasks: u32) -> anyhow::Result<()> {
    let page = browser.text(&format!("/c/{CHANNEL}")).await?;
    let icon = page.split_once("rel=\"icon\" href=\"").and_then(|(_, rest)| rest.split_once('"'));
    let icon = icon.context("the page names its icon")?.0.to_owned();
    let threads = app.store.openings(CHANNEL, Page::Newest, tasks).await?;
    let roots: Vec<&str> = threads.iter().map(|opening| opening.message.thread.root.as_str()).collect();
    let (mut times, mut smallest) = (Vec::new(), Vec::new());
    for number in 0..PAGES {
        // Threads from all over the channel, always the same ones.
        let root = roots[number as usize * 7_919 % roots.len()];
        let wanted =
            [format!("/c/{CHANNEL}"), format!("/c/{CHANNEL}?before={root}"), format!("/c/{CHANNEL}/{root}")];
        for path in wanted {
            times.push(browser.time(&path).await?);
        }
        smallest.push(browser.time(&icon).await?);
        report.progress(&format!("{} of {PAGES} pages", number + 1));
    }
    let figure = Figure::new("web.page_p99_ms", ms(percentile(&times, 99)), Unit::Milliseconds);
    report.figure(&figure.beside(ms(percentile(&smallest, 99))));
    Ok(())
}

/// How long a message takes from being said until an open page has it.
async fn live(report: &Report, app: &App, browser: &Browser) -> anyhow::Result<()> {
    let by: Person = "local:ben".parse()?;
    let opening = Saying { by: &by, text: "hello", files: &[], to: To::Anybody, nonce: "live" };
    let said = app.chat.say(Place::NewThread(CHANNEL.to_owned()), &opening).await?;
    let path = format!("/live/{CHANNEL}?since={}&thread={}", said.revision, said.thread.root);
    let mut page = browser.again().await?;
    let mut stream = page.get(&path).await?.into_body();
    let mut times = Vec::new();
    for number in 0..MESSAGES {
        let text = format!("(aside) message {number}.");
        let nonce = format!("live-{number}");
        let saying = Saying { by: &by, text: &text, files: &[], to: To::Anybody, nonce: &nonce };
        let started = Instant::now();
        app.chat.say(Place::Thread(said.thread.clone()), &saying).await?;
        while !next(&mut stream).await?.contains(&text) {}
        times.push(started.elapsed());
        report.progress(&format!("{} of {MESSAGES} messages", number + 1));
    }
    report.figure(&Figure::new("web.live_p50_ms", ms(median(&times)), Unit::Milliseconds));
    Ok(())
}

async fn next(stream: &mut Incoming) -> anyhow::Result<String> {
    let frame = stream.frame().await.context("the page ended")??;
    Ok(frame.into_data().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

/// One connection of somebody who was let in.
struct Browser {
    address: SocketAddr,
    cookie: String,
    send: SendRequest<Empty<Bytes>>,
    _connection: JoinSet<()>,
}

impl Browser {
    /// Opens the page with its link.
    async fn open(address: SocketAddr, key: &Key) -> anyhow::Result<Self> {
        let mut browser = Self::connect(address, String::new()).await?;
        let link = key.link(address);
        let path = link.expose_secret().split_once(&address.to_string()).context("our own link")?.1;
        let entered = browser.get(path).await?;
        let cookie = entered.headers().get(header::SET_COOKIE).context("the link opens the page")?;
        browser.cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        entered.into_body().collect().await?;
        Ok(browser)
    }

    /// Another connection of the same browser.
    async fn again(&self) -> anyhow::Result<Self> {
        Self::connect(self.address, self.cookie.clone()).await
    }

    async fn connect(address: SocketAddr, cookie: String) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = handshake(TokioIo::new(stream)).await?;
        let mut runs = JoinSet::new();
        runs.spawn(async move {
            // What breaks there is told where something is sent.
            connection.await.ok();
        });
        Ok(Self { address, cookie, send, _connection: runs })
    }

    async fn get(&mut self, path: &str) -> anyhow::Result<Response<Incoming>> {
        let request = Request::get(path)
            .header(header::HOST, self.address.to_string())
            .header(header::COOKIE, &self.cookie)
            .body(Empty::new())?;
        self.send.ready().await?;
        let response = self.send.send_request(request).await?;
        ensure!(response.status() == StatusCode::OK, "{path} is answered with {}", response.status());
        Ok(response)
    }

    async fn text(&mut self, path: &str) -> anyhow::Result<String> {
        let bytes = self.get(path).await?.into_body().collect().await?.to_bytes();
        Ok(String::from_utf8(bytes.into())?)
    }

    async fn time(&mut self, path: &str) -> anyhow::Result<Duration> {
        let started = Instant::now();
        self.text(path).await?;
        Ok(started.elapsed())
    }
}
