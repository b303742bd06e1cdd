//! Cuts a message into words, quotations, arrows and signs.
//!
//! A token keeps its place in the text, so that unquoted texts are taken as they were written.

use super::quotes::Chars;
use crate::domain::path::is_invisible;

/// Most tokens in a request; a longer message is an essay, not a change of strings.
const MAX_TOKENS: usize = 4096;

/// One piece of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A quotation, or the halves of `s/old/new/`.
    Quote(String),
    /// A word in lower case with straight apostrophes; the text has its own spelling.
    Word(String),
    /// A picture or `:its_name:`.
    Emoji,
    /// `->`, `=>`, `→` and their relatives.
    Arrow,
    /// One of `, ; : . ! ? ( ) -`; a dash of any length is `-`.
    Mark(char),
    /// The end of a line, with the bullet or number of the next one.
    Break,
}

struct Lexer<'a> {
    text: &'a str,
    chars: Chars,
    at: usize,
    tokens: Vec<Token>,
}

/// The tokens of a message, or nothing when there are too many or it takes too long to say.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut lexer = Lexer { text, chars: Chars::new(text), at: 0, tokens: Vec::new() };
    lexer.bullet();
    while let Some(c) = lexer.chars.get(lexer.at) {
        lexer.step(c);
        if lexer.chars.budget == 0 || lexer.tokens.len() > MAX_TOKENS {
            return None;
        }
    }
    Some(lexer.tokens)
}

impl Lexer<'_> {
    fn step(&mut self, c: char) {
        if c == '\n' {
            self.push(Kind::Break, 1);
            self.bullet();
        } else if c.is_whitespace() || is_invisible(c) {
            self.at += 1;
        } else if let Some(len) = self.markup_len() {
            self.at += len;
        } else if !self.quote() && !self.sed() && !self.arrow() && !self.mark(c) {
            self.word();
        }
    }

    fn push(&mut self, kind: Kind, len: usize) {
        let (start, end) = (self.chars.offset(self.at), self.chars.offset(self.at + len));
        self.tokens.push(Token { kind, start, end });
        self.at += len;
    }

    fn at_gap(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(char::is_whitespace)
    }

    /// Skips `- `, `• `, `1. `, `2) `, `> ` and the like at the start of a line.
    fn bullet(&mut self) {
        while self.chars.get(self.at).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let digits = (self.at..self.at + 3)
            .take_while(|&i| self.chars.get(i).is_some_and(|c| c.is_ascii_digit()))
            .count();
        let sign = self.chars.get(self.at + digits);
        let bullet = match digits {
            0 => matches!(sign, Some('-' | '*' | '•' | '◦' | '‣' | '·' | '–' | '>' | '+')),
            _ => matches!(sign, Some('.' | ')')),
        };
        if bullet && self.at_gap(self.at + digits + 1) {
            self.at += digits + 1;
        }
    }

    /// Mark-up to pass over: `*`, `_`, `~` around a quotation, and mentions.
    fn markup_len(&mut self) -> Option<usize> {
        let c = self.chars.get(self.at)?;
        if c == '<' {
            return self.mention_len();
        }
        let run = (0..4).take_while(|&i| self.is_formatting(self.at + i)).count();
        let after_quote = self.tokens.last().is_some_and(|last| {
            matches!(last.kind, Kind::Quote(_)) && last.end == self.chars.offset(self.at)
        });
        let before_quote = run > 0 && self.chars.quotation(self.at + run).is_some();
        (run > 0 && (after_quote || before_quote)).then_some(run)
    }

    fn is_formatting(&self, at: usize) -> bool {
        matches!(self.chars.get(at), Some('*' | '_' | '~'))
    }

    /// `<@U123>`, `<!here>`, `<#C1|general>`, `<:smile:12>`: addressed to the platform, not to us.
    fn mention_len(&self) -> Option<usize> {
        matches!(self.chars.get(self.at + 1)?, '@' | '!' | '#' | ':').then_some(())?;
        (2..80).find(|&i| self.chars.get(self.at + i) == Some('>')).map(|i| i + 1)
    }

    fn quote(&mut self) -> bool {
        let found = self.chars.quotation(self.at).or_else(|| {
            let bold = self.bold()?;
            Some(super::quotes::Quotation { says: self.chars.string(bold.0, bold.1), next: bold.2 })
        });
        let Some(found) = found else { return false };
        self.push(Kind::Quote(found.says), found.next - self.at);
        true
    }

    /// `*Sign up*` and `**Sign up**`: people who have no quotes at hand make it bold.
    fn bold(&mut self) -> Option<(usize, usize, usize)> {
        let stars = (0..3).take_while(|&i| self.chars.get(self.at + i) == Some('*')).count();
        let from = self.at + stars;
        let free = self.chars.before(self.at).is_none_or(char::is_whitespace);
        (free && (1..3).contains(&stars) && self.chars.get(from)?.is_alphanumeric()).then_some(())?;
        let mut end = from;
        loop {
            self.chars.pay().then_some(())?;
            match self.chars.get(end)? {
                '\n' | '"' | '\'' | '`' | '“' | '‘' => return None,
                '*' => break,
                _ => end += 1,
            }
        }
        let next = end + stars;
        let closed = (end..next).all(|i| self.chars.get(i) == Some('*'));
        let tight = !self.chars.before(end).is_some_and(char::is_whitespace);
        let over = !self.chars.get(next).is_some_and(|c| c.is_alphanumeric() || matches!(c, '*' | '.' | '/'));
        (closed && tight && over).then_some((from, end, next))
    }

    /// `s/old/new/gi` between literal texts, as engineers write it.
    fn sed(&mut self) -> bool {
        let start = self.at;
        if !self.chars.starts_with(start, "s/") {
            return false;
        }
        let Some((old, middle)) = self.sed_part(start + 2) else { return false };
        let Some((new, end)) = self.sed_part(middle + 1) else { return false };
        let flags = (end + 1..end + 4).take_while(|&i| matches!(self.chars.get(i), Some('g' | 'i'))).count();
        let free = self.chars.before(start).is_none_or(|c| !c.is_alphanumeric());
        let next = end + 1 + flags;
        if !free || old.is_empty() || self.chars.get(next).is_some_and(|c| c.is_alphanumeric() || c == '/') {
            return false;
        }
        let any_case = self.chars.string(end + 1, next).contains('i');
        self.push(Kind::Quote(old), middle - start);
        self.push(Kind::Arrow, 1);
        self.push(Kind::Quote(new), end - middle);
        if any_case {
            self.push(Kind::Word("ignore".to_owned()), 0);
            self.push(Kind::Word("case".to_owned()), 0);
        }
        self.at = next;
        true
    }

    /// Literal text up to the next `/`; a pattern or the end of the line is no literal text.
    fn sed_part(&mut self, from: usize) -> Option<(String, usize)> {
        let (mut part, mut at) = (String::new(), from);
        loop {
            self.chars.pay().then_some(())?;
            match self.chars.get(at)? {
                '/' => return Some((part, at)),
                '\\' if self.chars.get(at + 1) == Some('/') => at += 1,
                '\n' | '\\' | '*' | '[' | ']' | '^' | '$' | '+' | '|' => return None,
                _ => {}
            }
            part.extend(self.chars.get(at));
            at += 1;
        }
    }

    fn arrow(&mut self) -> bool {
        let signs = [":arrow_right:", "-->", "==>", "->", "=>"];
        let len = signs.iter().find(|sign| self.chars.starts_with(self.at, sign)).map(|sign| sign.len());
        let drawn = self.chars.get(self.at).is_some_and(is_drawn_arrow).then_some(1);
        let Some(len) = len.or(drawn) else { return false };
        self.push(Kind::Arrow, len);
        true
    }

    fn mark(&mut self, c: char) -> bool {
        let next = self.chars.get(self.at + 1);
        let (c, len) = match c {
            '—' | '–' => ('-', 1),
            '-' if self.chars.starts_with(self.at, "--") && self.at_gap(self.at + 2) => ('-', 2),
            '-' if self.at_gap(self.at + 1) => ('-', 1),
            ',' | ';' | '!' | '?' | '(' | ')' => (c, 1),
            '.' if next.is_none_or(|next| next.is_whitespace() || next == ')') => (c, 1),
            ':' if self.shortcode().is_none() => (c, 1),
            '…' => ('.', 1),
            _ => return false,
        };
        self.push(Kind::Mark(c), len);
        true
    }

    /// The length of `:a_name:`.
    fn shortcode(&self) -> Option<usize> {
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
        let len = (1..40).take_while(|&i| self.chars.get(self.at + i).is_some_and(name)).count();
        (len > 0 && self.chars.get(self.at + len + 1) == Some(':')).then_some(len + 2)
    }

    fn word(&mut self) {
        if let Some(len) = self.shortcode().filter(|_| self.chars.get(self.at) == Some(':')) {
            return self.push(Kind::Emoji, len);
        }
        let mut end = self.at + 1;
        while let Some(c) = self.chars.get(end) {
            let quote =
                !self.chars.before(end).is_some_and(char::is_alphanumeric) || !c.is_ascii() || c == '`';
            if c.is_whitespace() || is_drawn_arrow(c) || (quote && self.chars.quotation(end).is_some()) {
                break;
            }
            end += 1;
        }
        let end = self.trim(end);
        let raw = &self.text[self.chars.offset(self.at)..self.chars.offset(end)];
        let kind = if raw.chars().all(|c| !c.is_alphanumeric() && !c.is_ascii()) {
            Kind::Emoji
        } else {
            Kind::Word(if raw == "&" { "and".to_owned() } else { raw.to_lowercase().replace('’', "'") })
        };
        self.push(kind, end - self.at);
    }

    /// Leaves the signs at the end of a word to be tokens of their own.
    fn trim(&self, end: usize) -> usize {
        let opened = (self.at..end).any(|i| self.chars.get(i) == Some('('));
        let mut end = end;
        while end > self.at + 1 {
            let sign = self.chars.before(end);
            let dots = self.chars.before(end - 1) == Some('.');
            match sign {
                Some(',' | ';' | ':' | '!' | '?' | '—' | '–') => {}
                Some('.') if !dots => {}
                Some(')') if !opened => {}
                _ => break,
            }
            end -= 1;
        }
        end
    }
}

fn is_drawn_arrow(c: char) -> bool {
    matches!(c, '→' | '⇒' | '➜' | '➡' | '⟶' | '⟹' | '➔' | '⮕' | '►')
}
