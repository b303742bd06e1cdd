//! What is said about a text before it comes: "the big blue button on the pricing page that says".

use super::super::{Element, Scope};
use super::clause::Clause;
use super::cursor::Cursor;
use super::scope::{Limit, limit};
use super::tokens::Kind;
use super::words::{
    ADJECTIVES, ALL_OF, DETERMINERS, ELEMENTS, HAS_A_TYPO, PARTS, REGIONS, SAYS, TEXT_NOUNS, holds,
};

/// A word for a kind of element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) element: Element,
    /// "the buttons": of all changes of a sentence.
    pub(super) plural: bool,
}

/// How much of a thing was named before its text.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) determiner: bool,
    pub(super) noun: bool,
    /// "that says", "from": a text must follow.
    pub(super) says: bool,
}

/// What is named before a text: "the big blue button on the pricing page that says".
pub(super) fn named(cur: &mut Cursor<'_>, clause: &mut Clause) -> Named {
    let mut named = Named::default();
    loop {
        if is_text_start(cur) {
            return named;
        }
        if cur.any(ALL_OF) {
            clause.all = true;
            named.determiner = true;
        } else if cur.any("it|them|that|they|this") || cur.any(DETERMINERS) {
            named.determiner = true;
        } else if clause.element.is_some() && cur.any(HAS_A_TYPO) {
            clause.part = true;
            return named;
        } else if (named.noun || named.determiner) && cur.any(SAYS) || cur.any("from|where it says") {
            named.says = true;
            cur.mark(':');
            return named;
        } else if let Some(element) = element(cur) {
            clause.note(element);
            named.noun = true;
        } else if text_noun(cur, clause) {
            named.noun = true;
        } else if names_compound(cur, &named) {
            if let Some(element) = compound(cur) {
                clause.note(element);
            } else if cur.compound(&[(TEXT_NOUNS, ())]).is_none() {
                return named;
            }
            named.noun = true;
        } else if !(unknown_adjective(cur, clause, &named)
            || cur.any(ADJECTIVES)
            || place_of(cur, clause, &named))
        {
            return named;
        }
    }
}

/// A capital inside a sentence begins a text: "change Terms to …" names no terms.
fn is_text_start(cur: &Cursor<'_>) -> bool {
    let first =
        cur.at.checked_sub(1).is_none_or(|at| matches!(cur.tokens[at].kind, Kind::Break | Kind::Mark(_)));
    cur.word().is_some() && (cur.raw() == "A" || (!first && cur.raw().starts_with(char::is_uppercase)))
}

/// Whether a word with hyphens here may be a noun: alone, `sub-title` is a text as well.
fn names_compound(cur: &Cursor<'_>, named: &Named) -> bool {
    let quoted = Cursor { at: cur.at + 1, ..*cur }.is_quote();
    let mut ahead = *cur;
    let noun = ahead.compound(ELEMENTS).is_some() || ahead.compound(&[(TEXT_NOUNS, ())]).is_some();
    noun && !named.noun && (named.determiner || quoted)
}

/// "aria-label", "sub-title".
pub(super) fn compound(cur: &mut Cursor<'_>) -> Option<Noun> {
    let plural = cur.word().is_some_and(|word| word.ends_with('s'));
    cur.compound(ELEMENTS).map(|element| Noun { element, plural })
}

/// "text", "typo".
fn text_noun(cur: &mut Cursor<'_>, clause: &mut Clause) -> bool {
    let mut part = *cur;
    let is_part = part.any(PARTS);
    let found = cur.any(TEXT_NOUNS);
    clause.part |= is_part && part.at == cur.at;
    found
}

pub(super) fn element(cur: &mut Cursor<'_>) -> Option<Noun> {
    let at = cur.at;
    let element = cur.one_of(ELEMENTS)?;
    let plural =
        cur.tokens[at..cur.at].iter().any(|token| matches!(&token.kind, Kind::Word(w) if w.ends_with('s')));
    Some(Noun { element, plural })
}

/// "the pricing button": one or two describing words right before a noun.
fn unknown_adjective(cur: &mut Cursor<'_>, clause: &mut Clause, named: &Named) -> bool {
    let refused = [
        "first", "second", "third", "last", "next", "previous", "to", "with", "from", "in", "on", "of",
        "and", "or", "that", "says", "should", "file", "color", "colour", "size", "font", "url", "href",
        "by", "into", "as", "is",
    ];
    if !named.determiner || named.noun {
        return false;
    }
    for len in 1..=2 {
        let mut c = *cur;
        let words = (0..len).all(|_| {
            let known = c.word().is_some_and(|word| !refused.contains(&word)) && !is_text_start(&c);
            c.at += 1;
            known
        });
        let here = c.at;
        if words && (c.one_of(ELEMENTS).is_some() || c.any(TEXT_NOUNS)) {
            let words = cur.tokens[cur.at..here].iter().filter_map(|token| {
                let Kind::Word(word) = &token.kind else { return None };
                holds(REGIONS, word).then(|| Scope::Page(word.clone()))
            });
            clause.own.extend(words);
            cur.at = here;
            return true;
        }
    }
    false
}

/// "of the link", "on the pricing page" after a noun.
fn place_of(cur: &mut Cursor<'_>, clause: &mut Clause, named: &Named) -> bool {
    let mut c = *cur;
    if !named.noun {
        return false;
    }
    if c.any("of|on|in|for|inside") {
        c.any(DETERMINERS);
        let found = element(&mut c).or_else(|| {
            c.any(ADJECTIVES);
            element(&mut c)
        });
        if let Some(element) = found {
            clause.note(element);
            *cur = c;
            return true;
        }
    }
    match limit(cur) {
        Some(Limit::Place(scopes, _)) => {
            clause.own.extend(scopes);
            true
        }
        Some(Limit::Way(_) | Limit::Kin(_)) | None => false,
    }
}

impl Clause {
    /// "the label of the button" is a button: the last and the most telling noun counts.
    pub(super) fn note(&mut self, noun: Noun) {
        if self.element.is_none_or(|known| known.element != Element::Button) {
            self.element = Some(noun);
        }
    }
}
