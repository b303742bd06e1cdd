//! Which of several changes a limit is meant for.
//!
//! A limit on a line or in a sentence of its own is meant for all changes, or for those after it where it
//! is a heading between them. Inside a sentence, what leads or trails its changes is meant for all of
//! them, and what stands between two for the one before it. A request has one scope: where the changes
//! would come to different limits there is no request.

use super::super::{Element, Scope};
use super::draft::{Draft, Entry, unique};
use super::scope::Way;

/// Where something stands in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stand {
    /// Sentences and lines before it.
    pub(super) sentence: usize,
    /// Clauses before it.
    pub(super) clause: usize,
}

/// How a limit follows on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// "and in the footer": either.
    Joined,
    /// Said for itself.
    Apart,
}

/// A limit on where or how, as it was said.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) what: What,
    pub(super) stand: Stand,
    pub(super) link: Link,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Places(Vec<Scope>),
    /// The kind of element that is called so.
    Called(Element),
    Way(Way),
}

impl What {
    /// The kinds of elements in it, and the rest of it.
    pub(super) fn split(&self) -> (Vec<Self>, Option<Self>) {
        match self {
            Self::Called(_) => (vec![self.clone()], None),
            Self::Way(_) => (Vec::new(), Some(self.clone())),
            Self::Places(scopes) => {
                let (places, elements): (Vec<_>, Vec<_>) = scopes.iter().cloned().partition(is_place);
                let elements = elements.into_iter().map(|element| Self::Places(vec![element]));
                (elements.collect(), (!places.is_empty()).then_some(Self::Places(places)))
            }
        }
    }
}

/// What limits one change.
#[derive(Debug, Default)]
pub(super) struct Reach {
    pub(super) scope: Vec<Scope>,
    pub(super) called: Option<Element>,
    ways: Vec<Way>,
    /// Places that limit each other ("on the pricing page in the footer"), which a request cannot say.
    pub(super) clash: bool,
}

impl Reach {
    fn is_as(&self, other: &Self) -> bool {
        let scope = |reach: &Self| sorted(reach.scope.clone());
        scope(self) == scope(other)
            && self.called == other.called
            && sorted(self.ways.clone()) == sorted(other.ways.clone())
    }

    pub(super) fn add(&mut self, said: &Said) {
        match &said.what {
            What::Way(Way::Usual) => {}
            What::Way(way) => self.ways.push(*way),
            What::Called(element) => {
                // "Buttons: the label 'A' → 'B'": a label in a button.
                let around = self.called.replace(*element).filter(|around| around != element);
                self.scope.extend(around.map(Scope::Element));
            }
            What::Places(scopes) => {
                let adds = scopes.iter().any(|scope| is_place(scope) && !self.scope.contains(scope));
                self.clash |= said.link == Link::Apart && adds && self.scope.iter().any(is_place);
                self.scope.extend(scopes.iter().cloned());
            }
        }
    }
}

/// The limits that all changes of a draft share; nothing when they differ.
pub(super) fn shared(draft: &Draft) -> Option<Reach> {
    let mut all = draft.entries.iter().map(|entry| of(entry, draft));
    let mut first = all.next()?;
    if !all.all(|other| other.is_as(&first)) {
        return None;
    }
    first.scope = unique(std::mem::take(&mut first.scope));
    Some(first)
}

fn of(entry: &Entry, draft: &Draft) -> Reach {
    let mut reach = Reach::default();
    let (before, after): (Vec<&Said>, Vec<&Said>) = draft
        .said
        .iter()
        .filter(|said| means(said, entry, draft))
        .partition(|said| said.stand.clause <= entry.stand.clause);
    before.into_iter().for_each(|said| reach.add(said));
    for what in entry.own.iter().cloned() {
        reach.add(&Said { what, stand: entry.stand, link: Link::Apart });
    }
    after.into_iter().for_each(|said| reach.add(said));
    reach
}

fn means(said: &Said, entry: &Entry, draft: &Draft) -> bool {
    let with = |other: &&Entry| other.stand.sentence == said.stand.sentence;
    let clauses = || draft.entries.iter().filter(with).map(|other| other.stand.clause);
    let all = || draft.entries.iter().map(|other| other.stand.clause);
    let (Some(first), Some(last)) = (clauses().min(), clauses().max()) else {
        // Behind all of them, or a heading.
        return all().all(|clause| clause < said.stand.clause) || said.stand.clause <= entry.stand.clause;
    };
    if entry.stand.sentence != said.stand.sentence {
        return false;
    }
    let around = said.stand.clause <= first || said.stand.clause > last;
    around || entry.stand.clause + 1 == said.stand.clause
}

pub(super) fn is_place(scope: &Scope) -> bool {
    scope.element().is_none()
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}
