//! Reads the columns of a row into domain types; what does not read is damage, named by its column.

use std::fmt::Display;
use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::{Result, StoreError};

/// Typed access to the columns of a row.
pub(super) trait Columns {
    /// A number.
    fn number(&self, column: &str) -> Result<i64>;
    /// A number that counts something.
    fn count(&self, column: &str) -> Result<u32>;
    /// A number or null.
    fn maybe_number(&self, column: &str) -> Result<Option<i64>>;
    /// Text.
    fn text(&self, column: &str) -> Result<String>;
    /// Text or null.
    fn maybe_text(&self, column: &str) -> Result<Option<String>>;
    /// Exactly so many bytes.
    fn bytes<const N: usize>(&self, column: &str) -> Result<[u8; N]>;
    /// Text that is an id.
    fn id<T: FromStr<Err: Display>>(&self, column: &str) -> Result<T>;
    /// Text that is an id, or null.
    fn maybe_id<T: FromStr<Err: Display>>(&self, column: &str) -> Result<Option<T>>;
    /// Text that is JSON.
    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T>;
}

impl Columns for AnyRow {
    fn number(&self, column: &str) -> Result<i64> {
        Ok(self.try_get(column)?)
    }

    fn count(&self, column: &str) -> Result<u32> {
        u32::try_from(self.number(column)?).map_err(|error| damaged(column, error))
    }

    fn maybe_number(&self, column: &str) -> Result<Option<i64>> {
        Ok(self.try_get(column)?)
    }

    fn text(&self, column: &str) -> Result<String> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn bytes<const N: usize>(&self, column: &str) -> Result<[u8; N]> {
        let bytes: Vec<u8> = self.try_get(column)?;
        bytes.try_into().map_err(|_| damaged(column, format!("it is not {N} bytes long")))
    }

    fn id<T: FromStr<Err: Display>>(&self, column: &str) -> Result<T> {
        self.text(column)?.parse().map_err(|error| damaged(column, error))
    }

    fn maybe_id<T: FromStr<Err: Display>>(&self, column: &str) -> Result<Option<T>> {
        let text = self.maybe_text(column)?;
        text.map(|text| text.parse().map_err(|error| damaged(column, error))).transpose()
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        serde_json::from_str(&self.text(column)?).map_err(|error| damaged(column, error))
    }
}

fn damaged(column: &str, why: impl Display) -> StoreError {
    StoreError::corrupt(format!("column {column}: {why}"))
}

/// JSON of a value that holds only text and numbers.
pub(super) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("stored values hold only text and numbers")
}

/// Milliseconds of a duration, as the database counts.
pub(super) fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
