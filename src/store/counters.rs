//! Counters: numbers that people see, without gaps or doubles, for pull requests and messages.

use sqlx::AnyConnection;

use super::error::Result;
use super::row::Columns;

/// The next number of this counter, from 1. Until the transaction ends nobody else gets one.
pub(super) async fn next(on: &mut AnyConnection, name: &str) -> Result<i64> {
    let statement = "INSERT INTO counters (name, value) VALUES ($1, 1)
        ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value";
    sqlx::query(statement).bind(name).fetch_one(on).await?.number("value")
}
