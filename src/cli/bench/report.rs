//! Prints figures, each as soon as it is known: a table for people, or one JSON object a line.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::Style;

use super::figure::Figure;
use crate::cli::out::{note, out};

const QUIET: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Where figures go: standard output. Progress and, with JSON, remarks go to standard error.
pub(super) struct Report {
    format: Format,
    terminal: bool,
    progress: AtomicBool,
}

impl Report {
    /// A report in this format.
    pub(super) fn new(format: Format) -> Self {
        Self { format, terminal: std::io::stderr().is_terminal(), progress: AtomicBool::new(false) }
    }

    /// The head of the table.
    pub(super) fn begin(&self) {
        if self.format == Format::Table {
            out!(
                "{STRONG}{:<28} {:>11} {:<4} {:>11} {:>7}{STRONG:#}",
                "figure",
                "value",
                "unit",
                "baseline",
                "ratio"
            );
        }
    }

    /// A figure.
    pub(super) fn figure(&self, figure: &Figure) {
        self.clear();
        if self.format == Format::Json {
            let line = serde_json::to_string(figure).expect("a figure is text and numbers");
            out!("{line}");
            return;
        }
        let Figure { name, value, unit, .. } = figure;
        let (value, unit) = (number(*value), unit.as_str());
        let baseline = figure.baseline.map_or_else(|| "-".to_owned(), number);
        let ratio = figure.ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.3}"));
        out!("{name:<28} {value:>11} {unit:<4} {baseline:>11} {ratio:>7}");
    }

    /// A figure that cannot be measured here, and why.
    pub(super) fn missing(&self, name: &str, why: &str) {
        self.clear();
        match self.format {
            Format::Table => out!("{name:<28} not measured: {why}"),
            Format::Json => note!("baton: {name} is not measured: {why}"),
        }
    }

    /// What was measured, for the table only.
    pub(super) fn note(&self, text: &str) {
        self.clear();
        if self.format == Format::Table {
            out!("{QUIET}  {text}{QUIET:#}");
        }
    }

    /// What makes the figures worth less, in either format.
    pub(super) fn warn(&self, text: &str) {
        self.clear();
        note!("baton: {text}");
    }

    /// How far it is, where somebody watches.
    pub(super) fn progress(&self, text: &str) {
        if self.terminal {
            self.progress.store(true, Ordering::Relaxed);
            anstream::eprint!("\r\x1b[K{text}");
        }
    }

    /// Takes the progress away before something else is printed.
    pub(super) fn clear(&self) {
        if self.progress.swap(false, Ordering::Relaxed) {
            anstream::eprint!("\r\x1b[K");
        }
    }
}

/// Two places behind the point for what is small, none for what is large.
fn number(value: f64) -> String {
    if value.abs() < 1000.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}
