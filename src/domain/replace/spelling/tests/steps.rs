//! How much is read again: every byte a bounded number of times, and nothing behind what has no end.

use super::shown;

/// As long as a large file. Read again for each of its bytes, it would keep a test for many minutes.
const LARGE: usize = 1_000_000;

#[test]
fn a_large_file_is_read_once() {
    let bad: &[(&str, &str)] = &[
        ("a.swift", "#"),
        ("a.swift", "#\""),
        ("a.swift", "\"\\("),
        ("a.rs", "r#"),
        ("a.rs", "/*"),
        ("a.rs", "'"),
        ("a.rs", "r#\""),
        ("a.cs", "$"),
        ("a.cs", "$@\""),
        ("a.cs", "$\"\"\"\n"),
        ("a.lua", "[="),
        ("a.lua", "[=["),
        ("a.cpp", "R\"x("),
        ("a.sh", "<<A "),
        ("a.sh", "\"${"),
        ("a.sh", "`"),
        ("a.rb", "%("),
        ("a.rb", " /"),
        ("a.rb", "\"#{"),
        ("a.pl", "q("),
        ("a.pl", "s{"),
        ("a.py", "f\"{"),
        ("a.py", "'' "),
        ("a.py", "{"),
        ("a.py", "'{a"),
        ("a.kt", "\"$"),
        ("a.sql", "\\'"),
        ("a.ex", "~r"),
        ("a.tsx", "<T>("),
        ("a.tsx", "<a "),
        ("a.tsx", "/["),
        ("a.js", "`${"),
        ("a.php", "<?php \"{$"),
    ];
    for (path, piece) in bad {
        let file = piece.repeat(LARGE / piece.len());
        assert!(shown(path, &file).len() <= file.len(), "{path}: {piece}");
    }
}

#[test]
fn here_documents_are_looked_up() {
    let announced = |n: usize| format!("cat <<A{n}\n");
    let file: String = (0..LARGE / 12).map(announced).collect();
    assert_eq!(shown("a.sh", &file), Vec::<String>::new());
    assert_eq!(shown("a.sh", &format!("{file}x\nA7\n")).len(), 1);
}

#[test]
fn nothing_is_text_behind_what_has_no_end() {
    let rows = [
        ("a.rb", "f('Save')\n\"#{"),
        ("a.rb", "f('Save')\n\"#{g('Open')"),
        ("a.kt", "f(\"Save\")\n\"\"\"a ${\"Open\""),
        ("a.rs", "f(\"Save\")\nr#\"Open\""),
        ("a.rs", "f(\"Save\")\n/* /* */ \"Open\""),
        ("a.py", "f('Save')\n'''a 'Open'"),
        ("a.js", "f('Save')\n`a ${'Open'}"),
        ("a.tsx", "f('Save');\nx = <p title='b'>a {'Open'}"),
        ("a.sh", "f 'Save'\n\"$(echo 'Open'"),
        ("a.cs", "f(\"Save\");\n$\"\"\"{\"Open\"}"),
    ];
    for (path, file) in rows {
        assert_eq!(shown(path, file), ["Save"], "{path}: {file}");
    }
}

#[test]
fn a_string_that_ends_with_its_line_spoils_only_the_line() {
    let paths = [
        "a.py", "a.go", "a.java", "a.kt", "a.dart", "a.cs", "a.c", "a.swift", "a.lua", "a.css", "a.js",
        "a.scala",
    ];
    for path in paths {
        assert_eq!(shown(path, "x \"a\nf(\"Save\")\n"), ["Save"], "{path}");
    }
}
