//! The comments and strings of each programming language.

mod compiled;
mod declarative;
mod functional;
mod python;
mod scripting;

pub(super) use compiled::*;
pub(super) use declarative::*;
pub(super) use functional::*;
pub(super) use python::PYTHON;
pub(super) use scripting::*;

use super::directive::Family;
use super::grammar::{Adjacent, At, Comment, End, Grammar, Opening, Tick};
use super::heredoc::Heredocs;
use super::hole::{Hole, Tail};
use super::printf::Printf;
use super::{Rules, escape};

const fn line(open: &'static str) -> Comment {
    Comment { open, end: End::Line, at: At::Anywhere }
}

const fn block(open: &'static str, close: &'static str) -> Comment {
    Comment { open, end: End::Mark(close), at: At::Anywhere }
}

const fn nested(open: &'static str, close: &'static str) -> Comment {
    Comment { open, end: End::Nested(close), at: At::Anywhere }
}

/// A comment that begins where a word may begin.
const fn word(open: &'static str) -> Comment {
    Comment { open, end: End::Line, at: At::Word }
}

/// A comment between whole lines.
const fn section(open: &'static str, close: &'static str) -> Comment {
    Comment { open, end: End::Mark(close), at: At::LineStart }
}

const fn long(mark: &'static str, rules: &'static Rules) -> Opening {
    Opening::escaped(mark, rules).long()
}

const SLASHES: &[Comment] = &[line("//"), block("/*", "*/")];
const NESTED_SLASHES: &[Comment] = &[line("//"), nested("/*", "*/")];

/// `#{…}`, and the short forms for variables.
pub(super) const HASH: &[Hole] = &[
    Hole::Code { open: "#{", close: b'}' },
    Hole::Name { sign: "#@", tail: Tail::Nothing },
    Hole::Name { sign: "#$", tail: Tail::Nothing },
];
const HASH_BRACES: &[Hole] = &[Hole::Code { open: "#{", close: b'}' }];
/// `{…}` of formatted strings.
pub(super) const FORMAT: &[Hole] = &[Hole::Format];
/// What is doubled there.
pub(super) const BRACES: &[&str] = &["{", "}"];
const FIELDS: &[Hole] = &[Hole::Field, Hole::Percent];
const DOLLAR: &[Hole] =
    &[Hole::Code { open: "${", close: b'}' }, Hole::Name { sign: "$", tail: Tail::Nothing }];
const GROOVY_HOLES: &[Hole] =
    &[Hole::Code { open: "${", close: b'}' }, Hole::Name { sign: "$", tail: Tail::Dots }];
const PARENTHESES: &[Hole] =
    &[Hole::Code { open: "$(", close: b')' }, Hole::Name { sign: "$", tail: Tail::Nothing }];
const POWERSHELL_HOLES: &[Hole] = &[
    Hole::Code { open: "$(", close: b')' },
    Hole::Code { open: "${", close: b'}' },
    Hole::Name { sign: "$", tail: Tail::Signs },
];
/// Placeholders of PHP in double quotes.
pub(super) const PHP_HOLES: &[Hole] = &[
    Hole::Code { open: "{$", close: b'}' },
    Hole::Code { open: "${", close: b'}' },
    Hole::Name { sign: "$", tail: Tail::Members },
];
/// Placeholders of a shell in double quotes.
pub(super) const SHELL_HOLES: &[Hole] = &[
    Hole::Code { open: "$(", close: b')' },
    Hole::Parameter,
    Hole::Code { open: "`", close: b'`' },
    Hole::Name { sign: "$", tail: Tail::Signs },
];
/// Placeholders of Perl in double quotes.
pub(super) const PERL_HOLES: &[Hole] = &[
    Hole::Code { open: "${", close: b'}' },
    Hole::Code { open: "@{", close: b'}' },
    Hole::Name { sign: "$", tail: Tail::Subscripts },
    Hole::Name { sign: "@", tail: Tail::Subscripts },
];
/// Placeholders of HCL.
pub(super) const HCL_HOLES: &[Hole] =
    &[Hole::Code { open: "${", close: b'}' }, Hole::Code { open: "%{", close: b'}' }];
/// What is doubled there.
pub(super) const HCL_DOUBLED: &[&str] = &["${", "%{"];
const SWIFT_HOLES: &[Hole] = &[Hole::Code { open: "\\(", close: b')' }];

/// Directives as C has them.
const C_PRINTF: &[Family] = &[Family::Percent(Printf::C)];
/// Directives as Java has them.
const JAVA_PRINTF: &[Family] = &[Family::Percent(Printf::Java)];
/// Directives as most scripting languages have them.
const SCRIPT_PRINTF: &[Family] = &[Family::Percent(Printf::Script)];

/// What most languages have: no prefixes, no here documents, nothing odd.
const PLAIN: Grammar = Grammar {
    comments: SLASHES,
    strings: &[Opening::escaped("\"", &escape::C)],
    prefixes: &[],
    tick: Tick::Nothing,
    heredocs: Heredocs::None,
    adjacent: Adjacent::Apart,
    odd: &[],
    directives: &[],
};
