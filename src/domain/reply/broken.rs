//! What people are told when something broke on baton's side: what kind of thing, never the system's words.

use super::text;
use crate::domain::fact::{Broken, Cause};
use crate::domain::gate::without_secrets;

/// What broke, as the end of a sentence.
pub fn broke(what: &Broken) -> &'static str {
    match what.cause {
        Cause::Disk => "the disk is full here",
        Cause::Git => "git could not do its part",
        Cause::Forge => "the forge could not do its part",
        Cause::Artifacts => "I could not keep what I made",
        Cause::Store => "my database could not be used",
        Cause::Time => "it took too long",
        Cause::Other => "I do not know what",
    }
}

/// Why an approved pull request is not merged, after it was tried often enough.
pub fn not_merged(what: &Broken) -> String {
    format!("something broke on my side ({}); approve again to try again", broke(what))
}

/// In place of an answer that could not be given.
pub fn no_answer(what: &Broken) -> String {
    format!("I could not look that up: {}. Ask again, please.", broke(what))
}

/// What a program said as one line, without places of this machine, secrets and control characters.
pub fn in_a_line(said: &str, limit: usize) -> String {
    let is_place = |word: &&str| {
        let word = word.trim_start_matches(['\'', '"', '(', '`']);
        word.starts_with('/') && word.len() > 1
    };
    let said = without_secrets(&text::printable(said));
    let words: Vec<&str> =
        said.split_whitespace().map(|word| if is_place(&word) { "…" } else { word }).collect();
    super::cut(&words.join(" "), limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_no_place_of_the_machine() {
        let said = "cannot make /srv/data/mirrors:\n Permission denied (see '/etc/x') and/or ask";
        assert_eq!(in_a_line(said, 200), "cannot make … Permission denied (see … and/or ask");
    }
}
