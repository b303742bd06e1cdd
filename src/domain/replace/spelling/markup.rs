//! HTML, its templates (Vue, Svelte, Jinja, ERB, PHP, Handlebars) and XML.

use std::ops::Range;

use super::languages::Language;
use super::scan::Scan;
use super::script::{self, Setting};
use super::tags::{self, Tag};
use super::{Place, Role, Style, Text, Trail, code, json};

/// A family of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Flavor {
    /// HTML and templates for it.
    Html,
    /// HTML where a single brace opens an expression (Svelte, Astro).
    Braces,
    /// XML.
    Xml,
    /// XML of Android resources.
    Android,
}

/// Deeper nesting than this keeps the names of the outer elements only.
const MAX_STACK: usize = 256;

/// Placeholders of templates, longer openings first, and how to read what is inside.
const ISLANDS: &[(&str, &str, Inside)] = &[
    ("{{", "}}", Inside::Script),
    ("{%", "%}", Inside::Code(Language::Python)),
    ("{#", "#}", Inside::Nothing),
    ("<%", "%>", Inside::Code(Language::Ruby)),
    ("<?", "?>", Inside::Code(Language::Php)),
];

#[derive(Debug, Clone, Copy)]
enum Inside {
    Script,
    Code(Language),
    Nothing,
}

/// The texts of a part of a markup file.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, flavor: Flavor, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, part);
    if flavor == Flavor::Braces && scan.sees(b"---") {
        // Astro begins with a script between two fences.
        scan.skip(3);
        let end = scan.find(b"\n---");
        script::texts(bytes, scan.at..end, Setting::file(false, &Trail::default()), out);
        scan.to(end + 4);
    }
    Reader { scan, flavor, stack: Vec::new(), out }.run();
}

struct Reader<'a, 'o> {
    scan: Scan<'a>,
    flavor: Flavor,
    /// Open elements, with their names.
    stack: Vec<(&'a [u8], Trail)>,
    out: &'o mut Vec<Text>,
}

impl<'a> Reader<'a, '_> {
    fn run(&mut self) {
        while self.scan.at < self.scan.end {
            self.text();
            if self.scan.sees(b"<!--") {
                self.until(b"-->", 4, Style::Line { end: "-->" }, Role::Comment);
            } else if self.scan.sees(b"<![CDATA[") {
                self.until(b"]]>", 9, Style::Entities(Place::Cdata), Role::Shown);
            } else if self.scan.sees(b"<!") {
                let end = self.scan.find(b">");
                self.scan.to(end + 1);
            } else if self.scan.sees(b"</") {
                self.close_tag();
            } else if self.scan.at < self.scan.end {
                self.open_tag();
            }
        }
    }

    fn trail(&self) -> Trail {
        self.stack.last().map(|(_, trail)| trail.clone()).unwrap_or_default()
    }

    fn is_html(&self) -> bool {
        matches!(self.flavor, Flavor::Html | Flavor::Braces)
    }

    /// Text up to the next tag, with the placeholders of templates as holes.
    fn text(&mut self) {
        let from = self.scan.at;
        let trail = self.trail();
        let mut holes = Vec::new();
        while let Some(byte) = self.scan.peek() {
            let next = self.scan.ahead(1);
            if byte == b'<' && next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!')) {
                break;
            }
            if matches!(byte, b'{' | b'<')
                && let Some(hole) = self.island(&trail)
            {
                holes.push(hole);
            } else {
                self.scan.skip(1);
            }
        }
        let place = match self.flavor {
            Flavor::Html => Place::Html,
            Flavor::Braces => Place::Jsx,
            Flavor::Xml => Place::Xml,
            Flavor::Android => Place::Android,
        };
        if self.scan.at > from {
            let mut text = Text::shown(from..self.scan.at, Style::Entities(place), &trail);
            text.holes = holes;
            self.out.push(text);
        }
    }

    /// A placeholder at the cursor: its own texts are read, and it is a hole in the text around it.
    fn island(&mut self, trail: &Trail) -> Option<Range<usize>> {
        let from = self.scan.at;
        if self.flavor == Flavor::Braces && self.scan.peek() == Some(b'{') {
            self.scan.skip(1);
            script::expression(&mut self.scan, &Setting::file(false, trail), self.out);
            return Some(from..self.scan.at);
        }
        let (open, close, inside) = ISLANDS.iter().find(|(open, _, _)| self.scan.sees(open.as_bytes()))?;
        if !self.is_html() && *open != "<?" {
            return None;
        }
        self.scan.skip(open.len());
        let end = self.scan.find(close.as_bytes());
        let part = self.scan.at..end;
        match inside {
            Inside::Script => {
                script::texts(self.scan.bytes, part, Setting::file(false, trail), self.out);
            }
            Inside::Code(_) if !self.is_html() => {}
            Inside::Code(language) => code::texts(self.scan.bytes, part, language.rules(), self.out),
            Inside::Nothing => {}
        }
        self.scan.to(end + close.len());
        Some(from..self.scan.at)
    }

    fn until(&mut self, close: &[u8], skip: usize, style: Style, role: Role) {
        self.scan.skip(skip);
        let end = self.scan.find(close);
        let text = Text::shown(self.scan.at..end, style, &self.trail());
        if end < self.scan.end {
            self.out.push(text.with_role(role));
        }
        self.scan.to(end + close.len());
    }

    fn close_tag(&mut self) {
        self.scan.skip(2);
        let name = self.scan.take(tags::in_tag_name);
        let name = &self.scan.bytes[name];
        if let Some(at) = self.stack.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)) {
            self.stack.truncate(at);
        }
        let end = self.scan.find(b">");
        self.scan.to(end + 1);
    }

    fn open_tag(&mut self) {
        self.scan.skip(1);
        let name = self.scan.take(tags::in_tag_name);
        let name = &self.scan.bytes[name];
        let mut tag = Tag::open(&self.trail(), name);
        while let Some(byte) = self.scan.peek() {
            match byte {
                b'>' => break,
                b'/' if self.scan.ahead(1) == Some(b'>') => {
                    tag.closed = true;
                    self.scan.skip(1);
                }
                b'{' | b'<' => {
                    let trail = tag.trail.clone();
                    if self.island(&trail).is_none() {
                        self.scan.skip(1);
                    }
                }
                _ if tags::in_attribute_name(byte) => self.attribute(&mut tag),
                _ => self.scan.skip(1),
            }
        }
        self.scan.skip(1);
        if tag.closed || (self.is_html() && tags::is_void(name)) {
            return;
        }
        if self.is_html() && (name.eq_ignore_ascii_case(b"script") || name.eq_ignore_ascii_case(b"style")) {
            return self.embedded(name, &tag.trail);
        }
        if self.stack.len() < MAX_STACK {
            self.stack.push((name, tag.trail));
        }
    }

    fn attribute(&mut self, tag: &mut Tag) {
        let name = self.scan.take(tags::in_attribute_name);
        let mut ahead = self.scan.clone();
        ahead.space();
        if ahead.peek() != Some(b'=') {
            return;
        }
        ahead.skip(1);
        ahead.space();
        self.scan.to(ahead.at);
        match self.scan.peek() {
            Some(mark @ (b'"' | b'\'')) => self.quoted(&name, mark, tag),
            Some(b'{') if self.flavor == Flavor::Braces => {
                let trail = tag.attribute_trail(&self.scan.bytes[name]);
                self.island(&trail);
            }
            Some(b'<' | b'{') | None => {}
            Some(_) => {
                let span = self.scan.take(|b| !b.is_ascii_whitespace() && b != b'>');
                let text = Text::shown(span, Style::Entities(Place::Bare), &tag.trail);
                tags::value(self.scan.bytes, &name, text, tag, self.out);
            }
        }
    }

    fn quoted(&mut self, name: &Range<usize>, mark: u8, tag: &mut Tag) {
        let word = &self.scan.bytes[name.clone()];
        let bound = self.is_html()
            && (matches!(word[0], b':' | b'@' | b'[' | b'(' | b'*') || word.starts_with(b"v-"));
        if !bound {
            return tags::quoted(&mut self.scan, name, mark, tag, self.out);
        }
        self.scan.skip(1);
        let part = self.scan.at..self.scan.find(&[mark]);
        let bare = word.iter().position(|b| b.is_ascii_alphabetic()).unwrap_or(0);
        let trail = tag.attribute_trail(&word[bare..]);
        if part.end < self.scan.end {
            script::in_attribute(self.scan.bytes, part.clone(), mark, &trail, self.out);
        }
        self.scan.to(part.end + 1);
    }

    /// The content of `<script>` or `<style>`, up to its closing tag.
    fn embedded(&mut self, name: &[u8], trail: &Trail) {
        let from = self.scan.at;
        while self.scan.at < self.scan.end {
            self.scan.to(self.scan.find(b"</"));
            let after = self.scan.rest().get(2..2 + name.len());
            if after.is_some_and(|n| n.eq_ignore_ascii_case(name)) {
                break;
            }
            self.scan.skip(2);
        }
        let part = from..self.scan.at;
        let json = self.scan.bytes[part.clone()].trim_ascii_start().starts_with(b"{");
        if name.eq_ignore_ascii_case(b"style") {
            code::texts(self.scan.bytes, part, Language::Css.rules(), self.out);
        } else if json {
            json::texts(self.scan.bytes, part, trail, self.out);
        } else {
            script::texts(self.scan.bytes, part, Setting::file(false, &Trail::default()), self.out);
        }
    }
}
