//! A cursor over a part of a file; every step stays inside the part.

use std::ops::Range;

/// Where a format module stands in its part of the file.
#[derive(Debug, Clone)]
pub(super) struct Scan<'a> {
    /// The whole file, so that places count from its start.
    pub bytes: &'a [u8],
    /// The next byte.
    pub at: usize,
    /// The byte after the part.
    pub end: usize,
}

impl<'a> Scan<'a> {
    /// A cursor at the start of a part; the part is cut to the file.
    pub(super) fn new(bytes: &'a [u8], part: Range<usize>) -> Self {
        let end = part.end.min(bytes.len());
        Self { bytes, at: part.start.min(end), end }
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.ahead(0)
    }

    /// The byte that many places on.
    pub(super) fn ahead(&self, by: usize) -> Option<u8> {
        self.rest().get(by).copied()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..self.end]
    }

    /// Whether the next bytes are these.
    pub(super) fn sees(&self, what: &[u8]) -> bool {
        self.rest().starts_with(what)
    }

    /// Goes on by some bytes, at most to the end.
    pub(super) fn skip(&mut self, by: usize) {
        self.at = self.at.saturating_add(by).min(self.end);
    }

    /// Goes to a place, never back and at most to the end.
    pub(super) fn to(&mut self, at: usize) {
        self.at = at.clamp(self.at, self.end);
    }

    /// Where this stands next, or the end of the part.
    pub(super) fn find(&self, what: &[u8]) -> usize {
        memchr::memmem::find(self.rest(), what).map_or(self.end, |i| self.at + i)
    }

    /// Goes over bytes while they fit, and says which.
    pub(super) fn take(&mut self, fits: impl Fn(u8) -> bool) -> Range<usize> {
        let from = self.at;
        while self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        from..self.at
    }

    /// Goes over blanks and line ends.
    pub(super) fn space(&mut self) {
        self.take(|b| b.is_ascii_whitespace());
    }

    /// The end of this line: the place of its `\n` or `\r\n`, or the end.
    pub(super) fn line_end(&self) -> usize {
        let end = memchr::memchr(b'\n', self.rest()).map_or(self.end, |i| self.at + i);
        if end > self.at && self.bytes[end - 1] == b'\r' { end - 1 } else { end }
    }

    /// Goes to the first byte of the next line, and says where this one stood.
    pub(super) fn line(&mut self) -> Range<usize> {
        let line = self.at..self.line_end();
        self.at = memchr::memchr(b'\n', self.rest()).map_or(self.end, |i| self.at + i + 1);
        line
    }

    /// The place of the quote that closes a text with backslash escapes, from the cursor on.
    pub(super) fn close(&self, close: &[u8], lines: Lines) -> Option<usize> {
        let mut at = self.at;
        while at < self.end {
            match self.bytes[at] {
                b'\\' => at += 2,
                _ if self.bytes[at..self.end].starts_with(close) => return Some(at),
                b'\n' if lines == Lines::One => return None,
                _ => at += 1,
            }
        }
        None
    }
}

/// Whether a text may go over several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// No.
    One,
    /// Yes.
    Many,
}

/// Whether a byte belongs to a name of most languages.
pub(super) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
