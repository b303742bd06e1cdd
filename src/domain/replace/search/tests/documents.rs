//! Documents.

use super::super::super::*;
use super::{changed, check, request};

#[test]
fn markdown() {
    check(
        "README.md",
        &[
            ("# Sign up\n\nText\n", "Sign up", "Join", "# Join\n\nText\n"),
            (
                "See [the docs](docs/the%20docs.md).\n",
                "the docs",
                "our guide",
                "See [our guide](docs/the%20docs.md).\n",
            ),
            ("Some **Sign up** and _Sign up_.\n", "Sign up", "Join", "Some **Join** and _Join_.\n"),
            ("| a | Sign up |\n|---|---|\n", "Sign up", "A|B", "| a | A\\|B |\n|---|---|\n"),
            ("| a\\|b | c |\n", "a|b", "x|y", "| x\\|y | c |\n"),
            ("Please sign\nup today.\n", "sign up", "log in", "Please log\nin today.\n"),
            ("> Please sign\n> up today.\n", "sign up", "join", "> Please join today.\n"),
            ("Run `npm i` or npm i.\n", "npm i", "pnpm i", "Run `npm i` or pnpm i.\n"),
            ("```\nnpm i\n```\nnpm i\n", "npm i", "pnpm i", "```\nnpm i\n```\npnpm i\n"),
            ("one\n\ntwo\n", "one two", "x", "one\n\ntwo\n"),
            ("- one\n- two\n", "one - two", "x", "- one\n- two\n"),
            (
                "[a](https://old.io/x) https://old.io\n",
                "https://old.io",
                "https://new.io",
                "[a](https://new.io/x) https://new.io\n",
            ),
            ("Use `foo` here\n", "Use `foo`", "Use `bar`", "Use `bar` here\n"),
            ("Rename my\\_name.\n", "my_name", "`my_name`", "Rename `my_name`.\n"),
            ("press the\nkey\n", "press the key", "run `a &b`", "run `a &b`\n"),
            ("Run it.\n", "it", "`a &b \\.` and &b", "Run `a &b \\.` and &amp;b.\n"),
            ("Run it.\n", "it", "``a ` &b`` &b `&b", "Run ``a ` &b`` &amp;b `&amp;b.\n"),
            (
                "<p align=\"center\">\n  Sign up\n</p>\n",
                "Sign up",
                "a < b",
                "<p align=\"center\">\n  a &lt; b\n</p>\n",
            ),
            ("Snake\\_case x\n", "Snake_case", "New_case", "New\\_case x\n"),
        ],
    );
    let mut with_code = request(&[("npm i", "pnpm i")], &[]);
    with_code.how.code = Code::Include;
    assert_eq!(
        changed(&with_code, "README.md", "```\nnpm i\n```\n`npm i`\n"),
        "```\npnpm i\n```\n`pnpm i`\n"
    );
}

#[test]
fn words_with_their_marks() {
    let both = request(&[("Foo", "Bar"), ("**beta**", "**GA**")], &[]);
    assert_eq!(changed(&both, "README.md", "Foo is **beta**\n"), "Bar is **GA**\n");
    check(
        "README.md",
        &[
            ("```\nmake build_app\n```\n", "build_app", "build_site", "```\nmake build_app\n```\n"),
            ("```\n**a**\n```\n**a**\n", "**a**", "**b**", "```\n**a**\n```\n**b**\n"),
            ("See [guide](user_guide.md).\n", "user_guide", "manual", "See [guide](user_guide.md).\n"),
            ("Set user_guide here\n", "user_guide", "manual", "Set manual here\n"),
            ("An _old_ one\n", "_old_", "_new_", "An _new_ one\n"),
            ("Run `foo`\n", "`foo`", "`bar`", "Run `bar`\n"),
        ],
    );
}
