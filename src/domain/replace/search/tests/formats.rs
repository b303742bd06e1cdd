//! Formats as projects use them: templates of other formats, settings, documents, separated values.

use super::super::super::*;
use super::{check, request};

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
