//! Programs and data between the tags of a page: `<script>`, `<style>`, `{% schema %}`.

use std::ops::Range;

use super::languages::Language;
use super::scan::Scan;
use super::script::{self, Setting};
use super::{Text, Trail, code, json};

/// What stands between two tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Embedded {
    /// A style sheet.
    Sheet,
    /// JSON.
    Data,
    /// A script.
    Script,
    /// Markup, for a script to make elements of.
    Markup,
}

impl Embedded {
    /// What stands in an element of this name, and with this value of `type`.
    pub(super) fn of_element(name: &[u8], kind: &[u8]) -> Option<Self> {
        let markup = [b"html".as_slice(), b"template", b"handlebars"];
        Some(match name.to_ascii_lowercase().as_slice() {
            b"style" => Self::Sheet,
            b"script" if kind.ends_with(b"json") => Self::Data,
            b"script" if markup.iter().any(|end| kind.ends_with(end)) => Self::Markup,
            b"script" => Self::Script,
            _ => return None,
        })
    }

    /// What stands between a tag of Liquid and the one that ends it: `{% schema %}…{% endschema %}`.
    pub(super) fn of_liquid(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"schema" => Self::Data,
            b"javascript" => Self::Script,
            b"stylesheet" | b"style" => Self::Sheet,
            _ => return None,
        })
    }

    /// The texts of a program or of data.
    pub(super) fn texts(self, bytes: &[u8], part: Range<usize>, trail: &Trail, out: &mut Vec<Text>) {
        match self {
            Self::Sheet => code::texts(bytes, part, Language::Css.rules(), out),
            Self::Data => json::texts(bytes, part, trail, out),
            Self::Script => script::texts(bytes, part, Setting::plain(&Trail::default()), out),
            Self::Markup => {}
        }
    }
}

/// The place of the tag that ends an element, or the end of the part.
pub(super) fn end_of_element(scan: &Scan, name: &[u8]) -> usize {
    let mut ahead = scan.clone();
    while ahead.at < ahead.end {
        ahead.to(ahead.find(b"</"));
        let after = ahead.rest().get(2..2 + name.len());
        if after.is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            break;
        }
        ahead.skip(2);
    }
    ahead.at
}

/// The name of a tag of Liquid: `schema` of `{%- schema -%}`.
pub(super) fn liquid_name(tag: &[u8]) -> Option<&[u8]> {
    let inside = tag.strip_prefix(b"{%")?;
    let inside = inside.strip_prefix(b"-").unwrap_or(inside).trim_ascii_start();
    let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    Some(&inside[..length])
}

/// The place of the tag of Liquid that ends what one of this name begins.
pub(super) fn end_of_liquid(scan: &Scan, name: &[u8]) -> Option<usize> {
    let rest = scan.rest();
    let ends =
        |at: &usize| liquid_name(&rest[*at..]).is_some_and(|found| found.strip_prefix(b"end") == Some(name));
    memchr::memmem::find_iter(rest, b"{%").find(ends).map(|at| scan.at + at)
}
