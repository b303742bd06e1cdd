//! Small words: counts, durations, cut lines, and what must not reach a terminal.

use crate::domain::reply::text::printable;
use crate::domain::reply::{count, cut, duration, thousands};

#[test]
fn numbers_read_well() {
    let counts = [0u32, 1, 2].map(|n| count(n, "file", "files"));
    let times = [0, 130, 9_999, 10_000, 59_999, 60_000, 185_000, 3_600_000, 7_440_000].map(duration);
    let sizes = [0, 999, 1_000, 16_384, 1_234_567].map(thousands);
    insta::assert_snapshot!([counts.join(" · "), times.join(" · "), sizes.join(" · ")].join("\n"), @r"
    0 files · 1 file · 2 files
    0.0 s · 0.1 s · 9.9 s · 10 s · 59 s · 1 min 0 s · 3 min 5 s · 1 h 0 min · 2 h 4 min
    0 · 999 · 1,000 · 16,384 · 1,234,567
    ");
}

#[test]
fn long_lines_are_cut_at_a_character() {
    assert_eq!(cut("  a \n b  ", 10), "a b");
    assert_eq!(cut("äöüß", 4), "äöüß");
    assert_eq!(cut("äöüßx", 4), "äöü…");
}

#[test]
fn control_characters_do_not_reach_a_terminal() {
    assert_eq!(printable("a\u{1b}[31mb\nc\u{7}"), "a\u{fffd}[31mb\nc\u{fffd}");
}
