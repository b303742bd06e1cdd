//! The thread writer on a platform that allows few edits.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use baton::domain::chat_ids::{MessageRef, Platform, ThreadRef};
use baton::domain::ids::Millis;
use baton::domain::reply::text;
use baton::domain::slot::{Post, Shown, Slot};
use baton::ports::{Chat, ChatError};
use baton::runtime::{Bells, Clock, Step, Writer};
use baton::store::Store;

use super::store::place::Place;
use super::store::sample::{NOW, post, thread};

/// Posts everything, and writes down which messages are edited, and to what.
#[derive(Default)]
struct Few {
    posted: AtomicUsize,
    edited: Mutex<Vec<String>>,
}

#[async_trait]
impl Chat for Few {
    async fn post(&self, _: &ThreadRef, _: &Post, _: &str) -> Result<MessageRef, ChatError> {
        let number = self.posted.fetch_add(1, Ordering::Relaxed);
        Ok(format!("local:team:{}", 1_000 + number).parse().unwrap())
    }

    async fn find(&self, _: &ThreadRef, _: &str) -> Result<Option<MessageRef>, ChatError> {
        Ok(None)
    }

    async fn edit(&self, _: &MessageRef, post: &Post) -> Result<(), ChatError> {
        self.edited.lock().unwrap().push(text::post(post));
        Ok(())
    }

    async fn mark(&self, _: &MessageRef, _: Option<&str>) -> Result<(), ChatError> {
        Ok(())
    }

    fn edits_per_minute(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(5)
    }
}

/// A writer and the hands on its clock.
struct Desk {
    store: Store,
    chat: Arc<Few>,
    writer: Writer,
    now: Arc<AtomicI64>,
}

impl Desk {
    async fn new(place: &Place) -> Self {
        let (store, chat) = (place.open().await, Arc::new(Few::default()));
        let now = Arc::new(AtomicI64::new(NOW.0));
        let hands = now.clone();
        let clock = Clock::by(move || Millis(hands.load(Ordering::Relaxed)));
        let shown = (Platform::Local, chat.clone() as Arc<dyn Chat>);
        let writer = Writer::new(store.clone(), shown, (Bells::default(), clock), "w1");
        Self { store, chat, writer, now }
    }

    /// All slots of these threads say this; gives what was edited until nothing can be done at this moment.
    async fn say(&self, kind: &str, threads: std::ops::Range<u32>, words: &str) -> Vec<String> {
        for root in threads {
            let Shown::Post(shown) = post("status", words).show else { panic!("a post") };
            let slot = Slot { key: format!("{kind}:{root}"), show: Shown::Post(shown) };
            self.store.say(&thread(root), &[slot]).await.unwrap();
        }
        self.written().await
    }

    async fn written(&self) -> Vec<String> {
        while self.writer.step().await.unwrap() == Step::Done {}
        std::mem::take(&mut *self.chat.edited.lock().unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_wait_for_their_turn_and_the_last_word_is_shown() {
    let place = Place::sqlite();
    let desk = Desk::new(&place).await;
    assert_eq!(desk.say("status", 1..9, "queued").await, [""; 0], "posts are no edits");
    assert_eq!(desk.say("card", 1..2, "open").await, [""; 0]);
    assert_eq!(desk.say("status", 1..9, "working").await, ["working"; 4]);
    // What people decide on has a part of the budget of its own.
    assert_eq!(desk.say("card", 1..2, "merged").await, ["merged"]);
    assert_eq!(desk.say("status", 1..9, "done").await, [""; 0]);
    desk.now.fetch_add(60_000, Ordering::Relaxed);
    assert_eq!(desk.written().await, ["done"; 4]);
    desk.now.fetch_add(60_000, Ordering::Relaxed);
    assert_eq!(desk.written().await, ["done"; 4], "nobody was shown what was old by then");
    desk.now.fetch_add(60_000, Ordering::Relaxed);
    assert_eq!(desk.written().await, [""; 0]);
}
