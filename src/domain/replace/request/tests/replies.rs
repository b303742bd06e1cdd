//! What is no change, and what people reply to a question or a refusal.

use super::super::super::NotUnderstood;
use super::super::{follow_up, understand};
use super::check;

#[test]
fn what_is_not_a_change_of_texts() {
    let rows = [
        "",
        "   \n ",
        "hello",
        "thanks!",
        "?",
        "'",
        "\"",
        "fix the login bug",
        "'A'",
        "'A' 'B'",
        "what would it take to change 'A' to 'B'?",
        "how do I change 'A' to 'B'",
        "why does 'A' say 'B'?",
        "should we change 'A' to 'B'?",
        "don't change 'A' to 'B'",
        "please do not change 'A' to 'B'",
        "never change 'A' to 'B'",
        "replace foo with bar if the flag is set",
        "change 'A' to 'B' and add a test",
        "change 'A' to 'B', then deploy",
        "change 'A' to 'B' and make it bold",
        "change 'A' to 'B' but not in the tests file",
        "replace the login flow with OAuth",
        "rename the function foo to bar and update callers",
        "rename foo to bar and add a test",
        "rename the file 'a.md' to 'b.md'",
        "change the color of the button to blue",
        "update react to 19",
        "update dependencies to the latest version",
        "switch npm to pnpm",
        "change the login to use OAuth",
        "set timeout to 30",
        "change timeout to 30",
        "remove the button 'A'",
        "the login test is flaky, fix it",
        "make the header sticky",
        "add 'beta' after 'Foo'",
        "change the second 'A' to 'B'",
        "change 'A' to 'B' in bold",
        "use Postgres instead of MySQL",
        "change 'A' to 'B' everywhere but in the footer",
        "change all occurrences of 'A' to 'B' but on the pricing page",
        "the heading shows 'A', not 'B'",
        "tests should be faster",
        "change 'A' to 'B' in the same way as last time",
        "how does a request reach billing?",
        "change 'A' to 'B' and update the translations",
        "the flow goes login -> dashboard -> settings",
        "rename foo to bar. Also fix the tests that fail.",
        "swap 'A' and 'B'",
        "move 'A' to 'B'",
        "change 'A' to 'B' unless it is in a test",
        "translate the site to German",
        "'A' should be 'B'?",
        "change the href of the link 'A' to 'B'",
        "change 'Learn more' link in README to https://acme.com/more",
        "replace tabs with the new component",
    ];
    check(&rows.map(|row| (row, "not a replacement")), understand);
}

#[test]
fn halves() {
    check(
        &[
            ("change 'Sign up'", "no new text for Sign up"),
            ("rename the button 'Sign up' please", "no new text for Sign up"),
            ("fix the typo 'recieve'", "no new text for recieve"),
            ("change it to 'B'", "no old text for B"),
            ("make the button say 'B'", "no old text for B"),
            ("change the heading to 'B'", "no old text for B"),
            ("the title should be 'B'", "no old text for B"),
            ("change the heading on the pricing page to 'B'", "no old text for B"),
            ("change 'A' to 'A'", "same A"),
            ("change '' to 'A'", "no old text for A"),
        ],
        understand,
    );
}

#[test]
fn replies() {
    let previous = understand("change 'A' to 'B' on the pricing page").unwrap();
    check(
        &[
            ("also in the footer", r#"change "A" to "B" in the footer"#),
            ("and in the footer please", r#"change "A" to "B" in the footer"#),
            ("also the footer", r#"change "A" to "B" in the footer"#),
            ("do the same in README.md", r#"change "A" to "B" in README.md"#),
            ("everywhere", r#"change "A" to "B", everywhere"#),
            ("everywhere please!", r#"change "A" to "B", everywhere"#),
            ("also the tests", r#"change "A" to "B" on the pricing page, including tests"#),
            ("include translations", r#"change "A" to "B" on the pricing page, including translations"#),
            ("the snapshots too", r#"change "A" to "B" on the pricing page, including snapshots"#),
            ("also in the docs", r#"change "A" to "B" on the pricing page, including docs"#),
            ("ignore case", r#"change "A" to "B" on the pricing page, any case"#),
            ("use 'Start now' instead", r#"change "B" to "Start now" on the pricing page"#),
            ("no, make it 'Start now'", r#"change "B" to "Start now" on the pricing page"#),
            ("actually 'Start now'", r#"change "B" to "Start now" on the pricing page"#),
            ("it should say \"Start now\"", r#"change "B" to "Start now" on the pricing page"#),
            ("hmm, 'Start now' would be better", r#"change "B" to "Start now" on the pricing page"#),
            ("make it 'B'", "same B"),
            ("also change 'C' to 'D'", r#"change "C" to "D""#),
            ("also change 'C' to 'D' in the footer", r#"change "C" to "D" in the footer"#),
            ("rename Foo to Bar", r#"change "Foo" to "Bar""#),
            ("looks good", "not a replacement"),
            ("why is the build red?", "not a replacement"),
            ("make it shorter", "not a replacement"),
            ("no tests please", "not a replacement"),
            ("no footer", "not a replacement"),
            ("no, also in the docs", r#"change "A" to "B" on the pricing page, including docs"#),
            ("also add a test", "not a replacement"),
            ("", "not a replacement"),
            ("change 'C'", "no new text for C"),
        ],
        |text| follow_up(&previous, text),
    );
}

#[test]
fn a_place_alone_narrows_a_request() {
    let request = understand("change the button 'A' to 'B'").unwrap();
    let narrowed = |said: &str| super::super::narrow(&request, said).ok_or(NotUnderstood::NotAReplacement);
    check(
        &[
            ("src/web", r#"change the button "A" to "B" in src/web"#),
            ("in the footer", r#"change the button "A" to "B" in the footer"#),
            ("footer", r#"change the button "A" to "B" in the footer"#),
            ("the one on the pricing page", "not a replacement"),
            ("the link", r#"change the link "A" to "B""#),
            ("in the heading", r#"change the heading "A" to "B""#),
            ("everywhere", r#"change the button "A" to "B", everywhere"#),
            ("including tests", r#"change the button "A" to "B", including tests"#),
            ("change 'A' to 'C'", "not a replacement"),
            ("make it 'C'", "not a replacement"),
            ("no idea", "not a replacement"),
            ("thanks!", "not a replacement"),
            ("3", "not a replacement"),
            ("", "not a replacement"),
        ],
        narrowed,
    );
}

#[test]
fn a_reply_keeps_how_much_of_an_element_is_meant() {
    let called = understand("change the button 'A' to 'B' on the pricing page").unwrap();
    check(
        &[
            ("also in the footer", r#"change the button "A" to "B" in the footer"#),
            ("everywhere", r#"change the button "A" to "B", everywhere"#),
            ("also the tests", r#"change the button "A" to "B" on the pricing page, including tests"#),
            ("also in the heading", r#"change the heading "A" to "B" on the pricing page"#),
            ("make it 'C'", r#"change the button "B" to "C" on the pricing page"#),
            ("also change 'C' to 'D'", r#"change "C" to "D""#),
        ],
        |text| follow_up(&called, text),
    );
    let place = understand("change 'A' to 'B' in the button").unwrap();
    let narrowed = |said: &str| super::super::narrow(&place, said).ok_or(NotUnderstood::NotAReplacement);
    check(
        &[
            ("src/web", r#"change "A" to "B" in src/web and in the button"#),
            ("footer", r#"change "A" to "B" in the footer and in the button"#),
            ("the link", r#"change "A" to "B" in the link"#),
            ("in the heading", r#"change "A" to "B" in the heading"#),
            ("everywhere", r#"change "A" to "B" in the button, everywhere"#),
        ],
        narrowed,
    );
}

#[test]
fn a_reply_to_several_pairs_asks_which() {
    let previous = understand("change 'A' to 'B' and 'C' to 'D'").unwrap();
    check(&[("make it 'X'", r#"change "B" to "X" | change "D" to "X""#)], |text| follow_up(&previous, text));
    let removed = understand("remove 'A'").unwrap();
    check(&[("make it 'X'", "not a replacement")], |text| follow_up(&removed, text));
}
