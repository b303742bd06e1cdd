//! What people do in the local chat: the message and the event that tells baton of it are stored together, so
//! that nothing stands in a thread that baton never hears.

use std::sync::Arc;

use super::error::Result;
use super::inbox::Received;
use super::messages::{Alter, Difference, Message, NewMessage, change_on, write_on};
use super::open::{Commit, Store, Write};
use crate::domain::chat_ids::MessageRef;
use crate::domain::event::Event;
use crate::domain::ids::Millis;

impl Store {
    /// Writes a person's message and receives the event that `tell` makes of it. Another attempt with the same
    /// nonce finds the message and makes no difference.
    pub async fn say_and_hear(
        &self,
        new: &NewMessage,
        at: Millis,
        tell: impl FnOnce(&Message) -> Event + Send,
    ) -> Result<(Message, Difference)> {
        let mut write = self.write("spoken.say", Commit::Durable).await?;
        let (message, difference) = write_on(write.on(), new, at).await?;
        if difference == Difference::None {
            drop(write);
            // Whoever said it first may still wait for the disk.
            self.kept().await?;
        } else {
            let event = tell(&message);
            self.hear(&mut write, event).await?;
            write.commit().await?;
        }
        Ok((message, difference))
    }

    /// Changes a message as a person wants it and receives the event of that; the event also where the message is so
    /// already, for then it is another wish for the same. An event that is known was followed before: what came
    /// since stays.
    ///
    /// # Errors
    /// As [`Store::change_message`].
    pub async fn change_and_hear(&self, id: &MessageRef, change: Alter<'_>, event: Event) -> Result<()> {
        let mut write = self.write("spoken.change", Commit::Durable).await?;
        change_on(write.on(), id, change).await?;
        if self.hear(&mut write, event).await? == Received::Known {
            drop(write);
            return self.kept().await;
        }
        write.commit().await
    }

    async fn hear(&self, write: &mut Write, event: Event) -> Result<Received> {
        let received = self.insert(write, &[Arc::from([event])]).await?;
        Ok(received.into_iter().flatten().next().unwrap_or(Received::Known))
    }
}
