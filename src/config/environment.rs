//! The environment of the process, read once: the rest of baton gets values, and tests their own.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

/// The variables that may name the login, in order.
const LOGIN: [&str; 2] = ["USER", "LOGNAME"];

/// A snapshot of the environment. A variable that is empty counts as not set.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

/// Whether output may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Where a terminal shows it.
    OnTerminals,
    /// Nowhere: `NO_COLOR` is set (<https://no-color.org>).
    Never,
}

impl Environment {
    /// The environment of this process. `main` calls it, once.
    #[expect(clippy::disallowed_methods, reason = "this is where it is read")]
    pub fn of_process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// An environment of these variables.
    pub fn of<K: Into<OsString>, V: Into<OsString>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        let mut variables: BTreeMap<OsString, OsString> = variables.collect();
        variables.retain(|_, value| !value.is_empty());
        Self(variables)
    }

    /// A variable as the system gave it.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// The login, with the variable that names it.
    pub fn login(&self) -> Option<(&'static str, &OsStr)> {
        LOGIN.into_iter().find_map(|variable| self.get(variable).map(|name| (variable, name)))
    }

    /// The config file: the one `given` on the command line, else `BATON_CONFIG`, else `baton.toml`
    /// in the working directory.
    pub fn config_file(&self, given: Option<&Path>) -> PathBuf {
        let chosen = given.or_else(|| self.get("BATON_CONFIG").map(Path::new));
        chosen.unwrap_or(Path::new("baton.toml")).to_owned()
    }

    /// Whether output may be coloured.
    pub fn colour(&self) -> Colour {
        if self.get("NO_COLOR").is_some() { Colour::Never } else { Colour::OnTerminals }
    }
}

/// Values may be secrets: only the names are shown.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
