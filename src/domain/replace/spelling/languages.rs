//! What each programming language writes as comments and strings.

use super::code::{Grammar, Opening};
use super::escape;
use super::heredoc::Heredocs;
use super::{Or, Rules};

/// A programming language whose strings are found by [`super::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Language {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// Go.
    Go,
    /// Java, Scala.
    Java,
    /// Kotlin, Groovy.
    Kotlin,
    /// Dart.
    Dart,
    /// C#.
    CSharp,
    /// C, C++, Objective-C, Zig.
    C,
    /// Swift.
    Swift,
    /// Ruby, Crystal.
    Ruby,
    /// Elixir.
    Elixir,
    /// PHP.
    Php,
    /// Shells, and files like them.
    Shell,
    /// SQL.
    Sql,
    /// Lua.
    Lua,
    /// Style sheets.
    Css,
}

const SLASHES: &[&str] = &["//"];
const STARS: &[(&str, &str)] = &[("/*", "*/")];

const fn escaped(mark: &'static str, rules: &'static Rules) -> Opening {
    Opening { open: mark, close: mark, kind: super::code::Kind::Escaped(rules) }
}

const fn raw(open: &'static str, close: &'static str, or: Or) -> Opening {
    Opening { open, close, kind: super::code::Kind::Raw(or) }
}

const fn doubled(open: &'static str, close: &'static str) -> Opening {
    Opening { open, close, kind: super::code::Kind::Doubled }
}

const RUST: Grammar = Grammar {
    line: SLASHES,
    block: STARS,
    strings: &[escaped("\"", &escape::RUST)],
    raw_prefix: b"r",
    raw_or: Or::Hashes("r"),
    ticks: true,
    heredocs: Heredocs::None,
};
const PYTHON: Grammar = Grammar {
    line: &["#"],
    block: &[],
    strings: &[
        escaped("\"\"\"", &escape::C),
        escaped("'''", &escape::C),
        escaped("\"", &escape::C),
        escaped("'", &escape::C),
    ],
    raw_prefix: b"rR",
    raw_or: Or::Escaped(&escape::C),
    ticks: false,
    heredocs: Heredocs::None,
};
const GO: Grammar = Grammar {
    line: SLASHES,
    block: STARS,
    strings: &[escaped("\"", &escape::C), raw("`", "`", Or::Escaped(&escape::C))],
    raw_prefix: b"",
    raw_or: Or::Escaped(&escape::C),
    ticks: true,
    heredocs: Heredocs::None,
};
const JAVA: Grammar = Grammar {
    strings: &[escaped("\"\"\"", &escape::JAVA), escaped("\"", &escape::JAVA)],
    raw_or: Or::Escaped(&escape::JAVA),
    ..GO
};
const KOTLIN: Grammar = Grammar {
    strings: &[raw("\"\"\"", "\"\"\"", Or::Escaped(&escape::DOLLAR)), escaped("\"", &escape::DOLLAR)],
    ..JAVA
};
const DART: Grammar = Grammar {
    strings: &[
        escaped("\"\"\"", &escape::DOLLAR),
        escaped("'''", &escape::DOLLAR),
        escaped("\"", &escape::DOLLAR),
        escaped("'", &escape::DOLLAR),
    ],
    raw_prefix: b"r",
    raw_or: Or::Escaped(&escape::DOLLAR),
    ticks: false,
    ..JAVA
};
const CSHARP: Grammar = Grammar {
    strings: &[
        raw("\"\"\"", "\"\"\"", Or::Escaped(&escape::CSHARP)),
        doubled("@$\"", "\""),
        doubled("$@\"", "\""),
        doubled("@\"", "\""),
        escaped("\"", &escape::CSHARP),
    ],
    ..JAVA
};
const C: Grammar = Grammar { strings: &[escaped("\"", &escape::C)], raw_or: Or::Escaped(&escape::C), ..JAVA };
const SWIFT: Grammar = Grammar {
    strings: &[escaped("\"\"\"", &escape::SWIFT), escaped("\"", &escape::SWIFT)],
    raw_prefix: b"#",
    raw_or: Or::Hashes(""),
    ticks: false,
    ..JAVA
};
const RUBY: Grammar = Grammar {
    line: &["#"],
    block: &[("\n=begin", "\n=end")],
    strings: &[escaped("\"", &escape::RUBY), escaped("'", &escape::QUOTE_ONLY)],
    raw_prefix: b"",
    raw_or: Or::Escaped(&escape::RUBY),
    ticks: false,
    heredocs: Heredocs::Ruby,
};
const ELIXIR: Grammar = Grammar {
    heredocs: Heredocs::None,
    block: &[],
    strings: &[escaped("\"\"\"", &escape::RUBY), escaped("\"", &escape::RUBY)],
    ..RUBY
};
const PHP: Grammar = Grammar {
    heredocs: Heredocs::Php,
    line: &["//", "#"],
    block: STARS,
    strings: &[escaped("\"", &escape::PHP), escaped("'", &escape::QUOTE_ONLY)],
    ..RUBY
};
const SHELL: Grammar = Grammar {
    heredocs: Heredocs::Shell,
    block: &[],
    strings: &[escaped("\"", &escape::SHELL), raw("'", "'", Or::Shell)],
    ..RUBY
};
const SQL: Grammar = Grammar {
    heredocs: Heredocs::None,
    line: &["--"],
    block: STARS,
    strings: &[doubled("'", "'"), doubled("\"", "\"")],
    ..RUBY
};
const LUA: Grammar = Grammar {
    heredocs: Heredocs::None,
    line: &["--"],
    block: &[("--[[", "]]")],
    strings: &[escaped("\"", &escape::C), escaped("'", &escape::C)],
    ..RUBY
};
const CSS: Grammar = Grammar {
    heredocs: Heredocs::None,
    line: &[],
    block: STARS,
    strings: &[escaped("\"", &escape::QUOTE_ONLY), escaped("'", &escape::QUOTE_ONLY)],
    ..RUBY
};

impl Language {
    /// Its comments and strings.
    pub(super) fn rules(self) -> &'static Grammar {
        match self {
            Self::Rust => &RUST,
            Self::Python => &PYTHON,
            Self::Go => &GO,
            Self::Java => &JAVA,
            Self::Kotlin => &KOTLIN,
            Self::Dart => &DART,
            Self::CSharp => &CSHARP,
            Self::C => &C,
            Self::Swift => &SWIFT,
            Self::Ruby => &RUBY,
            Self::Elixir => &ELIXIR,
            Self::Php => &PHP,
            Self::Shell => &SHELL,
            Self::Sql => &SQL,
            Self::Lua => &LUA,
            Self::Css => &CSS,
        }
    }

    /// The language of a file by the ending of its name.
    pub(in super::super) fn by_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "rs" => Self::Rust,
            "py" | "pyi" | "pyx" | "bzl" | "star" | "r" | "jl" | "nim" | "tf" | "hcl" | "graphql" | "gql" => {
                Self::Python
            }
            "go" => Self::Go,
            "java" | "scala" => Self::Java,
            "kt" | "kts" | "groovy" | "gradle" => Self::Kotlin,
            "dart" => Self::Dart,
            "cs" => Self::CSharp,
            "c" | "h" | "cc" | "cpp" | "cxx" | "hpp" | "hh" | "m" | "mm" | "zig" | "proto" | "hs" | "ml"
            | "mli" | "clj" | "cljs" | "erl" | "fs" | "d" | "glsl" | "sol" => Self::C,
            "swift" => Self::Swift,
            "rb" | "rake" | "gemspec" | "cr" | "pl" | "pm" => Self::Ruby,
            "ex" | "exs" => Self::Elixir,
            "sh" | "bash" | "zsh" | "ps1" => Self::Shell,
            "sql" | "vb" => Self::Sql,
            "lua" => Self::Lua,
            "css" | "scss" | "less" | "sass" => Self::Css,
            _ => return None,
        })
    }
}
