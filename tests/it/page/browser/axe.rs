//! The rules of axe-core, a checker of accessibility, on every kind of page: in both themes, on a desk and on a phone.

use baton::domain::chat_ids::ThreadRef;
use baton::domain::slot::{Audience, Block, Button, DiffLine, Look, Post, Press, Span, Subject, UnderWay};
use baton::ports::Chat as _;
use serde_json::{Value, json};

use super::driver::{Browser, Screen, Theme};
use super::served::served;
use crate::harness::{World, ana, ben, story};

/// WCAG 2.1, levels A and AA, and what the checker calls best practice.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

#[expect(clippy::disallowed_methods, reason = "scripts/test says where it is")]
fn checker() -> String {
    let path = std::env::var("BATON_TEST_AXE")
        .expect("BATON_TEST_AXE is not set: run the tests with scripts/test, which installs axe-core");
    std::fs::read_to_string(path).expect("axe-core can be read")
}

/// Nothing is wrong with the page that is open.
async fn is_accessible(browser: &Browser, page: &str) {
    if browser.gives("return typeof axe").await == "undefined" {
        // What a driver runs is not held back by the page's policy.
        browser.gives(&format!("{}; window.axe = axe", checker())).await;
    }
    let run = format!(
        "const done = arguments[0];
         const told = (rule) => rule.nodes.map((node) => `${{rule.id}} at ${{node.target}}: ${{node.failureSummary}}`);
         axe.run(document, {{ runOnly: {} }}).then((found) => done(found.violations.flatMap(told)), (e) => done([`${{e}}`]))",
        json!(RULES)
    );
    let mut wrong = Vec::new();
    for screen in [Screen::Phone, Screen::Desk] {
        for theme in [Theme::Dark, Theme::Light] {
            browser.looks(screen, theme).await;
            let found = browser.gives_later(&run).await;
            let Value::Array(found) = found else { panic!("the checker gave {found}") };
            wrong.extend(found.into_iter().map(|one| format!("{screen:?} {theme:?}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{page}:\n{}", wrong.join("\n"));
}

/// Everything that a message can hold.
async fn posts_everything(world: &World) {
    let thread: ThreadRef = "local:team:1".parse().unwrap();
    let plain = |text: &str| Span::Plain(text.to_owned());
    let link = |url: &str| Span::Link { label: "a link".to_owned(), url: url.to_owned() };
    let button = |label: &str, press, look| Button { label: label.to_owned(), press, look };
    let post = Post {
        blocks: vec![
            Block::Title(vec![link("/acme/web/pull/1")]),
            Block::Text(vec![
                plain("Which?"),
                Span::Strong("This".to_owned()),
                Span::Code("that".to_owned()),
            ]),
            Block::Text(vec![plain("See "), link("https://example.com/"), plain(" "), Span::Person(ben())]),
            Block::List(vec![vec![plain("one")], vec![plain("two")]]),
            Block::Diff(vec![
                DiffLine::At("web/pricing.html:2".to_owned()),
                DiffLine::Removed("Sign up".to_owned()),
                DiffLine::Added("Sign in".to_owned()),
            ]),
            Block::Code("let long = 1;\n".repeat(40)),
            Block::Footer(vec![plain("Press a button.")]),
        ],
        buttons: vec![
            button("Approve", Press::Approve, Look::Primary),
            button("First", Press::Choose(0), Look::Plain),
            button("Stop", Press::Stop, Look::Danger),
        ],
        audience: Audience::Only(ana()),
        subject: Some(Subject::Question(1)),
        under_way: Some(UnderWay { percent: Some(40) }),
    };
    world.app.chat.post(&thread, &post, "everything").await.unwrap();
}

#[test]
fn a_channel_and_its_threads_are_accessible() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            is_accessible(&browser, "an empty channel").await;
            world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
            browser.reads(".channel .state", "review").await;
            is_accessible(&browser, "a channel").await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            world.reacts(ben(), "👍").await;
            posts_everything(world).await;
            browser.reads(".thread .messages", "Press a button.").await;
            is_accessible(&browser, "a thread").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn menus_and_offered_words_are_accessible() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks("#m-1 summary[aria-label='Edit or delete']").await;
            is_accessible(&browser, "an open menu").await;
            browser.clicks("#reply").await;
            browser.clicks(".thread .msg:last-child summary").await;
            is_accessible(&browser, "another open menu").await;
            browser.clicks("#reply").await;
            browser.types("wh").await;
            browser.finds(".thread .offers:not([hidden])").await;
            is_accessible(&browser, "words that are offered").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_pull_request_is_accessible() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            for view in ["fitting", "split", "unified"] {
                browser.goes_to(&format!("{}/acme/web/pull/1?view={view}", page.at)).await;
                is_accessible(&browser, view).await;
            }
            world.reacts(ana(), "✅").await;
            browser.reads(".told", "somebody else has to approve it").await;
            is_accessible(&browser, "a pull request that told something").await;
            world.reacts(ben(), "✅").await;
            browser.reads(".stands", "Merged").await;
            is_accessible(&browser, "a merged pull request").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn pages_that_only_say_something_are_accessible() {
    story(async |world| {
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/nothing", page.at)).await;
            browser.reads("h1", "Not found").await;
            is_accessible(&browser, "nothing").await;
            browser.forgets().await;
            browser.goes_to(&page.at).await;
            browser.reads("h1", "This page is locked").await;
            is_accessible(&browser, "the locked page").await;
        })
        .await;
        world.settles().await;
    });
}
