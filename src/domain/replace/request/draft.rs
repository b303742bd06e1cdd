//! What has been read so far, and what it comes to.

use std::collections::BTreeSet;

use super::super::{
    Breadth, Case, Code, Element, How, Kin, MAX_PAIRS, MAX_TEXT_BYTES, NotUnderstood, Pair, Request, Scope,
    Words,
};
use super::reach::{Reach, Said, Stand, What, is_place, shared};
use super::scope::Way;

/// The way of matching when nothing is said about it.
pub(super) const USUAL: How =
    How { words: Words::Whole, case: Case::Exact, code: Code::Skip, breadth: Breadth::OneMeaning };

/// A request while it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) entries: Vec<Entry>,
    /// Limits on where and how, in the order of the message.
    pub(super) said: Vec<Said>,
    pub(super) include: BTreeSet<Kin>,
    /// New texts without an old one.
    pub(super) orphans: Vec<String>,
    /// Old texts without a new one.
    pub(super) widows: Vec<String>,
    /// Other readings of the one unquoted clause.
    pub(super) readings: Vec<Vec<Entry>>,
}

/// A pair, what is said of it alone, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) pair: Pair,
    /// "the button 'A'".
    pub(super) own: Vec<What>,
    pub(super) stand: Stand,
}

impl Entry {
    pub(super) fn new(from: &str, to: &str) -> Self {
        let pair = Pair { from: from.to_owned(), to: to.to_owned() };
        Self { pair, own: Vec::new(), stand: Stand::default() }
    }

    pub(super) fn limited(mut self, scopes: &[Scope]) -> Self {
        self.own.extend((!scopes.is_empty()).then(|| What::Places(scopes.to_vec())));
        self
    }
}

impl Draft {
    /// Whether nothing but limits was read.
    pub(super) fn only_limits(&self) -> bool {
        self.entries.is_empty()
            && self.orphans.is_empty()
            && self.widows.is_empty()
            && self.readings.is_empty()
    }

    /// All that is said about where, when there is no pair that it is said of.
    pub(super) fn reach(&self) -> Reach {
        let mut reach = Reach::default();
        self.said.iter().for_each(|said| reach.add(said));
        reach.scope = unique(std::mem::take(&mut reach.scope));
        reach
    }

    /// How to match, by all that is said.
    pub(super) fn how(&self) -> How {
        let own = self.entries.iter().flat_map(|entry| &entry.own);
        let mut how = USUAL;
        for what in self.said.iter().map(|said| &said.what).chain(own) {
            match what {
                What::Way(Way::AnyCase) => how.case = Case::Any,
                What::Way(Way::InsideWords) => how.words = Words::Anywhere,
                What::Way(Way::InCode) => how.code = Code::Include,
                What::Way(Way::Everywhere) => how.breadth = Breadth::Everywhere,
                What::Way(Way::Usual) | What::Places(_) | What::Called(_) => {}
            }
        }
        how
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
        if self.entries.is_empty() {
            return Err(NotUnderstood::NotAReplacement);
        }
        let Some(reach) = shared(&self) else { return Err(self.of_some_elements()) };
        let pairs = pairs(&self.entries)?;
        let how = self.how();
        let request = Request { pairs, called: reach.called, scope: reach.scope, how, include: self.include };
        if names_a_target(&request) {
            return Err(NotUnderstood::NotAReplacement);
        }
        if reach.clash {
            return Err(apart(&request));
        }
        Ok(request)
    }

    /// "rename the title 'A' to 'B' and 'C' to 'D'": the second may be a title too, or any text.
    fn of_some_elements(self) -> NotUnderstood {
        let of = |entry: &Entry| unique(entry.own.iter().flat_map(|what| what.split().0));
        let named = unique(self.entries.iter().flat_map(of));
        // Named behind another change, it is said of its own text only.
        let first = self.entries.first().is_some_and(|entry| !of(entry).is_empty());
        if named.len() != 1 || !first || self.entries.iter().all(|entry| !of(entry).is_empty()) {
            return NotUnderstood::SeveralPlaces;
        }
        let read = |element: &[What]| {
            let mut draft = self.clone();
            for entry in &mut draft.entries {
                let rest = entry.own.iter().filter_map(|what| what.split().1);
                entry.own = rest.chain(element.iter().cloned()).collect();
            }
            draft.finish().ok()
        };
        match (read(&named), read(&[])) {
            (Some(all), Some(none)) => NotUnderstood::Ambiguous { readings: vec![all, none] },
            (_, _) => NotUnderstood::SeveralPlaces,
        }
    }

    fn ambiguous(self) -> NotUnderstood {
        let clauses = || self.readings.iter().flatten().map(|entry| entry.stand.clause);
        if clauses().min() != clauses().max() {
            // Two open questions at once are too many.
            return NotUnderstood::NotAReplacement;
        }
        let read = self.readings.iter().filter_map(|reading| {
            let mut entries: Vec<Entry> = self.entries.iter().chain(reading).cloned().collect();
            entries.sort_by_key(|entry| entry.stand.clause);
            Self { entries, readings: Vec::new(), ..self.clone() }.finish().ok()
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

/// "change the 'Learn more' link to https://acme.com": its target shall change, which is not this text.
fn names_a_target(request: &Request) -> bool {
    let link = request.elements().any(|element| element == Element::Link);
    link && request.pairs.iter().any(|pair| is_address(&pair.to) && !is_address(&pair.from))
}

/// Whether a text can only be the target of a link.
fn is_address(text: &str) -> bool {
    let schemes = ["http://", "https://", "mailto:", "www."];
    let begins = schemes.iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    begins && !text.contains(char::is_whitespace)
}

/// "on the pricing page in the footer": both hold, and a request can say only one or either.
fn apart(request: &Request) -> NotUnderstood {
    let elements: Vec<Scope> = request.scope.iter().filter(|scope| !is_place(scope)).cloned().collect();
    let places = request.scope.iter().filter(|scope| is_place(scope));
    let narrow = |place: &Scope| {
        let scope = [std::slice::from_ref(place), &elements].concat();
        Request { scope, ..request.clone() }
    };
    NotUnderstood::Ambiguous { readings: places.map(narrow).collect() }
}

pub(super) fn unique<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}
