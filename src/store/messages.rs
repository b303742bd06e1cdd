//! Messages of the local chat, with their reactions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::counters;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::{Columns, to_json};
use crate::domain::chat_ids::{MessageRef, Platform, ThreadRef};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;
use crate::domain::slot::Post;

/// A message that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Where.
    pub place: Place,
    /// Who writes it.
    pub author: Actor,
    /// What it says.
    pub content: Content,
    /// The same for every attempt to write this message; a second one writes nothing.
    pub nonce: String,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It opens a thread in this channel.
    NewThread(String),
    /// Into this thread.
    Thread(ThreadRef),
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// What a person typed.
    Text(String),
    /// What baton shows.
    Post(Post),
}

/// A message of the local chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id; grows within a channel.
    pub id: MessageRef,
    /// The thread it stands in.
    pub thread: ThreadRef,
    /// Who wrote it.
    pub author: Actor,
    /// What it says now.
    pub content: Content,
    /// When it was written.
    pub at: Millis,
    /// When it was last edited.
    pub edited: Option<Millis>,
    /// When it was deleted.
    pub deleted: Option<Millis>,
    /// Who reacted with what, by emoji.
    pub reactions: Vec<(String, Actor)>,
    /// Grows in its channel with every change of any message there.
    pub revision: i64,
}

impl Message {
    /// Its place in its channel.
    pub fn number(&self) -> i64 {
        number_of(&self.id)
    }
}

/// Whether a change made a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It did.
    Made,
    /// It was so already.
    None,
}

const COLUMNS: &str = "channel, number, thread, author, content, created_at, edited_at, deleted_at, revision";

impl Store {
    /// Writes a message, once for each nonce.
    pub async fn write_message(&self, new: &NewMessage, at: Millis) -> Result<Message> {
        let mut write = self.write("messages.write", Commit::Relaxed).await?;
        let channel = match &new.place {
            Place::NewThread(channel) => channel.clone(),
            Place::Thread(thread) => thread.channel.clone(),
        };
        // The counter's row is the lock: of two attempts, the second sees the first.
        let number = counters::next(write.on(), &format!("message:{channel}")).await?;
        let query = sqlx::query(select("WHERE nonce = $1")).bind(&new.nonce);
        if let Some(row) = query.fetch_optional(write.on()).await? {
            return from_row(&row);
        }
        let thread = match &new.place {
            Place::NewThread(channel) => {
                ThreadRef { platform: Platform::Local, channel: channel.clone(), root: number.to_string() }
            }
            Place::Thread(thread) => thread.clone(),
        };
        let revision = next_revision(write.on(), &channel).await?;
        let statement = "INSERT INTO messages (channel, number, thread, author, content, nonce, created_at,
            revision, opens) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        sqlx::query(statement)
            .bind(&channel)
            .bind(number)
            .bind(thread.to_string())
            .bind(new.author.to_text())
            .bind(to_json(&new.content))
            .bind(&new.nonce)
            .bind(at.0)
            .bind(revision)
            .bind(i64::from(matches!(new.place, Place::NewThread(_))))
            .execute(write.on())
            .await?;
        write.commit().await?;
        Ok(Message {
            id: MessageRef { platform: Platform::Local, channel, id: number.to_string() },
            thread,
            author: new.author.clone(),
            content: new.content.clone(),
            at,
            edited: None,
            deleted: None,
            reactions: Vec::new(),
            revision,
        })
    }

    /// The message that was written with this nonce, without its reactions.
    pub async fn message_by_nonce(&self, nonce: &str) -> Result<Option<Message>> {
        let query = sqlx::query(select("WHERE nonce = $1")).bind(nonce);
        query.fetch_optional(&self.reads).await?.as_ref().map(from_row).transpose()
    }

    /// One message with its reactions.
    pub async fn message(&self, id: &MessageRef) -> Result<Option<Message>> {
        let query = sqlx::query(select("WHERE channel = $1 AND number = $2")).bind(&id.channel);
        let row = query.bind(number_of(id)).fetch_optional(&self.reads).await?;
        let Some(row) = row else { return Ok(None) };
        let mut messages = vec![from_row(&row)?];
        let one = "SELECT number, emoji, author FROM reactions WHERE channel = $1 AND number = $2
            ORDER BY number, emoji, author";
        let query = sqlx::query(one).bind(&id.channel).bind(number_of(id));
        add_reactions(messages.iter_mut(), &query.fetch_all(&self.reads).await?)?;
        Ok(messages.pop())
    }

    /// The messages of a thread in order, deleted ones too, with their reactions.
    pub async fn messages(&self, thread: &ThreadRef) -> Result<Vec<Message>> {
        let query = sqlx::query(select("WHERE thread = $1 ORDER BY number")).bind(thread.to_string());
        let rows = query.fetch_all(&self.reads).await?;
        let mut messages = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
        let all = "SELECT r.number, r.emoji, r.author FROM reactions r
            JOIN messages m ON m.channel = r.channel AND m.number = r.number WHERE m.thread = $1
            ORDER BY r.number, r.emoji, r.author";
        let query = sqlx::query(all).bind(thread.to_string());
        add_reactions(messages.iter_mut(), &query.fetch_all(&self.reads).await?)?;
        Ok(messages)
    }

    /// Replaces what a message says.
    ///
    /// # Errors
    /// `Changed` when there is no such message, or it was deleted.
    pub async fn edit_message(&self, id: &MessageRef, content: &Content, at: Millis) -> Result<()> {
        let statement = "UPDATE messages SET content = $3, edited_at = $4, revision = $5
            WHERE channel = $1 AND number = $2 AND deleted_at IS NULL";
        let mut write = self.write("messages.edit", Commit::Relaxed).await?;
        let revision = next_revision(write.on(), &id.channel).await?;
        let query = sqlx::query(statement).bind(&id.channel).bind(number_of(id));
        let edited = query.bind(to_json(content)).bind(at.0).bind(revision).execute(write.on()).await?;
        if edited.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        write.commit().await
    }

    /// Marks a message deleted.
    pub async fn delete_message(&self, id: &MessageRef, at: Millis) -> Result<Difference> {
        let statement = "UPDATE messages SET deleted_at = $3, revision = $4
            WHERE channel = $1 AND number = $2 AND deleted_at IS NULL";
        let mut write = self.write("messages.delete", Commit::Relaxed).await?;
        let revision = next_revision(write.on(), &id.channel).await?;
        let query = sqlx::query(statement).bind(&id.channel).bind(number_of(id)).bind(at.0).bind(revision);
        if query.execute(write.on()).await?.rows_affected() == 0 {
            return Ok(Difference::None);
        }
        write.commit().await?;
        Ok(Difference::Made)
    }

    /// Adds a reaction.
    pub async fn react(&self, id: &MessageRef, emoji: &str, by: &Actor) -> Result<Difference> {
        let statement = "INSERT INTO reactions (channel, number, emoji, author) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING";
        self.change_reaction("messages.react", statement, (id, emoji, by)).await
    }

    /// Takes a reaction back.
    pub async fn unreact(&self, id: &MessageRef, emoji: &str, by: &Actor) -> Result<Difference> {
        let statement =
            "DELETE FROM reactions WHERE channel = $1 AND number = $2 AND emoji = $3 AND author = $4";
        self.change_reaction("messages.unreact", statement, (id, emoji, by)).await
    }

    async fn change_reaction(
        &self,
        name: &'static str,
        statement: &'static str,
        (id, emoji, by): (&MessageRef, &str, &Actor),
    ) -> Result<Difference> {
        let mut write = self.write(name, Commit::Relaxed).await?;
        let revision = next_revision(write.on(), &id.channel).await?;
        let query = sqlx::query(statement).bind(&id.channel).bind(number_of(id));
        if query.bind(emoji).bind(by.to_text()).execute(write.on()).await?.rows_affected() == 0 {
            return Ok(Difference::None);
        }
        let seen = "UPDATE messages SET revision = $3 WHERE channel = $1 AND number = $2";
        let query = sqlx::query(seen).bind(&id.channel).bind(number_of(id)).bind(revision);
        query.execute(write.on()).await?;
        write.commit().await?;
        Ok(Difference::Made)
    }
}

/// The counter's row is the lock: whoever reads a revision has all before it.
async fn next_revision(on: &mut AnyConnection, channel: &str) -> Result<i64> {
    counters::next(on, &format!("revision:{channel}")).await
}

pub(super) fn select(condition: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages {condition}"))
}

/// The number in a local message's id; 0, which no message has, for what is not one of ours.
fn number_of(id: &MessageRef) -> i64 {
    if id.platform == Platform::Local { id.id.parse().unwrap_or(0) } else { 0 }
}

pub(super) fn add_reactions<'a>(
    messages: impl Iterator<Item = &'a mut Message>,
    rows: &[AnyRow],
) -> Result<()> {
    let mut by_id: BTreeMap<String, &mut Message> =
        messages.map(|message| (message.id.id.clone(), message)).collect();
    for row in rows {
        let reaction = (row.text("emoji")?, Actor::from_text(&row.text("author")?));
        if let Some(message) = by_id.get_mut(&row.number("number")?.to_string()) {
            message.reactions.push(reaction);
        }
    }
    Ok(())
}

pub(super) fn from_row(row: &AnyRow) -> Result<Message> {
    Ok(Message {
        id: MessageRef {
            platform: Platform::Local,
            channel: row.text("channel")?,
            id: row.number("number")?.to_string(),
        },
        thread: row.id("thread")?,
        author: Actor::from_text(&row.text("author")?),
        content: row.json("content")?,
        at: Millis(row.number("created_at")?),
        edited: row.maybe_number("edited_at")?.map(Millis),
        deleted: row.maybe_number("deleted_at")?.map(Millis),
        reactions: Vec::new(),
        revision: row.number("revision")?,
    })
}
