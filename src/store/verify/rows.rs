//! Facts as they are stored, in the order of their chains, many at a time.
//!
//! SQLite's history is read past sqlx: its own way copies every column by itself and hands each row from
//! thread to thread, which takes longer than to prove it.

use std::ops::Range;

use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use rusqlite::types::ValueRef;
use sqlx::error::BoxDynError;
use sqlx::{AnyConnection, Row as _, any::AnyRow};
use tokio::sync::mpsc;

use crate::store::chain::Header;
use crate::store::error::{Result, StoreError};

/// The columns of a fact, in the order in which [`Cells::fact`] reads them.
const FACTS: &str = "SELECT chain, seq, at, actor, kind, payload, salt, payload_hash, prev_hash, hash
    FROM facts ORDER BY chain, seq";
/// How many they are.
const COLUMNS: usize = 10;
/// Rows that are handed over together, at most.
const BATCH: usize = 512;
/// Their bytes, about: a payload may be long.
const BATCH_BYTES: usize = 1 << 20;
/// Batches that are read ahead.
pub(super) const AHEAD: usize = 2;

/// A fact as it is stored.
pub(super) struct Stored<'a> {
    pub header: Header<'a>,
    pub payload: Option<&'a str>,
    pub salt: Option<&'a [u8]>,
    pub hash: &'a [u8],
}

/// The columns of a row by their places: null is `None`, and what a column like it cannot hold an error.
pub(super) trait Cells: Send + 'static {
    fn text(&self, at: usize) -> sqlx::Result<Option<&str>>;
    fn number(&self, at: usize) -> sqlx::Result<Option<i64>>;
    fn bytes(&self, at: usize) -> sqlx::Result<Option<&[u8]>>;

    /// A row of [`FACTS`].
    fn fact(&self) -> sqlx::Result<Stored<'_>> {
        let header = Header {
            chain: some(self.text(0)?)?,
            seq: some(self.number(1)?)?,
            at: some(self.number(2)?)?,
            actor: some(self.text(3)?)?,
            kind: some(self.text(4)?)?,
            payload_hash: some(self.bytes(7)?)?,
            prev_hash: some(self.bytes(8)?)?,
        };
        Ok(Stored { header, payload: self.text(5)?, salt: self.bytes(6)?, hash: some(self.bytes(9)?)? })
    }
}

impl Cells for AnyRow {
    fn text(&self, at: usize) -> sqlx::Result<Option<&str>> {
        self.try_get(at)
    }

    fn number(&self, at: usize) -> sqlx::Result<Option<i64>> {
        self.try_get(at)
    }

    fn bytes(&self, at: usize) -> sqlx::Result<Option<&[u8]>> {
        self.try_get(at)
    }
}

/// A row of SQLite, copied at once.
pub(super) struct Copied {
    cells: [Cell; COLUMNS],
    bytes: Box<[u8]>,
}

/// SQLite stores anything anywhere.
#[derive(Debug, Clone)]
enum Cell {
    Null,
    Number(i64),
    Real,
    Text(Range<usize>),
    Bytes(Range<usize>),
}

impl Copied {
    fn of(row: &rusqlite::Row<'_>, buffer: &mut Vec<u8>) -> Result<Self> {
        let mut cells = [const { Cell::Null }; COLUMNS];
        buffer.clear();
        let mut put = |bytes: &[u8]| {
            let from = buffer.len();
            buffer.extend_from_slice(bytes);
            from..buffer.len()
        };
        for (at, cell) in cells.iter_mut().enumerate() {
            *cell = match row.get_ref(at)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Number(number),
                ValueRef::Real(_) => Cell::Real,
                ValueRef::Text(text) => Cell::Text(put(text)),
                ValueRef::Blob(bytes) => Cell::Bytes(put(bytes)),
            };
        }
        Ok(Self { cells, bytes: buffer.as_slice().into() })
    }
}

impl Cells for Copied {
    fn text(&self, at: usize) -> sqlx::Result<Option<&str>> {
        match &self.cells[at] {
            Cell::Null => Ok(None),
            Cell::Text(span) => std::str::from_utf8(&self.bytes[span.clone()]).map(Some).map_err(wrong),
            Cell::Number(_) | Cell::Real | Cell::Bytes(_) => Err(wrong("no text")),
        }
    }

    fn number(&self, at: usize) -> sqlx::Result<Option<i64>> {
        match &self.cells[at] {
            Cell::Null => Ok(None),
            Cell::Number(number) => Ok(Some(*number)),
            Cell::Text(_) | Cell::Real | Cell::Bytes(_) => Err(wrong("no number")),
        }
    }

    fn bytes(&self, at: usize) -> sqlx::Result<Option<&[u8]>> {
        match &self.cells[at] {
            Cell::Null => Ok(None),
            Cell::Bytes(span) => Ok(Some(&self.bytes[span.clone()])),
            Cell::Number(_) | Cell::Real | Cell::Text(_) => Err(wrong("no bytes")),
        }
    }
}

/// All facts that this connection sees.
pub(super) fn of_any(on: &mut AnyConnection) -> impl Stream<Item = Result<Vec<AnyRow>>> {
    let rows = sqlx::query(FACTS).fetch(on).map_err(StoreError::from);
    rows.ready_chunks(BATCH).map(|batch| batch.into_iter().collect())
}

/// All facts that this connection sees, read on a thread of its own.
pub(super) fn of_sqlite(db: rusqlite::Connection) -> impl Stream<Item = Result<Vec<Copied>>> {
    let (batches, mut ready) = mpsc::channel(AHEAD);
    let reader = tokio::task::spawn_blocking(move || read(&db, &batches));
    // The channel ends where the reader fails or panics, too: how it ended is the last word.
    let end = async move {
        reader.await.map_err(|panic| StoreError::Other(panic.into()))??;
        Ok(Vec::new())
    };
    stream::poll_fn(move |context| ready.poll_recv(context)).map(Ok).chain(stream::once(end))
}

fn read(db: &rusqlite::Connection, batches: &mpsc::Sender<Vec<Copied>>) -> Result<()> {
    let mut statement = db.prepare(FACTS)?;
    let mut rows = statement.query([])?;
    let (mut batch, mut bytes, mut buffer) = (Vec::with_capacity(BATCH), 0, Vec::new());
    while let Some(row) = rows.next()? {
        let row = Copied::of(row, &mut buffer)?;
        bytes += row.bytes.len();
        batch.push(row);
        if batch.len() == BATCH || bytes >= BATCH_BYTES {
            bytes = 0;
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if batches.blocking_send(full).is_err() {
                // The verification was given up.
                return Ok(());
            }
        }
    }
    // Whoever does not listen any more needs no last batch either.
    batches.blocking_send(batch).ok();
    Ok(())
}

fn some<T>(cell: Option<T>) -> sqlx::Result<T> {
    cell.ok_or_else(|| wrong("null"))
}

fn wrong(why: impl Into<BoxDynError>) -> sqlx::Error {
    sqlx::Error::Decode(why.into())
}
