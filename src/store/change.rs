//! A change of several tables that happens as a whole or not at all, made together with what others want
//! to change at the same moment.
//!
//! Of the time of a short write, the trips between baton and its database are the larger part. So a change
//! is collected first and then said in as few statements as the database needs: one on PostgreSQL, whose WITH
//! holds the others, two on SQLite. And while one caller says its own, the others' gather for the next.
//!
//! A change begins with its guard: an update of one row that hits where the change may happen, and misses
//! where it may not. What it inserts is inserted only if the guard hit.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::dialect::{Dialect, Kind};
use super::error::{Result, StoreError};
use super::gather::{Gather, Joined};
use super::open::{Commit, Store, Write};
use super::row::Columns;
use super::rows;

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

impl Table {
    /// The statement that adds what is in `from`, as `r`, where a condition holds.
    fn insert(&self, from: &str, condition: &str) -> String {
        let columns: Vec<_> = self.columns.iter().map(|(name, _)| *name).collect();
        let (Self { name, on_conflict, .. }, columns) = (self, columns.join(", "));
        format!(
            "INSERT INTO {name} ({columns}) SELECT {columns} FROM {from} AS r WHERE {condition} {on_conflict}"
        )
    }
}

/// A change, while it is collected.
#[derive(Debug)]
pub(super) struct Change {
    guard: Option<(&'static Guard, String, Value)>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    table: &'static Table,
    order: String,
    values: Value,
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
    pub fn row(&mut self, table: &'static Table, values: Value) {
        let order = place_key(table.columns.iter().take(2).map(|(name, _)| &values[name]));
        self.rows.push(Row { table, order, values });
    }
}

/// Makes changes that have the same guard, or none; gives the keys of those that happened.
pub(super) async fn say(
    dialect: &Dialect,
    on: &mut AnyConnection,
    changes: &[&Change],
) -> Result<HashSet<String>> {
    let mut changes = changes.to_vec();
    changes.sort_by_key(|change| change.key());
    let guards: Vec<_> = changes.iter().filter_map(|change| change.guard.as_ref()).collect();
    let Some((guard, _, _)) = guards.first() else {
        insert(dialect, on, &changes).await?;
        return Ok(HashSet::new());
    };
    let rows = rows::pack(dialect, 1, guard.columns, guards.iter().map(|(_, _, row)| row).enumerate());
    let update = dialect.sql(&guard.update.replace("{rows}", &rows.from));
    if dialect.takes_several {
        let hits = query(update.0, vec![rows.value]).fetch_all(&mut *on).await?;
        let hits = hits.iter().map(|row| row.text("key")).collect::<Result<HashSet<_>>>()?;
        changes.retain(|change| hits.contains(change.key()));
        insert(dialect, on, &changes).await?;
        return Ok(hits);
    }
    let (mut text, mut values) = (format!("WITH guard AS ({}, g.guard)", update.0), vec![rows.value]);
    for (table, rows) in by_table(&changes) {
        let rows = rows::pack(dialect, values.len() + 1, table.columns, rows.iter().copied());
        let when = "r.guard = ANY (ARRAY (SELECT guard FROM guard)) ORDER BY r.place";
        text += &format!(", {}_rows AS ({})", table.name, table.insert(&rows.from, when));
        values.push(rows.value);
    }
    text += " SELECT key FROM guard";
    query(text, values).fetch_all(on).await?.iter().map(|row| row.text("key")).collect()
}

/// Inserts the rows of these changes.
async fn insert(dialect: &Dialect, on: &mut AnyConnection, changes: &[&Change]) -> Result<()> {
    let (mut texts, mut values) = (Vec::new(), Vec::new());
    for (table, rows) in by_table(changes) {
        let at = if dialect.takes_several { values.len() + 1 } else { 1 };
        let rows = rows::pack(dialect, at, table.columns, rows.iter().copied());
        texts.push(table.insert(&rows.from, "true"));
        values.push(rows.value);
    }
    if dialect.takes_several && !texts.is_empty() {
        query(texts.join(";\n"), values).execute(on).await?;
        return Ok(());
    }
    for (text, value) in texts.into_iter().zip(values) {
        query(text, vec![value]).execute(&mut *on).await?;
    }
    Ok(())
}

/// A statement made of constants of this program, with its values.
fn query(text: String, values: Vec<String>) -> Query<'static, Any, AnyArguments> {
    values.into_iter().fold(sqlx::query(AssertSqlSafe(text)), Query::bind)
}

/// The rows of all changes for each table, each with the place of its change among them.
fn by_table<'a>(changes: &[&'a Change]) -> Vec<(&'static Table, Vec<(usize, &'a Value)>)> {
    let mut all: Vec<_> = changes
        .iter()
        .enumerate()
        .flat_map(|(place, change)| change.rows.iter().map(move |row| (place, row)))
        .collect();
    all.sort_by_key(|(_, row)| (row.table.name, &row.order));
    let mut tables: Vec<(&'static Table, Vec<(usize, &Value)>)> = Vec::new();
    for (place, row) in all {
        match tables.iter_mut().find(|(known, _)| known.name == row.table.name) {
            Some((_, rows)) => rows.push((place, &row.values)),
            None => tables.push((row.table, vec![(place, &row.values)])),
        }
    }
    tables
}

/// By what rows are ordered: whoever locks several, locks them in this order. The first two columns are the
/// key of each table.
pub(super) fn place_key<'a>(columns: impl Iterator<Item = &'a Value>) -> String {
    let parts: Vec<_> =
        columns.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    parts.join(" ")
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
                let all = lead.take().await;
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
