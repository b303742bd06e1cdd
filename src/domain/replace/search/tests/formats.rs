//! Formats as projects use them: templates of other formats, settings, documents, separated values.

use super::super::super::*;
use super::super::Search;
use super::{check, look, request};

fn keeps_code(path: &str, file: &str, expected: &str) {
    check(path, &[(file, "Save", "Keep", expected)]);
}

#[test]
fn a_template_is_written_as_what_is_made_from_it() {
    let to = "A & \"B\" < C: d";
    for (path, file, expected) in [
        (
            "config.yaml.j2",
            "{% if Save %}\na: Save {{ Save }}\n{% endif %}\nb: {{ Save | default('x') }}\nc: 'Save'\n",
            "{% if Save %}\na: 'A & \"B\" < C: d {{ Save }}'\n{% endif %}\nb: {{ Save | default('x') }}\nc: 'A & \"B\" < C: d'\n",
        ),
        ("mail.txt.erb", "Hi <%= Save %>,\nSave\n", "Hi <%= Save %>,\nA & \"B\" < C: d\n"),
        ("app.json.ejs", "{\"a\": \"Save <%= Save %>\"}", "{\"a\": \"A & \\\"B\\\" < C: d <%= Save %>\"}"),
        ("README.md.hbs", "# Save {{Save}}\n", "# A & \"B\" < C: d {{Save}}\n"),
        ("app.service.tmpl", "Description=Save {{ .Save }}\n", "Description=A & \"B\" < C: d {{ .Save }}\n"),
        ("page.html.j2", "<p>Save {{ Save }}</p>", "<p>A & \"B\" &lt; C: d {{ Save }}</p>"),
        ("page.erb", "<p>Save</p>", "<p>A & \"B\" &lt; C: d</p>"),
    ] {
        check(path, &[(file, "Save", to, expected)]);
    }
    keeps_code("nginx.conf.tmpl", "a = {{ .Save }}\nb = \"Save\"\n", "a = {{ .Save }}\nb = \"Keep\"\n");
    keeps_code(
        "chart/templates/web.yaml",
        "{{- if .Values.Save }}\na: {{ .Values.Save | quote }}\nb: Save {{ .Save }}\n{{- end }}\n",
        "{{- if .Values.Save }}\na: {{ .Values.Save | quote }}\nb: Keep {{ .Save }}\n{{- end }}\n",
    );
    check(
        ".github/workflows/ci.yml",
        &[(
            "name: Save ${{ inputs.x == 'Save' }}\n",
            "Save",
            "Note: x",
            "name: \"Note: x ${{ inputs.x == 'Save' }}\"\n",
        )],
    );
}

#[test]
fn bytes_of_another_encoding_stay_when_quotes_change() {
    let colon = request(&[("Save", "Note: x")], &[]);
    for (path, file, expected) in [
        ("a.yml", b"a: Save caf\xe9\n".as_slice(), b"a: 'Note: x caf\xe9'\n".as_slice()),
        ("a.toml", b"a = 'Save caf\xe9'\n", b"a = 'Note: x caf\xe9'\n"),
    ] {
        assert_eq!(rewrite(file, &look(&colon, path, file)), expected, "{path}");
    }
    let comma = request(&[("Save", "a, b")], &[]);
    let file = b"caf\xe9 Save,x\n";
    assert_eq!(rewrite(file, &look(&comma, "a.csv", file)), b"\"caf\xe9 a, b\",x\n");
    let accent = request(&[("Save", "Note: \u{e9}")], &[]);
    let looked = Search::new(&accent).look(&"a.yml".parse().unwrap(), Mode::File, b"a: Save caf\xe9\n");
    assert_eq!(looked, Looked::Skipped(Skip::Encoding));
}

#[test]
fn quotes_are_whole_whichever_places_are_changed() {
    let both = request(&[("Save", "a: b"), ("Cancel", "it's")], &[]);
    let file = b"x: Save or Cancel, don't\n";
    let hits = look(&both, "a.yml", file);
    for (chosen, expected) in [
        (&hits[..], "x: \"a: b or it's, don't\"\n"),
        (&hits[..1], "x: \"a: b or Cancel, don't\"\n"),
        (&hits[1..], "x: \"Save or it's, don't\"\n"),
        (&[], "x: Save or Cancel, don't\n"),
    ] {
        assert_eq!(String::from_utf8(rewrite(file, chosen)).unwrap(), expected);
    }
    let cell = request(&[("Save", "a,b"), ("Cancel", "\"c\"")], &[]);
    let file = b"Save Cancel,x\n";
    let hits = look(&cell, "a.csv", file);
    assert_eq!(rewrite(file, &hits), b"\"a,b \"\"c\"\"\",x\n");
    assert_eq!(rewrite(file, &hits[..1]), b"\"a,b Cancel\",x\n");
    assert_eq!(rewrite(file, &hits[1..]), b"\"Save \"\"c\"\"\",x\n");
}

#[test]
fn keys_in_brackets_stay() {
    keeps_code(
        "a.yml",
        "a: {Save: Save, \"Save\": x, 'Save' : [Save, y], url: http://Save.io}\n'Save' : Save\n",
        "a: {Save: Keep, \"Save\": x, 'Save' : [Keep, y], url: http://Keep.io}\n'Save' : Keep\n",
    );
    let page = request(&[("Save", "Keep")], &[Scope::Page("login".into())]);
    let file = "a: {login: {x: Save}, other: Save}\n";
    assert_eq!(super::changed(&page, "en.yml", file), "a: {login: {x: Keep}, other: Save}\n");
}

#[test]
fn settings_and_separated_values() {
    keeps_code(
        "a.toml",
        "Save = [\n  \"Save: now\", # Save\n  ['Save = x', [\"b\"]],\n]\n\"Save: x\" = \"Save\"\n[Save]\na = \"Save\"\n",
        "Save = [\n  \"Keep: now\", # Keep\n  ['Keep = x', [\"b\"]],\n]\n\"Save: x\" = \"Keep\"\n[Save]\na = \"Keep\"\n",
    );
    keeps_code("a.ini", "[a]\nb = [Save\nc = Save\n", "[a]\nb = [Save\nc = Keep\n");
    check(
        "a.csv",
        &[
            ("a;b\nSave;1,5\n", "Save", "x;y", "a;b\n\"x;y\";1,5\n"),
            ("a\tb\nSave\tc\n", "Save", "x, y", "a\tb\nx, y\tc\n"),
            ("a,b;c\nSave,d\n", "Save", "x, y", "a,b;c\n\"x, y\",d\n"),
        ],
    );
}

#[test]
fn parts_of_documents_that_are_no_text() {
    for (path, file, expected) in [
        (
            "a.md",
            "+++\ntitle = \"Save\"\nSave = 'x'\n+++\nSave\n\n[Save]: docs/Save.md \"Save\"\n[x]: <Save.md>\n",
            "+++\ntitle = \"Keep\"\nSave = 'x'\n+++\nKeep\n\n[Save]: docs/Save.md \"Keep\"\n[x]: <Save.md>\n",
        ),
        (
            "a.md",
            "````md\n```\nSave\n```\nSave\n````\nSave\n\n~~~\nSave\n```\nSave\n~~~~\nSave `` ` Save`` ```Save```\n",
            "````md\n```\nSave\n```\nSave\n````\nKeep\n\n~~~\nSave\n```\nSave\n~~~~\nKeep `` ` Save`` ```Save```\n",
        ),
        (
            "a.md",
            "See <img alt=\"Save\" src=\"Save\"> Save[^1]\n\n[^1]: Save it\n",
            "See <img alt=\"Keep\" src=\"Save\"> Keep[^1]\n\n[^1]: Keep it\n",
        ),
        (
            "a.mdx",
            "import Save from './Save'\nexport const x = {\n  Save: 'Save',\n\n  y: Save,\n}\n\nSave {Save.now('Save')}\n\n<Card title=\"Save\" x={Save}>\n  Save {Save}\n</Card>\n",
            "import Save from './Save'\nexport const x = {\n  Save: 'Keep',\n\n  y: Save,\n}\n\nKeep {Save.now('Keep')}\n\n<Card title=\"Keep\" x={Save}>\n  Keep {Save}\n</Card>\n",
        ),
    ] {
        keeps_code(path, file, expected);
    }
}

/// Files of a megabyte that a reader which looks at its rest again and again would not end in minutes.
#[test]
fn large_files_are_read_once() {
    let all = request(&[("Save", "Keep {{x}} it"), ("Sign up", "Join")], &[Scope::Element(Element::Link)]);
    let any = request(&[("Save", "Keep {{x}} it"), ("Sign up", "Join")], &[]);
    for (path, piece) in [
        ("a.html", "Save {{x}} "),
        ("a.html", "{{ "),
        ("a.html", "<a title=\"{{\">"),
        ("a.html", "{{ ' "),
        ("a.cshtml", "@("),
        ("a.xml", "{{ "),
        ("a.svelte", "{Save} "),
        ("a.md", "[]("),
        ("a.liquid", "{% style %}"),
        ("a.tsx", "<a><style>{1}</x>"),
        ("a.md", "[Save](x) "),
        ("a.md", "<a "),
        ("a.md", "` `` ``` "),
        ("a.md", "[`"),
        ("a.txt", "sign-up"),
        ("a.json", "\"\\"),
        ("a.toml", "\"\\"),
        ("a.toml", "a = [\n"),
        ("a.yml", "\"\\"),
        ("a.yml.j2", "{{ x }} Save"),
        ("a.properties", "a=Save\n"),
        ("a.csv", "\"Save"),
        ("a.c", "%d Save "),
        ("a.c", "%% Save "),
        ("a.c", "%d "),
    ] {
        let (open, close) = if path == "a.c" { ("\"", "\";") } else { ("", "") };
        let file = format!("{open}{}{close}\nSave Sign up\n", piece.repeat(300_000 / piece.len()));
        for request in [&all, &any] {
            let looked = Search::new(request).look(&path.parse().unwrap(), Mode::File, file.as_bytes());
            assert!(matches!(looked, Looked::Hits(_)), "{path}: {piece}");
        }
    }
}

#[test]
fn a_catalogue_of_gettext_keeps_its_keys_apart() {
    let look_po = |file: &str| {
        let search = Search::new(&request(&[("Reset password", "Reset Password")], &[]));
        search.look(&"de.po".parse().unwrap(), Mode::File, file.as_bytes())
    };
    let two = "msgid \"Reset password\"\nmsgstr \"a\"\n\nmsgid \"Reset Password\"\nmsgstr \"b\"\n";
    assert_eq!(look_po(two), Looked::Skipped(Skip::Known));
    let split =
        "msgid \"\"\n\"Reset \"\n\"password\"\nmsgstr \"a\"\n\nmsgid \"Reset Password\"\nmsgstr \"b\"\n";
    assert_eq!(look_po(split), Looked::Skipped(Skip::Known));
    let apart = format!("msgctxt \"menu\"\n{two}");
    assert!(matches!(look_po(&apart), Looked::Hits(hits) if hits.len() == 1));
}
