//! Mentions of baton in what people write on baton's own chat: whether it is addressed, and what it hears.

use super::event::To;

/// How baton is called.
pub const NAME: &str = "@baton";

/// What baton hears: the text with its mentions taken out, and whether it is addressed.
pub fn heard(text: &str, to: To) -> (String, To) {
    let mut rest = text;
    let (mut kept, mut addressed) = (String::new(), to);
    while let Some(start) = at(rest) {
        addressed = To::Baton;
        kept.push_str(rest[..start].trim_end_matches(' '));
        rest = rest[start + NAME.len()..].trim_start_matches([',', ':']);
        if kept.is_empty() {
            rest = rest.trim_start();
        }
    }
    kept.push_str(rest);
    (kept, addressed)
}

/// What stands in the thread: a mention goes before a text that is for baton and has none.
pub fn written(text: &str, to: To) -> String {
    match (to, at(text)) {
        (To::Baton, None) => format!("{NAME} {text}"),
        (To::Baton | To::Anybody, _) => text.to_owned(),
    }
}

/// Where the first mention begins: a word of its own, in any case.
pub fn at(text: &str) -> Option<usize> {
    // In quotes it is a text that somebody writes about.
    let is_part = |c: char| c.is_alphanumeric() || "@.-_/'\"`’‘“”«»".contains(c);
    let mut from = 0;
    while let Some(at) = text[from..].find('@').map(|at| from + at) {
        let (before, behind) = (text[..at].chars().next_back(), &text[at..]);
        let named = behind.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        // A full stop may end the sentence; `@baton.example` is somebody else.
        let mut next = behind.get(NAME.len()..).unwrap_or_default().chars();
        let (first, second) = (next.next(), next.next());
        let ends = match first {
            Some('.') => !second.is_some_and(char::is_alphanumeric),
            Some(c) => !is_part(c),
            None => true,
        };
        if named && ends && !before.is_some_and(is_part) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard() {
        let rows = [
            ("@baton change 'a' to 'b'", "change 'a' to 'b'", To::Baton),
            ("@Baton, change 'a' to 'b'", "change 'a' to 'b'", To::Baton),
            ("please @baton merge", "please merge", To::Baton),
            ("merge @baton", "merge", To::Baton),
            ("@baton", "", To::Baton),
            ("change 'a' to 'b'", "change 'a' to 'b'", To::Anybody),
            ("mail me@baton.example", "mail me@baton.example", To::Anybody),
            ("@batonist and @baton.example", "@batonist and @baton.example", To::Anybody),
            ("thanks @baton.", "thanks.", To::Baton),
            ("change '@baton' to '@bot'", "change '@baton' to '@bot'", To::Anybody),
            ("'@' @baton 'ö'", "'@' 'ö'", To::Baton),
        ];
        for (text, kept, to) in rows {
            assert_eq!(heard(text, To::Anybody), (kept.to_owned(), to), "{text}");
        }
    }

    #[test]
    fn what_is_written() {
        assert_eq!(written("merge", To::Baton), "@baton merge");
        assert_eq!(written("@baton merge", To::Baton), "@baton merge");
        assert_eq!(written("lunch?", To::Anybody), "lunch?");
    }
}
