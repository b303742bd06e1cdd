//! What is offered while one writes: taken by keyboard and by mouse, never sent by itself, never in the way.

use fantoccini::key::Key;
use serde_json::json;

use super::driver::{Browser, Screen, Theme};
use super::served::served;
use crate::harness::{Given, ana, ben, eve, story};

/// What is written in a field.
async fn written(browser: &Browser, field: &str) -> String {
    let value = browser.gives(&format!("return document.querySelector('{field}').value")).await;
    value.as_str().unwrap().to_owned()
}

/// What of the field is selected, to be typed over.
async fn marked(browser: &Browser) -> String {
    let marked = "const field = document.activeElement; \
        return field.value.slice(field.selectionStart, field.selectionEnd)";
    browser.gives(marked).await.as_str().unwrap().to_owned()
}

/// Waits until exactly these are offered; `>` stands before the one that is chosen.
async fn offers(browser: &Browser, wanted: &[&str]) {
    let shown = "const field = document.activeElement;
        const list = document.getElementById(field.getAttribute('aria-controls'));
        const chosen = field.getAttribute('aria-activedescendant');
        const options = [...list.children].filter((one) => one.checkVisibility());
        const agrees = options.every((one) => (one.getAttribute('aria-selected') === 'true') === (one.id === chosen));
        const shown = options.map((one) => (one.id === chosen ? '>' : '') + one.dataset.text);
        return agrees && JSON.stringify(shown) === JSON.stringify(arguments[0])";
    browser.holds(shown, json!([wanted]), &format!("{wanted:?} is offered")).await;
}

/// Waits until as many messages are in the thread.
async fn messages(browser: &Browser, count: usize) {
    let script = "return document.querySelectorAll('.thread .msg').length === arguments[0]";
    browser.holds(script, json!([count]), &format!("{count} messages")).await;
}

async fn empties(browser: &Browser) {
    browser.presses_ctrl('a').await;
    browser.presses(Key::Delete).await;
}

#[test]
fn people_behind_an_at_sign() {
    story(async |world| {
        served(world, &[ana(), ben(), eve()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.types("please @").await;
            offers(&browser, &[">@baton", "@ben", "@eve"]).await;
            browser.reads(".heard", "3 suggestions, by the arrow keys.").await;
            browser.pictures("people").await;
            browser.types("b").await;
            offers(&browser, &[">@baton", "@ben"]).await;
            browser.presses(Key::Down).await;
            offers(&browser, &["@baton", ">@ben"]).await;
            browser.presses(Key::Down).await;
            offers(&browser, &[">@baton", "@ben"]).await;
            browser.presses(Key::Up).await;
            browser.presses(Key::Enter).await;
            offers(&browser, &[]).await;
            assert_eq!(written(&browser, "#ask").await, "please @ben ");
            browser.presses_ctrl('z').await;
            assert_eq!(written(&browser, "#ask").await, "please @b", "it can be undone");
            // What stands behind the caret stays there; a name that is whole, an address and a quote ask for none.
            empties(&browser).await;
            browser.types("ask  about it").await;
            for _ in 0.." about it".len() {
                browser.presses(Key::Left).await;
            }
            browser.types("@e").await;
            offers(&browser, &[">@eve"]).await;
            browser.presses(Key::Tab).await;
            assert_eq!(written(&browser, "#ask").await, "ask @eve about it");
            for text in ["@eve", "mail me@b", "change \"@b", "it's '@b"] {
                empties(&browser).await;
                browser.types(text).await;
                offers(&browser, &[]).await;
            }
            assert_eq!(world.app.store.revision("team").await.unwrap(), 0, "nothing was sent");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn repositories_where_one_is_named() {
    Given::default().repo("acme/api").repo("beta/shop").story(async |world| {
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.types("change 'Sign up' to 'Join' in ").await;
            offers(&browser, &["acme/api", "acme/web", "beta/shop"]).await;
            browser.pictures("repositories").await;
            browser.types("we").await;
            offers(&browser, &["acme/web"]).await;
            browser.presses(Key::Escape).await;
            offers(&browser, &[]).await;
            browser.types("b").await;
            offers(&browser, &[]).await;
            browser.presses(Key::Backspace).await;
            for _ in 0.."we ".len() {
                browser.presses(Key::Backspace).await;
            }
            browser.types(" acm").await;
            offers(&browser, &["acme/api", "acme/web"]).await;
            // By mouse, and the field keeps the focus.
            browser.clicks(".offers li[data-text='acme/web']").await;
            assert_eq!(written(&browser, "#ask").await, "change 'Sign up' to 'Join' in acme/web ");
            browser.types("in ").await;
            offers(&browser, &[]).await;
            for (text, wanted) in [
                ("in acme/", &["acme/api", "acme/web"][..]),
                ("beta: look", &[]),
                ("look at bet", &["beta/shop"]),
                ("look in the bet", &[]),
                ("change 'look in ", &[]),
                ("don't look in ", &["acme/api", "acme/web", "beta/shop"]),
            ] {
                empties(&browser).await;
                browser.types(text).await;
                offers(&browser, wanted).await;
            }
            // Nothing is chosen by itself: Enter sends what was written.
            browser.types("\u{e007}").await;
            browser.reads(".thread .messages", "don't look in").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_request_to_begin_with() {
    story(async |world| {
        served(world, &[ana()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            offers(&browser, &[]).await;
            browser.clicks("#ask").await;
            browser.finds(".channel .offers:not([hidden])").await;
            browser.pictures("requests").await;
            browser.presses(Key::Escape).await;
            offers(&browser, &[]).await;
            browser.types("h").await;
            offers(&browser, &["help"]).await;
            empties(&browser).await;
            browser.types("Ren").await;
            offers(&browser, &["rename the heading \"old heading\" to \"new heading\""]).await;
            browser.presses(Key::Down).await;
            browser.presses(Key::Enter).await;
            assert_eq!(marked(&browser).await, "old heading");
            browser.types("Pricing").await;
            // What is still to be said is gone to before anything is sent.
            browser.presses(Key::Enter).await;
            assert_eq!(marked(&browser).await, "new heading");
            assert_eq!(world.app.store.revision("team").await.unwrap(), 0);
            browser.types("Prices").await;
            assert_eq!(written(&browser, "#ask").await, "rename the heading \"Pricing\" to \"Prices\"");
            browser.presses(Key::Enter).await;
            browser.finds(".thread .buttons .primary").await;
            browser.reads(".thread .diff mark", "Prices").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn blanks_are_gone_through_by_tab_and_by_the_button() {
    story(async |world| {
        served(world, &[ana()], async |page, world| {
            let browser = page.browser(Screen::Phone, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.clicks(".offers li[data-text*='path/to/file']").await;
            assert_eq!(marked(&browser).await, "old text");
            browser.types("Sign up").await;
            browser.presses(Key::Tab).await;
            assert_eq!(marked(&browser).await, "new text");
            browser.types("Join").await;
            browser.clicks(".channel .send").await;
            assert_eq!(marked(&browser).await, "path/to/file");
            assert_eq!(world.app.store.revision("team").await.unwrap(), 0);
            browser.types("web").await;
            // Behind the last one the key goes on to what comes next.
            browser.presses(Key::Tab).await;
            assert_eq!(browser.gives("return document.activeElement.name").await, "file");
            browser.clicks(".channel .send").await;
            browser.reads(".thread .diff mark", "Join").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn words_of_a_thread() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.clicks("#reply").await;
            offers(&browser, &[]).await;
            browser.presses(Key::Down).await;
            browser.finds(".thread .offers li[data-text=unmute]").await;
            browser.types("s").await;
            offers(&browser, &["status", "stop"]).await;
            browser.pictures("words").await;
            browser.presses(Key::Escape).await;
            offers(&browser, &[]).await;
            // A sentence is no command, whatever words it has.
            empties(&browser).await;
            browser.types("stop the press").await;
            offers(&browser, &[]).await;
            empties(&browser).await;
            browser.types("/st").await;
            offers(&browser, &["status", "stop"]).await;
            // The list goes with the focus.
            browser.clicks(".thread .messages").await;
            browser
                .holds("return !document.querySelector('.offers:not([hidden])')", json!([]), "closed")
                .await;
            browser.clicks("#reply").await;
            empties(&browser).await;
            browser.types("wh").await;
            browser.clicks(".thread .offers li[data-text=why]").await;
            assert_eq!(written(&browser, "#reply").await, "why");
            messages(&browser, 3).await;
            browser.presses(Key::Enter).await;
            browser.reads(".thread .messages", "approval").await;
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn an_input_method_has_its_keys() {
    story(async |world| {
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.types("@").await;
            browser.composes("be").await;
            offers(&browser, &[">@ben"]).await;
            for (key, how) in [
                ("Enter", json!({ "isComposing": true })),
                ("Tab", json!({ "isComposing": true })),
                ("ArrowDown", json!({ "isComposing": true })),
                // Safari tells of the key that ended a composition like this.
                ("Enter", json!({ "keyCode": 229 })),
            ] {
                let press = format!(
                    "const event = new KeyboardEvent('keydown', \
                         {{ key: '{key}', bubbles: true, cancelable: true, ...{how} }});
                     return document.activeElement.dispatchEvent(event)"
                );
                assert_eq!(browser.gives(&press).await, true, "{key} is left alone");
            }
            offers(&browser, &[">@ben"]).await;
            assert_eq!(written(&browser, "#ask").await, "@be");
            // A finger takes one also then.
            browser.clicks(".offers li[data-text='@ben']").await;
            assert_eq!(written(&browser, "#ask").await, "@ben ");
            assert_eq!(world.app.store.revision("team").await.unwrap(), 0);
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn what_is_typed_while_a_message_is_sent_stays() {
    story(async |world| {
        world.asks(ana(), "help").await;
        world.settles().await;
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            let slow = "const real = window.fetch;
                window.fetch = (...all) => new Promise((go) => { window.goOn = () => go(real(...all)); })";
            browser.gives(slow).await;
            browser.clicks("#reply").await;
            browser.types("(aside) one").await;
            browser.presses(Key::Enter).await;
            browser.types(" two").await;
            browser.gives("window.goOn()").await;
            browser.reads(".thread .messages", "(aside) one").await;
            browser.holds("return !document.querySelector('[data-sending]')", json!([]), "it is sent").await;
            assert_eq!(written(&browser, "#reply").await, " two");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn enter_on_the_mark_of_baton_sends_what_was_written() {
    story(async |world| {
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.clicks("#ask").await;
            browser.types("lunch?").await;
            let back = format!("{}{}{}", char::from(Key::Shift), char::from(Key::Tab), char::from(Key::Null));
            browser.types(&back).await;
            assert_eq!(browser.gives("return document.activeElement.name").await, "to");
            browser.types(" ").await;
            browser.presses(Key::Enter).await;
            browser.reads(".thread .messages", "lunch?").await;
            assert!(!browser.text(".thread .messages").await.contains("@baton"), "baton was not addressed");
        })
        .await;
        world.settles().await;
    });
}
