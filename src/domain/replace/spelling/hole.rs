//! Placeholders inside strings: code in brackets, names behind a sign, and what a formatter replaces.

use super::code::{Reader, Stop, Until};
use super::scan::{Scan, in_name};

/// One kind of placeholder.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hole {
    /// `${…}`, `#{…}`, `\(…)`: a program up to the bracket.
    Code {
        /// What begins it.
        open: &'static str,
        /// What ends it.
        close: u8,
    },
    /// `{…}` of a formatted string: a program, then perhaps a format behind a colon. Braces are doubled to
    /// stand for themselves.
    Format,
    /// `$name`.
    Name {
        /// What begins it.
        sign: &'static str,
        /// What may follow the name.
        tail: Tail,
    },
    /// `${x:-y}` of a shell, which quotes as the string around it does.
    Parameter,
    /// `{name}`, `{0:>5}`: what a formatter replaces, if the string is given to one.
    Field,
    /// `%(name)s`, for the same.
    Percent,
}

/// What may belong to a name in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing.
    Nothing,
    /// `$?` and `$1` instead of a name.
    Signs,
    /// `.name`.
    Dots,
    /// `->name`, `[key]`.
    Members,
    /// `->[…]`, `{key}`, `[key]`, `::name`.
    Subscripts,
}

/// Whether a placeholder stands at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// None does.
    Nothing,
    /// One was read.
    Read,
    /// One has no end: nothing behind it can be read.
    Endless,
}

/// A field of a formatter is not longer than this.
const MAX_FIELD: usize = 80;

impl Hole {
    /// Whether `{{` is a brace and begins none.
    pub(super) fn doubles_braces(self) -> bool {
        matches!(self, Self::Format | Self::Field)
    }

    /// The byte that begins it.
    fn first(self) -> u8 {
        match self {
            Self::Code { open, .. } => open.as_bytes()[0],
            Self::Name { sign, .. } => sign.as_bytes()[0],
            Self::Format | Self::Field => b'{',
            Self::Parameter => b'$',
            Self::Percent => b'%',
        }
    }
}

impl Reader<'_, '_> {
    /// Reads the placeholder at the cursor, with the texts in it.
    pub(super) fn hole(&mut self, holes: &'static [Hole]) -> Held {
        let Some(byte) = self.scan.peek() else { return Held::Nothing };
        let mut held = Held::Nothing;
        for hole in holes.iter().filter(|hole| hole.first() == byte) {
            held = match *hole {
                Hole::Code { open, close } => self.bracketed(open, close),
                Hole::Format => self.formatted(),
                Hole::Name { sign, tail } => name(&mut self.scan, sign, tail),
                Hole::Parameter => self.parameter(holes),
                Hole::Field => field(&mut self.scan),
                Hole::Percent => percent(&mut self.scan),
            };
            if held != Held::Nothing {
                break;
            }
        }
        held
    }

    fn bracketed(&mut self, open: &str, close: u8) -> Held {
        if !self.scan.sees(open.as_bytes()) {
            return Held::Nothing;
        }
        self.scan.skip(open.len());
        match self.code(Until::Bracket(close)) {
            Stop::Closed => Held::Read,
            Stop::Colon | Stop::Open => Held::Endless,
        }
    }

    fn formatted(&mut self) -> Held {
        if self.scan.sees(b"{{") {
            return Held::Nothing;
        }
        self.scan.skip(1);
        match self.code(Until::Format) {
            Stop::Closed => Held::Read,
            Stop::Colon => self.format(),
            Stop::Open => Held::Endless,
        }
    }

    /// `>{width}.2f}` behind the colon.
    fn format(&mut self) -> Held {
        while let Some(byte) = self.scan.peek() {
            match byte {
                b'{' => {
                    if self.formatted() != Held::Read {
                        return Held::Endless;
                    }
                }
                b'}' => {
                    self.scan.skip(1);
                    return Held::Read;
                }
                // The string ends at its line, if it has to.
                b'\n' => return Held::Read,
                _ => self.scan.skip(1),
            }
        }
        Held::Endless
    }

    fn parameter(&mut self, holes: &'static [Hole]) -> Held {
        if !self.scan.sees(b"${") {
            return Held::Nothing;
        }
        self.scan.skip(2);
        if !self.deeper() {
            return Held::Endless;
        }
        while let Some(byte) = self.scan.peek().filter(|b| *b != b'}') {
            if byte == b'\\' {
                self.scan.skip(2);
            } else if self.hole(holes) == Held::Nothing {
                self.scan.skip(1);
            }
        }
        self.shallower();
        self.scan.skip(1);
        Held::Read
    }
}

fn name(scan: &mut Scan, sign: &str, tail: Tail) -> Held {
    let rest = scan.rest();
    let Some(first) = rest.get(sign.len()).copied().filter(|_| scan.sees(sign.as_bytes())) else {
        return Held::Nothing;
    };
    if tail == Tail::Signs && (first.is_ascii_digit() || b"?@*#$!-".contains(&first)) {
        scan.skip(sign.len() + 1);
        return Held::Read;
    }
    if !in_name(first) || first.is_ascii_digit() || first >= 0x80 {
        return Held::Nothing;
    }
    scan.skip(sign.len());
    scan.take(|b| in_name(b) && b < 0x80);
    let begins =
        |at: usize, scan: &Scan| scan.ahead(at).is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    match tail {
        Tail::Nothing | Tail::Signs => {}
        Tail::Dots => {
            while scan.peek() == Some(b'.') && begins(1, scan) {
                scan.skip(1);
                scan.take(in_name);
            }
        }
        Tail::Members => {
            if scan.sees(b"->") && begins(2, scan) {
                scan.skip(2);
                scan.take(in_name);
            } else {
                subscript(scan);
            }
        }
        Tail::Subscripts => {
            while scan.sees(b"::") && begins(2, scan) {
                scan.skip(2);
                scan.take(in_name);
            }
            loop {
                let mut ahead = scan.clone();
                ahead.skip(if ahead.sees(b"->") { 2 } else { 0 });
                if !subscript(&mut ahead) {
                    break;
                }
                scan.to(ahead.at);
            }
        }
    }
    Held::Read
}

/// `[key]` or `{key}`, on one line and without a blank.
fn subscript(scan: &mut Scan) -> bool {
    let close = match scan.peek() {
        Some(b'[') => b']',
        Some(b'{') => b'}',
        Some(_) | None => return false,
    };
    let rest = scan.rest();
    let inside = rest.iter().take(MAX_FIELD).take_while(|b| **b != close && !b.is_ascii_whitespace()).count();
    let closed = inside > 1 && rest.get(inside) == Some(&close);
    if closed {
        scan.skip(inside + 1);
    }
    closed
}

fn field(scan: &mut Scan) -> Held {
    if scan.sees(b"{{") {
        return Held::Nothing;
    }
    let inside = scan.rest().iter().skip(1).take(MAX_FIELD);
    let length = inside.take_while(|b| in_name(**b) || b"!:.<>^+-# ,?=*$[]%".contains(b)).count();
    let body = &scan.rest()[1..][..length.min(scan.rest().len() - 1)];
    let name = body.iter().take_while(|b| in_name(**b)).count();
    let then = body.get(name).is_none_or(|b| b"!:.[".contains(b));
    let formats = body.iter().position(|b| *b == b' ').is_none_or(|blank| body[..blank].contains(&b':'));
    if scan.ahead(1 + length) != Some(b'}') || !then || !formats {
        return Held::Nothing;
    }
    scan.skip(length + 2);
    Held::Read
}

fn percent(scan: &mut Scan) -> Held {
    if !scan.sees(b"%(") {
        return Held::Nothing;
    }
    let name = scan.rest()[2..].iter().take(MAX_FIELD).take_while(|b| in_name(**b)).count();
    if name == 0 || scan.ahead(2 + name) != Some(b')') {
        return Held::Nothing;
    }
    let flags = scan.rest()[name + 3..].iter();
    let flags = flags.take(MAX_FIELD).take_while(|b| b.is_ascii_digit() || b".-+# ".contains(b)).count();
    if !scan.ahead(name + 3 + flags).is_some_and(|b| b.is_ascii_alphabetic()) {
        return Held::Nothing;
    }
    scan.skip(name + 3 + flags + 1);
    Held::Read
}
