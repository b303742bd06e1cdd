//! The same change by hand: what an engineer types who knows exactly what to do and never hesitates.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::programs::{done, program};
use super::strings::Wish;

/// Clones, finds, changes, commits and pushes a branch. The texts hold letters, digits, spaces, commas
/// and hyphens only, so they mean themselves to sed. `-i.before` is what both seds understand.
const SCRIPT: &str = r#"set -eu
git clone --quiet --depth 1 "file://$1" "$2"
cd "$2"
git switch --quiet --create "$5"
file=$(grep -rlF --exclude-dir=.git -- "$3" .)
sed -i.before "s/$3/$4/" "$file"
rm "$file.before"
git commit --quiet --all --message "Change $3"
git push --quiet origin "$5"
"#;

/// Makes changes by hand in directories of its own.
pub(super) struct Hands {
    search: OsString,
    dir: PathBuf,
    times: Vec<Duration>,
}

impl Hands {
    /// With this `PATH`, in this directory.
    pub(super) fn new(search: &OsStr, dir: &Path) -> Self {
        Self { search: search.to_owned(), dir: dir.to_owned(), times: Vec::new() }
    }

    /// Makes one change to a bare repository, on a new branch.
    pub(super) async fn change(&mut self, repo: &Path, wish: &Wish) -> anyhow::Result<()> {
        let number = self.times.len();
        let clone = self.dir.join(format!("by-hand-{number}"));
        let mut shell = program("sh", &self.search, &self.dir);
        for (name, value) in [("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null")] {
            shell.env(name, value);
        }
        for who in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{who}_NAME"), "Ana").env(format!("GIT_{who}_EMAIL"), "ana@example.com");
        }
        shell.args(["-c", SCRIPT, "by-hand"]).arg(repo).arg(&clone);
        shell.args([&wish.from, &wish.to]).arg(format!("by-hand/{number}"));
        let started = Instant::now();
        done(shell).await?;
        self.times.push(started.elapsed());
        std::fs::remove_dir_all(clone)?;
        Ok(())
    }

    /// How long each took.
    pub(super) fn times(&self) -> &[Duration] {
        &self.times
    }
}
