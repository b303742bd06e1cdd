//! What a repository makes, by the names of its files: a program, or documents.
//!
//! In most repositories a document talks about the program, so it is a look-alike of the text in the
//! program. Where documents are what the repository is for, they are the text itself.

use super::format::Format;
use super::kin::is_document;
use crate::domain::path::RepoPath;

/// What people get of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    /// A program or a site; documents talk about it.
    Program,
    /// The documents themselves.
    Documents,
}

/// Files by kind.
#[derive(Debug, Default)]
pub(super) struct Census {
    documents: usize,
    programs: usize,
}

/// So many documents stand against one file of a program in a repository of documents: a handbook has
/// a build script, too.
const DOCUMENTS_PER_PROGRAM: usize = 4;

impl Census {
    /// Counts a file.
    pub(super) fn count(&mut self, path: &RepoPath) {
        if is_document(path) {
            self.documents += 1;
        } else if Format::of(path).is_program() {
            self.programs += 1;
        }
    }

    /// What the counted files make.
    pub(super) fn product(&self) -> Product {
        let mostly = self.documents > 0 && self.documents >= self.programs * DOCUMENTS_PER_PROGRAM;
        if mostly { Product::Documents } else { Product::Program }
    }
}

/// Files that tell tools, stores and readers about a project, as its README does.
const MANIFESTS: &[&str] = &[
    "package.json",
    "composer.json",
    "codemeta.json",
    "setup.cfg",
    "setup.py",
    "pyproject.toml",
    "Cargo.toml",
    "pubspec.yaml",
    "snapcraft.yaml",
    "Chart.yaml",
    "action.yml",
    "mkdocs.yml",
    "_config.yml",
    "book.toml",
    "antora.yml",
];

/// Whether a file describes a project to tools, so that its texts are no more the product than those of
/// a document.
pub(in super::super) fn is_manifest(path: &RepoPath) -> bool {
    MANIFESTS.contains(&path.file_name())
        || matches!(path.extension().as_str(), "gemspec" | "spec" | "nuspec")
}
