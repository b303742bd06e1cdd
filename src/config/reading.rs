//! One reading of one file: from bytes to a config, or to every problem in it.

use std::io;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::audit::Audit;
use super::data::{self, Data};
use super::environment::Environment;
use super::fail_at::FailAt;
use super::git::Git;
use super::limits::Limits;
use super::log::Log;
use super::notes::Notes;
use super::problem::{Position, Problem, Wrong};
use super::rules::Rules;
use super::section::Section;
use super::store::Store;
use super::web::Web;
use super::worker::Worker;
use super::{Config, channels, repos};

/// Largest config file that is read, in bytes.
const MAX_FILE_BYTES: usize = 1 << 20;

/// What a reading needs besides the text.
pub(super) struct Reading<'a> {
    /// The file as it was named.
    pub(super) file: &'a str,
    /// Where relative paths start.
    pub(super) folder: &'a Path,
    /// The data directory where the file names none.
    pub(super) data_dir: Option<PathBuf>,
    pub(super) environment: &'a Environment,
}

/// Reads the file at `path`; see [`Config::load`].
pub(super) fn load(path: &Path, environment: &Environment) -> Result<Config, Vec<Problem>> {
    let name = path.display().to_string();
    let text = text_of(path, &name)?;
    let absolute = std::path::absolute(path).map_err(|error| vec![unreadable(&error).of_file(&name)])?;
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    Reading::of(&name, folder, environment).read(&text).0
}

fn text_of(path: &Path, name: &str) -> Result<String, Vec<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| vec![unreadable(&error).of_file(name)])?;
    if bytes.len() > MAX_FILE_BYTES {
        let wrong = Wrong::new(format!("at most {MAX_FILE_BYTES} bytes"), bytes.len().to_string());
        return Err(vec![wrong.of_file(name)]);
    }
    String::from_utf8(bytes).map_err(|error| {
        let end = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..end]);
        let at = Position::of(&before, before.len());
        vec![Wrong::new("UTF-8 text", "other bytes").at(name, Some(at), "")]
    })
}

fn unreadable(error: &io::Error) -> Wrong {
    if error.kind() == io::ErrorKind::NotFound {
        let hint = "deploy/baton.example.toml shows every key; --config or BATON_CONFIG names another file";
        return Wrong::new("a config file", "none").hint(hint);
    }
    Wrong::new("a file that can be read", error.to_string())
}

impl<'a> Reading<'a> {
    pub(super) fn of(file: &'a str, folder: &'a Path, environment: &'a Environment) -> Self {
        Self { file, folder, data_dir: data::default_dir(environment), environment }
    }

    /// The config or its problems, and every key that was asked for.
    pub(super) fn read(&self, text: &str) -> (Result<Config, Vec<Problem>>, Vec<String>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let notes = Notes::new(self.file, text, self.environment, &errors);
        let config = Section::root(&notes, table.get_ref(), |root| self.config(root));
        let (problems, keys) = notes.finish();
        (if problems.is_empty() { Ok(config) } else { Err(problems) }, keys)
    }

    fn config(&self, root: &Section<'_>) -> Config {
        let rules = root.section("policy", Rules::read);
        let repos = root.section("repos", |section| repos::read(section, &rules, self.folder));
        let channels = root.section("channels", |section| channels::read(section, &repos));
        Config {
            data: root.section("data", |section| Data::read(section, self.folder, self.data_dir.as_deref())),
            store: root.section("store", Store::read),
            worker: root.section("worker", Worker::read),
            limits: root.section("limits", Limits::read),
            git: root.section("git", |section| Git::read(section, self.folder)),
            web: root.section("web", Web::read),
            log: root.section("log", Log::read),
            audit: root.section("audit", Audit::read),
            fail_at: FailAt::read(root),
            defaults: rules.over(&Rules::default()),
            repos: repos.into_iter().map(|repo| (repo.name.clone(), repo)).collect(),
            channels,
        }
    }
}
