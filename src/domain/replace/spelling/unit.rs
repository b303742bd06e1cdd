//! Characters with the places where they are spelled.

/// One character that people see, and the bytes that spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Unit {
    /// The character; `None` never matches (bad bytes, a hole, the joint of two pieces).
    pub ch: Option<char>,
    /// First byte of its spelling.
    pub start: usize,
    /// The byte after its spelling.
    pub end: usize,
}

/// The character that stands plainly at a place; `\r\n` is one line end.
pub(super) fn plain(bytes: &[u8], at: usize, end: usize) -> Unit {
    let first = bytes[at];
    if first == b'\r' && at + 1 < end && bytes[at + 1] == b'\n' {
        return Unit { ch: Some('\n'), start: at, end: at + 2 };
    }
    let length = match first {
        0..=0x7f => return Unit { ch: Some(char::from(first)), start: at, end: at + 1 },
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        0x80..=0xc1 | 0xf5..=0xff => 1,
    };
    let stop = (at + length).min(end);
    match std::str::from_utf8(&bytes[at..stop]).ok().and_then(|s| s.chars().next()) {
        Some(ch) => Unit { ch: Some(ch), start: at, end: stop },
        None => Unit { ch: None, start: at, end: at + 1 },
    }
}

/// Makes the two promises of the module: no letter or digit of ASCII by an escape, no word in two
/// pieces. A blank run becomes one space where the text flows.
pub(super) fn seal(units: Vec<Unit>, flows: bool) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for mut unit in units {
        if is_word(unit.ch) && unit.end - unit.start != 1 {
            unit.ch = None;
        }
        if let Some(last) = out.last_mut() {
            if flows && is_blank(last.ch) && is_blank(unit.ch) {
                last.end = unit.end;
                continue;
            }
            let joint = Unit { ch: None, start: last.end, end: unit.start };
            if is_word(last.ch) && is_word(unit.ch) && joint.start != joint.end {
                out.push(joint);
            }
        }
        if flows && is_blank(unit.ch) {
            unit.ch = Some(' ');
        }
        out.push(unit);
    }
    out
}

fn is_word(ch: Option<char>) -> bool {
    ch.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn is_blank(ch: Option<char>) -> bool {
    matches!(ch, Some(' ' | '\t' | '\n' | '\r'))
}
