//! A text before and after, as rows: lines that stayed beside themselves, changed lines beside what they
//! became. The same rows are read side by side or one below the other.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use super::words;

/// Lines that stayed, shown around every change.
pub const CONTEXT_LINES: usize = 3;
/// Longest text of a line that is shown, in bytes.
pub const LINE_BYTES: usize = 1_000;
/// How much of a long line is shown before the first changed word, in bytes.
const BEFORE_CHANGE_BYTES: usize = 120;

/// Changes that are near each other, with the lines around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The first line of the old text and how many there are, as a unified diff counts them.
    pub old: (u32, u32),
    /// The same of the new text.
    pub new: (u32, u32),
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
}

/// One row of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A line that stayed.
    Same {
        /// Its number in the old text.
        old: u32,
        /// The line, with its number in the new text.
        new: Line,
    },
    /// A line that went, one that came, or both beside each other. Never neither.
    Changed {
        /// What went.
        old: Option<Line>,
        /// What came.
        new: Option<Line>,
    },
}

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1.
    pub number: u32,
    /// What is shown of it, without its end.
    pub text: String,
    /// Where in the whole line that begins, in bytes.
    pub from: usize,
    /// How much of the line follows, in bytes.
    pub rest: usize,
    /// The words that are other ones, as ranges of `text`.
    pub words: Vec<Range<usize>>,
    /// How it ends.
    pub end: End,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a line feed.
    Lf,
    /// With a carriage return before it.
    CrLf,
    /// The text ends without one.
    Nothing,
}

/// The changes of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// What is shown of them.
    pub hunks: Vec<Hunk>,
    /// Lines that came, shown or not.
    pub added: u32,
    /// Lines that went, shown or not.
    pub removed: u32,
    /// Rows that are not shown: there was no room.
    pub left_out: usize,
}

/// Compares two texts; at most `room` rows are kept.
pub fn changes(old: &str, new: &str, room: usize) -> Changes {
    let (old, new) = (split(old), split(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut found = Changes::default();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        found.removed += number(op.old_range().len());
        found.added += number(op.new_range().len());
    }
    let mut room = room;
    for group in group_diff_ops(ops, CONTEXT_LINES) {
        let whole: usize = group.iter().map(rows_of).sum();
        found.left_out += whole.saturating_sub(room);
        if room > 0 {
            found.hunks.push(hunk(&old, &new, &group, room));
        }
        room = room.saturating_sub(whole);
    }
    found
}

/// The lines of a text, each with its end.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn rows_of(op: &DiffOp) -> usize {
    op.old_range().len().max(op.new_range().len())
}

fn hunk(old: &[&str], new: &[&str], group: &[DiffOp], room: usize) -> Hunk {
    let span = |first: Option<Range<usize>>, last: Option<Range<usize>>| {
        let (start, end) = (first.map_or(0, |range| range.start), last.map_or(0, |range| range.end));
        // Where there is no line, the one before counts (diff(1), "Detailed Unified").
        (number(if start == end { start } else { start + 1 }), number(end - start))
    };
    let mut rows: Vec<Row> = Vec::new();
    for op in group {
        match op {
            DiffOp::Equal { old_index, new_index, len } => rows.extend((0..*len).map(|at| Row::Same {
                old: number(old_index + at + 1),
                new: whole_line(new_index + at, new[new_index + at]),
            })),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                let (before, after) = (op.old_range(), op.new_range());
                rows.extend((0..rows_of(op)).map(|at| {
                    let line = |side: &Range<usize>| {
                        let index = side.start + at;
                        (index < side.end).then_some(index)
                    };
                    changed(line(&before).map(|at| (at, old[at])), line(&after).map(|at| (at, new[at])))
                }));
            }
        }
        if rows.len() >= room {
            break;
        }
    }
    rows.truncate(room);
    Hunk {
        old: span(group.first().map(DiffOp::old_range), group.last().map(DiffOp::old_range)),
        new: span(group.first().map(DiffOp::new_range), group.last().map(DiffOp::new_range)),
        rows,
    }
}

fn changed(old: Option<(usize, &str)>, new: Option<(usize, &str)>) -> Row {
    let (Some((old_at, before)), Some((new_at, after))) = (old, new) else {
        let alone = |side: Option<(usize, &str)>| side.map(|(at, text)| whole_line(at, text));
        return Row::Changed { old: alone(old), new: alone(new) };
    };
    let ((before, before_end), (after, after_end)) = (ending(before), ending(after));
    let (in_old, in_new) = words::changed(before, after);
    // Both sides of a pair show the same place: where they begin to differ.
    let from = if before.len().max(after.len()) > LINE_BYTES {
        words::ends(before, after).0.saturating_sub(BEFORE_CHANGE_BYTES)
    } else {
        0
    };
    Row::Changed {
        old: Some(line(old_at, (before, before_end), from, in_old)),
        new: Some(line(new_at, (after, after_end), from, in_new)),
    }
}

fn whole_line(at: usize, text: &str) -> Line {
    line(at, ending(text), 0, Vec::new())
}

fn ending(text: &str) -> (&str, End) {
    match text.strip_suffix('\n') {
        None => (text, End::Nothing),
        Some(text) => text.strip_suffix('\r').map_or((text, End::Lf), |text| (text, End::CrLf)),
    }
}

/// The part of a line that begins at `from` or a little before, with its words.
fn line(at: usize, (whole, end): (&str, End), from: usize, words: Vec<Range<usize>>) -> Line {
    let from = whole.floor_char_boundary(from);
    let until = whole.floor_char_boundary(from.saturating_add(LINE_BYTES));
    let shown = |word: Range<usize>| {
        let word = word.start.clamp(from, until) - from..word.end.clamp(from, until) - from;
        (word.start < word.end).then_some(word)
    };
    Line {
        number: number(at + 1),
        text: whole[from..until].to_owned(),
        from,
        rest: whole.len() - until,
        words: words.into_iter().filter_map(shown).collect(),
        end,
    }
}
