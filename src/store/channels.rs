//! Channels of the local chat as a page shows them: their threads, the newest messages of one, and what
//! changed since somebody last looked.

use sqlx::any::AnyRow;

use super::error::Result;
use super::messages::{COLUMNS, Message, add_reactions, from_row, select};
use super::open::Store;
use super::row::Columns;
use crate::domain::chat_ids::{Person, ThreadRef};
use crate::domain::fact::Actor;
use crate::domain::ids::Millis;

/// A thread as its channel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The message that opened it.
    pub message: Message,
    /// Messages behind that one.
    pub replies: u32,
    /// When the newest message was written.
    pub last: Millis,
    /// Where its newest task stands, in a word, if it has one.
    pub state: Option<String>,
}

/// Which part of a list that grows at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Its newest.
    Newest,
    /// What stands just before the message with this number.
    Before(i64),
}

impl Page {
    fn end(self) -> i64 {
        match self {
            Self::Newest => i64::MAX,
            Self::Before(number) => number,
        }
    }
}

/// What an opening has besides its message.
const OPENINGS: &str = "(SELECT COUNT(*) - 1 FROM messages r WHERE r.thread = m.thread) AS replies,
    (SELECT r.created_at FROM messages r WHERE r.thread = m.thread ORDER BY r.number DESC LIMIT 1) AS last,
    (SELECT t.state FROM tasks t WHERE t.thread = m.thread ORDER BY t.created_at DESC LIMIT 1) AS state
    FROM messages m";

impl Store {
    /// The channels in which something was said, by name.
    pub async fn channels(&self) -> Result<Vec<String>> {
        let statement = "SELECT name FROM counters WHERE name LIKE 'message:%' ORDER BY name";
        let rows = sqlx::query(statement).fetch_all(&self.reads).await?;
        let name = |row: &AnyRow| Ok(row.text("name")?.trim_start_matches("message:").to_owned());
        rows.iter().map(name).collect()
    }

    /// The people who wrote the newest messages of a channel, so many of them; who wrote last comes first.
    pub async fn speakers(&self, channel: &str, messages: u32) -> Result<Vec<Person>> {
        let statement = "SELECT author, MAX(number) AS last FROM
            (SELECT author, number FROM messages WHERE channel = $1 ORDER BY number DESC LIMIT $2) AS newest
            GROUP BY author ORDER BY last DESC";
        let query = sqlx::query(statement).bind(channel).bind(i64::from(messages));
        let rows = query.fetch_all(&self.reads).await?;
        let authors = rows.iter().map(|row| Ok(Actor::from_text(&row.text("author")?)));
        let authors: Vec<_> = authors.collect::<Result<_>>()?;
        let person = |author| match author {
            Actor::Person(person) => Some(person),
            Actor::Baton => None,
        };
        Ok(authors.into_iter().filter_map(person).collect())
    }

    /// The threads of a channel in the order they were opened, at most `limit` of that page.
    pub async fn openings(&self, channel: &str, page: Page, limit: u32) -> Result<Vec<Opening>> {
        let of_channel = "WHERE channel = $1 AND number < $2 AND opens = 1 ORDER BY number DESC LIMIT $3";
        let query = sqlx::query(openings(of_channel));
        let query = query.bind(channel).bind(page.end()).bind(i64::from(limit));
        let rows = query.fetch_all(&self.reads).await?;
        let mut openings = rows.iter().rev().map(opening).collect::<Result<Vec<_>>>()?;
        let first = openings.first().map_or(0, |opening| opening.message.number());
        let reactions = "SELECT r.number, r.emoji, r.author FROM reactions r
            JOIN messages m ON m.channel = r.channel AND m.number = r.number
            WHERE m.channel = $1 AND m.number >= $2 AND m.number < $3 AND m.opens = 1
            ORDER BY r.number, r.emoji, r.author";
        let query = sqlx::query(reactions).bind(channel).bind(first).bind(page.end());
        let rows = query.fetch_all(&self.reads).await?;
        let messages = openings.iter_mut().map(|opening| &mut opening.message);
        add_reactions(messages, &rows)?;
        Ok(openings)
    }

    /// One thread as its channel shows it, without reactions; none where nobody opened it.
    pub async fn opening(&self, thread: &ThreadRef) -> Result<Option<Opening>> {
        let of_thread = "WHERE thread = $1 AND opens = 1";
        let query = sqlx::query(openings(of_thread));
        let row = query.bind(thread.to_string()).fetch_optional(&self.reads).await?;
        row.as_ref().map(opening).transpose()
    }

    /// The messages of a thread in order, deleted ones too, at most `limit` of that page.
    pub async fn messages_of(&self, thread: &ThreadRef, page: Page, limit: u32) -> Result<Vec<Message>> {
        let query = sqlx::query(select("WHERE thread = $1 AND number < $2 ORDER BY number DESC LIMIT $3"));
        let query = query.bind(thread.to_string()).bind(page.end()).bind(i64::from(limit));
        let rows = query.fetch_all(&self.reads).await?;
        let mut messages = rows.iter().rev().map(from_row).collect::<Result<Vec<_>>>()?;
        let first = messages.first().map_or(0, Message::number);
        let reactions = "SELECT r.number, r.emoji, r.author FROM reactions r
            JOIN messages m ON m.channel = r.channel AND m.number = r.number
            WHERE m.thread = $1 AND m.number >= $2 AND m.number < $3
            ORDER BY r.number, r.emoji, r.author";
        let query = sqlx::query(reactions).bind(thread.to_string()).bind(first).bind(page.end());
        let rows = query.fetch_all(&self.reads).await?;
        add_reactions(messages.iter_mut(), &rows)?;
        Ok(messages)
    }

    /// The messages of a channel that changed after that revision, in the order of their changes, at most `limit`.
    pub async fn changed(&self, channel: &str, since: i64, limit: u32) -> Result<Vec<Message>> {
        let query = sqlx::query(select("WHERE channel = $1 AND revision > $2 ORDER BY revision LIMIT $3"));
        let query = query.bind(channel).bind(since).bind(i64::from(limit));
        let rows = query.fetch_all(&self.reads).await?;
        let mut messages = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
        let last = messages.last().map_or(since, |message| message.revision);
        let reactions = "SELECT r.number, r.emoji, r.author FROM reactions r
            JOIN messages m ON m.channel = r.channel AND m.number = r.number
            WHERE m.channel = $1 AND m.revision > $2 AND m.revision <= $3
            ORDER BY r.number, r.emoji, r.author";
        let query = sqlx::query(reactions).bind(channel).bind(since).bind(last);
        let rows = query.fetch_all(&self.reads).await?;
        add_reactions(messages.iter_mut(), &rows)?;
        Ok(messages)
    }

    /// The revision of the newest change in a channel; 0 where there was none.
    pub async fn revision(&self, channel: &str) -> Result<i64> {
        let statement = "SELECT value FROM counters WHERE name = $1";
        let query = sqlx::query(statement).bind(format!("revision:{channel}"));
        let row = query.fetch_optional(&self.reads).await?;
        row.map_or(Ok(0), |row| row.number("value"))
    }
}

fn openings(condition: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS}, {OPENINGS} {condition}"))
}

fn opening(row: &AnyRow) -> Result<Opening> {
    Ok(Opening {
        message: from_row(row)?,
        replies: row.count("replies")?,
        last: Millis(row.number("last")?),
        state: row.maybe_text("state")?,
    })
}
