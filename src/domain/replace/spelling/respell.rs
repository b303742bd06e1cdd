//! When a text cannot stay as it is quoted: which quotes hold the new one.

use super::{Or, Place, Quote, Style, escape, yaml_scalar};

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
    let one_line = !long && close != "`" && matches!(or, Or::Escaped(_) | Or::Basic);
    whole.contains(&end) || (long && whole.ends_with(&close[..1])) || (one_line && whole.contains('\n'))
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
        Or::Escaped(rules) => {
            let mark = if mark == b'`' { b'"' } else { mark };
            let mark = char::from(mark).to_string();
            let style = Style::Escaped { rules, quote: Quote::One(mark.as_bytes()[0]), within: None };
            Some((mark.clone(), style, mark))
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
