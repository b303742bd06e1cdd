//! Rows on their way to the database: all of them in one value, so that the text of a statement is the same
//! for one row and for fifty, and is prepared once.
//!
//! SQLite is given JSON. PostgreSQL takes four times as long to read a row of JSON as to split a line, so it
//! is given lines.

use serde_json::Value;

use super::dialect::{Dialect, Kind};

/// Rows as a statement takes them.
#[derive(Debug)]
pub(super) struct Packed {
    /// What it selects from: the columns, and two numbers before them, `guard` and `place`.
    pub from: String,
    /// The value to bind.
    pub value: String,
}

/// Divides what is packed into lines; with more behind it where that stands in a value.
const MARK: &str = "\u{1f}";
const ROW: &str = "r";
const FIELD: &str = "f";
const NULL: &str = "0";

/// Packs rows for the statement's value number `at`, counted from 1: objects with these columns, bytes in
/// hexadecimal digits, each with the number of its guard. Their places are counted from 0.
pub(super) fn pack<'a>(
    dialect: &Dialect,
    at: usize,
    columns: &[(&'static str, Kind)],
    rows: impl Iterator<Item = (usize, &'a Value)> + Clone,
) -> Packed {
    if dialect.takes_several { json(at, columns, rows) } else { lines(at, columns, rows) }
}

fn json<'a>(
    at: usize,
    columns: &[(&'static str, Kind)],
    rows: impl Iterator<Item = (usize, &'a Value)>,
) -> Packed {
    let column = |(name, kind): &(&str, Kind)| match kind {
        Kind::Text | Kind::Number => format!(", value ->> '$.{name}' AS {name}"),
        Kind::Bytes => format!(", unhex(value ->> '$.{name}') AS {name}"),
    };
    let columns: String = columns.iter().map(column).collect();
    let rows = rows.enumerate().map(|(place, (guard, row))| {
        let row = row.to_string();
        format!(r#"{},"guard":{guard},"place":{place}}}"#, row.strip_suffix('}').unwrap_or(&row))
    });
    Packed {
        // jsonb_each: json_each would print and parse each row again for every column.
        from: format!(
            "(SELECT value ->> '$.guard' AS guard, value ->> '$.place' AS place{columns}
              FROM jsonb_each(${at}))"
        ),
        value: format!("[{}]", rows.collect::<Vec<_>>().join(",")),
    }
}

fn lines<'a>(
    at: usize,
    columns: &[(&'static str, Kind)],
    rows: impl Iterator<Item = (usize, &'a Value)> + Clone,
) -> Packed {
    let mark = mark(rows.clone().map(|(_, row)| row));
    let column = |((name, kind), n): (&(&str, Kind), usize)| match kind {
        Kind::Text => format!(", v[{n}] AS {name}"),
        Kind::Number => format!(", CAST(v[{n}] AS BIGINT) AS {name}"),
        Kind::Bytes => format!(", decode(v[{n}], 'hex') AS {name}"),
    };
    let all: String = columns.iter().zip(3..).map(column).collect();
    let field = |value: &Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_null() => format!("{mark}{NULL}"),
        None => value.to_string(),
    };
    let line = |(place, (guard, row)): (usize, (usize, &Value))| {
        let mut line = format!("{guard}{mark}{FIELD}{place}");
        for (name, _) in columns {
            line.extend([&mark, FIELD, &field(&row[name])]);
        }
        line
    };
    let value = rows.enumerate().map(line).collect::<Vec<_>>().join(&format!("{mark}{ROW}"));
    Packed {
        // OFFSET 0: else each column would split the line again.
        from: format!(
            "(SELECT CAST(v[1] AS BIGINT) AS guard, CAST(v[2] AS BIGINT) AS place{all}
              FROM (SELECT string_to_array(l, '{mark}{FIELD}', '{mark}{NULL}') AS v
                FROM unnest(string_to_array(${at}, '{mark}{ROW}')) AS l OFFSET 0) AS s)"
        ),
        value,
    }
}

/// What none of the values holds.
fn mark<'a>(rows: impl Iterator<Item = &'a Value> + Clone) -> String {
    let holds = |row: &Value, mark: &str| {
        let mut values = row.as_object().into_iter().flat_map(|columns| columns.values());
        values.any(|value| value.as_str().is_some_and(|text| text.contains(mark)))
    };
    let (mut mark, mut more) = (MARK.to_owned(), 0);
    while rows.clone().any(|row| holds(row, &mark)) {
        more += 1;
        mark = format!("{MARK}{more}");
    }
    mark
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_value_holds_the_mark() {
        let [odd, odder] = [json!({ "a": 1, "b": "x\u{1f}" }), json!({ "a": null, "b": "\u{1f}1 and more" })];
        assert_eq!(mark([&json!({ "a": "x", "b": null })].into_iter()), "\u{1f}");
        assert_eq!(mark([&odd].into_iter()), "\u{1f}1");
        assert_eq!(mark([&odd, &odder].into_iter()), "\u{1f}2");
    }
}
