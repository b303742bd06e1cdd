//! Spellings that hold quotes and begin no string: characters, patterns, variables with signs for names.

use super::code::{Last, Reader, Stop, Until};
use super::grammar::{Command, Grammar, Odd};
use super::hole::{Held, Hole};
use super::scan::{Lines, in_name};
use super::{Engine, Flavor, Style, Text, Trail, grammars, markup};

impl Reader<'_, '_> {
    /// Reads what begins with this byte in a way of its own, if anything does.
    pub(super) fn odd(&mut self, byte: u8) -> bool {
        let grammar: &'static Grammar = self.grammar;
        grammar.odd.iter().any(|odd| match *odd {
            Odd::Escape(escape) => byte == escape && self.over(2),
            Odd::Character(mark) => byte == mark && self.character(),
            Odd::Variable => matches!(byte, b'$' | b'@') && self.variable(),
            Odd::Slash(command) => byte == b'/' && self.slash(command),
            Odd::Percent => byte == b'%' && self.percent(),
            Odd::Sigil => byte == b'~' && self.sigil(),
            Odd::Hashes(letters) => letters.is_empty() && byte == b'#' && self.hashed(letters),
            Odd::QuoteRun => matches!(byte, b'"' | b'$') && self.quote_run(),
            Odd::LongBrackets => byte == b'[' && self.long_brackets(),
            Odd::Backslashes => byte == b'\\' && self.backslashes(),
            Odd::Quotelike | Odd::Parenthesized | Odd::Url | Odd::Data => false,
        })
    }

    /// Reads what a word begins in a way of its own; the cursor stands behind the word.
    pub(super) fn word_opens(&mut self, word: &[u8], open: usize) -> bool {
        let grammar: &'static Grammar = self.grammar;
        grammar.odd.iter().any(|odd| match *odd {
            Odd::Hashes(letters) => {
                !letters.is_empty()
                    && word.ends_with(letters.as_bytes())
                    && word.len() < 3
                    && self.hashed(letters)
            }
            Odd::Parenthesized => word.ends_with(b"R") && word.len() < 4 && self.parenthesized(),
            Odd::Url => word.eq_ignore_ascii_case(b"url") && self.url(),
            Odd::Quotelike => self.quotelike(word, open),
            Odd::Data => matches!(word, b"__END__" | b"__DATA__") && self.data(open),
            Odd::Escape(_)
            | Odd::Character(_)
            | Odd::Variable
            | Odd::Slash(_)
            | Odd::Percent
            | Odd::Sigil
            | Odd::QuoteRun
            | Odd::LongBrackets
            | Odd::Backslashes => false,
        })
    }

    fn over(&mut self, bytes: usize) -> bool {
        self.scan.skip(bytes);
        self.last = Last::Operand;
        true
    }

    /// `?"`, `$\n`: a sign, a character, and no name behind it.
    fn character(&mut self) -> bool {
        let Some(next) = self.scan.ahead(1).filter(|b| !b.is_ascii_whitespace()) else { return false };
        let length = if next == b'\\' { 3 } else { 2 };
        let before = self.before();
        let named = in_name(next) && self.scan.ahead(length).is_some_and(in_name);
        let begins = match self.last {
            Last::Operator => !before.is_some_and(in_name),
            // `found ?"yes":"no"` asks, `puts ?a` does not.
            Last::Name => before == Some(b' ') && !matches!(next, b'"' | b'\''),
            Last::Operand => false,
        };
        begins && !named && self.over(length)
    }

    /// `$x`, `$'`, `${x}`, `@{x}`.
    fn variable(&mut self) -> bool {
        match self.scan.ahead(1) {
            Some(b'{') => {
                self.scan.skip(2);
                // What has no end leaves nothing to be read.
                self.code(Until::Bracket(b'}')) != Stop::Colon
            }
            Some(next) if in_name(next) => {
                self.scan.skip(1);
                self.scan.take(in_name);
                self.last = Last::Operand;
                true
            }
            Some(b'(' | b'\'' | b'"') if !self.names_signs() => false,
            Some(next) if next.is_ascii_punctuation() && self.scan.peek() == Some(b'$') => self.over(2),
            Some(_) | None => false,
        }
    }

    /// Whether `$'` and `$"` are variables; to a shell they are strings.
    fn names_signs(&self) -> bool {
        self.grammar.odd.contains(&Odd::Percent) || self.grammar.odd.contains(&Odd::Quotelike)
    }

    /// A pattern; one that does not end on its line is a division, where one can stand.
    fn slash(&mut self, command: Command) -> bool {
        let spaced = self.before().is_some_and(|b| b.is_ascii_whitespace());
        let called =
            command == Command::Possible && spaced && !matches!(self.scan.ahead(1), Some(b' ' | b'='));
        let begins = match self.last {
            Last::Operator => true,
            Last::Name => called,
            Last::Operand => false,
        };
        // Behind a sign without an end there is no end for another one on its line.
        if !begins || self.scan.at < self.divided {
            return false;
        }
        if self.scan.ahead(1) == Some(b'\n') {
            self.delimited(&[], Lines::Many);
            return true;
        }
        let from = self.scan.at;
        let closed = self.delimited(&[], Lines::One);
        if !closed && self.is_behind_sign(from) {
            self.scan.at = from;
            self.delimited(&[], Lines::Many);
            return true;
        }
        if !closed {
            self.divided = self.scan.at;
            self.scan.at = from;
        }
        closed
    }

    /// Whether a sign stands before this slash behind which nothing is divided. An operator may itself be what
    /// stands there: `reduce(1, /)`, `inject(:/)`.
    fn is_behind_sign(&self, slash: usize) -> bool {
        let before = &self.scan.bytes[..slash];
        let trimmed = before.trim_ascii_end();
        let same_line = !before[trimmed.len()..].contains(&b'\n');
        let symbol = before.ends_with(b":");
        let alone = matches!(self.scan.bytes.get(slash + 1), Some(b')' | b',' | b']' | b'}'));
        same_line && !symbol && !alone && trimmed.last().is_some_and(|b| b"=(,[{|&:;~".contains(b))
    }

    /// `%w[…]`, `%(…)`, `%r{…}`.
    fn percent(&mut self) -> bool {
        let spaced = self.before().is_some_and(|b| b.is_ascii_whitespace());
        let kind = self.scan.ahead(1).filter(|b| b"qQwWiIrxs".contains(b));
        let delimiter = self.scan.ahead(if kind.is_some() { 2 } else { 1 });
        let Some(delimiter) = delimiter.filter(|b| b.is_ascii_punctuation()) else { return false };
        let begins = match self.last {
            Last::Operator => delimiter != b'=' || kind.is_some(),
            Last::Name => spaced && delimiter != b'=',
            Last::Operand => false,
        };
        if !begins {
            return false;
        }
        self.scan.skip(if kind.is_some() { 2 } else { 1 });
        let plain = kind.is_some_and(|b| b"qwis".contains(&b));
        self.delimited(if plain { &[] } else { grammars::HASH }, Lines::Many);
        true
    }

    /// `~r/…/`, `~w[…]`; one in quotes is read like any string.
    fn sigil(&mut self) -> bool {
        let name = self.scan.rest().iter().skip(1).take_while(|b| b.is_ascii_alphabetic()).take(8).count();
        let delimiter = self.scan.ahead(1 + name);
        let pattern = name == 1 && matches!(self.scan.ahead(1), Some(b'r' | b'R'));
        let quoted = matches!(delimiter, Some(b'"' | b'\''));
        if name == 0 || !delimiter.is_some_and(|b| b"/|\"'([{<".contains(&b)) {
            return false;
        }
        let kind = self.scan.ahead(1);
        self.scan.skip(1 + name);
        if name == 1 && self.scan.sees(b"\"\"\"") && self.markup(kind) {
            return true;
        }
        let raw = kind.is_some_and(|b| matches!(b, b'H' | b'L' | b'E'));
        if !quoted || raw || (pattern && !self.scan.sees(b"\"\"\"")) {
            let small = self.before().is_some_and(|b| b.is_ascii_lowercase());
            self.delimited(if small { grammars::HASH } else { &[] }, Lines::Many);
        }
        true
    }

    /// A template in a program: `~H"""…"""`, and the older `~L` and `~E`.
    fn markup(&mut self, kind: Option<u8>) -> bool {
        let engine = match kind {
            Some(b'H') => Engine::Phoenix,
            Some(b'L' | b'E') => Engine::Eex,
            Some(_) | None => return false,
        };
        self.scan.skip(3);
        let end = self.scan.find(b"\"\"\"");
        if end < self.scan.end {
            markup::texts(self.scan.bytes, self.scan.at..end, Flavor::Html(engine), self.out);
        }
        self.scan.to(end + 3);
        self.last = Last::Operand;
        true
    }

    /// `q(…)`, `m/…/`, `s{…}{…}` of Perl; the cursor stands behind the word.
    fn quotelike(&mut self, word: &[u8], open: usize) -> bool {
        let parts = match word {
            b"q" | b"qq" | b"qw" | b"qr" | b"qx" | b"m" => 1,
            b"s" | b"tr" | b"y" => 2,
            _ => return false,
        };
        let before = open.checked_sub(1).map(|at| self.scan.bytes[at]);
        let mut ahead = self.scan.clone();
        ahead.space();
        let spaced = ahead.at > self.scan.at;
        let delimiter = ahead.peek().filter(|b| b.is_ascii_punctuation() && !b",;)".contains(b));
        let Some(delimiter) = delimiter.filter(|b| !(spaced && matches!(b, b'#' | b'='))) else {
            return false;
        };
        let named =
            before.is_some_and(|b| b"$@%&>{".contains(&b)) && !(before == Some(b'{') && delimiter != b'}');
        if named || ahead.sees(b"=>") || (delimiter == b'}') {
            return false;
        }
        self.scan.to(ahead.at);
        let paired = b"([{<".contains(&delimiter);
        if self.delimited(&[], Lines::Many) && parts == 2 {
            if paired {
                self.scan.space();
            } else {
                // One sign closes the first part and opens the second.
                self.scan.at -= 1;
            }
            self.delimited(&[], Lines::Many);
        }
        true
    }

    /// Goes from a sign to the one that closes it, over nested pairs and placeholders; nothing inside is a
    /// text. Says whether it has an end.
    fn delimited(&mut self, holes: &'static [Hole], lines: Lines) -> bool {
        let Some(open) = self.scan.peek() else { return false };
        let close = match open {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            b'<' => b'>',
            other => other,
        };
        let (known, mut depth, mut class) = (self.out.len(), 0usize, false);
        self.scan.skip(1);
        self.last = Last::Operand;
        while let Some(byte) = self.scan.peek() {
            match byte {
                b'\n' if lines == Lines::One => return false,
                b'\\' => self.scan.skip(2),
                b'[' | b']' if open == b'/' && lines == Lines::One => {
                    class = byte == b'[';
                    self.scan.skip(1);
                }
                _ if byte == close && depth == 0 && !class => {
                    self.scan.skip(1);
                    self.last = Last::Operand;
                    return true;
                }
                _ => match self.hole(holes) {
                    Held::Read => {}
                    Held::Endless => break,
                    Held::Nothing => {
                        depth = match byte {
                            _ if byte == close => depth.saturating_sub(1),
                            _ if byte == open => depth + 1,
                            _ => depth,
                        };
                        self.scan.skip(1);
                    }
                },
            }
        }
        self.out.truncate(known);
        self.scan.to(self.scan.end);
        false
    }

    /// A line of text behind two backslashes.
    fn backslashes(&mut self) -> bool {
        if !self.scan.sees(b"\\\\") {
            return false;
        }
        let end = self.scan.line_end();
        let text = Text::shown(self.scan.at + 2..end, Style::Line { end: "" }, &Trail::default());
        self.out.push(text);
        self.scan.to(end);
        true
    }

    /// `url(…)` without quotes, whose slashes are no comment.
    fn url(&mut self) -> bool {
        let bare = self.scan.peek() == Some(b'(') && !matches!(self.scan.ahead(1), Some(b'"' | b'\'' | b' '));
        if bare {
            self.scan.take(|b| b != b')' && b != b'\n');
        }
        bare
    }

    /// Everything behind a line that says so is data.
    fn data(&mut self, open: usize) -> bool {
        let starts = open == 0 || self.scan.bytes[open - 1] == b'\n';
        let alone = starts && matches!(self.scan.peek(), None | Some(b'\n' | b'\r'));
        if alone {
            self.scan.to(self.scan.end);
        }
        alone
    }
}
