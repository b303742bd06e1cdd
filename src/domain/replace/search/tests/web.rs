//! What the web is made of: JSON, scripts, JSX, HTML and templates.

use super::check;

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
