//! What holds whatever the format: bytes around, scopes, elements, look-alikes, near misses.

use super::super::super::*;
use super::super::Search;
use super::super::effort::Effort;
use super::{changed, look, request};

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
        changed(&page("login screen"), "en.json", r#"{"login_cta": "Save", "cloud_login_error": "Save"}"#),
        r#"{"login_cta": "Keep", "cloud_login_error": "Save"}"#
    );
    assert_eq!(
        changed(
            &page("login screen"),
            "res/values/strings.xml",
            "<string name=\"login_cta\">Save</string> <string name=\"cloud_login_error\">Save</string>"
        ),
        "<string name=\"login_cta\">Keep</string> <string name=\"cloud_login_error\">Save</string>"
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
fn marks_and_all_in_a_section_only() {
    let file = "# Guide\n\n## Billing\n\nIt is **beta** now.\n\n## Login\n\nIt is **beta** too.\n";
    let marked = |scope: &[Scope]| changed(&request(&[("**beta**", "**new**")], scope), "guide.md", file);
    assert_eq!(marked(&[]), file.replace("beta", "new"));
    let page = |name: &str| [Scope::Page(name.into())];
    assert_eq!(marked(&page("guide")), file.replace("beta", "new"));
    assert_eq!(marked(&page("billing section")), file.replacen("beta", "new", 1));
    assert_eq!(marked(&page("pricing page")), file);
}

#[test]
fn a_search_ends_however_much_there_is() {
    let file = b"<p>Save</p>";
    let (path, other) = ("web/a.html".parse().unwrap(), "docs/a.html".parse().unwrap());
    let search = |scope: &[Scope], read: usize| Search {
        effort: Effort::of(1_000, u64::try_from(read).unwrap()),
        ..Search::new(&request(&[("Save", "Keep")], scope))
    };
    let looked = |search: &Search, path| search.look(path, Mode::File, file);
    let one = search(&[], file.len());
    assert!(matches!(looked(&one, &path), Looked::Hits(hits) if hits.len() == 1));
    assert_eq!((one.is_over(), looked(&one, &path), one.is_over()), (false, Looked::TooMuch, true));
    let found = Found { path: "web/a.html".parse().unwrap(), looked: Looked::TooMuch };
    assert_eq!(decide(&request(&[("Save", "Keep")], &[]), vec![found]), Plan::TooMuch);
    // Naming a directory is a way out: what is outside costs nothing.
    let named = search(&[Scope::Path("web".into())], file.len());
    assert_eq!(looked(&named, &other), Looked::Hits(Vec::new()));
    assert!(matches!(looked(&named, &path), Looked::Hits(hits) if hits.len() == 1));
    // Looking over files has its own limit, and what was not looked at is never called empty.
    let far = search(&[], file.len());
    assert!(!far.might_hold(&[b' '; 1_000]) && far.might_hold(b" "));
    assert_eq!(looked(&far, &path), Looked::TooMuch);
}

#[test]
fn near_misses_without_number_are_no_trouble() {
    let file = format!("Sav SAVE {}", "save ".repeat(200_000));
    let search = Search::new(&request(&[("Save", "Keep")], &[]));
    let Looked::Near(near) = search.near(&[0]).look(&"a.txt".parse().unwrap(), Mode::File, file.as_bytes())
    else {
        panic!()
    };
    assert_eq!(near.iter().map(|near| (near.why, near.line)).collect::<Vec<_>>(), [(NearWhy::Case, 1)]);
}

#[test]
fn far_places_are_found_behind_many_others() {
    let file = format!("<p>{}</p><footer>x</footer>", "x ".repeat(MAX_FOUND + 2));
    let footer = request(&[("x", "y")], &[Scope::Page("footer".into())]);
    assert_eq!(look(&footer, "a.html", file.as_bytes()).len(), 1);
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
        (
            Element::Placeholder,
            "a.rb",
            "f.text_field :a, :placeholder => \"Save\", \"title\" => 'Save'",
            "f.text_field :a, :placeholder => \"Keep\", \"title\" => 'Save'",
        ),
        (Element::Button, "a.erb", "<%= f.submit \"Save\" %> Save", "<%= f.submit \"Keep\" %> Save"),
        (
            Element::Label,
            "a.erb",
            "<%= f.label :mail, \"Save\" %> <%= f.submit \"Save\" %>",
            "<%= f.label :mail, \"Keep\" %> <%= f.submit \"Save\" %>",
        ),
        (Element::Button, "locales/en.json", r#"{"save": "Save"}"#, r#"{"save": "Keep"}"#),
        (Element::Button, "locales/en.json", r#"{"save_link": "Save"}"#, r#"{"save_link": "Keep"}"#),
        (
            Element::Button,
            "locales/en.json",
            r#"{"save": "Save", "save_title": "Save"}"#,
            r#"{"save": "Keep", "save_title": "Save"}"#,
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
        ("res/values-ast/strings.xml", "<a>Save</a>", Some(Kin::Translations)),
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
    let by_name = |path: &str| skip_by_name(&path.parse().unwrap(), Mode::File, 10);
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
        let near = Search::new(&request).near(&[0]).look(&path.parse().unwrap(), Mode::File, file.as_bytes());
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
fn a_find_is_seen_in_a_long_line() {
    let file = format!("{} Save {}", "word ".repeat(200), "more ".repeat(200));
    let hits = look(&request(&[("Save", "Keep")], &[]), "a.txt", file.as_bytes());
    assert!(
        hits[0].before.starts_with('…') && hits[0].before.contains("word Save more"),
        "{}",
        hits[0].before
    );
    assert!(hits[0].after.contains("word Keep more"), "{}", hits[0].after);
}

#[test]
fn case_and_words_as_asked() {
    let mut any = request(&[("save", "Keep")], &[]);
    any.how.case = Case::Any;
    assert_eq!(changed(&any, "a.txt", "SAVE Save saved"), "Keep Keep saved");
    any.how.words = Words::Anywhere;
    assert_eq!(changed(&any, "a.txt", "saved"), "Keepd");
}
