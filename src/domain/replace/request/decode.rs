//! What Slack does to a message before we see it, undone once.
//!
//! Slack escapes exactly `&`, `<` and `>`, and writes links as `<address|label>` (its page
//! "Formatting text for app surfaces"). One pass, so that a person's own `&amp;lt;` stays `&lt;`.

/// Starts of an address that make `<…>` a link.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Entities that Slack writes, and no others.
const ENTITIES: [(&str, char); 3] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];

/// The text as the person typed it.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '\r']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((entity, c)) = entity(rest) {
            out.push(c);
            rest = &rest[entity.len()..];
        } else if let Some((seen, len)) = link(rest) {
            out.push_str(&unescape(seen));
            rest = &rest[len..];
        } else {
            let c = if rest.starts_with('\r') { '\n' } else { char::from(rest.as_bytes()[0]) };
            out.push(c);
            rest = rest[1..].strip_prefix('\n').filter(|_| c == '\n').unwrap_or(&rest[1..]);
        }
    }
    out.push_str(rest);
    out
}

/// Whether decoding could take the start of `rest` for mark-up, whatever follows it.
pub(super) fn looks_encoded(rest: &str) -> bool {
    entity(rest).is_some() || rest.strip_prefix('<').is_some_and(has_scheme)
}

fn entity(rest: &str) -> Option<(&'static str, char)> {
    ENTITIES.into_iter().find(|(entity, _)| rest.starts_with(entity))
}

fn has_scheme(rest: &str) -> bool {
    SCHEMES.iter().any(|scheme| rest.starts_with(scheme))
}

/// What people see of the link at the start of `rest`, and the length of its mark-up.
fn link(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('<').filter(|inner| has_scheme(inner))?;
    // The next `<` ends the search: otherwise a row of them would be read again and again.
    let end = inner.find(['<', '>', '\n']).filter(|&end| inner[end..].starts_with('>'))?;
    let inner = &inner[..end];
    let (address, label) = inner.split_once('|').unwrap_or((inner, ""));
    if address.contains(char::is_whitespace) {
        return None;
    }
    let bare = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(address);
    Some((if label.is_empty() { bare } else { label }, end + 2))
}

/// Entities inside a link; there is no link inside a link.
fn unescape(seen: &str) -> String {
    let mut out = String::with_capacity(seen.len());
    let mut rest = seen;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (taken, c) = entity(rest).map_or((1, '&'), |(entity, c)| (entity.len(), c));
        out.push(c);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}
