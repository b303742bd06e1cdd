//! A change of several tables that happens as a whole or not at all, made together with what others want
//! to change at the same moment.
//!
//! Of the time of a short write, the trips between baton and its database are the larger part. So a change
//! is collected first and then said in as few statements as the database needs: one on PostgreSQL, whose WITH
//! holds the others, two on SQLite. And while one caller says its own, the others' gather for the next.
//!
//! A change begins with its guard: an update of one row that hits where the change may happen, and misses
//! where it may not. What it inserts is inserted only if the guard hit. Rows travel as JSON, so the text of a
//! statement is the same for one row and for fifty, and is prepared once.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::dialect::{Dialect, Kind};
use super::error::{Result, StoreError};
use super::gather::{Gather, Joined};
use super::open::{Commit, Store, Write};
use super::row::Columns;

/// An update that decides whether a change may happen.
#[derive(Debug)]
pub(super) struct Guard {
    /// What the change says: its key, and what the update needs.
    pub columns: &'static [(&'static str, Kind)],
    /// Takes them from `{rows} AS g`, and gives the keys of those that hit as `key`.
    pub update: &'static str,
    /// Whether it is all of its changes: they insert nothing.
    pub is_all: bool,
    /// With whose changes its own are made.
    pub lane: Lane,
}

/// What is changed together; one guard has one lane to itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lane {
    Inbox,
    Tasks,
    Slots,
}

/// What became of a change that somebody else made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happened {
    /// Its guard hit.
    Yes,
    /// Its guard missed, or another change of the same key went first.
    No,
    /// The connection was lost on the way.
    Unknown,
}

const LOST: &str = "the connection was lost while a change was made";

/// Where the changes of each guard gather.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    inbox: Gather<Arc<Change>, Happened>,
    tasks: Gather<Arc<Change>, Happened>,
    slots: Gather<Arc<Change>, Happened>,
}

impl Lanes {
    fn of(&self, lane: Lane) -> &Gather<Arc<Change>, Happened> {
        match lane {
            Lane::Inbox => &self.inbox,
            Lane::Tasks => &self.tasks,
            Lane::Slots => &self.slots,
        }
    }
}

/// A table that changes add rows to.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// What happens to a row that is there already; empty where that is an error.
    pub on_conflict: &'static str,
}

/// A change, while it is collected.
#[derive(Debug)]
pub(super) struct Change {
    guard: Option<(&'static Guard, String, Value)>,
    rows: Vec<(&'static Table, Value)>,
}

impl Change {
    /// One that happens if the guard hits with this row. Its key names it among the changes of one guard: of
    /// two with the same key that are wanted at the same time, one is refused.
    pub fn guarded(guard: &'static Guard, key: &str, mut row: Value) -> Self {
        row["key"] = key.into();
        Self { guard: Some((guard, key.to_owned(), row)), rows: Vec::new() }
    }

    /// One that always happens.
    pub fn unguarded() -> Self {
        Self { guard: None, rows: Vec::new() }
    }

    fn key(&self) -> &str {
        self.guard.as_ref().map_or("", |(_, key, _)| key)
    }

    /// A row to insert; an object with the columns of the table, bytes in hexadecimal digits.
    pub fn row(&mut self, table: &'static Table, row: Value) {
        self.rows.push((table, row));
    }
}

/// Makes changes that have the same guard, or none; gives the keys of those that happened.
pub(super) async fn say(
    dialect: &Dialect,
    on: &mut AnyConnection,
    changes: &[&Change],
) -> Result<HashSet<String>> {
    let mut guards: Vec<_> = changes.iter().filter_map(|change| change.guard.as_ref()).collect();
    guards.sort_by_key(|(_, key, _)| key);
    let Some((guard, _, _)) = guards.first() else {
        insert(dialect, on, changes).await?;
        return Ok(HashSet::new());
    };
    let hits = Value::Array(guards.iter().map(|(_, _, row)| row.clone()).collect()).to_string();
    let update = guard.update.replace("{rows}", &dialect.rows("$1", guard.columns));
    let update = dialect.sql(&update);
    if !dialect.takes_several {
        let mut text = format!("WITH guard AS ({})", update.0);
        let tables = by_table(changes);
        for (n, (table, _)) in tables.iter().enumerate() {
            let rows = dialect.rows(&format!("${}", n + 2), &with_guard(table.columns));
            let columns = names(table.columns);
            let Table { name, on_conflict, .. } = table;
            text += &format!(
                ", {name}_rows AS (INSERT INTO {name} ({columns}) SELECT {columns} FROM {rows} AS r
                 WHERE r.guard IN (SELECT key FROM guard) ORDER BY r.place {on_conflict})"
            );
        }
        text += " SELECT key FROM guard";
        let mut query = sqlx::query(AssertSqlSafe(text)).bind(hits);
        for (_, rows) in tables {
            query = query.bind(rows);
        }
        return query.fetch_all(on).await?.iter().map(|row| row.text("key")).collect();
    }
    let query = sqlx::query(update).bind(hits);
    let hits = query.fetch_all(&mut *on).await?;
    let hits = hits.iter().map(|row| row.text("key")).collect::<Result<HashSet<_>>>()?;
    let happen = |change: &&&Change| change.guard.as_ref().is_some_and(|(_, key, _)| hits.contains(key));
    insert(dialect, on, &changes.iter().filter(happen).copied().collect::<Vec<_>>()).await?;
    Ok(hits)
}

/// Inserts the rows of these changes.
async fn insert(dialect: &Dialect, on: &mut AnyConnection, changes: &[&Change]) -> Result<()> {
    let tables = by_table(changes);
    let statement = |(n, (table, _)): (usize, &(&Table, String))| {
        let Table { name, columns, on_conflict } = table;
        let (rows, columns) = (dialect.rows(&format!("${}", n + 1), columns), names(columns));
        format!("INSERT INTO {name} ({columns}) SELECT {columns} FROM {rows} AS r WHERE true {on_conflict}")
    };
    if dialect.takes_several {
        let texts: Vec<_> = tables.iter().enumerate().map(statement).collect();
        if !texts.is_empty() {
            let mut query = sqlx::query(AssertSqlSafe(texts.join(";\n")));
            for (_, rows) in &tables {
                query = query.bind(rows);
            }
            query.execute(on).await?;
        }
        return Ok(());
    }
    for (table, rows) in tables {
        let text = statement((0, &(table, String::new())));
        sqlx::query(AssertSqlSafe(text)).bind(rows).execute(&mut *on).await?;
    }
    Ok(())
}

/// The rows of all changes for each table, as JSON, each with the key of its guard.
fn by_table(changes: &[&Change]) -> Vec<(&'static Table, String)> {
    let mut tables: Vec<(&'static Table, Vec<Value>)> = Vec::new();
    for change in changes {
        for (table, row) in &change.rows {
            let mut row = row.clone();
            row["guard"] = change.guard.as_ref().map(|(_, key, _)| key.clone()).into();
            match tables.iter_mut().find(|(known, _)| known.name == table.name) {
                Some((_, rows)) => rows.push(row),
                None => tables.push((table, vec![row])),
            }
        }
    }
    let json = |(table, mut rows): (&'static Table, Vec<Value>)| {
        rows.sort_by_cached_key(|row| place_key(table.columns.iter().take(2).map(|(name, _)| &row[name])));
        for (place, row) in rows.iter_mut().enumerate() {
            row["place"] = place.into();
        }
        (table, Value::Array(rows).to_string())
    };
    tables.into_iter().map(json).collect()
}

/// By what rows are ordered: whoever locks several, locks them in this order. The first two columns are the
/// key of each table.
pub(super) fn place_key<'a>(columns: impl Iterator<Item = &'a Value>) -> String {
    let parts: Vec<_> =
        columns.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    parts.join(" ")
}

fn with_guard(columns: &[(&'static str, Kind)]) -> Vec<(&'static str, Kind)> {
    [("guard", Kind::Text), ("place", Kind::Number)].into_iter().chain(columns.iter().copied()).collect()
}

fn names(columns: &[(&'static str, Kind)]) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

impl Store {
    /// Makes a guarded change, together with others of the same guard; false when the guard missed, and
    /// nothing was changed. It survives a crash of baton, but perhaps not a power cut.
    pub(super) async fn make(&self, name: &'static str, change: Change) -> Result<bool> {
        let Some(guard) = change.guard.as_ref().map(|(guard, _, _)| *guard) else {
            return self.make_all(name, vec![change]).await;
        };
        let own = Arc::new(change);
        match self.lanes.of(guard.lane).join(Arc::clone(&own)).await {
            Joined::Written(Happened::Yes) => Ok(true),
            Joined::Written(Happened::No) => Ok(false),
            Joined::Written(Happened::Unknown) => Err(StoreError::Unreachable(LOST.into())),
            Joined::Mine(mut lead) => {
                let write = self.open_for(name, guard).await?;
                let all = lead.take();
                match self.make_batch(write, &all).await {
                    Ok(happened) => Ok(lead.answer(happened) == Some(Happened::Yes)),
                    // It may have happened, and nobody may make it again who does not look first.
                    Err(lost @ StoreError::Unreachable(_)) => {
                        lead.answer(all.iter().map(|_| Happened::Unknown));
                        Err(lost)
                    }
                    Err(error) if all.len() == 1 => Err(error),
                    // Nothing happened, and whose fault that is, is not known: each tries its own.
                    Err(_) => {
                        let write = self.open_for(name, guard).await?;
                        Ok(self.make_batch(write, &[own]).await? == [Happened::Yes])
                    }
                }
            }
        }
    }

    async fn open_for(&self, name: &'static str, guard: &Guard) -> Result<Write> {
        if guard.is_all || !self.dialect.takes_several {
            return self.write_once(name, Commit::Relaxed).await;
        }
        self.write(name, Commit::Relaxed).await
    }

    async fn make_batch(&self, mut write: Write, all: &[Arc<Change>]) -> Result<Vec<Happened>> {
        let mut keys = HashSet::new();
        let first: Vec<_> = all.iter().map(|change| keys.insert(change.key())).collect();
        let batch: Vec<_> = all.iter().zip(&first).filter(|(_, first)| **first).map(|(c, _)| &**c).collect();
        let hits = say(self.dialect, write.on(), &batch).await?;
        if !hits.is_empty() {
            write.commit().await?;
        }
        let happened = |(change, first): (&Arc<Change>, bool)| match first && hits.contains(change.key()) {
            true => Happened::Yes,
            false => Happened::No,
        };
        Ok(all.iter().zip(first).map(happened).collect())
    }

    /// Makes several changes, all of them or none; false when one of the guards missed.
    pub(super) async fn make_all(&self, name: &'static str, changes: Vec<Change>) -> Result<bool> {
        let mut write = self.write(name, Commit::Relaxed).await?;
        for change in &changes {
            let happened = say(self.dialect, write.on(), &[change]).await?;
            if change.guard.is_some() && happened.is_empty() {
                return Ok(false);
            }
        }
        write.commit().await?;
        Ok(true)
    }
}
