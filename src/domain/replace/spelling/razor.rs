//! Blocks of Razor: C# and markup by turns.
//!
//! In `@if (x) { … }` a tag begins markup, and behind its end the code goes on.

use super::languages::Language;
use super::scan::Scan;
use super::{Text, at_sign, code, tags};

/// How a stretch of code in a block ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// With a tag, or with `@:` and a line of text.
    Markup,
    /// With the brace of the block.
    Block,
}

/// Reads the code of a block up to markup or over the end of the block; `depth` counts the braces that
/// are open in it.
pub(super) fn read(scan: &mut Scan, depth: &mut usize, out: &mut Vec<Text>) -> Ended {
    let from = scan.at;
    let mut ended = Ended::Block;
    while let Some(byte) = scan.peek() {
        match byte {
            b'<' if tags::begins(scan.rest()) && is_statement(&scan.bytes[from..scan.at]) => {
                ended = Ended::Markup;
                break;
            }
            b'@' if scan.sees(b"@:") => {
                ended = Ended::Markup;
                break;
            }
            b'"' | b'\'' => at_sign::string(scan, byte),
            b'/' if scan.sees(b"//") => scan.to(scan.line_end().saturating_sub(1)),
            b'{' => *depth += 1,
            b'}' if *depth > 0 => *depth -= 1,
            b'}' => match next_block(scan) {
                Some(brace) => scan.to(brace),
                None => break,
            },
            _ => {}
        }
        scan.skip(1);
    }
    code::texts(scan.bytes, from..scan.at, Language::CSharp.rules(), out);
    if ended == Ended::Block {
        scan.skip(1);
    }
    ended
}

/// Whether a statement may begin behind this code: `<` is then no comparison and no type parameter.
fn is_statement(before: &[u8]) -> bool {
    before.trim_ascii_end().last().is_none_or(|b| matches!(b, b'{' | b'}' | b';' | b')' | b':'))
}

/// The brace of `else {`, `catch (…) {` and the like, behind the end of a block.
fn next_block(scan: &Scan) -> Option<usize> {
    let mut ahead = scan.clone();
    ahead.skip(1);
    ahead.space();
    let follows = [b"else".as_slice(), b"catch", b"finally"].iter().any(|word| ahead.sees(word));
    at_sign::block_head(&ahead).filter(|_| follows).map(|end| end - 1)
}
