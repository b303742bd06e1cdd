//! What is offered to whom while they write: in the page, and of the repositories that are asked for.

use axum::http::{Method, StatusCode};
use baton::domain::chat_ids::Person;

use super::site::Site;
use crate::harness::{Given, World, ana, eve, story};

/// What the list of a place to write holds, of one kind, in its order.
fn offered(page: &str, list: &str, kind: &str) -> Vec<String> {
    let list = page.split_once(&format!("<ul class=\"offers\" id=\"{list}\"")).expect("the list is there").1;
    let list = list.split_once("</ul>").expect("it ends").0;
    texts(list, kind)
}

fn texts(items: &str, kind: &str) -> Vec<String> {
    let before = format!("data-kind=\"{kind}\" data-text=\"");
    let items = items.split(&before).skip(1);
    items.map(|item| item.split_once('"').expect("it ends").0.replace("&quot;", "\"")).collect()
}

async fn repositories(site: &Site, begins: &str) -> Vec<String> {
    let answer = site.get(&format!("/repositories?begins={begins}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{begins}");
    texts(&answer.body, "repository")
}

async fn hello(world: &mut World, by: &str) {
    let by: Person = by.parse().unwrap();
    world.chats(by, "hello.").await;
}

#[test]
fn a_request_begins_otherwise_than_a_reply() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "help").await;
        let page = site.get("/c/team/1").await.body;
        assert_eq!(offered(&page, "ask-list", "word"), ["help"]);
        assert_eq!(offered(&page, "ask-list", "shape")[0], "change \"old text\" to \"new text\"");
        assert_eq!(offered(&page, "reply-list", "word")[..3], ["status", "why", "diff"]);
        assert!(offered(&page, "reply-list", "shape").is_empty());
        assert_eq!(page.matches("<ul class=\"offers\"").count(), page.matches("role=\"listbox\"").count());
        let hidden = page.split("<ul class=\"offers\"").skip(1).all(|list| {
            let tag = list.split_once('>').expect("it ends").0;
            tag.ends_with(" hidden")
        });
        assert!(hidden, "without a script nothing is seen of it:\n{page}");
        world.settles().await;
    });
}

#[test]
fn people_are_who_wrote_here_and_whom_the_rules_name() {
    story(async |world| {
        let site = Site::open(world, &[ana(), eve()]).await;
        let people =
            async |site: &Site, path: &str| offered(&site.get(path).await.body, "ask-list", "person");
        assert_eq!(people(&site, "/c/team").await, ["@baton", "@ben", "@eve"]);
        world.asks(ana(), "hello").await;
        for by in ["local:zoe", "slack:U1", "local:\"><b>"] {
            hello(world, by).await;
        }
        let seen = people(&site, "/c/team").await;
        assert_eq!(
            seen,
            ["@baton", "@\"&gt;&lt;b&gt;", "@zoe", "@ben", "@eve"],
            "text, and nobody of elsewhere"
        );
        assert_eq!(people(&site, "/c/other").await, ["@baton", "@ben", "@eve"]);
        // Who may do what is not for those who may not read.
        let stranger = site.speaking_as(&eve());
        assert_eq!(people(&stranger, "/c/other").await, ["@baton", "@ana"]);
        world.settles().await;
    });
}

#[test]
fn a_page_holds_some_people_at_most() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        world.asks(ana(), "hello").await;
        for number in 0..60 {
            hello(world, &format!("local:guest{number}")).await;
        }
        let people = offered(&site.get("/c/team").await.body, "ask-list", "person");
        assert_eq!((people.len(), people[1].as_str()), (51, "@guest59"));
        world.settles().await;
    });
}

#[test]
fn repositories_are_named_where_there_are_several() {
    let given = Given::default().repo("acme/api").repo("beta/website");
    given.story(async |world| {
        let site = Site::open(world, &[ana(), eve()]).await;
        assert!(site.get("/c/team").await.body.contains("data-repositories=\"/repositories\""));
        assert_eq!(repositories(&site, "").await, ["acme/api", "acme/web", "beta/website"]);
        assert_eq!(repositories(&site, "WEB").await, ["acme/web", "beta/website"]);
        assert_eq!(repositories(&site, "acme%2F").await, ["acme/api", "acme/web"]);
        assert_eq!(repositories(&site, "b").await, ["beta/website"]);
        assert_eq!(repositories(&site, "eb").await, Vec::<String>::new());
        let stranger = site.speaking_as(&eve());
        assert!(!stranger.get("/c/team").await.body.contains("data-repositories"));
        assert_eq!(repositories(&stranger, "acme").await, Vec::<String>::new());
    });
}

#[test]
fn one_repository_is_not_named_and_of_many_a_few() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        assert!(!site.get("/c/team").await.body.contains("data-repositories"));
    });
    let names = ["b/1", "b/2", "b/3", "b/4", "b/5", "b/6", "b/7", "c/bee"];
    let given = names.into_iter().fold(Given::default(), Given::repo);
    given.story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        assert_eq!(repositories(&site, "").await, Vec::<String>::new(), "any few would be noise");
        let found = ["c/bee", "b/1", "b/2", "b/3", "b/4", "b/5", "b/6", "b/7"];
        assert_eq!(repositories(&site, "b").await, found, "a name goes before an owner");
    });
}

#[test]
fn repositories_are_told_to_whoever_is_let_in() {
    story(async |world| {
        let site = Site::open(world, &[ana()]).await;
        let locked = Site { cookies: Vec::new(), ..site.speaking_as(&ana()) };
        assert_eq!(locked.get("/repositories?begins=a").await.status, StatusCode::UNAUTHORIZED);
        let mut request = site.request(Method::GET, "/repositories?begins=a");
        request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        request.headers_mut().insert("sec-fetch-mode", "no-cors".parse().unwrap());
        assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get("/repositories").await.status, StatusCode::OK);
    });
}
