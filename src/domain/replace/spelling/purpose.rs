//! What the values of attributes are for: most are read by machines, and a text is an exception.
//!
//! Elements of HTML and of XML have known attributes that people read. A component is named by its
//! author, and so are its attributes: all of them are texts but those whose names say otherwise.

use super::Role;

/// Whose words the names of attributes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// An element of HTML.
    Html,
    /// A component or a custom element.
    Component,
    /// An element of XML.
    Xml,
}

impl Vocabulary {
    /// By the name of a tag of HTML, JSX or a template.
    pub(super) fn of_tag(name: &[u8]) -> Self {
        let custom = name.iter().any(|b| matches!(b, b'-' | b'.' | b':'));
        let begins = name.first().is_some_and(u8::is_ascii_uppercase);
        let shouts = name.iter().all(|b| !b.is_ascii_lowercase());
        if custom || (begins && !shouts) { Self::Component } else { Self::Html }
    }

    /// What the attribute of this name is for; `value` and `content` depend on their neighbours.
    pub(super) fn role(self, name: &[u8]) -> Role {
        let last = last_word(name);
        let lower = String::from_utf8_lossy(name).to_ascii_lowercase();
        let local = lower.rsplit_once(':').map_or(lower.as_str(), |(_, local)| local);
        if ADDRESSES.contains(&local) {
            return Role::Address;
        }
        let shown = match self {
            Self::Html => is_read_in_html(&lower, &last),
            Self::Component => is_read_in_component(&lower, &last),
            Self::Xml => is_read_in_xml(&lower, &last),
        };
        if shown { Role::Shown } else { Role::Name }
    }
}

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "to",
    "url",
    "cite",
    "poster",
    "srcset",
    "manifest",
    "background",
];

/// Attributes of HTML that a browser or a screen reader shows.
const HTML: &[&str] = &[
    "alt",
    "title",
    "placeholder",
    "label",
    "summary",
    "abbr",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-placeholder",
    "aria-valuetext",
    "aria-braillelabel",
    "aria-brailleroledescription",
];

/// Last words of names that say that a value is read by people.
const TEXTS: &[&str] = &[
    "text",
    "title",
    "label",
    "hint",
    "description",
    "summary",
    "message",
    "caption",
    "placeholder",
    "tooltip",
    "tip",
    "header",
    "subtitle",
    "prompt",
    "watermark",
    "alt",
    "confirm",
];

/// Last words of names of components' attributes that say that a machine reads the value.
const MACHINE: &[&str] = &[
    "id",
    "ids",
    "key",
    "keys",
    "class",
    "classes",
    "classname",
    "style",
    "styles",
    "name",
    "names",
    "ref",
    "refs",
    "type",
    "value",
    "values",
    "variant",
    "size",
    "color",
    "role",
    "slot",
    "for",
    "is",
    "as",
    "d",
    "icon",
    "path",
    "route",
    "rel",
    "target",
    "method",
    "theme",
    "mode",
    "placement",
    "position",
    "align",
    "layout",
    "orientation",
    "format",
    "lang",
    "locale",
    "width",
    "height",
    "fill",
    "stroke",
    "viewbox",
    "property",
    "charset",
    "equiv",
    "autocomplete",
    "inputmode",
    "testid",
    "version",
    "encoding",
    "xmlns",
    "component",
    "tag",
    "field",
    "model",
    "event",
    "namespace",
    "controls",
    "labelledby",
    "describedby",
];

fn is_read_in_html(name: &str, last: &str) -> bool {
    HTML.contains(&name) || (name.starts_with("data-") && TEXTS.contains(&last))
}

fn is_read_in_component(name: &str, last: &str) -> bool {
    if name.starts_with("aria-") || name.starts_with("data-") || name.starts_with("xmlns") {
        return is_read_in_html(name, last);
    }
    let handler = name.starts_with("on") && name.len() > 4;
    let foreign = ["phx-", "hx-", "wire:", "th:", "i18n"].iter().any(|head| name.starts_with(head));
    !handler && !foreign && !MACHINE.contains(&last)
}

/// Android, XAML, storyboards and whatever else is written in XML.
fn is_read_in_xml(name: &str, last: &str) -> bool {
    match name.split_once(':') {
        // What the designer shows, never the app.
        Some(("tools" | "xmlns" | "d", _)) => false,
        Some(("android", "description" | "label" | "text" | "hint")) => true,
        Some((_, local)) => TEXTS.contains(&last) || is_switched(local) || local == "contentdescription",
        None => TEXTS.contains(&last) || is_switched(name) || matches!(name, "value" | "default" | "content"),
    }
}

/// `android:textOn`, `android:summaryOff`.
fn is_switched(local: &str) -> bool {
    matches!(local, "texton" | "textoff" | "summaryon" | "summaryoff" | "switchtexton" | "switchtextoff")
}

/// Whether the `value` of an input of this type is what people read on it.
pub(super) fn is_button(kind: &[u8]) -> bool {
    [b"submit".as_slice(), b"button", b"reset"].iter().any(|button| kind.eq_ignore_ascii_case(button))
}

/// Whether the `content` of a `meta` of this name is a text.
pub(super) fn is_described(kind: &[u8]) -> bool {
    let kind = String::from_utf8_lossy(kind).to_ascii_lowercase();
    let own =
        ["description", "title", "application-name", "apple-mobile-web-app-title", "author", "keywords"];
    let shared = kind.strip_prefix("og:").or_else(|| kind.strip_prefix("twitter:"));
    let shared = shared
        .is_some_and(|name| matches!(name, "title" | "description" | "site_name" | "image:alt" | "label1"));
    own.contains(&kind.as_str()) || shared
}

/// Whether a directive of a template language decides, where others show: `v-if`, `*ngFor`, `:key`.
pub(super) fn decides(name: &[u8]) -> bool {
    let bare = name.iter().position(u8::is_ascii_alphabetic).map_or(name, |at| &name[at..]);
    let name = String::from_utf8_lossy(bare);
    let known = [
        "v-if",
        "v-else-if",
        "v-show",
        "v-for",
        "v-model",
        "v-slot",
        "v-memo",
        "ngIf",
        "ngFor",
        "ngForOf",
        "ngSwitch",
        "ngSwitchCase",
        "ngModel",
        "ng-if",
        "ng-show",
        "ng-hide",
        "ng-repeat",
        "ng-model",
        "ng-class",
        "ng-switch",
        "x-if",
        "x-show",
        "x-for",
        "x-model",
        "x-ref",
        "x-bind:class",
    ];
    known.contains(&name.as_ref())
}

/// The last word of `camelCase`, `kebab-case`, `snake_case` or `xml:names`, in lower case.
fn last_word(name: &[u8]) -> String {
    let from = (1..name.len()).rev().find(|at| {
        let (before, byte) = (name[at - 1], name[*at]);
        !before.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && before.is_ascii_lowercase())
    });
    String::from_utf8_lossy(&name[from.unwrap_or(0)..]).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_who_reads() {
        let rows: &[(Vocabulary, &str, Role)] = &[
            (Vocabulary::Html, "ALT", Role::Shown),
            (Vocabulary::Html, "data-confirm", Role::Shown),
            (Vocabulary::Html, "data-bs-title", Role::Shown),
            (Vocabulary::Html, "data-action", Role::Name),
            (Vocabulary::Html, "aria-labelledby", Role::Name),
            (Vocabulary::Html, "xlink:href", Role::Address),
            (Vocabulary::Component, "confirmText", Role::Shown),
            (Vocabulary::Component, "heading", Role::Shown),
            (Vocabulary::Component, "panelClassName", Role::Name),
            (Vocabulary::Component, "aria-controls", Role::Name),
            (Vocabulary::Component, "aria-label", Role::Shown),
            (Vocabulary::Component, "userID", Role::Name),
            (Vocabulary::Xml, "android:contentDescription", Role::Shown),
            (Vocabulary::Xml, "android:textOn", Role::Shown),
            (Vocabulary::Xml, "android:textColor", Role::Name),
            (Vocabulary::Xml, "app:title", Role::Shown),
            (Vocabulary::Xml, "tools:text", Role::Name),
            (Vocabulary::Xml, "Content", Role::Shown),
            (Vocabulary::Xml, "x:Name", Role::Name),
        ];
        for (vocabulary, name, role) in rows {
            assert_eq!(vocabulary.role(name.as_bytes()), *role, "{name}");
        }
    }

    #[test]
    fn a_tag_says_whose_words_its_attributes_are() {
        for (tag, vocabulary) in [
            ("input", Vocabulary::Html),
            ("INPUT", Vocabulary::Html),
            ("MyButton", Vocabulary::Component),
            ("el-button", Vocabulary::Component),
            ("Tabs.Trigger", Vocabulary::Component),
        ] {
            assert_eq!(Vocabulary::of_tag(tag.as_bytes()), vocabulary, "{tag}");
        }
    }
}
