//! What people write in a chat for one change.

use super::super::understand;
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
            ("the button says 'A' instead of 'B'", r#"change the button "A" to "B""#),
            ("the heading still says 'A' rather than 'B'", r#"change the heading "A" to "B""#),
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
            ("change the button that says 'A' to 'B'", r#"change the button "A" to "B""#),
            ("the heading 'A' should say 'B'", r#"change the heading "A" to "B""#),
            ("change the title from 'A' to 'B'", r#"change the heading "A" to "B""#),
            ("change the text of the link 'A' to 'B'", r#"change the link "A" to "B""#),
            ("change the 'A' button to 'B'", r#"change the button "A" to "B""#),
            ("the button labelled 'A' should say 'B'", r#"change the button "A" to "B""#),
            ("the heading says 'A' but it should say 'B'", r#"change the heading "A" to "B""#),
            ("change the label of the button from 'A' to 'B'", r#"change the button "A" to "B""#),
            ("change the placeholder 'A' to 'B'", r#"change the placeholder "A" to "B""#),
            ("change the table cell 'A' to 'B'", r#"change the table cell "A" to "B""#),
            ("change the big blue button 'A' to 'B'", r#"change the button "A" to "B""#),
            ("change the footer link 'A' to 'B'", r#"change the link "A" to "B" in the footer"#),
            ("change the site footer link 'A' to 'B'", r#"change the link "A" to "B" in the footer"#),
            ("change the email label 'A' to 'B'", r#"change the label "A" to "B""#),
            ("make the button say 'B' instead of 'A'", r#"change the button "A" to "B""#),
            (
                "change the buttons 'A' to 'B' and 'C' to 'D'",
                r#"change the buttons "A" to "B" and "C" to "D""#,
            ),
            (
                "change the button that says Sign up to Get started",
                r#"change the button "Sign up" to "Get started""#,
            ),
            ("change the title from Welcome to Hello", r#"change the heading "Welcome" to "Hello""#),
            ("change the Sign up button to Get started", r#"change the button "Sign up" to "Get started""#),
            (
                "change the heading on the pricing page from 'A' to 'B'",
                r#"change the heading "A" to "B" on the pricing page"#,
            ),
            (
                "Change the text of the link Learn more to Read more",
                r#"change the link "Learn more" to "Read more""#,
            ),
            ("change the button 'A' to 'B' and the heading 'C' to 'D'", "several places"),
        ],
        understand,
    );
}

#[test]
fn an_element_may_be_a_place() {
    let heading = r#"change "A" to "B" in the heading"#;
    let called = r#"change the heading "A" to "B""#;
    check(
        &[
            ("change 'A' to 'B' in the heading", heading),
            ("change 'A' to 'B' in the headings", heading),
            ("change 'A' in the heading to 'B'", heading),
            ("in the heading change 'A' to 'B'", heading),
            ("In the title, 'A' should be 'B'", heading),
            ("'A' should be 'B' in the heading", heading),
            ("use 'B' instead of 'A' in the heading", heading),
            ("fix the typo 'A', should be 'B', in the heading", heading),
            ("fix the typo 'A' in the heading, it should be 'B'", heading),
            ("fix the typo in the heading: 'A' should be 'B'", heading),
            ("fix the heading typo 'A' -> 'B'", heading),
            ("there's a typo in the heading: 'A' should be 'B'", heading),
            ("typo in the heading: 'A' → 'B'", heading),
            ("the heading has a typo: 'A' should be 'B'", heading),
            ("The heading has a typo, 'A' should be 'B'", heading),
            ("the heading contains a typo: 'A' -> 'B'", heading),
            ("the heading is misspelled: 'A' should be 'B'", heading),
            ("change the word in the heading from 'A' to 'B'", heading),
            ("change the word 'A' in the heading to 'B'", heading),
            ("remove 'A' from the heading", r#"change "A" to "" in the heading"#),
            (
                "change 'A' to 'B' in the table cell and in docs/",
                r#"change "A" to "B" in the table cell and in docs/"#,
            ),
            ("in the table, the link 'A' should be 'B'", r#"change the link "A" to "B" in the table cell"#),
            ("change the text in the heading from 'A' to 'B'", called),
            ("the title says 'A' but should say 'B'", called),
            ("heading: 'A' → 'B'", called),
            ("fix the heading 'A' to 'B'", called),
            ("change the heading 'A' to ''", r#"change the heading "A" to """#),
            ("Headings:\n- 'A' → 'B'\n- 'C' → 'D'", r#"change the headings "A" to "B" and "C" to "D""#),
            ("Buttons:\n- the label 'A' → 'B'", r#"change the label "A" to "B" in the button"#),
            (
                "change the headings \"A\" to \"B\" and \"C\" to \"D\" in docs/",
                r#"change the headings "A" to "B" and "C" to "D" in docs/"#,
            ),
        ],
        understand,
    );
}

#[test]
fn words_with_hyphens_are_elements() {
    check(
        &[
            ("change the aria-label 'A' to 'B'", r#"change the label "A" to "B""#),
            ("the aria-label \"A\" should say \"B\"", r#"change the label "A" to "B""#),
            ("change the alt-text 'A' to 'B'", r#"change "A" to "B""#),
            ("change sub-title 'A' to 'B'", r#"change the heading "A" to "B""#),
            ("change the 'A' tool-tip to 'B'", r#"change "A" to "B""#),
            ("rename sub-title to subtitle", r#"change "sub-title" to "subtitle""#),
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
            // Where one text is quoted, the sign may be that of the message.
            ("change 'Login.' to Log in.", r#"change "Login." to "Log in." | change "Login." to "Log in""#),
            (
                "Can you change 'Need help?' to Get support?",
                r#"change "Need help?" to "Get support?" | change "Need help?" to "Get support""#,
            ),
            ("change 'Need help?' to Get support", r#"change "Need help?" to "Get support""#),
            ("Can you change 'Need help' to Get support?", r#"change "Need help" to "Get support""#),
            (
                "change 'Go.' to Start. in the footer",
                r#"change "Go." to "Start." in the footer | change "Go." to "Start" in the footer"#,
            ),
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
                r#"change the button "Sign up" to "Join" | change "Sign up button" to "Join""#,
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
fn lines_with_arrows_under_a_heading() {
    let both = r#"change "Sign in" to "Log in" and "Sign up" to "Join""#;
    check(
        &[
            ("please change:\n- Sign in → Log in\n- Sign up → Join", both),
            ("Change:\n\n* Sign in -> Log in\n* Sign up -> Join\n\nThanks!", both),
            ("Hey team!\nCan you update:\n1. Sign in → Log in\n2. Sign up → Join", both),
            ("please change:\n- 'Sign in' → 'Log in'\n- 'Sign up' → 'Join'", both),
            ("please change:\n- Sign in\n- Sign up → Join", "not a replacement"),
            ("please change:\n- the login flow", "not a replacement"),
        ],
        understand,
    );
}

#[test]
fn questions_are_texts_before_an_arrow() {
    check(
        &[
            ("Are you sure? → Really sure?", r#"change "Are you sure?" to "Really sure?""#),
            ("Are you sure? → Do you want this?", r#"change "Are you sure?" to "Do you want this?""#),
            ("Is this right? → Check it", r#"change "Is this right?" to "Check it""#),
            ("what does A → B do?", "not a replacement"),
            ("is 'A' → 'B' done?", "not a replacement"),
            ("are you sure?", "not a replacement"),
        ],
        understand,
    );
}
