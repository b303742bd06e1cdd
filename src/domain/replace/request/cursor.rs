//! A place in the tokens of a message, cheap to copy, so that a reading can be tried and given up.

use super::tokens::{Kind, Token};
use super::words::holds;

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens, at: 0 }
    }

    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The same place in a message that ends before token `end`.
    pub(super) fn upto(&self, end: usize) -> Self {
        Self { tokens: &self.tokens[..end], ..*self }
    }

    /// The word here in lower case.
    pub(super) fn word(&self) -> Option<&'a str> {
        match self.kind()? {
            Kind::Word(word) => Some(word),
            Kind::Quote(_) | Kind::Emoji | Kind::Arrow | Kind::Mark(_) | Kind::Break => None,
        }
    }

    pub(super) fn is_quote(&self) -> bool {
        matches!(self.kind(), Some(Kind::Quote(_)))
    }

    /// The token here as it was written.
    pub(super) fn raw(&self) -> &'a str {
        self.slice(self.at, self.at + 1)
    }

    /// Tokens `from..to` as they were written, with what stands between them.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), self.tokens.get(to.saturating_sub(1))) {
            (Some(first), Some(last)) if from < to => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// Takes a quotation.
    pub(super) fn quote(&mut self) -> Option<String> {
        let Kind::Quote(says) = self.kind()? else { return None };
        self.at += 1;
        Some(says.clone())
    }

    pub(super) fn arrow(&mut self) -> bool {
        self.take(|kind| matches!(kind, Kind::Arrow))
    }

    pub(super) fn mark(&mut self, sign: char) -> bool {
        self.take(|kind| *kind == Kind::Mark(sign))
    }

    pub(super) fn take(&mut self, wanted: impl Fn(&Kind) -> bool) -> bool {
        let found = self.kind().is_some_and(wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes the longest of the phrases, divided by `|`, that stands here.
    pub(super) fn any(&mut self, phrases: &str) -> bool {
        self.one_of(&[(phrases, ())]).is_some()
    }

    /// Takes the longest phrase that stands here, and returns what it means.
    pub(super) fn one_of<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let phrases = table.iter().flat_map(|&(phrases, means)| phrases.split('|').map(move |p| (p, means)));
        let found = phrases.filter_map(|(phrase, means)| self.matches(phrase).map(|len| (len, means)));
        let (len, means) = found.max_by_key(|&(len, _)| len)?;
        self.at += len;
        Some(means)
    }

    /// Takes a word with hyphens that is one of these words without them, or ends in one: `sub-title`,
    /// `aria-label`.
    pub(super) fn compound<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let word = self.word()?;
        let (_, last) = word.rsplit_once('-')?;
        let joined = word.replace('-', "");
        let means = |word: &str| table.iter().find(|(words, _)| holds(words, word)).map(|&(_, means)| means);
        let found = means(&joined).or_else(|| means(last))?;
        self.at += 1;
        Some(found)
    }

    fn matches(&self, phrase: &str) -> Option<usize> {
        let mut len = 0;
        for word in phrase.split(' ') {
            match self.tokens.get(self.at + len).map(|token| &token.kind) {
                Some(Kind::Word(found)) if found == word => len += 1,
                _ => return None,
            }
        }
        Some(len)
    }
}
