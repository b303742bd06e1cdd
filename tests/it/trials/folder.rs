//! A repository of the trials, as the bytes of its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use baton::domain::path::RepoPath;

/// The files by their paths.
pub type Folder = BTreeMap<RepoPath, Vec<u8>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/trials/fixtures")
}

/// The names of all fixtures, sorted.
pub fn fixtures() -> Vec<String> {
    let mut names: Vec<String> = entries(&root()).iter().map(|path| name_of(path)).collect();
    names.sort();
    names
}

/// Reads one fixture.
pub fn read(name: &str) -> Folder {
    let mut folder = Folder::new();
    collect(&root().join(name), "", &mut folder);
    assert!(folder.len() >= 15, "the fixture {name} has only {} files", folder.len());
    folder
}

fn collect(directory: &Path, prefix: &str, folder: &mut Folder) {
    for path in entries(directory) {
        let name = format!("{prefix}{}", name_of(&path));
        if path.is_dir() {
            collect(&path, &format!("{name}/"), folder);
        } else {
            let bytes = std::fs::read(&path).expect("a fixture's file can be read");
            folder.insert(RepoPath::from_bytes(name.as_bytes()).expect("a path of a repository"), bytes);
        }
    }
}

/// What a directory holds.
pub fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("the trials are part of the repository");
    entries.map(|entry| entry.expect("the directory can be read").path()).collect()
}

/// The last part of a path.
pub fn name_of(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("names here are UTF-8").to_owned()
}
