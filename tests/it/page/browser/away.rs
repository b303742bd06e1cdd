//! A page that nobody looks at, and a page that is locked meanwhile.

use serde_json::json;

use super::driver::{Browser, Screen, Theme};
use super::served::{Served, served};
use crate::harness::{ana, ben, story};

/// Connections that are kept for the page.
const OPEN: &str = "return sources.filter((one) => one.readyState !== EventSource.CLOSED).length";

/// A browser that counts its connections, at this page.
async fn counting(page: &Served, path: &str) -> Browser {
    let browser = page.browser(Screen::Desk, Theme::Light).await;
    let counts = "window.sources = [];
        window.EventSource = class extends EventSource {
          constructor(...given) { super(...given); sources.push(this); }
        };";
    browser.begins_pages_with(counts).await;
    browser.goes_to(&format!("{}{path}", page.at)).await;
    browser.holds(&OPEN.replace("length", "length === 1"), json!([]), "one connection").await;
    browser
}

async fn is_hidden(browser: &Browser, hidden: bool) {
    let script = format!(
        "Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});
         document.dispatchEvent(new Event('visibilitychange'))"
    );
    browser.gives(&script).await;
}

#[test]
fn a_hidden_page_gives_its_connection_back_and_catches_up() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let thread = counting(page, "/c/team/1").await;
            let pull = counting(page, "/acme/web/pull/1").await;
            for browser in [&thread, &pull] {
                is_hidden(browser, true).await;
                assert_eq!(browser.gives(OPEN).await, 0);
            }
            world.chats(ben(), "at noon").await;
            world.reacts(ben(), "✅").await;
            world.settles().await;
            assert!(!thread.text(".thread .messages").await.contains("at noon"));
            assert!(!pull.text("#state").await.contains("Merged"));
            for (browser, place, word) in
                [(&thread, ".thread .messages", "at noon"), (&pull, "#state", "Merged")]
            {
                is_hidden(browser, false).await;
                browser.reads(place, word).await;
                assert_eq!(browser.gives(OPEN).await, 1);
                assert_eq!(browser.text(".lost").await, "");
            }
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn every_live_page_tells_that_it_is_locked() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            for path in ["/c/team/1", "/acme/web/pull/1"] {
                let browser = counting(page, path).await;
                is_hidden(&browser, true).await;
                browser.forgets().await;
                is_hidden(&browser, false).await;
                browser.reads(".lost", "This page is locked").await;
                assert_eq!(browser.gives(OPEN).await, 0, "{path} asks on");
                // The link was opened elsewhere in the same browser.
                let entered = format!("const done = arguments[0]; fetch('{}').then(done, done)", page.link);
                browser.gives_later(&entered).await;
                is_hidden(&browser, true).await;
                is_hidden(&browser, false).await;
                browser
                    .holds("return !document.querySelector('.lost').textContent", json!([]), "found")
                    .await;
            }
            world.chats(ben(), "done").await;
        })
        .await;
        world.settles().await;
    });
}
