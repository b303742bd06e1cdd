//! Diffs as text, and as rows.

use super::*;

#[test]
fn a_changed_line_is_previewed_and_counted() {
    let path: RepoPath = "a.html".parse().expect("a path");
    let file = FileChange { path: &path, old: b"<p>\n  Sign up\n</p>\n", new: b"<p>\n  Get started\n</p>\n" };
    let diff = diff(&[file]);
    assert_eq!((diff.added, diff.removed), (1, 1));
    assert_eq!(diff.preview[0].line, 2);
    assert_eq!((diff.preview[0].before.as_str(), diff.preview[0].after.as_str()), ("Sign up", "Get started"));
    assert!(diff.text.starts_with("--- a/a.html\n+++ b/a.html\n"), "{}", diff.text);
}

#[test]
fn a_long_line_is_cut_around_the_change() {
    let path: RepoPath = "a.json".parse().expect("a path");
    let (old, new) = (format!("{}old", "x".repeat(5000)), format!("{}new", "x".repeat(5000)));
    let diff = diff(&[FileChange { path: &path, old: old.as_bytes(), new: new.as_bytes() }]);
    assert!(diff.preview[0].before.ends_with("old") && diff.preview[0].after.ends_with("new"));
    assert!(diff.preview[0].before.chars().count() <= LINE_CHARS + 1);
}

mod rows {
    use proptest::prelude::*;

    use super::super::lines::changes;
    use super::super::*;

    /// A text before and after, as `diff` and people read it.
    fn shown(old: &str, new: &str) -> String {
        let mut text = String::new();
        for hunk in &changes(old, new, 100).hunks {
            text.push_str(&format!("@@ -{},{} +{},{} @@\n", hunk.old.0, hunk.old.1, hunk.new.0, hunk.new.1));
            text.extend(hunk.rows.iter().map(row));
        }
        text
    }

    fn row(row: &Row) -> String {
        let side = |line: &Option<ShownLine>| {
            line.as_ref().map_or_else(|| "-".to_owned(), |line| format!("{} {}", line.number, line.text))
        };
        match row {
            Row::Same { old, new } => format!("{old:>2} {:>2}   {}\n", new.number, new.text),
            Row::Changed { old, new } => format!("      {} | {}\n", side(old), side(new)),
        }
    }

    #[test]
    fn changed_lines_stand_beside_what_they_became() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\n";
        insta::assert_snapshot!(shown(old, "a\nb\nc\nD\nE2\nE3\nf\ng\nh\n"), @r"
        @@ -1,8 +1,9 @@
         1  1   a
         2  2   b
         3  3   c
              4 d | 4 D
              5 e | 5 E2
              - | 6 E3
         6  7   f
         7  8   g
         8  9   h
        ");
        assert_eq!(shown("", "new\n"), "@@ -0,0 +1,1 @@\n      - | 1 new\n");
        assert_eq!(shown("gone\n", ""), "@@ -1,1 +0,0 @@\n      1 gone | -\n");
    }

    #[test]
    fn ends_of_lines_are_told() {
        let ends = |old: &str, new: &str| {
            let rows = changes(old, new, 10).hunks.remove(0).rows;
            match &rows[0] {
                Row::Changed { old: Some(old), new: Some(new) } => (old.end, new.end, old.text == new.text),
                other @ (Row::Same { .. } | Row::Changed { .. }) => panic!("{other:?}"),
            }
        };
        assert_eq!(ends("a\r\n", "a\n"), (End::CrLf, End::Lf, true));
        assert_eq!(ends("a", "a\n"), (End::Nothing, End::Lf, true));
    }

    #[test]
    fn a_long_line_shows_the_changed_word_on_both_sides() {
        let long = |word: &str| format!("{}{word}{}\n", "x ".repeat(4_000), " y".repeat(4_000));
        let changes = changes(&long("before"), &long("after"), 10);
        let Row::Changed { old: Some(old), new: Some(new) } = &changes.hunks[0].rows[0] else {
            panic!("{changes:?}")
        };
        assert_eq!((&old.text[old.words[0].clone()], &new.text[new.words[0].clone()]), ("before", "after"));
        assert_eq!(old.from, new.from);
        assert!(
            old.text.len() <= LINE_BYTES && old.from + old.text.len() + old.rest == long("before").len() - 1
        );
    }

    #[test]
    fn long_lines_without_a_common_word_show_where_they_differ() {
        let long = |word: &str| format!("{}{word}{}\n", "é".repeat(3_000), "z".repeat(30_000));
        let changes = changes(&long("ö"), &long(&"ü".repeat(60_000)), 10);
        let Row::Changed { old: Some(old), new: Some(new) } = &changes.hunks[0].rows[0] else {
            panic!("{changes:?}")
        };
        assert!(old.text.contains('ö') && new.text.contains('ü') && old.from == new.from);
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let old: String = (0..50).map(|n| format!("{n}\n")).collect();
        let new: String = (0..50).map(|n| format!("{n} other\n")).collect();
        let all = changes(&old, &new, 1_000);
        let some = changes(&old, &new, 7);
        let rows = |changes: &Changes| changes.hunks.iter().map(|hunk| hunk.rows.len()).sum::<usize>();
        assert_eq!((rows(&some), some.left_out), (7, rows(&all) - 7));
        assert_eq!((some.added, some.removed), (50, 50));
    }

    #[test]
    fn what_is_no_text_is_not_compared() {
        let no_text = body(Content::Bytes(b"a\0b"), Content::Bytes(b"text"), 10);
        assert_eq!(no_text, Body::Binary { old: Some(3), new: Some(4) });
        let large = body(Content::Missing, Content::Large(9_000_000), 10);
        assert_eq!(large, Body::Large { old: None, new: Some(9_000_000) });
        assert_eq!(body(Content::Bytes(b"a"), Content::Bytes(b"a"), 10), Body::Same);
        let Body::Text { encoding, .. } = body(Content::Missing, Content::Bytes(b"caf\xe9\n"), 10) else {
            panic!("latin-1 is text")
        };
        assert_eq!(encoding, Encoding::Other);
    }

    #[test]
    fn a_file_that_only_moved_is_one_file() {
        let place = |path: &str, digit: &str| Place {
            path: path.to_owned(),
            mode: crate::domain::replace::Mode::File,
            oid: digit.repeat(40).parse().unwrap(),
        };
        let gone = |path, digit| FilePair { old: Some(place(path, digit)), new: None };
        let come = |path, digit| FilePair { old: None, new: Some(place(path, digit)) };
        let moved = with_moves(vec![gone("a", "1"), gone("b", "2"), come("c", "1"), come("d", "3")]);
        let both = FilePair { old: Some(place("a", "1")), new: Some(place("c", "1")) };
        assert_eq!(moved, [gone("b", "2"), both, come("d", "3")]);
    }

    /// Both texts, put together again from what is shown and the lines around it.
    fn again(old: &str, new: &str) -> (String, String) {
        let changes = changes(old, new, usize::MAX);
        let (mut before, mut after) = (String::new(), String::new());
        let whole = |line: &ShownLine| {
            let end = match line.end {
                End::Lf => "\n",
                End::CrLf => "\r\n",
                End::Nothing => "",
            };
            format!("{}{end}", line.text)
        };
        let mut untouched = old.split_inclusive('\n');
        let mut at = 0;
        for hunk in &changes.hunks {
            let first = if hunk.old.1 == 0 { hunk.old.0 } else { hunk.old.0 - 1 };
            while at < first {
                let line = untouched.next().unwrap();
                before.push_str(line);
                after.push_str(line);
                at += 1;
            }
            let mut rows = (String::new(), String::new());
            for row in &hunk.rows {
                match row {
                    Row::Same { new, .. } => {
                        rows.0.push_str(&whole(new));
                        rows.1.push_str(&whole(new));
                    }
                    Row::Changed { old, new } => {
                        rows.0.extend(old.iter().map(whole));
                        rows.1.extend(new.iter().map(whole));
                    }
                }
            }
            for _ in 0..hunk.old.1 {
                untouched.next().unwrap();
                at += 1;
            }
            before.push_str(&rows.0);
            after.push_str(&rows.1);
        }
        for line in untouched {
            before.push_str(line);
            after.push_str(line);
        }
        (before, after)
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(
            old in "([ab]?\r?\n){0,24}[ab]?",
            new in "([ab]?\r?\n){0,24}[ab]?",
        ) {
            prop_assert_eq!(again(&old, &new), (old, new));
        }
    }
}
