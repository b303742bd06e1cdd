//! Who gets in, and what every answer says to the browser.

use axum::body::Body;
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, Request, StatusCode};
use secrecy::ExposeSecret as _;

use super::site::Site;
use crate::harness::{World, ana, ben, story};

const SAY: &[(&str, &str)] = &[("text", "hello"), ("nonce", "page-1")];

async fn messages(world: &World) -> usize {
    world.app.store.changed("team", 0, 100).await.unwrap().len()
}

#[test]
fn without_the_link_nothing_is_shown_and_nothing_done() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join'").await;
        world.settles().await;
        let said = messages(world).await;
        let mut site = Site::locked(world, &[ana()]);
        for cookie in ["", "baton_7878=", "baton_7878=0000"] {
            site.cookies = vec![cookie.to_owned()];
            for path in ["/", "/c/team", "/c/team/1", "/live/team?since=0", "/c/none", "/nothing"] {
                let answer = site.get(path).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
                assert!(!answer.body.contains("Sign up"), "{path}");
            }
            assert_eq!(site.post("/c/team", SAY).await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(messages(world).await, said);
    });
}

#[test]
fn the_link_is_exchanged_for_a_strict_cookie() {
    story(async |world| {
        let site = Site::locked(world, &[ana()]);
        for token in [
            "",
            "?token=",
            "?token=0",
            "?token=0000000000000000000000000000000000000000000000000000000000000000",
        ] {
            let answer = site.get(&format!("/enter{token}")).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE));
        }
        let link = site.key.link(site.address);
        let (_, token) = link.expose_secret().split_once("/enter").unwrap();
        let answer = site.get(&format!("/enter{token}")).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains(&token[7..]), "what stands in the link is not what stands in the cookie");
        assert!(!answer.body.contains(&token[7..]));
        let opened = Site::open(world, &[ana()]).await;
        assert_eq!(opened.get("/").await.status, StatusCode::OK);
        assert!(format!("{:?}", opened.key).contains("REDACTED"));
    });
}

#[test]
fn another_host_is_turned_away() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        for host in [
            "evil.example",
            "evil.example:7878",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:7878",
            "",
        ] {
            for path in ["/", "/enter", "/assets/page.css"] {
                let mut request = site.request(Method::GET, path);
                request.headers_mut().insert(header::HOST, HeaderValue::from_str(host).unwrap());
                assert_eq!(site.send(request).await.status, StatusCode::MISDIRECTED_REQUEST, "{host} {path}");
            }
        }
        let mut request = site.request(Method::GET, "/");
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost:7878"));
        assert_eq!(site.send(request).await.status, StatusCode::OK);
    });
}

#[test]
fn what_changes_something_comes_from_this_page() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let post = |origin: Option<&str>| -> Request<Body> {
            let mut request = site.message("/c/team", SAY, &[]);
            request.headers_mut().remove(header::ORIGIN);
            if let Some(origin) = origin {
                request.headers_mut().insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
            }
            request
        };
        let others = [
            "null",
            "http://evil.example",
            "http://127.0.0.1:3000",
            "https://127.0.0.1:7878",
            "http://localhost:7878",
        ];
        for origin in others.map(Some).into_iter().chain([None]) {
            assert_eq!(site.send(post(origin)).await.status, StatusCode::FORBIDDEN, "{origin:?}");
        }
        assert_eq!(messages(world).await, 0);
        assert_eq!(site.send(post(Some("http://127.0.0.1:7878"))).await.status, StatusCode::SEE_OTHER);
        assert_eq!(messages(world).await, 1);
    });
}

#[test]
fn no_other_site_makes_it_part_of_its_page() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        for (from, mode, status) in [
            ("cross-site", "no-cors", StatusCode::FORBIDDEN),
            ("same-site", "cors", StatusCode::FORBIDDEN),
            ("cross-site", "navigate", StatusCode::OK),
            ("same-origin", "cors", StatusCode::OK),
            ("none", "navigate", StatusCode::OK),
        ] {
            let mut request = site.request(Method::GET, "/");
            request.headers_mut().insert("sec-fetch-site", HeaderValue::from_static(from));
            request.headers_mut().insert("sec-fetch-mode", HeaderValue::from_static(mode));
            assert_eq!(site.send(request).await.status, status, "{from} {mode}");
        }
    });
}

#[test]
fn every_answer_is_guarded() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let locked = Site::locked(world, &[ana()]);
        let mut elsewhere = site.request(Method::GET, "/");
        elsewhere.headers_mut().insert(header::HOST, HeaderValue::from_static("evil.example"));
        let answers = [
            site.get("/").await,
            site.get("/nothing").await,
            site.get("/enter").await,
            locked.get("/").await,
            site.post("/react", &[]).await,
            site.send(elsewhere).await,
        ];
        for answer in answers {
            let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
                "{policy}"
            );
            assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
            assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
            assert_eq!(answer.headers["cross-origin-resource-policy"], "same-origin");
            assert!(!answer.body.contains("style=") && !answer.body.contains("onclick"), "nothing inline");
        }
    });
}

#[test]
fn only_in_a_demo_one_speaks_as_several() {
    story(async |world| {
        let alone = Site::open(world, &[ana()]).await;
        assert_eq!(alone.post("/speak-as", &[("person", "ben")]).await.status, StatusCode::BAD_REQUEST);
        alone.speaking_as(&ben()).post("/c/team", SAY).await;
        let said = world.app.store.changed("team", 0, 9).await.unwrap();
        assert_eq!(said[0].author.to_text(), "local:ana", "a cookie makes nobody another");
        assert!(!alone.get("/").await.body.contains("/speak-as"));

        let demo = Site::open(world, &[ana(), ben()]).await;
        let chosen = demo.post("/speak-as", &[("person", "ben"), ("back", "/c/team")]).await;
        assert_eq!((chosen.status, chosen.location()), (StatusCode::SEE_OTHER, "/c/team"));
        let away = demo.post("/speak-as", &[("person", "ben"), ("back", "//evil.example")]).await;
        assert_eq!(away.location(), "/");
        demo.speaking_as(&ben()).post("/c/team", &[("text", "hi"), ("nonce", "page-2")]).await;
        let said = world.app.store.changed("team", 0, 9).await.unwrap();
        assert_eq!(said.last().unwrap().author.to_text(), "local:ben");
        world.settles().await;
    });
}
