//! Look-alike places, by where a file stands in its project.
//!
//! A file that a scope names exactly is never a look-alike.

use super::super::Kin;
use super::super::spelling::{Flavor, Role};
use super::format::Format;
use super::place::Places;
use super::product::Product;
use crate::domain::path::RepoPath;

/// What kind of look-alike a file is in a repository that makes this.
pub(super) fn of_file(path: &RepoPath, places: &Places, product: Product) -> Option<Kin> {
    if places.is_named(path) {
        return None;
    }
    let parts: Vec<String> = path.as_str().split('/').map(str::to_ascii_lowercase).collect();
    let (name, directories) = parts.split_last()?;
    if is_snapshot(name, directories) {
        Some(Kin::Snapshots)
    } else if is_test(path.file_name(), directories) {
        Some(Kin::Tests)
    } else if product == Product::Program && is_documentation(name, directories) {
        Some(Kin::Docs)
    } else if locale(path).is_some_and(|(locale, _)| !is_source(&locale)) {
        Some(Kin::Translations)
    } else {
        None
    }
}

/// What kind of look-alike a text is: a comment only talks about the text.
pub(super) fn of_text(role: Role, file: Option<Kin>, path: &RepoPath, places: &Places) -> Option<Kin> {
    let comment = role == Role::Comment && !places.is_named(path);
    file.or(comment.then_some(Kin::Docs))
}

fn is_snapshot(name: &str, directories: &[String]) -> bool {
    name.ends_with(".snap")
        || name.ends_with(".snap.new")
        || name.contains(".golden")
        || name.ends_with(".approved.txt")
        || name.ends_with(".verified.txt")
        || name.ends_with(".ambr")
        || directories.iter().any(|part| {
            matches!(
                part.as_str(),
                "__snapshots__" | "snapshots" | "golden" | "goldens" | "__image_snapshots__"
            )
        })
}

fn is_test(name: &str, directories: &[String]) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let lower = name.to_ascii_lowercase();
    directories.iter().any(|part| {
        matches!(
            part.as_str(),
            "test"
                | "tests"
                | "__tests__"
                | "spec"
                | "specs"
                | "e2e"
                | "cypress"
                | "playwright"
                | "__mocks__"
                | "fixtures"
                | "testdata"
                | "androidtest"
                | "uitests"
                | "integration_test"
                | "features"
                | "testing"
        ) || part.ends_with("tests") && part.len() > 5
    }) || [".test.", ".spec.", ".cy.", ".e2e.", ".stories.", "_test.", "_spec."]
        .iter()
        .any(|mark| lower.contains(mark))
        || lower.starts_with("test_")
        || lower == "tests.rs"
        || lower == "conftest.py"
        || stem.ends_with("Test")
        || stem.ends_with("Tests")
        || stem.ends_with("Spec")
}

/// Whether a file is a document by its ending.
pub(super) fn is_document(path: &RepoPath) -> bool {
    ends_as_document(&path.file_name().to_ascii_lowercase())
}

fn ends_as_document(name: &str) -> bool {
    let document = [".md", ".mdx", ".markdown", ".rst", ".adoc", ".asciidoc", ".txt", ".org"];
    document.iter().any(|end| name.ends_with(end))
}

fn is_documentation(name: &str, directories: &[String]) -> bool {
    // A text in `templates/emails` is sent to people.
    let sent = ["templates", "views", "emails", "mailers"];
    let sent = directories.iter().any(|part| sent.contains(&part.as_str()));
    let written = ends_as_document(name) && !sent;
    written
        || directories.first().is_some_and(|part| matches!(part.as_str(), "docs" | "doc" | "documentation"))
}

/// Whether a locale is one that people write first.
fn is_source(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    matches!(locale.as_str(), "base" | "source" | "template" | "en")
        || locale.starts_with("en-")
        || locale.starts_with("en_")
}

/// Languages that occur in catalogues, by their two letters.
const LANGUAGES: &str = "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id \
    is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th \
    tl tr uk ur uz vi zh zu";

/// Further languages, whose letters are also words or endings of file names: they count where a whole
/// directory or a whole name among catalogues is made of them.
const MORE_LANGUAGES: &str = "aa ab ae ak an as ast av ay ba bi bm bo br ce ch ckb co cr cu cv dsb dv dz ee ff fj fo fur \
    fy gd gn gsw gv ha ho hsb ht hz ia ie ig ii ik in io iu iw ji jv kab kg ki kj kl kr ks ku kv kw la lb lg li ln lu mai mg mh \
    mi mt na nd nds ng nr nv ny oc oj om or os pi ps qu rm rn rw sa sat sc sd se sg sm sn so ss st su szl ti tk tn to \
    ts tt tw ty tzm ug ve vec vo wa wo xh yi yo za";

/// The locale of a catalogue, and its path with the locale taken out.
fn locale(path: &RepoPath) -> Option<(String, String)> {
    let text = path.as_str();
    let extension = path.extension();
    let catalogue = matches!(
        extension.as_str(),
        "json"
            | "yaml"
            | "yml"
            | "po"
            | "properties"
            | "xml"
            | "strings"
            | "stringsdict"
            | "arb"
            | "ts"
            | "js"
            | "xlf"
            | "xliff"
            | "resx"
            | "php"
            | "toml"
            | "ftl"
            | "rb"
            | "md"
            | "mdx"
            | "html"
    );
    if !catalogue {
        return None;
    }
    let (directory, name) = text.rsplit_once('/').unwrap_or(("", text));
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    for (at, _) in stem.match_indices(['.', '_', '-']).chain(std::iter::once((usize::MAX, ""))) {
        let tail = if at == usize::MAX { stem } else { &stem[at + 1..] };
        let placed =
            at != usize::MAX || in_catalogues(directory) || matches!(extension.as_str(), "po" | "arb");
        let whole = at == usize::MAX && in_catalogues(directory);
        if placed && (is_locale(tail) || whole && is_rare_locale(tail)) {
            let head = if at == usize::MAX { "" } else { &stem[..=at] };
            return Some((tail.to_owned(), format!("{directory}/{head}*.{end}")));
        }
    }
    let mut parts: Vec<&str> = directory.split('/').collect();
    for at in (0..parts.len()).rev() {
        let part = parts[at];
        let told = part
            .strip_prefix("values-")
            .map(|l| l.replace("-r", "-"))
            .or_else(|| part.strip_suffix(".lproj").map(str::to_owned));
        let above = parts[..at].join("/");
        let bare = told.is_none()
            && (is_locale(part) || is_rare_locale(part))
            && (in_catalogues(&above) || parts.get(at + 1) == Some(&"LC_MESSAGES"));
        let locale = told
            .filter(|l| l == "Base" || is_locale(l) || is_rare_locale(l))
            .or_else(|| bare.then(|| part.to_owned()));
        if let Some(locale) = locale {
            parts[at] = "*";
            return Some((locale, format!("{}/{name}", parts.join("/"))));
        }
    }
    None
}

/// Whether a directory is one that holds catalogues by locale.
fn in_catalogues(directory: &str) -> bool {
    directory.split('/').any(|part| {
        matches!(
            part.to_ascii_lowercase().as_str(),
            "locales"
                | "locale"
                | "i18n"
                | "lang"
                | "langs"
                | "languages"
                | "translations"
                | "translation"
                | "l10n"
                | "messages"
                | "intl"
                | "_locales"
                | "nls"
                | "po"
        )
    })
}

/// `de`, `pt-BR`, `zh_Hans`.
fn is_locale(text: &str) -> bool {
    is_locale_of(LANGUAGES, text)
}

/// `br`, `ast`: a locale where nothing else can stand.
fn is_rare_locale(text: &str) -> bool {
    is_locale_of(MORE_LANGUAGES, text)
}

fn is_locale_of(languages: &str, text: &str) -> bool {
    let (language, region) = text.split_once(['-', '_']).unwrap_or((text, ""));
    let known = languages.split_whitespace().any(|known| known.eq_ignore_ascii_case(language));
    known
        && (region.is_empty()
            || (2..=8).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// What catalogues of the same texts have in common; `None` for other files.
pub(in super::super) fn family(path: &RepoPath) -> Option<String> {
    locale(path).filter(|(locale, _)| is_source(locale)).map(|(_, family)| family)
}

/// Whether a file holds texts by key, so that it does not say in which element they are shown.
pub(super) fn is_catalogue(path: &RepoPath, format: Format) -> bool {
    let directory = path.as_str().rsplit_once('/').map_or("", |(directory, _)| directory);
    match format {
        Format::Po | Format::Properties | Format::Strings | Format::Markup(Flavor::Android) => true,
        Format::Json | Format::Yaml => {
            in_catalogues(directory) || locale(path).is_some() || path.extension() == "arb"
        }
        Format::Plain
        | Format::Ini
        | Format::Csv(_)
        | Format::Markdown(_)
        | Format::Script(_)
        | Format::Markup(Flavor::Html(_) | Flavor::Xml | Flavor::Svelte | Flavor::Astro)
        | Format::Code(_) => false,
    }
}

/// Whether a file is a catalogue of gettext, made from the texts of the program.
pub(in super::super) fn is_gettext(path: &RepoPath) -> bool {
    matches!(path.extension().as_str(), "po" | "pot")
}
