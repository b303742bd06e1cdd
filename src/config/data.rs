//! `[data]`: where baton keeps its files.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::place;
use super::section::Section;

/// Where baton keeps its files.
#[derive(Debug, Clone)]
pub struct Data {
    /// The data directory: store, mirrors, artifacts, lock and socket.
    pub dir: PathBuf,
}

impl Data {
    pub(super) fn read(section: &Section<'_>, folder: &Path, default: Option<&Path>) -> Self {
        let dir = match section.value("dir") {
            Some(value) => value
                .text("text in quotes")
                .and_then(|text| place::path(&text, folder, section.environment())),
            None => default.map(Path::to_owned),
        };
        if dir.is_none() {
            section.missing("dir", "a path here, or XDG_DATA_HOME or HOME in the environment");
        }
        Self { dir: dir.unwrap_or_default() }
    }
}

/// `$XDG_DATA_HOME/baton`, else `~/.local/share/baton`. A relative `XDG_DATA_HOME` is ignored, as the
/// XDG base directory specification wants it.
pub(super) fn default_dir(environment: &Environment) -> Option<PathBuf> {
    let xdg = environment.get("XDG_DATA_HOME").map(Path::new).filter(|path| path.is_absolute());
    let home = || environment.get("HOME").map(|home| Path::new(home).join(".local/share"));
    xdg.map(Path::to_owned).or_else(home).map(|share| share.join("baton"))
}
