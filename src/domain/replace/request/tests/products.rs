//! What product managers write: understood exactly, or refused with the sentence that helps.

use super::super::understand;
use super::check;

#[test]
fn said_exactly() {
    check(
        &[
            (
                "Hey team! Can we please change 'Start trial' to 'Start free trial' on the pricing page? Thanks 🙏",
                r#"change "Start trial" to "Start free trial" on the pricing page"#,
            ),
            (
                "Quick copy fix: the button 'Submit' should say 'Send request'",
                r#"change the button "Submit" to "Send request""#,
            ),
            (
                "The headline on the landing page should be 'Ship faster' instead of 'Ship it'",
                r#"change the heading "Ship it" to "Ship faster" on the landing page"#,
            ),
            (
                "On the checkout page, \"Buy now\" needs to be \"Place order\".",
                r#"change "Buy now" to "Place order" on the checkout page"#,
            ),
            (
                "please replace every 'sign-in' with 'log-in' across the whole codebase",
                r#"change "sign-in" to "log-in", everywhere"#,
            ),
            (
                "Legal wants this:\n- 'Terms of use' → 'Terms of service'\n- 'Privacy' → 'Privacy policy'",
                "not a replacement",
            ),
            (
                "Please update these on the settings page:\n1. 'Log out' → 'Sign out'\n2. 'E-mail' → 'Email'",
                r#"change "Log out" to "Sign out" and "E-mail" to "Email" on the settings page"#,
            ),
            (
                "In the footer:\n• 'About' -> 'About us'\n• 'Jobs' -> 'Careers'",
                r#"change "About" to "About us" and "Jobs" to "Careers" in the footer"#,
            ),
            ("Typo: 'adress' should be 'address'", r#"change "adress" to "address""#),
            (
                "there's a typo, 'occured' should be 'occurred', everywhere",
                r#"change "occured" to "occurred", everywhere"#,
            ),
            (
                "Use 'workspace' instead of 'project' in the docs please",
                r#"change "project" to "workspace" in the docs"#,
            ),
            ("remove the word 'beta' from the header", r#"change "beta" to "" in the header"#),
            (
                "Delete 'Coming soon' on the features page",
                r#"change "Coming soon" to "" on the features page"#,
            ),
            (
                "rename the tab 'Members' to 'People' and update the tests",
                r#"change "Members" to "People", including tests"#,
            ),
            (
                "change 'free forever' to 'free for 30 days', any case, also in the docs",
                r#"change "free forever" to "free for 30 days", any case, including docs"#,
            ),
            ("replace ' - ' with ' '", "not a replacement"),
            ("replace \" - \" with \" \" in the footer", r#"change " - " to " " in the footer"#),
            ("Welcome back → Good to see you again", r#"change "Welcome back" to "Good to see you again""#),
            ("Please try again → Please retry", r#"change "Please try again" to "Please retry""#),
        ],
        understand,
    );
}

#[test]
fn refused_or_asked() {
    check(
        &[
            (
                "Landing page:\n'Get going' → 'Get started'\nPricing page:\n'Buy' → 'Subscribe'",
                "several places",
            ),
            (
                "Change 'Team' to 'Workspace' everywhere. Also change 'Plan' to 'Tier' on the billing page.",
                "several places",
            ),
            ("- 'Save' → 'Save changes'\n- 'Cancel' → 'Discard' (in the modal)", "several places"),
            ("the button should say 'Continue'", "no old text for Continue"),
            ("can you change 'Learn more'?", "no new text for Learn more"),
            (
                "Thanks for signing up → Welcome!",
                r#"change "Thanks for signing up" to "Welcome!" | change "Thanks for signing up" to "Welcome""#,
            ),
            ("make the copy on the pricing page friendlier", "not a replacement"),
            ("should we change 'Sign up' to 'Join'?", "not a replacement"),
        ],
        understand,
    );
}
