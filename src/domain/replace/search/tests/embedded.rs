//! Programs and data inside markup, with the placeholders of a template in them.

use super::check;

/// Each file reads `Save` in every place that may be mistaken for text; only `Keep` is text.
fn keeps(rows: &[(&str, &str, &str)]) {
    for (path, file, expected) in rows {
        check(path, &[(file, "Save", "Keep", expected)]);
    }
}

#[test]
fn placeholders_in_scripts_and_data() {
    keeps(&[
        (
            "a.jinja",
            "<script>alert(\"{% trans 'Save' %}\"); f('Save')</script>",
            "<script>alert(\"{% trans 'Keep' %}\"); f('Keep')</script>",
        ),
        (
            "a.jinja",
            "<script>\n{% if Save %}\nvar t = \"{{ page.Save }} Save\";\n{% endif %}\n</script><p>Save",
            "<script>\n{% if Save %}\nvar t = \"{{ page.Save }} Keep\";\n{% endif %}\n</script><p>Keep",
        ),
        (
            "a.html.erb",
            "<script>f(\"<%= user.Save %> Save\")</script>",
            "<script>f(\"<%= user.Save %> Keep\")</script>",
        ),
        ("a.cshtml", "<script>f('@Model.Save Save')</script>", "<script>f('@Model.Save Keep')</script>"),
        (
            "a.html",
            "<script type=\"application/ld+json\">{\"name\": \"{{ page.Save }} Save\"}</script>",
            "<script type=\"application/ld+json\">{\"name\": \"{{ page.Save }} Keep\"}</script>",
        ),
        (
            "a.html",
            "<style>a { content: \"{{ Save }} Save\" }</style>",
            "<style>a { content: \"{{ Save }} Keep\" }</style>",
        ),
        // What JavaScript writes itself stays its own.
        (
            "a.html",
            "<script>class A { #Save; a() { if (x) {!!Save} f(`${Save} Save`, x?.Save) } }</script>",
            "<script>class A { #Save; a() { if (x) {!!Save} f(`${Save} Keep`, x?.Save) } }</script>",
        ),
    ]);
}

#[test]
fn placeholders_in_handlers() {
    keeps(&[
        (
            "a.php",
            "<a onclick=\"return confirm('<?= __(\"Save\") ?> Save')\" class=\"Save\" title=\"Save\">Save</a>",
            "<a onclick=\"return confirm('<?= __(\"Keep\") ?> Keep')\" class=\"Save\" title=\"Keep\">Keep</a>",
        ),
        (
            "a.html.erb",
            "<a onclick=\"f('<%= t(\"Save\") %>')\" class=\"Save\">Save</a>",
            "<a onclick=\"f('<%= t(\"Keep\") %>')\" class=\"Save\">Keep</a>",
        ),
        (
            "a.jinja",
            "<a onclick=\"f('{{ user.Save }} Save')\" id=\"Save\">Save</a>",
            "<a onclick=\"f('{{ user.Save }} Keep')\" id=\"Save\">Keep</a>",
        ),
    ]);
}

#[test]
fn phoenix() {
    keeps(&[
        (
            "a.heex",
            "<h1>{gettext(\"Save\")} Save</h1><p class=\"Save {x}\" {@Save}>{@user.Save}</p>",
            "<h1>{gettext(\"Keep\")} Keep</h1><p class=\"Save {x}\" {@Save}>{@user.Save}</p>",
        ),
        ("a.html.eex", "<p>{Save} <%= @Save %></p>", "<p>{Keep} <%= @Save %></p>"),
        (
            "a.ex",
            "def a(x) do\n  ~H\"\"\"\n  <p class=\"Save\" title=\"Save\">Save {@Save} {f(\"Save\")}</p>\n  \"\"\"\nend\nb = \"Save\"",
            "def a(x) do\n  ~H\"\"\"\n  <p class=\"Save\" title=\"Keep\">Keep {@Save} {f(\"Keep\")}</p>\n  \"\"\"\nend\nb = \"Keep\"",
        ),
    ]);
    check("a.ex", &[("~H\"<p>Save</p>\" <> \"Save\"", "Save", "Keep", "~H\"<p>Save</p>\" <> \"Keep\"")]);
}

#[test]
fn liquid_has_no_escapes() {
    check(
        "a.liquid",
        &[
            ("{{ 'Save' | t }} Save", "Save", "Don't", "{{ \"Don't\" | t }} Don't"),
            ("{% assign a = \"Save\" %}", "Save", "say \"hi\"", "{% assign a = 'say \"hi\"' %}"),
            ("{{ 'Save' | t }}", "Save", "a\\b", "{{ 'a\\b' | t }}"),
            ("{{ 'Save' | t }}", "Save", "\"it's\"", "{{ \"&quot;it's&quot;\" | t }}"),
        ],
    );
}
