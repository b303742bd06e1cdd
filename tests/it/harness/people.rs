//! The verbs: what people do. Each makes an event and lets nothing happen yet.

use baton::app::{Doing, Saying};
use baton::domain::chat_ids::{MessageRef, Person, ThreadRef};
use baton::domain::event::{Act, Author, Event, To};
use baton::domain::fact::Actor;
use baton::domain::ids::Millis;
use baton::domain::slot::{Press, Subject};
use baton::store::{Alter, Content, Message, Place, Put};

use super::World;

/// The requester.
pub fn ana() -> Person {
    "local:ana".parse().unwrap()
}

/// The reviewer.
pub fn ben() -> Person {
    "local:ben".parse().unwrap()
}

/// Somebody without any right.
pub fn eve() -> Person {
    "local:eve".parse().unwrap()
}

impl World {
    /// Says something to baton in a new thread, which is the thread from now on.
    pub async fn asks(&mut self, by: Person, text: &str) -> MessageRef {
        self.says(Place::NewThread("team".to_owned()), by, text, To::Baton).await
    }

    /// Says something to baton in the thread.
    pub async fn replies(&mut self, by: Person, text: &str) -> MessageRef {
        let thread = self.current();
        self.says(Place::Thread(thread), by, text, To::Baton).await
    }

    /// Says something in the thread without mentioning baton.
    pub async fn chats(&mut self, by: Person, text: &str) -> MessageRef {
        let thread = self.current();
        self.says(Place::Thread(thread), by, text, To::Anybody).await
    }

    /// People go on talking in this thread.
    pub fn turns_to(&mut self, thread: &ThreadRef) {
        self.thread = Some(thread.clone());
    }

    async fn says(&mut self, place: Place, by: Person, text: &str, to: To) -> MessageRef {
        let nonce = self.nonce();
        let saying = Saying { by: &by, text, files: &[], to, nonce: &nonce };
        let message = self.app.chat.say(place, &saying).await.unwrap();
        self.thread = Some(message.thread.clone());
        self.events.push(format!("{}:said", message.id));
        message.id
    }

    /// The author edits a message.
    pub async fn edits(&mut self, by: Person, message: &MessageRef, text: &str) {
        let content = Content::Text(text.to_owned());
        self.app.store.change_message(message, Alter::Says(&content, self.now())).await.unwrap();
        self.act(by, Act::Edited { message: message.clone(), text: text.to_owned() }).await;
    }

    /// The author deletes a message.
    pub async fn deletes(&mut self, by: Person, message: &MessageRef) {
        self.app.store.change_message(message, Alter::Gone(self.now())).await.unwrap();
        self.act(by, Act::Deleted { message: message.clone() }).await;
    }

    /// Reacts to the newest card.
    pub async fn reacts(&mut self, by: Person, emoji: &str) {
        let card = self.card().await;
        self.reacts_to(by, &card, emoji).await;
    }

    /// Reacts to a message.
    pub async fn reacts_to(&mut self, by: Person, on: &MessageRef, emoji: &str) {
        let nonce = self.nonce();
        self.app.chat.react(Doing { by: &by, on, nonce: &nonce }, emoji).await.unwrap();
        self.events.push(format!("{on}:{emoji}:{by}:{nonce}"));
    }

    /// Takes a reaction to the newest card back.
    pub async fn unreacts(&mut self, by: Person, emoji: &str) {
        let card = self.card().await;
        self.unreacts_to(by, &card, emoji).await;
    }

    /// Takes a reaction to a message back.
    pub async fn unreacts_to(&mut self, by: Person, on: &MessageRef, emoji: &str) {
        let person = Actor::Person(by.clone());
        self.app.store.change_message(on, Alter::Reaction(Put::Off, emoji, &person)).await.unwrap();
        self.act(by, Act::Unreacted { message: on.clone(), emoji: emoji.to_owned() }).await;
    }

    /// Presses a button of a message.
    pub async fn presses_on(&mut self, by: Person, on: &MessageRef, press: &Press) {
        let nonce = self.nonce();
        self.app.chat.press(Doing { by: &by, on, nonce: &nonce }, press).await.unwrap();
        self.events.push(format!("{on}:{press:?}:{by}:{nonce}"));
    }

    /// Presses the newest button that says this.
    pub async fn presses(&mut self, by: Person, label: &str) {
        let (message, press) = self.button(label).await;
        self.presses_on(by, &message, &press).await;
    }

    /// The newest message that asks for a decision on a head.
    pub async fn card(&self) -> MessageRef {
        let is_card = |message: &Message| match &message.content {
            Content::Post(post) => matches!(post.subject, Some(Subject::Head(_))),
            Content::Text(_) => false,
        };
        let found = self.messages().await.into_iter().rev().find(is_card);
        found.expect("there is no card").id
    }

    /// The newest message of baton's.
    pub async fn answer(&self) -> MessageRef {
        let messages = self.messages().await;
        let of_baton = messages.into_iter().rev().find(|message| message.author == Actor::Baton);
        of_baton.expect("baton said nothing").id
    }

    async fn button(&self, label: &str) -> (MessageRef, Press) {
        for message in self.messages().await.into_iter().rev() {
            if let Content::Post(post) = &message.content
                && let Some(button) = post.buttons.iter().find(|button| button.label == label)
            {
                return (message.id, button.press.clone());
            }
        }
        panic!("there is no button [{label}]")
    }

    async fn act(&mut self, by: Person, act: Act) {
        let key = format!("act-{}", self.nonce());
        let event = self.event(key, by, act);
        self.delivers(&[event]).await;
    }

    /// An event as a platform would deliver it.
    pub fn event(&self, key: String, by: Person, act: Act) -> Event {
        Event { key, thread: self.current(), by, author: Author::Human, at: self.now(), act }
    }

    /// A platform delivers events, perhaps not for the first time.
    pub async fn delivers(&mut self, events: &[Event]) {
        self.app.store.receive(events).await.unwrap();
        self.events.extend(events.iter().map(|event| event.key.clone()));
    }

    /// The messages of the thread, oldest first.
    pub async fn messages(&self) -> Vec<Message> {
        self.app.store.messages(&self.current()).await.unwrap()
    }

    /// The thread that people talk in now.
    pub fn current(&self) -> ThreadRef {
        self.thread.clone().expect("nobody said anything")
    }

    fn now(&self) -> Millis {
        Millis(self.clock.now())
    }

    fn nonce(&mut self) -> String {
        self.acts += 1;
        format!("act-{}", self.acts)
    }
}
