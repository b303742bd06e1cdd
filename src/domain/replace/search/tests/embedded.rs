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
fn a_script_that_puts_a_placeholder_together() {
    keeps(&[
        (
            "a.vue",
            "<script>\nconst a = '{{' + Save + '}}', b = \"a {{\" + f(\"Save\") + \"}}\"\n</script>",
            "<script>\nconst a = '{{' + Save + '}}', b = \"a {{\" + f(\"Keep\") + \"}}\"\n</script>",
        ),
        (
            "a.vue",
            "<b @click=\"f('{{' + Save + 'Save }}')\">{{ Save + 'Save' }}</b>",
            "<b @click=\"f('{{' + Save + 'Keep }}')\">{{ Save + 'Keep' }}</b>",
        ),
        (
            "a.html",
            "<script>a = '{{' + Save + '}}'; b = \"a {{\" + Save + \"}} Save\"; c = ['{{', '}}', 'Save'];</script>",
            "<script>a = '{{' + Save + '}}'; b = \"a {{\" + Save + \"}} Keep\"; c = ['{{', '}}', 'Keep'];</script>",
        ),
        (
            "a.html",
            "<script>a = '{{{' + Save + 'Save}}}'; b = '<%' + Save + '%>'</script>",
            "<script>a = '{{{' + Save + 'Keep}}}'; b = '<%' + Save + '%>'</script>",
        ),
        (
            "a.html",
            "<a onclick=\"f('{{' + Save + '}}', 'Save')\">Save</a>",
            "<a onclick=\"f('{{' + Save + '}}', 'Keep')\">Keep</a>",
        ),
        (
            "a.jinja",
            "<script>a = '{{ \"Save\" }} Save'</script>",
            "<script>a = '{{ \"Keep\" }} Keep'</script>",
        ),
    ]);
    for path in ["a.vue", "a.html"] {
        check(
            path,
            &[(
                "<script>a = '{{' + label + '}}'</script>",
                "label",
                "it's",
                "<script>a = '{{' + label + '}}'</script>",
            )],
        );
    }
}

#[test]
fn programs_in_expressions() {
    keeps(&[
        (
            "a.astro",
            "{ok && <script>if (a < Save) f(\"it's Save\", 'Save')</script>}<p class=\"Save\">Save</p>",
            "{ok && <script>if (a < Save) f(\"it's Keep\", 'Keep')</script>}<p class=\"Save\">Keep</p>",
        ),
        (
            "a.astro",
            "{ok && <div><style>.Save { content: \"Save\" } /* it's */</style><b>Save</b></div>}\n<i>Save</i>",
            "{ok && <div><style>.Save { content: \"Keep\" } /* it's */</style><b>Keep</b></div>}\n<i>Keep</i>",
        ),
        (
            "a.astro",
            "{ok && <ul><!-- <b>don't {x --> <li class=\"Save\">Save</li></ul>}<i title={Save}>Save</i>",
            "{ok && <ul><!-- <b>don't {x --> <li class=\"Save\">Keep</li></ul>}<i title={Save}>Keep</i>",
        ),
        (
            "a.mdx",
            "{ok && <script type=\"application/ld+json\">{\"Save\": \"Save\"}</script>}\n\nSave\n",
            "{ok && <script type=\"application/ld+json\">{\"Save\": \"Keep\"}</script>}\n\nKeep\n",
        ),
        (
            "a.tsx",
            "x = <div><style>{`.a { content: \"Save\" }`}</style><b className=\"Save\">Save</b></div>",
            "x = <div><style>{`.a { content: \"Keep\" }`}</style><b className=\"Save\">Keep</b></div>",
        ),
    ]);
}

#[test]
fn what_liquid_puts_between_tags() {
    keeps(&[
        (
            "a.liquid",
            "<p>Save</p>{% schema %}\n{\"Save\": \"Save\", \"b\": [\"<Save\"]}\n{% endschema %}\n<b id=\"Save\">Save</b>",
            "<p>Keep</p>{% schema %}\n{\"Save\": \"Keep\", \"b\": [\"<Keep\"]}\n{% endschema %}\n<b id=\"Save\">Keep</b>",
        ),
        (
            "a.liquid",
            "{%- javascript -%}if (a < Save) f('Save'){%- endjavascript -%}{% stylesheet %}.Save { content: 'Save' }{% endstylesheet %}Save",
            "{%- javascript -%}if (a < Save) f('Keep'){%- endjavascript -%}{% stylesheet %}.Save { content: 'Keep' }{% endstylesheet %}Keep",
        ),
    ]);
    check(
        "a.liquid",
        &[(
            "{% schema %}{\"name\": \"Save\"}{% endschema %}",
            "Save",
            "A & \"B\"",
            "{% schema %}{\"name\": \"A & \\\"B\\\"\"}{% endschema %}",
        )],
    );
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
