//! Files that come with messages: kept, shown, handed on, and never able to act on the page.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use baton::app::Doing;
use baton::domain::attachment::{Attachment, Format, Kind};
use baton::domain::fact::{Asked, Body as Fact};

use futures_util::{StreamExt as _, stream};
use tower::ServiceExt as _;

use super::site::{Answer, Site};
use crate::harness::{ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

/// The start of an image of 640 × 480 dots: all of it that is ever read here.
fn png() -> Vec<u8> {
    let size = [640_u32.to_be_bytes(), 480_u32.to_be_bytes()].concat();
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &size, b"\x08\x06\0\0\0"].concat()
}

fn fields<'a>(text: &'a str, nonce: &'a str) -> [(&'a str, &'a str); 3] {
    [("text", text), ("to", "baton"), ("nonce", nonce)]
}

fn said(answer: &Answer, name: &str) -> String {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
}

#[test]
fn a_screenshot_goes_with_the_request() {
    story(async |world| {
        let site = Site::open(world, &[ana(), ben()]).await;
        let (png, notes) = (png(), "naïve".as_bytes());
        let files: [(&str, &[u8]); 2] = [("my \"shot\".png", &png), ("notes.txt", notes)];
        let sent = site.writes("/c/team", &fields(ASK, "page-1"), &files).await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/c/team/1"));
        world.settles().await;

        let page = site.get("/c/team/1").await.body;
        let image =
            "<img src=\"/file/team/1/0\" alt=\"my &quot;shot&quot;.png\" width=\"373\" height=\"280\"";
        assert!(page.contains(image), "{page}");
        assert!(page.contains("href=\"/file/team/1/1\" download=\"notes.txt\""), "{page}");
        assert!(page.contains("and do not look into <code>my &quot;shot&quot;.png</code> and 1 other file."));
        assert!(site.get("/c/team").await.body.contains("width=\"128\" height=\"96\""));

        let shown = site.get("/file/team/1/0").await;
        assert_eq!((shown.status, said(&shown, "content-type")), (StatusCode::OK, "image/png".to_owned()));
        assert_eq!(shown.headers[header::CONTENT_LENGTH.as_str()], png.len().to_string());
        let saved = site.get("/file/team/1/1").await;
        assert_eq!(saved.body, "naïve");
        assert_eq!(said(&saved, "content-disposition"), "attachment; filename*=UTF-8''notes%2Etxt");

        world.turns_to(&"local:team:1".parse().unwrap());
        let facts = world.facts().await;
        let Fact::Asked(Asked::Request { files, .. }) = &facts[0].body else { panic!("{facts:?}") };
        let kinds: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.kind)).collect();
        let image = Kind::Image { format: Format::Png, width: 640, height: 480 };
        assert_eq!(kinds, [("my \"shot\".png", image), ("notes.txt", Kind::Text)]);
    });
}

#[test]
fn nothing_in_a_file_acts_on_the_page() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let evil: &[u8] = b"<html><script>alert(1)</script></html>";
        let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        let names = ["<img src=x onerror=alert(1)>.html", "../../etc/passwd", "a.svg", "shot.png"];
        let files = [(names[0], evil), (names[1], evil), (names[2], svg), (names[3], svg)];
        site.writes("/c/team", &fields("hello", "page-1"), &files).await;
        let page = site.get("/c/team/1").await.body;
        assert!(!page.contains("<img") && page.contains("&lt;img src=x onerror=alert(1)&gt;.html"), "{page}");
        assert!(page.contains("download=\"passwd\""), "{page}");
        for at in 0..files.len() {
            let file = site.get(&format!("/file/team/1/{at}")).await;
            assert_eq!(said(&file, "content-type"), "application/octet-stream", "{at}");
            assert!(said(&file, "content-disposition").starts_with("attachment;"), "{at}");
            assert_eq!(said(&file, "x-content-type-options"), "nosniff");
            assert!(said(&file, "content-security-policy").starts_with("default-src 'none'"));
        }
        world.settles().await;
    });
}

#[test]
fn a_file_is_seen_as_long_as_its_message() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let file: [(&str, &[u8]); 1] = [("a.txt", b"a")];
        site.writes("/c/team", &fields("hello", "page-1"), &file).await;
        assert_eq!(site.get("/file/team/1/0").await.status, StatusCode::OK);
        assert_eq!(
            Site::locked(world, &[ana()]).get("/file/team/1/0").await.status,
            StatusCode::UNAUTHORIZED
        );
        for path in ["/file/team/1/1", "/file/team/2/0", "/file/other/1/0", "/file/team/x/0"] {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let message = "local:team:1".parse().unwrap();
        let doing = Doing { by: &ana(), on: &message, nonce: "n" };
        world.app.chat.rewrite(doing, "@baton help").await.unwrap();
        assert!(site.get("/c/team/1").await.body.contains("download=\"a.txt\""), "an edit keeps it");
        world.app.chat.delete(doing).await.unwrap();
        assert_eq!(site.get("/file/team/1/0").await.status, StatusCode::NOT_FOUND);
        assert!(!site.get("/c/team/1").await.body.contains("a.txt"));
        world.settles().await;
    });
}

/// A text, the files with it, and why that is refused.
type Case<'a> = (&'a str, Vec<(&'a str, &'a [u8])>, &'a str);

#[test]
fn what_is_too_much_is_refused_and_nothing_is_said_or_kept() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let limits = world.app.chat.files().limits;
        let (large, half, small) =
            (vec![b'a'; limits.bytes + 1], vec![b'b'; limits.bytes / 2 + 1], b"a".as_slice());
        let long = "x".repeat(300_000);
        let too_much = "b.bin is too much: the files of one message may have 26 MB together.";
        let cases: [Case<'_>; 7] = [
            ("hello", vec![("b.bin", &large), ("c.txt", small)], too_much),
            ("hello", vec![("a.bin", &half), ("b.bin", &half), ("c.txt", small)], too_much),
            ("hello", vec![("a.txt", small); limits.most + 1], "At most 10 files may come"),
            ("hello", vec![("a.bin", &large); 3], "That is more than one message may bring."),
            (&long, vec![("a.txt", small)], "That is too long for one message."),
            (" \r\n", Vec::new(), "Write something first."),
            ("", vec![("", b"")], "Write something first."),
        ];
        for (text, files, why) in cases {
            let refused = site.writes("/c/team", &fields(text, "page-1"), &files).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{why}");
            assert!(refused.body.contains(why), "{why}: {}", refused.body);
        }
        assert!(world.app.store.channels().await.unwrap().is_empty());
        assert_eq!(std::fs::read_dir(world.data().join("artifacts")).unwrap().count(), 0);
        let full = vec![("a.txt", small); limits.most];
        assert_eq!(site.writes("/c/team", &fields("", "page-1"), &full).await.status, StatusCode::SEE_OTHER);
        world.settles().await;
        assert!(site.get("/c/team/1").await.body.contains("Send the file together with what to change"));
    });
}

#[test]
fn words_do_not_wait_for_files() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        // Two messages whose files come for ever.
        let mut slow = tokio::task::JoinSet::new();
        for _ in 0..2 {
            let mut request = site.message("/c/team", &fields("hello", "page-1"), &[("a.txt", b"a")]);
            request.headers_mut().remove(header::CONTENT_LENGTH);
            let (said, rest) = tokio::sync::oneshot::channel();
            let start = stream::once(async move {
                said.send(()).ok();
                Ok::<_, Infallible>("--")
            });
            *request.body_mut() = Body::from_stream(start.chain(stream::pending()));
            let router = site.router.clone();
            slow.spawn(async move { router.oneshot(request).await });
            rest.await.unwrap();
        }
        let said = site.writes("/c/team/1", &fields("stop", "page-2"), &[("", b"")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER);
        slow.abort_all();
        world.settles().await;
    });
}

#[test]
fn a_file_beside_a_word_is_said_to_be_left() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        for (word, nonce) in [("mute", "page-1"), ("retry", "page-2")] {
            site.writes("/c/team/1", &fields(word, nonce), &[("shot.png", &png())]).await;
        }
        world.settles().await;
        let page = site.get("/c/team/1").await.body;
        assert_eq!(page.matches(">I did that and left shot.png aside.").count(), 2, "{page}");
    });
}

#[test]
fn an_image_is_sent_once_and_a_damaged_one_is_told() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        site.writes("/c/team", &fields("hello", "page-1"), &[("a.txt", b"aaaa")]).await;
        world.settles().await;
        let tag = said(&site.get("/file/team/1/0").await, "etag");
        let again = async || {
            let mut request = site.request(Method::GET, "/file/team/1/0");
            request.headers_mut().insert(header::IF_NONE_MATCH, tag.parse().unwrap());
            site.send(request).await.status
        };
        assert_eq!(again().await, StatusCode::NOT_MODIFIED);
        let hash = tag.trim_matches('"');
        let place = world.data().join("artifacts").join(&hash[..2]).join(hash);
        std::fs::write(&place, "aa").unwrap();
        assert_eq!(site.get("/file/team/1/0").await.status, StatusCode::INTERNAL_SERVER_ERROR);
        // Whoever sends it once more mends it.
        site.writes("/c/team", &fields("hello", "page-2"), &[("a.txt", b"aaaa")]).await;
        assert_eq!(site.get("/file/team/1/0").await.body, "aaaa");
        let message = "local:team:1".parse().unwrap();
        world.app.chat.delete(Doing { by: &ana(), on: &message, nonce: "n" }).await.unwrap();
        assert_eq!(again().await, StatusCode::NOT_FOUND, "it is asked each time");
        world.settles().await;
    });
}

#[test]
fn other_files_make_it_another_message() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let writes = async |content: &'static [u8]| {
            let file: [(&str, &[u8]); 1] = [("a.txt", content)];
            site.writes("/c/team", &fields("hello", "page-1"), &file).await.location().to_owned()
        };
        assert_eq!(
            [writes(b"a").await, writes(b"a").await, writes(b"b").await],
            ["/c/team/1", "/c/team/1", "/c/team/2"]
        );
        world.settles().await;
    });
}

#[test]
fn a_file_comes_to_a_task_in_its_thread() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        let file: [(&str, &[u8]); 1] = [("a.txt", b"a")];
        let more = fields("also change 'Pricing' to 'Prices'", "page-1");
        site.writes("/c/team/1", &more, &file).await;
        world.settles().await;
        let facts = world.facts().await;
        let of = |body: &Fact| match body {
            Fact::Asked(Asked::FollowUp { files, .. }) => Some(files.clone()),
            Fact::Asked(_) | Fact::Moved(_) | Fact::Ran(_) | Fact::Judged(_) | Fact::Decided(_) => None,
            Fact::Did(_) | Fact::Spent(_) | Fact::Noted(_) | Fact::Erased => None,
        };
        let files: Vec<Attachment> = facts.iter().filter_map(|fact| of(&fact.body)).flatten().collect();
        assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.txt"]);
        assert_eq!(world.app.chat.files().read(&files[0]).await.unwrap(), b"a");
    });
}
