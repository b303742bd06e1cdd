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
    let mut names: Vec<String> = entries(&root())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
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
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), folder);
        } else {
            folder.insert(RepoPath::from_bytes(name.as_bytes()).unwrap(), std::fs::read(&path).unwrap());
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
}
