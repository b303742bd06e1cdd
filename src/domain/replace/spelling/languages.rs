//! Which language a file is written in.

use super::grammar::Grammar;
use super::grammars;

/// A programming language whose strings are found by [`super::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Language {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// R.
    R,
    /// Julia.
    Julia,
    /// Nim.
    Nim,
    /// Ruby.
    Ruby,
    /// Crystal.
    Crystal,
    /// Perl.
    Perl,
    /// Elixir.
    Elixir,
    /// PHP.
    Php,
    /// Shells, and files like them.
    Shell,
    /// PowerShell.
    PowerShell,
    /// Lua.
    Lua,
    /// Go.
    Go,
    /// C, C++, Objective-C.
    C,
    /// Protocol buffers, Solidity.
    Proto,
    /// Zig.
    Zig,
    /// D.
    D,
    /// Java.
    Java,
    /// Scala.
    Scala,
    /// Kotlin.
    Kotlin,
    /// Groovy.
    Groovy,
    /// Dart.
    Dart,
    /// C#.
    CSharp,
    /// Swift.
    Swift,
    /// Visual Basic.
    VisualBasic,
    /// Haskell.
    Haskell,
    /// OCaml.
    OCaml,
    /// F#.
    FSharp,
    /// Clojure.
    Clojure,
    /// Erlang.
    Erlang,
    /// SQL.
    Sql,
    /// Style sheets.
    Css,
    /// Sass and Less.
    Sass,
    /// HCL, of Terraform.
    Hcl,
    /// GraphQL.
    GraphQl,
}

impl Language {
    /// Its comments and strings.
    pub(super) fn rules(self) -> &'static Grammar {
        match self {
            Self::Rust => &grammars::RUST,
            Self::Python => &grammars::PYTHON,
            Self::R => &grammars::R,
            Self::Julia => &grammars::JULIA,
            Self::Nim => &grammars::NIM,
            Self::Ruby => &grammars::RUBY,
            Self::Crystal => &grammars::CRYSTAL,
            Self::Perl => &grammars::PERL,
            Self::Elixir => &grammars::ELIXIR,
            Self::Php => &grammars::PHP,
            Self::Shell => &grammars::SHELL,
            Self::PowerShell => &grammars::POWERSHELL,
            Self::Lua => &grammars::LUA,
            Self::Go => &grammars::GO,
            Self::C => &grammars::C,
            Self::Proto => &grammars::PROTO,
            Self::Zig => &grammars::ZIG,
            Self::D => &grammars::D,
            Self::Java => &grammars::JAVA,
            Self::Scala => &grammars::SCALA,
            Self::Kotlin => &grammars::KOTLIN,
            Self::Groovy => &grammars::GROOVY,
            Self::Dart => &grammars::DART,
            Self::CSharp => &grammars::CSHARP,
            Self::Swift => &grammars::SWIFT,
            Self::VisualBasic => &grammars::VISUAL_BASIC,
            Self::Haskell => &grammars::HASKELL,
            Self::OCaml => &grammars::OCAML,
            Self::FSharp => &grammars::FSHARP,
            Self::Clojure => &grammars::CLOJURE,
            Self::Erlang => &grammars::ERLANG,
            Self::Sql => &grammars::SQL,
            Self::Css => &grammars::CSS,
            Self::Sass => &grammars::SASS,
            Self::Hcl => &grammars::HCL,
            Self::GraphQl => &grammars::GRAPHQL,
        }
    }

    /// The language of a file by the ending of its name.
    pub(in super::super) fn by_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "rs" => Self::Rust,
            "py" | "pyi" | "pyx" | "bzl" | "star" => Self::Python,
            "r" => Self::R,
            "jl" => Self::Julia,
            "nim" => Self::Nim,
            "tf" | "hcl" => Self::Hcl,
            "graphql" | "gql" => Self::GraphQl,
            "go" => Self::Go,
            "java" => Self::Java,
            "scala" => Self::Scala,
            "kt" | "kts" => Self::Kotlin,
            "groovy" | "gradle" => Self::Groovy,
            "dart" => Self::Dart,
            "cs" => Self::CSharp,
            "c" | "h" | "cc" | "cpp" | "cxx" | "hpp" | "hh" | "m" | "mm" | "glsl" => Self::C,
            "proto" | "sol" => Self::Proto,
            "zig" => Self::Zig,
            "d" => Self::D,
            "hs" => Self::Haskell,
            "ml" | "mli" => Self::OCaml,
            "fs" => Self::FSharp,
            "clj" | "cljs" => Self::Clojure,
            "erl" => Self::Erlang,
            "swift" => Self::Swift,
            "rb" | "rake" | "gemspec" => Self::Ruby,
            "cr" => Self::Crystal,
            "pl" | "pm" => Self::Perl,
            "ex" | "exs" => Self::Elixir,
            "sh" | "bash" | "zsh" => Self::Shell,
            "ps1" => Self::PowerShell,
            "sql" => Self::Sql,
            "vb" => Self::VisualBasic,
            "lua" => Self::Lua,
            "css" => Self::Css,
            "scss" | "less" | "sass" => Self::Sass,
            _ => return None,
        })
    }
}
