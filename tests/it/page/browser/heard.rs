//! What somebody hears who does not see the page.

use baton::domain::chat_ids::ThreadRef;
use baton::domain::slot::{Audience, Block, Post, Span, UnderWay};
use baton::ports::Chat as _;
use serde_json::json;

use super::driver::{Screen, Theme};
use super::served::served;
use crate::harness::{ana, ben, story};

/// A status as baton writes it.
fn status(stands: &str, under_way: Option<UnderWay>) -> Post {
    let plain = |text: &str| vec![Span::Plain(text.to_owned())];
    let blocks = vec![Block::Title(plain("Change it")), Block::Text(plain(stands))];
    Post { blocks, buttons: Vec::new(), audience: Audience::Thread, subject: None, under_way }
}

#[test]
fn a_message_is_heard_once_and_of_its_changes_where_it_stands() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            // What comes into the log outside of parts that are silent, and what is said apart.
            let listens = "window.heard = [];
                new MutationObserver((all) => {
                  for (const one of all.flatMap((change) => [...change.addedNodes])) {
                    const region = one.parentElement?.closest('[aria-live], [role=log], [role=status]');
                    if (!region || one.getAttribute?.('aria-live') === 'off') continue;
                    if (region.getAttribute('aria-live') !== 'off') heard.push((one.querySelector?.('.said > p:nth-of-type(2)') ?? one).textContent);
                  }
                }).observe(document.body, { childList: true, subtree: true })";
            browser.gives(listens).await;
            let (thread, chat): (ThreadRef, _) = ("local:team:1".parse().unwrap(), &world.app.chat);
            let message = chat.post(&thread, &status("Queued.", None), "status").await.unwrap();
            for percent in [10, 20, 30] {
                let far = Some(UnderWay { percent: Some(percent) });
                chat.edit(&message, &status(&format!("Searching: {percent} %."), far)).await.unwrap();
                browser.reads(".thread .messages", &format!("{percent} %")).await;
            }
            // Nothing happened but that it took its time.
            chat.edit(&message, &status("Queued.", None)).await.unwrap();
            browser.reads(".thread .messages", "Queued.").await;
            chat.edit(&message, &status("Merged as 1234567.", None)).await.unwrap();
            browser.reads(".heard", "Merged as").await;
            world.chats(ben(), "thanks").await;
            browser.reads(".thread .messages", "thanks").await;
            let heard = browser.gives("return heard").await;
            assert_eq!(heard, json!(["Change it", "Merged as 1234567.", "thanks"]));
        })
        .await;
        world.settles().await;
    });
}
