//! Markdown: headings, paragraphs, list items, quotations, tables and code blocks.
//!
//! A paragraph is one text, however its lines are wrapped. What stands inside a line (links, inline
//! code) is found by [`super::inline`].

use std::ops::Range;

use super::island::Engine;
use super::markup::{self, Flavor};
use super::scan::Scan;
use super::{Element, Role, StepKind, Style, Text, Trail, inline, script, settings, yaml};

/// A family of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Dialect {
    /// CommonMark with tables.
    Common,
    /// Markdown with JSX.
    Mdx,
}

impl Dialect {
    /// How its tags are read.
    pub(super) fn flavor(self) -> Flavor {
        match self {
            Self::Common => Flavor::Html(Engine::Any),
            Self::Mdx => Flavor::Astro,
        }
    }
}

const PARAGRAPH: Style = Style::Markdown { cell: false, line: false };
const LINE: Style = Style::Markdown { cell: false, line: true };
const ROW: Style = Style::Markdown { cell: true, line: true };

/// The texts of a Markdown file.
pub(super) fn texts(bytes: &[u8], all: Range<usize>, dialect: Dialect, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, all);
    front_matter(&mut scan, out);
    let mut reader = Reader { dialect, paragraph: None, trail: Trail::default(), bytes, out };
    while scan.at < scan.end {
        reader.line(&mut scan);
    }
    reader.finish();
}

/// Settings in YAML or TOML before the document.
fn front_matter(scan: &mut Scan, out: &mut Vec<Text>) {
    let mut ahead = scan.clone();
    let fence = &scan.bytes[ahead.line()];
    if fence != b"---" && fence != b"+++" {
        return;
    }
    let from = ahead.at;
    while ahead.at < ahead.end {
        let line = ahead.line();
        if scan.bytes[line.clone()].trim_ascii_end() == fence {
            match fence {
                b"+++" => settings::texts(scan.bytes, from..line.start, out),
                _ => yaml::texts(scan.bytes, from..line.start, out),
            }
            scan.to(ahead.at);
            return;
        }
    }
}

struct Reader<'a, 'o> {
    dialect: Dialect,
    /// The paragraph that is being read.
    paragraph: Option<Range<usize>>,
    /// The heading above, as a name.
    trail: Trail,
    bytes: &'a [u8],
    out: &'o mut Vec<Text>,
}

impl Reader<'_, '_> {
    fn line(&mut self, scan: &mut Scan) {
        let line = scan.line();
        let text = &self.bytes[line.clone()];
        let indent = text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let body = &text[indent..];
        let deep = indent >= 4 || text.starts_with(b"\t");
        if body.is_empty() {
            self.finish();
        } else if let Some(fence) = opening_fence(body) {
            self.finish();
            self.fence(scan, fence);
        } else if self.dialect == Dialect::Mdx && self.paragraph.is_none() && is_module(text) {
            self.module(line.start, scan);
        } else if deep && self.paragraph.is_none() && !begins_item(body) {
            let code = Text::shown(line.start + indent..line.end, Style::Line { end: "" }, &self.trail);
            self.out.push(code.with_role(Role::CodeBlock));
        } else if body.starts_with(b"#") && is_heading(body) {
            self.finish();
            self.heading(line.start + indent..line.end);
        } else if body.starts_with(b"<") && self.paragraph.is_none() && is_block_tag(body) {
            self.html(line.start, scan);
        } else if is_underline(body) && self.paragraph.is_some() {
            if let Some(span) = self.paragraph.take() {
                self.heading(span);
            }
        } else if body.starts_with(b"|") || (self.paragraph.is_none() && is_row(body)) {
            self.finish();
            self.push(line, ROW, Some(Element::Cell));
        } else {
            self.words(line.start + indent..line.end);
        }
    }

    /// A line of a paragraph, a list item or a quotation.
    fn words(&mut self, line: Range<usize>) {
        let text = &self.bytes[line.clone()];
        if begins_item(text) || is_definition(text) {
            self.finish();
        }
        let start = self.paragraph.take().map_or(line.start, |open| open.start);
        self.paragraph = Some(start..line.end);
    }

    fn finish(&mut self) {
        if let Some(span) = self.paragraph.take() {
            self.push(span, PARAGRAPH, None);
        }
    }

    fn heading(&mut self, span: Range<usize>) {
        self.trail = Trail::default().push(StepKind::Mark, &self.bytes[span.clone()]);
        self.push(span, LINE, Some(Element::Heading));
    }

    fn push(&mut self, span: Range<usize>, style: Style, element: Option<Element>) {
        let mut text = Text::shown(span.clone(), style, &self.trail);
        if let Some(element) = element {
            text.marks.push((span, element));
        }
        inline::mark(self.bytes, self.dialect, &mut text, self.out);
        self.out.push(text);
    }

    /// A fenced block, up to a fence that is at least as long.
    fn fence(&mut self, scan: &mut Scan, fence: &[u8]) {
        while scan.at < scan.end {
            let line = scan.line();
            let body = self.bytes[line.clone()].trim_ascii();
            if body.len() >= fence.len() && body.iter().all(|b| *b == fence[0]) {
                return;
            }
            self.out.push(Text::shown(line, Style::Line { end: "" }, &self.trail).with_role(Role::CodeBlock));
        }
    }

    /// `import` and `export` of MDX: a script, up to an empty line outside its brackets.
    fn module(&mut self, from: usize, scan: &mut Scan) {
        let mut depth = depth_of(&self.bytes[from..scan.at]);
        let mut end = scan.at;
        while scan.at < scan.end {
            let line = &self.bytes[scan.line()];
            if depth <= 0 && line.trim_ascii().is_empty() {
                break;
            }
            depth += depth_of(line);
            end = scan.at;
        }
        script::texts_with_markup(self.bytes, from..end, &self.trail, self.out);
    }

    /// A block of HTML, up to an empty line.
    fn html(&mut self, from: usize, scan: &mut Scan) {
        let mut end = scan.at;
        while scan.at < scan.end {
            let line = scan.line();
            if self.bytes[line.clone()].trim_ascii().is_empty() {
                break;
            }
            end = scan.at;
        }
        markup::texts(self.bytes, from..end, self.dialect.flavor(), self.out);
    }
}

/// The run of marks that opens a fenced block; code in backticks on one line is none.
fn opening_fence(body: &[u8]) -> Option<&[u8]> {
    let mark = *body.first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = body.iter().take_while(|b| **b == mark).count();
    let inline = mark == b'`' && body[length..].contains(&b'`');
    (length >= 3 && !inline).then_some(&body[..length])
}

fn is_module(line: &[u8]) -> bool {
    [b"import ".as_slice(), b"export ", b"import{", b"export{"].iter().any(|word| line.starts_with(word))
}

/// How many brackets a piece of script leaves open.
fn depth_of(script: &[u8]) -> isize {
    let signs = script.iter().map(|byte| match byte {
        b'(' | b'[' | b'{' => 1,
        b')' | b']' | b'}' => -1,
        _ => 0,
    });
    signs.sum()
}

fn is_heading(body: &[u8]) -> bool {
    let level = body.iter().take_while(|b| **b == b'#').count();
    level <= 6 && matches!(body.get(level), Some(b' ' | b'\t') | None)
}

fn is_underline(body: &[u8]) -> bool {
    let body = body.trim_ascii_end();
    body.iter().all(|b| *b == b'=') || (body.len() > 1 && body.iter().all(|b| *b == b'-'))
}

/// A row of a table without an outer bar: a bar between blanks.
fn is_row(body: &[u8]) -> bool {
    memchr::memmem::find(body, b" | ").is_some() && !begins_item(body)
}

fn is_block_tag(body: &[u8]) -> bool {
    let auto = memchr::memchr(b'>', body)
        .is_some_and(|end| memchr::memchr(b':', &body[..end]).is_some_and(|at| !body[..at].contains(&b' ')));
    !auto && matches!(body.get(1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!'))
}

/// `[name]: address`, which is not part of the paragraph above.
fn is_definition(body: &[u8]) -> bool {
    body.starts_with(b"[") && memchr::memmem::find(body, b"]:").is_some()
}

fn begins_item(body: &[u8]) -> bool {
    let digits = body.iter().take_while(|b| b.is_ascii_digit()).count();
    let mark = match body.get(digits) {
        Some(b'.' | b')') if digits > 0 => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(_) | None => return false,
    };
    matches!(body.get(mark), Some(b' ' | b'\t'))
}
