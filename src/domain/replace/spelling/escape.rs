//! Backslash escapes: one table for each family of languages, one reader, one writer.

use super::unit::{Unit, plain};

/// What a family of languages escapes, and how.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Rules {
    /// What begins an escape: a backslash nearly everywhere.
    pub mark: u8,
    /// Letters after the backslash, and what they mean.
    pub letters: &'static [(u8, char)],
    /// `\xHH`.
    pub hex: bool,
    /// `\uHHHH`, with surrogate pairs.
    pub four: bool,
    /// `\u{H…}`.
    pub braces: bool,
    /// `\UHHHHHHHH`.
    pub eight: bool,
    /// Whether an unknown escape means the character itself; otherwise the backslash stands.
    pub lax: bool,
    /// Sequences that open a placeholder, and are escaped by a backslash in front.
    pub opens: &'static [&'static str],
    /// The quote that, bare, with blanks and another one behind it, is a joint between two pieces.
    pub joins: Option<u8>,
    /// Whether line ends read as spaces (YAML).
    pub folds: bool,
    /// Whether both quotes are always escaped (`\'` of Android).
    pub apostrophe: bool,
}

const CONTROLS: &[(u8, char)] = &[(b'n', '\n'), (b't', '\t'), (b'r', '\r'), (b'b', '\u{8}'), (b'f', '\u{c}')];
const FEW: &[(u8, char)] = &[(b'n', '\n'), (b't', '\t'), (b'r', '\r')];

/// No escapes but the quote and the backslash; the others build on it.
pub(super) const QUOTE_ONLY: Rules = Rules {
    mark: b'\\',
    letters: &[],
    hex: false,
    four: false,
    braces: false,
    eight: false,
    lax: false,
    opens: &[],
    joins: None,
    folds: false,
    apostrophe: false,
};
/// JSON (RFC 8259).
pub(super) const JSON: Rules = Rules { letters: CONTROLS, four: true, ..QUOTE_ONLY };
/// JavaScript and TypeScript strings.
pub(super) const SCRIPT: Rules =
    Rules { letters: CONTROLS, hex: true, four: true, braces: true, lax: true, ..QUOTE_ONLY };
/// JavaScript template literals.
pub(super) const TEMPLATE: Rules =
    Rules { letters: CONTROLS, hex: true, four: true, braces: true, lax: true, opens: &["${"], ..QUOTE_ONLY };
/// Rust.
pub(super) const RUST: Rules = Rules { letters: FEW, hex: true, braces: true, ..QUOTE_ONLY };
/// C, C++, Go, Python.
pub(super) const C: Rules = Rules { letters: CONTROLS, hex: true, four: true, eight: true, ..QUOTE_ONLY };
/// Java, Scala.
pub(super) const JAVA: Rules = Rules { letters: CONTROLS, four: true, ..QUOTE_ONLY };
/// The same as [`C`] for literals that stand side by side, by their quote.
const C_PIECES: [Rules; 2] = [Rules { joins: Some(b'"'), ..C }, Rules { joins: Some(b'\''), ..C }];
/// The same as [`DOLLAR`] for literals that stand side by side, by their quote.
const DOLLAR_PIECES: [Rules; 2] =
    [Rules { joins: Some(b'"'), ..DOLLAR }, Rules { joins: Some(b'\''), ..DOLLAR }];
/// C#.
pub(super) const CSHARP: Rules = C;
/// Kotlin, Dart, Groovy.
pub(super) const DOLLAR: Rules =
    Rules { letters: CONTROLS, four: true, braces: true, opens: &["$"], ..QUOTE_ONLY };
/// PHP in double quotes.
pub(super) const PHP: Rules = Rules { letters: FEW, hex: true, braces: true, opens: &["$"], ..QUOTE_ONLY };
/// Ruby, Crystal, Elixir in double quotes.
pub(super) const RUBY: Rules = Rules {
    letters: CONTROLS,
    hex: true,
    four: true,
    braces: true,
    lax: true,
    opens: &["#{", "#@", "#$"],
    ..QUOTE_ONLY
};
/// Swift.
pub(super) const SWIFT: Rules = Rules { letters: FEW, braces: true, opens: &["\\("], ..QUOTE_ONLY };
/// A shell in double quotes.
pub(super) const SHELL: Rules = Rules { opens: &["$", "`"], ..QUOTE_ONLY };
/// Perl in double quotes.
pub(super) const PERL: Rules =
    Rules { letters: CONTROLS, hex: true, lax: true, opens: &["$", "@"], ..QUOTE_ONLY };
/// PowerShell in double quotes.
pub(super) const POWERSHELL: Rules =
    Rules { mark: b'`', letters: FEW, lax: true, opens: &["$"], ..QUOTE_ONLY };
/// Julia.
pub(super) const JULIA: Rules = Rules { opens: &["$"], ..C };
/// Sass and Less.
pub(super) const SASS: Rules = Rules { opens: &["#{", "@{"], ..QUOTE_ONLY };
/// PO catalogues.
pub(super) const PO: Rules = Rules { letters: CONTROLS, joins: Some(b'"'), ..QUOTE_ONLY };
/// iOS `.strings`.
pub(super) const STRINGS: Rules = Rules { letters: FEW, four: true, lax: true, ..QUOTE_ONLY };
/// Java `.properties`.
pub(super) const PROPERTIES: Rules = Rules { letters: CONTROLS, four: true, lax: true, ..QUOTE_ONLY };
/// YAML in double quotes.
pub(super) const YAML: Rules =
    Rules { letters: CONTROLS, hex: true, four: true, eight: true, folds: true, lax: true, ..QUOTE_ONLY };
/// TOML in double quotes.
pub(super) const TOML: Rules = Rules { letters: CONTROLS, four: true, eight: true, ..QUOTE_ONLY };
/// What an Android resource escapes besides entities.
pub(super) const ANDROID: Rules =
    Rules { letters: FEW, four: true, lax: true, apostrophe: true, ..QUOTE_ONLY };

/// The rules for several literals in a row, where a language reads them as one text.
pub(super) fn pieces(rules: &Rules, mark: u8) -> Option<&'static Rules> {
    let pieces: &'static [Rules; 2] = if *rules == C {
        &C_PIECES
    } else if *rules == DOLLAR {
        &DOLLAR_PIECES
    } else {
        return None;
    };
    pieces.iter().find(|rules| rules.joins == Some(mark))
}

/// Reads one character of an escaped text; `None` for a line continuation, with where to go on.
pub(super) fn read_one(bytes: &[u8], at: usize, end: usize, rules: &Rules) -> Result<Unit, usize> {
    if rules.joins == Some(bytes[at]) {
        return Err(joint(bytes, at, end));
    }
    let Some(&next) = bytes[at + 1..end].first().filter(|_| bytes[at] == rules.mark) else {
        return Ok(plain(bytes, at, end));
    };
    let unit = |ch, length: usize| Ok(Unit { ch, start: at, end: (at + length).min(end) });
    match next {
        b'\n' => return Err(continued(bytes, at + 2, end)),
        b'\r' if bytes[at + 2..end].first() == Some(&b'\n') => return Err(continued(bytes, at + 3, end)),
        b'\\' | b'"' | b'\'' | b'`' | b'/' => return unit(Some(char::from(next)), 2),
        _ => {}
    }
    if let Some((_, ch)) = rules.letters.iter().find(|(letter, _)| *letter == next) {
        return unit(Some(*ch), 2);
    }
    if let Some((ch, length)) = numeric(&bytes[at..end], rules) {
        return unit(ch, length);
    }
    let opens = rules.opens.iter().any(|open| open.as_bytes()[0] == next);
    if (opens || rules.lax) && !next.is_ascii_alphanumeric() {
        let after = plain(bytes, at + 1, end);
        return Ok(Unit { start: at, ..after });
    }
    Ok(plain(bytes, at, end))
}

/// `\xHH`, `\uHHHH`, `\u{H…}`, `\UHHHHHHHH`: the character and the length.
fn numeric(rest: &[u8], rules: &Rules) -> Option<(Option<char>, usize)> {
    let digits = |from: usize, count: usize| -> Option<u32> {
        let text = rest.get(from..from + count)?;
        text.iter().all(u8::is_ascii_hexdigit).then_some(())?;
        u32::from_str_radix(std::str::from_utf8(text).ok()?, 16).ok()
    };
    match rest.get(1)? {
        b'x' if rules.hex => Some((char::from_u32(digits(2, 2)?), 4)),
        b'u' if rules.braces && rest.get(2) == Some(&b'{') => {
            let close = rest.iter().take(12).position(|b| *b == b'}')?;
            Some((char::from_u32(digits(3, close - 3)?), close + 1))
        }
        b'u' if rules.four => {
            let first = digits(2, 4)?;
            let pair = (0xd800..0xdc00).contains(&first) && rest.get(6..8) == Some(b"\\u");
            match digits(8, 4).filter(|low| pair && (0xdc00..0xe000).contains(low)) {
                Some(low) => Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00)), 12)),
                None => Some((char::from_u32(first), 6)),
            }
        }
        b'U' if rules.eight => Some((char::from_u32(digits(2, 8)?), 10)),
        _ => None,
    }
}

/// Where a text goes on after a backslash at the end of a line.
fn continued(bytes: &[u8], at: usize, end: usize) -> usize {
    let at = at.min(end);
    at + bytes[at..end].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Where a text goes on after a bare quote: behind the next one.
fn joint(bytes: &[u8], at: usize, end: usize) -> usize {
    memchr::memchr(bytes[at], &bytes[at + 1..end]).map_or(end, |i| at + i + 2)
}

/// Writes one character that has an escape by number.
pub(super) fn write_number(ch: char, rules: &Rules, out: &mut String) {
    let code = u32::from(ch);
    if rules.braces && !(rules.four && code <= 0xffff) {
        out.push_str(&format!("\\u{{{code:x}}}"));
    } else if rules.four && (code <= 0xffff || !rules.eight) {
        for unit in ch.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    } else if rules.eight {
        out.push_str(&format!("\\U{code:08x}"));
    } else {
        out.push(ch);
    }
}
