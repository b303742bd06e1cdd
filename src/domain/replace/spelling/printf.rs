//! What printf reads behind a percent sign, in the dialects of the languages that have it.

use super::scan::in_name;

/// Longest directive that is looked at, in bytes.
const MAX_DIRECTIVE: usize = 96;

/// A dialect of printf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Printf {
    /// C and those that write as it does, with the `%@` of Apple.
    C,
    /// Java, Kotlin, Scala, Android.
    Java,
    /// Go.
    Go,
    /// Python, Ruby, PHP.
    Script,
    /// Catalogues for all of them.
    Any,
}

/// Whether what stands at a percent sign is a directive for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It is.
    Yes,
    /// It may be the start of a word or a pattern: `%dms`, `%save%`, `100% of`.
    No,
}

impl Printf {
    /// The length of what stands at the start, from its percent sign: `%d`, `%1$s`, `%-8.2f`, `%(name)s`.
    /// One with a blank in it is a percent sign before a word.
    pub(super) fn spec(self, rest: &[u8]) -> (usize, Known) {
        let rest = &rest[..rest.len().min(MAX_DIRECTIVE)];
        let run = |from: usize, fits: &dyn Fn(u8) -> bool| {
            rest.get(from..).map_or(0, |rest| rest.iter().take_while(|b| fits(**b)).count())
        };
        let mut at = match self.name(rest) {
            Some((length, b'}')) => return (length, Known::Yes),
            Some((length, _)) => length,
            None => 1,
        };
        let number = run(at, &|b| b.is_ascii_digit());
        if number > 0 && rest.get(at + number) == Some(&b'$') {
            at += number + 1;
        }
        at += run(at, &|b| b"-+#0,'".contains(&b));
        at += run(at, &|b| b.is_ascii_digit() || matches!(b, b'*' | b'.'));
        // A sign of length may be a conversion itself: `%ld`, and `%t` of Go.
        let lengths = run(at, &|b| b"hljztqL".contains(&b));
        let ends = |at: usize| rest.get(at).is_none_or(|b| !b.is_ascii_alphabetic());
        let converts = |at: usize| rest.get(at).is_some_and(|b| self.conversions().contains(b));
        let mut doubtful = None;
        for at in (at..=at + lengths).rev().filter(|at| converts(*at)) {
            // `%tY`: the letter behind says which part of a time.
            let time = self == Self::Java && matches!(rest[at], b't' | b'T');
            let end = at + if time && rest.get(at + 1).is_some_and(u8::is_ascii_alphabetic) { 2 } else { 1 };
            if ends(end) {
                return (end, Known::Yes);
            }
            doubtful = doubtful.or(Some(end));
        }
        let letter = usize::from(rest.get(at).is_some_and(u8::is_ascii_alphabetic));
        (doubtful.unwrap_or(at + letter), Known::No)
    }

    /// The length of `%(name)`, `%{name}`, `%<name>` or `%[1]` at the start, and what closes it.
    fn name(self, rest: &[u8]) -> Option<(usize, u8)> {
        let close = match (self, rest.get(1)?) {
            (Self::Script | Self::Any, b'(') => b')',
            (Self::Script | Self::Any, b'{') => b'}',
            (Self::Script | Self::Any, b'<') => b'>',
            (Self::Go | Self::Any, b'[') => b']',
            _ => return None,
        };
        let length = rest[2..].iter().take_while(|b| in_name(**b) || **b == b'.').count();
        (length > 0 && rest.get(2 + length) == Some(&close)).then_some((length + 3, close))
    }

    fn conversions(self) -> &'static [u8] {
        match self {
            Self::C => b"aAbBcCdeEfFgGimnopqsSuvxX@",
            Self::Java => b"aAbBcCdeEfgGhHnosStTxX",
            Self::Go => b"bcdeEfFgGoOpqstTUvwxX",
            Self::Script => b"aAbBcdeEfFgGiopqrsuxX",
            Self::Any => b"aAbBcCdeEfFgGhHimnoOpqrsStTuUvwxX@",
        }
    }
}

/// Whether the place of a directive says which argument fills it, and neither a number nor a name does.
pub(super) fn is_in_order(directive: &[u8]) -> bool {
    match directive {
        [b'%', b'(' | b'{' | b'<' | b'[', ..] => false,
        [b'%', rest @ ..] => !rest.contains(&b'$'),
        [b'{', first, ..] => !in_name(*first),
        _ => true,
    }
}
