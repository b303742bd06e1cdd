//! Python, whose strings have the most prefixes.

use super::super::directive::Family;
use super::super::grammar::{Adjacent, Grammar, Kind, Opening, Prefix};
use super::super::printf::Printf;
use super::super::{Or, escape};
use super::{BRACES, FIELDS, FORMAT, PLAIN, line, long};

const PYTHON_FORMAT: &[Opening] = &[
    long("\"\"\"", &escape::C).with(FORMAT).doubled(BRACES),
    long("'''", &escape::C).with(FORMAT).doubled(BRACES),
    Opening::escaped("\"", &escape::C).with(FORMAT).doubled(BRACES),
    Opening::escaped("'", &escape::C).with(FORMAT).doubled(BRACES),
];
const PYTHON_BYTES: &[Opening] = &[
    long("\"\"\"", &escape::C),
    long("'''", &escape::C),
    Opening::escaped("\"", &escape::C),
    Opening::escaped("'", &escape::C),
];

/// A raw string of Python: a backslash stands for itself, but keeps a quote from closing.
const fn python_raw(mark: &'static str, prefix: &'static str) -> Opening {
    Opening::new(mark, mark, Kind::Guarded(Or::Escaped(prefix, &escape::C)))
}

const PYTHON_RAW: &[Opening] = &[
    python_raw("\"\"\"", "").long(),
    python_raw("'''", "").long(),
    python_raw("\"", ""),
    python_raw("'", ""),
];
const PYTHON_RAW_BYTES: &[Opening] = &[
    python_raw("\"\"\"", "b").long(),
    python_raw("'''", "b").long(),
    python_raw("\"", "b"),
    python_raw("'", "b"),
];
const PYTHON_RAW_FORMAT: &[Opening] = &[
    python_raw("\"\"\"", "f").long().with(FORMAT).doubled(BRACES),
    python_raw("'''", "f").long().with(FORMAT).doubled(BRACES),
    python_raw("\"", "f").with(FORMAT).doubled(BRACES),
    python_raw("'", "f").with(FORMAT).doubled(BRACES),
];
pub(in super::super) const PYTHON: Grammar = Grammar {
    comments: &[line("#")],
    strings: &[
        long("\"\"\"", &escape::C).with(FIELDS),
        long("'''", &escape::C).with(FIELDS),
        Opening::escaped("\"", &escape::C).with(FIELDS),
        Opening::escaped("'", &escape::C).with(FIELDS),
    ],
    prefixes: &[
        Prefix { word: "r", strings: PYTHON_RAW },
        Prefix { word: "f", strings: PYTHON_FORMAT },
        Prefix { word: "t", strings: PYTHON_FORMAT },
        Prefix { word: "b", strings: PYTHON_BYTES },
        Prefix { word: "br", strings: PYTHON_RAW_BYTES },
        Prefix { word: "rb", strings: PYTHON_RAW_BYTES },
        Prefix { word: "fr", strings: PYTHON_RAW_FORMAT },
        Prefix { word: "rf", strings: PYTHON_RAW_FORMAT },
    ],
    adjacent: Adjacent::Joined,
    directives: &[Family::Percent(Printf::Script), Family::Braces],
    ..PLAIN
};
