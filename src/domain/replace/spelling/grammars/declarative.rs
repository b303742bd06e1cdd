//! Languages that say what shall be: queries, styles, infrastructure, schemas.

use super::super::escape;
use super::super::grammar::{Grammar, Kind, Odd, Opening, Prefix};
use super::super::heredoc::Heredocs;
use super::super::hole::Hole;
use super::super::literal::Escapes;
use super::{HCL_DOUBLED, HCL_HOLES, PLAIN, block, line, long, nested};

pub(in super::super) const HCL: Grammar = Grammar {
    comments: &[line("#"), line("//"), block("/*", "*/")],
    strings: &[Opening::escaped("\"", &escape::C).with(HCL_HOLES).doubled(HCL_DOUBLED)],
    heredocs: Heredocs::Hcl,
    ..PLAIN
};

pub(in super::super) const GRAPHQL: Grammar = Grammar {
    comments: &[line("#")],
    strings: &[long("\"\"\"", &escape::JAVA), Opening::escaped("\"", &escape::JAVA)],
    ..PLAIN
};

pub(in super::super) const SQL: Grammar = Grammar {
    comments: &[line("--"), nested("/*", "*/")],
    strings: &[
        Opening::new("'", "'", Kind::Doubled(Escapes::Either)).long(),
        Opening::new("\"", "\"", Kind::Doubled(Escapes::Either)).long(),
        Opening::new("`", "`", Kind::Skipped),
    ],
    prefixes: &[Prefix { word: "e", strings: &[long("'", &escape::C)] }],
    ..PLAIN
};

pub(in super::super) const CSS: Grammar = Grammar {
    comments: &[block("/*", "*/")],
    strings: &[Opening::escaped("\"", &escape::QUOTE_ONLY), Opening::escaped("'", &escape::QUOTE_ONLY)],
    odd: &[Odd::Url],
    ..PLAIN
};

const SASS_HOLES: &[Hole] = &[Hole::Code { open: "#{", close: b'}' }, Hole::Code { open: "@{", close: b'}' }];
/// Sass and Less.
pub(in super::super) const SASS: Grammar = Grammar {
    comments: &[line("//"), block("/*", "*/")],
    strings: &[
        Opening::escaped("\"", &escape::SASS).with(SASS_HOLES),
        Opening::escaped("'", &escape::SASS).with(SASS_HOLES),
    ],
    ..CSS
};
