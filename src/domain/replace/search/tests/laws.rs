//! Laws that hold for every file and every text.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::replace::search::{Needle, Search};
use crate::domain::replace::*;

/// A file of each format around a text, with the place of the text marked by `@`.
const FRAMES: &[(&str, &str)] = &[
    ("a.txt", "x\r\n@ y"),
    ("a.json", "{\"k\": \"a @ b\"}"),
    ("a.ts", "f('a @ b')"),
    ("a.ts", "f(\"a @ b\")"),
    ("a.ts", "f(`a @ b ${c}`)"),
    ("a.tsx", "x = <p>a @ b</p>"),
    ("a.tsx", "x = <p title=\"a @ b\" />"),
    ("a.html", "<p>a @ b</p>"),
    ("a.html", "<p title='a @ b'>c</p>"),
    ("a.xml", "<p>a @ b</p>"),
    ("a.xml", "<p><![CDATA[a @ b]]></p>"),
    ("res/values/strings.xml", "<string name=\"x\">a @ b</string>"),
    ("a.yml", "k: a @ b\n"),
    ("a.yml", "k: 'a @ b'\n"),
    ("a.yml", "k: \"a @ b\"\n"),
    ("a.yml", "k: |\n  a @ b\n"),
    ("a.po", "msgid \"a @ b\"\n"),
    ("a.properties", "k=a @ b\n"),
    ("a.strings", "\"k\" = \"a @ b\";\n"),
    ("a.csv", "x,a @ b,y\n"),
    ("a.toml", "k = \"a @ b\"\n"),
    ("a.toml", "k = 'a @ b'\n"),
    ("a.md", "# A\n\na @ b\n"),
    ("a.rs", "f(\"a @ b\")"),
    ("a.rs", "f(r\"a @ b\")"),
    ("a.py", "f('a @ b')"),
    ("a.go", "f(`a @ b`)"),
    ("a.java", "f(\"a @ b\")"),
    ("a.kt", "f(\"a @ b\")"),
    ("a.cs", "f(@\"a @ b\")"),
    ("a.rb", "f('a @ b')"),
    ("a.php", "<?php f('a @ b'); ?>"),
    ("a.swift", "f(\"a @ b\")"),
    ("a.sh", "f 'a @ b'\n"),
    ("a.sql", "f('a @ b')"),
];

const EVERYTHING: &[&str] = &[
    "a.txt",
    "a.json",
    "a.ts",
    "a.tsx",
    "a.html",
    "a.vue",
    "a.svelte",
    "a.php",
    "a.xml",
    "res/values/strings.xml",
    "a.yml",
    "a.po",
    "a.properties",
    "a.strings",
    "a.csv",
    "a.toml",
    "a.md",
    "a.rs",
    "a.py",
    "a.go",
    "a.java",
    "a.kt",
    "a.cs",
    "a.rb",
    "a.swift",
    "a.dart",
    "a.sh",
    "a.sql",
    "a.lua",
    "a.ex",
    "a.c",
    "a.css",
];

fn request(from: &str, to: &str) -> Request {
    Request {
        pairs: vec![Pair { from: from.into(), to: to.into() }],
        called: None,
        scope: Vec::new(),
        how: How {
            words: Words::Anywhere,
            case: Case::Exact,
            code: Code::Include,
            breadth: Breadth::Everywhere,
        },
        include: BTreeSet::new(),
    }
}

fn look(search: &Search, path: &str, file: &[u8]) -> Vec<Hit> {
    match search.look(&path.parse().unwrap(), Mode::File, file) {
        Looked::Hits(hits) => hits,
        Looked::Near(_) | Looked::Skipped(_) | Looked::TooMany | Looked::TooMuch => Vec::new(),
    }
}

/// Texts as people name them: words and marks, no blank at either end.
fn text() -> impl Strategy<Value = String> {
    "[A-Za-zé日☂'\"<>&{}$#:,|`\\\\@!?/%;\\[\\]*_.=-][A-Za-z0-9 é'\"<>&{}$#:,|`\\\\!?/%;\\[\\]*_.=()-]{0,11}[A-Za-zé日'\"<>&$#:,\\\\!?.]"
        .prop_filter("one blank at a time", |t| !t.contains("  "))
}

/// Pieces that break lexers.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..6),
        proptest::sample::select(vec![
            "Save",
            "\\u0053ave",
            "'",
            "\"",
            "`",
            "${",
            "{",
            "}",
            "<p>",
            "</p>",
            "<",
            ">",
            "{{",
            "}}",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "\\",
            "\n",
            "\r\n",
            "  ",
            ": ",
            "- ",
            "|\n",
            ">\n",
            "#",
            "//",
            "/*",
            "*/",
            "[",
            "](",
            ")",
            "```\n",
            "r#\"",
            "\"\"\"",
            "'''",
            "&amp;",
            "&#",
            "\\u",
            "\\x4",
            "{' '}",
            "<?php",
            "?>",
            "<%",
            "é",
            "\u{feff}",
            "msgid \"",
            "=",
            "@\"",
            "<script>",
            "a=",
            "---\n",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// What was written is found again at its place, and writing the old text back restores the file.
    #[test]
    fn a_change_is_found_and_undone(frame in 0..FRAMES.len(), to in text()) {
        let (path, frame) = FRAMES[frame];
        let file = frame.replacen("a @ b", "a Old text b", 1).replace("x\r\n@ y", "x\r\nOld text y").into_bytes();
        prop_assume!(!to.contains("Old") && !String::from_utf8_lossy(&file).contains(&to));
        let hits = look(&Search::new(&request("Old text", &to)), path, &file);
        prop_assert_eq!(hits.len(), 1, "{}", path);
        let new = rewrite(&file, &hits);
        let undo = Search::new(&request(&to, "Old text"));
        // A placeholder that a person wrote into a text is not taken out again.
        let kept = undo.look(&path.parse().unwrap(), Mode::File, &new) == Looked::Skipped(Skip::Placeholders);
        prop_assume!(!kept || !to.contains(['%', '{']));
        let again = look(&undo, path, &new);
        // One that brought its own makes one sign of two beside it.
        let twice = ["%%", "{{", "}}"].iter().any(|signs| to.contains(signs));
        prop_assume!(!twice || !again.is_empty());
        let told = String::from_utf8_lossy(&new).into_owned();
        prop_assert_eq!(again.len(), 1, "{}: {:?}", path, told);
        let requoted = hits[0].requoted.is_some();
        if !requoted {
            prop_assert_eq!(again[0].start, hits[0].start, "{:?}", told);
            let back = rewrite(&new, &again);
            prop_assert_eq!(String::from_utf8_lossy(&back), String::from_utf8_lossy(&file), "{:?}", told);
        }
    }

    /// A word that changes into another one and back leaves any file as it was, whatever stands around it.
    #[test]
    fn there_and_back_is_no_change(before in soup(), after in soup(), path in proptest::sample::select(EVERYTHING)) {
        let file = [before.as_slice(), b" Save ", &after].concat();
        prop_assume!(!String::from_utf8_lossy(&file).contains("Keep9"));
        let hits = look(&Search::new(&request("Save", "Keep9")), path, &file);
        // A text that is no such format gets quotes, which nothing takes away again.
        prop_assume!(hits.iter().all(|hit| hit.requoted.is_none()));
        let new = rewrite(&file, &hits);
        let again = look(&Search::new(&request("Keep9", "Save")), path, &new);
        prop_assert_eq!(hits.len(), again.len(), "{}: {:?}", path, String::from_utf8_lossy(&file));
        let back = rewrite(&new, &again);
        prop_assert_eq!(String::from_utf8_lossy(&back), String::from_utf8_lossy(&file), "{}", path);
    }

    /// What a parser of the format reads afterwards is the same document with that text changed.
    #[test]
    fn parsers_read_the_new_text(key in "[a-z\"\\\\ é]{1,6}", around in "[A-Z\"\\\\é\n\t☂]{0,6}", to in text()) {
        prop_assume!(!around.contains("Old"));
        let value = |word: &str| format!("{around} {word} {around}");
        let json = |word: &str| serde_json::json!({ (key.clone()): [value(word), 7, { "b": null }], "z": "A" });
        let search = Search::new(&request("Old text", &to));
        for file in [json("Old text").to_string(), serde_json::to_string_pretty(&json("Old text")).unwrap()] {
            let new = rewrite(file.as_bytes(), &look(&search, "a.json", file.as_bytes()));
            let read: serde_json::Value = serde_json::from_slice(&new).unwrap();
            prop_assert_eq!(read, json(&to));
        }
        let toml = |word: &str| {
            let list = vec![toml::Value::String(value(word)), toml::Value::String("A".to_owned())];
            toml::Table::from_iter([(key.clone(), toml::Value::Array(list))])
        };
        let file = toml::to_string(&toml("Old text")).unwrap();
        let new = rewrite(file.as_bytes(), &look(&search, "a.toml", file.as_bytes()));
        let read: toml::Table = toml::from_str(&String::from_utf8(new).unwrap()).unwrap();
        prop_assert_eq!(read, toml(&to));
    }

    /// No file makes the search fail, the prefilter denies no hit, and bytes outside hits stay.
    #[test]
    fn any_bytes_are_safe(file in soup(), path in proptest::sample::select(EVERYTHING), from in prop_oneof![Just("Save".to_owned()), text()]) {
        let search = Search::new(&request(&from, "Keep 'it' & \"go\""));
        let hits = look(&search, path, &file);
        let near = search.near(&[0]).look(&path.parse().unwrap(), Mode::File, &file);
        prop_assert!(matches!(near, Looked::Near(_)));
        let new = rewrite(&file, &hits);
        // A text with other quotes is spelled anew around its places.
        prop_assume!(hits.iter().all(|hit| hit.requoted.is_none()));
        let (mut old_at, mut new_at) = (0, 0);
        for hit in &hits {
            let kept = hit.start - old_at;
            prop_assert_eq!(&file[old_at..hit.start], &new[new_at..new_at + kept]);
            new_at += kept + hit.new.len();
            old_at = hit.end;
        }
        prop_assert_eq!(&file[old_at..], &new[new_at..]);
    }

    /// A file that the prefilter denies holds nothing, also when it is looked at without it.
    #[test]
    fn the_prefilter_denies_no_hit(file in soup(), path in proptest::sample::select(EVERYTHING), from in text(), any_case in any::<bool>()) {
        let mut request = request(&from, "Keep");
        request.how.case = if any_case { Case::Any } else { Case::Exact };
        let mut file = file;
        file.extend_from_slice(from.to_uppercase().as_bytes());
        file.extend_from_slice(from.as_bytes());
        let open = Search { any: Needle::of([], Case::Any), needles: vec![Needle::of([], Case::Any)], ..Search::new(&request) };
        if !look(&open, path, &file).is_empty() {
            prop_assert!(Search::new(&request).might_hold(&file));
        }
    }
}
