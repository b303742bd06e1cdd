//! What a page is told while it is open.

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode};
use baton::domain::chat_ids::Person;
use futures_util::StreamExt as _;
use tower::ServiceExt as _;

use super::site::Site;
use crate::harness::{ana, ben, story};

/// A page that is open.
struct Open {
    stream: BodyDataStream,
    rest: String,
}

/// One event.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    kind: String,
    id: String,
    data: String,
}

impl Open {
    async fn at(site: &Site, path: &str, last: Option<&str>) -> Self {
        let mut request = site.request(Method::GET, path);
        if let Some(last) = last {
            request.headers_mut().insert("last-event-id", last.parse().unwrap());
        }
        let answer = site.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        Self { stream: Body::new(answer.into_body()).into_data_stream(), rest: String::new() }
    }

    /// The next event; none when the stream ends.
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                    lines.collect::<Vec<_>>().join("\n")
                };
                let told = Told { kind: field("event"), id: field("id"), data: field("data") };
                self.rest = rest.to_owned();
                if told.kind.is_empty() {
                    continue;
                }
                return Some(told);
            }
            let bytes = self.stream.next().await?.unwrap();
            self.rest.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

#[test]
fn what_happens_appears_in_the_thread_and_in_its_channel() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        let site = Site::open(world, &[ana(), ben()]).await;
        let since = world.app.store.revision("team").await.unwrap();
        let mut open = Open::at(&site, &format!("/live/team?since={since}&thread=1"), None).await;
        world.settles().await;
        let mut card = None;
        while card.is_none() {
            let told = open.next().await.unwrap();
            card = Some(told).filter(|told| told.kind == "message" && told.data.contains("/acme/web/pull/1"));
        }
        assert!(card.unwrap().data.starts_with("<li class=\"msg baton\" id=\"m-3\""));
        let mut told = open.next().await.unwrap();
        while told.kind != "opening" {
            told = open.next().await.unwrap();
        }
        assert!(told.data.contains(">review</span>") && told.data.contains("2 replies"), "{}", told.data);
    });
}

#[test]
fn a_browser_that_was_away_gets_what_it_missed_once() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        let site = Site::open(world, &[ana()]).await;
        let path = "/live/team?since=0&thread=1";
        let mut open = Open::at(&site, path, None).await;
        let (first, last) = (open.next().await.unwrap(), open.next().await.unwrap());
        // Whoever is cut off between the two gets both again.
        assert_eq!((first.kind.as_str(), first.id.as_str()), ("message", ""));
        assert_eq!((last.kind.as_str(), last.id.as_str()), ("opening", "1"));
        world.chats(ana(), "anybody there?").await;
        let mut again = Open::at(&site, path, Some(&last.id)).await;
        let missed = again.next().await.unwrap();
        assert!(missed.data.contains("anybody there?"), "{missed:?}");
        assert_eq!(again.next().await.unwrap().kind, "opening");
        world.settles().await;
    });
}

#[test]
fn what_is_for_one_person_is_told_to_that_person() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        let site = Site::open(world, &[ana(), ben()]).await;
        let since = world.app.store.revision("team").await.unwrap();
        let path = format!("/live/team?since={since}&thread=1");
        let by = |person: &Person| site.speaking_as(person);
        let (mut anas, mut bens) =
            (Open::at(&by(&ana()), &path, None).await, Open::at(&by(&ben()), &path, None).await);
        world.reacts(ana(), "✅").await;
        world.settles().await;
        world.chats(ben(), "over to me").await;
        let private = "You asked for this change";
        let (mut anas_told, mut bens_told) = (String::new(), String::new());
        for (open, told) in [(&mut anas, &mut anas_told), (&mut bens, &mut bens_told)] {
            while !told.contains("over to me") {
                told.push_str(&open.next().await.unwrap().data);
            }
        }
        assert!(anas_told.contains(private) && anas_told.contains("only you can see this"));
        assert!(!bens_told.contains(private));
        let thread = |who: Site| async move { who.get("/c/team/1").await.body };
        assert!(thread(by(&ana())).await.contains(private));
        assert!(!thread(by(&ben())).await.contains(private));
        world.settles().await;
    });
}

#[test]
fn a_page_ends_at_shutdown_and_there_are_only_so_many() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let mut open = Vec::new();
        for _ in 0..256 {
            open.push(Open::at(&site, "/live/team?since=0", None).await);
        }
        assert_eq!(site.get("/live/team?since=0").await.status, StatusCode::SERVICE_UNAVAILABLE);
        open.pop();
        open.push(Open::at(&site, "/live/team?since=0", None).await);
        site.shutdown.cancel();
        for mut one in open {
            assert_eq!(one.next().await, None);
        }
    });
}
