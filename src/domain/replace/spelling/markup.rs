//! HTML, its templates (Vue, Svelte, Jinja, ERB, PHP, Handlebars, Razor, Blade) and XML.

mod attributes;

use std::ops::Range;
use std::rc::Rc;

use super::embedded::{self, Embedded};
use super::island::{Engine, Islands};
use super::jsx::Closings;
use super::razor::{self, Ended};
use super::scan::Scan;
use super::script::{self, Setting};
use super::tags::{self, Tag};
use super::{Place, Role, Style, Text, Trail, at_sign, braces, template};

/// A family of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Flavor {
    /// HTML and templates for it.
    Html(Engine),
    /// HTML where a single brace opens an expression.
    Svelte,
    /// The same, with markup inside expressions.
    Astro,
    /// XML.
    Xml,
    /// XML of Android resources.
    Android,
}

/// Deeper nesting than this keeps the names of the outer elements only.
const MAX_STACK: usize = 256;

/// The texts of a part of a markup file.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, flavor: Flavor, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, part);
    if flavor == Flavor::Astro && scan.sees(b"---") {
        // Astro begins with a script between two fences.
        scan.skip(3);
        let end = scan.find(b"\n---");
        script::texts(bytes, scan.at..end, Setting::plain(&Trail::default()), out);
        scan.to(end + 4);
    }
    let engine = if let Flavor::Html(engine) = flavor { engine } else { Engine::Any };
    let bound = is_bound(scan.rest());
    let islands = Islands::of(engine);
    let closings = (flavor == Flavor::Astro).then(|| Rc::new(Closings::of(&scan)));
    Reader {
        scan,
        flavor,
        islands,
        closings,
        bound,
        stack: Vec::new(),
        blocks: Vec::new(),
        endless: Vec::new(),
        out,
    }
    .run();
}

/// Whether placeholders stand in attributes that the browser has read already, as Angular has it: a quote
/// in them must then be a reference.
fn is_bound(bytes: &[u8]) -> bool {
    let marks = [b"]=\"".as_slice(), b")=\"", b" *ng", b" *mat"];
    marks.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some())
}

struct Reader<'a, 'o> {
    scan: Scan<'a>,
    flavor: Flavor,
    islands: Islands,
    /// Where expressions may hold markup, the tags that close its elements.
    closings: Option<Rc<Closings>>,
    bound: bool,
    /// Open elements, with their names.
    stack: Vec<(&'a [u8], Trail)>,
    /// Open blocks of Razor: the elements around each, and the braces that are open in it.
    blocks: Vec<(usize, usize)>,
    /// Tags of Liquid that nothing ends in what is left to read.
    endless: Vec<&'a [u8]>,
    out: &'o mut Vec<Text>,
}

impl<'a> Reader<'a, '_> {
    fn run(&mut self) {
        while self.scan.at < self.scan.end {
            if self.in_code() {
                continue;
            }
            self.text();
            if self.in_block() {
                continue;
            }
            self.markup();
        }
    }

    /// A tag or what looks like one; the cursor stands on it.
    fn markup(&mut self) {
        if self.scan.sees(b"<!--") {
            self.until(b"-->", 4, Style::Line { end: "-->" }, Role::Comment);
        } else if self.scan.sees(b"<![CDATA[") {
            let role = self.content_role();
            self.until(b"]]>", 9, Style::Entities(Place::Cdata), role);
        } else if self.scan.sees(b"<!") {
            let end = self.scan.find(b">");
            self.scan.to(end + 1);
        } else if self.scan.sees(b"</") {
            self.close_tag();
        } else if self.scan.at < self.scan.end {
            self.open_tag();
        }
    }

    fn trail(&self) -> Trail {
        self.stack.last().map(|(_, trail)| trail.clone()).unwrap_or_default()
    }

    fn is_html(&self) -> bool {
        matches!(self.flavor, Flavor::Html(_) | Flavor::Svelte | Flavor::Astro)
    }

    /// Whether the next thing is code of a block, and not inside an element of it.
    fn in_block(&self) -> bool {
        self.blocks.last().is_some_and(|(height, _)| *height == self.stack.len())
    }

    /// Reads the code of a block; whether there was any.
    fn in_code(&mut self) -> bool {
        if !self.in_block() {
            return false;
        }
        let Some((_, depth)) = self.blocks.last_mut() else { return false };
        if razor::read(&mut self.scan, depth, self.out) == Ended::Block {
            self.blocks.pop();
        } else if self.scan.sees(b"@:") {
            self.scan.skip(2);
            let end = self.scan.line_end();
            self.words(|reader| reader.scan.at >= end);
        } else {
            self.markup();
        }
        true
    }

    /// Text up to the next tag, with the placeholders of templates as holes.
    fn text(&mut self) {
        let height = self.blocks.len();
        self.words(|reader| reader.blocks.len() > height || tags::begins(reader.scan.rest()));
    }

    fn words(&mut self, ends: impl Fn(&Self) -> bool) {
        let from = self.scan.at;
        let trail = self.trail();
        let mut holes = Vec::new();
        while self.scan.at < self.scan.end && !ends(self) {
            match self.expression().or_else(|| self.island((&trail, None))) {
                Some(hole) => holes.push(hole),
                None => self.scan.skip(1),
            }
        }
        let place = match self.flavor {
            Flavor::Html(_) => Place::Html,
            Flavor::Svelte | Flavor::Astro => Place::Jsx,
            Flavor::Xml => Place::Xml,
            Flavor::Android => Place::Android,
        };
        if self.scan.at > from {
            let text = Text::shown(from..self.scan.at, Style::Entities(place), &trail);
            self.out.push(Text { holes, ..text.with_role(self.content_role()) });
        }
    }

    /// What the text of the innermost element is for: the keys of a property list are names.
    fn content_role(&self) -> Role {
        let key = !self.is_html() && self.stack.last().is_some_and(|(name, _)| *name == b"key");
        if key { Role::Name } else { Role::Shown }
    }

    /// An expression of Phoenix between single braces, which stands in no quotes.
    fn expression(&mut self) -> Option<Range<usize>> {
        let from = self.scan.at;
        let begins = self.scan.peek() == Some(b'{') && !self.scan.sees(b"{{");
        (begins && self.flavor == Flavor::Html(Engine::Phoenix)).then(|| {
            braces::other(&mut self.scan, self.out);
            from..self.scan.at
        })
    }

    /// A placeholder at the cursor: its own texts are read, and it is a hole in the text around it.
    fn island(&mut self, (trail, within): (&Trail, Option<u8>)) -> Option<Range<usize>> {
        let from = self.scan.at;
        let braces = matches!(self.flavor, Flavor::Svelte | Flavor::Astro);
        if braces && self.scan.peek() == Some(b'{') {
            let setting = Setting { jsx: self.closings.clone(), ..Setting::plain(trail) };
            braces::read(&mut self.scan, &setting, self.out);
            return Some(from..self.scan.at);
        }
        if !self.is_html() && !self.scan.sees(b"<?") {
            return None;
        }
        let island = self.islands.at(&self.scan)?;
        if self.is_html() {
            island.texts(self.scan.bytes, (trail, within), self.out);
        }
        if self.flavor == Flavor::Html(Engine::Razor)
            && at_sign::opens_block(self.scan.bytes, &island.span)
            && within.is_none()
        {
            self.blocks.push((self.stack.len(), 0));
        }
        self.scan.to(island.span.end);
        if self.flavor == Flavor::Html(Engine::Liquid) && within.is_none() {
            self.between_tags(&island.span, trail);
        }
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
        let height = self.stack.len();
        while self.blocks.last().is_some_and(|(around, _)| *around > height) {
            self.blocks.pop();
        }
        let end = self.scan.find(b">");
        self.scan.to(end + 1);
    }

    fn open_tag(&mut self) {
        self.scan.skip(1);
        let name = self.scan.take(tags::in_tag_name);
        let name = &self.scan.bytes[name];
        let mut tag =
            if self.is_html() { Tag::open(&self.trail(), name) } else { Tag::xml(&self.trail(), name) };
        while let Some(byte) = self.scan.peek() {
            match byte {
                b'>' => break,
                b'/' if self.scan.ahead(1) == Some(b'>') => {
                    tag.closed = true;
                    self.scan.skip(1);
                }
                b'{' | b'<' | b'$' => {
                    let trail = tag.trail.clone();
                    if self.expression().or_else(|| self.island((&trail, None))).is_none() {
                        self.scan.skip(1);
                    }
                }
                b'@' if self.directive(&tag) => {}
                _ if tags::in_attribute_name(byte) => self.attribute(&mut tag),
                _ => self.scan.skip(1),
            }
        }
        self.scan.skip(1);
        if tag.closed || (self.is_html() && tags::is_void(name)) {
            return;
        }
        let embedded = Embedded::of_element(name, &tag.kind).filter(|_| self.is_html());
        if let Some(embedded) = embedded {
            return self.embedded(embedded, name, &tag);
        }
        if self.stack.len() < MAX_STACK {
            self.stack.push((name, tag.trail));
        }
    }

    /// The content of `<script>` or `<style>`, up to its closing tag.
    fn embedded(&mut self, embedded: Embedded, name: &[u8], tag: &Tag) {
        let part = self.scan.at..embedded::end_of_element(&self.scan, name);
        self.scan.to(part.end);
        let data = self.scan.bytes[part.clone()].trim_ascii_start().starts_with(b"{");
        match embedded {
            Embedded::Markup if !data => texts(self.scan.bytes, part, self.flavor, self.out),
            Embedded::Sheet => self.foreign(Embedded::Sheet, part, &tag.trail),
            _ if data => self.foreign(Embedded::Data, part, &tag.trail),
            Embedded::Markup | Embedded::Data | Embedded::Script => self.foreign(embedded, part, &tag.trail),
        }
    }

    /// What stands between two tags of Liquid and is no markup; the cursor goes to the second one.
    fn between_tags(&mut self, tag: &Range<usize>, trail: &Trail) {
        let bytes: &'a [u8] = self.scan.bytes;
        let name = embedded::liquid_name(&bytes[tag.clone()]).unwrap_or_default();
        let Some(embedded) = Embedded::of_liquid(name).filter(|_| !self.endless.contains(&name)) else {
            return;
        };
        let Some(end) = embedded::end_of_liquid(&self.scan, name) else { return self.endless.push(name) };
        let part = self.scan.at..end;
        self.scan.to(end);
        self.foreign(embedded, part, trail);
    }

    fn foreign(&mut self, embedded: Embedded, part: Range<usize>, trail: &Trail) {
        self.program(part, (trail, None), |bytes, out| embedded.texts(bytes, 0..bytes.len(), trail, out));
    }

    /// A part in another language, with the placeholders of a template in it.
    fn program(
        &mut self,
        part: Range<usize>,
        around: (&Trail, Option<u8>),
        read: impl FnOnce(&[u8], &mut Vec<Text>),
    ) {
        let bytes = self.scan.bytes;
        let islands = match self.flavor {
            Flavor::Html(engine) => Islands::of_script(&Scan::new(bytes, part.clone()), engine),
            Flavor::Svelte | Flavor::Astro | Flavor::Xml | Flavor::Android => Vec::new(),
        };
        self.out.extend(template::covered((bytes, part), &islands, |covered| {
            let mut texts = Vec::new();
            read(covered, &mut texts);
            texts
        }));
        for island in &islands {
            island.texts(bytes, around, self.out);
        }
    }
}
