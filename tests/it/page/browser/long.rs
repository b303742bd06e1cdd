//! A thread that has grown long: what a browser holds of it is bounded, and all of it can be reached.

use baton::domain::chat_ids::ThreadRef;
use baton::domain::slot::{Audience, Block, Post, Span};
use baton::ports::Chat as _;

use super::driver::{Screen, Theme};
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
            let items = "return document.querySelectorAll('.thread .msg').length";
            assert_eq!(browser.gives(items).await, 100);
            let at_end = "const s = document.querySelector('.thread .scroll'); \
                return s.scrollTop > 0 && s.scrollHeight - s.scrollTop - s.clientHeight < 2";
            assert_eq!(browser.gives(at_end).await, true, "it begins at its end");
            lines(world, 2000..2300).await;
            browser.reads(".thread .messages", "line 2299.").await;
            assert_eq!(browser.gives(items).await, 300, "what is old goes as new comes");
            browser.clicks(".thread .older a").await;
            browser.reads(".thread .messages", "line 1999.").await;
            assert_eq!(browser.gives(items).await, 100);
        })
        .await;
        world.settles().await;
    });
}
