//! Texts that a program fills in: their directives stay, and what stands beside them is spelled as they ask.

use super::super::super::*;
use super::super::Search;
use super::{check, request};

/// Texts that stay, because they would get other directives, or in another order.
fn stays(rows: &[(&str, &str, &str, &str)]) {
    for (path, file, from, to) in rows {
        let search = Search::new(&request(&[(from, to)], &[]));
        let looked = search.look(&path.parse().unwrap(), Mode::File, file.as_bytes());
        assert_eq!(looked, Looked::Skipped(Skip::Placeholders), "{path}: {file}: {from} -> {to}");
    }
}

#[test]
fn a_percent_sign_beside_directives_is_doubled() {
    for (path, file, expected) in [
        (
            "res/values/strings.xml",
            "<string name=\"a\">%1$d on the device</string>",
            "<string name=\"a\">%1$d 100%% on this device</string>",
        ),
        (
            "res/values/strings.xml",
            "<string name=\"a\">Now on the device</string>",
            "<string name=\"a\">Now 100% on this device</string>",
        ),
        ("a.strings", "\"a\" = \"%@ on the device\";", "\"a\" = \"%@ 100%% on this device\";"),
        (
            "en.po",
            "msgid \"%d on the device\"\nmsgstr \"\"\n",
            "msgid \"%d 100%% on this device\"\nmsgstr \"\"\n",
        ),
        ("a.rb", "format('%d on the device', n)", "format('%d 100%% on this device', n)"),
        ("a.sql", "x like '%s on the device'", "x like '%s 100% on this device'"),
    ] {
        check(path, &[(file, "on the device", "100% on this device", expected)]);
    }
    check(
        "a.c",
        &[
            ("f(\"100%% of %d\")", "100% of", "50% of", "f(\"50%% of %d\")"),
            ("f(\"%d of %s\")", "%d of %s", "5%: %d of %s", "f(\"5%%: %d of %s\")"),
        ],
    );
}

#[test]
fn what_is_no_directive_is_never_doubled() {
    for (path, file, from, to, expected) in [
        (
            "a.rb",
            "at.strftime(\"Published on %B %d, %Y\")",
            "Published on %B %d, %Y",
            "Posted on %B %d, %Y",
            "at.strftime(\"Posted on %B %d, %Y\")",
        ),
        (
            "a.go",
            "fmt.Errorf(\"failed to read %s: %w\", n, err)",
            "failed to read %s: %w",
            "cannot read %s: %w",
            "fmt.Errorf(\"cannot read %s: %w\", n, err)",
        ),
        (
            "a.go",
            "f(\"is %t now, %[1]d\", x)",
            "is %t now, %[1]d",
            "was %t, %[1]d",
            "f(\"was %t, %[1]d\", x)",
        ),
        ("a.c", "f(\"Image size %dx%d\", w, h)", "Image size %dx%d", "Size %dx%d", "f(\"Size %dx%d\", w, h)"),
        (
            "a.c",
            "f(\"Took %dms (%d files)\", w, h)",
            "Took %dms (%d files)",
            "Needed %dms (%d files)",
            "f(\"Needed %dms (%d files)\", w, h)",
        ),
        ("a.c", "f(\"Took %d ms\", w)", "Took %d ms", "Took %dms", "f(\"Took %dms\", w)"),
        (
            "a.java",
            "f(\"Saved %,d at %tY for %s%n\", w, h)",
            "Saved %,d at %tY for %s%n",
            "Kept %,d at %tY for %s%n",
            "f(\"Kept %,d at %tY for %s%n\", w, h)",
        ),
        (
            "a.rb",
            "f(\"Hi %{x}, %d of %<y>d\")",
            "Hi %{x}, %d of %<y>d",
            "%{x}: %d/%<y>d",
            "f(\"%{x}: %d/%<y>d\")",
        ),
        ("a.py", "f(\"%d a where b like %save%\")", "save", "keep", "f(\"%d a where b like %keep%\")"),
        (
            "a.rs",
            "r(\"/users/{id}/{*rest}\")",
            "/users/{id}/{*rest}",
            "/people/{id}/{*rest}",
            "r(\"/people/{id}/{*rest}\")",
        ),
        ("a.rs", "f!(\"\\u{2026} {} is left\")", "is left", "{left}", "f!(\"\\u{2026} {} {{left}}\")"),
    ] {
        check(path, &[(file, from, to, expected)]);
    }
}

#[test]
fn a_directive_stays_one_whatever_follows_it() {
    for (path, file, from, to, expected) in [
        (
            "res/values/strings.xml",
            "<string name=\"a\">%1$s 환영합니다</string>",
            "%1$s 환영합니다",
            "%1$s님 환영합니다",
            "<string name=\"a\">%1$s님 환영합니다</string>",
        ),
        ("ja.po", "msgid \"\"\nmsgstr \"%d 件\"\n", "%d 件", "%d件", "msgid \"\"\nmsgstr \"%d件\"\n"),
        ("a.c", "f(\"file_%d\", n)", "file_%d", "file_%d_old", "f(\"file_%d_old\", n)"),
        ("a.c", "f(\"%d of\", n)", "%d of", "%d2 of", "f(\"%d2 of\", n)"),
    ] {
        check(path, &[(file, from, to, expected)]);
    }
    // A name goes on as long as letters do.
    check("a.php", &[("<?php f(\"$n files\");", "$n files", "$names", "<?php f(\"\\$names\");")]);
}

#[test]
fn a_sign_that_is_written_twice_is_written_as_the_file_has_it() {
    let (from, to) = ("%d%% of files done", "%d%% of the files done");
    for (path, file, expected) in [
        (
            "res/values/strings.xml",
            "<string name=\"a\">%d%% of files done</string>",
            "<string name=\"a\">%d%% of the files done</string>",
        ),
        ("en.yml", "a: '%d%% of files done'\n", "a: '%d%% of the files done'\n"),
        ("a.c", "f(\"%d%% of files done\", n)", "f(\"%d%% of the files done\", n)"),
    ] {
        check(path, &[(file, from, to, expected)]);
    }
    check("a.c", &[("f(\"%d of files\", n)", "%d of files", "%d%% of files", "f(\"%d%% of files\", n)")]);
    check("a.rs", &[("f!(\"{{a}} is {}\")", "{{a}} is", "{{b}} was", "f!(\"{{b}} was {}\")")]);
    check("a.rs", &[("f!(\"{{a}} is {}\")", "{a} is", "{b} was", "f!(\"{{b}} was {}\")")]);
    check("a.py", &[("f'{{a}} is {x}'", "{{a}} is", "{{b}} {c}", "f'{{b}} {{c}} {x}'")]);
    stays(&[("a.c", "f(\"%d%% of files done\", n)", from, "%s%% of the files done")]);
}

#[test]
fn texts_whose_placeholders_would_differ_stay() {
    stays(&[
        ("a.rs", "format!(\"path `{}` is not there\", p)", "path `{}` is not there", "no such path"),
        ("a.rs", "format!(\"path {} now\", p)", "now", "now {}"),
        ("a.c", "printf(\"%s is lost\", p)", "%s is lost", "It is lost"),
        ("a.c", "printf(\"%s is lost\", p)", "is lost", "is lost by %d"),
        ("a.c", "printf(\"%s is lost\", p)", "%s is lost", "%s is lost by %s"),
        ("a.c", "printf(\"Took %dms, %d files\", p)", "Took %dms", "Took %sms"),
        ("a.c", "printf(\"%dx%d\", p)", "%dx%d", "%dx%d, 100%"),
        ("a.py", "'%s is lost' % p", "%s is lost", "It is lost"),
        ("a.py", "'{} is lost'.format(p)", "{} is lost", "It is lost"),
        ("a.rs", "r(\"/users/{id}/{*rest}\")", "users", "users {x}"),
        ("a.rb", "f(\"Hi %{x} there\")", "Hi %{x} there", "Hi there"),
    ]);
    check(
        "a.rs",
        &[
            ("format!(\"path {} now\", p)", "path {}", "{} is a path", "format!(\"{} is a path now\", p)"),
            ("format!(\"{} is left\", p)", "is left", "is {left}", "format!(\"{} is {{left}}\", p)"),
            ("f(\"is left\")", "is left", "is {left}", "f(\"is {left}\")"),
        ],
    );
}

#[test]
fn only_directives_with_a_number_or_a_name_change_places() {
    stays(&[
        ("a.c", "f(\"%s has %d open tasks\")", "%s has %d open tasks", "%d open tasks belong to %s"),
        ("a.rs", "f!(\"{} has {:?}\")", "{} has {:?}", "{:?} of {}"),
        ("a.py", "f('%s has %d' % x)", "%s has %d", "%d of %s"),
        ("a.go", "f(\"%s has %[1]d\", x)", "%s has %[1]d", "%[1]d of %d"),
    ]);
    for (path, file, from, to, expected) in [
        ("a.c", "f(\"%1$s has %2$d\")", "%1$s has %2$d", "%2$d of %1$s", "f(\"%2$d of %1$s\")"),
        ("a.rs", "f!(\"{a} has {0:>5}\")", "{a} has {0:>5}", "{0:>5} of {a}", "f!(\"{0:>5} of {a}\")"),
        ("a.py", "f('%(a)s has %(b)d' % x)", "%(a)s has %(b)d", "%(b)d of %(a)s", "f('%(b)d of %(a)s' % x)"),
        ("a.rb", "f('%{a} has %<b>d')", "%{a} has %<b>d", "%<b>d of %{a}", "f('%<b>d of %{a}')"),
    ] {
        check(path, &[(file, from, to, expected)]);
    }
}

#[test]
fn a_program_in_a_page_keeps_its_directives_too() {
    stays(&[
        ("a.php", "<?php printf('%s is lost', $p);", "%s is lost", "It is lost"),
        ("a.php", "<p><?= sprintf('%s is lost', $p) ?></p>", "is lost", "is lost by %d"),
        ("a.html.erb", "<%= format('%s is lost', p) %>", "%s is lost", "It is lost"),
        ("a.blade.php", "{!! sprintf('%s is lost', $p) !!}", "%s is lost", "It is lost"),
        ("a.jsp", "<%= String.format(\"%s is lost\", p) %>", "%s is lost", "It is lost"),
    ]);
    check(
        "a.php",
        &[
            ("<?php f('%d is lost');", "is lost", "is 5% lost", "<?php f('%d is 5%% lost');"),
            ("<p>%d is lost</p>", "is lost", "is 5% lost", "<p>%d is 5% lost</p>"),
        ],
    );
}
