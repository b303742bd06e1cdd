//! The format of a file, by its path.

use super::super::spelling::{Engine, Flavor, Language};
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
    /// Markdown, MDX.
    Markdown,
    /// JavaScript and TypeScript; whether `<` may begin markup.
    Script(bool),
    /// HTML, XML and templates.
    Markup(Flavor),
    /// Another programming language.
    Code(Language),
}

impl Format {
    /// The format of the file at this path.
    pub(in super::super) fn of(path: &RepoPath) -> Self {
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
            "md" | "mdx" | "markdown" | "mdown" => Self::Markdown,
            "js" | "jsx" | "mjs" | "cjs" | "tsx" => Self::Script(true),
            "ts" | "mts" | "cts" => Self::Script(false),
            "svelte" => Self::Markup(Flavor::Svelte),
            "astro" => Self::Markup(Flavor::Astro),
            "ejs" => Self::Markup(Flavor::Html(Engine::Ejs)),
            "heex" | "eex" | "leex" => Self::Markup(Flavor::Html(Engine::Phoenix)),
            "jsp" => Self::Markup(Flavor::Html(Engine::Jsp)),
            "cshtml" | "razor" => Self::Markup(Flavor::Html(Engine::Razor)),
            "php" if path.file_name().ends_with(".blade.php") => Self::Markup(Flavor::Html(Engine::Blade)),
            "html" | "htm" | "vue" | "erb" | "hbs" | "handlebars" | "mustache" | "jinja" | "jinja2"
            | "j2" | "njk" | "liquid" | "twig" | "php" | "phtml" | "tmpl" | "gohtml" | "xhtml" => {
                Self::Markup(Flavor::Html(Engine::Any))
            }
            "xml" if is_android(path) => Self::Markup(Flavor::Android),
            "xml" | "svg" | "xlf" | "xliff" | "resx" | "plist" | "storyboard" | "xib" | "stringsdict"
            | "xaml" | "axaml" | "ts_qt" | "rss" | "atom" | "csproj" | "props" | "wxs" => {
                Self::Markup(Flavor::Xml)
            }
            _ => match path.file_name() {
                "Dockerfile" | "Makefile" | "Rakefile" | "Gemfile" => Self::Code(Language::Ruby),
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
            | Self::Markdown => false,
        }
    }
}

/// `res/values/strings.xml` and its translations.
fn is_android(path: &RepoPath) -> bool {
    path.as_str().split('/').any(|part| part == "values" || part.starts_with("values-"))
}
