//! Functional languages.

use super::super::grammar::{Grammar, Kind, Odd, Opening, Tick};
use super::super::{Or, escape};
use super::{BRACES, C_PRINTF, FORMAT, PLAIN, line, long, nested};

pub(in super::super) const HASKELL: Grammar = Grammar {
    comments: &[nested("{-", "-}"), line("--")],
    strings: &[long("\"", &escape::C)],
    tick: Tick::Character(&[]),
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const OCAML: Grammar = Grammar {
    comments: &[nested("(*", "*)")],
    strings: &[long("\"", &escape::C), Opening::raw("{|", "|}", Or::Escaped("", &escape::C))],
    tick: Tick::Character(&[]),
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const FSHARP: Grammar = Grammar {
    comments: &[line("//"), nested("(*", "*)")],
    strings: &[
        Opening::new("$\"\"\"", "\"\"\"", Kind::Skipped).long().with(FORMAT),
        Opening::raw("\"\"\"", "\"\"\"", Or::Escaped("", &escape::C)),
        Opening::doubling("$@\"", "\"").with(FORMAT).doubled(BRACES),
        Opening::doubling("@\"", "\""),
        Opening::new("$\"", "\"", Kind::Escaped(&escape::C)).long().with(FORMAT).doubled(BRACES),
        long("\"", &escape::C),
        Opening::new("``", "``", Kind::Skipped),
    ],
    tick: Tick::Character(&[]),
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const CLOJURE: Grammar = Grammar {
    comments: &[line(";")],
    strings: &[Opening::new("#\"", "\"", Kind::Skipped).long(), long("\"", &escape::C)],
    odd: &[Odd::Escape(b'\\')],
    ..PLAIN
};

pub(in super::super) const ERLANG: Grammar = Grammar {
    comments: &[line("%")],
    strings: &[long("\"\"\"", &escape::C), long("\"", &escape::C), Opening::new("'", "'", Kind::Skipped)],
    odd: &[Odd::Character(b'$')],
    ..PLAIN
};
