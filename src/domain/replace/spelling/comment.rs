//! Comments of a program.

use super::code::{Reader, Until};
use super::grammar::{At, Comment, End};
use super::{Role, Style, Text, Trail};

impl Reader<'_, '_> {
    /// Reads the comment at the cursor, if one begins there.
    pub(super) fn comment(&mut self, until: Until) -> bool {
        let begins = |comment: &&Comment| self.scan.sees(comment.open.as_bytes()) && self.may_begin(comment);
        let Some(comment) = self.grammar.comments.iter().find(begins) else { return false };
        let (open, from) = (comment.open, self.scan.at);
        match comment.end {
            End::Line => {
                let mut end = self.scan.line_end();
                if let Until::Mark(mark) = until {
                    let line = &self.scan.bytes[from..end];
                    end = memchr::memmem::find(line, mark.as_bytes()).map_or(end, |at| from + at);
                }
                self.push_comment((from, end), "");
                self.scan.to(end);
            }
            End::Mark(close) => {
                self.scan.skip(open.len());
                let end = self.scan.find(close.as_bytes());
                self.push_block((from + open.len(), end), close);
            }
            End::Nested(close) => {
                self.scan.skip(open.len());
                let end = self.nested(open, close);
                self.push_block((from + open.len(), end), close);
            }
        }
        true
    }

    fn may_begin(&self, comment: &Comment) -> bool {
        match comment.at {
            At::Anywhere => true,
            At::Word => self.before().is_none_or(|b| b.is_ascii_whitespace() || b"(;&|`)".contains(&b)),
            At::LineStart => self.at_line_start(),
            At::Unless(byte) => self.scan.ahead(comment.open.len()) != Some(byte),
        }
    }

    /// Where the mark stands that closes a comment with comments inside.
    fn nested(&self, open: &str, close: &str) -> usize {
        let mut scan = self.scan.clone();
        let mut depth = 0usize;
        while scan.at < scan.end {
            if scan.sees(close.as_bytes()) {
                if depth == 0 {
                    return scan.at;
                }
                depth -= 1;
                scan.skip(close.len());
            } else if scan.sees(open.as_bytes()) {
                depth += 1;
                scan.skip(open.len());
            } else {
                scan.skip(1);
            }
        }
        scan.end
    }

    /// A comment between marks; without its end it is none, and nothing behind it is known.
    fn push_block(&mut self, (from, end): (usize, usize), close: &'static str) {
        if end < self.scan.end {
            self.push_comment((from, end), close);
        }
        self.scan.to(end + close.len());
    }

    fn push_comment(&mut self, (from, end): (usize, usize), close: &'static str) {
        let text = Text::shown(from..end, Style::Line { end: close }, &Trail::default());
        self.out.push(text.with_role(Role::Comment));
    }
}
