//! The texts of a program, by the grammar of its language: what is a string, what is a comment, and
//! what only looks like one.
//!
//! A misread quote must stay a small thing. A string that has to end on its line is given up there, and
//! one that may be long but never ends leaves the rest of the file unread: nothing in it is a text.
//! Every byte is read a bounded number of times.
//!
//! `%w` lists, other strings with brackets for quotes, patterns, and texts joined by operators are not
//! found.

use std::ops::Range;

use super::grammar::{Grammar, Odd, Opening, Tick};
use super::heredoc::{Announced, Heredocs, LineEnds};
use super::scan::{Scan, in_name};
use super::{Text, unit};

/// Deeper nesting of strings and placeholders than this is not read: the rest of the file is left.
const MAX_DEPTH: usize = 64;

/// Reads a program.
pub(super) struct Reader<'a, 'o> {
    pub(super) scan: Scan<'a>,
    pub(super) grammar: &'static Grammar,
    pub(super) out: &'o mut Vec<Text>,
    /// Here documents that begin with the next line.
    pub(super) announced: Vec<Announced>,
    pub(super) line_ends: Option<LineEnds<'a>>,
    /// What stood last.
    pub(super) last: Last,
    /// Slashes before this place divide: no pattern ends on their line.
    pub(super) divided: usize,
    /// The end of the program, also while a part of it is read.
    pub(super) end: usize,
    start: usize,
    begins: [bool; 256],
    depth: usize,
}

/// What stood last, to tell a division from a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// A value.
    Operand,
    /// A name, which may be a command.
    Name,
    /// What a value follows.
    Operator,
}

/// Where a part of a program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// With the file.
    End,
    /// Behind the bracket that closes it.
    Bracket(u8),
    /// The same for a brace, or behind a colon outside all brackets.
    Format,
    /// Before a mark that may stand in a line comment too.
    Mark(&'static str),
}

/// How a part of a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// As it has to.
    Closed,
    /// Behind a colon.
    Colon,
    /// Not at all.
    Open,
}

/// The texts of a part of a file that is all program.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, grammar: &'static Grammar, out: &mut Vec<Text>) {
    let first = out.len();
    Reader::new(Scan::new(bytes, part), grammar, out).code(Until::End);
    of_grammar(&mut out[first..], grammar);
}

/// The texts of a program inside a document, from the cursor to the mark that ends it, which is no mark
/// inside a string.
pub(super) fn island(scan: &mut Scan, mark: &'static str, grammar: &'static Grammar, out: &mut Vec<Text>) {
    let first = out.len();
    let mut reader = Reader::new(scan.clone(), grammar, out);
    reader.code(Until::Mark(mark));
    let at = reader.scan.at;
    scan.to(at);
    of_grammar(&mut out[first..], grammar);
}

/// Lets texts hold the directives of a language.
fn of_grammar(texts: &mut [Text], grammar: &'static Grammar) {
    texts.iter_mut().for_each(|text| text.families = grammar.directives);
}

impl<'a, 'o> Reader<'a, 'o> {
    fn new(scan: Scan<'a>, grammar: &'static Grammar, out: &'o mut Vec<Text>) -> Self {
        let (start, end, begins) = (scan.at, scan.end, grammar.begins());
        let (announced, line_ends, last) = (Vec::new(), None, Last::Operator);
        Self { scan, grammar, out, announced, line_ends, last, divided: 0, end, start, begins, depth: 0 }
    }

    /// One level further in; nothing more is read where that is too deep.
    pub(super) fn deeper(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            self.scan.to(self.scan.end);
            return false;
        }
        self.depth += 1;
        true
    }

    /// Back from there.
    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }

    /// Reads the program from the cursor on.
    pub(super) fn code(&mut self, until: Until) -> Stop {
        if !self.deeper() {
            return Stop::Open;
        }
        self.last = Last::Operator;
        let mut nest = Nest::default();
        let stop = loop {
            let Some(byte) = self.scan.peek() else { break Stop::Open };
            if !self.announced.is_empty() && self.at_line_start() {
                self.here_documents();
                continue;
            }
            if let Until::Mark(mark) = until
                && self.scan.sees(mark.as_bytes())
            {
                break Stop::Closed;
            }
            if let Some(stop) = nest.meets(byte, until, (self.before(), self.scan.ahead(1))) {
                self.scan.skip(1);
                break stop;
            }
            if in_name(byte) {
                let starts = self.last == Last::Operator;
                let word = self.word();
                nest.word(word, starts && self.grammar.heredocs == Heredocs::Shell);
            } else if !self.begins[usize::from(byte)] || !self.begin(byte, until) {
                self.step(byte);
            }
        };
        self.last = Last::Operand;
        self.shallower();
        stop
    }

    /// Whether the cursor stands behind a line end, or where the program begins.
    pub(super) fn at_line_start(&self) -> bool {
        self.scan.at == self.start || self.scan.bytes[self.scan.at - 1] == b'\n'
    }

    /// The byte before the cursor.
    pub(super) fn before(&self) -> Option<u8> {
        self.scan.at.checked_sub(1).filter(|at| *at >= self.start).map(|at| self.scan.bytes[at])
    }

    /// Goes over one byte that begins nothing.
    fn step(&mut self, byte: u8) {
        match byte {
            b')' | b']' | b'}' => self.last = Last::Operand,
            b' ' | b'\t' | b'\r' => {}
            // `count!` is a value, `!count` asks for one.
            b'!' if self.last != Last::Operator && self.glued() && self.scan.ahead(1) != Some(b'=') => {}
            _ => self.last = Last::Operator,
        }
        self.scan.skip(1);
    }

    /// Whether no blank stands before the cursor.
    fn glued(&self) -> bool {
        self.before().is_some_and(|b| !b.is_ascii_whitespace())
    }

    /// Reads what begins with this byte, if anything does.
    fn begin(&mut self, byte: u8, until: Until) -> bool {
        if self.comment(until) {
            return true;
        }
        if self.odd(byte) {
            return true;
        }
        if let Some(heredoc) = self.grammar.heredocs.announced(&mut self.scan) {
            self.announced.push(heredoc);
            self.last = Last::Operand;
            return true;
        }
        if let Some(opening) = self.opening(self.grammar.strings) {
            let open = self.scan.at;
            self.string(opening, open);
            return true;
        }
        if byte == b'\'' && self.grammar.tick != Tick::Nothing {
            self.tick();
            return true;
        }
        false
    }

    /// Which of these strings begins here.
    pub(super) fn opening(&self, strings: &'static [Opening]) -> Option<&'static Opening> {
        strings.iter().find(|opening| self.scan.sees(opening.open.as_bytes()))
    }

    /// Goes over `'x'` and `'\n'`, and over the tick of anything else.
    fn tick(&mut self) {
        self.last = Last::Operand;
        let length = match self.scan.ahead(1) {
            Some(b'\\') => {
                self.scan.rest().iter().skip(3).take(10).position(|b| *b == b'\'').map(|at| at + 3)
            }
            Some(_) => {
                let character = unit::plain(self.scan.bytes, self.scan.at + 1, self.scan.end);
                Some(character.end - self.scan.at).filter(|at| self.scan.ahead(*at) == Some(b'\''))
            }
            None => None,
        };
        self.scan.skip(length.map_or(1, |length| length + 1));
    }

    /// Goes over a word, with the string or the character that it is a prefix of; says which it was.
    fn word(&mut self) -> &'a [u8] {
        let word = self.scan.take(in_name);
        let open = word.start;
        let word = &self.scan.bytes[word];
        let next = self.scan.peek();
        if self.word_opens(word, open) {
            return word;
        }
        if next == Some(b'\'')
            && let Tick::Character(prefixes) = self.grammar.tick
        {
            if prefixes.iter().any(|prefix| prefix.as_bytes() == word) {
                self.tick();
            } else {
                // A digit separator or the end of a name.
                self.scan.skip(1);
            }
        } else if let Some(opening) = self.prefixed(word) {
            self.string(opening, open);
            return word;
        }
        self.last = if self.takes_value(word, open) { Last::Operator } else { Last::Name };
        word
    }

    /// Whether a value follows this word, so that a slash behind it begins a pattern; a member is none.
    fn takes_value(&self, word: &[u8], open: usize) -> bool {
        let words: [&[u8]; 16] = [
            b"if", b"unless", b"elsif", b"when", b"while", b"until", b"and", b"or", b"not", b"return", b"in",
            b"then", b"do", b"else", b"case", b"yield",
        ];
        let perl: [&[u8]; 6] = [b"split", b"grep", b"join", b"x", b"eq", b"ne"];
        let before = &self.scan.bytes[self.start..open];
        let member = (before.ends_with(b".") && !before.ends_with(b"..")) || before.ends_with(b"->");
        !member
            && (words.contains(&word) || (perl.contains(&word) && self.grammar.odd.contains(&Odd::Quotelike)))
    }

    fn prefixed(&self, word: &[u8]) -> Option<&'static Opening> {
        let known = |prefix: &&super::grammar::Prefix| {
            prefix.word.is_empty() || prefix.word.as_bytes().eq_ignore_ascii_case(word)
        };
        self.opening(self.grammar.prefixes.iter().find(known)?.strings)
    }
}

/// The brackets that are open.
#[derive(Debug, Default)]
struct Nest {
    /// Of the kind that ends the part.
    same: usize,
    /// Of any kind.
    all: usize,
    /// `case` of a shell, whose patterns close a bracket that none opened.
    cases: usize,
}

impl Nest {
    /// Counts a byte of the program, and says whether it ends the part.
    fn meets(&mut self, byte: u8, until: Until, around: (Option<u8>, Option<u8>)) -> Option<Stop> {
        let close = match until {
            Until::End | Until::Mark(_) => return None,
            Until::Bracket(close) => close,
            Until::Format => b'}',
        };
        let open = match close {
            b'}' => b'{',
            b')' => b'(',
            _ => 0,
        };
        if byte == close && self.same == 0 && self.cases == 0 {
            return Some(Stop::Closed);
        }
        let path = around.0 == Some(b':') || around.1 == Some(b':');
        if until == Until::Format && byte == b':' && self.all == 0 && !path {
            return Some(Stop::Colon);
        }
        if byte == open {
            self.same += 1;
        } else if byte == close {
            self.same = self.same.saturating_sub(1);
        }
        match byte {
            b'(' | b'[' | b'{' => self.all += 1,
            b')' | b']' | b'}' => self.all = self.all.saturating_sub(1),
            _ => {}
        }
        None
    }

    fn word(&mut self, word: &[u8], command: bool) {
        match word {
            b"case" if command => self.cases += 1,
            b"esac" => self.cases = self.cases.saturating_sub(1),
            _ => {}
        }
    }
}
