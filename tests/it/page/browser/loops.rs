//! The whole loop as people go through it: by mouse, by keyboard alone, on a phone in the dark.

use fantoccini::key::Key;

use super::driver::{Browser, Screen, Theme};
use super::served::served;
use crate::harness::{World, ana, ben, story};

fn merged(world: &World) -> bool {
    world.target("web/pricing.html").unwrap().contains("Get started")
}

#[test]
fn by_mouse() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.reads(".empty", "Nothing was asked here yet").await;
            browser.pictures("empty").await;
            // A suggestion goes into the field, to be changed first.
            browser.clicks(".suggestion").await;
            browser.clicks(".channel .send").await;
            browser.finds(".thread .buttons .primary").await;
            assert_eq!(browser.path().await, "/c/team/1");
            browser.reads(".channel .state", "review").await;
            browser.reads(".thread .diff mark", "started").await;
            browser.pictures("thread").await;
            browser.clicks(".thread .title a").await;
            browser.reads("main", "no checks ran").await;
            assert_eq!(browser.path().await, "/acme/web/pull/1");
            browser.pictures("pull").await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks(".thread .buttons .primary").await;
            browser.reads(".thread .private", "only you can see this").await;
            browser.reads(".thread .messages", "somebody else has to approve it").await;
            browser.clicks(".instead button").await;
            browser.finds(".speaker form:last-of-type .me[aria-pressed=true]").await;
            browser.clicks(".thread .buttons .primary").await;
            browser.reads(".channel .state", "merged").await;
            browser.reads(".thread .messages", "Merged as").await;
            browser
                .holds("return !document.querySelector('.thread .buttons')", serde_json::json!([]), "decided")
                .await;
            browser.pictures("merged").await;
        })
        .await;
        assert!(merged(world));
    });
}

/// Goes to the field of a thread or channel, and says this.
async fn says(browser: &Browser, field: &str, text: &str) {
    browser.tabs_to(field).await;
    browser.types(text).await;
    browser.presses(Key::Enter).await;
}

#[test]
fn by_keyboard_alone() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Dark).await;
            says(&browser, "#ask", "change 'Sign up' to 'Get started' on the pricing page").await;
            browser.finds(".thread .buttons .primary").await;
            // As ben, by the first of the buttons at the top that is not pressed.
            browser.tabs_to("button.me[aria-pressed=false]").await;
            browser.presses(Key::Enter).await;
            browser.finds(".speaker form:last-of-type .me[aria-pressed=true]").await;
            // Words are offered while one types, and taken with the arrow and Enter.
            browser.tabs_to("#reply").await;
            browser.types("wh").await;
            browser.reads(".thread .offers:not([hidden])", "why it is not merging").await;
            browser.presses(Key::Down).await;
            browser.presses(Key::Enter).await;
            browser.presses(Key::Enter).await;
            browser.reads(".thread .messages", "approval").await;
            browser.tabs_to(".thread .buttons .primary").await;
            browser.presses(Key::Enter).await;
            browser.reads(".channel .state", "merged").await;
            // The thread is left again, to the field of the channel.
            browser.tabs_to(".thread .close").await;
            browser.presses(Key::Enter).await;
            browser
                .holds("return !document.querySelector('section.thread')", serde_json::json!([]), "closed")
                .await;
        })
        .await;
        assert!(merged(world));
    });
}

#[test]
fn on_a_phone_in_the_dark() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Phone, Theme::Dark).await;
            browser.clicks(".suggestion").await;
            browser.clicks(".channel .send").await;
            browser.finds(".thread .buttons .primary").await;
            let wide = "return document.documentElement.scrollWidth <= innerWidth";
            assert_eq!(browser.gives(wide).await, true, "nothing is wider than the screen");
            let small = "return [...document.querySelectorAll('button, summary, a.back')] \
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24).length";
            assert_eq!(browser.gives(small).await, 0, "everything can be met with a finger");
            browser.clicks(".instead button").await;
            browser.finds(".speaker form:last-of-type .me[aria-pressed=true]").await;
            browser.clicks(".thread .buttons .primary").await;
            browser.reads(".thread .messages", "Merged as").await;
            browser.clicks(".back").await;
            browser.reads(".channel .state", "merged").await;
        })
        .await;
        assert!(merged(world));
    });
}

#[test]
fn what_others_do_appears_and_what_is_typed_stays() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, _| {
            let one = page.browser(Screen::Desk, Theme::Light).await;
            one.clicks(".suggestion").await;
            one.clicks(".channel .send").await;
            one.finds(".thread .buttons").await;
            let other = page.browser(Screen::Desk, Theme::Light).await;
            other.goes_to(&format!("{}/c/team/1", page.at)).await;
            one.clicks("#reply").await;
            one.types("half a sentence").await;
            other.clicks("#reply").await;
            other.types("(aside) lunch?").await;
            other.presses(Key::Enter).await;
            one.reads(".thread .messages", "lunch?").await;
            assert_eq!(one.gives("return document.querySelector('#reply').value").await, "half a sentence");
            assert_eq!(other.gives("return document.querySelector('#reply').value").await, "");
        })
        .await;
        world.settles().await;
    });
}
