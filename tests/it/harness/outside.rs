//! What happens outside of baton: somebody writes to its database, or starts another baton.

use std::path::PathBuf;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

use super::World;

/// What a story leaves behind on purpose.
#[derive(Debug, Default)]
pub struct Left {
    pub dead_letters: u64,
    pub findings: usize,
}

impl World {
    /// Somebody says a statement to the database that baton would never say.
    pub async fn sql(&self, statement: &str) {
        if let Some(place) = &self.database {
            return place.say(statement).await;
        }
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}", self.data().join("baton.db").display());
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.app.config.data.dir.clone()
    }

    /// Another baton on the same data directory; gives its exit code and what it said.
    pub async fn baton(&self, args: &[&str]) -> (Option<i32>, String) {
        let (data, repo) = (self.data(), &self.repos[0]);
        let (name, path) = (repo.name.as_str(), repo.path());
        let config = format!("[data]\ndir = {data:?}\n[repos.{name:?}]\npath = {path:?}\n");
        self.baton_with(&config, args).await
    }

    /// Another baton with this config.
    #[expect(clippy::disallowed_methods, reason = "the exit code of the program is what is tested")]
    pub async fn baton_with(&self, config: &str, args: &[&str]) -> (Option<i32>, String) {
        let file = self.dir.path().join("baton.toml");
        std::fs::write(&file, config).unwrap();
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_baton"));
        command.args(args).arg("--config").arg(file).env("NO_COLOR", "1").kill_on_drop(true);
        let done = command.output().await.unwrap();
        let said = [&done.stdout[..], &done.stderr[..]].map(String::from_utf8_lossy).concat();
        let dir = self.dir.path().to_string_lossy().into_owned();
        (done.status.code(), said.replace(&dir, "‹world›"))
    }
}
