//! Messages of the local chat, with their reactions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::counters;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::{Columns, to_json};
use crate::domain::attachment::Attachment;
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
    /// What came with it.
    pub files: Vec<Attachment>,
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
    /// What came with it.
    pub files: Vec<Attachment>,
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

/// What can happen to a message once it is written.
#[derive(Debug, Clone, Copy)]
pub enum Alter<'a> {
    /// From this moment on it says this.
    Says(&'a Content, Millis),
    /// It was deleted.
    Gone(Millis),
    /// Somebody puts an emoji on it, or takes it back.
    Reaction(Put, &'a str, &'a Actor),
}

/// Whether something is put on or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is there then.
    On,
    /// It is gone then.
    Off,
}

pub(super) const COLUMNS: &str =
    "channel, number, thread, author, content, files, created_at, edited_at, deleted_at, revision";

impl Store {
    /// Writes a message of baton's, once for each nonce.
    pub async fn write_message(&self, new: &NewMessage, at: Millis) -> Result<Message> {
        let mut write = self.write("messages.write", Commit::Relaxed).await?;
        let (message, difference) = write_on(write.on(), new, at).await?;
        if difference == Difference::Made {
            write.commit().await?;
        }
        Ok(message)
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

    /// Changes a message for baton.
    ///
    /// # Errors
    /// `Changed` when a text shall change and there is no such message, or it was deleted.
    pub async fn change_message(&self, id: &MessageRef, change: Alter<'_>) -> Result<Difference> {
        let mut write = self.write("messages.change", Commit::Relaxed).await?;
        let difference = change_on(write.on(), id, change).await?;
        if difference == Difference::Made {
            write.commit().await?;
        }
        Ok(difference)
    }
}

/// Writes a message as a part of something, once for each nonce.
pub(super) async fn write_on(
    on: &mut AnyConnection,
    new: &NewMessage,
    at: Millis,
) -> Result<(Message, Difference)> {
    let channel = match &new.place {
        Place::NewThread(channel) => channel.clone(),
        Place::Thread(thread) => thread.channel.clone(),
    };
    // The counter's row is the lock: of two attempts, the second sees the first.
    let number = counters::next(on, &format!("message:{channel}")).await?;
    let query = sqlx::query(select("WHERE nonce = $1")).bind(&new.nonce);
    if let Some(row) = query.fetch_optional(&mut *on).await? {
        return Ok((from_row(&row)?, Difference::None));
    }
    let thread = match &new.place {
        Place::NewThread(channel) => {
            ThreadRef { platform: Platform::Local, channel: channel.clone(), root: number.to_string() }
        }
        Place::Thread(thread) => thread.clone(),
    };
    let revision = next_revision(on, &channel).await?;
    let statement =
        "INSERT INTO messages (channel, number, thread, author, content, files, nonce, created_at,
        revision, opens) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    sqlx::query(statement)
        .bind(&channel)
        .bind(number)
        .bind(thread.to_string())
        .bind(new.author.to_text())
        .bind(to_json(&new.content))
        .bind(to_json(&new.files))
        .bind(&new.nonce)
        .bind(at.0)
        .bind(revision)
        .bind(i64::from(matches!(new.place, Place::NewThread(_))))
        .execute(on)
        .await?;
    let message = Message {
        id: MessageRef { platform: Platform::Local, channel, id: number.to_string() },
        thread,
        author: new.author.clone(),
        content: new.content.clone(),
        files: new.files.clone(),
        at,
        edited: None,
        deleted: None,
        reactions: Vec::new(),
        revision,
    };
    Ok((message, Difference::Made))
}

/// Changes a message as a part of something. Where it makes no difference, nothing is left to commit.
pub(super) async fn change_on(
    on: &mut AnyConnection,
    id: &MessageRef,
    change: Alter<'_>,
) -> Result<Difference> {
    let revision = next_revision(on, &id.channel).await?;
    let (number, made) =
        (number_of(id), |rows: u64| if rows > 0 { Difference::Made } else { Difference::None });
    match change {
        Alter::Says(content, at) => {
            let statement = "UPDATE messages SET content = $3, edited_at = $4, revision = $5
                WHERE channel = $1 AND number = $2 AND deleted_at IS NULL";
            let query = sqlx::query(statement).bind(&id.channel).bind(number);
            let edited = query.bind(to_json(content)).bind(at.0).bind(revision).execute(on).await?;
            if edited.rows_affected() == 0 { Err(StoreError::Changed) } else { Ok(Difference::Made) }
        }
        Alter::Gone(at) => {
            let statement = "UPDATE messages SET deleted_at = $3, revision = $4
                WHERE channel = $1 AND number = $2 AND deleted_at IS NULL";
            let query = sqlx::query(statement).bind(&id.channel).bind(number).bind(at.0).bind(revision);
            Ok(made(query.execute(on).await?.rows_affected()))
        }
        Alter::Reaction(put, emoji, by) => {
            let statement = match put {
                Put::On => {
                    "INSERT INTO reactions (channel, number, emoji, author) VALUES ($1, $2, $3, $4)
                    ON CONFLICT DO NOTHING"
                }
                Put::Off => {
                    "DELETE FROM reactions
                    WHERE channel = $1 AND number = $2 AND emoji = $3 AND author = $4"
                }
            };
            let query = sqlx::query(statement).bind(&id.channel).bind(number).bind(emoji).bind(by.to_text());
            let difference = made(query.execute(&mut *on).await?.rows_affected());
            if difference == Difference::Made {
                let seen = "UPDATE messages SET revision = $3 WHERE channel = $1 AND number = $2";
                sqlx::query(seen).bind(&id.channel).bind(number).bind(revision).execute(on).await?;
            }
            Ok(difference)
        }
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
        files: row.json("files")?,
        at: Millis(row.number("created_at")?),
        edited: row.maybe_number("edited_at")?.map(Millis),
        deleted: row.maybe_number("deleted_at")?.map(Millis),
        reactions: Vec::new(),
        revision: row.number("revision")?,
    })
}
