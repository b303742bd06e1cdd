//! Files without quoting of their own, and separated values.

use std::ops::Range;

use super::scan::Scan;
use super::{StepKind, Style, Text, Trail};

/// The whole file is one text.
pub(super) fn text(all: Range<usize>, out: &mut Vec<Text>) {
    out.push(Text::shown(all, Style::Plain, &Trail::default()));
}

/// What may separate fields where the name of a file does not tell.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The separator that stands most often in the first line, outside quotes.
fn separator_of(first: &[u8]) -> u8 {
    let mut counts = [0usize; SEPARATORS.len()];
    let mut quoted = false;
    for byte in first {
        quoted ^= *byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|known| known == byte).filter(|_| !quoted) {
            counts[at] += 1;
        }
    }
    // Of several, the first one: a comma, unless another one stands more often.
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |at| SEPARATORS[at])
}

/// Fields separated by a comma, semicolon or tab; quotes are doubled inside quotes (RFC 4180).
pub(super) fn separated(bytes: &[u8], all: Range<usize>, separator: u8, out: &mut Vec<Text>) {
    let trail = Trail::default().push(StepKind::Tag, b"td");
    let mut scan = Scan::new(bytes, all);
    let separator =
        if separator == b',' { separator_of(&bytes[scan.at..scan.line_end()]) } else { separator };
    while scan.at < scan.end {
        if scan.peek() == Some(b'"') {
            let open = scan.at;
            scan.skip(1);
            let from = scan.at;
            while scan.at < scan.end {
                scan.to(scan.find(b"\""));
                if !scan.sees(b"\"\"") {
                    break;
                }
                scan.skip(2);
            }
            let outer = open..(scan.at + 1).min(scan.end);
            out.push(
                Text::shown(from..scan.at, Style::Doubled { quote: b'"', folds: false }, &trail)
                    .within(outer),
            );
            scan.skip(1);
        } else {
            let field = scan.take(|b| b != separator && b != b'\n' && b != b'\r');
            out.push(Text::shown(field, Style::Field { separator }, &trail));
        }
        scan.take(|b| b != separator && b != b'\n');
        scan.skip(1);
    }
}
