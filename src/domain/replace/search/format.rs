//! The format of a file, by its path.

use super::super::spelling::{Dialect, Engine, Flavor, Language};
use crate::domain::path::RepoPath;

/// How a file is cut into texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Format {
    /// Nothing is special.
    Plain,
    /// TOML, INI, `.env`.
    Ini,
    /// Separated values, with the separator.
    Csv(u8),
    /// JSON, JSON with comments, ARB.
    Json,
    /// YAML.
    Yaml,
    /// Java properties.
    Properties,
    /// iOS strings.
    Strings,
    /// gettext.
    Po,
    /// Markdown, perhaps with JSX.
    Markdown(Dialect),
    /// JavaScript and TypeScript; whether `<` may begin markup.
    Script(bool),
    /// HTML, XML and templates.
    Markup(Flavor),
    /// Another programming language.
    Code(Language),
}

impl Format {
    /// The format of the file at this path; of a template, the format of what is made from it.
    pub(in super::super) fn of(path: &RepoPath) -> Self {
        made_from(path).map_or_else(|| Self::by_name(path), |made| Self::by_name(&made))
    }

    /// The template language whose placeholders may stand anywhere in the file; markup knows its own.
    pub(in super::super) fn template(path: &RepoPath) -> Option<Engine> {
        match (Self::of(path), made_from(path).is_some(), path.extension().as_str()) {
            (Self::Markup(Flavor::Html(_) | Flavor::Svelte | Flavor::Astro), _, _) => None,
            (_, true, "ejs") => Some(Engine::Ejs),
            (_, true, "eex" | "heex" | "leex") => Some(Engine::Eex),
            (_, true, "liquid") => Some(Engine::Liquid),
            (_, true, _) => Some(Engine::Any),
            // Charts of Helm and workflows have placeholders without saying so.
            (Self::Yaml, false, _) => Some(Engine::Foreign),
            (_, false, _) => None,
        }
    }

    fn by_name(path: &RepoPath) -> Self {
        let extension = path.extension();
        if let Some(language) = Language::by_extension(&extension) {
            return Self::Code(language);
        }
        match extension.as_str() {
            "json" | "jsonc" | "json5" | "arb" | "webmanifest" | "xcstrings" | "geojson" | "ipynb" => {
                Self::Json
            }
            "yaml" | "yml" => Self::Yaml,
            "toml" | "ini" | "cfg" | "conf" | "env" | "editorconfig" | "desktop" => Self::Ini,
            "csv" => Self::Csv(b','),
            "tsv" => Self::Csv(b'\t'),
            "properties" => Self::Properties,
            "strings" => Self::Strings,
            "po" | "pot" => Self::Po,
            "md" | "markdown" | "mdown" => Self::Markdown(Dialect::Common),
            "mdx" => Self::Markdown(Dialect::Mdx),
            "js" | "jsx" | "mjs" | "cjs" | "tsx" => Self::Script(true),
            "ts" | "mts" | "cts" => Self::Script(false),
            "svelte" => Self::Markup(Flavor::Svelte),
            "astro" => Self::Markup(Flavor::Astro),
            "ejs" => Self::Markup(Flavor::Html(Engine::Ejs)),
            "heex" => Self::Markup(Flavor::Html(Engine::Phoenix)),
            "eex" | "leex" => Self::Markup(Flavor::Html(Engine::Eex)),
            "liquid" => Self::Markup(Flavor::Html(Engine::Liquid)),
            "jsp" => Self::Markup(Flavor::Html(Engine::Jsp)),
            "cshtml" | "razor" => Self::Markup(Flavor::Html(Engine::Razor)),
            "php" if path.file_name().ends_with(".blade.php") => Self::Markup(Flavor::Html(Engine::Blade)),
            "vue" => Self::Markup(Flavor::Html(Engine::Vue)),
            "html" | "htm" | "erb" | "hbs" | "handlebars" | "mustache" | "jinja" | "jinja2" | "j2"
            | "njk" | "twig" | "php" | "phtml" | "tmpl" | "gohtml" | "xhtml" => {
                Self::Markup(Flavor::Html(Engine::Any))
            }
            "xml" if is_android(path) => Self::Markup(Flavor::Android),
            "xml" | "svg" | "xlf" | "xliff" | "resx" | "plist" | "storyboard" | "xib" | "stringsdict"
            | "xaml" | "axaml" | "ts_qt" | "rss" | "atom" | "csproj" | "props" | "wxs" => {
                Self::Markup(Flavor::Xml)
            }
            _ => match path.file_name() {
                "Rakefile" | "Gemfile" => Self::Code(Language::Ruby),
                "Dockerfile" | "Containerfile" | "Makefile" | "GNUmakefile" => Self::Code(Language::Shell),
                _ => Self::Plain,
            },
        }
    }

    /// Whether the file is a program, where names are not texts.
    pub(in super::super) fn is_program(self) -> bool {
        match self {
            Self::Script(_) | Self::Code(_) | Self::Markup(_) => true,
            Self::Plain
            | Self::Ini
            | Self::Csv(_)
            | Self::Json
            | Self::Yaml
            | Self::Properties
            | Self::Strings
            | Self::Po
            | Self::Markdown(_) => false,
        }
    }
}

/// Endings of templates that hold HTML where the name before them does not say what they are for.
const PAGES: &[&str] = &[
    "erb",
    "hbs",
    "handlebars",
    "mustache",
    "ejs",
    "njk",
    "liquid",
    "twig",
    "jinja",
    "jinja2",
    "eex",
    "heex",
    "leex",
];
/// Endings of templates for whatever the name before them says.
const TEMPLATES: &[&str] = &["j2", "tmpl", "tpl", "gotmpl"];
/// Endings of files without a format of their own.
const PLAIN: &[&str] = &["txt", "text", "rst", "adoc", "tex", "eml", "service", "rules", "list", "repo"];

/// The name of what is made from a template, where that is no page of HTML: `config.yaml` of
/// `config.yaml.j2`.
fn made_from(path: &RepoPath) -> Option<RepoPath> {
    let ending = path.extension();
    let may_be_page = PAGES.contains(&ending.as_str());
    if !may_be_page && !TEMPLATES.contains(&ending.as_str()) {
        return None;
    }
    let made: RepoPath = path.as_str().get(..path.as_str().len() - ending.len() - 1)?.parse().ok()?;
    let inner = made.extension();
    let format = Format::by_name(&made);
    let page = matches!(format, Format::Markup(Flavor::Html(_)));
    let told =
        format != Format::Plain || PLAIN.contains(&inner.as_str()) || (!inner.is_empty() && !may_be_page);
    (told && !page).then_some(made)
}

/// `res/values/strings.xml` and its translations.
fn is_android(path: &RepoPath) -> bool {
    path.as_str().split('/').any(|part| part == "values" || part.starts_with("values-"))
}
