//! What people write in a chat.

use super::super::super::{MAX_PAIRS, NotUnderstood};
use super::super::{follow_up, understand};
use super::check;

#[test]
fn quoted_changes() {
    check(
        &[
            ("change 'A' to 'B'", r#"change "A" to "B""#),
            ("Change \"Sign up\" to \"Get started\"", r#"change "Sign up" to "Get started""#),
            ("please replace “Sign up” with “Get started”", r#"change "Sign up" to "Get started""#),
            ("rename `foo_bar` to `foo_baz`", r#"change "foo_bar" to "foo_baz""#),
            ("change “Sign up\" to \"Get started”", r#"change "Sign up" to "Get started""#),
            ("change „Anmelden“ to „Loslegen“", r#"change "Anmelden" to "Loslegen""#),
            ("change « Connexion » to « Se connecter »", r#"change "Connexion" to "Se connecter""#),
            ("change »Hallo« to »Servus«", r#"change "Hallo" to "Servus""#),
            ("change ‹a› to ‹b›", r#"change "a" to "b""#),
            ("change ‘Sign up’ to ‘Join’", r#"change "Sign up" to "Join""#),
            ("change 「保存」 to 「保管」", r#"change "保存" to "保管""#),
            ("change 'Don't panic' to 'Keep calm'", r#"change "Don't panic" to "Keep calm""#),
            ("change ‘Don’t panic’ to ‘Keep calm’", r#"change "Don’t panic" to "Keep calm""#),
            ("change 'the users' list' to 'all users'", r#"change "the users' list" to "all users""#),
            ("change \"5\" screen\" to \"6\" screen\"", r#"change `5" screen` to `6" screen`"#),
            ("change “say \"hi\" now” to “say \"ho\" now”", r#"change `say "hi" now` to `say "ho" now`"#),
            ("change *'A'* to _\"B\"_", r#"change "A" to "B""#),
            ("change *Sign up* to *Get started*", r#"change "Sign up" to "Get started""#),
            ("change **Sign up** to **Join**", r#"change "Sign up" to "Join""#),
            ("change 'Terms &amp; Conditions' to 'T&amp;C'", r#"change "Terms & Conditions" to "T&C""#),
            ("change '&lt;b&gt;' to '&lt;strong&gt;'", r#"change "<b>" to "<strong>""#),
            ("change '&amp;amp;' to 'and'", r#"change "\u{26}amp;" to "and""#),
            (
                "change '<http://acme.com|acme.com>' to '<https://acme.org>'",
                r#"change "acme.com" to "https://acme.org""#,
            ),
        ],
        understand,
    );
}

#[test]
fn ways_to_say_it() {
    check(
        &[
            ("'A' → 'B'", r#"change "A" to "B""#),
            ("'A' -> 'B'", r#"change "A" to "B""#),
            ("'A'=>'B'", r#"change "A" to "B""#),
            ("'A' :arrow_right: 'B'", r#"change "A" to "B""#),
            ("s/foo/bar/", r#"change "foo" to "bar""#),
            ("s/Sign up/Join us/gi please", r#"change "Sign up" to "Join us", any case"#),
            ("'recieve' should be 'receive'", r#"change "recieve" to "receive""#),
            ("'recieve' should read 'receive'", r#"change "recieve" to "receive""#),
            ("\"A\" should say \"B\"", r#"change "A" to "B""#),
            ("fix the typo 'recieve', should be 'receive'", r#"change "recieve" to "receive""#),
            ("Fix typo: 'recieve' -> 'receive'", r#"change "recieve" to "receive""#),
            ("there's a typo: 'teh' should be 'the'", r#"change "teh" to "the""#),
            ("'teh' is a typo, it should be 'the'", r#"change "teh" to "the""#),
            ("'A' becomes 'B'", r#"change "A" to "B""#),
            ("use 'B' instead of 'A'", r#"change "A" to "B""#),
            ("'B' instead of 'A' please", r#"change "A" to "B""#),
            ("instead of 'A' say 'B'", r#"change "A" to "B""#),
            // What is there now comes first.
            ("it says 'A' instead of 'B'", r#"change "A" to "B""#),
            ("the button says 'A' instead of 'B'", r#"change "A" to "B" in the button"#),
            ("the heading still says 'A' rather than 'B'", r#"change "A" to "B" in the heading"#),
            ("it should say 'B', not 'A'", r#"change "A" to "B""#),
            ("make 'A' say 'B'", r#"change "A" to "B""#),
            ("I'd like 'A' to say 'B'", r#"change "A" to "B""#),
            ("swap 'A' for 'B'", r#"change "A" to "B""#),
            ("switch 'A' to 'B'", r#"change "A" to "B""#),
            ("update the text 'A' to read 'B'", r#"change "A" to "B""#),
            ("find 'A' and replace it with 'B'", r#"change "A" to "B""#),
            ("change from 'A' to 'B'", r#"change "A" to "B""#),
            ("change the text\n'A'\nto\n'B'", r#"change "A" to "B""#),
            ("hey, can you please change 'A' to 'B'? thanks!", r#"change "A" to "B""#),
            ("Could you change 'A' to 'B' 🙏", r#"change "A" to "B""#),
            ("would you mind changing 'A' to 'B'?", r#"change "A" to "B""#),
            ("<@U123ABC> change 'A' to 'B'", r#"change "A" to "B""#),
            ("change 'A' to 'B' in acme/web", r#"change "A" to "B" in acme/web"#),
            ("change 'A' to 'B' in the web repo", r#"change "A" to "B""#),
            ("hey! small copy fix: 'A' -> 'B'", r#"change "A" to "B""#),
            ("Another tiny docs tweak: change 'A' to 'B'", r#"change "A" to "B""#),
            (
                "in the table in docs/a.md, 'A' should say 'B'",
                r#"change "A" to "B" in the table cell and in docs/a.md"#,
            ),
            ("we need to change 'A' to 'B' asap", r#"change "A" to "B""#),
            ("remove 'beta'", r#"change "beta" to """#),
            ("delete the word 'beta'", r#"change "beta" to """#),
            ("change 'A' to ''", r#"change "A" to """#),
            ("replace 'A' with nothing", r#"change "A" to """#),
            ("remove 'beta' from the footer", r#"change "beta" to "" in the footer"#),
            ("change \"C:\\new\" to \"D:\\old\"", r#"change "C:\new" to "D:\old""#),
            ("change Sign up to 'Get started'", r#"change "Sign up" to "Get started""#),
            ("change Go to cart to 'Go to basket'", r#"change "Go to cart" to "Go to basket""#),
            ("change 'Go to cart' to Open basket", r#"change "Go to cart" to "Open basket""#),
        ],
        understand,
    );
}

#[test]
fn elements() {
    check(
        &[
            ("change the button that says 'A' to 'B'", r#"change "A" to "B" in the button"#),
            ("the heading 'A' should say 'B'", r#"change "A" to "B" in the heading"#),
            ("change the title from 'A' to 'B'", r#"change "A" to "B" in the heading"#),
            ("change the text of the link 'A' to 'B'", r#"change "A" to "B" in the link"#),
            ("change the 'A' button to 'B'", r#"change "A" to "B" in the button"#),
            ("the button labelled 'A' should say 'B'", r#"change "A" to "B" in the button"#),
            ("the heading says 'A' but it should say 'B'", r#"change "A" to "B" in the heading"#),
            ("change the label of the button from 'A' to 'B'", r#"change "A" to "B" in the button"#),
            ("change the placeholder 'A' to 'B'", r#"change "A" to "B" in the placeholder"#),
            ("change the table cell 'A' to 'B'", r#"change "A" to "B" in the table cell"#),
            ("change the big blue button 'A' to 'B'", r#"change "A" to "B" in the button"#),
            ("change the footer link 'A' to 'B'", r#"change "A" to "B" in the footer and in the link"#),
            ("change the site footer link 'A' to 'B'", r#"change "A" to "B" in the footer and in the link"#),
            ("change the email label 'A' to 'B'", r#"change "A" to "B" in the label"#),
            ("make the button say 'B' instead of 'A'", r#"change "A" to "B" in the button"#),
            ("change 'A' to 'B' in the button", r#"change "A" to "B" in the button"#),
            (
                "change the buttons 'A' to 'B' and 'C' to 'D'",
                r#"change "A" to "B" and "C" to "D" in the button"#,
            ),
            (
                "change the button that says Sign up to Get started",
                r#"change "Sign up" to "Get started" in the button"#,
            ),
            ("change the title from Welcome to Hello", r#"change "Welcome" to "Hello" in the heading"#),
            (
                "change the Sign up button to Get started",
                r#"change "Sign up" to "Get started" in the button"#,
            ),
            (
                "change the heading on the pricing page from 'A' to 'B'",
                r#"change "A" to "B" in the heading and on the pricing page"#,
            ),
            (
                "Change the text of the link Learn more to Read more",
                r#"change "Learn more" to "Read more" in the link"#,
            ),
            ("change the button 'A' to 'B' and the heading 'C' to 'D'", "several places"),
        ],
        understand,
    );
}

#[test]
fn words_with_hyphens_are_elements() {
    check(
        &[
            ("change the aria-label 'A' to 'B'", r#"change "A" to "B" in the label"#),
            ("the aria-label \"A\" should say \"B\"", r#"change "A" to "B" in the label"#),
            ("change the alt-text 'A' to 'B'", r#"change "A" to "B""#),
            ("change sub-title 'A' to 'B'", r#"change "A" to "B" in the heading"#),
            ("change the 'A' tool-tip to 'B'", r#"change "A" to "B""#),
            ("rename sub-title to subtitle", r#"change "sub-title" to "subtitle""#),
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
                r#"change "A" to "B" and "C" to "D" in the heading and in app/views/mod | change "A" to "B" and "C" to "D" in app/views/mod"#,
            ),
            ("change 'A' to 'B' and the button 'C' to 'D'", "several places"),
            ("change the title 'A' to 'B' in a.html, and 'C' to 'D' in b.html", "several places"),
        ],
        understand,
    );
}

#[test]
fn unquoted_texts_keep_the_sign_at_their_end() {
    let full = r#"change "Please login to continue." to "Please log in to continue.""#;
    check(
        &[
            ("Please login to continue. → Please log in to continue.", full),
            ("Please login to continue. -> Please log in to continue.", full),
            ("please change A. to B.", r#"change "A." to "B.""#),
            ("change Login. to Log in.", r#"change "Login." to "Log in.""#),
            ("change 'Login.' to Log in.", r#"change "Login." to "Log in.""#),
            ("change Login to Sign in.", r#"change "Login" to "Sign in""#),
            ("change Price (net) to Cost (net)", r#"change "Price (net)" to "Cost (net)""#),
        ],
        understand,
    );
}

#[test]
fn quotes_behind_backslashes() {
    check(
        &[
            (
                r#"change 'Request timed out' to '100% "sure": it\'s too late'"#,
                r#"change "Request timed out" to `100% "sure": it's too late`"#,
            ),
            (r"change 'Don\'t save' to 'Keep'", r#"change "Don't save" to "Keep""#),
            (
                r"change 'the users\' list' to 'all users\' lists'",
                r#"change "the users' list" to "all users' lists""#,
            ),
            (r"change 'C:\' to 'D:\'", r"change `C:\` to `D:\`"),
        ],
        understand,
    );
}

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
fn unquoted_texts() {
    check(
        &[
            (
                "change Sign up to Get started on the pricing page",
                r#"change "Sign up" to "Get started" on the pricing page"#,
            ),
            ("rename Foo to Bar", r#"change "Foo" to "Bar""#),
            ("Rename Foo to Bar please.", r#"change "Foo" to "Bar""#),
            ("can you rename Foo to Bar?", r#"change "Foo" to "Bar""#),
            ("replace Go to cart with Go to basket", r#"change "Go to cart" to "Go to basket""#),
            ("change recieve to receive in README.md", r#"change "recieve" to "receive" in README.md"#),
            ("fix recieve to receive", r#"change "recieve" to "receive""#),
            ("Foo → Bar", r#"change "Foo" to "Bar""#),
            ("Sign up -> Get started", r#"change "Sign up" to "Get started""#),
            ("Foo becomes Bar", r#"change "Foo" to "Bar""#),
            ("recieve should be receive", r#"change "recieve" to "receive""#),
            ("change Sign up to Sign up 🚀", r#"change "Sign up" to "Sign up 🚀""#),
            ("change Don't to Do not", r#"change "Don't" to "Do not""#),
            ("rename the function foo to bar", r#"change "foo" to "bar""#),
            ("change Foo to Bar everywhere, ignoring case", r#"change "Foo" to "Bar", everywhere, any case"#),
            (
                "change Terms and Conditions to Terms of Service",
                r#"change "Terms and Conditions" to "Terms of Service""#,
            ),
            ("change Foo to Bar to Baz", r#"change "Foo" to "Bar to Baz" | change "Foo to Bar" to "Baz""#),
            ("change A to B to C", r#"change "A" to "B to C" | change "A to B" to "C""#),
            (
                "change Foo to Join in the spaceship",
                r#"change "Foo" to "Join" in the spaceship | change "Foo" to "Join in the spaceship""#,
            ),
            (
                "change Sign up button to Join",
                r#"change "Sign up" to "Join" in the button | change "Sign up button" to "Join""#,
            ),
            ("change Welcome to Hello!", r#"change "Welcome" to "Hello!" | change "Welcome" to "Hello""#),
            ("change Hello to Hello!", r#"change "Hello" to "Hello!""#),
            ("rename Foo to Foo", "same Foo"),
        ],
        understand,
    );
}

#[test]
fn politeness_may_be_text() {
    check(
        &[
            ("Please sign in → Please log in", r#"change "Please sign in" to "Please log in""#),
            ("Hello world => Hi world", r#"change "Hello world" to "Hi world""#),
            ("Can you help → Can you assist", r#"change "Can you help" to "Can you assist""#),
            ("Hi there! → Hello!", r#"change "Hi there!" to "Hello!""#),
            ("change Thanks to Thank you", r#"change "Thanks" to "Thank you""#),
            ("Thanks → Thank you", r#"change "Thanks" to "Thank you""#),
            ("Please wait should be Please hold", r#"change "Please wait" to "Please hold""#),
            (
                "Thanks for waiting → 'Thanks for your patience'",
                r#"change "Thanks for waiting" to "Thanks for your patience""#,
            ),
            (
                "Hi!\n- Please sign in → Please log in\n- Go → Start",
                r#"change "Please sign in" to "Please log in" and "Go" to "Start""#,
            ),
            (
                "'A' → 'B'\nSo long → Bye",
                r#"change "A" to "B" and "So long" to "Bye" | change "A" to "B" and "long" to "Bye""#,
            ),
            ("So long → Bye\nPlease wait → Hold on", "not a replacement"),
            (
                "Please sign in → Log in",
                r#"change "Please sign in" to "Log in" | change "sign in" to "Log in""#,
            ),
            ("please Foo → Bar", r#"change "please Foo" to "Bar" | change "Foo" to "Bar""#),
            ("typo: recieve → receive", r#"change "recieve" to "receive""#),
            ("Please change Sign in → Log in", r#"change "Sign in" to "Log in""#),
            ("Two things:\nplease change Sign in → Log in", "not a replacement"),
            ("Hey team:\nplease change Sign in → Log in", r#"change "Sign in" to "Log in""#),
            ("please replace Sign in with Log in", r#"change "Sign in" to "Log in""#),
            ("Please: 'Sign in' → 'Log in'", r#"change "Sign in" to "Log in""#),
        ],
        understand,
    );
}

#[test]
fn nothing_and_a_blank_are_new_texts() {
    check(
        &[
            ("replace '-' with ' '", r#"change "-" to " ""#),
            ("replace '-' with ' ' in the footer", r#"change "-" to " " in the footer"#),
            ("replace ‘-’ with ‘ ’", r#"change "-" to " ""#),
            ("'A_B' → \" \"", r#"change "A_B" to " ""#),
            ("replace '_' with a space", r#"change "_" to " ""#),
            ("replace '_' with a space in docs/", r#"change "_" to " " in docs/"#),
            ("replace '  ' with ' '", r#"change "  " to " ""#),
            ("replace '_' with a space invader", "not a replacement"),
            ("change 'A' to ''", r#"change "A" to """#),
            ("change 'A' to \"\" in the footer", r#"change "A" to "" in the footer"#),
            ("'A' → ''", r#"change "A" to """#),
            ("replace 'A' with nothing everywhere", r#"change "A" to "", everywhere"#),
            ("the users ' list", "not a replacement"),
        ],
        understand,
    );
}

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
            ("src/web", r#"change "A" to "B" in src/web and in the button"#),
            ("in the footer", r#"change "A" to "B" in the footer and in the button"#),
            ("footer", r#"change "A" to "B" in the footer and in the button"#),
            ("the one on the pricing page", "not a replacement"),
            ("the link", r#"change "A" to "B" in the link"#),
            ("everywhere", r#"change "A" to "B" in the button, everywhere"#),
            ("including tests", r#"change "A" to "B" in the button, including tests"#),
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
fn a_reply_to_several_pairs_asks_which() {
    let previous = understand("change 'A' to 'B' and 'C' to 'D'").unwrap();
    check(&[("make it 'X'", r#"change "B" to "X" | change "D" to "X""#)], |text| follow_up(&previous, text));
    let removed = understand("remove 'A'").unwrap();
    check(&[("make it 'X'", "not a replacement")], |text| follow_up(&removed, text));
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
