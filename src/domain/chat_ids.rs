//! Ids of the chat side: platforms, people, threads and messages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::BadId;

/// Where a message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// baton's own chat: the page, the terminal, the demo.
    Local,
    /// Slack.
    Slack,
    /// Discord.
    Discord,
}

impl Platform {
    /// The word that stands for it in ids and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Slack => "slack",
            Self::Discord => "discord",
        }
    }
}

impl FromStr for Platform {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        match text {
            "local" => Ok(Self::Local),
            "slack" => Ok(Self::Slack),
            "discord" => Ok(Self::Discord),
            _ => Err(BadId::new(text, "a chat platform (local, slack or discord)")),
        }
    }
}

/// A person on one platform, `platform:id`. Never matched by display name or e-mail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Person {
    /// Where this account lives.
    pub platform: Platform,
    /// The platform's own id of the account.
    pub id: String,
}

impl FromStr for Person {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let wanted = "a person (platform:id, such as local:ana)";
        let (platform, id) = text.split_once(':').ok_or_else(|| BadId::new(text, wanted))?;
        let platform = platform.parse().map_err(|_| BadId::new(text, wanted))?;
        if id.is_empty() || id.len() > 100 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(BadId::new(text, wanted));
        }
        Ok(Self { platform, id: id.to_owned() })
    }
}

/// A thread: the message that opened it, in its channel. `platform:channel:root`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ThreadRef {
    /// The chat platform.
    pub platform: Platform,
    /// The platform's id of the channel.
    pub channel: String,
    /// The platform's id of the thread: of its first message, where threads have no id.
    pub root: String,
}

/// A message in a channel. `platform:channel:id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageRef {
    /// The chat platform.
    pub platform: Platform,
    /// The platform's id of the channel.
    pub channel: String,
    /// The platform's id of the message.
    pub id: String,
}

/// Splits `platform:channel:last`; a channel id may not hold a colon, the last part may.
fn parse_place(text: &str, wanted: &'static str) -> Result<(Platform, String, String), BadId> {
    let mut parts = text.splitn(3, ':');
    let (Some(platform), Some(channel), Some(last)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(BadId::new(text, wanted));
    };
    let platform = platform.parse().map_err(|_| BadId::new(text, wanted))?;
    if channel.is_empty() || last.is_empty() || text.len() > 300 || text.chars().any(char::is_control) {
        return Err(BadId::new(text, wanted));
    }
    Ok((platform, channel.to_owned(), last.to_owned()))
}

impl FromStr for ThreadRef {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let (platform, channel, root) = parse_place(text, "a thread (platform:channel:root)")?;
        Ok(Self { platform, channel, root })
    }
}

impl FromStr for MessageRef {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let (platform, channel, id) = parse_place(text, "a message (platform:channel:id)")?;
        Ok(Self { platform, channel, id })
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.id)
    }
}

impl fmt::Display for ThreadRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform, self.channel, self.root)
    }
}

impl fmt::Display for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform, self.channel, self.id)
    }
}

impl TryFrom<String> for Person {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<Person> for String {
    fn from(id: Person) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ThreadRef {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<ThreadRef> for String {
    fn from(id: ThreadRef) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for MessageRef {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<MessageRef> for String {
    fn from(id: MessageRef) -> Self {
        id.to_string()
    }
}
