//! Attributes of markup: texts with placeholders in them, and programs.

use std::ops::Range;

use super::super::island::Engine;
use super::super::tags::{self, Tag};
use super::super::{Place, Role, Style, Text, braces, purpose, script};
use super::{Flavor, Reader};

impl Reader<'_, '_> {
    /// Code behind an at sign between attributes, and not a listener (`@click="…"`); whether it was read.
    pub(super) fn directive(&mut self, tag: &Tag) -> bool {
        if !matches!(self.flavor, Flavor::Html(Engine::Razor | Engine::Blade)) {
            return false;
        }
        let listens = self.islands.at(&self.scan).is_none_or(|island| {
            let after = self.scan.bytes.get(island.span.end);
            after.is_some_and(|b| matches!(b, b'=' | b':' | b'-' | b'.'))
        });
        let trail = tag.trail.clone();
        !listens && self.island((&trail, Some(b'"'))).is_some()
    }

    pub(super) fn attribute(&mut self, tag: &mut Tag) {
        let name = self.scan.take(tags::in_attribute_name);
        let mut ahead = self.scan.clone();
        ahead.space();
        if ahead.peek() != Some(b'=') {
            return;
        }
        ahead.skip(1);
        ahead.space();
        self.scan.to(ahead.at);
        let word = &self.scan.bytes[name.clone()];
        let runs = self.is_html() && is_program(word);
        match self.scan.peek() {
            Some(mark @ (b'"' | b'\'')) if runs => self.handler(word, mark, tag),
            Some(mark @ (b'"' | b'\'')) => {
                self.scan.skip(1);
                self.value(name, Some(mark), tag);
            }
            // An expression of Svelte, Astro or Phoenix.
            Some(b'{') if self.is_html() && !self.scan.sees(b"{{") && !self.scan.sees(b"{%") => {
                let (first, trail) = (self.out.len(), tag.attribute_trail(word));
                if self.island((&trail, None)).is_none() {
                    braces::other(&mut self.scan, self.out);
                }
                let handler = word.starts_with(b"on");
                tags::narrow(&mut self.out[first..], if handler { Role::Shown } else { tag.role(word) });
            }
            None => {}
            Some(_) => self.value(name, None, tag),
        }
    }

    /// A value up to its quote, or up to a blank: placeholders in it are holes, whatever they hold.
    fn value(&mut self, name: Range<usize>, mark: Option<u8>, tag: &mut Tag) {
        let (from, first) = (self.scan.at, self.out.len());
        let trail = tag.attribute_trail(&self.scan.bytes[name.clone()]);
        let within = if self.bound { mark } else { None };
        let mut holes = Vec::new();
        let ends = |byte: u8| match mark {
            Some(mark) => byte == mark,
            None => byte.is_ascii_whitespace() || byte == b'>',
        };
        while let Some(byte) = self.scan.peek().filter(|byte| !ends(*byte)) {
            let island =
                if matches!(byte, b'{' | b'<' | b'$' | b'@') { self.island((&trail, within)) } else { None };
            match island {
                Some(hole) => holes.push(hole),
                None => self.scan.skip(1),
            }
        }
        let span = from..self.scan.at;
        let Some(mark) = mark else {
            let text = Text::shown(span, Style::Entities(Place::Bare), &tag.trail);
            return tags::value(self.scan.bytes, &name, (Text { holes, ..text }, first), tag, self.out);
        };
        if self.scan.at >= self.scan.end {
            // Without its quote, nothing in it is sure.
            self.out.truncate(first);
            return;
        }
        self.scan.skip(1);
        let outer = from - 1..self.scan.at;
        let text = Text::shown(span, Style::Entities(Place::Attribute(mark)), &tag.trail).within(outer);
        tags::value(self.scan.bytes, &name, (Text { holes, ..text }, first), tag, self.out);
    }

    /// The quote that ends a program, and stands in none of its placeholders.
    fn closing_quote(&mut self, mark: u8) -> usize {
        let mut ahead = self.scan.clone();
        let templates = matches!(self.flavor, Flavor::Html(_));
        while let Some(byte) = ahead.peek().filter(|byte| *byte != mark) {
            let may = templates && matches!(byte, b'{' | b'<' | b'@');
            match if may { self.islands.in_script(&ahead) } else { None } {
                Some(island) => ahead.to(island.span.end),
                None => ahead.skip(1),
            }
        }
        ahead.at
    }

    /// A value that is a program: a binding or a handler.
    fn handler(&mut self, word: &[u8], mark: u8, tag: &Tag) {
        self.scan.skip(1);
        let part = self.scan.at..self.closing_quote(mark);
        let bare = bare_name(word);
        let trail = tag.attribute_trail(bare);
        let first = self.out.len();
        if part.end < self.scan.end {
            let within = if self.bound { Some(mark) } else { None };
            self.program(part.clone(), (&trail, within), |bytes, out| {
                script::in_attribute(bytes, 0..bytes.len(), mark, &trail, out);
            });
        }
        let binds =
            matches!(word[0], b':' | b'[') || word.starts_with(b"v-bind:") || word.starts_with(b"x-bind:");
        let role = if purpose::decides(word) {
            Role::Name
        } else if binds {
            tag.role(bare)
        } else {
            Role::Shown
        };
        tags::narrow(&mut self.out[first..], role);
        self.scan.to(part.end + 1);
    }
}

/// Whether an attribute of this name holds a program: bindings of Vue, Angular and Alpine, handlers.
fn is_program(name: &[u8]) -> bool {
    let begins = [b"v-".as_slice(), b"x-", b"ng-", b"on", b"bind-"].iter().any(|head| name.starts_with(head));
    matches!(name[0], b':' | b'@' | b'[' | b'(' | b'*' | b'#') || begins
}

/// The name of what is bound: `title` of `:title.sync`, `[title]` and `v-bind:title`.
fn bare_name(name: &[u8]) -> &[u8] {
    let name = [b"v-bind:".as_slice(), b"x-bind:", b"v-on:", b"x-on:", b"[attr."]
        .iter()
        .find_map(|head| name.strip_prefix(*head))
        .unwrap_or(name);
    let from = name.iter().position(u8::is_ascii_alphabetic).unwrap_or(0);
    let length =
        name[from..].iter().position(|b| matches!(b, b'.' | b']' | b')')).unwrap_or(name.len() - from);
    &name[from..from + length]
}
