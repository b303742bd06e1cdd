//! A fresh database for each test, and a way to write to it behind the store's back.

use std::sync::atomic::{AtomicU32, Ordering};

use baton::store::{Store, StoreUrl, Verification};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tempfile::TempDir;

/// A database that nothing else uses.
pub struct Place {
    pub url: StoreUrl,
    raw: String,
    // Held for its Drop, which removes the files.
    _directory: Option<TempDir>,
}

impl Place {
    /// A new file.
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("baton.db");
        let raw = format!("sqlite://{}?mode=rwc", file.display());
        Self { url: StoreUrl::Sqlite(file), raw, _directory: Some(directory) }
    }

    /// A new schema on the test server.
    pub async fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server();
        let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&server).await.unwrap();
        execute(&mut connection, format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await;
        execute(&mut connection, format!("CREATE SCHEMA {name}")).await;
        let mark = if server.contains('?') { '&' } else { '?' };
        let raw = format!("{server}{mark}options[search_path]={name}");
        Self { url: StoreUrl::Postgres(raw.clone().into()), raw, _directory: None }
    }

    /// Opens the store there.
    pub async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A session beside the store's.
    pub async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.raw).await.unwrap()
    }

    /// Says a statement that the store would never say.
    pub async fn say(&self, statement: impl Into<String>) {
        let mut connection = self.connect().await;
        execute(&mut connection, statement.into()).await;
        connection.close().await.unwrap();
    }

    /// Says a statement that the database is expected to refuse; gives its words.
    pub async fn refused(&self, statement: &'static str) -> String {
        let mut connection = self.connect().await;
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap_err().to_string()
    }

    /// Takes away what keeps the history append-only, as somebody with the file could.
    pub async fn drop_triggers(&self) {
        let triggers = match &self.url {
            StoreUrl::Sqlite(_) => vec![
                "DROP TRIGGER facts_update",
                "DROP TRIGGER facts_delete",
                "DROP TRIGGER checkpoints_update",
                "DROP TRIGGER checkpoints_delete",
                "DROP TRIGGER checkpoint_heads_update",
                "DROP TRIGGER checkpoint_heads_delete",
            ],
            StoreUrl::Postgres(_) => vec![
                "DROP TRIGGER facts_update ON facts",
                "DROP TRIGGER facts_delete ON facts",
                "DROP TRIGGER checkpoints_change ON checkpoints",
                "DROP TRIGGER checkpoint_heads_change ON checkpoint_heads",
            ],
        };
        for trigger in triggers {
            self.say(trigger).await;
        }
    }

    /// What is wrong with the history, a line each.
    pub async fn findings(&self) -> Vec<String> {
        let report = verify(&self.open().await).await;
        report.findings.iter().map(ToString::to_string).collect()
    }
}

/// Verifies a store, trusting any key.
pub async fn verify(store: &Store) -> Verification {
    store.verify(&[], |_| ()).await.unwrap()
}

async fn execute(connection: &mut AnyConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.unwrap();
}

#[expect(clippy::disallowed_methods, reason = "the one place where tests learn of their server")]
pub fn server() -> String {
    std::env::var("BATON_TEST_POSTGRES")
        .expect("BATON_TEST_POSTGRES is not set: run the tests with scripts/test, which starts a server")
}
