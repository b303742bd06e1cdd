//! The page of a pull request: what it shows, what its buttons do, and what it never lets through.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use baton::app::{Guests, Key};
use baton::domain::chat_ids::Person;
use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::harness::{Given, World, ana, ben, eve, story};

const ADDRESS: &str = "127.0.0.1:7878";
const PULL: &str = "/acme/web/pull/1";

/// A browser that was let in, and speaks as somebody.
struct Browser {
    router: Router,
    cookies: String,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: header::HeaderMap,
    text: String,
}

impl Browser {
    async fn of(world: &World, person: Person) -> Self {
        let guests = Guests {
            people: vec![ana(), ben(), eve()],
            channel: "team".to_owned(),
            first: None,
            suggestions: Vec::new(),
        };
        let (key, address) = (Key::new(), ADDRESS.parse().unwrap());
        let router = world.app.page(guests, key.clone(), CancellationToken::new()).router(address);
        let link = key.link(address);
        let mut browser = Self { router, cookies: String::new() };
        let entered = browser.get(link.expose_secret().split_once(ADDRESS).unwrap().1).await;
        let session = entered.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
        browser.cookies = format!("{session}; baton_speaks_as={}", person.id);
        browser
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let request = Request::post(path)
            .header(header::ORIGIN, format!("http://{ADDRESS}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, fields.join("&")).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.header(header::HOST, ADDRESS).header(header::COOKIE, &self.cookies);
        let request = request.body(Body::from(body)).unwrap();
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.into()).unwrap(),
        }
    }

    /// The page, which must be there.
    async fn page(&self) -> String {
        let answer = self.get(PULL).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.text
    }

    /// Presses the button that means this, as the page that is shown now has it.
    async fn presses(&self, press: &str, nonce: &str) -> Answer {
        let head = head_of(&self.page().await);
        self.post(PULL, &[("head", &head), ("press", press), ("nonce", nonce)]).await
    }
}

/// The head that a page shows.
fn head_of(page: &str) -> String {
    page.split("/state?head=").nth(1).unwrap()[..40].to_owned()
}

/// What people read on a page, or of its part behind these words.
fn read(page: &str, behind: &str) -> String {
    let part = page.split_once(behind).map_or(page, |(_, rest)| rest);
    let mut text = String::new();
    for piece in part.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let is_inline =
            ["mark", "/mark", "i", "/i", "b", "/b", "bdi", "/bdi", "span", "/span", "code", "/code"];
        let name = tag.split(' ').next().unwrap_or_default();
        text.push_str(if is_inline.contains(&name) { "" } else { "\n" });
        text.push_str(words);
    }
    // Times are told in the zone of the machine.
    let is_time = |line: &&str| line.len() == 5 && line.as_bytes()[2] == b':';
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_time(line));
    lines.collect::<Vec<_>>().join("\n")
}

async fn asks_for_a_change(world: &mut World) {
    world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
    world.settles().await;
}

#[test]
fn it_shows_what_and_why_not() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let page = Browser::of(world, ben()).await.page().await;
        let branch = world.branch().await;
        assert!(page.contains(&format!("<code>{branch}</code>")), "{page}");
        let head = head_of(&page);
        let text = read(&page, "<main").replace(&head[..7], "‹head›").replace(&branch, "‹branch›");
        let task = branch["baton/".len()..][..10].to_owned();
        insta::assert_snapshot!(text.replace(&task, "‹task›"), @r"
        acme/web
        Thread
        Change &quot;Sign up&quot; to &quot;Get started&quot; on the pricing page #1
        ‹branch› → mainA asked by ana
        Open at ‹head›
        Why it is not merged
        nobody has approved ‹head›: it takes 1 approval by @ana or @ben, other than the requester
        Approvals
        none
        Checks
        no checks ran
        Merge
        Close
        Try again
        Include tests
        Everything that is decided here is in
        its thread
        .
        Asked for in chat:
        change 'Sign up' to 'Get started' on the pricing page
        Understood as:
        change &quot;Sign up&quot; to &quot;Get started&quot; on the pricing page
        Made by baton without a model. Task ‹task›.
        1 commit
        ‹head› Change &quot;Sign up&quot; to &quot;Get started&quot; on the pricing page baton ·
        1 file +1 −1
        Side by side
        Unified
        web/pricing.html+1 −1
        &lt;h1&gt;Pricing&lt;/h1&gt;
        &lt;h1&gt;Pricing&lt;/h1&gt;
        &lt;button&gt;Sign up&lt;/button&gt;
        &lt;button&gt;Get started&lt;/button&gt;
        &lt;p&gt;Free for ever.&lt;/p&gt;
        &lt;p&gt;Free for ever.&lt;/p&gt;
        ");
        assert!(page.contains("<mark>Sign up</mark>") || page.contains(">Sign up</mark>"), "{page}");
    });
}

#[test]
fn it_needs_nothing_from_elsewhere_and_runs_nothing_inline() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ben()).await;
        let answer = browser.get(PULL).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        for inline in [" style=", "<style", "<script>", " onclick=", "javascript:", "src=\"http"] {
            assert!(!answer.text.contains(inline), "{inline}");
        }
        for part in ["pull.css", "diff.css", "pull.js"] {
            let path = answer.text.split('"').find(|path| path.ends_with(part)).unwrap();
            assert_eq!(browser.get(path).await.status, StatusCode::OK);
        }
    });
}

#[test]
fn a_reviewer_merges_on_it_once() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ben()).await;
        let head = head_of(&browser.page().await);
        let fields = [("head", head.as_str()), ("press", "approve"), ("nonce", "page-01")];
        let sent = browser.post(PULL, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert_eq!(sent.headers[header::LOCATION], format!("{PULL}?sent=1"));
        // Twice by accident, and once more on purpose.
        browser.post(PULL, &fields).await;
        let waiting = browser.get(&format!("{PULL}?sent=1")).await.text;
        assert!(
            waiting.contains("Sent to the thread")
                && waiting.contains("<noscript><meta http-equiv=\"refresh\"")
        );
        world.settles().await;
        assert_eq!(browser.presses("approve", "page-02").await.status, StatusCode::CONFLICT);
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered", "approved", "merged"]);
        assert!(world.target("web/pricing.html").unwrap().contains("Get started"));
        let page = browser.page().await;
        assert!(page.contains("c-merged") && !page.contains("name=\"press\""), "{page}");
        // Its branch is gone, and what it changed is not.
        assert!(world.branches().await.is_empty() && page.contains("Get started</mark>"), "{page}");
    });
}

#[test]
fn it_closes_and_tries_again_as_the_card_does() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ana()).await;
        assert_eq!(browser.presses("retry", "page-01").await.status, StatusCode::SEE_OTHER);
        world.settles().await;
        assert_eq!(browser.presses("close", "page-02").await.status, StatusCode::SEE_OTHER);
        world.settles().await;
        let audit = world.audit().await;
        assert_eq!(audit[3..], ["retried", "ran", "delivered", "wants it closed", "closed"], "{audit:?}");
        let page = browser.page().await;
        assert!(
            page.contains("c-closed")
                && page.contains("Get started</mark>")
                && !page.contains("name=\"press\"")
        );
    });
}

#[test]
fn a_decision_is_on_the_head_that_was_shown() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ben()).await;
        let old = head_of(&browser.page().await);
        let branch = world.branch().await;
        let new = world.repos[0].push(&branch, "web/pricing.html", "<h1>Something else</h1>\n").await;
        // Nobody has looked yet: what is shown is what the card is about, and the gate knows better.
        let page = browser.page().await;
        assert_eq!(head_of(&page), old);
        let reason = format!("somebody else pushed {} to its branch", new.short());
        assert!(page.contains(&reason) && !page.contains("Something else"), "{page}");
        browser.presses("approve", "page-01").await;
        world.settles().await;
        assert_eq!(world.audit().await[3..], ["approved", "head moved"]);
        let fields = [("head", old.as_str()), ("press", "approve"), ("nonce", "page-02")];
        let late = browser.post(PULL, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text.contains("Somebody pushed since you opened this page"), "{}", late.text);
        let state = browser.get(&format!("{PULL}/state?head={old}")).await.text;
        assert!(state.contains("Show the new version") && !state.contains("name=\"press\""), "{state}");
        world.settles().await;
        assert_eq!(world.audit().await[3..], ["approved", "head moved"]);
        let page = browser.page().await;
        assert!(head_of(&page) == new.as_str() && page.contains("Something else"), "{page}");
    });
}

#[test]
fn who_may_not_is_told_alone() {
    Given::default().public().story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, eve()).await;
        browser.presses("approve", "page-01").await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
        let told = read(&browser.page().await, "class=\"told\"");
        insta::assert_snapshot!(told.lines().next().unwrap_or_default(), @"You may not approve here; @ana or @ben may.");
        let others = Browser::of(world, ben()).await.page().await;
        assert!(!others.contains("class=\"told\""), "{others}");
    });
}

#[test]
fn what_was_said_before_somebody_did_more_is_not_said_again() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ana()).await;
        // Her own approval does not count.
        browser.presses("approve", "page-01").await;
        world.settles().await;
        assert!(browser.page().await.contains("class=\"told\""));
        world.clock_jumps(60);
        world.replies(ana(), "mute").await;
        world.settles().await;
        let page = browser.page().await;
        assert!(!page.contains("class=\"told\""), "{page}");
    });
}

#[test]
fn who_may_not_read_finds_nothing() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let head = head_of(&Browser::of(world, ben()).await.page().await);
        let browser = Browser::of(world, eve()).await;
        let fields = [("head", head.as_str()), ("press", "close"), ("nonce", "page-01")];
        assert_eq!(browser.get(PULL).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get(&format!("{PULL}/state?head={head}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.post(PULL, &fields).await.status, StatusCode::NOT_FOUND);
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}

#[test]
fn addresses_and_forms_that_are_none_of_ours() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ben()).await;
        for path in [
            "/acme/web/pull/2",
            "/acme/web/pull/01",
            "/acme/web/pull/-1",
            "/acme/web/pull/99999999999999999999",
            "/acme/web/pull/18446744073709551615",
            "/acme/other/pull/1",
            "/acme/%2e%2e/pull/1",
        ] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let head = head_of(&browser.page().await);
        for fields in [
            [("head", head.as_str()), ("press", "stop"), ("nonce", "page-01")],
            [("head", head.as_str()), ("press", "choose-0"), ("nonce", "page-01")],
            [("head", head.as_str()), ("press", "approve"), ("nonce", "x")],
            [("head", "main"), ("press", "approve"), ("nonce", "page-01")],
        ] {
            assert_eq!(browser.post(PULL, &fields).await.status, StatusCode::BAD_REQUEST, "{fields:?}");
        }
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}

#[test]
fn nothing_that_people_wrote_is_mark_up() {
    let evil = "<p>Free</p>\n<script>alert('content')</script>\n";
    Given::default().file("web/free.html", evil).story(async |world: &mut World| {
        world.asks(ana(), "change 'Free' to '<img src=x onerror=alert(1)>' in web/free.html").await;
        world.settles().await;
        let branch = world.branch().await;
        let path = "web/<img src=x onerror=alert(2)>&amp;\"'.html";
        world.repos[0].push(&branch, path, "<img src=x onerror=alert(3)>\u{202e}\n").await;
        let browser = Browser::of(world, ben()).await;
        browser.presses("approve", "page-01").await;
        world.settles().await;
        let page = browser.page().await;
        assert!(!page.contains("<img") && !page.contains("<script>") && !page.contains('\u{202e}'), "{page}");
        let text = read(&page, "<body");
        for part in [
            "Change &quot;Free&quot; to &quot;&lt;img src=x onerror=alert(1)&gt;&quot; in web/free.html",
            "web/&lt;img src=x onerror=alert(2)&gt;&amp;amp;&quot;'.html",
            "&lt;img src=x onerror=alert(3)&gt;U+202E",
            "&lt;script&gt;alert('content')&lt;/script&gt;",
            "change 'Free' to '&lt;img src=x onerror=alert(1)&gt;' in web/free.html",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    });
}

#[test]
fn without_its_repository_it_shows_what_is_known() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let browser = Browser::of(world, ben()).await;
        let there = browser.page().await;
        let (path, away) = (world.repos[0].path().to_owned(), world.dir.path().join("away"));
        std::fs::rename(&path, &away).unwrap();
        let page = browser.page().await;
        assert_eq!(head_of(&page), head_of(&there));
        assert!(page.contains("not here any more") && page.contains("Understood as:"), "{page}");
        std::fs::rename(&away, &path).unwrap();
        assert!(browser.page().await.contains("Get started</mark>"));
    });
}

#[test]
fn how_a_diff_is_read_is_remembered() {
    story(async |world: &mut World| {
        asks_for_a_change(world).await;
        let mut browser = Browser::of(world, ben()).await;
        assert!(browser.page().await.contains("files v-fitting"));
        let chosen = browser.get(&format!("{PULL}?view=unified")).await;
        assert!(chosen.text.contains("files v-unified"));
        let cookie = chosen.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
        browser.cookies = format!("{}; {cookie}", browser.cookies);
        assert!(browser.page().await.contains("files v-unified"));
        let junk = browser.get(&format!("{PULL}?view=%22%3E%3Cb%3E")).await;
        assert!(junk.text.contains("files v-unified") && !junk.headers.contains_key(header::SET_COOKIE));
    });
}
