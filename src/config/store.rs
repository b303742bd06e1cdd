//! `[store]`: which database holds the facts.

use secrecy::SecretString;

use super::problem::Wrong;
use super::secret;
use super::section::{Quantity, Section};

/// Most connections to the database where the config says nothing.
pub const STORE_CONNECTIONS: u32 = 24;
const MAX_CONNECTIONS: Quantity<u32> =
    Quantity { default: STORE_CONNECTIONS, least: 2, most: 100, unit: "connections" };
const URL_ENV: &str = "BATON_DATABASE_URL";

/// Which database holds the facts.
#[derive(Debug, Clone)]
pub struct Store {
    /// The database.
    pub database: Database,
    /// Most connections of this process at once, for writes and reads together.
    pub max_connections: u32,
}

/// The database.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file in the data directory.
    Sqlite,
    /// A PostgreSQL server.
    Postgres {
        /// Its URL, which may carry a password.
        url: SecretString,
    },
}

#[derive(Clone, Copy)]
enum Kind {
    Sqlite,
    Postgres,
}

impl Store {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let kind = section.word("kind", &[("sqlite", Kind::Sqlite), ("postgres", Kind::Postgres)]);
        let url_env = secret::variable(section, "url_env");
        let max_connections = section.quantity("max_connections", MAX_CONNECTIONS);
        let database = match kind.unwrap_or(Kind::Sqlite) {
            Kind::Sqlite => Database::Sqlite,
            Kind::Postgres => Database::Postgres { url: url(section, &url_env) },
        };
        Self { database, max_connections }
    }
}

fn url(section: &Section<'_>, named: &secret::Variable<'_>) -> SecretString {
    let name = match named {
        secret::Variable::NotNamed => URL_ENV,
        secret::Variable::Named(name) => name,
        secret::Variable::Wrong => return SecretString::default(),
    };
    let Some(url) = secret::value(section, "url_env", name) else { return SecretString::default() };
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        let expected = format!("a URL in {name} that starts with postgres://");
        section.wrong("url_env", Wrong::new(expected, "something else (not shown)"));
    }
    url.into()
}
