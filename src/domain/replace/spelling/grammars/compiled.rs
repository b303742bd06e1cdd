//! Compiled languages, most of which write as C does.

use super::super::directive::Family;
use super::super::grammar::{Adjacent, Command, Grammar, Kind, Odd, Opening, Prefix, Tick};
use super::super::hole::Hole;
use super::super::literal::Escapes;
use super::super::printf::Printf;
use super::super::{Or, escape};
use super::{
    BRACES, C_PRINTF, DOLLAR, FORMAT, GROOVY_HOLES, JAVA_PRINTF, NESTED_SLASHES, PLAIN, SWIFT_HOLES, block,
    line, long, nested,
};

pub(in super::super) const RUST: Grammar = Grammar {
    comments: NESTED_SLASHES,
    strings: &[long("\"", &escape::RUST).with(&[Hole::Field])],
    tick: Tick::Character(&["b"]),
    odd: &[Odd::Hashes("r")],
    directives: &[Family::Braces],
    ..PLAIN
};

pub(in super::super) const GO: Grammar = Grammar {
    strings: &[Opening::escaped("\"", &escape::C), Opening::raw("`", "`", Or::Escaped("", &escape::C))],
    tick: Tick::Character(&[]),
    directives: &[Family::Percent(Printf::Go)],
    ..PLAIN
};

pub(in super::super) const C: Grammar = Grammar {
    tick: Tick::Character(&["L", "u", "U", "u8"]),
    adjacent: Adjacent::Joined,
    odd: &[Odd::Parenthesized],
    directives: C_PRINTF,
    ..PLAIN
};

/// Protocol buffers, Solidity: both quotes.
pub(in super::super) const PROTO: Grammar =
    Grammar { strings: &[Opening::escaped("\"", &escape::C), Opening::escaped("'", &escape::C)], ..PLAIN };

pub(in super::super) const ZIG: Grammar =
    Grammar { comments: &[line("//")], tick: Tick::Character(&[]), odd: &[Odd::Backslashes], ..PLAIN };

pub(in super::super) const D: Grammar = Grammar {
    comments: &[line("//"), block("/*", "*/"), nested("/+", "+/")],
    strings: &[long("\"", &escape::C), Opening::raw("`", "`", Or::Escaped("", &escape::C))],
    prefixes: &[Prefix { word: "r", strings: &[Opening::raw("\"", "\"", Or::Escaped("", &escape::C))] }],
    tick: Tick::Character(&[]),
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const JAVA: Grammar = Grammar {
    strings: &[long("\"\"\"", &escape::JAVA), Opening::escaped("\"", &escape::JAVA)],
    tick: Tick::Character(&[]),
    directives: JAVA_PRINTF,
    ..PLAIN
};

const SCALA_HOLES: &[Opening] = &[
    Opening::raw("\"\"\"", "\"\"\"", Or::Escaped("s", &escape::JAVA)).with(DOLLAR).doubled(&["$"]),
    Opening::escaped("\"", &escape::JAVA).with(DOLLAR).doubled(&["$"]),
];
pub(in super::super) const SCALA: Grammar = Grammar {
    comments: NESTED_SLASHES,
    strings: &[
        Opening::raw("\"\"\"", "\"\"\"", Or::Escaped("", &escape::JAVA)),
        Opening::escaped("\"", &escape::JAVA),
        Opening::new("`", "`", Kind::Skipped),
    ],
    // Any name may be an interpolator.
    prefixes: &[Prefix { word: "", strings: SCALA_HOLES }],
    ..JAVA
};

pub(in super::super) const KOTLIN: Grammar = Grammar {
    comments: NESTED_SLASHES,
    strings: &[
        Opening::raw("\"\"\"", "\"\"\"", Or::Placeholders(&escape::DOLLAR)).with(DOLLAR),
        Opening::escaped("\"", &escape::DOLLAR).with(DOLLAR),
        Opening::new("`", "`", Kind::Skipped),
    ],
    ..JAVA
};

pub(in super::super) const GROOVY: Grammar = Grammar {
    strings: &[
        long("\"\"\"", &escape::DOLLAR).with(GROOVY_HOLES),
        long("'''", &escape::JAVA),
        Opening::escaped("\"", &escape::DOLLAR).with(GROOVY_HOLES),
        Opening::escaped("'", &escape::JAVA),
        Opening::new("$/", "/$", Kind::Skipped).long(),
    ],
    tick: Tick::Nothing,
    odd: &[Odd::Slash(Command::Never)],
    ..JAVA
};

pub(in super::super) const DART: Grammar = Grammar {
    comments: NESTED_SLASHES,
    strings: &[
        long("\"\"\"", &escape::DOLLAR).with(DOLLAR),
        long("'''", &escape::DOLLAR).with(DOLLAR),
        Opening::escaped("\"", &escape::DOLLAR).with(DOLLAR),
        Opening::escaped("'", &escape::DOLLAR).with(DOLLAR),
    ],
    prefixes: &[Prefix {
        word: "r",
        strings: &[
            Opening::raw("\"\"\"", "\"\"\"", Or::Escaped("", &escape::DOLLAR)),
            Opening::raw("'''", "'''", Or::Escaped("", &escape::DOLLAR)),
            Opening::new("\"", "\"", Kind::Raw(Or::Escaped("", &escape::DOLLAR))),
            Opening::new("'", "'", Kind::Raw(Or::Escaped("", &escape::DOLLAR))),
        ],
    }],
    adjacent: Adjacent::Joined,
    ..PLAIN
};

pub(in super::super) const CSHARP: Grammar = Grammar {
    strings: &[
        Opening::doubling("@$\"", "\"").with(FORMAT).doubled(BRACES),
        Opening::doubling("$@\"", "\"").with(FORMAT).doubled(BRACES),
        Opening::doubling("@\"", "\""),
        Opening::new("$\"", "\"", Kind::Escaped(&escape::CSHARP)).with(FORMAT).doubled(BRACES),
        Opening::escaped("\"", &escape::CSHARP),
    ],
    odd: &[Odd::QuoteRun],
    directives: &[],
    ..JAVA
};

pub(in super::super) const SWIFT: Grammar = Grammar {
    comments: NESTED_SLASHES,
    strings: &[
        long("\"\"\"", &escape::SWIFT).with(SWIFT_HOLES),
        Opening::escaped("\"", &escape::SWIFT).with(SWIFT_HOLES),
        Opening::new("`", "`", Kind::Skipped),
    ],
    odd: &[Odd::Hashes(""), Odd::Slash(Command::Never)],
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const VISUAL_BASIC: Grammar = Grammar {
    comments: &[line("'")],
    strings: &[
        Opening::new("$\"", "\"", Kind::Doubled(Escapes::Doubled)).with(FORMAT).doubled(BRACES),
        Opening::new("\"", "\"", Kind::Doubled(Escapes::Doubled)),
    ],
    ..PLAIN
};
