//! One table for each format: a file, a pair, and the file as it must be afterwards.

use super::super::*;
use super::Search;

const HOW: How =
    How { words: Words::Whole, case: Case::Exact, code: Code::Skip, breadth: Breadth::OneMeaning };

fn request(pairs: &[(&str, &str)], scope: &[Scope]) -> Request {
    let pairs = pairs.iter().map(|(from, to)| Pair { from: (*from).into(), to: (*to).into() }).collect();
    Request { pairs, scope: scope.to_vec(), how: HOW, include: BTreeSet::new() }
}

fn look(request: &Request, path: &str, file: &[u8]) -> Vec<Hit> {
    match Search::new(request).look(&path.parse().unwrap(), Mode::File, file) {
        Looked::Hits(hits) => hits,
        other @ (Looked::Near(_) | Looked::Skipped(_)) => panic!("{path}: {other:?}"),
    }
}

fn changed(request: &Request, path: &str, file: &str) -> String {
    String::from_utf8(rewrite(file.as_bytes(), &look(request, path, file.as_bytes()))).unwrap()
}

/// Checks rows of (file, from, to, expected file).
fn check(path: &str, rows: &[(&str, &str, &str, &str)]) {
    for (file, from, to, expected) in rows {
        assert_eq!(&changed(&request(&[(from, to)], &[]), path, file), expected, "{path}: {from} -> {to}");
    }
}

#[test]
fn json() {
    check(
        "locales/en.json",
        &[
            (r#"{"a": "Sign up"}"#, "Sign up", "Get started", r#"{"a": "Get started"}"#),
            (r#"{"Sign up": "Sign up"}"#, "Sign up", "Join", r#"{"Sign up": "Join"}"#),
            (r#"{"a": "Sign up"}"#, "Sign up", "Say \"hi\"\n\\", r#"{"a": "Say \"hi\"\n\\"}"#),
            (r#"{"a": "Say \"hi\" now"}"#, "Say \"hi\"", "Say \"yo\"", r#"{"a": "Say \"yo\" now"}"#),
            (
                r#"{"a": "Caf\u00e9 a la"}"#,
                "Café",
                "Crème brûlée é",
                r#"{"a": "Cr\u00e8me br\u00fbl\u00e9e \u00e9 a la"}"#,
            ),
            (r#"{"a": "Hi \ud83d\ude00 you"}"#, "Hi 😀", "Yo 🎉", r#"{"a": "Yo \ud83c\udf89 you"}"#),
            (r#"{"a": "Café"}"#, "Café", "Thé", r#"{"a": "Thé"}"#),
            (r#"{"a": "yes\/no"}"#, "yes/no", "on/off", r#"{"a": "on\/off"}"#),
            (
                "// Sign up\n{\"a\": 'Sign up', b: \"x\"}",
                "x",
                "'y'",
                "// Sign up\n{\"a\": 'Sign up', b: \"'y'\"}",
            ),
            (r#"{"a": "Sign upper"}"#, "Sign up", "Join", r#"{"a": "Sign upper"}"#),
            (r#"{"a": "sign_up"}"#, "sign", "join", r#"{"a": "sign_up"}"#),
        ],
    );
}

#[test]
fn scripts() {
    check(
        "src/a.ts",
        &[
            ("const a = 'Sign up';", "Sign up", "Don't", r"const a = 'Don\'t';"),
            ("const a = \"Sign up\";", "Sign up", "Don't \"x\"", r#"const a = "Don't \"x\"";"#),
            ("const a = `Sign up ${n}`;", "Sign up", "`${x}` $5", r"const a = `\`\${x}\` $5 ${n}`;"),
            ("a(`Hi ${name}, welcome`)", "Hi ${name}", "Bye ${name}", "a(`Bye ${name}, welcome`)"),
            ("a(`x ${t('Sign up')} y`)", "Sign up", "Join", "a(`x ${t('Join')} y`)"),
            (r"a('Don\'t stop')", "Don't stop", "Can't stop", r"a('Can\'t stop')"),
            (r"a('Don\u2019t stop')", "Don't stop", "Can't stop", r"a('Can\u2019t stop')"),
            ("a(/Save/, 'Save')", "Save", "Store", "a(/Save/, 'Store')"),
            (
                "const Save = Save / 2; f('Save') / 3",
                "Save",
                "Store",
                "const Save = Save / 2; f('Store') / 3",
            ),
            ("import x from './Save';\nf('Save')", "Save", "Store", "import x from './Save';\nf('Store')"),
            ("const s = '\\u{1F600} hi'", "😀 hi", "😀 yo", "const s = '\\u{1F600} yo'"),
        ],
    );
}

#[test]
fn jsx() {
    check(
        "src/App.tsx",
        &[
            (
                "const a = <p>Sign up</p>;",
                "Sign up",
                "A < B & {c}",
                "const a = <p>A &lt; B & {'{'}c{'}'}</p>;",
            ),
            ("x = <b>Sign{' '}up now</b>", "Sign up", "Log in", "x = <b>Log{' '}in now</b>"),
            (
                "x = (\n  <b>\n    Sign\n    up now\n  </b>\n)",
                "Sign up",
                "Log in",
                "x = (\n  <b>\n    Log\n    in now\n  </b>\n)",
            ),
            (
                "x = (\n  <b>\n    Sign\n    up now\n  </b>\n)",
                "Sign up",
                "Join",
                "x = (\n  <b>\n    Join now\n  </b>\n)",
            ),
            (
                "x = <b title=\"Sign up\">y</b>",
                "Sign up",
                "Say \"x\"",
                "x = <b title=\"Say &quot;x&quot;\">y</b>",
            ),
            ("x = <b title={'Sign up'}>y</b>", "Sign up", "Don't", r"x = <b title={'Don\'t'}>y</b>"),
            ("x = <b className=\"Save\">Save</b>", "Save", "Store", "x = <b className=\"Save\">Store</b>"),
            ("x = <p>Don&apos;t go</p>", "Don't go", "Can't go", "x = <p>Can&apos;t go</p>"),
            ("x = <p>Hi {name}!</p>", "Hi {name}", "Yo {name}", "x = <p>Yo {name}!</p>"),
            (
                "f = <T,>(x: T) => 'Save'; y = a < b; z = 'Save'",
                "Save",
                "Store",
                "f = <T,>(x: T) => 'Store'; y = a < b; z = 'Store'",
            ),
            (
                "x = a ? <i>Save</i> : <><u>Save</u></>",
                "Save",
                "Store",
                "x = a ? <i>Store</i> : <><u>Store</u></>",
            ),
        ],
    );
}

#[test]
fn html() {
    check(
        "a.html",
        &[
            ("<p>Terms &amp; more</p>", "Terms & more", "A & B", "<p>A &amp; B</p>"),
            ("<p>Sign&nbsp;up</p>", "Sign up", "Log in", "<p>Log&nbsp;in</p>"),
            ("<p>Sign up</p>", "Sign up", "1 < 2", "<p>1 &lt; 2</p>"),
            ("<p>Sign up</p>", "Sign up", "&amp;", "<p>&amp;amp;</p>"),
            ("<img alt='Sign up'>", "Sign up", "Don't", "<img alt='Don&apos;t'>"),
            ("<img alt=Save>", "Save", "Sign up", "<img alt=\"Sign up\">"),
            ("<a href=\"/pricing\">pricing</a>", "pricing", "plans", "<a href=\"/pricing\">plans</a>"),
            (
                "<a href=\"https://a.com/x\">y</a>",
                "https://a.com",
                "https://b.org",
                "<a href=\"https://b.org/x\">y</a>",
            ),
            ("<script>f('Sign up')</script>", "Sign up", "Don't", r"<script>f('Don\'t')</script>"),
            ("<p>Caf&eacute;</p>", "Café", "Thé", "<p>Th&eacute;</p>"),
            ("<p>Hi {{ name }}!</p>", "Hi {{ name }}", "Yo {{ name }}", "<p>Yo {{ name }}!</p>"),
            ("{% trans \"Sign up\" %}", "Sign up", "Join", "{% trans \"Join\" %}"),
            ("<p>&#8220;Save&#8221;</p>", "\"Save\"", "\"Store\"", "<p>&#8220;Store&#8221;</p>"),
        ],
    );
    check(
        "a.vue",
        &[
            ("<x :label=\"'Save'\">", "Save", "Say \"x\"", "<x :label=\"'Say &quot;x&quot;'\">"),
            ("<x>{{ t('Save') }}</x>", "Save", "Store", "<x>{{ t('Store') }}</x>"),
        ],
    );
    check(
        "a.astro",
        &[(
            "---\nconst a = 'Save';\n---\n<p>x</p>",
            "Save",
            "it's",
            "---\nconst a = 'it\\'s';\n---\n<p>x</p>",
        )],
    );
    check("a.php", &[("<p><?php echo 'Save' ?></p>", "Save", "Don't", r"<p><?php echo 'Don\'t' ?></p>")]);
    check("a.svelte", &[("<p>Save {n}</p>", "Save", "{x}", "<p>{'{'}x{'}'} {n}</p>")]);
}

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
fn programs() {
    check(
        "a.rs",
        &[
            (
                "let a = \"Save\"; let Save = 'S';",
                "Save",
                "\"x\"\n",
                "let a = \"\\\"x\\\"\\n\"; let Save = 'S';",
            ),
            ("f::<'a>(r\"Save\")", "Save", "\"x\"", "f::<'a>(r#\"\"x\"\"#)"),
            ("f(r#\"Save\"#)", "Save", "\"x\"", "f(r#\"\"x\"\"#)"),
            ("f('\"', \"Save\")", "Save", "Keep", "f('\"', \"Keep\")"),
            ("f(\"\\u{e9} Save\")", "é Save", "è Save", "f(\"\\u{e8} Save\")"),
        ],
    );
    check(
        "a.py",
        &[
            ("a = 'Save'", "Save", "it's", r"a = 'it\'s'"),
            ("a = r'Save\\d'", "Save", "it's", "a = 'it\\'s\\\\d'"),
            ("a = \"\"\"Save\nx\"\"\"", "Save", "a\nb", "a = \"\"\"a\nb\nx\"\"\""),
            ("a = 'x\\d Save'", "Save", "Keep", "a = 'x\\d Keep'"),
        ],
    );
    check(
        "a.go",
        &[("a := `Save`", "Save", "`x`", "a := \"`x`\""), ("a := \"Save\"", "Save", "\"", "a := \"\\\"\"")],
    );
    check("A.java", &[("f(\"Caf\\u00e9\");", "Café", "Thé", "f(\"Th\\u00e9\");")]);
    check("a.kt", &[("f(\"Save\")", "Save", "$5", "f(\"\\$5\")")]);
    check(
        "a.cs",
        &[
            ("f(@\"Save\")", "Save", "\"x\"", "f(@\"\"\"x\"\"\")"),
            ("f($\"Save {x}\")", "Save", "Keep", "f($\"Keep {x}\")"),
        ],
    );
    check(
        "a.rb",
        &[
            ("f('Save') # x", "Save", "it's", r"f('it\'s') # x"),
            ("f(\"Save\")", "Save", "#{x}", "f(\"\\#{x}\")"),
        ],
    );
    check("a.swift", &[("Text(\"Save\")", "Save", "\"x\"", r#"Text("\"x\"")"#)]);
    check(
        "a.sh",
        &[
            ("echo 'Save'", "Save", "it's $5", "echo \"it's \\$5\""),
            ("echo \"Save\"", "Save", "$5", "echo \"\\$5\""),
        ],
    );
    check("a.sql", &[("insert 'Save'", "Save", "it's", "insert 'it''s'")]);
    check("a.dart", &[("Text('Save')", "Save", "it's $5", r"Text('it\'s \$5')")]);
}

#[test]
fn bytes_around_stay() {
    let all = request(&[("Save", "Keep")], &[]);
    let file = b"\xef\xbb\xbfa \xff\xfe Save\r\nSave";
    assert_eq!(rewrite(file, &look(&all, "a.txt", file)), b"\xef\xbb\xbfa \xff\xfe Keep\r\nKeep");
    let lines = request(&[("Save", "a\nb")], &[]);
    assert_eq!(changed(&lines, "a.txt", "Save\r\nx\r\n"), "a\r\nb\r\nx\r\n");
}

#[test]
fn pairs_apply_at_once() {
    let swap = request(&[("A", "B"), ("B", "A")], &[]);
    assert_eq!(changed(&swap, "a.txt", "A B A"), "B A B");
    let nested = request(&[("Sign", "x"), ("Sign up", "Join")], &[]);
    assert_eq!(changed(&nested, "a.txt", "Sign up, Sign"), "Join, x");
}

#[test]
fn scopes() {
    let page = |name: &str| request(&[("Save", "Keep")], &[Scope::Page(name.into())]);
    for path in ["pricing.html", "pages/pricing/index.tsx", "src/PricingPage.vue", "app/pricing/page.tsx"] {
        assert_eq!(look(&page("the pricing page"), path, b"x = <p>Save</p>").len(), 1, "{path}");
    }
    assert_eq!(
        changed(&page("pricing page"), "en.json", r#"{"pricing": {"cta": "Save"}, "b": "Save"}"#),
        r#"{"pricing": {"cta": "Keep"}, "b": "Save"}"#
    );
    assert_eq!(
        changed(&page("footer"), "a.html", "<p>Save</p><footer><p>Save</p></footer>"),
        "<p>Save</p><footer><p>Keep</p></footer>"
    );
    let path = request(&[("Save", "Keep")], &[Scope::Path("src".into()), Scope::Glob("**/*.txt".into())]);
    for (file, count) in [("src/a.md", 1), ("srcs/a.md", 0), ("lib/a.txt", 1)] {
        assert_eq!(look(&path, file, b"Save").len(), count, "{file}");
    }
}

#[test]
fn elements() {
    let rows: &[(Element, &str, &str, &str)] = &[
        (
            Element::Button,
            "a.tsx",
            "x=<p>Save<Button><b>Save</b></Button></p>",
            "x=<p>Save<Button><b>Keep</b></Button></p>",
        ),
        (
            Element::Button,
            "en.json",
            r#"{"a": "Save", "save_btn": "Save"}"#,
            r#"{"a": "Save", "save_btn": "Keep"}"#,
        ),
        (Element::Button, "a.swift", "Text(\"Save\") Button(\"Save\")", "Text(\"Save\") Button(\"Keep\")"),
        (
            Element::Placeholder,
            "a.html",
            "<input placeholder=\"Save\" title=\"Save\">",
            "<input placeholder=\"Keep\" title=\"Save\">",
        ),
        (Element::Heading, "a.md", "# Save\n\nSave\n", "# Keep\n\nSave\n"),
        (Element::Link, "a.md", "Save [Save](x)\n", "Save [Keep](x)\n"),
        (Element::Cell, "a.md", "Save\n\n| Save | b |\n", "Save\n\n| Keep | b |\n"),
        (Element::Label, "a.html", "<label>Save</label><p>Save</p>", "<label>Keep</label><p>Save</p>"),
    ];
    for (element, path, file, expected) in rows {
        let request = request(&[("Save", "Keep")], &[Scope::Element(*element)]);
        assert_eq!(&changed(&request, path, file), expected, "{path}");
    }
}

#[test]
fn look_alikes_are_told_apart() {
    let all = request(&[("Save", "Keep")], &[]);
    let rows = [
        ("src/a.test.ts", "f('Save')", Some(Kin::Tests)),
        ("src/__snapshots__/a.snap", "Save", Some(Kin::Snapshots)),
        ("locales/de.json", r#"{"a":"Save"}"#, Some(Kin::Translations)),
        ("res/values-de/strings.xml", "<a>Save</a>", Some(Kin::Translations)),
        ("po/pt_BR.po", "msgid \"Save\"\n", Some(Kin::Translations)),
        ("locales/en-GB.json", r#"{"a":"Save"}"#, None),
        ("README.md", "Save", Some(Kin::Docs)),
        ("src/a.ts", "// Save", Some(Kin::Docs)),
        ("src/a.ts", "f('Save')", None),
    ];
    for (path, file, kin) in rows {
        assert_eq!(look(&all, path, file.as_bytes()).first().map(|hit| hit.kin), Some(kin), "{path}");
    }
    let link = look(&request(&[("Sign up", "Join")], &[]), "docs/b.md", b"[x](a.md#how-to-sign-up)\n");
    assert_eq!(
        link.iter().map(|hit| (hit.new.as_str(), hit.kin)).collect::<Vec<_>>(),
        [("join", Some(Kin::Anchors))]
    );
}

#[test]
fn files_that_are_never_changed() {
    let by_name = |path: &str| super::skip_by_name(&path.parse().unwrap(), Mode::File, 10);
    for (path, skip) in [
        ("Cargo.lock", Some(Skip::Lock)),
        ("a/node_modules/b.js", Some(Skip::Vendored)),
        ("a.min.js", Some(Skip::Minified)),
        ("x.pb.go", Some(Skip::Generated)),
        ("a.png", Some(Skip::Binary)),
        ("src/vendor.ts", None),
        ("src/lock.ts", None),
    ] {
        assert_eq!(by_name(path), skip, "{path}");
    }
    let all = Search::new(&request(&[("Save", "Keep")], &[]));
    let look = |path: &str, file: &[u8]| all.look(&path.parse().unwrap(), Mode::File, file);
    assert_eq!(look("a.go", b"// Code generated by x. DO NOT EDIT.\nSave"), Looked::Skipped(Skip::Generated));
    assert_eq!(look("a.go", b"// Code generated by x. DO NOT EDIT.\nx"), Looked::Hits(vec![]));
    assert_eq!(look("a.txt", b"Save\0"), Looked::Skipped(Skip::Binary));
    assert_eq!(
        look("a.txt", b"version https://git-lfs.github.com/spec/v1\nSave"),
        Looked::Skipped(Skip::Lfs)
    );
}

#[test]
fn near_misses() {
    let rows: &[(&str, &str, &str, &[Scope], NearWhy)] = &[
        ("a.ts", "f('sign up')", "Sign up", &[], NearWhy::Case),
        ("a.ts", "f('Sign upper')", "Sign up", &[], NearWhy::PartOfWord),
        ("a.md", "```\nSign up\n```\n", "Sign up", &[], NearWhy::CodeBlock),
        ("a.ts", "f('Sign up')", "Sign up", &[Scope::Path("b".into())], NearWhy::OutOfScope),
        ("a.html", "<p>Sign up</p>", "Sign up", &[Scope::Element(Element::Button)], NearWhy::OtherElement),
        ("a.ts", "f('Sing up now')", "Sign up", &[], NearWhy::Similar),
        ("a.ts", "let Save = 1", "Save", &[], NearWhy::Identifier),
    ];
    for (path, file, from, scope, why) in rows {
        let request = request(&[(from, "x")], scope);
        assert!(look(&request, path, file.as_bytes()).is_empty(), "{path}");
        let near = Search::new(&request).look_for_near(&path.parse().unwrap(), Mode::File, file.as_bytes());
        let Looked::Near(near) = near else { panic!("{near:?}") };
        assert_eq!(near.first().map(|near| near.why), Some(*why), "{path}: {file}");
    }
}

#[test]
fn people_read_the_line() {
    let hits = look(&request(&[("Save", "Keep")], &[]), "a.txt", b"x\n  Save and Save \ny");
    assert_eq!(
        (hits[0].line, hits[0].before.as_str(), hits[0].after.as_str()),
        (2, "Save and Save", "Keep and Keep")
    );
}

#[test]
fn case_and_words_as_asked() {
    let mut any = request(&[("save", "Keep")], &[]);
    any.how.case = Case::Any;
    assert_eq!(changed(&any, "a.txt", "SAVE Save saved"), "Keep Keep saved");
    any.how.words = Words::Anywhere;
    assert_eq!(changed(&any, "a.txt", "saved"), "Keepd");
}
