//! Reads a whole message: every word of it is understood, or the message is not ours.

use super::super::{NotUnderstood, Scope};
use super::clause::{Clause, clause};
use super::cursor::Cursor;
use super::draft::Draft;
use super::scope::{Certainty, Limit, limit, spot};
use super::tokens::{Kind, tokens};
use super::words::{ASKS, CHANGES, FILLERS, PLACES, REPLY_FILLERS, REPLY_NO, SIZES, SUBJECTS, holds};
use crate::domain::replace::Breadth;

/// Whether a message starts a request or answers one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Talk {
    Request,
    Reply,
}

struct Reader<'a> {
    cur: Cursor<'a>,
    draft: Draft,
    talk: Talk,
    /// Nothing but fillers stands before on this line.
    fresh: bool,
    /// The last thing read was a place, with nothing between.
    beside: bool,
}

/// What a decoded message says.
pub(super) fn read(text: &str, talk: Talk) -> Result<Draft, NotUnderstood> {
    let tokens = tokens(text).ok_or(NotUnderstood::NotAReplacement)?;
    let cur = Cursor::new(text, &tokens);
    let mut reader = Reader { cur, draft: Draft::new(), talk, fresh: true, beside: false };
    reader.message().ok_or(NotUnderstood::NotAReplacement)?;
    Ok(reader.draft)
}

impl Reader<'_> {
    fn message(&mut self) -> Option<()> {
        self.fillers();
        let asks = self.cur.word().is_some_and(|word| holds(ASKS, word));
        let polite = self.cur.tokens[..self.cur.at].iter().any(|token| {
            matches!(&token.kind, Kind::Word(word) if matches!(word.as_str(), "can" | "could" | "would" | "will" | "mind"))
        });
        let doubt = self.cur.tokens.last().is_some_and(|token| token.kind == Kind::Mark('?'));
        if asks || (doubt && !polite) {
            return None;
        }
        while !self.cur.done() {
            self.item()?;
        }
        Some(())
    }

    fn item(&mut self) -> Option<()> {
        if self.cur.take(|kind| *kind == Kind::Break) {
            (self.fresh, self.beside) = (true, false);
            return Some(());
        }
        if self.topic() || self.limits() {
            return Some(());
        }
        if self.take_clause() || self.fillers() {
            return Some(());
        }
        if self.talk == Talk::Reply {
            return self.reply();
        }
        None
    }

    /// Takes politeness, joiners and signs; whether there were any.
    fn fillers(&mut self) -> bool {
        let start = self.cur.at;
        // "also in the docs" is a limit, "also" alone is none.
        while limit(&mut self.cur.clone()).is_none() {
            let sign = self.cur.take(|kind| matches!(kind, Kind::Emoji | Kind::Mark(_)));
            let more = sign
                || self.announcement()
                || self.cur.any(FILLERS)
                || (self.talk == Talk::Reply && (self.cur.any(REPLY_FILLERS) || self.no()));
            if !more {
                break;
            }
        }
        self.beside &= self.cur.at == start;
        self.cur.at > start
    }

    /// Takes the "no" of "no, change it to …", but not that of "no tests" and "no footer".
    fn no(&mut self) -> bool {
        let mut c = self.cur;
        let no = c.any(REPLY_NO);
        let about = super::scope::kin_list(&mut c.clone()).is_some() || spot(&mut c.clone()).is_some();
        if no && !about {
            self.cur = c;
        }
        no && !about
    }

    /// Takes "a small copy fix:", which says only that something follows.
    fn announcement(&mut self) -> bool {
        let mut c = self.cur;
        while c.any(SIZES) {}
        c.any(SUBJECTS);
        let found = c.any(CHANGES) && c.at > self.cur.at + 1 && (c.mark(':') || c.mark('-'));
        if found {
            self.cur = c;
        }
        found
    }

    /// "pricing page:" or "README.md:" at the start of a line.
    fn topic(&mut self) -> bool {
        let mut c = self.cur;
        if !self.fresh {
            return false;
        }
        let Some((scopes, Certainty::Certain)) = spot(&mut c).filter(|_| !self.cur.is_quote()) else {
            return false;
        };
        if !c.mark(':') {
            return false;
        }
        self.cur = c;
        self.place(scopes);
        true
    }

    fn limits(&mut self) -> bool {
        let Some(found) = limit(&mut self.cur) else { return false };
        if let Limit::Place(scopes, _) = &found {
            let places = scopes.iter().any(|scope| !matches!(scope, Scope::Element(_)));
            self.draft.clash |= self.beside && places;
            self.beside |= places;
        }
        if let Some(scopes) = self.draft.note(found) {
            self.place(scopes);
        }
        true
    }

    fn place(&mut self, scopes: Vec<Scope>) {
        let mut after = self.cur;
        while after.take(|kind| matches!(kind, Kind::Mark(_) | Kind::Emoji)) {}
        let alone = after.done() || after.kind() == Some(&Kind::Break);
        match self.draft.entries.last_mut() {
            _ if self.fresh && alone => self.draft.shared.extend(scopes),
            Some(last) if !self.fresh => last.after.extend(scopes),
            _ => self.draft.waiting.extend(scopes),
        }
    }

    fn take_clause(&mut self) -> bool {
        let mut c = self.cur;
        let Some(found) = clause(&mut c).filter(|_| c.at > self.cur.at) else { return false };
        self.cur = c;
        (self.fresh, self.beside) = (false, false);
        self.add(found);
        true
    }

    fn add(&mut self, found: Clause) {
        let Clause { mut entries, widow, orphan, mut readings, all, own, shared } = found;
        let waiting = if entries.is_empty() { Vec::new() } else { std::mem::take(&mut self.draft.waiting) };
        for entry in entries.iter_mut().chain(readings.iter_mut().flatten()) {
            entry.own.extend(own.iter().cloned());
        }
        for entry in &mut entries {
            entry.before.clone_from(&waiting);
        }
        if entries.is_empty() && readings.is_empty() {
            self.draft.waiting.extend(own);
        }
        if all {
            self.draft.how.breadth = Breadth::Everywhere;
        }
        if !readings.is_empty() && !self.draft.readings.is_empty() {
            // Two open questions at once are too many; entries beside readings refuse in `finish`.
            self.draft.entries.append(&mut entries);
            self.draft.entries.extend(readings.iter().flatten().cloned());
        }
        self.draft.shared.extend(shared);
        self.draft.entries.extend(entries);
        self.draft.readings.extend(readings);
        self.draft.widows.extend(widow);
        self.draft.orphans.extend(orphan);
    }

    /// What only a reply may say: a bare new text, a bare place.
    fn reply(&mut self) -> Option<()> {
        let mut c = self.cur;
        if c.clone().any(REPLY_NO) {
            return None;
        }
        c.any("make it|make that|call it|change it to|change that to|it should be|should be");
        if let Some(text) = c.quote() {
            c.any("is better|would be better|sounds better|instead|please|reads better");
            self.draft.orphans.push(text);
            self.cur = c;
            return Some(());
        }
        if let Some(kin) = super::scope::kin_list(&mut self.cur) {
            self.draft.include.extend(kin);
            return Some(());
        }
        let (scopes, _) = spot(&mut c).filter(|_| {
            let last = c.tokens[..c.at].last();
            c.at > self.cur.at
                && matches!(last.map(|token| &token.kind), Some(Kind::Word(word)) if holds(PLACES, word.as_str()) || word.contains('.'))
        })?;
        self.cur = c;
        self.place(scopes);
        Some(())
    }
}
