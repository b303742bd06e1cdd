//! Expressions between single braces in markup: Svelte, Astro, Phoenix.

use super::languages::Language;
use super::scan::Scan;
use super::script::{self, Setting};
use super::{Text, at_sign, code};

/// Reads the expression or the tag of a block at the cursor: `{name}`, `{#if name}`, `{:else}`, `{/if}`.
pub(super) fn read(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    if let Some(end) = closer(scan) {
        return scan.to(end);
    }
    scan.skip(1);
    if matches!(scan.peek(), Some(b'#' | b':' | b'@')) {
        scan.skip(1);
        // A word such as `await` or `html`, and no name of the script.
        scan.take(|b| b.is_ascii_alphabetic());
    }
    script::expression(scan, setting, out);
}

/// The end of `{/if}`, which begins like a regular expression.
fn closer(scan: &Scan) -> Option<usize> {
    let name = scan.rest().strip_prefix(b"{/")?;
    let length = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    (length > 0 && name.get(length) == Some(&b'}')).then_some(scan.at + 2 + length + 1)
}

/// Reads an expression of another language, up to its brace or to the end of its line.
pub(super) fn other(scan: &mut Scan, out: &mut Vec<Text>) {
    let end = at_sign::balanced(scan).unwrap_or_else(|| scan.line_end().max(scan.at + 1));
    code::texts(scan.bytes, scan.at..end, Language::Elixir.rules(), out);
    scan.to(end);
}
