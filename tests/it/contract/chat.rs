//! The contract of a chat platform, as the thread writer uses it.

use std::sync::Arc;

use baton::artifacts::Directory;
use baton::chat::{FileLimits, Files, LocalChat, Saying};
use baton::domain::chat_ids::ThreadRef;
use baton::domain::event::To;
use baton::domain::fact::Actor;
use baton::domain::slot::{Audience, Block, Post, Span};
use baton::ports::{Chat, ChatError};
use baton::store::{Content, Place as Where};

use super::store::place::Place;
use super::store::sample::{NOW, person};

fn post(text: &str) -> Post {
    let blocks = vec![Block::Text(vec![Span::Plain(text.to_owned())])];
    Post { blocks, buttons: Vec::new(), audience: Audience::Thread, subject: None, under_way: None }
}

/// What every chat must do in a thread that exists.
async fn keeps_the_contract(chat: &dyn Chat, thread: &ThreadRef) {
    assert_eq!(chat.find(thread, "n1").await.unwrap(), None);
    let message = chat.post(thread, &post("one"), "n1").await.unwrap();
    assert_eq!(chat.find(thread, "n1").await.unwrap(), Some(message.clone()));
    assert_eq!(chat.find(thread, "n2").await.unwrap(), None);
    let other = chat.post(thread, &post("two"), "n2").await.unwrap();
    assert_ne!(other, message);
    for text in ["three", "three"] {
        chat.edit(&message, &post(text)).await.unwrap();
    }
    for emoji in [Some("👀"), Some("👀"), Some("✅"), None, None] {
        chat.mark(&message, emoji).await.unwrap();
    }
    let mut gone = message.clone();
    gone.id = "999999".to_owned();
    assert!(matches!(chat.edit(&gone, &post("four")).await, Err(ChatError::Gone)));
    assert!(matches!(chat.mark(&gone, Some("👀")).await, Err(ChatError::Gone)));
}

#[tokio::test(flavor = "multi_thread")]
async fn local() {
    let place = Place::sqlite();
    let store = place.open().await;
    let files = Files::new(Arc::new(Directory::new("/nowhere".into())), FileLimits { most: 0, bytes: 0 });
    let chat = LocalChat::new(store.clone(), files, Arc::new(|| NOW), Arc::new(|| ()));
    let ana = person("ana");
    let saying = Saying { by: &ana, text: "hello", files: &[], to: To::Baton, nonce: "n0" };
    let said = chat.say(Where::NewThread("team".to_owned()), &saying).await.unwrap();
    keeps_the_contract(&chat, &said.thread).await;
    let messages = store.messages(&said.thread).await.unwrap();
    let contents: Vec<Content> = messages.iter().skip(1).map(|message| message.content.clone()).collect();
    assert_eq!(contents, [Content::Post(post("three")), Content::Post(post("two"))]);
    let marks = messages.iter().flat_map(|message| &message.reactions);
    assert_eq!(marks.filter(|(_, by)| *by == Actor::Baton).count(), 0, "the last mark was taken away");
}
