//! What changes while somebody works on the page: nothing is taken out of their hands.

use fantoccini::key::Key;
use serde_json::json;

use super::driver::{Browser, Screen, Theme};
use super::long::lines;
use super::served::served;
use crate::harness::{ana, ben, story};

const WISH: &str = "change 'Sign up' to 'Get started' on the pricing page";

/// The next form that is sent is taken, but its answer is lost; or it is not even taken.
pub async fn loses(browser: &Browser, what: &str) {
    let script = "const real = window.fetch;
        window.fetch = async (place, options) => {
          if (options?.method !== 'POST') return real(place, options);
          window.fetch = real;
          if (WHAT === 'answer') await real(place, options);
          throw new TypeError('lost');
        };";
    browser.gives(&script.replace("WHAT", &format!("'{what}'"))).await;
}

/// The control that has the focus, by what it is called.
pub async fn focused(browser: &Browser) -> String {
    let script = "const one = document.activeElement; return one.getAttribute('aria-label') ?? \
        (one.id || one.textContent)";
    browser.gives(script).await.as_str().unwrap().to_owned()
}

#[test]
fn the_focus_stays_on_the_control_that_does_the_same() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            let request = world.asks(ana(), WISH).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.finds(".thread .buttons .primary").await;
            // Two menus of one message differ in their names alone.
            browser
                .gives("document.querySelector('#m-1 summary[aria-label=\"Edit or delete\"]').focus()")
                .await;
            world.reacts_to(ben(), &request, "👍").await;
            browser.reads("#m-1 .reactions", "👍").await;
            assert_eq!(focused(&browser).await, "Edit or delete");
            // A reaction that is gone stands in a menu still, where nobody sees it.
            browser.gives("document.querySelector('#m-1 .reactions form:last-of-type button').focus()").await;
            world.unreacts_to(ben(), &request, "👍").await;
            let gone = "return !document.querySelector('#m-1 .reactions')?.textContent.includes('👍')";
            browser.holds(gone, json!([]), "the reaction is gone").await;
            assert_eq!(focused(&browser).await, "m-1");
            // The card of a newer version asks for another decision.
            browser.gives("document.querySelector('#m-3 .buttons .primary').focus()").await;
            assert_eq!(focused(&browser).await, "Merge");
            world.reacts(ben(), "👀").await;
            browser.reads("#m-3 .reactions", "👀").await;
            assert_eq!(focused(&browser).await, "Merge");
            world.reacts(ben(), "✅").await;
            browser.reads("#m-3", "Merged as").await;
            assert_eq!(focused(&browser).await, "m-3");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn an_open_menu_stays_and_its_message_catches_up() {
    story(async |world| {
        let request = world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks("#m-1 summary[aria-label='Edit or delete']").await;
            browser.clicks("#edit-1").await;
            browser.types(", half").await;
            world.reacts_to(ben(), &request, "👍").await;
            // What came behind is there, so that came before it is too.
            world.chats(ben(), "later").await;
            browser.reads(".thread .messages", "later").await;
            assert!(!browser.text("#m-1 .reactions").await.contains("👍"));
            assert_eq!(
                browser.gives("return document.querySelector('#edit-1').value").await,
                "@baton hello, half"
            );
            browser.presses(Key::Escape).await;
            browser.reads("#m-1 .reactions", "👍").await;
            assert_eq!(focused(&browser).await, "Edit or delete");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn an_older_part_of_a_thread_takes_nothing_new() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        lines(world, 1..120).await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1?before=60", page.at)).await;
            browser.finds("#m-59").await;
            let shown =
                "return [...document.querySelectorAll('.thread .msg')].map((one) => one.id).join(' ')";
            let before = browser.gives(shown).await;
            world.chats(ben(), "newer").await;
            // The thread's row in its channel is told behind the message.
            browser.reads(".channel .replies", "121 replies").await;
            assert_eq!(browser.gives(shown).await, before);
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn what_was_changed_before_it_was_sent_again_is_a_second_message() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks(".thread .to").await;
            browser.clicks("#reply").await;
            let said = "return [...document.querySelectorAll('.thread .msg:not(.baton) .text')] \
                .map((one) => one.textContent)";
            for (typed, all) in [
                ("lunch?", json!(["@baton hello", "lunch?"])),
                // The same again is the same message.
                ("", json!(["@baton hello", "lunch?"])),
                (" At noon?", json!(["@baton hello", "lunch?", "lunch? At noon?"])),
            ] {
                loses(&browser, "answer").await;
                browser.types(typed).await;
                browser.presses(Key::Enter).await;
                browser.reads(".thread .problem:not([hidden])", "What you wrote is still here.").await;
                let last = all.as_array().unwrap().last().unwrap().as_str().unwrap();
                browser.reads(".thread .messages", last).await;
                assert_eq!(browser.gives(said).await, all);
                browser.gives("document.querySelector('.thread .problem').hidden = true").await;
            }
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_message_of_several_lines_arrives_with_its_lines() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            world.chats(ben(), "one\n\n  two\r\nthree\rfour\ndata: five").await;
            browser.reads(".thread .messages", "five").await;
            let text = browser.text(".thread .msg:last-child .text").await;
            assert_eq!(text, "one\n\n  two\nthree\nfour\ndata: five");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_pull_request_keeps_what_is_read_and_pressed() {
    story(async |world| {
        world.asks(ana(), WISH).await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/acme/web/pull/1", page.at)).await;
            loses(&browser, "form").await;
            browser.clicks("#state .primary").await;
            browser.reads("#state .problem", "baton does not answer").await;
            browser.gives("document.querySelector('#state .stands').seen = true").await;
            world.reacts(ana(), "✅").await;
            browser.reads("#state .told", "somebody else has to approve it").await;
            assert_eq!(focused(&browser).await, "Merge");
            assert!(browser.text("#state form .problem").await.contains("baton does not answer"));
            assert_eq!(browser.gives("return document.querySelectorAll('#state .problem').length").await, 1);
            // What did not change is not drawn again, and so not read out again.
            assert_eq!(browser.gives("return document.querySelector('#state .stands').seen").await, true);
            // The next attempt takes back what the last one said.
            browser.clicks("#state .primary").await;
            let gone = "return !document.querySelector('#state .problem:not([hidden])')";
            browser.holds(gone, json!([]), "the error is gone").await;
            world.reacts(ben(), "✅").await;
            browser.reads("#state .stands", "Merged").await;
            browser.holds("return !document.querySelector('#state button')", json!([]), "decided").await;
            assert_eq!(browser.gives("return document.activeElement.tagName").await, "MAIN");
        })
        .await;
        world.settles().await;
    });
}
