//! `[log]`: what is logged, and how it looks.

use tracing_subscriber::EnvFilter;

use super::problem::{Wrong, shown_text};
use super::section::Section;

const FILTER: &str = "warn,baton=info";
const VARIABLE: &str = "BATON_LOG";
const EXPECTED: &str = "a log filter (such as warn,baton=debug)";

/// What is logged, and how it looks.
#[derive(Debug, Clone)]
pub struct Log {
    /// Which events, in the words of `tracing_subscriber::EnvFilter`. It parses.
    pub filter: String,
    /// How a line looks.
    pub format: LogFormat,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

impl Log {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let written = section.text("filter");
        if let Some(text) = written.as_ref().filter(|text| !is_filter(text.text)) {
            text.wrong(Wrong::new(EXPECTED, shown_text(text.text)));
        }
        let format = section.word("format", &[("text", LogFormat::Text), ("json", LogFormat::Json)]);
        let filter = from_environment(section).or(written.map(|text| text.text)).unwrap_or(FILTER);
        Self { filter: filter.to_owned(), format: format.unwrap_or(LogFormat::Text) }
    }
}

/// `BATON_LOG` wins over the file: it is what people reach for while they look for a fault.
fn from_environment<'t>(section: &Section<'t>) -> Option<&'t str> {
    let found = section.variable(VARIABLE)?;
    if !is_filter(found) {
        section.notes().add(Wrong::new(EXPECTED, shown_text(found)).of_variable(VARIABLE));
    }
    Some(found)
}

/// `EnvFilter` takes any text without `=` as a target; one with a blank is a slip.
fn is_filter(text: &str) -> bool {
    !text.trim().is_empty() && !text.trim().contains(' ') && EnvFilter::try_new(text).is_ok()
}
