//! When a text cannot stay as it is quoted: which quotes hold the new one.

use super::{Or, Place, Quote, Rules, Style, escape, yaml_scalar};

/// Whether a new text may need other quotes around it: asked before the text is read for [`respelled`].
pub(in super::super) fn may_be_respelled(style: Style) -> bool {
    match style {
        Style::YamlPlain { .. }
        | Style::Doubled { .. }
        | Style::Field { .. }
        | Style::Entities(Place::Bare)
        | Style::Raw { .. } => true,
        Style::Plain
        | Style::Line { .. }
        | Style::Escaped { .. }
        | Style::Entities(_)
        | Style::YamlBlock { .. }
        | Style::Markdown { .. } => false,
    }
}

/// What the placeholders of a text hold, which are copied whatever the quotes around them are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Holes {
    /// Nothing special.
    Plain,
    /// An apostrophe.
    WithApostrophe,
}

/// How a whole text must be written when its own spelling cannot hold `whole`: what to put before
/// it, the style, and what to put behind it, for the outer span of the text. `old` tells what the
/// spelling was taken for until now.
pub(in super::super) fn respelled(
    style: Style,
    (old, holes): (&str, Holes),
    whole: &str,
) -> Option<(String, Style, String)> {
    let quoted = |mark: &str, style| Some((mark.to_owned(), style, mark.to_owned()));
    match style {
        Style::YamlPlain { flow } if !yaml_scalar::still_fits(old, whole, flow) => {
            let apostrophe = holes == Holes::WithApostrophe || whole.contains('\'');
            if apostrophe || whole.contains(char::is_control) {
                let style = Style::Escaped { rules: &escape::YAML, quote: Quote::One(b'"'), within: None };
                quoted("\"", style)
            } else {
                quoted("'", Style::Doubled { quote: b'\'', folds: true })
            }
        }
        Style::Doubled { folds: true, .. } if whole.contains('\n') => {
            quoted("\"", Style::Escaped { rules: &escape::YAML, quote: Quote::One(b'"'), within: None })
        }
        // A field that holds a bare quote already is read in some way of its own: it stays so.
        Style::Field { separator }
            if field_needs_quotes(whole, separator) && !field_needs_quotes(old, separator) =>
        {
            quoted("\"", Style::Doubled { quote: b'"', folds: false })
        }
        Style::Entities(Place::Bare) if !whole.bytes().all(fits_bare) || whole.is_empty() => {
            quoted("\"", Style::Entities(Place::Attribute(b'"')))
        }
        Style::Raw { close, hashes, or } if raw_needs_other(whole, (close, hashes), or) => {
            raw_otherwise(close, hashes, or, whole)
        }
        Style::Plain
        | Style::Line { .. }
        | Style::Escaped { .. }
        | Style::Doubled { .. }
        | Style::Raw { .. }
        | Style::Entities(_)
        | Style::YamlPlain { .. }
        | Style::YamlBlock { .. }
        | Style::Field { .. }
        | Style::Markdown { .. } => None,
    }
}

fn field_needs_quotes(whole: &str, separator: u8) -> bool {
    whole.contains(['"', '\n', '\r', char::from(separator)])
}

fn fits_bare(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`')
}

fn raw_needs_other(whole: &str, (close, hashes): (&str, usize), or: Or) -> bool {
    let end = format!("{close}{}", "#".repeat(hashes));
    let long = close.len() > 1;
    let one_line = !long && close != "`" && matches!(or, Or::Escaped(..) | Or::Basic);
    let opens = match or {
        Or::Placeholders(rules) => rules.opens.iter().any(|open| opens_placeholder(whole, open)),
        // A backslash keeps the quote behind it from closing.
        Or::Escaped(..) => close != "`" && whole.ends_with('\\'),
        Or::Hashes(_) | Or::OtherQuote | Or::Basic | Or::Shell => false,
    };
    let ends = whole.contains(&end) || (long && whole.ends_with(&close[..1]));
    opens || ends || (one_line && whole.contains('\n'))
}

/// Whether a sign in a text would open a placeholder.
fn opens_placeholder(whole: &str, open: &str) -> bool {
    let begins = |c: char| c.is_alphabetic() || matches!(c, '_' | '{');
    whole.match_indices(open).any(|(at, _)| whole[at + open.len()..].starts_with(begins))
}

fn raw_otherwise(close: &str, hashes: usize, or: Or, whole: &str) -> Option<(String, Style, String)> {
    let mark = close.as_bytes().first().copied().unwrap_or(b'"');
    match or {
        Or::Hashes(open) => {
            let more = (hashes..=whole.len() + 1)
                .find(|n| !whole.contains(&format!("{close}{}", "#".repeat(*n))))?;
            let hashes = "#".repeat(more);
            let style = Style::Raw { close: "\"", hashes: more, or };
            Some((format!("{open}{hashes}{close}"), style, format!("{close}{hashes}")))
        }
        Or::Escaped(prefix, rules) => Some(escaped(prefix, rules, mark)),
        Or::Placeholders(rules) => Some(escaped("", rules, mark)),
        Or::OtherQuote => {
            let (close, mark) = if close == "'" { ("\"", b'"') } else { ("'", b'\'') };
            let raw = Style::Raw { close, hashes: 0, or };
            let style = if whole.contains(close) { Style::Entities(Place::Attribute(mark)) } else { raw };
            Some((close.to_owned(), style, close.to_owned()))
        }
        Or::Basic => Some((
            "\"".to_owned(),
            Style::Escaped { rules: &escape::TOML, quote: Quote::One(b'"'), within: None },
            "\"".to_owned(),
        )),
        Or::Shell => Some((
            "\"".to_owned(),
            Style::Escaped { rules: &escape::SHELL, quote: Quote::One(b'"'), within: None },
            "\"".to_owned(),
        )),
    }
}

fn escaped(prefix: &str, rules: &'static Rules, mark: u8) -> (String, Style, String) {
    let mark = if mark == b'\'' { mark } else { b'"' };
    let style = Style::Escaped { rules, quote: Quote::One(mark), within: None };
    let mark = char::from(mark);
    (format!("{prefix}{mark}"), style, mark.to_string())
}
