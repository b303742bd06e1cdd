//! Directives of formatted strings, which arguments fill one by one: `%d` of printf, `{}` of Rust.
//!
//! A directive is a hole like any other placeholder. It is more: a program gives as many arguments as a
//! text has directives, so one that gets others does not compile, or fails where it is shown.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::Pair;
use super::super::search::Format;
use super::grammars::BRACES;
use super::{Flavor, Language, Role, Text};

/// Longest directive of printf, in bytes.
const MAX_DIRECTIVE: usize = 16;

/// Finds the directives of texts, and says what is doubled beside them to stand for itself.
pub(super) fn mark(texts: &mut [Text], format: Format, bytes: &[u8]) {
    let (fields, percents) = (has_fields(format), has_percents(format));
    for text in texts.iter_mut().filter(|text| text.role == Role::Shown && text.doubled.is_empty()) {
        if percents {
            mark_percents(text, bytes);
        }
        if fields {
            let own = text.holes.iter().filter(|hole| bytes[hole.start] == b'{').cloned();
            let known = text.directives.len();
            text.directives.extend(own);
            if text.directives.len() > known {
                text.doubled = BRACES;
            }
        }
    }
}

/// Whether a new text keeps the directives of the old one in this text: each as often, and no others.
pub(in super::super) fn keeps_directives(text: &Text, bytes: &[u8], pair: &Pair) -> bool {
    if text.directives.is_empty() {
        return true;
    }
    let own: BTreeSet<&[u8]> = text.directives.iter().map(|span| &bytes[span.clone()]).collect();
    let count = |within: &str, what: &[u8]| memchr::memmem::find_iter(within.as_bytes(), what).count();
    let new = pair.to.as_bytes();
    let printf = own.iter().any(|directive| directive.starts_with(b"%"));
    own.iter().all(|directive| count(&pair.from, directive) == count(&pair.to, directive))
        && (!printf || percents(new, 0..new.len()).iter().all(|span| own.contains(&new[span.clone()])))
}

fn mark_percents(text: &mut Text, bytes: &[u8]) {
    let named = text.holes.iter().filter(|hole| bytes[hole.start] == b'%').cloned();
    text.directives.extend(named);
    for span in percents(bytes, text.span.clone()) {
        let after = text.holes.partition_point(|hole| hole.start < span.start);
        let free = after.checked_sub(1).is_none_or(|before| text.holes[before].end <= span.start);
        if free && text.holes.get(after).is_none_or(|hole| hole.start >= span.end) {
            text.holes.insert(after, span.clone());
            text.directives.push(span);
        }
    }
    if !text.directives.is_empty() {
        text.doubled = &["%"];
    }
}

/// The directives of printf in a part of a file. One with a blank in it is a percent sign before a word.
fn percents(bytes: &[u8], part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = part.start;
    while let Some(next) = memchr::memchr(b'%', &bytes[at..part.end]) {
        at += next;
        let length = directive(&bytes[at..part.end.min(at + MAX_DIRECTIVE)]);
        if let Some(length) = length {
            found.push(at..at + length);
        }
        let twice = bytes[at + 1..part.end].first() == Some(&b'%');
        at += length.unwrap_or(if twice { 2 } else { 1 });
    }
    found
}

/// The length of `%d`, `%1$s`, `%-8.2f`, `%ld`, `%@` at the start; `%save%` of a pattern is none.
fn directive(rest: &[u8]) -> Option<usize> {
    let run = |from: usize, fits: fn(&u8) -> bool| rest[from..].iter().take_while(|b| fits(b)).count();
    let number = run(1, u8::is_ascii_digit);
    let mut at = 1;
    if number > 0 && rest.get(1 + number) == Some(&b'$') {
        at += number + 1;
    }
    at += run(at, |b| b"-+#0".contains(b));
    at += run(at, |b| b.is_ascii_digit() || matches!(b, b'*' | b'.'));
    at += run(at, |b| b"hljzt".contains(b));
    let conversion = rest.get(at)?;
    let ends = rest.get(at + 1).is_none_or(|b| !b.is_ascii_alphabetic());
    (b"diouxXeEfgGcspvTqb@".contains(conversion) && ends).then_some(at + 1)
}

fn has_fields(format: Format) -> bool {
    matches!(format, Format::Code(Language::Rust | Language::Python))
}

fn has_percents(format: Format) -> bool {
    use Language::{
        C, Crystal, D, FSharp, Go, Groovy, Haskell, Java, Kotlin, Lua, OCaml, Perl, Php, Python, R, Ruby,
        Scala, Swift,
    };
    matches!(
        format,
        Format::Po
            | Format::Strings
            | Format::Markup(Flavor::Android)
            | Format::Code(
                C | Crystal
                    | D
                    | FSharp
                    | Go
                    | Groovy
                    | Haskell
                    | Java
                    | Kotlin
                    | Lua
                    | OCaml
                    | Perl
                    | Php
                    | Python
                    | R
                    | Ruby
                    | Scala
                    | Swift
            )
    )
}
