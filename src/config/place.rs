//! Paths as people write them in the file: absolute, from the home directory, or beside the file.

use std::path::{Component, Path, PathBuf};

use super::environment::Environment;
use super::problem::{Wrong, shown_text};
use super::section::Text;

/// The path that `text` names in a config file that lies in `folder`. Whether anything is there is
/// for `doctor` to say: a config may be checked on another machine.
pub(super) fn path(text: &Text<'_>, folder: &Path, environment: &Environment) -> Option<PathBuf> {
    let path = match text.text.strip_prefix('~') {
        None if text.text.is_empty() || text.text.contains('\0') => None,
        None => Some(folder.join(text.text)),
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            environment.get("HOME").map(|home| Path::new(home).join(rest.trim_start_matches('/')))
        }
        Some(_) => None,
    };
    if path.is_none() {
        let expected = "a path (absolute, relative to the config file, or ~/… with HOME set)";
        text.wrong(Wrong::new(expected, shown_text(text.text)));
    }
    path.map(|path| plain(&path))
}

/// Without `.` and `..`, as the text says it: symbolic links are not followed.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            Component::ParentDir | Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                plain.push(part);
            }
        }
    }
    plain
}
