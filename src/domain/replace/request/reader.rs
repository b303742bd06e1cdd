//! Reads a whole message: every word of it is understood, or the message is not ours.

use super::super::{NotUnderstood, Scope};
use super::bare;
use super::clause::{Clause, clause};
use super::cursor::Cursor;
use super::draft::Draft;
use super::reach::{Link, Said, Stand, What};
use super::scope::{Certainty, Limit, Way, limit, spot};
use super::tokens::{Kind, Token, tokens};
use super::words::{ASKS, CHANGE, CHANGES, FILLERS, PLACES, REPLY_FILLERS, REPLY_NO, SIZES, SUBJECTS, holds};

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
    /// Where the politeness began that was just taken; here, where none was.
    open: usize,
    here: Stand,
}

fn places(scopes: Vec<Scope>) -> Option<What> {
    (!scopes.is_empty()).then_some(What::Places(scopes))
}

/// What a decoded message says.
pub(super) fn read(text: &str, talk: Talk) -> Result<Draft, NotUnderstood> {
    let tokens = tokens(text).ok_or(NotUnderstood::NotAReplacement)?;
    let cur = Cursor::new(text, &tokens);
    let mut reader =
        Reader { cur, draft: Draft::default(), talk, fresh: true, open: 0, here: Stand::default() };
    reader.message().ok_or(NotUnderstood::NotAReplacement)?;
    Ok(reader.draft)
}

impl<'a> Reader<'a> {
    fn message(&mut self) -> Option<()> {
        self.fillers();
        let asks = self.cur.word().is_some_and(|word| holds(ASKS, word));
        let polite = self.cur.tokens[..self.cur.at].iter().any(|token| {
            matches!(&token.kind, Kind::Word(word) if matches!(word.as_str(), "can" | "could" | "would" | "will" | "mind"))
        });
        let doubt = self.cur.tokens.last().is_some_and(|token| token.kind == Kind::Mark('?'));
        if (asks || (doubt && !polite)) && !self.questions() {
            return None;
        }
        while !self.cur.done() {
            self.item()?;
        }
        Some(())
    }

    /// Whether a question is what is to be changed: "Are you sure? → Really sure?".
    fn questions(&self) -> bool {
        let ends = |pair: &[Token]| pair[0].kind == Kind::Mark('?') && pair[1].kind == Kind::Arrow;
        self.cur.tokens.windows(2).any(ends)
    }

    fn item(&mut self) -> Option<()> {
        if self.cur.take(|kind| *kind == Kind::Break) {
            self.fresh = true;
            self.here.sentence += 1;
            self.open = self.cur.at;
            return Some(());
        }
        if self.topic() || self.limits() || self.take_clause() {
            self.open = self.cur.at;
            return Some(());
        }
        if self.fillers() {
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
        let ends = |kind: &Kind| matches!(kind, Kind::Mark('.' | '!' | '?'));
        // "also in the docs" is a limit, "also" alone is none.
        while limit(&mut self.cur.clone()).is_none() {
            let sign = self.cur.take(|kind| matches!(kind, Kind::Emoji | Kind::Mark(_)));
            let more = sign
                || self.announcement()
                || self.heading()
                || self.cur.any(FILLERS)
                || (self.talk == Talk::Reply && (self.cur.any(REPLY_FILLERS) || self.no()));
            if !more {
                break;
            }
        }
        let passed = &self.cur.tokens[start..self.cur.at];
        self.here.sentence += passed.iter().filter(|token| ends(&token.kind)).count();
        self.cur.at > start
    }

    /// The place after what [`Self::fillers`] would take.
    fn behind_fillers(&mut self) -> Cursor<'a> {
        let (cur, here) = (self.cur, self.here);
        self.fillers();
        self.here = here;
        std::mem::replace(&mut self.cur, cur)
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

    /// Takes "change:" before lines that have arrows.
    fn heading(&mut self) -> bool {
        let mut c = self.cur;
        let heads = c.one_of(CHANGE).is_some() && c.mark(':') && c.take(|kind| *kind == Kind::Break);
        let kinds = self.cur.tokens[c.at..].iter().map(|token| &token.kind);
        let mut line =
            kinds.skip_while(|kind| **kind == Kind::Break).take_while(|kind| **kind != Kind::Break);
        let found = heads && line.any(|kind| *kind == Kind::Arrow);
        if found {
            // The end of the line is not its own.
            self.cur.at = c.at - 1;
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
        let link = self.link();
        self.cur = c;
        match scopes.as_slice() {
            // "Button: 'A' → 'B'".
            [Scope::Element(element)] => self.say(What::Called(*element), link),
            _ => self.say(What::Places(scopes), link),
        }
        true
    }

    fn limits(&mut self) -> bool {
        let link = self.link();
        match limit(&mut self.cur) {
            None => return false,
            Some(Limit::Way(way)) => self.say(What::Way(way), link),
            Some(Limit::Kin(kin)) => self.draft.include.extend(kin),
            Some(Limit::Place(scopes, _)) => self.say(What::Places(scopes), link),
        }
        true
    }

    /// "and in the footer" is another place, "in the footer" a part of the one before.
    fn link(&self) -> Link {
        let joins = |word: &str| matches!(word, "and" | "also" | "or" | "plus" | "too");
        let before = self.cur.at.checked_sub(1).map(|at| Cursor { at, ..self.cur });
        let joined =
            before.and_then(|cur| cur.word()).is_some_and(joins) || self.cur.word().is_some_and(joins);
        if joined { Link::Joined } else { Link::Apart }
    }

    fn say(&mut self, what: What, link: Link) {
        self.draft.said.push(Said { what, stand: self.here, link });
    }

    fn take_clause(&mut self) -> bool {
        let mut c = self.cur;
        let found = clause(&mut c).filter(|_| c.at > self.cur.at);
        let told = found.as_ref().is_some_and(|found| !found.bare);
        let (open, behind) = (Cursor { at: self.open, ..self.cur }, self.behind_fillers());
        let found = match bare::bare(open, behind).filter(|_| !told && !self.cur.is_quote()) {
            Some((clause, end)) => {
                c.at = end;
                Some(clause)
            }
            // A verb behind the politeness makes it no text.
            None => found.filter(|found| !found.bare || behind.at == self.cur.at),
        };
        let Some(found) = found else { return false };
        self.cur = c;
        self.fresh = false;
        self.add(found);
        self.here.clause += 1;
        true
    }

    fn add(&mut self, found: Clause) {
        let Clause { mut entries, widow, orphan, mut readings, all, own, element, part, bare: _ } = found;
        let named = element.map(|noun| {
            let place = || What::Places(vec![Scope::Element(noun.element)]);
            (noun.plural, if part { place() } else { What::Called(noun.element) })
        });
        let (shared, named) = match named {
            Some((true, what)) => (Some(what), None),
            Some((false, what)) => (None, Some(what)),
            None => (None, None),
        };
        let own: Vec<What> = named.into_iter().chain(places(own)).collect();
        let all = all.then_some(What::Way(Way::Everywhere));
        let leading: Vec<What> = all.into_iter().chain(shared).collect();
        // "all occurrences of 'A' …" leads its sentence, unless another change stands before it there.
        let leads = self.draft.entries.iter().all(|entry| entry.stand.sentence != self.here.sentence);
        for entry in entries.iter_mut().chain(readings.iter_mut().flatten()) {
            entry.stand = self.here;
            entry.own.extend(own.iter().cloned());
            entry.own.extend(leading.iter().filter(|_| !leads).cloned());
        }
        if leads {
            leading.into_iter().for_each(|what| self.say(what, Link::Apart));
        }
        if entries.is_empty() && readings.is_empty() {
            own.into_iter().for_each(|what| self.say(what, Link::Apart));
        }
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
        let link = self.link();
        self.cur = c;
        self.say(What::Places(scopes), link);
        Some(())
    }
}
