//! Where a request applies: paths, globs and pages as people name them.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::super::spelling::{StepKind, Text};
use super::super::{Element, Scope};
use super::names;
use crate::domain::path::RepoPath;

/// The scopes of a request, made ready.
#[derive(Debug)]
pub(super) struct Places {
    paths: Vec<String>,
    globs: GlobSet,
    bad_globs: usize,
    pages: Vec<Vec<String>>,
    elements: Vec<Element>,
}

/// How a file stands to the scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InPlace {
    /// All of it is inside.
    Inside,
    /// Only what stands under a name that a page scope names.
    ByName,
    /// Nothing of it is inside.
    Outside,
}

/// Words that say that a name is a part of the product, and nothing else.
const FILLERS: &[&str] = &[
    "page",
    "screen",
    "view",
    "section",
    "file",
    "the",
    "our",
    "a",
    "on",
    "in",
    "area",
    "part",
    "dialog",
    "modal",
    "site",
    "website",
    "component",
    "doc",
    "app",
];

/// Files that many directories have: without a directory, the one at the top is meant.
const AT_TOP: &[&str] =
    &["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "package.json", "Cargo.toml"];

impl Places {
    /// Makes the scopes ready.
    pub(super) fn of(scope: &[Scope]) -> Self {
        let mut globs = GlobSetBuilder::new();
        let mut places = Self {
            paths: Vec::new(),
            globs: GlobSet::empty(),
            bad_globs: 0,
            pages: Vec::new(),
            elements: Vec::new(),
        };
        for scope in scope {
            match scope {
                Scope::Path(path) => {
                    let path = path.trim_start_matches("./").trim_matches('/').to_owned();
                    places.paths.push(path);
                }
                Scope::Glob(glob) => match Glob::new(glob.trim_start_matches("./")) {
                    Ok(glob) => drop(globs.add(glob)),
                    // It can match nothing, but it still narrows.
                    Err(_) => places.bad_globs += 1,
                },
                Scope::Page(name) => places.pages.push(page_words(name)),
                Scope::Element(element) => places.elements.push(*element),
            }
        }
        match globs.build() {
            Ok(built) => places.globs = built,
            Err(_) => places.bad_globs += 1,
        }
        places
    }

    /// The kinds of elements that are meant; all when empty.
    pub(super) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Whether a scope names this file, by its path or by its name alone.
    pub(super) fn is_named(&self, path: &RepoPath) -> bool {
        self.paths.iter().any(|named| named == path.as_str() || bears(path, named))
    }

    /// How a file stands to the scopes.
    pub(super) fn of_path(&self, path: &RepoPath) -> InPlace {
        let free =
            self.paths.is_empty() && self.globs.is_empty() && self.bad_globs == 0 && self.pages.is_empty();
        let text = path.as_str();
        let under = self.paths.iter().any(|named| {
            named.is_empty()
                || text == named
                || bears(path, named)
                || text.strip_prefix(named.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        if free || under || self.globs.is_match(text) || self.pages.iter().any(|page| is_page(path, page)) {
            InPlace::Inside
        } else if self.pages.is_empty() {
            InPlace::Outside
        } else {
            InPlace::ByName
        }
    }

    /// Whether a key, a tag or a mark around a text bears the name of a page.
    pub(super) fn names(&self, text: &Text) -> bool {
        text.trail.steps().filter(|step| step.kind != StepKind::Attribute).any(|step| {
            let words = names::words(&step.name);
            self.pages.iter().any(|page| names::cover(&words, page))
        })
    }
}

/// Whether a file is called so, in whatever directory.
fn bears(path: &RepoPath, name: &str) -> bool {
    path.file_name() == name && !AT_TOP.contains(&name)
}

/// The words that tell one page from another: "the pricing page" is `pricing`.
fn page_words(name: &str) -> Vec<String> {
    let all = names::words(name);
    let told: Vec<String> = all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
    if told.is_empty() { all } else { told }
}

/// Whether the parts of a path bear the name of a page.
fn is_page(path: &RepoPath, page: &[String]) -> bool {
    let words: Vec<String> = path.as_str().split('/').flat_map(names::words).collect();
    let home = ["home", "homepage", "landing"].iter().any(|name| page == [(*name).to_owned()]);
    names::cover(&words, page) || (home && is_front(path))
}

/// `index.html` or `app/page.tsx` at the top of the pages.
fn is_front(path: &RepoPath) -> bool {
    let mut parts = path.as_str().rsplit('/');
    let stem = parts.next().unwrap_or_default().split('.').next().unwrap_or_default();
    let under = parts.next().unwrap_or_default();
    (stem == "index" && matches!(under, "" | "pages" | "src" | "public" | "routes" | "templates"))
        || (stem == "page" && under == "app")
        || (stem == "+page" && under == "routes")
}
