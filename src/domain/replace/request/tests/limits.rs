//! Several changes of one message, and where they are wanted.

use super::super::super::{MAX_PAIRS, NotUnderstood};
use super::super::understand;
use super::check;

#[test]
fn scopes_and_ways() {
    check(
        &[
            ("change 'A' to 'B' on the pricing page", r#"change "A" to "B" on the pricing page"#),
            ("On the pricing page, change 'A' to 'B'", r#"change "A" to "B" on the pricing page"#),
            ("change 'A' on the pricing page to 'B'", r#"change "A" to "B" on the pricing page"#),
            ("in the footer 'A' should be 'B'", r#"change "A" to "B" in the footer"#),
            ("in README.md: 'A' -> 'B'", r#"change "A" to "B" in README.md"#),
            ("pricing page: 'A' → 'B'", r#"change "A" to "B" on the pricing page"#),
            ("change 'A' to 'B' in the README", r#"change "A" to "B" in the README"#),
            ("change 'A' to 'B' in the onboarding email", r#"change "A" to "B" in the onboarding email"#),
            ("change 'A' to 'B' in src/pages/pricing.html", r#"change "A" to "B" in src/pages/pricing.html"#),
            (
                "change 'A' to 'B' in `src/pages/a b.html`",
                r#"change "A" to "B" in the path "src/pages/a b.html""#,
            ),
            ("change 'A' to 'B' in docs/", r#"change "A" to "B" in docs/"#),
            ("change 'A' to 'B' in the docs folder", r#"change "A" to "B" in the path "docs""#),
            ("change 'A' to 'B' in src/**/*.tsx", r#"change "A" to "B" in src/**/*.tsx"#),
            ("change 'A' to 'B' in *.md files please", r#"change "A" to "B" in *.md"#),
            ("change 'A' to 'B' in a.md and b.md", r#"change "A" to "B" in a.md and in b.md"#),
            (
                "change 'A' to 'B' on the pricing page and in the footer",
                r#"change "A" to "B" on the pricing page and in the footer"#,
            ),
            (
                "change 'A' to 'B' in the footer and the header",
                r#"change "A" to "B" in the footer and in the header"#,
            ),
            ("change 'A' to 'B' on the \"Pricing\" page", r#"change "A" to "B" on the Pricing page"#),
            ("change 'A' to 'B' in <http://README.md|README.md>", r#"change "A" to "B" in README.md"#),
            (
                "change 'A' to 'B' on the pricing page in ios/Notes",
                r#"change "A" to "B" on the pricing page | change "A" to "B" in ios/Notes"#,
            ),
            (
                "change 'A' to 'B' on the pricing page in the footer",
                r#"change "A" to "B" on the pricing page | change "A" to "B" in the footer"#,
            ),
            (
                "change 'A' to 'B' in the footer of the pricing page",
                r#"change "A" to "B" in the footer of the pricing page"#,
            ),
            ("change 'A' to 'B' everywhere", r#"change "A" to "B", everywhere"#),
            ("change all occurrences of 'A' to 'B'", r#"change "A" to "B", everywhere"#),
            ("change 'A' to 'B' in all files", r#"change "A" to "B", everywhere"#),
            ("replace every 'A' with 'B' across the repo", r#"change "A" to "B", everywhere"#),
            ("change 'A' to 'B', ignore case", r#"change "A" to "B", any case"#),
            ("change 'A' to 'B' (case-insensitive)", r#"change "A" to "B", any case"#),
            ("change 'A' to 'B', also inside words", r#"change "A" to "B", also inside words"#),
            ("change 'A' to 'B' as part of words too", r#"change "A" to "B", also inside words"#),
            ("change 'A' to 'B', in code blocks too", r#"change "A" to "B", in code blocks too"#),
            (
                "change 'A' to 'B' including tests and snapshots",
                r#"change "A" to "B", including tests and snapshots"#,
            ),
            ("change 'A' to 'B' and update the tests", r#"change "A" to "B", including tests"#),
            ("change 'A' to 'B', also in the docs", r#"change "A" to "B", including docs"#),
            ("change 'A' to 'B' in the docs", r#"change "A" to "B" in the docs"#),
            (
                "change 'A' to 'B', translations and anchors too",
                r#"change "A" to "B", including translations and anchors"#,
            ),
            ("change 'A' to 'B' only on the pricing page", r#"change "A" to "B" on the pricing page"#),
        ],
        understand,
    );
}

#[test]
fn several_pairs() {
    let two = r#"change "A" to "B" and "C" to "D""#;
    let page = r#"change "A" to "B" and "C" to "D" on the pricing page"#;
    check(
        &[
            ("change 'A' to 'B' and 'C' to 'D'", two),
            ("change 'A' to 'B', 'C' to 'D'", two),
            ("change 'A' to 'B'; 'C' to 'D'", two),
            ("change 'A' to 'B'. Also change 'C' to 'D'.", two),
            ("please change:\n- 'A' to 'B'\n- 'C' to 'D'", two),
            ("Can you make these changes?\n1. 'A' → 'B'\n2. 'C' → 'D'\nThanks!", two),
            ("fix these typos:\n• A -> B\n• C -> D", two),
            ("change 'A' to 'B' and 'C' to 'D' on the pricing page", page),
            ("on the pricing page change 'A' to 'B' and 'C' to 'D'", page),
            ("On the pricing page:\n- 'A' → 'B'\n- 'C' → 'D'", page),
            ("- 'A' → 'B'\n- 'C' → 'D'\non the pricing page", page),
            ("change 'A' and 'C' to 'B'", r#"change "A" to "B" and "C" to "B""#),
            ("in the footer, 'A' → 'B', 'C' → 'D'", r#"change "A" to "B" and "C" to "D" in the footer"#),
            ("rename Foo to Bar and Baz to Qux", r#"change "Foo" to "Bar" and "Baz" to "Qux""#),
            ("rename Foo to Bar and rename Baz to Qux", r#"change "Foo" to "Bar" and "Baz" to "Qux""#),
            ("remove 'A' and 'B'", r#"change "A" to "" and "B" to """#),
            ("change 'A' to 'B' on the pricing page and 'C' to 'D' in the footer", "several places"),
            ("change 'A' to 'B' and 'A' to 'C'", "not a replacement"),
            ("change 'A' to 'B' and change 'C'", "no new text for C"),
        ],
        understand,
    );
}

#[test]
fn changes_that_are_limited_otherwise_than_others() {
    let apart = [
        "In a.html:\n- 'A' → 'B'\nIn b.html:\n- 'C' → 'D'",
        "a.html:\n'A' → 'B'\n\nb.html:\n'C' → 'D'",
        "In a.html: change 'A' to 'B'\nIn b.html: change 'C' to 'D'",
        "- In a.html: change 'A' to 'B'\n- In b.html: change 'C' to 'D'",
        "- 'A' → 'B'\nin the footer:\n- 'C' → 'D'",
        "On the pricing page:\n- 'A' → 'B'\n- 'C' → 'D' in the footer",
        "- 'A' → 'B'\n- 'C' → 'D' in the footer",
        "On the pricing page change 'A' to 'B'. Also change 'C' to 'D'.",
        "change 'A' to 'B'. In the footer, change 'C' to 'D'.",
        "In a.html change 'A' to 'B' and 'C' to 'D' and in b.html 'E' to 'F'",
        "Change 'A' to 'B' everywhere. Change 'C' to 'D' in the footer.",
        "Change 'A' to 'B' everywhere and 'C' to 'D' in the footer",
        "Change 'A' to 'B'. Change every 'C' to 'D'.",
        "replace 'A' with 'B' and every 'C' with 'D'",
        "change 'A' to 'B', ignoring case. Change 'C' to 'D'.",
        "change 'A' to 'B' and the buttons 'C' to 'D' and 'E' to 'F'",
    ];
    check(&apart.map(|said| (said, "several places")), understand);
    check(
        &[
            (
                "In a.html:\n- 'A' → 'B'\nIn a.html:\n- 'C' → 'D'",
                r#"change "A" to "B" and "C" to "D" in a.html"#,
            ),
            (
                "change 'A' to 'B' in the footer. Change 'C' to 'D' in the footer.",
                r#"change "A" to "B" and "C" to "D" in the footer"#,
            ),
            (
                "On the pricing page:\n- 'A' → 'B'\n- 'C' → 'D'\nEverywhere, please.",
                r#"change "A" to "B" and "C" to "D" on the pricing page, everywhere"#,
            ),
            (
                "change all occurrences of 'A' to 'B' and 'C' to 'D' in docs/",
                r#"change "A" to "B" and "C" to "D" in docs/, everywhere"#,
            ),
            // Two places of one change that nothing joins: one may be a part of the other.
            (
                "On the pricing page:\n'A' → 'B' in the footer",
                r#"change "A" to "B" on the pricing page | change "A" to "B" in the footer"#,
            ),
            (
                "In src/web change 'A' to 'B' in the footer",
                r#"change "A" to "B" in src/web | change "A" to "B" in the footer"#,
            ),
            (
                "In a.html change 'A' to 'B' and 'C' to 'D' in b.html",
                r#"change "A" to "B" and "C" to "D" in a.html | change "A" to "B" and "C" to "D" in b.html"#,
            ),
            (
                "On the pricing page change 'A' to 'B', and also in the footer",
                r#"change "A" to "B" on the pricing page and in the footer"#,
            ),
        ],
        understand,
    );
}

#[test]
fn an_element_that_one_of_several_changes_names_is_a_question() {
    check(
        &[
            (
                "rename the title 'A' to 'B' and 'C' to 'D' in app/views/mod",
                r#"change the headings "A" to "B" and "C" to "D" in app/views/mod | change "A" to "B" and "C" to "D" in app/views/mod"#,
            ),
            (
                "change 'A' in the heading to 'B' and 'C' to 'D'",
                r#"change "A" to "B" and "C" to "D" in the heading | change "A" to "B" and "C" to "D""#,
            ),
            ("change 'A' to 'B' and the button 'C' to 'D'", "several places"),
            (
                "change the heading 'A' to 'B', and 'C' to 'D' in the heading",
                r#"change the headings "A" to "B" and "C" to "D" in the heading | change "A" to "B" and "C" to "D" in the heading"#,
            ),
            ("change the title 'A' to 'B' in a.html, and 'C' to 'D' in b.html", "several places"),
        ],
        understand,
    );
}

#[test]
fn many_pairs_are_one_request_up_to_the_limit() {
    for (count, fits) in [(2, true), (10, true), (MAX_PAIRS, true), (MAX_PAIRS + 1, false), (50, false)] {
        let pairs: Vec<String> = (0..count).map(|at| format!("'text {at}' to 'word {at}'")).collect();
        for joint in [" and ", ", ", "\n- "] {
            let read = understand(&format!("change {}", pairs.join(joint)));
            match (fits, read) {
                (true, Ok(request)) => assert_eq!(request.pairs.len(), count, "{joint:?}"),
                (false, Err(NotUnderstood::TooLong)) => {}
                (_, other) => panic!("{count} pairs joined by {joint:?}: {other:?}"),
            }
        }
    }
}
