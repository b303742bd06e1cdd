//! Where the store is: a file, or a PostgreSQL server whose password never prints.

use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

/// The place of a store.
#[derive(Debug, Clone)]
pub enum StoreUrl {
    /// A SQLite database in this file, made if it is missing (its directory is not).
    Sqlite(PathBuf),
    /// A PostgreSQL database, `postgres://user:password@host:port/name`.
    Postgres(SecretString),
}

impl StoreUrl {
    /// The address as the driver wants it; holds the password.
    pub(super) fn to_driver(&self) -> SecretString {
        match self {
            Self::Sqlite(path) => {
                let mut url = "sqlite://".to_owned();
                // Everything but letters and separators is escaped: a path may hold `?`, `#` or `%`.
                for byte in path.as_os_str().as_encoded_bytes() {
                    match byte {
                        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                            url.push(char::from(*byte));
                        }
                        other => url.push_str(&format!("%{other:02X}")),
                    }
                }
                url.push_str("?mode=rwc");
                url.into()
            }
            Self::Postgres(url) => url.clone(),
        }
    }
}

/// The place without its secrets: the file, or the host and the name of the database.
impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let address = url.expose_secret();
                let address = address.split_once("://").map_or("", |(_, rest)| rest);
                // A password may hold an `@`; a host may not. Parameters can hold a password too.
                let place = address.rsplit_once('@').map_or("", |(_, place)| place);
                write!(f, "postgres://{}", place.split('?').next().unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_prints() {
        let url = StoreUrl::Postgres("postgres://ana:s3c@ret@db:5432/baton?password=s3c".into());
        assert_eq!(url.to_string(), "postgres://db:5432/baton");
        assert!(!format!("{url:?}").contains("s3c"), "{url:?}");
    }

    #[test]
    fn odd_file_names_survive_the_url() {
        let url = StoreUrl::Sqlite("/tmp/a b?c#d%.db".into()).to_driver();
        assert_eq!(url.expose_secret(), "sqlite:///tmp/a%20b%3Fc%23d%25.db?mode=rwc");
    }
}
