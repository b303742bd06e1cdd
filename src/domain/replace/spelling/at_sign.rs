//! Code behind an at sign: expressions and blocks of Razor, directives of Blade, control flow of Angular.

use std::ops::Range;

use super::island::{Engine, Inside, Island};
use super::languages::Language;
use super::scan::{Scan, in_name};

/// Longest expression that is looked at, in bytes.
const MAX_EXPRESSION: usize = 1_000;

/// Keywords of Razor that are followed by a block.
const BLOCKS: &[&[u8]] =
    &[b"if", b"for", b"foreach", b"while", b"switch", b"lock", b"using", b"do", b"try", b"section"];
/// Keywords of Razor whose line is theirs.
const LINES: &[&[u8]] = &[
    b"model",
    b"inject",
    b"page",
    b"namespace",
    b"inherits",
    b"layout",
    b"addTagHelper",
    b"removeTagHelper",
    b"tagHelperPrefix",
    b"attribute",
    b"implements",
    b"typeparam",
    b"using",
    b"rendermode",
    b"preservewhitespace",
];
/// Keywords of Angular; all but the last are followed by a block.
const FLOW: &[&[u8]] = &[
    b"if",
    b"else",
    b"for",
    b"empty",
    b"switch",
    b"case",
    b"default",
    b"defer",
    b"placeholder",
    b"loading",
    b"error",
    b"let",
];

/// The code at the cursor, which stands on the sign.
pub(super) fn island(scan: &Scan, engine: Engine) -> Option<Island> {
    if scan.at.checked_sub(1).is_some_and(|at| in_name(scan.bytes[at]) || scan.bytes[at] == b'@') {
        return None;
    }
    match engine {
        Engine::Razor => razor(scan),
        Engine::Blade => blade(scan),
        Engine::Any
        | Engine::Vue
        | Engine::Liquid
        | Engine::Ejs
        | Engine::Eex
        | Engine::Phoenix
        | Engine::Jsp
        | Engine::Foreign => angular(scan),
    }
}

/// Whether the island at the cursor opens a block of Razor, in which code and markup take turns.
pub(super) fn opens_block(bytes: &[u8], island: &Range<usize>) -> bool {
    bytes[island.clone()].ends_with(b"{")
}

fn razor(scan: &Scan) -> Option<Island> {
    let mut ahead = scan.clone();
    ahead.skip(1);
    let csharp = Inside::Code(Language::CSharp);
    match ahead.peek()? {
        b'*' => {
            ahead.to(ahead.find(b"*@"));
            ahead.skip(2);
            Some(found(scan, ahead.at, Inside::Nothing))
        }
        b'(' => Some(found(scan, balanced(&ahead).unwrap_or_else(|| ahead.line_end()), csharp)),
        // What stands inside is read as code and markup by turns.
        b'{' => Some(found(scan, ahead.at + 1, Inside::Nothing)),
        byte if in_name(byte) => {
            let word = ahead.take(in_name);
            let word = &scan.bytes[word];
            if word == b"code" || word == b"functions" {
                ahead.space();
                return (ahead.peek() == Some(b'{')).then(|| found(scan, balanced_or_rest(&ahead), csharp));
            }
            if BLOCKS.contains(&word)
                && let Some(end) = block_head(&ahead)
            {
                return Some(found(scan, end, csharp));
            }
            if LINES.contains(&word) && matches!(ahead.peek(), Some(b' ' | b'\t')) {
                return Some(found(scan, ahead.line_end(), Inside::Nothing));
            }
            if word == b"await" {
                ahead.space();
                ahead.take(in_name);
            }
            Some(found(scan, chain(&mut ahead), csharp))
        }
        _ => None,
    }
}

/// The end of what stands between a keyword and the brace of its block, with the brace: ` (x > 1) {`.
pub(super) fn block_head(after: &Scan) -> Option<usize> {
    let mut ahead = after.clone();
    loop {
        ahead.space();
        match ahead.peek()? {
            b'{' => return Some(ahead.at + 1),
            b'(' => ahead.to(balanced(&ahead)?),
            // `else if`, `section Name`.
            byte if in_name(byte) => {
                ahead.take(in_name);
            }
            _ => return None,
        }
        if ahead.at - after.at > MAX_EXPRESSION {
            return None;
        }
    }
}

/// `Model.Items[0].Name(x)?.Length`: what follows the first name of an expression.
fn chain(scan: &mut Scan) -> usize {
    loop {
        match (scan.peek(), scan.ahead(1)) {
            (Some(b'(' | b'['), _) => match balanced(scan) {
                Some(end) => scan.to(end),
                None => return scan.line_end(),
            },
            (Some(b'.'), Some(next)) if in_name(next) && !next.is_ascii_digit() => {
                scan.skip(1);
                scan.take(in_name);
            }
            (Some(b'?' | b'!'), Some(b'.' | b'[')) => scan.skip(1),
            (_, _) => return scan.at,
        }
    }
}

fn blade(scan: &Scan) -> Option<Island> {
    let mut ahead = scan.clone();
    ahead.skip(1);
    // `@{{ name }}` is shown as it stands, for a program in the browser.
    let word = ahead.take(in_name);
    if word.is_empty() {
        return None;
    }
    let plain = found(scan, ahead.at, Inside::Nothing);
    if &scan.bytes[word] == b"php" && ahead.peek() != Some(b'(') {
        let end = ahead.find(b"@endphp");
        return Some(found(scan, end, Inside::Code(Language::Php)));
    }
    ahead.take(|b| matches!(b, b' ' | b'\t'));
    if ahead.peek() != Some(b'(') {
        return Some(plain);
    }
    let end = balanced(&ahead).unwrap_or_else(|| ahead.line_end());
    Some(found(scan, end, Inside::Code(Language::Php)))
}

fn angular(scan: &Scan) -> Option<Island> {
    let mut ahead = scan.clone();
    ahead.skip(1);
    let word = ahead.take(in_name);
    let word = &scan.bytes[word];
    if !FLOW.contains(&word) {
        return None;
    }
    if word == b"let" {
        let line = &scan.bytes[ahead.at..ahead.line_end()];
        let end = memchr::memchr(b';', line).filter(|_| line.contains(&b'='))?;
        return Some(found(scan, ahead.at + end + 1, Inside::Script));
    }
    Some(found(scan, block_head(&ahead)? - 1, Inside::Script))
}

fn found(scan: &Scan, end: usize, inside: Inside) -> Island {
    let end = end.clamp(scan.at + 1, scan.end);
    Island { span: scan.at..end, part: scan.at + 1..end, inside }
}

/// The place behind the bracket that closes the one at the cursor.
pub(super) fn balanced(scan: &Scan) -> Option<usize> {
    let end = scan.end.min(scan.at.saturating_add(MAX_EXPRESSION));
    closing(&Scan { end, ..scan.clone() })
}

fn balanced_or_rest(scan: &Scan) -> usize {
    closing(scan).unwrap_or(scan.end)
}

fn closing(scan: &Scan) -> Option<usize> {
    let mut scan = scan.clone();
    let mut depth = 0usize;
    while let Some(byte) = scan.peek() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(scan.at + 1);
                }
            }
            b'"' | b'\'' => string(&mut scan, byte),
            _ => {}
        }
        scan.skip(1);
    }
    None
}

/// Goes to the end of a string on this line; a lone apostrophe is none.
pub(super) fn string(scan: &mut Scan, mark: u8) {
    let window = &scan.rest()[1..];
    let mut escaped = false;
    for (at, byte) in window.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'\n' => return,
            byte if *byte == mark => return scan.skip(at + 1),
            _ => {}
        }
    }
}
