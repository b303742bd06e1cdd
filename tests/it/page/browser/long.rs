//! A thread that has grown long: what a browser holds of it is bounded, and all of it can be reached.

use baton::domain::chat_ids::ThreadRef;
use baton::domain::slot::{Audience, Block, Post, Span};
use baton::ports::Chat as _;

use super::driver::{Browser, Screen, Theme};
use super::served::served;
use crate::harness::{World, ana, ben, story};

/// Messages that nobody has to decide anything about.
pub async fn lines(world: &World, numbers: std::ops::Range<u32>) {
    let thread: ThreadRef = "local:team:1".parse().unwrap();
    for number in numbers {
        let blocks = vec![Block::Text(vec![Span::Plain(format!("line {number}."))])];
        let post =
            Post { blocks, buttons: Vec::new(), audience: Audience::Thread, subject: None, under_way: None };
        world.app.chat.post(&thread, &post, &format!("line {number}")).await.unwrap();
    }
}

/// Says how long the first paint takes after the response, where somebody asks for that.
#[expect(clippy::print_stdout, reason = "scripts/first-paint shows it")]
async fn paints(browser: &Browser, what: &str) {
    let Some(loads) = loads() else { return };
    let script = "const done = arguments[0];
        const look = () => {
          const [paint] = performance.getEntriesByName('first-contentful-paint');
          const [page] = performance.getEntriesByType('navigation');
          return paint ? done(paint.startTime - page.responseEnd) : setTimeout(look, 10);
        };
        look()";
    let mut all = Vec::new();
    for load in 0..=loads {
        browser.reloads().await;
        let taken = browser.gives_later(script).await.as_f64().unwrap();
        // The first one fills the browser's caches.
        if load > 0 {
            all.push(taken);
        }
    }
    all.sort_by(f64::total_cmp);
    let (half, last) = (all[all.len() / 2], all[all.len() - 1]);
    println!(
        "first paint of {what}: p50 {half:.0} ms, longest {last:.0} ms after the response, {loads} loads"
    );
}

/// How many times a page is loaded to measure it; none: it is not.
#[expect(clippy::disallowed_methods, reason = "scripts/first-paint says so")]
fn loads() -> Option<usize> {
    std::env::var("BATON_FIRST_PAINT").ok()?.parse().ok().filter(|loads| *loads > 0)
}

#[test]
fn two_thousand_messages_are_a_hundred_items() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        lines(world, 1..2000).await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.reads(".thread .messages", "line 1999.").await;
            paints(&browser, "a thread of 2,000 messages").await;
            let items = "return document.querySelectorAll('.thread .msg').length";
            assert_eq!(browser.gives(items).await, 100);
            let at_end = "const s = document.querySelector('.thread .scroll'); \
                return s.scrollTop > 0 && s.scrollHeight - s.scrollTop - s.clientHeight < 2";
            assert_eq!(browser.gives(at_end).await, true, "it begins at its end");
            lines(world, 2000..2300).await;
            browser.reads(".thread .messages", "line 2299.").await;
            assert_eq!(browser.gives(items).await, 300, "what is old goes as new comes");
            let held = "return document.querySelectorAll('*').length";
            let nodes = browser.gives(held).await;
            lines(world, 2300..2600).await;
            browser.reads(".thread .messages", "line 2599.").await;
            assert_eq!(browser.gives(held).await, nodes, "it holds no more than before");
            browser.clicks(".thread .older a").await;
            browser.reads(".thread .messages", "line 2299.").await;
            assert_eq!(browser.gives(items).await, 100);
        })
        .await;
        world.settles().await;
    });
}
