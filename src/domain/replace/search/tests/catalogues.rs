//! Catalogues of texts and settings: XML, YAML, gettext, properties, strings, separated values, TOML.

use super::super::super::{Element, Fit, Scope};
use super::{check, look, request};

#[test]
fn xml() {
    check(
        "res/values/strings.xml",
        &[
            (
                r#"<string name="a">Don\'t go</string>"#,
                "Don't go",
                "Can't go",
                r#"<string name="a">Can\'t go</string>"#,
            ),
            (
                "<string>Sign up</string>",
                "Sign up",
                "It's \"A\" & <B>",
                r#"<string>It\'s \"A\" &amp; &lt;B></string>"#,
            ),
            ("<string>Sign up</string>", "Sign up", "@me", r"<string>\@me</string>"),
        ],
    );
    check(
        "a.xml",
        &[
            ("<a><![CDATA[Sign up]]></a>", "Sign up", "a < b", "<a><![CDATA[a < b]]></a>"),
            ("<a>Sign up</a>", "Sign up", "a & b", "<a>a &amp; b</a>"),
            ("<a>It&apos;s</a>", "It's", "That's", "<a>That&apos;s</a>"),
        ],
    );
}

#[test]
fn yaml() {
    check(
        "en.yml",
        &[
            ("a: Sign up\n", "Sign up", "Get started", "a: Get started\n"),
            ("a: Sign up # now\n", "Sign up", "Note: x", "a: 'Note: x' # now\n"),
            ("a: Sign up now\n", "Sign up", "# it's", "a: \"# it's now\"\n"),
            ("a: Save and Save\n", "Save", "x: y", "a: 'x: y and x: y'\n"),
            ("a: Enabled\n", "Enabled", "yes", "a: 'yes'\n"),
            ("a: 'Sign up'\n", "Sign up", "Don't", "a: 'Don''t'\n"),
            ("a: 'Sign up'\n", "Sign up", "A\nB", "a: \"A\\nB\"\n"),
            ("a: \"Sign up\"\n", "Sign up", "Say \"x\"", "a: \"Say \\\"x\\\"\"\n"),
            (
                "a: >\n  We are\n  here now\nb: x\n",
                "are here",
                "were there",
                "a: >\n  We were\n  there now\nb: x\n",
            ),
            ("a: |\n  Sign up\n  now\n", "Sign up", "A\nB", "a: |\n  A\n  B\n  now\n"),
            ("- Sign up\n- {x: Sign up, y: z}\n", "Sign up", "A, b", "- A, b\n- {x: 'A, b', y: z}\n"),
            ("Save: Save\n", "Save", "Store", "Save: Store\n"),
            ("a: Sign\n  up now\nb: c\n", "Sign up", "Join", "a: Join now\nb: c\n"),
        ],
    );
}

#[test]
fn catalogues() {
    check(
        "en.po",
        &[
            (
                "msgid \"Sign up\"\nmsgstr \"\"\n",
                "Sign up",
                "Say \"x\"",
                "msgid \"Say \\\"x\\\"\"\nmsgstr \"\"\n",
            ),
            (
                "msgid \"\"\n\"Sign \"\n\"up now\"\n",
                "Sign up",
                "Log in",
                "msgid \"\"\n\"Log \"\n\"in now\"\n",
            ),
            ("msgid \"\"\n\"Sign \"\n\"up now\"\n", "Sign up", "Join", "msgid \"\"\n\"Join now\"\n"),
        ],
    );
    check(
        "m.properties",
        &[
            ("a=Caf\\u00e9 x\n", "Café", "Thé", "a=Th\\u00e9 x\n"),
            ("a=Sign up\n", "Sign up", "Thé", "a=Th\\u00e9\n"),
            ("a=Sign up é\n", "Sign up", "Thé", "a=Thé é\n"),
            ("a = Note\\: x\n", "Note: x", "Hint: x", "a = Hint\\: x\n"),
        ],
    );
    check(
        "en.lproj/L.strings",
        &[("\"Save\" = \"Save\";\n", "Save", "\"A\"", "\"Save\" = \"\\\"A\\\"\";\n")],
    );
    check(
        "app_en.arb",
        &[(
            "{\"a\": \"Save\", \"@a\": {\"type\": \"x\"}}",
            "Save",
            "Keep",
            "{\"a\": \"Keep\", \"@a\": {\"type\": \"x\"}}",
        )],
    );
    check(
        "a.csv",
        &[
            ("a,Save,c\r\n", "Save", "x, \"y\"", "a,\"x, \"\"y\"\"\",c\r\n"),
            ("a,\"Save\"\n", "Save", "\"y\"", "a,\"\"\"y\"\"\"\n"),
        ],
    );
    check(
        "a.toml",
        &[
            ("a = \"Save\" # Keep\n", "Save", "\"x\"", "a = \"\\\"x\\\"\" # Keep\n"),
            ("a = 'Save'\n", "Save", "it's", "a = \"it's\"\n"),
        ],
    );
}

#[test]
fn each_pair_has_its_own_places_that_only_may_be_meant() {
    let buttons = request(&[("Save", "Keep"), ("Cancel", "Abort")], &[Scope::Element(Element::Button)]);
    let file = br#"{"save_button": "Save", "cancel": "Cancel"}"#;
    let found: Vec<_> =
        look(&buttons, "locales/en.json", file).iter().map(|hit| (hit.pair, hit.fit)).collect();
    assert_eq!(found, [(0, Fit::Whole), (1, Fit::Untold)]);
}
