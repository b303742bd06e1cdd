//! What has been read so far, and what it comes to.

use std::collections::BTreeSet;

use super::super::{
    Breadth, Case, Code, How, Kin, MAX_PAIRS, MAX_TEXT_BYTES, NotUnderstood, Pair, Request, Scope, Words,
};
use super::scope::{Limit, Way};

/// The way of matching when nothing is said about it.
pub(super) const USUAL: How =
    How { words: Words::Whole, case: Case::Exact, code: Code::Skip, breadth: Breadth::OneMeaning };

/// A request while it is read.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) entries: Vec<Entry>,
    /// Scopes on a line of their own.
    pub(super) shared: Vec<Scope>,
    /// Scopes that wait for the pair after them.
    pub(super) waiting: Vec<Scope>,
    pub(super) how: How,
    pub(super) include: BTreeSet<Kin>,
    /// New texts without an old one.
    pub(super) orphans: Vec<String>,
    /// Old texts without a new one.
    pub(super) widows: Vec<String>,
    /// Other readings of the one unquoted clause.
    pub(super) readings: Vec<Vec<Entry>>,
    /// Two places side by side limit each other, which a request cannot say.
    pub(super) clash: bool,
}

/// A pair and the scopes that stand around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) pair: Pair,
    pub(super) before: Vec<Scope>,
    /// Said of this text only: "the button 'A'".
    pub(super) own: Vec<Scope>,
    pub(super) after: Vec<Scope>,
}

impl Entry {
    pub(super) fn new(from: &str, to: &str) -> Self {
        let pair = Pair { from: from.to_owned(), to: to.to_owned() };
        Self { pair, before: Vec::new(), own: Vec::new(), after: Vec::new() }
    }

    fn scopes(&self) -> Vec<Scope> {
        unique([&self.before, &self.own, &self.after].into_iter().flatten().cloned())
    }
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            entries: Vec::new(),
            shared: Vec::new(),
            waiting: Vec::new(),
            how: USUAL,
            include: BTreeSet::new(),
            orphans: Vec::new(),
            widows: Vec::new(),
            readings: Vec::new(),
            clash: false,
        }
    }

    /// Adds what holds for the whole request; returns the places, which may not.
    pub(super) fn note(&mut self, limit: Limit) -> Option<Vec<Scope>> {
        match limit {
            Limit::Way(Way::AnyCase) => self.how.case = Case::Any,
            Limit::Way(Way::InsideWords) => self.how.words = Words::Anywhere,
            Limit::Way(Way::InCode) => self.how.code = Code::Include,
            Limit::Way(Way::Everywhere) => self.how.breadth = Breadth::Everywhere,
            Limit::Way(Way::Usual) => {}
            Limit::Kin(kin) => self.include.extend(kin),
            Limit::Place(scopes, _) => return Some(scopes),
        }
        None
    }

    /// Whether nothing but limits was read.
    pub(super) fn only_limits(&self) -> bool {
        self.entries.is_empty()
            && self.orphans.is_empty()
            && self.widows.is_empty()
            && self.readings.is_empty()
    }

    /// All places, when there is no pair to attach them to.
    pub(super) fn places(&self) -> Vec<Scope> {
        unique(self.shared.iter().chain(&self.waiting).cloned())
    }

    pub(super) fn finish(mut self) -> Result<Request, NotUnderstood> {
        if let Some(from) = self.widows.pop() {
            return Err(long([&from]).unwrap_or(NotUnderstood::NoNewText { from }));
        }
        if let Some(to) = self.orphans.pop() {
            return Err(long([&to]).unwrap_or(NotUnderstood::NoOldText { to }));
        }
        if !self.readings.is_empty() {
            return Err(self.ambiguous());
        }
        let scope = self.scope().ok_or(NotUnderstood::NotAReplacement)?;
        let pairs = pairs(&self.entries)?;
        let request = Request { pairs, scope, how: self.how, include: self.include };
        if self.clash {
            return Err(apart(&request));
        }
        Ok(request)
    }

    fn ambiguous(self) -> NotUnderstood {
        if !self.entries.is_empty() {
            return NotUnderstood::NotAReplacement;
        }
        let waiting = &self.waiting;
        let read = self.readings.iter().filter_map(|entries| {
            let mut draft = Self { entries: entries.clone(), readings: Vec::new(), ..self.clone() };
            if let Some(first) = draft.entries.first_mut() {
                first.before.clone_from(waiting);
            }
            draft.finish().ok()
        });
        let mut readings: Vec<Request> = Vec::new();
        for request in read {
            if !readings.contains(&request) {
                readings.push(request);
            }
        }
        match readings.len() {
            0 => NotUnderstood::NotAReplacement,
            _ => NotUnderstood::Ambiguous { readings },
        }
    }

    /// The scope of all pairs; nothing when pairs have scopes of their own, which a request cannot say.
    fn scope(&self) -> Option<Vec<Scope>> {
        let (first, last) = (self.entries.first()?, self.entries.last()?);
        let mut scope = unique(self.shared.iter().chain(&self.waiting).cloned());
        let own = first.scopes();
        let count = self.entries.len();
        let fits = |(at, entry): (usize, &Entry)| {
            let leads = at == 0 || entry.before.is_empty();
            let trails = at + 1 == count || entry.after.is_empty();
            entry.own.is_empty() && leads && trails
        };
        if self.entries.iter().all(|entry| entry.scopes() == own) {
            scope.extend(own);
        } else if self.entries.iter().enumerate().all(fits) {
            scope.extend(first.before.iter().chain(&last.after).cloned());
        } else {
            return None;
        }
        Some(unique(scope))
    }
}

fn pairs(entries: &[Entry]) -> Result<Vec<Pair>, NotUnderstood> {
    let mut pairs: Vec<Pair> = Vec::new();
    for Entry { pair, .. } in entries {
        if let Some(error) = long([&pair.from, &pair.to]) {
            return Err(error);
        }
        if pair.from == pair.to {
            return Err(NotUnderstood::Same { text: pair.from.clone() });
        }
        if pair.from.is_empty() {
            return Err(NotUnderstood::NoOldText { to: pair.to.clone() });
        }
        match pairs.iter().find(|known| known.from == pair.from) {
            Some(known) if known.to == pair.to => {}
            // One text cannot become two.
            Some(_) => return Err(NotUnderstood::NotAReplacement),
            None if pairs.len() == MAX_PAIRS => return Err(NotUnderstood::TooLong),
            None => pairs.push(pair.clone()),
        }
    }
    Ok(pairs)
}

fn long<const N: usize>(texts: [&String; N]) -> Option<NotUnderstood> {
    texts.iter().any(|text| text.len() > MAX_TEXT_BYTES).then_some(NotUnderstood::TooLong)
}

/// "on the pricing page in the footer": both hold, and a request can say only one or either.
fn apart(request: &Request) -> NotUnderstood {
    let is_element = |scope: &&Scope| matches!(scope, Scope::Element(_));
    let elements: Vec<Scope> = request.scope.iter().filter(is_element).cloned().collect();
    let places = request.scope.iter().filter(|scope| !is_element(scope));
    let narrow = |place: &Scope| {
        let scope = [std::slice::from_ref(place), &elements].concat();
        Request { scope, ..request.clone() }
    };
    NotUnderstood::Ambiguous { readings: places.map(narrow).collect() }
}

pub(super) fn unique(scopes: impl IntoIterator<Item = Scope>) -> Vec<Scope> {
    let mut kept = Vec::new();
    for scope in scopes {
        if !kept.contains(&scope) {
            kept.push(scope);
        }
    }
    kept
}
