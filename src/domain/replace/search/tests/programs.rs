//! String literals of programs.

use super::check;

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
fn here_documents() {
    check(
        "a.rb",
        &[
            (
                "f(<<~A.strip, 'Save')\n  Doors \"open\" #{at} now\n  or later 'Save'\nA\ng('Save')",
                "now or",
                "then or",
                "f(<<~A.strip, 'Save')\n  Doors \"open\" #{at} then\n  or later 'Save'\nA\ng('Save')",
            ),
            ("f(<<-A)\n Save\n A\ng('Save')", "Save", "a\n#{b}", "f(<<-A)\n a\\n\\#{b}\n A\ng('a\n#{b}')"),
            ("f(<<~'A')\nSave\nA\n", "Save", "it's #{b}", "f(<<~'A')\nit's #{b}\nA\n"),
            (
                "f(<<~A, <<~B)\nSave\nA\nSave 2\nB\n",
                "Save 2",
                "Keep 2",
                "f(<<~A, <<~B)\nSave\nA\nKeep 2\nB\n",
            ),
            ("class << self\nf('Save')", "Save", "Keep", "class << self\nf('Keep')"),
            ("a <<B\nf('Save')", "Save", "Keep", "a <<B\nf('Keep')"),
        ],
    );
    check(
        "a.sh",
        &[
            (
                "cat <<EOF\nSave it\nEOF\necho 'Save'",
                "Save it",
                "a $5 \"b\"",
                "cat <<EOF\na \\$5 \"b\"\nEOF\necho 'Save'",
            ),
            ("cat <<-'EOF'\n\tSave\n\tEOF\n", "Save", "$5", "cat <<-'EOF'\n\t$5\n\tEOF\n"),
            ("cat <<<Save\necho 'Save'", "Save", "Keep", "cat <<<Save\necho 'Keep'"),
        ],
    );
    check("a.php", &[("<?php f(<<<A\nSave\nA);", "Save", "$5", "<?php f(<<<A\n\\$5\nA);")]);
}

#[test]
fn files_of_commands() {
    check(
        "Dockerfile",
        &[(
            "RUN cd /tmp && curl -fsSL \"https://example.com/x.tgz\" | tar xz\nLABEL description=\"Deploy tool\"",
            "Deploy tool",
            "Build tool",
            "RUN cd /tmp && curl -fsSL \"https://example.com/x.tgz\" | tar xz\nLABEL description=\"Build tool\"",
        )],
    );
    check(
        "Makefile",
        &[(
            "%.pb.go: %.proto\n\t@echo \"Compiling $<...\"",
            "Compiling",
            "Building",
            "%.pb.go: %.proto\n\t@echo \"Building $<...\"",
        )],
    );
}

#[test]
fn a_slash_divides_where_no_pattern_ends() {
    check(
        "a.swift",
        &[
            (
                "Text(\"Step \\(point.x / 10)\")\nf(\"Save\")",
                "Save",
                "Keep",
                "Text(\"Step \\(point.x / 10)\")\nf(\"Keep\")",
            ),
            ("Text(\"Step \\(point.x / 10)\")", "Step", "Stage", "Text(\"Stage \\(point.x / 10)\")"),
            ("f(\"\\(count! / 2) items\")", "items", "things", "f(\"\\(count! / 2) things\")"),
            (
                "f(\"\\(count! / 2 + a! / 2) items\")",
                "items",
                "things",
                "f(\"\\(count! / 2 + a! / 2) things\")",
            ),
        ],
    );
    check(
        "a.rb",
        &[
            ("f \"#{x / 2} items\"", "items", "things", "f \"#{x / 2} things\""),
            ("f \"#{return / 2} items\", 'it'", "it", "is", "f \"#{return / 2} items\", 'is'"),
            ("a.split /'/\nf 'Save'", "Save", "Keep", "a.split /'/\nf 'Keep'"),
        ],
    );
    check(
        "a.pl",
        &[
            ("@a = split /'/, $b; f('Save')", "Save", "Keep", "@a = split /'/, $b; f('Keep')"),
            ("f($p->x / 2, 'Save', $q / 3)", "Save", "Keep", "f($p->x / 2, 'Keep', $q / 3)"),
        ],
    );
}

#[test]
fn a_here_document_of_php_ends_before_more_arguments() {
    check(
        "a.php",
        &[(
            "<?php send(<<<EOT\nDon't \"wait\"\nEOT, $user, 'Save');\n$b = 'Save';",
            "Save",
            "Keep",
            "<?php send(<<<EOT\nDon't \"wait\"\nEOT, $user, 'Keep');\n$b = 'Keep';",
        )],
    );
}

#[test]
fn what_only_looks_formatted() {
    check(
        "a.py",
        &[
            (
                "a = \"Discount 20%(approx)\"\nb = \"x\"",
                "approx",
                "about",
                "a = \"Discount 20%(about)\"\nb = \"x\"",
            ),
            ("a = \"%(n) 5.1f left\"", "left", "more", "a = \"%(n) 5.1f more\""),
            // Each literal has its own rules.
            ("a = f\"Hi {x}\" \"Save\"", "Save", "{b}", "a = f\"Hi {x}\" \"{b}\""),
            ("a = f\"Save {x}\" \"b\"", "Save", "{b}", "a = f\"{{b}} {x}\" \"b\""),
        ],
    );
}

#[test]
fn a_pattern_on_several_lines_opens_no_string() {
    for (path, file, expected) in [
        (
            "a.rb",
            "QUOTED = /([\"'])\n (.*?)\\1/x\na = Save\nf('Save')\n",
            "QUOTED = /([\"'])\n (.*?)\\1/x\na = Save\nf('Keep')\n",
        ),
        (
            "a.rb",
            "f(x, /a\n \"Save # it's\n/x, Save, \"Save\")\n",
            "f(x, /a\n \"Save # it's\n/x, Save, \"Keep\")\n",
        ),
        (
            "a.pl",
            "if ($x =~ /([\"'])\n Save\n/x) { $Save = 'Save' }\n",
            "if ($x =~ /([\"'])\n Save\n/x) { $Save = 'Keep' }\n",
        ),
        ("a.rb", "a.reduce(:/)\nb = Save / 2\nf('Save')\n", "a.reduce(:/)\nb = Save / 2\nf('Keep')\n"),
        ("a.swift", "a.reduce(1, /)\nf(\"Save\", (/))\n", "a.reduce(1, /)\nf(\"Keep\", (/))\n"),
    ] {
        check(path, &[(file, "Save", "Keep", expected)]);
    }
}
