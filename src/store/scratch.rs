//! A PostgreSQL database of its own, beside the configured one, for benchmarks: nothing of the configured
//! database is read, written or locked.

use secrecy::{ExposeSecret, SecretString};
use sqlx::any::install_default_drivers;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::error::{Result, StoreError};
use super::open::options;
use super::url::StoreUrl;

/// A new database that [`Scratch::remove`] removes again.
#[derive(Debug)]
pub struct Scratch {
    server: SecretString,
    name: String,
}

impl Scratch {
    /// Makes an empty database on the server of this URL. Its user must be allowed to create databases.
    ///
    /// # Errors
    /// `Unreachable` for a server that does not answer; `Other` where the user may not create databases.
    pub async fn make(server: SecretString) -> Result<Self> {
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).map_err(|error| StoreError::Other(Box::new(error)))?;
        let made = Self { server, name: format!("baton_scratch_{}", hex::encode(random)) };
        made.say(format!("CREATE DATABASE {}", made.name)).await?;
        Ok(made)
    }

    /// Where it is.
    pub fn url(&self) -> SecretString {
        let server = self.server.expose_secret();
        let mark = if server.contains('?') { '&' } else { '?' };
        // Of several names the last one counts.
        format!("{server}{mark}dbname={}", self.name).into()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes it, whoever is still connected.
    ///
    /// # Errors
    /// `Unreachable`.
    pub async fn remove(self) -> Result<()> {
        self.say(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await
    }

    /// Safe: the name is made of digits and letters here.
    async fn say(&self, statement: String) -> Result<()> {
        install_default_drivers();
        let mut connection = options(&StoreUrl::Postgres(self.server.clone()))?.connect().await?;
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}
