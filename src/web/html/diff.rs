//! A change as HTML. Each row stands once: the style sheet shows the old side beside the new one, or
//! below it, as whoever looks wants it.

use std::collections::HashMap;
use std::ops::Range;

use maud::{Markup, PreEscaped, html};

use crate::domain::diff::{Body, Changes, Encoding, End, FilePair, Hunk, Place, Row, ShownLine};
use crate::domain::path::is_invisible;
use crate::domain::replace::Mode;
use crate::web::pull::{Class, Shown, Words};

/// Files that are listed before the first one, at once.
const LISTED_FILES: usize = 12;

/// All files, with a list of them before, and those that are left out behind.
pub(in crate::web) fn files(
    list: &[(&FilePair, (u32, u32))],
    files: PreEscaped<String>,
    without: &[&FilePair],
) -> Markup {
    let entries = html! {
        ul {
            @for (at, (pair, extent)) in list.iter().enumerate() {
                li { a href={ "#file-" (at + 1) } { (name(pair)) } " " (size(*extent)) }
            }
        }
    };
    html! {
        @if list.len() > LISTED_FILES {
            details.toc { summary { (list.len()) " files" } (entries) }
        } @else if list.len() > 1 {
            div.toc { (entries) }
        }
        (files)
        @if !without.is_empty() {
            div.left-out {
                p { "The change is too large for one page. Not shown: " (count(without.len(), "file", "files")) "." }
                details { summary { "Which ones" } ul { @for pair in without.iter().take(1_000) { li { (name(pair)) } } } }
            }
        }
    }
}

/// One file.
pub(in crate::web) fn file(shown: &Shown<'_>) -> Markup {
    let Shown { pair, body, number, .. } = shown;
    // Beside a file that is new or gone there is nothing.
    let class = if pair.old.is_some() && pair.new.is_some() { "file" } else { "file one-side" };
    html! {
        details class=(class) id={ "file-" (number) } open[!body.is_folded()] {
            summary {
                span.name { (name(pair)) }
                @for note in notes(pair, body) { span.note-of-file { (note) } }
                (size(body.extent()))
            }
            @match body {
                Body::Text { changes, .. } => (text(shown, changes)),
                Body::Binary { old, new } => p.no-lines { "No text: " (sizes(*old, *new)) "." },
                Body::Large { old, new } => p.no-lines { "Too large to be compared: " (sizes(*old, *new)) "." },
                Body::Same => p.no-lines { "The content is the same." },
            }
        }
    }
}

fn text(shown: &Shown<'_>, changes: &Changes) -> Markup {
    html! {
        @if changes.hunks.is_empty() && changes.left_out == 0 { p.no-lines { "The file is empty." } }
        @for (at, hunk) in changes.hunks.iter().enumerate() {
            @if at > 0 || hunk.new.0 > 1 { p.at { (place(hunk)) } }
            (rows(shown, &hunk.rows))
        }
        @if changes.left_out > 0 {
            p.left-out { (count(changes.left_out, "more row is", "more rows are")) " left out here." }
        }
    }
}

/// Where a hunk is, as people count.
fn place(hunk: &Hunk) -> String {
    let (start, lines) = if hunk.new.1 > 0 { hunk.new } else { hunk.old };
    match lines {
        0 | 1 => format!("line {start}"),
        _ => format!("lines {start} to {}", start.saturating_add(lines - 1)),
    }
}

/// Rows in runs: what stayed, and what changed. In a run of changes every old line has its new one or a gap
/// beside it.
fn rows(shown: &Shown<'_>, rows: &[Row]) -> Markup {
    let runs = rows.chunk_by(|one, next| matches!(one, Row::Same { .. }) == matches!(next, Row::Same { .. }));
    html! {
        @for run in runs {
            div.run {
                @for row in run {
                    @match row {
                        Row::Same { old, new } => {
                            div.l.was { span.n data-o=(old) data-n=(new.number) {} span.t { (line(new, shown, false)) } }
                            div.l.is { span.n data-n=(new.number) {} span.t { (line(new, shown, false)) } }
                        }
                        Row::Changed { old, new } => (changed(shown, old.as_ref(), new.as_ref()))
                    }
                }
            }
        }
    }
}

fn changed(shown: &Shown<'_>, old: Option<&ShownLine>, new: Option<&ShownLine>) -> Markup {
    let other_end = |line: &ShownLine, beside: Option<&ShownLine>| match beside {
        Some(beside) if beside.end == line.end => html! {},
        Some(_) | None => end(line.end, beside.is_some()),
    };
    html! {
        @match old {
            Some(old) => div.l.del {
                span.n data-o=(old.number) {} del.t { (line(old, shown, true)) (other_end(old, new)) }
            },
            None => div.l.gap.was {},
        }
        @match new {
            Some(new) => div.l.ins {
                span.n data-n=(new.number) {} ins.t { (line(new, shown, false)) (other_end(new, old)) }
            },
            None => div.l.gap.is {},
        }
    }
}

/// How a line ends, where that is worth a word.
fn end(end: End, has_other: bool) -> Markup {
    html! {
        @match end {
            End::Nothing => span.odd { "no newline at the end" },
            End::CrLf if has_other => span.odd { "CR LF" },
            End::Lf if has_other => span.odd { "LF" },
            End::CrLf | End::Lf => {}
        }
    }
}

fn line(line: &ShownLine, shown: &Shown<'_>, is_old: bool) -> Markup {
    let lit: &HashMap<u32, Words> = if is_old { &shown.lit.old } else { &shown.lit.new };
    let words = lit.get(&line.number).map_or(&[][..], Vec::as_slice);
    html! {
        @if line.from > 0 { span.cut title={ (line.from) " bytes before this" } { "…" } }
        @for piece in pieces(line, words) { (draw(&line.text, &piece)) }
        @if line.rest > 0 { span.cut title={ (line.rest) " more bytes" } { "…" } }
    }
}

/// A part of a line in which nothing changes but the text.
struct Piece {
    range: Range<usize>,
    class: Option<Class>,
    is_changed: bool,
}

fn pieces(line: &ShownLine, words: &[(Range<usize>, Class)]) -> Vec<Piece> {
    let text = &line.text;
    let inside = |at: usize| text.floor_char_boundary(at.saturating_sub(line.from));
    let classes: Vec<(Range<usize>, Class)> = words
        .iter()
        .map(|(range, class)| (inside(range.start)..inside(range.end), *class))
        .filter(|(range, _)| range.start < range.end)
        .collect();
    let ends = classes.iter().map(|(range, _)| range).chain(&line.words);
    let mut cuts: Vec<usize> = ends.flat_map(|range| [range.start, range.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let (mut classes, mut changed) = (classes.iter().peekable(), line.words.iter().peekable());
    let mut found = Vec::new();
    for pair in cuts.windows(2) {
        let range = pair[0]..pair[1];
        while classes.next_if(|(word, _)| word.end <= range.start).is_some() {}
        while changed.next_if(|word| word.end <= range.start).is_some() {}
        let class = classes.peek().filter(|(word, _)| word.start <= range.start).map(|(_, class)| *class);
        let is_changed = changed.peek().is_some_and(|word| word.start <= range.start);
        found.push(Piece { range, class, is_changed });
    }
    found
}

fn draw(text: &str, piece: &Piece) -> Markup {
    let text = visible(&text[piece.range.clone()]);
    let class = match piece.class {
        Some(Class::Comment) => Some("c"),
        Some(Class::String) => Some("s"),
        Some(Class::Keyword) => Some("k"),
        Some(Class::Number) => Some("m"),
        Some(Class::Name) => Some("f"),
        Some(Class::Tag) => Some("g"),
        Some(Class::Attribute) => Some("a"),
        None => None,
    };
    html! {
        @match (piece.is_changed, class) {
            (true, class) => mark class=[class] { (text) },
            (false, Some(class)) => i class=(class) { (text) },
            (false, None) => (text),
        }
    }
}

/// What cannot be seen, or turns what is read, is named instead: a diff must not hide anything.
fn visible(text: &str) -> Markup {
    if !text.chars().any(is_odd) {
        return html! { (text) };
    }
    let mut before = None;
    let parts = text.char_indices().filter_map(|(at, c)| {
        // Emoji are made of several characters, some of them invisible.
        let joins = matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
            && before.is_some_and(|before: char| !before.is_ascii() && !before.is_alphanumeric());
        before = Some(c);
        (is_odd(c) && !joins).then_some((at, c))
    });
    let mut from = 0;
    let parts: Vec<(&str, char)> = parts
        .map(|(at, c)| {
            let plain = &text[from..at];
            from = at + c.len_utf8();
            (plain, c)
        })
        .collect();
    html! {
        @for (plain, c) in parts { (plain) span.odd { "U+" (format!("{:04X}", u32::from(c))) } }
        (text[from..])
    }
}

fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\t') || is_invisible(c)
}

fn name(pair: &FilePair) -> Markup {
    html! {
        @match (&pair.old, &pair.new) {
            (Some(old), Some(new)) if old.path != new.path => { (path(old)) span.arrow aria-label="moved to" { " → " } (path(new)) },
            (_, Some(place)) | (Some(place), None) => (path(place)),
            (None, None) => {}
        }
    }
}

fn path(place: &Place) -> Markup {
    let (folder, name) = place.path.rsplit_once('/').map_or(("", place.path.as_str()), |_| {
        place.path.split_at(place.path.rfind('/').map_or(0, |slash| slash + 1))
    });
    html! { bdi { span.folder { (folder) } (name) } }
}

/// What is special about a file, in a word each.
fn notes(pair: &FilePair, body: &Body) -> Vec<String> {
    let mut notes = Vec::new();
    match (&pair.old, &pair.new) {
        (None, Some(new)) => {
            notes.extend(["new".to_owned()].into_iter().chain(kind(new.mode).map(str::to_owned)))
        }
        (Some(_), None) => notes.push("deleted".to_owned()),
        (Some(old), Some(new)) => {
            if old.path != new.path {
                notes.push("moved".to_owned());
            }
            if old.mode != new.mode {
                let word = |mode: Mode| kind(mode).unwrap_or("file");
                notes.push(format!("{} → {}", word(old.mode), word(new.mode)));
            }
        }
        (None, None) => {}
    }
    if let Body::Text { encoding: Encoding::Other, .. } = body {
        notes.push("not UTF-8".to_owned());
    }
    if body.is_folded() {
        notes.push("large".to_owned());
    }
    notes
}

fn kind(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::File => None,
        Mode::Executable => Some("executable"),
        Mode::Symlink => Some("symbolic link"),
        Mode::Submodule => Some("submodule"),
    }
}

fn size((added, removed): (u32, u32)) -> Markup {
    html! {
        @if added + removed > 0 {
            span.size { span.plus { "+" (added) } " " span.minus { "−" (removed) } }
        }
    }
}

fn sizes(old: Option<u64>, new: Option<u64>) -> String {
    let bytes = |n: u64| match n {
        1 => "1 byte".to_owned(),
        0..10_000 => format!("{n} bytes"),
        10_000..10_000_000 => format!("{} kB", n / 1_000),
        _ => format!("{} MB", n / 1_000_000),
    };
    match (old, new) {
        (Some(old), Some(new)) => format!("{} before, {} after", bytes(old), bytes(new)),
        (None, Some(size)) | (Some(size), None) => bytes(size),
        (None, None) => bytes(0),
    }
}

/// "1 file", "3 files".
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
