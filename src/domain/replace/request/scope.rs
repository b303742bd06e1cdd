//! Limits of a request: where to look, how to match, which look-alikes to take along.

use super::super::{Element, Kin, Scope};
use super::cursor::Cursor;
use super::tokens::Kind;
use super::words::{ELEMENTS, KIN, NO_PLACE, PLACE_ENDS, PLACES, holds};

/// One limit, as a phrase says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// How to match.
    Way(Way),
    /// Look-alikes to change as well.
    Kin(Vec<Kin>),
    /// Where to look; nothing for the repository itself.
    Place(Vec<Scope>, Certainty),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    AnyCase,
    InsideWords,
    InCode,
    Everywhere,
    /// What holds anyway: "whole words only".
    Usual,
}

/// Whether a phrase can only be a place, or could also be part of an unquoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Certain,
    Likely,
}

const WAYS: &[(&str, Way)] = &[
    (
        "everywhere|all over|all over the place|in all files|in every file|in all the files|\
         all occurrences|all of them|all instances|every occurrence|every instance|in all places|\
         all places|in every place|globally|across the repo|across the repository|\
         across the whole repo|across the entire repo|across the codebase|across the whole codebase|\
         across the entire codebase|across the board|across the project|across the site|\
         across the app|in the whole repo|in the entire repo|throughout the repo|\
         throughout the codebase|throughout the app|throughout|across all files|\
         everywhere in the repo|everywhere it appears|wherever it appears|in the whole project|\
         in the whole codebase|repo-wide|site-wide",
        Way::Everywhere,
    ),
    (
        "ignore case|ignoring case|ignore the case|any case|in any case|case-insensitive|\
         case-insensitively|case insensitive|regardless of case|no matter the case|whatever the case|\
         case doesn't matter",
        Way::AnyCase,
    ),
    (
        "also inside words|inside words|inside words too|even inside words|also inside other words|\
         also inside longer words|as part of words|also as part of words|also as part of longer words|\
         as part of words too|also as part of other words|even as part of words|\
         as part of other words too|as part of longer words too|also within words|within words too",
        Way::InsideWords,
    ),
    (
        "in code blocks too|in the code blocks too|in code too|also in code blocks|\
         also in the code blocks|also in code|including code blocks|including the code blocks|\
         including in code blocks|include code blocks|code blocks too|include the code blocks|\
         and in code blocks too|in code blocks as well|and code blocks too|even in code blocks|\
         and in code blocks|code blocks as well",
        Way::InCode,
    ),
    (
        "whole words only|only whole words|whole word only|match case|case-sensitive|case sensitive|\
         exact case|same case|exact match|exact matches only",
        Way::Usual,
    ),
];

const PREPOSITIONS: &str = "on|in|inside|inside of|within|at|of|for|under|across|throughout|over in";

/// Takes one limit.
pub(super) fn limit(cur: &mut Cursor<'_>) -> Option<Limit> {
    cur.one_of(WAYS).map(Limit::Way).or_else(|| kin(cur).map(Limit::Kin)).or_else(|| {
        let (scopes, certainty) = place(cur)?;
        Some(Limit::Place(scopes, certainty))
    })
}

/// "including tests and docs", "the snapshots too", "and update the tests".
fn kin(cur: &mut Cursor<'_>) -> Option<Vec<Kin>> {
    let mut c = *cur;
    let lead = c.any("including|include|also|also include|and also|and include|plus|including in");
    c.any("and|but");
    let update = c.any("update|change|adjust");
    let kin = kin_list(&mut c)?;
    let suffix = c.any("too|as well|also|accordingly|to match");
    // Updating a translation means translating.
    let wanted = lead || suffix || update;
    if !wanted || !ends(&c) || c.is_quote() || (update && kin.contains(&Kin::Translations)) {
        return None;
    }
    *cur = c;
    Some(kin)
}

/// "the tests, snapshots and the docs".
pub(super) fn kin_list(cur: &mut Cursor<'_>) -> Option<Vec<Kin>> {
    let mut found = Vec::new();
    let mut c = *cur;
    loop {
        c.any("in|for|in the|for the|the|all|all the|any|its|our|their");
        match c.one_of(KIN) {
            Some(kin) => found.push(kin),
            None => break,
        }
        *cur = c;
        let comma = c.mark(',');
        if !c.any("and|or|and also") && !comma {
            break;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a phrase may end here.
pub(super) fn ends(cur: &Cursor<'_>) -> bool {
    cur.word().is_none_or(|word| holds(PLACE_ENDS, word))
}

/// "on the pricing page and the footer", "in src/app.tsx".
fn place(cur: &mut Cursor<'_>) -> Option<(Vec<Scope>, Certainty)> {
    let mut c = *cur;
    let loose = matches!(c.word()?, "for" | "at" | "of");
    c.any(PREPOSITIONS).then_some(())?;
    let (mut scopes, certainty) = spot(&mut c)?;
    if loose && certainty == Certainty::Likely {
        return None;
    }
    *cur = c;
    while !scopes.is_empty() {
        let comma = c.mark(',');
        let joined = c.any("and|or|and also|and on|and in") || comma;
        if !joined || c.is_quote() || kin(&mut c.clone()).is_some() {
            break;
        }
        match spot(&mut c).filter(|_| !c.is_quote()) {
            Some((more, Certainty::Certain)) => scopes.extend(more),
            Some(_) | None => break,
        }
        *cur = c;
    }
    Some((scopes, certainty))
}

/// One place after its preposition.
pub(super) fn spot(cur: &mut Cursor<'_>) -> Option<(Vec<Scope>, Certainty)> {
    if repository(cur) {
        return Some((Vec::new(), Certainty::Certain));
    }
    let scope =
        explicit(cur).or_else(|| file(cur)).or_else(|| element(cur)).map(|scope| (scope, Certainty::Certain));
    let (scope, certainty) = scope.or_else(|| page(cur))?;
    Some((vec![scope], certainty))
}

/// The repository itself, which the caller has resolved already and whose name it has taken out.
///
/// A remaining `a/b` is a path: where it is none, it names a repository that was not meant to be
/// changed, and nothing is found there.
fn repository(cur: &mut Cursor<'_>) -> bool {
    let mut c = *cur;
    let this = "this repo|this repository|the repo|the repository|this project|the codebase|our repo";
    let found = c.any(this) || {
        let the = c.any("the|our|repo|repository");
        let raw = if c.word().is_some() { c.raw() } else { "" };
        let linked = raw.starts_with("https://github.com/") || raw.starts_with("github.com/");
        c.at += 1;
        let noun = c.any("repo|repository");
        linked || (noun && the && !raw.is_empty() && !raw.contains('/'))
    };
    let found = found && ends(&c);
    if found {
        *cur = c;
    }
    found
}

/// The forms that a printed request uses, where the text is taken as it is.
fn explicit(cur: &mut Cursor<'_>) -> Option<Scope> {
    let mut c = *cur;
    let scope = if c.any("the path|path") {
        Scope::Path(quote_or_word(&mut c)?)
    } else if c.any("files matching|files like|paths matching|all files matching|files named") {
        Scope::Glob(quote_or_word(&mut c)?)
    } else if c.any("the page|page") {
        Scope::Page(c.quote()?)
    } else {
        return None;
    };
    *cur = c;
    Some(scope)
}

fn quote_or_word(cur: &mut Cursor<'_>) -> Option<String> {
    if let Some(says) = cur.quote() {
        return Some(says).filter(|says| !says.is_empty());
    }
    let raw = cur.word().filter(|word| !holds(PLACE_ENDS, word)).map(|_| cur.raw().to_owned());
    cur.at += 1;
    raw
}

/// "src/app.tsx", "the file README.md", "the docs folder", "*.md", "`src/a b.html`".
fn file(cur: &mut Cursor<'_>) -> Option<Scope> {
    let mut c = *cur;
    c.any("the|our|all|all the");
    let noun = c.any("file|files|folder|directory|dir|component|page");
    let raw = match c.kind()? {
        Kind::Quote(says) => says.clone(),
        Kind::Word(_) => c.raw().to_owned(),
        Kind::Emoji | Kind::Arrow | Kind::Mark(_) | Kind::Break => return None,
    };
    c.at += 1;
    let noun = c.any("folder|directory|dir") || (noun && is_path(&raw));
    let scope = if raw.contains('*') {
        c.any("files");
        Scope::Glob(raw)
    } else if is_path(&raw) || (noun && !raw.is_empty() && !raw.contains(' ')) {
        c.any("file|files");
        let bare = raw.strip_prefix("./").unwrap_or(&raw).trim_start_matches('/');
        Scope::Path(if bare.is_empty() { raw } else { bare.to_owned() })
    } else {
        return None;
    };
    ends(&c).then(|| *cur = c)?;
    Some(scope)
}

fn is_path(raw: &str) -> bool {
    let clean = !raw.contains(char::is_whitespace) || raw.contains('/') && has_extension(raw);
    clean
        && !raw.contains("://")
        && (raw.contains('/') || has_extension(raw) || raw.starts_with('.') && raw.len() > 2)
}

fn has_extension(raw: &str) -> bool {
    raw.rsplit_once('.').is_some_and(|(name, ext)| {
        !name.is_empty()
            && (1..=10).contains(&ext.len())
            && ext.chars().all(|c| c.is_ascii_alphanumeric())
            && ext.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

/// "the button", "headings", "the table cells".
fn element(cur: &mut Cursor<'_>) -> Option<Scope> {
    let mut c = *cur;
    c.any("the|a|all|all the|any|our");
    c.any("page");
    let element: Element = c.one_of(ELEMENTS)?;
    c.any("text|texts");
    ends(&c).then(|| *cur = c)?;
    Some(Scope::Element(element))
}

/// A part of the product in a person's words.
fn page(cur: &mut Cursor<'_>) -> Option<(Scope, Certainty)> {
    let mut c = *cur;
    let the = c.any("the|our|my|your|its|this");
    if let Some(says) = c.quote().filter(|says| !says.trim().is_empty()) {
        let noun = c.word().filter(|word| holds(PLACES, word)).map(|word| format!("{says} {word}"));
        c.at += usize::from(noun.is_some());
        ends(&c).then(|| *cur = c)?;
        return Some((Scope::Page(noun.unwrap_or(says)), Certainty::Certain));
    }
    let start = c.at;
    let mut known = page_words(&mut c)?;
    while c.word() == Some("of") {
        let mut after = c;
        after.at += 1;
        after.any("the|our|your");
        known = page_words(&mut after)?;
        c = after;
    }
    // "'A' to 'B' in android": behind a quoted text a lone word is a place, not more of the text.
    let quoted = start.checked_sub(2).is_some_and(|at| matches!(c.tokens[at].kind, Kind::Quote(_)));
    let lone = quoted && c.at == start + 1;
    let named = the || known || lone || c.slice(start, start + 1).starts_with(char::is_uppercase);
    (named && ends(&c)).then(|| *cur = c)?;
    let words: Vec<&str> = (start..c.at).map(|at| c.slice(at, at + 1)).collect();
    Some((Scope::Page(words.join(" ")), if known { Certainty::Certain } else { Certainty::Likely }))
}

/// Takes up to five words of a place; whether the last one is known to name a place.
fn page_words(cur: &mut Cursor<'_>) -> Option<bool> {
    let start = cur.at;
    if cur.word().is_none_or(|word| holds(NO_PLACE, word) && !is_name(cur)) {
        return None;
    }
    while let Some(word) = cur.word().filter(|word| !holds(PLACE_ENDS, word) && cur.at - start < 5) {
        cur.at += 1;
        let more = cur.word().is_some_and(|next| holds(PLACES, next));
        if holds(PLACES, word) && !more {
            return Some(true);
        }
    }
    (cur.at > start).then_some(false)
}

/// Whether such a word is the name of a place here: "the style guide", "the time off page".
fn is_name(cur: &Cursor<'_>) -> bool {
    let points = "same|following|first|second|third|last|next|other|rest|all|every|new|separate|pull|word|\
                  words|string|phrase|text|case|place|places|end|beginning|start";
    let mut c = *cur;
    if c.word().is_none_or(|word| holds(points, word)) {
        return false;
    }
    c.at += 1;
    let mut more = (0..3).map_while(|_| {
        let word = c.word().filter(|word| !holds(PLACE_ENDS, word))?;
        c.at += 1;
        Some(holds(PLACES, word))
    });
    more.any(|place| place)
}
