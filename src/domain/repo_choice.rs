//! Which repository a message means. Never a guess between two.
//!
//! In this order: named in the message, the thread's, the channel's default, the only one; else a
//! question. Quoted text is the request's own and names nothing.

use std::collections::BTreeMap;

use super::ids::RepoName;

/// What is known before the message is read.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The repositories this person may ask about, sorted.
    pub known: Vec<RepoName>,
    /// The repository of the thread.
    pub thread: Option<RepoName>,
    /// The default of the channel.
    pub channel: Option<RepoName>,
}

/// Which repository is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one.
    Known(RepoName),
    /// One of these; a person has to say which.
    Ask(Vec<RepoName>),
    /// One was named that nobody configured, or that this person may not ask about.
    Unknown(String),
    /// There is none at all.
    None,
}

/// Finds the repository and returns the message without its name.
pub fn choose(text: &str, around: &Surroundings) -> (Choice, String) {
    let mut named: Vec<(RepoName, Mention)> = Vec::new();
    let mut alike: BTreeMap<RepoName, Mention> = BTreeMap::new();
    let mut unknown = None;
    for word in words(text) {
        match read(&word, around) {
            Some(Named::Known(repo)) if named.iter().all(|(other, _)| *other != repo) => {
                named.push((repo, word));
            }
            Some(Named::OneOf(repos)) => alike.extend(repos.into_iter().map(|repo| (repo, word.clone()))),
            Some(Named::Unknown(name)) => unknown = Some(name),
            Some(Named::Known(_)) | None => {}
        }
    }
    if !named.iter().any(|(repo, _)| alike.contains_key(repo)) {
        named.extend(alike);
    }
    match (named.as_slice(), unknown) {
        ([], Some(name)) => (Choice::Unknown(name), text.to_owned()),
        ([(repo, mention)], _) => (Choice::Known(repo.clone()), without_all(text, mention, repo, around)),
        ([_, _, ..], _) => (Choice::Ask(named.into_iter().map(|(repo, _)| repo).collect()), text.to_owned()),
        ([], None) => (unnamed(around), text.to_owned()),
    }
}

fn unnamed(around: &Surroundings) -> Choice {
    if let Some(repo) = around.thread.as_ref().or(around.channel.as_ref()) {
        return Choice::Known(repo.clone());
    }
    match around.known.as_slice() {
        [] => Choice::None,
        [only] => Choice::Known(only.clone()),
        several => Choice::Ask(several.to_vec()),
    }
}

/// A word that may name a repository: where it stands, with the word that introduces it.
#[derive(Debug, Clone)]
struct Mention {
    start: usize,
    end: usize,
    text: String,
    introduced: bool,
    /// "the … repo": no word of another kind.
    called: bool,
}

/// What stands before "repo" and is no name.
const NO_NAMES: [&str; 12] =
    ["the", "this", "that", "our", "my", "whole", "entire", "same", "right", "other", "git", "github"];

enum Named {
    Known(RepoName),
    /// The last part of several names.
    OneOf(Vec<RepoName>),
    Unknown(String),
}

fn read(word: &Mention, around: &Surroundings) -> Option<Named> {
    let name = link_target(&word.text);
    if let Some(repo) = around.known.iter().find(|repo| repo.as_str().eq_ignore_ascii_case(name)) {
        return Some(Named::Known(repo.clone()));
    }
    if let Some(named) = word.introduced.then(|| short(name, around)).flatten() {
        return Some(named);
    }
    // Where there is one only, people call it as they like.
    if word.called && around.known.len() > 1 {
        return Some(Named::Unknown(name.to_owned()));
    }
    let owner = |repo: &RepoName| repo.as_str().split('/').next().map(str::to_lowercase);
    let other: RepoName = name.parse().ok()?;
    let same_owner = around.known.iter().any(|repo| owner(repo) == owner(&other));
    let linked = name.len() != word.text.len();
    (word.introduced && (same_owner || linked)).then(|| Named::Unknown(other.to_string()))
}

/// What the last part of a name stands for; of several that share it the one of this place.
fn short(name: &str, around: &Surroundings) -> Option<Named> {
    let alike = around.known.iter().filter(|repo| repo.short().eq_ignore_ascii_case(name));
    let alike: Vec<RepoName> = alike.cloned().collect();
    let here = around.thread.as_ref().or(around.channel.as_ref()).filter(|here| alike.contains(here));
    match (alike.as_slice(), here) {
        ([], _) => None,
        ([only], _) => Some(Named::Known(only.clone())),
        (_, Some(here)) => Some(Named::Known(here.clone())),
        (_, None) => Some(Named::OneOf(alike)),
    }
}

/// `owner/name` of a link to a repository; other words as they are.
fn link_target(word: &str) -> &str {
    let Some((_, rest)) = word.trim_start_matches('<').trim_end_matches('>').split_once("://") else {
        return word;
    };
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#', '|']).next().unwrap_or(path).trim_end_matches('/');
    path.strip_suffix(".git").unwrap_or(path)
}

/// The words outside quotes, each with whether "in", "on", "for", "of" or "at" stands before it.
fn words(text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut quote: Option<&[char]> = None;
    let mut start = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let after = std::mem::replace(&mut before, c);
        if let Some(closing) = quote {
            quote = Some(closing).filter(|closing| !closing.contains(&c));
            continue;
        }
        quote = opened(&text[at..], after);
        if c.is_whitespace() {
            if let Some(from) = start.take() {
                let introduced = introduces(found.last(), text, from);
                found.extend(mention(text, from, at, introduced));
            }
        } else if start.is_none() && (quote.is_none() || !after.is_whitespace()) {
            start = Some(at);
        }
    }
    call(&mut found, text);
    found
}

/// Marks the names in "in the web repo" and "in web repository".
fn call(words: &mut [Mention], text: &str) {
    let is = |word: &Mention, any: &[&str]| any.iter().any(|one| word.text.eq_ignore_ascii_case(one));
    for at in 1..words.len().saturating_sub(1) {
        let name = &words[at];
        let before = if is(&words[at - 1], &["the", "our"]) { &words[at - 1] } else { name };
        let noun = &words[at + 1];
        let together =
            text[name.end..noun.start].trim().is_empty() && text[before.start..name.start].len() <= 5;
        if together && before.introduced && is(noun, &["repo", "repository"]) && !is(name, &NO_NAMES) {
            (words[at].introduced, words[at].called) = (true, true);
        }
    }
}

/// The marks that close the quote which `rest` opens, if it opens one. An apostrophe, and a mark
/// without a partner, opens none.
fn opened(rest: &str, after: char) -> Option<&'static [char]> {
    let first = rest.chars().next()?;
    let closing = closing_of(first)?;
    let apostrophe = matches!(first, '\'' | '‘') && after.is_alphanumeric();
    let alone = closing == [first] && rest.matches(first).count() < 2;
    (!apostrophe && !alone).then_some(closing)
}

fn closing_of(c: char) -> Option<&'static [char]> {
    match c {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '`' => Some(&['`']),
        '“' => Some(&['”']),
        '„' => Some(&['”', '“']),
        '‘' => Some(&['’']),
        '‚' => Some(&['’', '‘']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}

fn introduces(before: Option<&Mention>, text: &str, from: usize) -> bool {
    let word = before.filter(|word| text[word.end..from].trim().is_empty()).map(|word| word.text.as_str());
    matches!(word.map(str::to_lowercase).as_deref(), Some("in" | "on" | "for" | "of" | "at"))
}

fn mention(text: &str, start: usize, end: usize, introduced: bool) -> Option<Mention> {
    let word = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let colon = text[start..end].ends_with(':') && start == 0;
    (!word.is_empty()).then(|| Mention {
        start,
        end: start + word.len(),
        text: word.to_owned(),
        introduced: introduced || colon,
        called: false,
    })
}

/// The text without any mention of the repository: one that is left would be read as a directory.
fn without_all(text: &str, first: &Mention, repo: &RepoName, around: &Surroundings) -> String {
    let mut rest = without(text, first);
    let names = |word: &Mention| matches!(read(word, around), Some(Named::Known(other)) if other == *repo);
    while let Some(again) = words(&rest).into_iter().find(names) {
        rest = without(&rest, &again);
    }
    rest
}

/// The text without the mention and the word that introduced it.
fn without(text: &str, mention: &Mention) -> String {
    let head = text[..mention.start].trim_end();
    let tail = text[mention.end..].trim_start_matches(':');
    // "in the repo acme/web": the noun goes with the name, and what introduced both.
    let noun = without_last(head, &["repo", "repo:", "repository", "repository:"]);
    let introduced = mention.introduced || noun.is_some();
    let head = noun.map_or(head, |head| without_last(head, &["the", "our"]).unwrap_or(head));
    let introducing = without_last(head, &["in", "on", "for", "of", "at"]).filter(|_| introduced);
    let head = introducing.unwrap_or(head);
    let tail = if head.is_empty() { tail.trim_start_matches([',', ' ']) } else { tail };
    let gap =
        if head.is_empty() || tail.is_empty() || tail.starts_with(char::is_whitespace) { "" } else { " " };
    let joined = if tail.starts_with([',', '.', ';', '!', '?']) {
        format!("{head}{tail}")
    } else {
        format!("{head}{gap}{tail}")
    };
    joined.trim().to_owned()
}

/// The text without its last word, if that is one of these.
fn without_last<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let (rest, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    words.iter().any(|word| last.eq_ignore_ascii_case(word)).then(|| rest.trim_end())
}

#[cfg(test)]
mod tests;
