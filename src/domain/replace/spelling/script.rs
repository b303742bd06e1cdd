//! JavaScript and TypeScript: strings, templates, comments; regular expressions are stepped over.

use std::ops::Range;
use std::rc::Rc;

use super::jsx::Closings;
use super::scan::{Lines, Scan, in_name};
use super::{Quote, Role, StepKind, Style, Text, Trail, escape, jsx};

/// Deeper nesting of templates and markup than this is not read: the rest of the file is left.
pub(super) const MAX_DEPTH: usize = 64;

/// Where a script stands.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// Where `<` may begin markup: the last closing tag of each name.
    pub jsx: Option<Rc<Closings>>,
    /// Names around the script.
    pub trail: Trail,
    /// The quote of the attribute that holds it.
    pub within: Option<u8>,
    /// Nesting so far.
    pub depth: usize,
}

impl Setting {
    /// A script without markup.
    pub(super) fn plain(trail: &Trail) -> Self {
        Self { jsx: None, trail: trail.clone(), within: None, depth: 0 }
    }

    /// A script in which these tags close elements.
    pub(super) fn with_markup(closings: &Rc<Closings>, trail: &Trail) -> Self {
        Self { jsx: Some(Rc::clone(closings)), ..Self::plain(trail) }
    }

    /// One level further in, under other names.
    pub(super) fn deeper(&self, trail: &Trail) -> Self {
        Self { trail: trail.clone(), depth: self.depth + 1, ..self.clone() }
    }
}

/// The texts of a part that is all script.
pub(super) fn texts(bytes: &[u8], part: Range<usize>, setting: Setting, out: &mut Vec<Text>) {
    let mut scan = Scan::new(bytes, part);
    while scan.at < scan.end {
        // A brace too many closes nothing here.
        expression(&mut scan, &setting, out);
    }
}

/// The same of a part that may hold markup.
pub(super) fn texts_with_markup(bytes: &[u8], part: Range<usize>, trail: &Trail, out: &mut Vec<Text>) {
    let closings = Rc::new(Closings::of(&Scan::new(bytes, part.clone())));
    texts(bytes, part, Setting::with_markup(&closings, trail), out);
}

/// What stood last, to tell a division from a regular expression and less-than from a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Operand,
    Operator,
    /// `from`, `import`, `require(`: an address follows.
    Import,
    /// `if`, `while`: behind the brackets a statement follows.
    Condition,
}

/// Reads up to and over the brace that closes what the cursor stands in, or to the end.
pub(super) fn expression(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    if setting.depth > MAX_DEPTH {
        scan.to(scan.end);
        return;
    }
    let mut open = 0usize;
    let mut last = Last::Operator;
    // For each bracket that is open, what stands behind it.
    let mut behind = Vec::new();
    while let Some(byte) = scan.peek() {
        match byte {
            b'}' if open == 0 => return scan.skip(1),
            b'{' | b'}' => {
                open = if byte == b'{' { open + 1 } else { open - 1 };
                last = Last::Operator;
                scan.skip(1);
            }
            b'"' | b'\'' => {
                string(scan, byte, (setting, last), out);
                last = Last::Operand;
            }
            b'`' => {
                template(scan, setting, out);
                last = Last::Operand;
            }
            b'/' => last = slash(scan, setting, last, out),
            b'<' if last != Last::Operand && jsx::begins(scan, setting) => {
                jsx::element(scan, setting, out);
                last = Last::Operand;
            }
            _ if in_name(byte) || byte == b'$' => last = word(scan),
            b'(' => {
                behind.push(if last == Last::Condition { Last::Operator } else { Last::Operand });
                last = if last == Last::Import { last } else { Last::Operator };
                scan.skip(1);
            }
            b')' => {
                last = behind.pop().unwrap_or(Last::Operand);
                scan.skip(1);
            }
            b']' => {
                last = Last::Operand;
                scan.skip(1);
            }
            b' ' | b'\t' | b'\r' | b'\n' => scan.skip(1),
            // `i++ / 2` and `found! / 2` divide.
            b'+' | b'-' if last == Last::Operand && scan.ahead(1) == Some(byte) => scan.skip(2),
            b'!' if last == Last::Operand && scan.ahead(1) != Some(b'=') => scan.skip(1),
            _ => {
                last = Last::Operator;
                scan.skip(1);
            }
        }
    }
}

fn word(scan: &mut Scan) -> Last {
    let word = scan.take(|b| in_name(b) || b == b'$');
    let part = word.start > 0 && scan.bytes[word.start - 1] == b'.';
    let spread = scan.bytes[..word.start].ends_with(b"...");
    match &scan.bytes[word] {
        // The name of a member: `Array.from('x')`, `request.import`.
        _ if part && !spread => Last::Operand,
        b"from" if scan.peek() == Some(b'(') => Last::Operand,
        b"from" | b"import" | b"require" => Last::Import,
        b"if" | b"while" | b"for" | b"with" => Last::Condition,
        b"return" | b"case" | b"typeof" | b"in" | b"of" | b"else" | b"do" | b"await" | b"yield"
        | b"default" | b"void" | b"delete" | b"throw" | b"new" | b"export" => Last::Operator,
        _ => Last::Operand,
    }
}

fn string(scan: &mut Scan, mark: u8, (setting, last): (&Setting, Last), out: &mut Vec<Text>) {
    let open = scan.at;
    scan.skip(1);
    let Some(end) = scan.close(&[mark], Lines::One) else {
        // It has to end on its line: what stands there cannot be told.
        return scan.to(scan.line_end());
    };
    let outer = open..end + 1;
    let style = Style::Escaped { rules: &escape::SCRIPT, quote: Quote::One(mark), within: setting.within };
    let role = if last == Last::Import { Role::Address } else { Role::Shown };
    out.push(Text::shown(scan.at..end, style, &setting.trail).within(outer.clone()).with_role(role));
    scan.to(outer.end);
}

/// A template literal: one text with its placeholders as holes, and the texts inside them.
fn template(scan: &mut Scan, setting: &Setting, out: &mut Vec<Text>) {
    let open = scan.at;
    scan.skip(1);
    let (from, known) = (scan.at, out.len());
    let mut holes = Vec::new();
    while let Some(byte) = scan.peek().filter(|b| *b != b'`') {
        if byte == b'$' && scan.ahead(1) == Some(b'{') {
            let hole = scan.at;
            scan.skip(2);
            expression(scan, &setting.deeper(&setting.trail), out);
            holes.push(hole..scan.at);
        } else {
            scan.skip(if byte == b'\\' { 2 } else { 1 });
        }
    }
    let style = Style::Escaped { rules: &escape::TEMPLATE, quote: Quote::One(b'`'), within: setting.within };
    let mut text =
        Text::shown(from..scan.at, style, &setting.trail).within(open..(scan.at + 1).min(scan.end));
    text.holes = holes;
    // Without its end it is not a template, and nothing in it is safe to change.
    if scan.peek().is_some() {
        out.push(text);
    } else {
        out.truncate(known);
    }
    scan.skip(1);
}

fn slash(scan: &mut Scan, setting: &Setting, last: Last, out: &mut Vec<Text>) -> Last {
    let line = scan.sees(b"//");
    if line || scan.sees(b"/*") {
        let end = if line { scan.line_end() } else { scan.find(b"*/") };
        let style = Style::Line { end: if line { "" } else { "*/" } };
        if line || end < scan.end {
            out.push(Text::shown(scan.at..end, style, &setting.trail).with_role(Role::Comment));
        }
        scan.to(if line { end } else { end + 2 });
        return last;
    }
    scan.skip(1);
    if last == Last::Operand {
        return Last::Operator;
    }
    let mut class = false;
    while let Some(byte) = scan.peek().filter(|b| *b != b'\n') {
        match byte {
            b'\\' => scan.skip(1),
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => break,
            _ => {}
        }
        scan.skip(1);
    }
    scan.skip(1);
    Last::Operand
}

/// A script in an attribute, such as `:label="'Save'"`.
pub(super) fn in_attribute(bytes: &[u8], part: Range<usize>, mark: u8, trail: &Trail, out: &mut Vec<Text>) {
    let setting =
        Setting { within: Some(mark), depth: 1, ..Setting::plain(&trail.push(StepKind::Attribute, b"")) };
    texts(bytes, part, setting, out);
}
