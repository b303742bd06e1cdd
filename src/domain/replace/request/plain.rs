//! Texts without quotes, where they are unambiguous.
//!
//! An unquoted text must look like one: it does not begin as a description ("the login flow"), it
//! holds no second sentence, and exactly one "to" can divide old from new. Where two readings are
//! left, both are returned: asking is better than a wrong change.

use super::super::{Element, Scope};
use super::cursor::Cursor;
use super::draft::Entry;
use super::named::Named;
use super::reach::What;
use super::scope::{Certainty, Limit, limit};
use super::tokens::{Kind, Token};
use super::words::{CHANGE, CLOSERS, ELEMENTS, NO_TEXT_START, Verb, WORK, holds};

/// Most tokens of a line with unquoted texts.
const MAX_LINE: usize = 64;
/// Most words of one unquoted text.
const MAX_WORDS: usize = 12;
/// Most readings to choose from.
const MAX_READINGS: usize = 4;

/// The readings of what begins at `start`, and where it ends.
pub(super) fn readings(
    start: Cursor<'_>,
    verb: Option<Verb>,
    about: &Named,
) -> Option<(Vec<Vec<Entry>>, usize)> {
    let described = about.determiner && !about.noun && !about.says;
    let line = line(start);
    if let Some(at) = (start.at..line.tokens.len()).find(|&at| matches!(line.tokens[at].kind, Kind::Quote(_)))
    {
        return half_quoted(line, at, verb, described);
    }
    let tails = tails(line, verb);
    let end = *tails.first()?;
    let body = line.upto(end);
    let divided = divide(body, verb, about)?;
    let sign = last_sign(line, end);
    let mut all = Vec::new();
    for mut entries in divided {
        if let Some(last) = entries.last_mut() {
            last.pair.to = with_sign(&last.pair.from, &last.pair.to, sign);
        }
        let button = button_readings(&entries, described)?;
        all.extend(button);
    }
    if tails.len() > 1 {
        let places = tail_places(Cursor { at: end, ..line })?;
        for entry in all.iter_mut().flatten() {
            *entry = entry.clone().limited(&places);
        }
    }
    for &longer in &tails[1..] {
        all.extend(divide(line.upto(longer), verb, about).unwrap_or_default());
    }
    if let [entry] = all.first()?.as_slice() {
        let bang =
            entry.pair.to.strip_suffix('!').filter(|bare| !bare.is_empty() && *bare != entry.pair.from);
        let calm =
            bang.filter(|_| !entry.pair.from.ends_with('!')).map(|bare| Entry::new(&entry.pair.from, bare));
        all.extend(calm.map(|entry| vec![entry]));
    }
    all.truncate(MAX_READINGS);
    // With several readings, what follows is part of some of them.
    let over = if tails.len() > 1 { *tails.last()? } else { end };
    Some((all, over))
}

/// An unquoted new text up to the end of its line, and where it ends.
///
/// A sign behind it that ends the quoted `old` one, too, may end the text or the message: both are told.
pub(super) fn new_text(start: Cursor<'_>, old: &str) -> Option<(Vec<String>, usize)> {
    let line = line(start);
    let tails = tails(line, None);
    let [end] = tails.as_slice() else { return None };
    let text = text(line, start.at, *end)?;
    let signed = with_sign(old, &text, last_sign(line, *end));
    let bare = Some(text).filter(|bare| *bare != signed);
    Some(([signed].into_iter().chain(bare).collect(), *end))
}

/// The sign right behind a text that may be the last one of it.
fn last_sign(line: Cursor<'_>, end: usize) -> &str {
    let before = end.checked_sub(1).and_then(|at| line.tokens.get(at));
    let signs = |token: &Token| matches!(token.kind, Kind::Mark('.' | '?' | ')'));
    match (before, line.tokens.get(end)) {
        (Some(before), Some(sign)) if before.end == sign.start && signs(sign) => line.slice(end, end + 1),
        (_, _) => "",
    }
}

/// The new text with the sign behind it, where the old one keeps the same.
fn with_sign(old: &str, new: &str, sign: &str) -> String {
    let opened = sign != ")" || new.rfind('(') > new.rfind(')');
    let kept = !sign.is_empty() && old.ends_with(sign) && !new.ends_with(sign) && opened;
    if kept { format!("{new}{sign}") } else { new.to_owned() }
}

/// The message up to the end of the line or the next semicolon.
fn line(start: Cursor<'_>) -> Cursor<'_> {
    let stops = |kind: &Kind| matches!(kind, Kind::Break | Kind::Mark(';'));
    let len = start.tokens[start.at..].iter().take(MAX_LINE).take_while(|token| !stops(&token.kind)).count();
    start.upto(start.at + len)
}

/// Where the texts may end: first the earliest end after which only limits and thanks stand, then,
/// when one of the limits could be part of a text, the end of the line.
fn tails(line: Cursor<'_>, verb: Option<Verb>) -> Vec<usize> {
    // "Thanks → Thank you": something is left for the new text.
    let begun = connectives(line, verb, Strictness::Any);
    for at in line.at + 1..line.tokens.len() {
        if begun.iter().any(|&(_, new_start)| new_start == at) {
            continue;
        }
        match tail(Cursor { at, ..line }) {
            Some(Certainty::Certain) => return vec![at],
            Some(Certainty::Likely) => return vec![at, line.tokens.len()],
            None => {}
        }
    }
    vec![line.tokens.len()]
}

/// Whether only limits and fillers stand from here on.
fn tail(cur: Cursor<'_>) -> Option<Certainty> {
    let mut c = cur;
    let mut certainty = Certainty::Certain;
    let mut joining = false;
    while !c.done() {
        let found = limit(&mut c);
        joining &= found.is_none();
        match found {
            Some(Limit::Place(_, Certainty::Likely)) => certainty = Certainty::Likely,
            Some(Limit::Place(..) | Limit::Way(_) | Limit::Kin(_)) => {}
            None => {
                let sign = c.take(|kind| matches!(kind, Kind::Mark(',' | '.' | '?' | '(' | ')' | '-')));
                let polite = sign || c.any(CLOSERS) || thanks(&mut c);
                // "See also" is a text; "also in the footer" joins a limit.
                let joiner = !polite && c.any("and|also|but|but only|only|and also");
                joining |= joiner;
                (polite || joiner).then_some(())?;
            }
        }
    }
    (!joining).then_some(certainty)
}

/// The places in a tail; nothing when it holds a limit that is no place.
fn tail_places(cur: Cursor<'_>) -> Option<Vec<Scope>> {
    let mut c = cur;
    let mut places = Vec::new();
    while !c.done() {
        match limit(&mut c) {
            Some(Limit::Place(scopes, _)) => places.extend(scopes),
            Some(Limit::Way(_) | Limit::Kin(_)) => return None,
            None => c.at += 1,
        }
    }
    Some(places)
}

/// An emoji that says please or thanks; another may be part of a text.
fn thanks(cur: &mut Cursor<'_>) -> bool {
    let polite = [
        "🙏",
        "🙂",
        "😊",
        "😀",
        "😄",
        "😅",
        "👍",
        "🙌",
        "❤️",
        "🎉",
        ":pray:",
        ":slightly_smiling_face:",
        ":smile:",
        ":thumbsup:",
        ":+1:",
        ":raised_hands:",
    ];
    *cur.kind().unwrap_or(&Kind::Break) == Kind::Emoji && polite.contains(&cur.raw()) && {
        cur.at += 1;
        true
    }
}

/// An unquoted old text before "to 'B'".
fn half_quoted(
    line: Cursor<'_>,
    quote: usize,
    verb: Option<Verb>,
    described: bool,
) -> Option<(Vec<Vec<Entry>>, usize)> {
    let split = connectives(line, verb, Strictness::Any).into_iter().find(|&(_, after)| after == quote)?;
    let mut c = Cursor { at: quote, ..line };
    let new = c.quote()?;
    let old = text(line, line.at, split.0)?;
    let entries = vec![Entry::new(&old, &new)];
    Some((button_readings(&entries, described)?, c.at))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// The word that goes with the verb.
    Proper,
    /// Any word that people use.
    Any,
}

/// Where the new text could begin: (end of the old one, start of the new one).
fn connectives(line: Cursor<'_>, verb: Option<Verb>, strictness: Strictness) -> Vec<(usize, usize)> {
    let words = match (verb, strictness) {
        (None, _) => "becomes|should be|should read|should say",
        (Some(Verb::Replace), Strictness::Proper) => "with|by",
        (Some(Verb::Swap), Strictness::Proper) => "for|with|to",
        (Some(_), Strictness::Proper) => "to|into",
        (Some(_), Strictness::Any) => "to|with|by|into|as|for|should be|to say|to read",
    };
    let at_each = |arrow: bool| {
        (line.at + 1..line.tokens.len()).filter_map(move |at| {
            let mut c = Cursor { at, ..line };
            let found = if arrow { c.arrow() } else { c.any(words) };
            (found && !c.done()).then_some((at, c.at))
        })
    };
    let arrows: Vec<_> = at_each(true).collect();
    if arrows.is_empty() { at_each(false).collect() } else { arrows }
}

/// All ways to divide a line into pairs.
fn divide(body: Cursor<'_>, verb: Option<Verb>, about: &Named) -> Option<Vec<Vec<Entry>>> {
    let mut splits = connectives(body, verb, Strictness::Proper);
    if splits.is_empty() && verb.is_some() {
        splits = connectives(body, verb, Strictness::Any);
    }
    let arrow = splits.first().is_some_and(|&(at, _)| body.tokens[at].kind == Kind::Arrow);
    let strict = Check { verb, arrow, named: about.noun || about.says };
    if let Some(entries) = list(body, &splits, &strict).filter(|_| splits.len() > 1) {
        return Some(vec![entries]);
    }
    let readings: Vec<_> = splits
        .iter()
        .take(MAX_READINGS)
        .filter_map(|&(old_end, new_start)| {
            strict.entry(body, (body.at, old_end), (new_start, body.tokens.len()))
        })
        .map(|entry| vec![entry])
        .collect();
    (!readings.is_empty()).then_some(readings)
}

/// "Foo to Bar and Baz to Qux": exactly one division between two connectives.
fn list(body: Cursor<'_>, splits: &[(usize, usize)], strict: &Check) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut from = body.at;
    for (at, &(old_end, new_start)) in splits.iter().enumerate() {
        let (new_end, next) = match splits.get(at + 1) {
            Some(&(next_end, _)) => joint(body, new_start, next_end)?,
            None => (body.tokens.len(), body.tokens.len()),
        };
        entries.push(strict.entry(body, (from, old_end), (new_start, new_end))?);
        from = next;
    }
    Some(entries)
}

/// The only "and" or comma between two places: where it begins and where the next text does.
fn joint(body: Cursor<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
    let mut found = None;
    let mut at = from + 1;
    while at < to {
        let mut c = Cursor { at, ..body };
        let comma = c.mark(',');
        let and = c.any("and|and also|also");
        if comma || and {
            c.one_of(CHANGE);
            if found.is_some() || c.at >= to {
                return None;
            }
            found = Some((at, c.at));
        }
        at = c.at.max(at + 1);
    }
    found
}

/// What is asked of two unquoted texts.
struct Check {
    verb: Option<Verb>,
    arrow: bool,
    /// A noun or "that says" stands before, so the text is one for certain.
    named: bool,
}

impl Check {
    fn entry(&self, body: Cursor<'_>, old: (usize, usize), new: (usize, usize)) -> Option<Entry> {
        let (from, to) = (text(body, old.0, old.1)?, text(body, new.0, new.1)?);
        let to = if from.ends_with('.') { to } else { to.strip_suffix('.').unwrap_or(&to).to_owned() };
        let single = !from.contains(' ') && !to.contains(' ');
        let number =
            to.starts_with(|c: char| c.is_ascii_digit()) && !from.contains(|c: char| c.is_ascii_digit());
        let fits = match self.verb {
            _ if self.named => true,
            _ if number => false,
            Some(Verb::Change | Verb::Replace) => true,
            _ if self.arrow => true,
            Some(Verb::Fix) => single,
            Some(Verb::Weak) => {
                capital(&from) && capital(&to) && from.contains(' ') && !to.contains(char::is_numeric)
            }
            Some(Verb::Swap | Verb::Make | Verb::Find) => false,
            None => single && alike(&from, &to) || (capital(&from) && capital(&to)),
        };
        fits.then(|| Entry::new(&from, &to))
    }
}

fn capital(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// Two spellings of one word, as far as their ends tell.
fn alike(a: &str, b: &str) -> bool {
    let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
    first(a) == first(b) && a.len().abs_diff(b.len()) <= 2
}

/// Tokens `from..to` as a text, when they look like one.
fn text(line: Cursor<'_>, from: usize, to: usize) -> Option<String> {
    let mut from = from;
    if from + 1 < to && matches!(line.tokens[from].kind, Kind::Mark(':')) {
        from += 1;
    }
    let tokens =
        line.tokens.get(from..to).filter(|tokens| !tokens.is_empty() && tokens.len() <= MAX_WORDS)?;
    let first = Cursor { at: from, ..line }.word();
    let letter = line.slice(from, from + 1) == "A";
    let starts_well = letter || first.is_none_or(|word| !holds(NO_TEXT_START, word) || tokens.len() == 1);
    let sign = |at: usize| {
        matches!(line.tokens[at].kind, Kind::Mark('.' | '?' | ':' | '-') | Kind::Quote(_) | Kind::Arrow)
    };
    let one_sentence = (from..to - 1).all(|at| !sign(at));
    let more = (from + 1..to).any(|at| more_work(line.upto(to), at));
    (starts_well && one_sentence && !more).then(|| line.slice(from, to).to_owned())
}

/// "and add a test", "then deploy", "so that the button fits": more than a text.
fn more_work(line: Cursor<'_>, at: usize) -> bool {
    let mut c = Cursor { at, ..line };
    if c.any("then|but|so that|because|so|since|while|unless|before|after|if|when|whenever|where") {
        return !c.done();
    }
    if !c.any("and|plus|also|and also|and then") && !(c.mark(',')) {
        return false;
    }
    let words = line.tokens.len() - c.at;
    let small = !c.raw().starts_with(char::is_uppercase);
    small && (words > 2 || c.word().is_some_and(|word| holds(WORK, word)))
}

/// "Sign up button" may be a button that says "Sign up", or a text that ends in "button".
fn button_readings(entries: &[Entry], described: bool) -> Option<Vec<Vec<Entry>>> {
    let [entry] = entries else { return (!described).then(|| vec![entries.to_vec()]) };
    let nouns =
        ELEMENTS.iter().flat_map(|&(nouns, element)| nouns.split('|').map(move |noun| (noun, element)));
    let found = nouns.into_iter().find_map(|(noun, element)| {
        let bare = entry.pair.from.strip_suffix(noun)?.strip_suffix(' ')?;
        Some(in_element(bare, &entry.pair.to, element))
    });
    match (described, found) {
        (true, Some(found)) if capital(&found.pair.from) && capital(&found.pair.to) => {
            Some(vec![vec![found]])
        }
        (true, _) => None,
        (false, Some(found)) => Some(vec![vec![found], entries.to_vec()]),
        (false, None) => Some(vec![entries.to_vec()]),
    }
}

fn in_element(from: &str, to: &str, element: Element) -> Entry {
    Entry { own: vec![What::Called(element)], ..Entry::new(from, to) }
}
