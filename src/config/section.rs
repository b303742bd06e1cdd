//! Reads a table key by key and notes every problem with its place, instead of ending at the first.
//!
//! A key is known because it was asked for: there is no second list of keys that could go stale.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::notes::Notes;
use super::problem::{Wrong, joined, shown};

/// A limit: its default and its range, with the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity<N> {
    pub(super) default: N,
    pub(super) least: N,
    pub(super) most: N,
    pub(super) unit: &'static str,
}

/// One table of the file; empty where the file does not have it.
pub(super) struct Section<'t> {
    notes: &'t Notes<'t>,
    /// The key of the table; empty for the file.
    path: String,
    /// Where the table's name stands.
    span: Range<usize>,
    table: Option<&'t DeTable<'t>>,
    asked: RefCell<Vec<&'static str>>,
}

/// A value with its place.
pub(super) struct Value<'t> {
    notes: &'t Notes<'t>,
    path: String,
    span: Range<usize>,
    value: &'t DeValue<'t>,
}

/// Text with its place.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    notes: &'t Notes<'t>,
    path: String,
    span: Range<usize>,
}

impl<'t> Section<'t> {
    /// Reads the whole file. Keys that `read` did not ask for are problems.
    pub(super) fn root<T>(
        notes: &'t Notes<'t>,
        table: &'t DeTable<'t>,
        read: impl FnOnce(&Section<'t>) -> T,
    ) -> T {
        let root =
            Self { notes, path: String::new(), span: 0..0, table: Some(table), asked: RefCell::default() };
        root.read_whole(read)
    }

    /// Reads the table under `key`. Keys in it that `read` did not ask for are problems.
    pub(super) fn section<T>(&self, key: &'static str, read: impl FnOnce(&Section<'t>) -> T) -> T {
        let path = self.path_of(key);
        self.asked.borrow_mut().push(key);
        match self.find(key) {
            Some((name, value)) => {
                let table = self.table_in(&path, value);
                self.at(path, name, table).read_whole(read)
            }
            None => self.at(path, self.span.clone(), None).read_whole(read),
        }
    }

    /// The tables in this one whose names people choose: each name, and its table, in the order of
    /// the file.
    pub(super) fn entries<T>(&self, mut read: impl FnMut(Text<'t>, &Section<'t>) -> Option<T>) -> Vec<T> {
        let entries = self.table.into_iter().flatten();
        let mut all: Vec<_> = entries.collect();
        all.sort_by_key(|(name, _)| name.span().start);
        all.into_iter()
            .filter_map(|(name, value)| {
                let text: &'t str = name.get_ref();
                let path = self.path_of(text);
                let table = self.table_in(&path, value)?;
                let name = Text { text, notes: self.notes, path: path.clone(), span: name.span() };
                self.at(path, name.span.clone(), Some(table)).read_whole(|section| read(name, section))
            })
            .collect()
    }

    /// The value of a key; `None` where the file does not have it.
    pub(super) fn value(&self, key: &'static str) -> Option<Value<'t>> {
        let path = self.path_of(key);
        self.notes.know(&path);
        self.asked.borrow_mut().push(key);
        let (_, value) = self.find(key)?;
        Some(Value { notes: self.notes, path, span: value.span(), value: value.get_ref() })
    }

    /// A number in its range; the default where it is missing or wrong.
    pub(super) fn quantity<N>(&self, key: &'static str, quantity: Quantity<N>) -> N
    where
        N: Copy + PartialOrd + Display + TryFrom<i64>,
    {
        self.value(key).and_then(|value| value.quantity(quantity)).unwrap_or(quantity.default)
    }

    /// One of these words; `None` where it is missing or wrong.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let written = value.value.as_str();
        let found = words.iter().find(|(word, _)| Some(*word) == written).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
            value.wrong(Wrong::new(words.join(" or "), shown(value.value)));
        }
        found
    }

    /// Text; `None` where it is missing or of another type.
    pub(super) fn text(&self, key: &'static str) -> Option<Text<'t>> {
        self.value(key)?.text("text in quotes")
    }

    /// A key that has to be there is not. One that is there has problems of its own.
    pub(super) fn missing(&self, key: &'static str, expected: &str) {
        if self.notes.is_intact() && self.find(key).is_none() {
            let path = self.path_of(key);
            self.notes.note(&self.span, &path, Wrong::new(expected, "nothing"));
        }
    }

    /// Something is wrong about a key: where it is written, else where its table is.
    pub(super) fn wrong(&self, key: &str, wrong: Wrong) {
        let span = self.find(key).map_or_else(|| self.span.clone(), |(_, value)| value.span());
        self.notes.note(&span, &self.path_of(key), wrong);
    }

    /// An environment variable as text; `None` where it is not set or holds other bytes.
    pub(super) fn variable(&self, name: &str) -> Option<&'t str> {
        let value = self.environment().get(name)?;
        if value.to_str().is_none() {
            self.notes.add(Wrong::new("UTF-8 text", "other bytes (not shown)").of_variable(name));
        }
        value.to_str()
    }

    /// The environment, for what the file only names.
    pub(super) fn environment(&self) -> &'t Environment {
        self.notes.environment()
    }

    pub(super) fn notes(&self) -> &'t Notes<'t> {
        self.notes
    }

    fn read_whole<T>(self, read: impl FnOnce(&Self) -> T) -> T {
        let read = read(&self);
        let asked = self.asked.take();
        // Whoever chooses the names of its entries asks for none.
        if !asked.is_empty() {
            for (key, _) in self.table.into_iter().flatten() {
                if !asked.contains(&key.get_ref().as_ref()) {
                    self.notes.unknown(&key.span(), &self.path, key.get_ref(), &asked);
                }
            }
        }
        read
    }

    fn find(&self, key: &str) -> Option<(Range<usize>, &'t Spanned<DeValue<'t>>)> {
        let (name, value) = self.table?.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((name.span(), value))
    }

    fn table_in(&self, path: &str, value: &'t Spanned<DeValue<'t>>) -> Option<&'t DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.notes.note(&value.span(), path, Wrong::new("a table", shown(value.get_ref())));
        }
        table
    }

    fn at(&self, path: String, span: Range<usize>, table: Option<&'t DeTable<'t>>) -> Self {
        Self { notes: self.notes, path, span, table, asked: RefCell::default() }
    }

    fn path_of(&self, key: &str) -> String {
        joined(&self.path, key)
    }
}

impl<'t> Value<'t> {
    pub(super) fn wrong(&self, wrong: Wrong) {
        self.notes.note(&self.span, &self.path, wrong);
    }

    pub(super) fn raw(&self) -> &'t DeValue<'t> {
        self.value
    }

    /// The text in it; `expected` says what a value of another type should have been.
    pub(super) fn text(self, expected: &str) -> Option<Text<'t>> {
        let DeValue::String(text) = self.value else {
            self.wrong(Wrong::new(expected, shown(self.value)));
            return None;
        };
        Some(Text { text, notes: self.notes, path: self.path, span: self.span })
    }

    /// The texts in a list; `expected` says what a value of another type should have been.
    pub(super) fn texts(self, expected: &str) -> Option<Vec<Text<'t>>> {
        let DeValue::Array(items) = self.value else {
            self.wrong(Wrong::new(expected, shown(self.value)));
            return None;
        };
        let item = |(index, item): (usize, &'t Spanned<DeValue<'t>>)| {
            let path = format!("{}[{index}]", self.path);
            let value = Value { notes: self.notes, path, span: item.span(), value: item.get_ref() };
            value.text("text in quotes")
        };
        Some(items.iter().enumerate().filter_map(item).collect())
    }

    /// The number in it, where it is in its range.
    pub(super) fn quantity<N>(&self, quantity: Quantity<N>) -> Option<N>
    where
        N: Copy + PartialOrd + Display + TryFrom<i64>,
    {
        let Quantity { least, most, unit, .. } = quantity;
        let number = self
            .value
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok())
            .and_then(|number| N::try_from(number).ok())
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(Wrong::new(format!("a number from {least} to {most} ({unit})"), shown(self.value)));
        }
        number
    }
}

impl Text<'_> {
    pub(super) fn wrong(&self, wrong: Wrong) {
        self.notes.note(&self.span, &self.path, wrong);
    }
}
