//! Strings whose marks are chosen by the person who writes them: more hashes, more quotes, a name.

use super::code::{Last, Reader};
use super::literal::{Body, Escapes};
use super::scan::Lines;
use super::{Or, Style, Text, Trail, escape, grammars};

impl Reader<'_, '_> {
    /// `r#"…"#` of Rust and `#"…"#` of Swift; the cursor stands on the first hash, or on the quote behind the
    /// letters.
    pub(super) fn hashed(&mut self, letters: &'static str) -> bool {
        let hashes = self.scan.rest().iter().take_while(|b| **b == b'#').count();
        if self.scan.ahead(hashes) != Some(b'"') {
            // Goes over the run, so that no hash is counted twice.
            self.scan.skip(if letters.is_empty() { hashes } else { 0 });
            return letters.is_empty();
        }
        let open = self.scan.at - letters.len();
        self.scan.skip(hashes + 1);
        let from = self.scan.at;
        let mark = format!("\"{}", "#".repeat(hashes));
        let end = self.scan.find(mark.as_bytes());
        let long = letters.is_empty() && self.scan.sees(b"\"\"");
        if letters.is_empty() && (long || memchr::memmem::find(&self.scan.bytes[from..end], b"\\#").is_some())
        {
            // It may hold placeholders of its own, and more quotes: it is no text that can be changed.
            let end = if long { self.closes_long(hashes) } else { end + mark.len() };
            self.scan.to(end);
            self.last = Last::Operand;
            return true;
        }
        self.own((open, from), (end, mark.len()), Style::Raw { close: "\"", hashes, or: Or::Hashes(letters) })
    }

    /// Behind the end of `#"""…"""#`, whose first quote was read.
    fn closes_long(&mut self, hashes: usize) -> usize {
        self.scan.skip(2);
        let mark = format!("\"\"\"{}", "#".repeat(hashes));
        self.scan.find(mark.as_bytes()) + mark.len()
    }

    /// `"""…"""` of C#, with as many quotes at the end as at the start; one `$` makes braces placeholders.
    pub(super) fn quote_run(&mut self) -> bool {
        let dollars = self.scan.rest().iter().take(9).take_while(|b| **b == b'$').count();
        let quotes = self.scan.rest().iter().skip(dollars).take_while(|b| **b == b'"').count();
        if quotes < 3 {
            return false;
        }
        let known = self.out.len();
        self.scan.skip(dollars);
        let open = self.scan.at;
        self.scan.skip(quotes);
        let from = self.scan.at;
        let close = "\"".repeat(quotes);
        let holes = if dollars == 1 { grammars::FORMAT } else { &[] };
        let body = Body { close: close.as_bytes(), escapes: Escapes::Not, lines: Lines::Many, holes };
        let Some((end, holes)) = self.ended(body, known) else { return true };
        // With more of them the placeholders have more braces, and other quotes could not hold the text.
        if dollars < 2 {
            let style = Style::Raw { close: "\"\"\"", hashes: 0, or: Or::Escaped("", &escape::CSHARP) };
            let mut text = Text::shown(from..end, style, &Trail::default()).within(open..end + quotes);
            text.holes = holes;
            text.doubled = if dollars == 1 { grammars::BRACES } else { &[] };
            self.out.push(text);
        }
        self.last = Last::Operand;
        true
    }

    /// `[[…]]` and `[==[…]==]` of Lua.
    pub(super) fn long_brackets(&mut self) -> bool {
        let level = self.scan.rest().iter().skip(1).take_while(|b| **b == b'=').count();
        if self.scan.ahead(1 + level) != Some(b'[') {
            return false;
        }
        let open = self.scan.at;
        self.scan.skip(level + 2);
        let mark = format!("]{}]", "=".repeat(level));
        let end = self.scan.find(mark.as_bytes());
        let plain = Style::Raw { close: "]]", hashes: 0, or: Or::Escaped("", &escape::C) };
        let style = if level == 0 { plain } else { Style::Plain };
        self.own((open, self.scan.at), (end, mark.len()), style)
    }

    /// `R"x(…)x"` of C++; the cursor stands behind the `R`.
    pub(super) fn parenthesized(&mut self) -> bool {
        if self.scan.peek() != Some(b'"') {
            return false;
        }
        let name =
            self.scan.rest().iter().skip(1).take(17).take_while(|b| !b"()\\\" \t\n".contains(b)).count();
        if self.scan.ahead(1 + name) != Some(b'(') {
            return false;
        }
        let (open, at) = (self.scan.at - 1, self.scan.at + 1);
        let name = &self.scan.bytes[at..at + name];
        let mark = [b")", name, b"\""].concat();
        self.scan.skip(name.len() + 2);
        let end = self.scan.find(&mark);
        let plain = Style::Raw { close: ")\"", hashes: 0, or: Or::Escaped("", &escape::C) };
        let style = if name.is_empty() { plain } else { Style::Plain };
        self.own((open, self.scan.at), (end, mark.len()), style)
    }

    /// A string with marks of its own, if it has an end; nothing behind it is known otherwise.
    fn own(&mut self, (open, from): (usize, usize), (end, mark): (usize, usize), style: Style) -> bool {
        if end < self.scan.end {
            self.out.push(Text::shown(from..end, style, &Trail::default()).within(open..end + mark));
        }
        self.scan.to(end + mark);
        self.last = Last::Operand;
        true
    }
}
