//! Cuts Rust source into tokens, so that no rule is fooled by a string or a comment.

/// What a token is, as far as a rule needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword; a raw identifier without its `r#`.
    Word,
    /// `::` or one character of punctuation.
    Punct,
    /// A string literal of any sort, with its quotes.
    Text,
    /// A character, a lifetime or a number.
    Other,
    /// A comment of any sort, with its marks.
    Comment,
}

/// One token and the line it begins on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub fn is_punct(&self, punct: &str) -> bool {
        self.kind == Kind::Punct && self.text == punct
    }
}

/// The tokens of `text` in order, comments among them.
pub fn lex(text: &str) -> Vec<Token> {
    let (mut rest, mut line, mut tokens) = (text, 1, Vec::new());
    while let Some(first) = rest.chars().next() {
        let (kind, length) = next_token(rest, first);
        let (token, after) = rest.split_at(length);
        if let Some(kind) = kind {
            let text = token.strip_prefix("r#").filter(|_| kind == Kind::Word).unwrap_or(token);
            tokens.push(Token { kind, text: text.to_owned(), line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

/// Kind and length in bytes of what `rest` begins with; white space has no kind.
fn next_token(rest: &str, first: char) -> (Option<Kind>, usize) {
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if rest.starts_with("//") {
        return (Some(Kind::Comment), rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Some(Kind::Comment), block_comment(rest));
    }
    if let Some(length) = string(rest) {
        return (Some(Kind::Text), length);
    }
    if first == '\'' || rest.starts_with("b'") {
        return (Some(Kind::Other), quote(rest));
    }
    if is_word_char(first) {
        let raw = if rest.starts_with("r#") { 2 } else { 0 };
        let kind = if first.is_ascii_digit() { Kind::Other } else { Kind::Word };
        return (Some(kind), raw + word_length(&rest[raw..]));
    }
    let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
    (Some(Kind::Punct), length)
}

fn is_word_char(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn word_length(rest: &str) -> usize {
    rest.find(|c| !is_word_char(c)).unwrap_or(rest.len())
}

/// Block comments nest in Rust.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the string literal that `rest` begins with, if it does.
fn string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix);
        after.is_some_and(|after| after.starts_with('"') || prefix.ends_with('r') && is_raw(after))
    })?;
    let body = &rest[prefix.len()..];
    let length = if prefix.ends_with('r') { raw_string(body) } else { escaped(body, '"') };
    Some(prefix.len() + length)
}

fn is_raw(after: &str) -> bool {
    after.starts_with('#') && after.trim_start_matches('#').starts_with('"')
}

fn raw_string(body: &str) -> usize {
    let hashes = body.len() - body.trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(hashes));
    let from = hashes + 1;
    body[from..].find(&end).map_or(body.len(), |at| from + at + end.len())
}

/// The length up to and with the closing `mark`; `body` begins with the opening one.
fn escaped(body: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        if c == mark && !is_escaped {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    body.len()
}

/// A character literal or, without a closing quote, a lifetime.
fn quote(rest: &str) -> usize {
    let prefix = usize::from(rest.starts_with('b'));
    let body = &rest[prefix..];
    let mut inside = body.chars().skip(1);
    let is_character = inside.next() == Some('\\') || inside.next() == Some('\'');
    prefix + if is_character { escaped(body, '\'') } else { 1 + word_length(&body[1..]) }
}

#[test]
fn strings_comments_and_quotes_are_one_token_each() {
    let text = r##"a::b /* x /* y */ z */ "q\"" r#"w"e"# b"\\" '"' '\'' 'life b'"' r#type 1_0u8 // end"##;
    let found: Vec<_> = lex(text).into_iter().map(|token| (token.kind, token.text)).collect();
    let expected = [
        (Kind::Word, "a"),
        (Kind::Punct, "::"),
        (Kind::Word, "b"),
        (Kind::Comment, "/* x /* y */ z */"),
        (Kind::Text, r#""q\"""#),
        (Kind::Text, r##"r#"w"e"#"##),
        (Kind::Text, r#"b"\\""#),
        (Kind::Other, r#"'"'"#),
        (Kind::Other, r"'\''"),
        (Kind::Other, "'life"),
        (Kind::Other, r#"b'"'"#),
        (Kind::Word, "type"),
        (Kind::Other, "1_0u8"),
        (Kind::Comment, "// end"),
    ];
    assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn lines_are_counted_through_long_tokens() {
    let tokens = lex("/* 1\n2 */\n\"3\n4\" five\nr\"\n\" seven");
    let lines: Vec<_> = tokens.iter().map(|token| token.line).collect();
    assert_eq!(lines, [1, 3, 4, 5, 6]);
}
