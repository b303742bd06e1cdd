//! Odd files and odd texts: each is right, or said to be left alone, and never half of it.

use super::super::super::*;
use super::super::Search;
use super::{changed, check, look, request};

fn looked(request: &Request, path: &str, file: &[u8]) -> Looked {
    Search::new(request).look(&path.parse().unwrap(), Mode::File, file)
}

#[test]
fn pairs_that_meet() {
    let chain = request(&[("one", "two"), ("two", "three")], &[]);
    assert_eq!(changed(&chain, "a.txt", "one two"), "two three");
    let swap = request(&[("one", "two"), ("two", "one")], &[]);
    assert_eq!(changed(&swap, "a.json", r#"{"one": "one or two"}"#), r#"{"one": "two or one"}"#);
    // Two texts that claim the same words: the longer is written, the other one has no place.
    let overlap = request(&[("a b", "x"), ("b c d", "y")], &[]);
    assert_eq!(changed(&overlap, "a.txt", "a b c d"), "a y");
    let Looked::Hits(hits) = looked(&overlap, "a.txt", b"a b c d") else { panic!() };
    let found = Found { path: "a.txt".parse().unwrap(), looked: Looked::Hits(hits) };
    assert!(matches!(decide(&overlap, vec![found]), Plan::NotFound(not) if not.pairs == [0]));
}

#[test]
fn nothing_as_the_new_text_takes_a_blank_with_it() {
    check(
        "a.md",
        &[
            ("Our beta site\n", "beta", "", "Our site\n"),
            ("beta site\n", "beta", "", "site\n"),
            ("Our beta\n", "beta", "", "Our\n"),
            ("Our (beta) site\n", "beta", "", "Our () site\n"),
            ("Our beta, now\n", "beta", "", "Our, now\n"),
        ],
    );
    check(
        "a.yml",
        &[("a: beta\n", "beta", "", "a: ''\n"), ("a: our beta site\n", "beta", "", "a: our site\n")],
    );
    check("a.json", &[(r#"{"a": "our beta"}"#, "beta", "", r#"{"a": "our"}"#)]);
    check("a.html", &[("<p>Our <b>beta</b> site</p>", "beta", "", "<p>Our <b></b> site</p>")]);
}

#[test]
fn signs_mean_themselves() {
    let signs = r".*+?^$(){}|[a-z]\d";
    check("a.txt", &[(&format!("x {signs} y"), signs, "$1 \\0", "x $1 \\0 y")]);
    check(
        "a.json",
        &[(r#"{"a": "C:\\Users\\ann"}"#, r"C:\Users\ann", r"D:\new\temp", r#"{"a": "D:\\new\\temp"}"#)],
    );
    check("a.py", &[(r"a = 'C:\\Users'", r"C:\Users", r"D:\new", r"a = 'D:\\new'")]);
    check(
        "a.ts",
        &[(r#"a("say \"it's\" now")"#, "say \"it's\"", "tell 'em \"so\"", r#"a("tell 'em \"so\" now")"#)],
    );
}

#[test]
fn scripts_of_the_world() {
    let family = "👩\u{200d}👩\u{200d}👧 familia";
    check("a.json", &[(r#"{"a": "Save"}"#, "Save", family, &format!("{{\"a\": \"{family}\"}}"))]);
    check(
        "a.md",
        &[("שמור עכשיו\n", "שמור", "שלח", "שלח עכשיו\n"), ("保存する\n", "保存", "送信", "送信する\n")],
    );
    check("a.strings", &[("\"k\" = \"احفظ\";\n", "احفظ", "أرسل", "\"k\" = \"أرسل\";\n")]);
}

#[test]
fn line_ends_stay_as_they_are() {
    for (path, file, expected) in [
        ("a.yml", "a: Save\r\nb: Save\r\n", "a: Keep\r\nb: Keep\r\n"),
        ("a.md", "# Save\r\n\r\nSave\r\n", "# Keep\r\n\r\nKeep\r\n"),
        ("a.properties", "a=Save\r\nb=Save\r\n", "a=Keep\r\nb=Keep\r\n"),
        ("a.po", "msgid \"Save\"\r\nmsgstr \"\"\r\n", "msgid \"Keep\"\r\nmsgstr \"\"\r\n"),
        ("a.toml", "a = \"Save\"\r\n[b]\r\n", "a = \"Keep\"\r\n[b]\r\n"),
        ("a.csv", "Save,b\r\nc,Save\r\n", "Keep,b\r\nc,Keep\r\n"),
        ("a.sh", "cat <<A\r\nSave\r\nA\r\n", "cat <<A\r\nKeep\r\nA\r\n"),
        ("a.ts", "// x\r\nf('Save')\r\n", "// x\r\nf('Keep')\r\n"),
    ] {
        assert_eq!(changed(&request(&[("Save", "Keep")], &[]), path, file), expected, "{path}");
    }
    check("a.md", &[("Please sign\r\nup today.\r\n", "sign up", "log in", "Please log\r\nin today.\r\n")]);
}

#[test]
fn a_file_in_another_encoding_is_never_mixed() {
    let plain = request(&[("Save", "Keep")], &[]);
    let latin = b"Save caf\xe9\n";
    assert_eq!(rewrite(latin, &look(&plain, "a.txt", latin)), b"Keep caf\xe9\n");
    let accent = request(&[("Save", "Garder \u{e0} part")], &[]);
    assert_eq!(looked(&accent, "a.txt", latin), Looked::Skipped(Skip::Encoding));
    assert_eq!(looked(&accent, "a.txt", b"Keep caf\xe9\n"), Looked::Hits(Vec::new()));
    let properties = b"a=Save\nb=caf\xe9\n";
    assert_eq!(
        rewrite(properties, &look(&accent, "a.properties", properties)),
        b"a=Garder \\u00e0 part\nb=caf\xe9\n"
    );
    for wide in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let file: Vec<u8> = "\u{feff}\"k\" = \"Save\";\n".encode_utf16().flat_map(wide).collect();
        assert_eq!(looked(&plain, "a.strings", &file), Looked::Skipped(Skip::Encoding));
        assert!(Search::new(&plain).might_hold(&file));
        assert_eq!(looked(&accent, "b.strings", &file[..6]), Looked::Hits(Vec::new()));
    }
}

#[test]
fn a_long_line_is_no_trouble() {
    let row = r#"{"id": 7, "label": "Save it"}, "#;
    let file = format!("[{}{row}]", row.repeat(20_000)).replacen("Save it", "Send it", 1);
    let once = request(&[("Send", "Keep")], &[]);
    assert_eq!(changed(&once, "a.json", &file), file.replacen("Send it", "Keep it", 1));
    let script = format!("const rows = [{}]\n", "'Save', ".repeat(2_000));
    assert_eq!(
        looked(&request(&[("Save", "Keep")], &[]), "a.js", script.as_bytes()),
        Looked::Skipped(Skip::Minified)
    );
}
