//! One clause: what becomes what, around quoted texts. Unquoted ones are left to [`super::plain`].

use super::super::Scope;
use super::cursor::Cursor;
use super::draft::Entry;
use super::named::{Named, Noun, compound, element, named};
use super::plain;
use super::scope::{Limit, ends, limit};
use super::tokens::Kind;
use super::words::{
    ALL_OF, BLANK, CHANGE, DETERMINERS, INSTEAD, IS_WRONG, NOTHING, POINTS_BACK, REMOVE, SHOULD, TEXT_NOUNS,
    TO, USE, Verb,
};

/// What a clause says.
#[derive(Debug, Default)]
pub(super) struct Clause {
    pub(super) entries: Vec<Entry>,
    /// An old text without a new one.
    pub(super) widow: Option<String>,
    /// A new text without an old one.
    pub(super) orphan: Option<String>,
    /// Readings of unquoted texts, when there are several.
    pub(super) readings: Vec<Vec<Entry>>,
    /// "all occurrences of".
    pub(super) all: bool,
    /// Scopes of the clause; of its texts once they are known.
    pub(super) own: Vec<Scope>,
    /// The element that is named: "the button 'A'".
    pub(super) element: Option<Noun>,
    /// Only a part of what it says is named: "the word in the heading".
    pub(super) part: bool,
    /// Neither a verb nor a noun nor quotes around the old text say that it is one.
    pub(super) bare: bool,
}

impl Clause {
    /// With these readings, or with the only one.
    pub(super) fn of(readings: Vec<Vec<Entry>>) -> Self {
        match <[_; 1]>::try_from(readings) {
            Ok([entries]) => Self { entries, ..Self::default() },
            Err(readings) => Self { readings, ..Self::default() },
        }
    }
}

/// Takes a clause.
pub(super) fn clause(cur: &mut Cursor<'_>) -> Option<Clause> {
    let mut c = *cur;
    let clause = removal(&mut c)
        .or_else(|| instead_first(&mut c))
        .or_else(|| used(&mut c))
        .or_else(|| changed(&mut c))?;
    *cur = c;
    Some(clause)
}

/// "remove the word 'beta'": not a button, which is more than its text.
fn removal(cur: &mut Cursor<'_>) -> Option<Clause> {
    let mut c = *cur;
    let mut clause = Clause::default();
    c.any(REMOVE).then_some(())?;
    clause.all = c.any(ALL_OF);
    c.any(DETERMINERS);
    c.any("extra|stray|literal");
    let noun = c.any(TEXT_NOUNS);
    let mut texts = texts(&mut c);
    if texts.is_empty() && noun {
        texts.extend(c.word().map(|_| c.raw().to_owned()));
        c.at += 1;
    }
    c.any(TEXT_NOUNS);
    if c.word() == Some("from") {
        let mut inner = c;
        // "from the heading" is where, as "in the heading" is.
        inner.at += 1;
        let (scopes, _) = super::scope::spot(&mut inner)?;
        clause.own.extend(scopes);
        c = inner;
    }
    clause.entries = texts.iter().map(|text| Entry::new(text, "")).collect();
    (!texts.is_empty()).then(|| *cur = c)?;
    Some(clause)
}

/// "instead of 'A' say 'B'".
fn instead_first(cur: &mut Cursor<'_>) -> Option<Clause> {
    let mut c = *cur;
    let mut clause = Clause::default();
    c.any("instead of|rather than|in place of").then_some(())?;
    named(&mut c, &mut clause);
    let old = c.quote()?;
    c.mark(',');
    c.any("please|can you|could you|let's|we should|you should|it should");
    c.any(USE).then_some(())?;
    named(&mut c, &mut clause);
    let new = c.quote()?;
    clause.entries.push(Entry::new(&old, &new));
    *cur = c;
    Some(clause)
}

/// "use 'B' instead of 'A'", "'B' instead of 'A'", "the button should say 'B', not 'A'".
fn used(cur: &mut Cursor<'_>) -> Option<Clause> {
    let mut c = *cur;
    let mut clause = Clause::default();
    let said = c.any(USE) || c.any("we want|i want");
    let mut states = false;
    if !said {
        let asked = c.one_of(CHANGE).is_some();
        let about = named(&mut c, &mut clause);
        let should = (about.noun || about.determiner || c.at > cur.at) && wanted(&mut c, Some(Verb::Make));
        if !should && c.at > cur.at && !about.says {
            return None;
        }
        // "the button says 'A'" tells what is there now.
        states = !asked && !should && about.says;
    }
    named(&mut c, &mut clause);
    let new = c.quote()?;
    let here = c;
    c.mark(',');
    c.mark('-');
    if states && c.clone().any("not|and not") {
        return None;
    }
    if c.any(INSTEAD) {
        named(&mut c, &mut clause);
        if let Some(other) = c.quote() {
            *cur = c;
            let (old, new) = if states { (new, other) } else { (other, new) };
            clause.entries.push(Entry::new(&old, &new));
            return Some(clause);
        }
    }
    let mut after = here;
    if said && (after.any("instead|please|now") || true_end(&after)) {
        *cur = after;
        clause.orphan = Some(new);
        return Some(clause);
    }
    None
}

/// Whether nothing that could be an old text follows.
fn true_end(cur: &Cursor<'_>) -> bool {
    match cur.kind() {
        None | Some(Kind::Break | Kind::Emoji | Kind::Mark(_)) => true,
        Some(Kind::Word(word)) => {
            matches!(word.as_str(), "in" | "on" | "please" | "thanks" | "everywhere" | "and")
        }
        Some(Kind::Quote(_) | Kind::Arrow) => false,
    }
}

/// "change 'A' to 'B'", "'A' should be 'B'", "make the button say 'B'".
fn changed(cur: &mut Cursor<'_>) -> Option<Clause> {
    let mut c = *cur;
    let mut clause = Clause::default();
    let verb = c.one_of(CHANGE);
    // The colon and the line's end before a clause are not its own.
    if verb.is_some() {
        gap(&mut c);
    }
    let about = named(&mut c, &mut clause);
    if c.at > cur.at {
        gap(&mut c);
    }
    let start = c;
    let olds = texts(&mut c);
    if olds.is_empty() {
        return unquoted(cur, start, verb, (about, clause));
    }
    after_text(&mut c, &mut clause);
    let mut joined = c;
    if !wanted_after(&mut joined, verb) {
        let exchange = verb == Some(Verb::Swap) && olds.len() > 1;
        let asked = verb.is_some_and(|verb| !matches!(verb, Verb::Make | Verb::Find)) || about.noun;
        let lone = asked && !exchange;
        let last = olds.into_iter().next_back().filter(|_| lone)?;
        clause.widow = Some(last);
        *cur = c;
        return Some(clause);
    }
    c = joined;
    let news = new_text(&mut c, olds.last()?)?;
    let entries = |new: &String| olds.iter().map(|old| Entry::new(old, new)).collect::<Vec<_>>();
    let Clause { entries, readings, .. } = Clause::of(news.iter().map(entries).collect());
    clause = Clause { entries, readings, ..clause };
    let mut after = c;
    if after.any("instead of|rather than|not") && after.quote().is_some_and(|text| olds.contains(&text)) {
        c = after;
    }
    *cur = c;
    Some(clause)
}

/// The rest of a clause whose old text is not quoted, or is missing.
fn unquoted(
    cur: &mut Cursor<'_>,
    start: Cursor<'_>,
    verb: Option<Verb>,
    (about, mut clause): (Named, Clause),
) -> Option<Clause> {
    let mut c = start;
    let thing = about.noun || about.determiner || verb.is_some();
    if thing && !about.says && wanted(&mut c, verb) {
        named(&mut c, &mut Clause::default());
        if let Some(new) = c.quote() {
            clause.orphan = Some(new);
            cur.at = c.at;
            return Some(clause);
        }
    }
    let (readings, end) = plain::readings(start, verb, &about)?;
    cur.at = end;
    let bare = verb.is_none() && !about.noun && !about.determiner && !about.says;
    let Clause { entries, readings, .. } = Clause::of(readings);
    Some(Clause { entries, readings, bare, ..clause })
}

/// Passes a line's end or a colon inside a clause.
fn gap(cur: &mut Cursor<'_>) {
    let mut c = *cur;
    while c.mark(':') || c.mark(',') || c.take(|kind| *kind == Kind::Break) {}
    if c.is_quote() {
        *cur = c;
    }
}

/// 'A', 'B' and 'C'.
fn texts(cur: &mut Cursor<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut c = *cur;
    while let Some(text) = c.quote() {
        found.push(text);
        *cur = c;
        let comma = c.mark(',');
        if !c.any("and|or|and also") && !comma {
            break;
        }
        c.any(DETERMINERS);
    }
    // A list needs one new text for all: otherwise each has its own, and only the first is ours.
    found
}

/// After an old text: "button", "on the pricing page", "is a typo,".
fn after_text(cur: &mut Cursor<'_>, clause: &mut Clause) {
    loop {
        let mut c = *cur;
        if let Some(element) = element(&mut c).or_else(|| compound(&mut c)) {
            clause.note(element);
        } else if let Some(found) = limit(&mut c) {
            match found {
                Limit::Place(scopes, _) => clause.own.extend(scopes),
                Limit::Way(super::scope::Way::Everywhere) => clause.all = true,
                Limit::Way(_) | Limit::Kin(_) => return,
            }
            // What follows the last text of a clause belongs to the request: see the reader.
            if !wanted_after(&mut c.clone(), Some(Verb::Find)) {
                clause.own.clear();
                return;
            }
        } else if !c.any(TEXT_NOUNS) && c.compound(&[(TEXT_NOUNS, ())]).is_none() && !c.any(IS_WRONG) {
            return;
        }
        *cur = c;
    }
}

/// What leads from the old text to the new one, over commas and ends of lines.
fn wanted_after(cur: &mut Cursor<'_>, verb: Option<Verb>) -> bool {
    let mut c = *cur;
    while c.mark(',') || c.mark('-') || c.mark('.') || c.mark(';') || c.take(|kind| *kind == Kind::Break) {}
    let verb = verb.or(Some(Verb::Change));
    let found = wanted(&mut c, verb) || (c.any(POINTS_BACK) && wanted(&mut c, verb));
    if found {
        *cur = c;
    }
    found
}

/// "to", "should be", "→" before a new text.
fn wanted(cur: &mut Cursor<'_>, verb: Option<Verb>) -> bool {
    let mut c = *cur;
    let word = c.word();
    let fits = match word {
        Some("for") => verb == Some(Verb::Swap),
        Some("say" | "read" | "be") => verb == Some(Verb::Make),
        _ => true,
    };
    let found = fits && (c.arrow() || c.any(SHOULD) || c.any(TO));
    if found {
        *cur = c;
    }
    found
}

/// The new text after "to", quoted or not, in each way to read it.
fn new_text(cur: &mut Cursor<'_>, old: &str) -> Option<Vec<String>> {
    let mut c = *cur;
    gap(&mut c);
    if let Some(said) = c.one_of(&[(NOTHING, ""), (BLANK, " ")]).filter(|_| ends(&c)) {
        *cur = c;
        return Some(vec![said.to_owned()]);
    }
    c.any("just|simply|now|instead");
    named(&mut c, &mut Clause::default());
    gap(&mut c);
    if let Some(text) = c.quote() {
        // "to the 'B' text".
        if !matches!(c.word(), Some("button" | "link")) {
            c.any("instead|text");
        }
        *cur = c;
        return Some(vec![text]);
    }
    let (texts, end) = plain::new_text(*cur, old)?;
    cur.at = end;
    Some(texts)
}
