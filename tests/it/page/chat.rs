//! What people see and do on the chat's pages.

use axum::http::StatusCode;
use baton::app::Doing;
use baton::domain::slot::{Audience, Block, Button, Look, Post, Press, Span, UnderWay};
use baton::ports::Chat as _;
use baton::store::Page;

use super::site::Site;
use crate::harness::{World, ana, ben, eve, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

/// The value of a field behind some text.
fn field<'a>(page: &'a str, behind: &str, name: &str) -> &'a str {
    let rest = page.split_once(behind).expect("the text is there").1;
    let rest = rest.split_once(&format!("name=\"{name}\" value=\"")).expect("the field is there").1;
    rest.split_once('"').expect("it ends").0
}

/// Presses the button that says this, as a browser without a script does.
async fn presses(site: &Site, label: &str) -> StatusCode {
    let page = site.get("/c/team/1").await.body;
    let end = page.rfind(&format!(">{label}</button>")).expect("the button is there");
    let form = &page[page[..end].rfind("<form").expect("its form")..end];
    let fields = ["message", "nonce", "press"].map(|name| (name, field(form, "<form", name)));
    site.post("/press", &fields).await.status
}

#[test]
fn a_task_is_asked_for_approved_and_merged_without_a_script() {
    story(async |world| {
        let site = Site::open(world, &[ana(), ben()]).await;
        let empty = site.get("/").await.body;
        assert!(
            empty.contains("Nothing was asked here yet.") && empty.contains(">change 'a' to 'b'</button>")
        );
        let said = site
            .post("/c/team", &[("text", ASK), ("to", "baton"), ("nonce", field(&empty, "<form", "nonce"))])
            .await;
        assert_eq!((said.status, said.location()), (StatusCode::SEE_OTHER, "/c/team/1"));
        world.settles().await;
        let page = site.get("/c/team/1").await.body;
        assert!(page.contains("<span class=\"mention\">@baton</span> change"), "{page}");
        assert!(page.contains("Speak as ben") && page.contains("href=\"/acme/web/pull/1\""));
        assert_eq!(presses(&site, "Merge").await, StatusCode::SEE_OTHER);
        world.settles().await;
        assert!(site.get("/c/team/1").await.body.contains("You asked for this change"));
        let reviewer = site.speaking_as(&ben());
        assert!(!reviewer.get("/c/team/1").await.body.contains("Speak as"));
        assert_eq!(presses(&reviewer, "Merge").await, StatusCode::SEE_OTHER);
        world.settles().await;
        let page = site.get("/c/team/1").await.body;
        assert!(page.contains("<strong>Merged</strong> as") && !page.contains(">Merge</button>"));
        assert!(site.get("/c/team").await.body.contains("<span class=\"state s-merged\">merged</span>"));
        assert!(world.target("web/pricing.html").unwrap().contains("Get started"));
    });
}

#[test]
fn what_people_write_is_text() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let evil = "<script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\" '&amp;' @baton</b>";
        site.post("/c/team", &[("text", evil), ("nonce", "page-1")]).await;
        let link = Span::Link { label: "<b>here</b>".to_owned(), url: "javascript:alert(1)".to_owned() };
        let post = Post {
            blocks: vec![Block::Title(vec![link, Span::Code(evil.to_owned())]), Block::Code(evil.to_owned())],
            buttons: vec![Button { label: evil.to_owned(), press: Press::Stop, look: Look::Plain }],
            audience: Audience::Thread,
            subject: None,
            under_way: None,
        };
        let thread =
            world.app.store.openings("team", Page::Newest, 1).await.unwrap()[0].message.thread.clone();
        let message = world.app.chat.post(&thread, &post, "evil").await.unwrap();
        let by = "local:<i>eve</i>".parse().unwrap();
        let doing = Doing { by: &by, on: &message, nonce: "n" };
        world.app.chat.react(doing, "<svg/onload=alert(1)>").await.unwrap();
        for path in ["/c/team/1", "/c/team"] {
            let page = site.get(path).await.body;
            for tag in ["<script>", "<img", "<svg/", "<i>", "<b>here", "</b>\"", "javascript:"] {
                assert!(!page.contains(tag), "{tag} on {path}:\n{page}");
            }
            assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        }
        world.settles().await;
    });
}

#[test]
fn what_takes_long_is_a_bar() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        let thread = "local:team:1".parse().unwrap();
        for (percent, bar) in
            [(Some(42), "<progress max=\"100\" value=\"42\""), (None, "<progress max=\"100\" aria-label")]
        {
            let blocks = vec![Block::Text(vec![Span::Plain("Fetching.".to_owned())])];
            let under_way = Some(UnderWay { percent });
            let audience = Audience::Thread;
            let post = Post { blocks, buttons: Vec::new(), audience, subject: None, under_way };
            world.app.chat.post(&thread, &post, &format!("{percent:?}")).await.unwrap();
            let page = site.get("/c/team/1").await.body;
            assert!(page.contains(bar), "{page}");
        }
        world.settles().await;
    });
}

#[test]
fn a_form_that_is_sent_twice_counts_once() {
    story(async |world| {
        let site = Site::open(world, &[ana(), ben()]).await;
        let fields = [("text", "hello"), ("nonce", "page-1")];
        let (one, two) = (site.post("/c/team", &fields).await, site.post("/c/team", &fields).await);
        assert_eq!((one.location(), two.location()), ("/c/team/1", "/c/team/1"));
        let other = site.speaking_as(&ben()).post("/c/team", &fields).await;
        assert_eq!(other.location(), "/c/team/2", "a nonce is one person's own");
        let replies = [("text", "again"), ("nonce", "page-2")];
        site.post("/c/team/1", &replies).await;
        site.post("/c/team/1", &replies).await;
        assert_eq!(world.app.store.changed("team", 0, 9).await.unwrap().len(), 3);
        world.settles().await;
    });
}

#[test]
fn a_reaction_is_put_on_and_taken_back() {
    story(async |world| {
        let site = Site::open(world, &[ana(), ben()]).await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        let card = world.card().await;
        let (message, ben) = (card.to_string(), site.speaking_as(&ben()));
        let put = [("message", message.as_str()), ("emoji", "👍"), ("nonce", "page-1")];
        ben.post("/react", &put).await;
        assert!(ben.get("/c/team/1").await.body.contains("aria-pressed=\"true\"><span title=\"ben\""));
        ben.post("/react", &[&put[..2], &[("nonce", "page-2"), ("back", "yes")]].concat()).await;
        assert_eq!(reactions(world, &message).await, 0);
        ben.post("/react", &[&put[..1], &[("emoji", "✅"), ("nonce", "page-3")]].concat()).await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
        for emoji in ["", "ok", "<b>", "✅ merges", &"✅".repeat(20)] {
            let answer =
                ben.post("/react", &[&put[..1], &[("emoji", emoji), ("nonce", "page-4")]].concat()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{emoji:?}");
        }
    });
}

async fn reactions(world: &World, message: &str) -> usize {
    world.app.store.message(&message.parse().unwrap()).await.unwrap().unwrap().reactions.len()
}

#[test]
fn only_the_author_edits_and_deletes() {
    story(async |world| {
        let site = Site::open(world, &[ana(), ben()]).await;
        site.post("/c/team", &[("text", ASK), ("to", "baton"), ("nonce", "page-1")]).await;
        let better = ASK.replace("Get started", "Join");
        let edit = [("message", "local:team:1"), ("text", better.as_str()), ("nonce", "page-2")];
        let other = site.speaking_as(&ben());
        assert_eq!(other.post("/rewrite", &edit).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(other.post("/delete", &edit).await.status, StatusCode::BAD_REQUEST);
        assert!(!other.get("/c/team/1").await.body.contains("Delete"));
        assert!(site.get("/c/team/1").await.body.contains("Delete"));
        assert_eq!(site.post("/rewrite", &edit).await.status, StatusCode::SEE_OTHER);
        world.settles().await;
        let page = site.get("/c/team/1").await.body;
        assert!(page.contains("edited") && page.contains("+") && page.contains("Join"), "{page}");
        assert_eq!(site.post("/delete", &edit).await.status, StatusCode::SEE_OTHER);
        world.settles().await;
        assert!(site.get("/c/team/1").await.body.contains("This message was deleted."));
    });
}

#[test]
fn what_is_for_one_person_cannot_be_touched_by_another() {
    story(async |world| {
        let site = Site::open(world, &[ana(), eve()]).await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ana(), "✅").await;
        world.settles().await;
        let private = world.answer().await.to_string();
        let eve = site.speaking_as(&eve());
        for path in ["/react", "/press"] {
            let fields =
                [("message", private.as_str()), ("emoji", "👍"), ("press", "stop"), ("nonce", "page-1")];
            assert_eq!(eve.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(site.post(path, &fields).await.status, StatusCode::SEE_OTHER, "{path}");
        }
        world.settles().await;
    });
}

#[test]
fn a_long_thread_is_shown_in_parts() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        for number in 0..250 {
            world.chats(ana(), &format!("line {number}.")).await;
        }
        let page = site.get("/c/team/1").await.body;
        let items = |page: &str| page.matches("<li class=\"msg\"").count();
        assert_eq!((items(&page), page.contains("line 249.")), (100, true));
        let older = page.split_once("/c/team/1?before=").unwrap().1.split_once('"').unwrap().0;
        let before = site.get(&format!("/c/team/1?before={older}")).await.body;
        assert_eq!(
            (items(&before), before.contains("line 149."), before.contains("line 150.")),
            (100, true, false)
        );
        let older = before.split_once("/c/team/1?before=").unwrap().1.split_once('"').unwrap().0;
        let first = site.get(&format!("/c/team/1?before={older}")).await.body;
        assert_eq!((items(&first), first.contains("<p class=\"older\" hidden")), (51, true));
        world.hears().await;
    });
}

/// An address, a form, and the answer with some of its words.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], StatusCode, &'a str);

#[test]
fn what_cannot_be_done_is_said() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let long = "x".repeat(300_000);
        let rows: [Row<'_>; 9] = [
            (
                "/c/team",
                &[("text", "  "), ("nonce", "page-1")],
                StatusCode::BAD_REQUEST,
                "Write something first.",
            ),
            ("/c/team", &[("text", "hello")], StatusCode::BAD_REQUEST, "The form was not whole."),
            (
                "/c/team",
                &[("text", "hello"), ("nonce", "demo-1")],
                StatusCode::BAD_REQUEST,
                "The form was not whole.",
            ),
            ("/c/team", &[("text", &long), ("nonce", "page-1")], StatusCode::BAD_REQUEST, "too long"),
            ("/c/team/9", &[("text", "hello"), ("nonce", "page-1")], StatusCode::NOT_FOUND, "nothing here"),
            ("/c/te:am", &[("text", "hello"), ("nonce", "page-1")], StatusCode::NOT_FOUND, "nothing here"),
            (
                "/press",
                &[("message", "local:team:9"), ("press", "stop"), ("nonce", "page-1")],
                StatusCode::NOT_FOUND,
                "nothing here",
            ),
            (
                "/press",
                &[("message", "slack:C1:1"), ("press", "stop"), ("nonce", "page-1")],
                StatusCode::NOT_FOUND,
                "nothing here",
            ),
            (
                "/press",
                &[("message", "local:team:1"), ("press", "merge"), ("nonce", "page-1")],
                StatusCode::BAD_REQUEST,
                "no button",
            ),
        ];
        for (path, fields, status, why) in rows {
            let answer = site.post(path, fields).await;
            assert!(answer.status == status && answer.body.contains(why), "{path}: {answer:?}");
        }
        for path in [
            "/c/team/1",
            "/c/team/01",
            "/c/team/-1",
            "/c/te%20am",
            "/c/team/1/2",
            "/assets/0-page.css",
            "/assets/page.css",
        ] {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(world.app.store.revision("team").await.unwrap(), 0);
    });
}

#[test]
fn what_baton_cannot_hear_does_not_stand_in_the_thread() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        world.settles().await;
        let before = site.get("/c/team/1").await.body;
        let number = before.matches("<li class=\"msg").count();
        world.sql("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END").await;
        let message = ("message", "local:team:1");
        for (path, fields) in [
            ("/c/team/1", &[("text", "more"), ("nonce", "page-1")][..]),
            ("/c/team", &[("text", "more"), ("nonce", "page-2")]),
            ("/react", &[message, ("emoji", "✅"), ("nonce", "page-3")]),
            ("/rewrite", &[message, ("text", "otherwise"), ("nonce", "page-4")]),
            ("/delete", &[message, ("nonce", "page-5")]),
        ] {
            assert_eq!(site.post(path, fields).await.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        }
        let after = site.get("/c/team/1").await.body;
        assert_eq!(after.matches("<li class=\"msg").count(), number);
        assert!(
            after.contains("hello")
                && !after.contains("otherwise")
                && !after.contains("This message was deleted.")
        );
        assert!(!after.contains("class=\"reactions\">"), "{after}");
    });
}

#[test]
fn what_was_followed_before_changes_nothing() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        let rewrite = async |text: &str, nonce: &str| {
            site.post("/rewrite", &[("message", "local:team:1"), ("text", text), ("nonce", nonce)]).await
        };
        rewrite("help", "page-1").await;
        rewrite("status", "page-2").await;
        // The first one comes again, late.
        assert_eq!(rewrite("help", "page-1").await.status, StatusCode::SEE_OTHER);
        assert!(site.get("/c/team/1").await.body.contains(">status</p>"));
        world.settles().await;
    });
}
