//! The files of the tree: what git tracks and what it would offer to track.

use std::path::Path;
use std::process::Command;

use super::Source;

/// All text files. Files that are deleted but still tracked, and bytes that are no UTF-8, are left out.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    paths(root)
        .iter()
        .filter_map(|path| Some(Source::new(path, &std::fs::read_to_string(root.join(path)).ok()?)))
        .collect()
}

fn paths(root: &Path) -> Vec<String> {
    #[expect(clippy::disallowed_methods, reason = "only git knows which files are the project's")]
    let mut git = Command::new("git");
    // The clone may belong to another user, as it often does in a container.
    git.args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let output = git.current_dir(root).output().expect("git is needed to list the project's files");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git cannot list the files of {}: {said}", root.display());
    let listed = String::from_utf8(output.stdout).expect("the project's own paths are UTF-8");
    listed.split_terminator('\0').map(str::to_owned).collect()
}
