//! The place of a benchmark: a temporary directory that is removed at the end, and configs in it. The
//! data directory and the config of whoever runs the benchmark are never looked at.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::{App, DataLock, Web};
use crate::config::{Config, Database, Environment, Repo};
use crate::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};

/// What is logged while something is measured, unless `BATON_LOG` says otherwise.
const LOG: &str = "warn";

/// A temporary directory, and the environment that configs in it are made with.
pub(super) struct Workplace {
    dir: TempDir,
    environment: Environment,
}

impl Workplace {
    /// A new directory below `parent`; nothing: below the system's own place for such.
    pub(super) fn make(parent: Option<&Path>, environment: &Environment) -> anyhow::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("baton-bench-");
        let dir = match parent {
            Some(parent) => builder
                .tempdir_in(parent)
                .with_context(|| format!("cannot make a directory in {}", parent.display()))?,
            None => builder.tempdir().context("cannot make a temporary directory")?,
        };
        Ok(Self { dir, environment: environment.clone() })
    }

    /// The directory.
    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Whether it is in memory, where nothing is ever durable.
    pub(super) fn is_in_memory(&self) -> bool {
        #[cfg(target_os = "linux")]
        {
            /// Of tmpfs, in statfs(2).
            const TMPFS: rustix::fs::FsWord = 0x0102_1994;
            rustix::fs::statfs(self.path()).is_ok_and(|place| place.f_type == TMPFS)
        }
        #[cfg(not(target_os = "linux"))]
        {
            false
        }
    }

    /// A directory in it that is made when it is used.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A new directory in it.
    pub(super) fn subdirectory(&self, name: &str) -> anyhow::Result<PathBuf> {
        let dir = self.place(name);
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    /// The embedded defaults with these repositories, with all data in the directory `name`.
    pub(super) fn config(&self, name: &str, repos: Vec<Repo>) -> anyhow::Result<Config> {
        let made = Config::embedded(&self.place(name), repos, &self.environment);
        let mut config = made.map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}", lines.join("\n"))
        })?;
        if self.environment.get("BATON_LOG").is_none() {
            config.log.filter = LOG.to_owned();
        }
        Ok(config)
    }

    /// A variable of the environment as text.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        self.environment.get(name).and_then(|value| value.to_str()).map(str::to_owned)
    }
}

/// The same config on this PostgreSQL database.
pub(super) fn on_postgres(mut config: Config, url: SecretString) -> Config {
    config.store.database = Database::Postgres { url };
    config
}

/// Lets an app run as `baton serve` does, with a page or without, while something is done with it; then it stops, and its store
/// is closed.
pub(super) async fn while_serving<T>(
    app: &App,
    page: Option<(Web, TcpListener)>,
    work: impl AsyncFnOnce(&App) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let lock = DataLock::take(&app.config.data.dir)?.context("somebody else is in the new directory")?;
    let bell = lock.bell()?;
    let shutdown = CancellationToken::new();
    let worked = async {
        let worked = work(app).await;
        shutdown.cancel();
        worked
    };
    let never = CancellationToken::new();
    let ((), worked) = tokio::join!(app.serve(bell, page, shutdown.clone(), never), worked);
    worked
}

/// Everybody may ask; nothing is ever merged here.
pub(super) fn policy() -> Policy {
    Policy {
        access: Access {
            read: Who::Everybody,
            ask: Who::Everybody,
            approve: Who::Everybody,
            merge: Who::Everybody,
            administer: Who::Everybody,
        },
        merge: MergeRule { method: Method::Squash, approvals: 1, requester: OwnApproval::DoesNotCount },
        protected: Vec::new(),
        limits: ChangeLimits { files: 50, bytes: 1 << 20 },
        target: None,
    }
}
