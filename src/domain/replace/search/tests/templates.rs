//! Markup with code in it: the code stays, and what people read around it changes.

use super::check;

/// Each file reads `Save` in every place that may be mistaken for text; only `Keep` is text.
fn keeps_code(path: &str, file: &str, expected: &str) {
    check(path, &[(file, "Save", "Keep", expected)]);
}

#[test]
fn placeholders_in_attributes_are_code() {
    for (path, file, expected) in [
        (
            "a.jinja",
            "<a title=\"{{ user.Save }} Save\" class='{% if Save %}x{% endif %}'>Save {{ Save }}</a>",
            "<a title=\"{{ user.Save }} Keep\" class='{% if Save %}x{% endif %}'>Keep {{ Save }}</a>",
        ),
        (
            "a.html.twig",
            "<input placeholder=\"{{ x ? \"Save\" : Save }}\" {{ Save }}>{# Save #}Save",
            "<input placeholder=\"{{ x ? \"Keep\" : Save }}\" {{ Save }}>{# Save #}Keep",
        ),
        (
            "a.html.erb",
            "<p title=\"<%= Save.t %> Save\"><%# Save %><%= Save %> Save</p>",
            "<p title=\"<%= Save.t %> Keep\"><%# Save %><%= Save %> Keep</p>",
        ),
        (
            "a.blade.php",
            "<a title=\"{{ $Save }}\" @class(['x' => $Save > 1]) @click=\"Save\">@if($Save > 1) Save @endif {!! Save !!} {{-- Save --}}</a>",
            "<a title=\"{{ $Save }}\" @class(['x' => $Save > 1]) @click=\"Save\">@if($Save > 1) Keep @endif {!! Save !!} {{-- Save --}}</a>",
        ),
        (
            "a.cshtml",
            "@model Save\n<p title=\"@Model.Save Save\">@Model.Save.Items[0].Save(\"x\") Save, mail me@Save.com</p>",
            "@model Save\n<p title=\"@Model.Save Keep\">@Model.Save.Items[0].Save(\"x\") Keep, mail me@Keep.com</p>",
        ),
        (
            "a.svelte",
            "<a title=\"{Save} Save\" class:Save={Save} on:click={Save} {Save}>Save {Save}</a>",
            "<a title=\"{Save} Keep\" class:Save={Save} on:click={Save} {Save}>Keep {Save}</a>",
        ),
        (
            "a.vue",
            "<b :title=\"Save + 'Save'\" v-if=\"x === 'Save'\" @click=\"Save('Save')\" #Save=\"{ Save }\">Save {{ Save }}</b>",
            "<b :title=\"Save + 'Keep'\" v-if=\"x === 'Save'\" @click=\"Save('Keep')\" #Save=\"{ Save }\">Keep {{ Save }}</b>",
        ),
        (
            "a.component.html",
            "<b [title]=\"Save\" (click)=\"Save()\" *ngIf=\"Save == 'Save'\" title=\"{{ Save }} Save\">@if (Save > 1) { Save } @else if (Save) { Save } @let x = Save;</b>",
            "<b [title]=\"Save\" (click)=\"Save()\" *ngIf=\"Save == 'Save'\" title=\"{{ Save }} Keep\">@if (Save > 1) { Keep } @else if (Save) { Keep } @let x = Save;</b>",
        ),
        (
            "a.heex",
            "<.button label={Save.x(\"Save\")} phx-click=\"Save\">Save <%= Save %></.button>",
            "<.button label={Save.x(\"Keep\")} phx-click=\"Save\">Keep <%= Save %></.button>",
        ),
        (
            "a.hbs",
            "<p title=\"{{Save}}\">{{! Save }}{{!-- Save }} Save --}}{{{Save}}}{{#if Save}}Save{{else}}Save{{/if}} Save</p>",
            "<p title=\"{{Save}}\">{{! Save }}{{!-- Save }} Save --}}{{{Save}}}{{#if Save}}Keep{{else}}Keep{{/if}} Keep</p>",
        ),
        (
            "a.ejs",
            "<% if (Save < 1) { %><b title=\"<%= Save('Save') %>\">Save</b><% } %>",
            "<% if (Save < 1) { %><b title=\"<%= Save('Keep') %>\">Keep</b><% } %>",
        ),
        (
            "a.gohtml",
            "{{/* Save */}}{{ if eq .Save \"}}\" }}<b title=\"{{ .Save }}\">Save</b>{{ end }}",
            "{{/* Save */}}{{ if eq .Save \"}}\" }}<b title=\"{{ .Save }}\">Keep</b>{{ end }}",
        ),
        (
            "a.html",
            "<b onclick=\"return confirm('Save') && Save\">Save costs ${Save} or {{ to</b><b>Save</b>",
            "<b onclick=\"return confirm('Keep') && Save\">Keep costs ${Save} or {{ to</b><b>Keep</b>",
        ),
    ] {
        keeps_code(path, file, expected);
    }
}

#[test]
fn blocks_of_templates_do_not_hide_what_follows() {
    for (path, file, expected) in [
        (
            "a.svelte",
            "{#if Save}<p>Save</p>{:else if Save}Save{/if}\n<p>Save</p>{#each Save as x (x.Save)}Save{/each}{@html Save}Save",
            "{#if Save}<p>Keep</p>{:else if Save}Keep{/if}\n<p>Keep</p>{#each Save as x (x.Save)}Keep{/each}{@html Save}Keep",
        ),
        (
            "a.astro",
            "<ul>{items.map((Save) => <li title={Save}>Save</li>)}</ul>{/* x */}<p>Save</p>",
            "<ul>{items.map((Save) => <li title={Save}>Keep</li>)}</ul>{/* x */}<p>Keep</p>",
        ),
        (
            "a.liquid",
            "{%- if Save -%}Save{%- else -%}Save{%- endif -%}{{ Save | upcase }}Save",
            "{%- if Save -%}Keep{%- else -%}Keep{%- endif -%}{{ Save | upcase }}Keep",
        ),
        (
            "a.njk",
            "{% macro x(Save) %}Save{% endmacro %}{% set Save = \"Save\" %}Save",
            "{% macro x(Save) %}Keep{% endmacro %}{% set Save = \"Keep\" %}Keep",
        ),
        (
            "a.cshtml",
            "@if (Model.Save) {\n  var Save = List<Save>(1);\n  <b>Save</b>\n  if (Save) { <i>Save</i> }\n} else if (Save) {\n  @:Save @Save\n}\n@{ ViewBag.Save = \"Save\"; }\n<p>Save</p>@code { int Save; }",
            "@if (Model.Save) {\n  var Save = List<Save>(1);\n  <b>Keep</b>\n  if (Save) { <i>Keep</i> }\n} else if (Save) {\n  @:Keep @Save\n}\n@{ ViewBag.Save = \"Keep\"; }\n<p>Keep</p>@code { int Save; }",
        ),
    ] {
        keeps_code(path, file, expected);
    }
}

#[test]
fn values_for_machines_stay() {
    for (path, file, expected) in [
        (
            "a.html",
            "<option value=\"Save\" id=Save data-x=\"Save\" label='Save'>Save</option><label for=\"Save\" aria-labelledby=\"Save\" aria-label=\"Save\">x</label>",
            "<option value=\"Save\" id=Save data-x=\"Save\" label='Keep'>Keep</option><label for=\"Save\" aria-labelledby=\"Save\" aria-label=\"Keep\">x</label>",
        ),
        (
            "a.html",
            "<input value=\"Save\" type=\"submit\"><input type=reset value=Save><input type=radio value=Save><button value=Save>x</button>",
            "<input value=\"Keep\" type=\"submit\"><input type=reset value=Keep><input type=radio value=Save><button value=Save>x</button>",
        ),
        (
            "a.html",
            "<meta content=\"Save\" name=description><meta name=theme content=Save><meta property=\"og:title\" content=\"Save\">",
            "<meta content=\"Keep\" name=description><meta name=theme content=Save><meta property=\"og:title\" content=\"Keep\">",
        ),
        (
            "a.tsx",
            "x = <Tab value=\"Save\" text=\"Save\" iconName={'Save'} heading={'Save'}><option value='Save'>Save</option></Tab>",
            "x = <Tab value=\"Save\" text=\"Keep\" iconName={'Save'} heading={'Keep'}><option value='Save'>Keep</option></Tab>",
        ),
        (
            "res/layout/main.xml",
            "<Button android:id=\"@+id/Save\" android:text=\"Save\" android:tag=\"Save\" tools:text=\"Save\" app:title=\"@string/Save\" android:contentDescription=\"Save\"/>",
            "<Button android:id=\"@+id/Save\" android:text=\"Keep\" android:tag=\"Save\" tools:text=\"Save\" app:title=\"@string/Save\" android:contentDescription=\"Keep\"/>",
        ),
        (
            "Info.plist",
            "<dict><key>Save</key><string>Save</string></dict>",
            "<dict><key>Save</key><string>Keep</string></dict>",
        ),
        (
            "a.xaml",
            "<Button x:Name=\"Save\" Command=\"Save\" Content=\"Save\" ToolTip=\"{Binding Save}\" Header=\"Save\"/>",
            "<Button x:Name=\"Save\" Command=\"Save\" Content=\"Keep\" ToolTip=\"{Binding Save}\" Header=\"Keep\"/>",
        ),
        (
            "a.html",
            "<script type=\"text/x-template\"><b title=Save>Save</b></script><script type=\"application/ld+json\">[{\"Save\": \"Save\"}]</script>",
            "<script type=\"text/x-template\"><b title=Keep>Keep</b></script><script type=\"application/ld+json\">[{\"Save\": \"Keep\"}]</script>",
        ),
    ] {
        keeps_code(path, file, expected);
    }
}

#[test]
fn a_quote_in_a_placeholder_is_written_for_who_reads_it() {
    let to = "a \"b\"";
    check("a.jinja", &[("<b title=\"{{ 'Save' }}\">", "Save", to, "<b title=\"{{ 'a \"b\"' }}\">")]);
    check(
        "a.html",
        &[(
            "<b [x]=\"y\" title=\"{{ 'Save' }}\">",
            "Save",
            to,
            "<b [x]=\"y\" title=\"{{ 'a &quot;b&quot;' }}\">",
        )],
    );
}

#[test]
fn markup_in_expressions_ends_with_its_tags() {
    for (path, file, expected) in [
        (
            "a.astro",
            "<ul>{items.map((i) => <li>Save</li>)}</ul>\n<div class=\"hero\" data-x=\"Save\">Don't Save</div>",
            "<ul>{items.map((i) => <li>Keep</li>)}</ul>\n<div class=\"hero\" data-x=\"Save\">Don't Keep</div>",
        ),
        (
            "a.astro",
            "{ok && <p>Save</p>}\n<i class=\"Save\">Save</i>",
            "{ok && <p>Keep</p>}\n<i class=\"Save\">Keep</i>",
        ),
        (
            "a.astro",
            "{ok && <p>Save<br>Save <img src={Save} alt=\"Save\"></p>}<i class=\"Save\">Save</i>",
            "{ok && <p>Keep<br>Keep <img src={Save} alt=\"Keep\"></p>}<i class=\"Save\">Keep</i>",
        ),
        (
            "a.mdx",
            "Save {items.map((i) => <li class=\"Save\">Save</li>)} Save\n\n{ok && <p>Save</p>} isn't Save\n",
            "Keep {items.map((i) => <li class=\"Save\">Keep</li>)} Keep\n\n{ok && <p>Keep</p>} isn't Keep\n",
        ),
        (
            "a.tsx",
            "f = <T>(x: T) => 'Save'; y = <p>Save<br></br>Save</p>; z = 'Save'",
            "f = <T>(x: T) => 'Keep'; y = <p>Keep<br></br>Keep</p>; z = 'Keep'",
        ),
    ] {
        keeps_code(path, file, expected);
    }
}
