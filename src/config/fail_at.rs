//! `BATON_FAIL_AT`: where the crash tests kill the process. Only builds with failpoints obey.

use super::problem::{Wrong, shown_text};
use super::section::Section;

const VARIABLE: &str = "BATON_FAIL_AT";

/// A store write or outside effect at which the process dies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailAt {
    /// The name of the point.
    pub point: String,
    /// The how manieth time it is reached, from 1.
    pub time: u32,
}

impl FailAt {
    /// Reads `point` or `point@3`. A build without failpoints says so: a crash test that crashes
    /// nothing would pass for the wrong reason.
    pub(super) fn read(section: &Section<'_>) -> Option<Self> {
        let text = section.variable(VARIABLE)?;
        let wrong = |expected: &str| {
            section.notes().add(Wrong::new(expected, shown_text(text)).of_variable(VARIABLE));
        };
        if !cfg!(feature = "failpoints") {
            wrong("no kill point in a build without the feature failpoints");
            return None;
        }
        let point = Self::parse(text);
        if point.is_none() {
            wrong("the name of a kill point, and which time (such as store.fact@2)");
        }
        point
    }

    fn parse(text: &str) -> Option<Self> {
        let (point, time) = text.split_once('@').unwrap_or((text, "1"));
        let is_name =
            !point.is_empty() && point.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:".contains(&b));
        let time = time.parse().ok().filter(|time| *time > 0)?;
        is_name.then(|| Self { point: point.to_owned(), time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_name_and_a_time() {
        let at = |point: &str, time| Some(FailAt { point: point.to_owned(), time });
        assert_eq!(FailAt::parse("store.fact"), at("store.fact", 1));
        assert_eq!(FailAt::parse("git.push:before@3"), at("git.push:before", 3));
        for bad in ["", "@2", "store fact", "store.fact@0", "store.fact@x", "a@1@2"] {
            assert_eq!(FailAt::parse(bad), None, "{bad:?}");
        }
    }
}
