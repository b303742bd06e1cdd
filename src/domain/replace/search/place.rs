//! Where a request applies: paths, globs and pages as people name them.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::super::spelling::{StepKind, Text};
use super::super::{Element, Fit, Request, Scope};
use super::names;
use crate::domain::path::RepoPath;

/// The scopes of a request, made ready.
#[derive(Debug)]
pub(super) struct Places {
    paths: Vec<Named>,
    globs: GlobSet,
    bad_globs: usize,
    pages: Vec<Vec<String>>,
    elements: Vec<Element>,
    /// The worst fit that is still one of these elements.
    fit: Fit,
}

/// A path as a person names it.
#[derive(Debug)]
struct Named {
    path: String,
    from: From,
}

/// Where a named path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// At the top of the repository, where such a path stands.
    Top,
    /// In any directory, because none stands at the top.
    AnyDirectory,
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

impl Places {
    /// Makes the scopes ready.
    pub(super) fn of(request: &Request) -> Self {
        let mut globs = GlobSetBuilder::new();
        let mut places = Self {
            paths: Vec::new(),
            globs: GlobSet::empty(),
            bad_globs: 0,
            pages: Vec::new(),
            elements: request.elements().collect(),
            // "The heading 'Contributing'" is not "Contributing bugfixes".
            fit: if request.called.is_some() { Fit::Signs } else { Fit::Part },
        };
        for scope in &request.scope {
            match scope {
                Scope::Path(path) => {
                    let path = path.trim_start_matches("./").trim_matches('/').to_owned();
                    places.paths.push(Named { path, from: From::AnyDirectory });
                }
                Scope::Glob(glob) => match Glob::new(glob.trim_start_matches("./")) {
                    Ok(glob) => drop(globs.add(glob)),
                    // It can match nothing, but it still narrows.
                    Err(_) => places.bad_globs += 1,
                },
                Scope::Page(name) => places.pages.push(page_words(name)),
                Scope::Element(_) => {}
            }
        }
        match globs.build() {
            Ok(built) => places.globs = built,
            Err(_) => places.bad_globs += 1,
        }
        places
    }

    /// Sees a file of the repository: a path that stands at its top is meant there.
    pub(super) fn settle(&mut self, path: &RepoPath) {
        for named in &mut self.paths {
            if named.from == From::AnyDirectory && base_of(path, &named.path) == Some("") {
                named.from = From::Top;
            }
        }
    }

    /// The kinds of elements that are meant; all when empty.
    pub(super) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Whether an element that a text fits so is one that is meant.
    pub(super) fn admit(&self, fit: Fit) -> bool {
        fit <= self.fit
    }

    /// Whether a scope names this file, by its path or by the end of it.
    pub(super) fn is_named(&self, path: &RepoPath) -> bool {
        self.paths.iter().any(|named| {
            named.holds(path).is_some_and(|base| path.as_str().len() == base.len() + named.path.len())
        })
    }

    /// How a file stands to the scopes.
    pub(super) fn of_path(&self, path: &RepoPath) -> InPlace {
        let free =
            self.paths.is_empty() && self.globs.is_empty() && self.bad_globs == 0 && self.pages.is_empty();
        let text = path.as_str();
        let under = self.paths.iter().any(|named| named.holds(path).is_some());
        if free || under || self.globs.is_match(text) || self.pages.iter().any(|page| is_page(path, page)) {
            InPlace::Inside
        } else if self.pages.is_empty() {
            InPlace::Outside
        } else {
            InPlace::ByName
        }
    }

    /// Whether a key, a tag or a mark around a text bears the name of a page. A key has to begin with it:
    /// `login_title` is on the login page, `nextcloud_login_error` may be anywhere.
    pub(super) fn names(&self, text: &Text) -> bool {
        text.trail.steps().any(|step| {
            let words = names::words(&step.name);
            self.pages.iter().any(|page| match step.kind {
                StepKind::Attribute => false,
                StepKind::Tag | StepKind::Mark => names::cover(&words, page),
                StepKind::Key => names::begin(&told(&words), page),
            })
        })
    }
}

impl Named {
    /// Whether a file is this path or stands under it, with what stands before the path.
    fn holds<'p>(&self, path: &'p RepoPath) -> Option<&'p str> {
        base_of(path, &self.path).filter(|base| self.from == From::AnyDirectory || base.is_empty())
    }
}

/// The directories before a named path, with their slash, in the path of a file that it names or
/// holds: nothing for `src` in `src/a.ts`, `web/` for it in `web/src/a.ts`.
pub(in super::super) fn base_of<'p>(path: &'p RepoPath, named: &str) -> Option<&'p str> {
    let text = path.as_str();
    let begins = |at: usize| at == 0 || text[..at].ends_with('/');
    let ends = |at: usize| at == text.len() || text[at..].starts_with('/');
    if named.is_empty() {
        return Some("");
    }
    let at = text.match_indices(named).map(|(at, _)| at).find(|at| begins(*at) && ends(at + named.len()))?;
    Some(&text[..at])
}

/// The words that tell one page from another: "the pricing page" is `pricing`.
fn page_words(name: &str) -> Vec<String> {
    let all = names::words(name);
    let told = told(&all);
    if told.is_empty() { all } else { told }
}

/// The words that say more than that something is a part of the product.
fn told(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect()
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
