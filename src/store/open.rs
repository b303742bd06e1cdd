//! Opening and closing a store, and the transaction that every write goes through.

use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Executor, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::change::Lanes;
use super::claim::{Asked, Given};
use super::dialect::{ACQUIRE_TIMEOUT, Dialect};
use super::durable::Log;
use super::error::{Result, StoreError};
use super::gather::Gather;
use super::inbox::Received;
use super::schema;
use super::url::StoreUrl;
use crate::config::STORE_CONNECTIONS;
use crate::domain::event::Event;

/// The store: the only thing in baton that speaks SQL. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) dialect: &'static Dialect,
    /// Where it is, without a password.
    place: Arc<str>,
    writes: AnyPool,
    pub(super) reads: AnyPool,
    /// Held by a write on SQLite: waiting here is fair and free, waiting for its lock is neither.
    turn: Option<Arc<Mutex<()>>>,
    /// SQLite's log, which durable commits wait for.
    log: Option<Arc<Log>>,
    /// Events that came in.
    pub(super) arrivals: Arc<Gather<Arc<[Event]>, Vec<Received>>>,
    /// Who asks for a task.
    pub(super) claims: Arc<Gather<Asked, Given>>,
    /// What is about to change.
    pub(super) lanes: Arc<Lanes>,
}

/// What a commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Commit {
    /// A power cut. For what somebody was told is stored: the inbox, and signed checkpoints.
    Durable,
    /// A crash of baton, but perhaps not a power cut (SQLite's log unsynced, PostgreSQL
    /// `synchronous_commit=off`; both keep the database whole and lose at most the last commits).
    /// Good enough for facts: losing the last ones puts a task back to a moment before them, its
    /// message is then unhandled again or its effect is due again, and effects are idempotent.
    Relaxed,
}

/// A transaction that writes. Dropped without [`Write::commit`], it changes nothing, unless it was opened
/// for one statement.
pub(super) struct Write {
    // Before the turn: fields are dropped in this order.
    open: Open,
    span: tracing::Span,
    turn: Option<OwnedMutexGuard<()>>,
    keep: Option<Arc<Log>>,
}

enum Open {
    Transaction(Transaction<'static, Any>),
    /// Each statement is a transaction by itself.
    Alone(PoolConnection<Any>),
}

/// A connection that rested longer is asked whether it is alive before it is used.
const RESTED: Duration = Duration::from_secs(5);
/// How often the start of a transaction is tried on another connection: after a restart of the
/// server every pooled connection is a dead one.
const BEGIN_ATTEMPTS: usize = 8;
/// How often opening waits for another process that is switching the same new file to WAL.
const OPEN_ATTEMPTS: u32 = 40;

impl Store {
    /// Opens the store and brings its schema up to date. Several processes may do so at once.
    ///
    /// # Errors
    /// `Unreachable`, `NewerSchema`, `Corrupt`, `DiskFull`, or `Busy` when another process holds on to
    /// the schema.
    pub async fn open(url: &StoreUrl) -> Result<Self> {
        Self::open_with(url, STORE_CONNECTIONS).await
    }

    /// The same with at most this many connections at once, for writes and reads together; at least two.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(url: &StoreUrl, connections: u32) -> Result<Self> {
        Self::migrate(url, i64::MAX).await?;
        let dialect = Dialect::of(url);
        let (writers, readers) = dialect.split(connections);
        let options = options(url)?;
        Ok(Self {
            dialect,
            place: url.to_string().into(),
            writes: pool(dialect, dialect.writing, writers).connect_lazy_with(options.clone()),
            reads: pool(dialect, dialect.reading, readers).connect_lazy_with(options),
            turn: (dialect.writers == 1).then(Arc::default),
            log: match url {
                StoreUrl::Sqlite(path) => Some(Arc::new(Log::of(path))),
                StoreUrl::Postgres(_) => None,
            },
            arrivals: Arc::default(),
            claims: Arc::default(),
            lanes: Arc::default(),
        })
    }

    /// Brings the schema up to `version` and no further, so that a test can put data into an old one.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn migrate(url: &StoreUrl, version: i64) -> Result<()> {
        install_default_drivers();
        let dialect = Dialect::of(url);
        let options = options(url)?;
        let mut attempt = 0;
        let mut connection = loop {
            attempt += 1;
            match first_connection(&options, dialect).await {
                Err(StoreError::Busy(_)) if attempt < OPEN_ATTEMPTS => {
                    tokio::time::sleep(Duration::from_millis(25)).await;
                }
                connection => break connection?,
            }
        };
        schema::bring_up_to(&mut connection, dialect, version).await?;
        Ok(sqlx::Connection::close(connection).await?)
    }

    /// Where it is, for people: a path, or an address without a password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// `Unreachable` or `Busy`.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.reads).await?;
        Ok(())
    }

    /// Finishes what is under way and closes all connections.
    pub async fn close(&self) {
        // A server that has stopped answering is not waited for.
        let closing = async {
            self.writes.close().await;
            self.reads.close().await;
        };
        tokio::time::timeout(ACQUIRE_TIMEOUT, closing).await.ok();
    }

    /// Opens the transaction of the write called `name`.
    pub(super) async fn write(&self, name: &'static str, commit: Commit) -> Result<Write> {
        let (span, turn) = self.turn(name).await?;
        let statement = match commit {
            Commit::Durable => self.dialect.begin_durable,
            Commit::Relaxed => self.dialect.begin_relaxed,
        };
        let open = Open::Transaction(begin(&self.writes, statement).await?);
        Ok(Write { open, span, turn, keep: self.keep(commit) })
    }

    /// Opens the write called `name`, which is one statement, so that it needs no BEGIN and no COMMIT: of
    /// the time of a short write, these are the larger part.
    pub(super) async fn write_once(&self, name: &'static str, commit: Commit) -> Result<Write> {
        if commit == Commit::Durable && self.log.is_none() {
            // How much a commit survives is said in the transaction.
            return self.write(name, commit).await;
        }
        let (span, turn) = self.turn(name).await?;
        let open = Open::Alone(self.writes.acquire().await?);
        Ok(Write { open, span, turn, keep: self.keep(commit) })
    }

    /// Returns when everything that was committed until now survives a power cut.
    pub(super) async fn kept(&self) -> Result<()> {
        match &self.log {
            Some(log) => log.keep().await,
            // PostgreSQL lets nobody see what it has not kept.
            None => Ok(()),
        }
    }

    fn keep(&self, commit: Commit) -> Option<Arc<Log>> {
        self.log.clone().filter(|_| commit == Commit::Durable)
    }

    async fn turn(&self, name: &'static str) -> Result<(tracing::Span, Option<OwnedMutexGuard<()>>)> {
        let span = tracing::debug_span!("store.write", write = name);
        tracing::trace!(parent: &span, "begins");
        fail::fail_point!("store.before", |_| Err(StoreError::Other("failpoint store.before".into())));
        let turn = match &self.turn {
            Some(turn) => Some(Arc::clone(turn).lock_owned().await),
            None => None,
        };
        Ok((span, turn))
    }

    /// Opens a transaction that sees one state of the database throughout.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Any>> {
        begin(&self.reads, self.dialect.begin_snapshot).await
    }
}

impl Write {
    /// The connection to say statements on.
    pub fn on(&mut self) -> &mut AnyConnection {
        match &mut self.open {
            Open::Transaction(transaction) => transaction,
            Open::Alone(connection) => connection,
        }
    }

    /// Makes everything since the start one change.
    pub async fn commit(self) -> Result<()> {
        let Self { open, span, turn, keep } = self;
        if let Open::Transaction(transaction) = open {
            transaction.commit().await?;
        }
        drop(turn);
        if let Some(log) = keep {
            log.keep().await?;
        }
        tracing::trace!(parent: &span, "committed");
        fail::fail_point!("store.after", |_| Err(StoreError::Other("failpoint store.after".into())));
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "its end is waited for here, or it is a rollback")]
async fn begin(pool: &AnyPool, statement: &'static str) -> Result<Transaction<'static, Any>> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        // A task of its own: dropped half-way, sqlx would give the connection back with a transaction on it that
        // nobody ends. One that nobody waits for any more is rolled back.
        let pool = pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(statement).await }).await;
        match begun.map_err(|panic| StoreError::Other(panic.into()))? {
            Err(sqlx::Error::Io(_)) if attempt < BEGIN_ATTEMPTS => {}
            begun => return Ok(begun?),
        }
    }
}

pub(super) fn options(url: &StoreUrl) -> Result<AnyConnectOptions> {
    // The parser's error may quote the address, so it goes no further.
    let options: AnyConnectOptions = url
        .to_driver()
        .expose_secret()
        .parse()
        .map_err(|_| StoreError::Unreachable("the address of the store is not a URL".into()))?;
    Ok(options.disable_statement_logging())
}

async fn first_connection(options: &AnyConnectOptions, dialect: &Dialect) -> Result<AnyConnection> {
    let connecting = tokio::time::timeout(ACQUIRE_TIMEOUT, options.connect());
    let mut connection = connecting
        .await
        .map_err(|_| StoreError::Unreachable("it takes connections and does not answer".into()))??;
    for setting in dialect.settings {
        connection.execute(*setting).await?;
    }
    Ok(connection)
}

fn pool(dialect: &'static Dialect, more: &'static [&'static str], size: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // A ping before every use doubles the round trips; `begin` copes with a dead connection.
        .test_before_acquire(false)
        .before_acquire(|connection, of| {
            Box::pin(async move {
                if of.idle_for > RESTED {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            Box::pin(async move {
                for setting in dialect.settings.iter().chain(more) {
                    connection.execute(*setting).await?;
                }
                Ok(())
            })
        })
}
