//! Commands: what a message to baton means before anything is known about its thread.
//!
//! Everything that is not one of the few words is [`Command::Say`]: a request, or more on one. A
//! command prints back as a message that means the same.

use std::fmt;

/// A message's meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A request, a follow-up, an answer.
    Say(String),
    /// A follow-up that does not disturb what runs.
    Queue(String),
    /// One of the words.
    Word(Word),
    /// A single word that is none of ours, and the one it is most like.
    Unknown {
        /// What was written.
        word: String,
        /// What may have been meant.
        near: Option<Word>,
    },
    /// Not for baton: the line begins with `(aside)`.
    Aside,
    /// Nothing, or only a mention.
    Empty,
}

/// The words that steer a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// What baton can do.
    Help,
    /// Where the task stands.
    Status,
    /// Why it is not merging.
    Why,
    /// The whole change.
    Diff,
    /// What was done.
    Logs,
    /// Stop what runs.
    Stop,
    /// Do it again from a fresh base.
    Retry,
    /// Approve and merge.
    Merge,
    /// Close the pull request.
    Close,
    /// Stop listening to untagged talk in this thread.
    Mute,
    /// Listen again.
    Unmute,
}

impl Word {
    /// Every word, in the order of the help.
    pub const ALL: [Self; 11] = [
        Self::Status,
        Self::Why,
        Self::Diff,
        Self::Logs,
        Self::Merge,
        Self::Close,
        Self::Retry,
        Self::Stop,
        Self::Mute,
        Self::Unmute,
        Self::Help,
    ];

    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Status => "status",
            Self::Why => "why",
            Self::Diff => "diff",
            Self::Logs => "logs",
            Self::Stop => "stop",
            Self::Retry => "retry",
            Self::Merge => "merge",
            Self::Close => "close",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
        }
    }

    /// Its line in the help. A word without one does not compile.
    pub fn help(self) -> &'static str {
        match self {
            Self::Help => "what I understand",
            Self::Status => "where the task of this thread stands",
            Self::Why => "why it is not merging, item by item",
            Self::Diff => "the whole change",
            Self::Logs => "what was done, step by step",
            Self::Stop => "stop what runs and take approvals back (🛑)",
            Self::Retry => "do it again from a fresh base (🔁)",
            Self::Merge => "approve the change as it stands (✅ on its card)",
            Self::Close => "close the pull request (❌ on its card)",
            Self::Mute => "stop listening to talk in this thread that does not mention me",
            Self::Unmute => "listen again",
        }
    }

    /// Other ways people say it.
    fn also(self) -> &'static [&'static str] {
        match self {
            Self::Help => &["?", "commands", "what can you do"],
            Self::Status => &["how is it going", "progress", "where are you"],
            Self::Why => &["why not", "why is it not merging", "why isn't it merging", "why not merging"],
            Self::Diff => &["show diff", "show the diff", "show me the diff"],
            Self::Logs => &["log", "show logs", "show the logs"],
            Self::Stop => &["cancel", "abort", "stop it", "stop that", "halt"],
            Self::Retry => &["again", "try again", "rerun", "redo", "rebase"],
            Self::Merge => &["merge it", "ship it", "lgtm", "approve", "approved"],
            Self::Close => &["close it", "drop it", "close the pr", "close the pull request"],
            Self::Mute => &["be quiet"],
            Self::Unmute => &["listen"],
        }
    }

    fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.as_str() == text || word.also().contains(&text))
    }

    /// The word a typing error is most like, if it is one.
    fn near(text: &str) -> Option<Self> {
        let distance = |word: &Self| strsim::damerau_levenshtein(word.as_str(), text);
        Self::ALL.into_iter().filter(|word| distance(word) <= 2 && text.len() > 2).min_by_key(distance)
    }
}

/// Longest message that may be read, in bytes; a config may set less.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1024;

impl Command {
    /// What a message means, its mention of baton taken out.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Empty;
        }
        if text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("(aside)")) {
            return Self::Aside;
        }
        if let Some(rest) = text.get(..6).filter(|start| start.eq_ignore_ascii_case("queue ")) {
            let rest = text[rest.len()..].trim();
            if !rest.is_empty() {
                return Self::Queue(rest.to_owned());
            }
        }
        let plain = plain(text);
        if let Some(word) = Word::named(&plain) {
            return Self::Word(word);
        }
        let one_word = plain.chars().all(char::is_alphabetic) && plain.len() <= 20;
        if one_word && !plain.is_empty() {
            return Self::Unknown { near: Word::near(&plain), word: plain };
        }
        Self::Say(text.to_owned())
    }
}

/// What people put around a word to be polite.
const POLITE_BEFORE: [&str; 4] = ["please", "pls", "ok", "okay"];
const POLITE_AFTER: [&str; 3] = ["please", "pls", "thanks"];

/// The text without politeness and without the marks around it, in lower case. A question mark that is
/// all there is stays: it asks for help.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('’', "'");
    let mark = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ':' | '.' | '!' | '?' | '…');
    let mut rest = lower.trim_matches(mark);
    if rest.is_empty() {
        return lower.find('?').map_or_else(String::new, |_| "?".to_owned());
    }
    loop {
        let mut before = POLITE_BEFORE.iter().filter_map(|word| rest.strip_prefix(word));
        let mut after = POLITE_AFTER.iter().filter_map(|word| rest.strip_suffix(word));
        let before = before.find(|rest| rest.starts_with(mark));
        let after = after.find(|rest| rest.ends_with(mark));
        match before.or(after).map(|rest| rest.trim_matches(mark)) {
            None | Some("") => return rest.to_owned(),
            Some(less) => rest = less,
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Say(text) => f.write_str(text),
            Self::Queue(text) => write!(f, "queue {text}"),
            Self::Word(word) => f.write_str(word.as_str()),
            Self::Unknown { word, .. } => f.write_str(word),
            Self::Aside => f.write_str("(aside)"),
            Self::Empty => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
