//! Scripting languages: strings with placeholders, here documents, patterns.

use super::super::grammar::{Command, Grammar, Kind, Odd, Opening, Prefix, Tick};
use super::super::heredoc::Heredocs;
use super::super::hole::Hole;
use super::super::literal::Escapes;
use super::super::{Or, escape};
use super::{
    BRACES, C_PRINTF, FORMAT, HASH, HASH_BRACES, PARENTHESES, PERL_HOLES, PHP_HOLES, PLAIN, POWERSHELL_HOLES,
    SCRIPT_PRINTF, SHELL_HOLES, block, line, long, nested, section, word,
};

pub(in super::super) const R: Grammar = Grammar {
    comments: &[line("#")],
    strings: &[
        long("\"", &escape::C).with(&[Hole::Field]),
        long("'", &escape::C).with(&[Hole::Field]),
        Opening::new("`", "`", Kind::Skipped),
    ],
    prefixes: &[Prefix { word: "r", strings: &[Opening::raw("\"(", ")\"", Or::Escaped("", &escape::C))] }],
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const JULIA: Grammar = Grammar {
    comments: &[nested("#=", "=#"), line("#")],
    strings: &[
        long("\"\"\"", &escape::JULIA).with(PARENTHESES),
        long("\"", &escape::JULIA).with(PARENTHESES),
        Opening::new("`", "`", Kind::Skipped).long(),
    ],
    prefixes: &[
        Prefix { word: "r", strings: &[Opening::new("\"", "\"", Kind::Skipped).long()] },
        Prefix { word: "raw", strings: &[Opening::new("\"", "\"", Kind::Skipped).long()] },
    ],
    tick: Tick::Character(&[]),
    ..PLAIN
};

pub(in super::super) const NIM: Grammar = Grammar {
    comments: &[nested("##[", "]##"), nested("#[", "]#"), line("#")],
    strings: &[
        Opening::raw("\"\"\"", "\"\"\"", Or::Escaped("", &escape::C)),
        Opening::escaped("\"", &escape::C),
    ],
    prefixes: &[
        Prefix {
            word: "fmt",
            strings: &[
                Opening::new("\"\"\"", "\"\"\"", Kind::Skipped).long().with(FORMAT),
                Opening::new("\"", "\"", Kind::Doubled(Escapes::Doubled)).with(FORMAT).doubled(BRACES),
            ],
        },
        Prefix { word: "", strings: &[Opening::doubling("\"", "\"")] },
    ],
    tick: Tick::Character(&[]),
    ..PLAIN
};

pub(in super::super) const RUBY: Grammar = Grammar {
    comments: &[section("=begin", "\n=end"), line("#")],
    strings: &[
        long("\"", &escape::RUBY).with(HASH),
        long("'", &escape::QUOTE_ONLY),
        Opening::new("`", "`", Kind::Skipped).long().with(HASH),
    ],
    heredocs: Heredocs::Ruby,
    odd: &[Odd::Variable, Odd::Character(b'?'), Odd::Slash(Command::Possible), Odd::Percent, Odd::Data],
    directives: SCRIPT_PRINTF,
    ..PLAIN
};

pub(in super::super) const CRYSTAL: Grammar = Grammar {
    comments: &[line("#")],
    strings: &[
        long("\"", &escape::RUBY).with(HASH_BRACES),
        Opening::new("`", "`", Kind::Skipped).long().with(HASH_BRACES),
    ],
    tick: Tick::Character(&[]),
    ..RUBY
};

pub(in super::super) const PERL: Grammar = Grammar {
    comments: &[
        section("=pod", "\n=cut"),
        section("=head", "\n=cut"),
        section("=over", "\n=cut"),
        section("=item", "\n=cut"),
        section("=begin", "\n=cut"),
        section("=for", "\n=cut"),
        section("=encoding", "\n=cut"),
        line("#"),
    ],
    strings: &[
        long("\"", &escape::PERL).with(PERL_HOLES),
        long("'", &escape::QUOTE_ONLY),
        Opening::new("`", "`", Kind::Skipped).long(),
    ],
    heredocs: Heredocs::Perl,
    odd: &[Odd::Variable, Odd::Slash(Command::Never), Odd::Quotelike, Odd::Data],
    directives: C_PRINTF,
    ..PLAIN
};

pub(in super::super) const ELIXIR: Grammar = Grammar {
    comments: &[line("#")],
    strings: &[
        long("\"\"\"", &escape::RUBY).with(HASH_BRACES),
        long("'''", &escape::RUBY).with(HASH_BRACES),
        long("\"", &escape::RUBY).with(HASH_BRACES),
        long("'", &escape::RUBY).with(HASH_BRACES),
    ],
    odd: &[Odd::Character(b'?'), Odd::Sigil],
    ..PLAIN
};

pub(in super::super) const PHP: Grammar = Grammar {
    comments: &[line("//"), block("/*", "*/"), super::Comment { at: super::At::Unless(b'['), ..line("#") }],
    strings: &[
        long("\"", &escape::PHP).with(PHP_HOLES),
        long("'", &escape::QUOTE_ONLY),
        Opening::new("`", "`", Kind::Skipped).long(),
    ],
    heredocs: Heredocs::Php,
    directives: SCRIPT_PRINTF,
    ..PLAIN
};

pub(in super::super) const SHELL: Grammar = Grammar {
    comments: &[word("#")],
    strings: &[
        Opening::new("$'", "'", Kind::Escaped(&escape::C)).long(),
        Opening::new("$\"", "\"", Kind::Escaped(&escape::SHELL)).long().with(SHELL_HOLES),
        long("\"", &escape::SHELL).with(SHELL_HOLES),
        Opening::raw("'", "'", Or::Shell),
    ],
    heredocs: Heredocs::Shell,
    odd: &[Odd::Escape(b'\\'), Odd::Variable],
    ..PLAIN
};

pub(in super::super) const POWERSHELL: Grammar = Grammar {
    comments: &[block("<#", "#>"), word("#")],
    strings: &[
        Opening::new("@\"", "\n\"@", Kind::Here(&escape::POWERSHELL)).long().with(POWERSHELL_HOLES),
        Opening::new("@'", "\n'@", Kind::Skipped).long(),
        long("\"", &escape::POWERSHELL).with(POWERSHELL_HOLES),
        Opening::new("'", "'", Kind::Doubled(Escapes::Doubled)).long(),
    ],
    odd: &[Odd::Escape(b'`'), Odd::Variable],
    ..PLAIN
};

pub(in super::super) const LUA: Grammar = Grammar {
    comments: &[
        block("--[[", "]]"),
        block("--[=[", "]=]"),
        block("--[==[", "]==]"),
        block("--[===[", "]===]"),
        line("--"),
    ],
    strings: &[Opening::escaped("\"", &escape::C), Opening::escaped("'", &escape::C)],
    odd: &[Odd::LongBrackets],
    directives: C_PRINTF,
    ..PLAIN
};
