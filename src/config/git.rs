//! `[git]`: the git program of the host.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::place;
use super::section::{Quantity, Section};

const PROGRAM: &str = "git";
const TIMEOUT: Quantity<u64> = Quantity { default: 120, least: 1, most: 3_600, unit: "seconds" };
const MIRROR_BYTES: Quantity<u64> =
    Quantity { default: 5 << 30, least: 1 << 20, most: 1 << 40, unit: "bytes" };

/// The git program of the host.
#[derive(Debug, Clone)]
pub struct Git {
    /// The program: a bare name is looked for in `search_path`.
    pub program: PathBuf,
    /// The `PATH` that git is found in and started with.
    pub search_path: Option<OsString>,
    /// How long one git command may take.
    pub timeout: Duration,
    /// The largest mirror of one repository, in bytes.
    pub max_mirror_bytes: u64,
}

impl Git {
    pub(super) fn read(section: &Section<'_>, folder: &Path) -> Self {
        let environment = section.environment();
        let program = section.text("program").and_then(|text| {
            let is_name = !text.text.is_empty() && !text.text.contains(['/', '~', '\0']);
            if is_name { Some(PathBuf::from(text.text)) } else { place::path(&text, folder, environment) }
        });
        Self {
            program: program.unwrap_or_else(|| PathBuf::from(PROGRAM)),
            search_path: environment.get("PATH").map(OsString::from),
            timeout: Duration::from_secs(section.quantity("timeout_seconds", TIMEOUT)),
            max_mirror_bytes: section.quantity("max_mirror_bytes", MIRROR_BYTES),
        }
    }
}
