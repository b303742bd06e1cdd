//! What people write, read and press is theirs: nothing moves it, loses it or sends it elsewhere.

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;
use serde_json::json;

use super::driver::{Browser, Screen, Theme};
use super::long::lines;
use super::meanwhile::{focused, loses};
use super::served::served;
use crate::harness::{ana, ben, story};

async fn written(browser: &Browser, field: &str) -> String {
    let value = browser.gives(&format!("return document.querySelector('{field}').value")).await;
    value.as_str().unwrap().to_owned()
}

/// Waits until the thread is seen to its end, or is not.
async fn sees_the_end(browser: &Browser, wanted: bool) {
    let script = "const scroll = document.querySelector('.thread .scroll');
        return (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 2) === arguments[0]";
    browser.holds(script, json!([wanted]), &format!("the end is seen: {wanted}")).await;
}

#[test]
fn a_page_begins_where_one_writes_next() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            for (place, field) in [("/c/team/1", "reply"), ("/c/team", "ask"), ("/", "ask")] {
                browser.goes_to(&format!("{}{place}", page.at)).await;
                assert_eq!(focused(&browser).await, field, "{place}");
            }
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn who_reads_the_end_goes_on_reading_it() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        lines(world, 1..60).await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            sees_the_end(&browser, true).await;
            browser.gives("document.execCommand('insertText', false, 'a\\nb\\nc\\nd\\ne\\nf\\ng\\nh')").await;
            sees_the_end(&browser, true).await;
            lines(world, 60..61).await;
            browser.reads(".thread .messages", "line 60.").await;
            sees_the_end(&browser, true).await;
            // Whoever has gone back to read is left there.
            browser.gives("document.querySelector('.thread .scroll').scrollTop = 200").await;
            sees_the_end(&browser, false).await;
            lines(world, 61..62).await;
            browser.reads(".thread .messages", "line 61.").await;
            sees_the_end(&browser, false).await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_request_that_is_not_taken_stays_in_its_field() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.types("lunch?").await;
            loses(&browser, "form").await;
            browser.presses(Key::Enter).await;
            browser.reads(".channel .problem", "What you wrote is still here.").await;
            assert_eq!(
                (written(&browser, "#ask").await.as_str(), browser.path().await.as_str()),
                ("lunch?", "/")
            );
            browser.presses(Key::Enter).await;
            browser.reads(".thread .messages", "lunch?").await;
            assert_eq!(browser.path().await, "/c/team/1");
            // An empty field is no request, however it is sent.
            browser.clicks(".channel .send").await;
            assert_eq!(focused(&browser).await, "ask");
            assert_eq!(browser.path().await, "/c/team/1");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_reply_from_an_older_part_leads_to_the_newest() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        lines(world, 1..120).await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1?before=60", page.at)).await;
            browser.clicks("#reply").await;
            browser.types("and now?").await;
            browser.presses(Key::Enter).await;
            browser.reads(".thread .messages", "and now?").await;
            browser.reads(".thread .messages", "line 119.").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn the_next_is_typed_while_one_is_under_way() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            let slow = "const real = window.fetch;
                const gate = new Promise((go) => { window.go = go; });
                window.fetch = async (place, options) => {
                  if (options?.method === 'POST') await gate;
                  return real(place, options);
                };";
            browser.gives(slow).await;
            browser.clicks("#reply").await;
            browser.types("first").await;
            browser.presses(Key::Enter).await;
            assert_eq!(written(&browser, "#reply").await, "");
            browser.types("second").await;
            browser.clicks("#ask").await;
            browser.types("third").await;
            browser.gives("window.go()").await;
            browser.reads(".thread .messages", "first").await;
            browser.holds("return !document.querySelector('[data-sending]')", json!([]), "sent").await;
            assert_eq!(focused(&browser).await, "ask");
            assert_eq!(
                (written(&browser, "#reply").await.as_str(), written(&browser, "#ask").await.as_str()),
                ("second", "third")
            );
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn what_is_begun_is_not_put_away_by_a_click_beside_it() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks("#m-1 summary[aria-label='Edit or delete']").await;
            browser.clicks(".thread header h1").await;
            browser.holds("return !document.querySelector('#m-1 details[open]')", json!([]), "closed").await;
            browser.clicks("#m-1 summary[aria-label='Edit or delete']").await;
            browser.clicks("#edit-1").await;
            browser.types(", half").await;
            browser.clicks(".thread header h1").await;
            assert_eq!(written(&browser, "#m-1 details[open] textarea").await, "@baton hello, half");
            browser.clicks("#edit-1").await;
            browser.presses(Key::Escape).await;
            browser
                .holds(
                    "return document.querySelector('#edit-1').value === '@baton hello'",
                    json!([]),
                    "as it was",
                )
                .await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_press_counts_although_its_message_changes_meanwhile() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            let element = browser.finds("#m-3 .buttons .danger").await;
            let onto = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
            let press = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
            let mouse = || MouseActions::new("mouse".to_owned());
            browser.client.perform_actions(mouse().then(onto).then(press)).await.unwrap();
            world.reacts(ben(), "👀").await;
            world.chats(ben(), "later").await;
            browser.holds("return held.length > 1", json!([]), "what came waits").await;
            let release = PointerAction::Up { button: MOUSE_BUTTON_LEFT };
            browser.client.perform_actions(mouse().then(release)).await.unwrap();
            browser.reads(".channel .state", "closed").await;
            browser.reads("#m-3 .reactions", "👀").await;
        })
        .await;
        world.settles().await;
    });
}
