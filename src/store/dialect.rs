//! What differs between SQLite and PostgreSQL: one constant for each.

use std::time::Duration;

use sqlx::AssertSqlSafe;

use super::schema::Migration;
use super::url::StoreUrl;

/// The words of one database.
#[derive(Debug)]
pub(super) struct Dialect {
    /// The database's clock in Unix milliseconds.
    pub now: &'static str,
    /// Ends a subquery over `t` so that claimants do not wait for each other's rows.
    skip_locked: &'static str,
    /// The next place in the inbox for row `place` of an INSERT, counted from 0.
    next_inbox_id: &'static str,
    /// Opens a transaction whose commit survives a power cut.
    pub begin_durable: &'static str,
    /// The same for as long as a change of the schema takes.
    pub begin_schema: &'static str,
    /// Opens a transaction whose commit may be lost to one.
    pub begin_relaxed: &'static str,
    /// Opens a transaction that reads one state of the database throughout.
    pub begin_snapshot: &'static str,
    /// Lets one process at a time change the schema; released with the transaction.
    pub lock_schema: Option<&'static str>,
    /// Locks the tasks that have grown, in the order in which changes lock them.
    pub lock_grown: Option<&'static str>,
    /// Said once on each connection.
    pub settings: &'static [&'static str],
    /// Said after those on connections that write.
    pub writing: &'static [&'static str],
    /// Said after those on connections that only read.
    pub reading: &'static [&'static str],
    /// Whether one text may hold several statements with values.
    pub takes_several: bool,
    /// Said once on a connection beside the pools that reads a whole history, where there is one.
    pub beside: &'static str,
    /// Most connections that write: one at a time, or as many as there may be.
    pub writers: u32,
    /// Most connections that only read.
    pub readers: u32,
    /// All versions of the schema, in order.
    pub migrations: &'static [Migration],
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Bytes,
}

/// SQLite connections that read; more gain nothing.
const SQLITE_READERS: u32 = 4;
/// How long a connection is waited for.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

static SQLITE: Dialect = Dialect {
    now: "CAST(unixepoch('subsec') * 1000 AS BIGINT)",
    skip_locked: "",
    // Race-free: SQLite has one writer.
    next_inbox_id: "(SELECT COALESCE(MAX(id), 0) + 1 FROM inbox) + place",
    // The log is synced by `durable`.
    begin_durable: "BEGIN IMMEDIATE",
    begin_schema: "BEGIN IMMEDIATE",
    begin_relaxed: "BEGIN IMMEDIATE",
    // A history is read in the order of its chains, which is all over the file: a page that is mapped is
    // reached without a call of the system. SQLite maps 2 GiB at most.
    begin_snapshot: "PRAGMA mmap_size = 2147418112; BEGIN",
    lock_schema: None,
    lock_grown: None,
    // In WAL mode a reader never waits for the writer. busy_timeout is in milliseconds and matters
    // only between processes.
    settings: &[
        "PRAGMA busy_timeout = 10000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",
        // The log is written back every 64 MiB: at the default of 4 MiB, a busy store waits for the disk
        // twice for every few tasks. The cache is in KiB.
        "PRAGMA wal_autocheckpoint = 16384",
        "PRAGMA cache_size = -8192",
        "PRAGMA foreign_keys = ON",
    ],
    writing: &[],
    reading: &["PRAGMA query_only = ON"],
    takes_several: true,
    beside: "PRAGMA busy_timeout = 10000; PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -8192",
    writers: 1,
    readers: SQLITE_READERS,
    migrations: super::schema::SQLITE,
};

static POSTGRES: Dialect = Dialect {
    // A subquery: asked once for each statement, not for each row.
    now: "(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))",
    skip_locked: "FOR UPDATE OF t SKIP LOCKED",
    next_inbox_id: "nextval('inbox_ids')",
    begin_durable: "BEGIN; SET LOCAL synchronous_commit = on",
    begin_schema: "BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = 0",
    begin_relaxed: "BEGIN",
    begin_snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    lock_schema: Some("SELECT pg_advisory_xact_lock(7165902113)"),
    lock_grown: Some("SELECT 1 FROM tasks WHERE grown = 1 ORDER BY id FOR UPDATE"),
    settings: &[
        "SET statement_timeout = '30s'",
        "SET idle_in_transaction_session_timeout = '60s'",
        "SET synchronous_commit = off",
    ],
    // Every write finds a few rows by an index. Left to guess from what is known of tables that fill and empty
    // all the time, the planner sorts all that waits for each claim; and it would plan each statement anew.
    writing: &[
        "SET jit = off",
        "SET enable_seqscan = off",
        "SET enable_bitmapscan = off",
        "SET enable_hashjoin = off",
        "SET enable_mergejoin = off",
        "SET enable_sort = off",
        "SET plan_cache_mode = force_generic_plan",
    ],
    reading: &["SET default_transaction_read_only = on"],
    takes_several: false,
    beside: "",
    writers: u32::MAX,
    readers: u32::MAX,
    migrations: super::schema::POSTGRES,
};

/// The longest that anything ever waits, in milliseconds. What is due later than that was stored before
/// the clock was set back, and counts as due.
pub const FARTHEST_MS: i64 = 10 * 60 * 1000;

impl Dialect {
    /// The dialect that is spoken there.
    pub fn of(url: &StoreUrl) -> &'static Self {
        match url {
            StoreUrl::Sqlite(_) => &SQLITE,
            StoreUrl::Postgres(_) => &POSTGRES,
        }
    }

    /// How many of so many connections write and how many only read: half of them each, where both can use that.
    pub fn split(&self, connections: u32) -> (u32, u32) {
        let writers = self.writers.min(connections / 2).max(1);
        let readers = self.readers.min(connections.saturating_sub(writers)).max(1);
        (writers, readers)
    }

    /// The same with a number for `{limit}`. Bound as a value it would have SQLite plan the statement anew
    /// each time, because its planner looks at limits.
    pub fn sql_with_limit(&self, limit: u32, statement: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.sql(statement).0.replace("{limit}", &limit.to_string()))
    }

    /// A statement with this database's words for `{now}`, `{skip_locked}`, `{next_inbox_id}`, and with
    /// [`FARTHEST_MS`] for `{farthest}`. Safe: all parts are constants of this program.
    pub fn sql(&self, statement: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(
            statement
                .replace("{now}", self.now)
                .replace("{skip_locked}", self.skip_locked)
                .replace("{next_inbox_id}", self.next_inbox_id)
                .replace("{farthest}", &FARTHEST_MS.to_string()),
        )
    }

    /// All facts of a chain as one JSON array of `[seq, at, actor, payload]`, in no order.
    pub fn facts(&self, chain: &str) -> String {
        let (array, row) = match self.takes_several {
            true => ("json_group_array", "json_array"),
            false => ("json_agg", "json_build_array"),
        };
        format!(
            "(SELECT CAST({array}({row}(f.seq, f.at, f.actor, f.payload)) AS TEXT)
                FROM facts f WHERE f.chain = {chain})"
        )
    }
}
