//! Laws: every request prints as a sentence that reads back, and no text does harm.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::super::super::{
    Breadth, Case, Code, Element, How, Kin, MAX_PAIRS, MAX_TEXT_BYTES, NotUnderstood, Pair, Request, Scope,
    Words,
};
use super::super::draft::unique;
use super::super::{follow_up, understand};

/// Pieces that matter to the reader, divided by `¦`.
const PIECES: &str = "\"¦'¦`¦“¦”¦„¦‘¦’¦«¦»¦‹¦›¦「¦→¦->¦=>¦ to ¦ and ¦, ¦ ¦\n¦\r\n¦\t¦&amp;¦&lt;¦&¦<¦>¦\
    <https://a.b|c>¦<@U1>¦\\¦\\\"¦\\u{41}¦u{41}¦*¦_¦~¦**¦:smile:¦🚀¦👩\u{200d}💻¦\u{200b}¦\
    \u{202e}¦é¦ß¦a¦B¦word¦please¦in¦the¦page¦README.md¦src/a.rs¦*.md¦s/a/b/¦everywhere¦\
    change¦with¦1. ¦- ¦…¦?¦!¦.¦(¦)¦<mailto:x@y>¦amp;¦also¦too¦tests¦button¦folder¦of¦\
    acme/web¦./x¦/¦..¦code blocks¦repo¦this";

/// Pieces put together without sense.
fn nasty() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('¦').collect();
    let piece = prop_oneof![prop::sample::select(pieces).prop_map(str::to_owned), "\\PC{1,3}"];
    vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

const ELEMENTS: [Element; 6] =
    [Element::Button, Element::Link, Element::Heading, Element::Label, Element::Placeholder, Element::Cell];

fn scope() -> impl Strategy<Value = Scope> {
    let words = vec(
        prop::sample::select(vec![
            "pricing", "page", "the", "tests", "footer", "README", "of", "in", "path", "button", "docs",
            "folder", "this", "repo", "header", "a.md", "code", "blocks", "too", "and", "same", "files",
            "matching", "acme/web",
        ]),
        1..5,
    )
    .prop_map(|words| words.join(" "));
    prop_oneof![
        prop_oneof![nasty(), words.clone()].prop_map(Scope::Page),
        prop_oneof![nasty(), words.clone()].prop_map(Scope::Path),
        prop_oneof![nasty(), words].prop_map(Scope::Glob),
        prop::sample::select(&ELEMENTS).prop_map(Scope::Element),
    ]
    .prop_filter("a place has a name", |scope| match scope {
        Scope::Page(name) | Scope::Path(name) | Scope::Glob(name) => !name.trim().is_empty(),
        Scope::Element(_) => true,
    })
}

fn request() -> impl Strategy<Value = Request> {
    let pair = (nasty(), prop_oneof![Just(String::new()), nasty()]);
    let ways = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let kin = [Kin::Tests, Kin::Snapshots, Kin::Translations, Kin::Docs, Kin::Anchors];
    let called = proptest::option::of(prop::sample::select(&ELEMENTS));
    let scope = vec(scope(), 0..4);
    (vec(pair, 1..5), called, scope, ways, btree_set(prop::sample::select(kin.to_vec()), 0..5))
        .prop_map(|(texts, called, scopes, ways, include)| {
            let mut pairs: Vec<Pair> = Vec::new();
            for (from, to) in texts {
                if from != to && pairs.iter().all(|pair| pair.from != from) {
                    pairs.push(Pair { from, to });
                }
            }
            let how = How {
                words: if ways.0 { Words::Whole } else { Words::Anywhere },
                case: if ways.1 { Case::Exact } else { Case::Any },
                code: if ways.2 { Code::Skip } else { Code::Include },
                breadth: if ways.3 { Breadth::OneMeaning } else { Breadth::Everywhere },
            };
            Request { pairs, called, scope: unique(scopes), how, include }
        })
        .prop_filter("a request has a pair", |request| !request.pairs.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back(request in request()) {
        let printed = request.to_string();
        prop_assert_eq!(understand(&printed), Ok(request), "{}", printed);
    }

    #[test]
    fn what_is_understood_prints_and_reads_back(text in nasty(), other in nasty(), frame in 0..6_usize) {
        let text = match frame {
            0 => text,
            1 => format!("change {text} to {other}"),
            2 => format!("change '{text}' to '{other}'"),
            3 => format!("replace \"{text}\" with \"{other}\" in {text}"),
            4 => format!("{text} -> {other}"),
            _ => format!("change “{text}\" to {other} on the {text} page, also in {other}"),
        };
        let requests = match understand(&text) {
            Ok(request) => vec![request],
            Err(NotUnderstood::Ambiguous { readings }) => readings,
            Err(_) => Vec::new(),
        };
        for request in requests {
            prop_assert!(!request.pairs.is_empty());
            prop_assert!(request.pairs.iter().all(|pair| pair.from != pair.to && !pair.from.is_empty()));
            let printed = request.to_string();
            prop_assert_eq!(understand(&printed), Ok(request), "{}", printed);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>(), request in request()) {
        let _outcome = (understand(&text), follow_up(&request, &text));
    }
}

#[test]
fn texts_of_full_length_read_back() {
    for c in ["\"", "`", "\u{202e}", "a", "\\", "'"] {
        let from = c.repeat(MAX_TEXT_BYTES / c.len());
        let pairs = (0..MAX_PAIRS)
            .map(|at| Pair { from: format!("{at}{}", &from[from.len() / 2..]), to: from.clone() });
        let how = super::super::draft::USUAL;
        let from = c.repeat(2);
        let pairs = if c == "\u{202e}" { vec![Pair { from, to: String::new() }] } else { pairs.collect() };
        let request = Request { pairs, called: None, scope: Vec::new(), how, include: [].into() };
        assert_eq!(understand(&request.to_string()), Ok(request), "{c}");
    }
}

#[test]
fn limits_are_kept() {
    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    assert_eq!(understand(&format!("change '{long}' to 'B'")), Err(NotUnderstood::TooLong));
    assert_eq!(understand(&format!("change 'A' to '{long}'")), Err(NotUnderstood::TooLong));
    let lines =
        |count: usize| (0..count).map(|at| format!("- 'old {at}' to 'new {at}'\n")).collect::<String>();
    assert_eq!(understand(&lines(MAX_PAIRS)).map(|request| request.pairs.len()), Ok(MAX_PAIRS));
    assert_eq!(understand(&lines(MAX_PAIRS + 1)), Err(NotUnderstood::TooLong));
}

#[test]
fn hostile_messages_end() {
    let pieces = [
        "'",
        "\"",
        "`",
        "“",
        "'a ",
        "\"a ",
        "“a ",
        "`a ",
        "*a ",
        "<http://",
        "&amp;",
        "s/a",
        "s/a/b",
        "a)",
        "))",
        "to ",
        "change a to ",
        "in the ",
        "and ",
        "'a' ",
        "'a' to ",
        "->",
        "→",
        "\n- ",
        "*",
        "_",
        "``",
        "` ``",
        "«",
        "<@",
        ":a",
        "\\",
        "\"\\u{",
        "A to B and ",
        "in a.md and ",
        "the text of the ",
        "x",
        "é",
    ];
    for piece in pieces {
        for text in
            [piece.repeat(100_000 / piece.len()), format!("change {}", piece.repeat(100_000 / piece.len()))]
        {
            let outcome = understand(&text);
            assert!(!matches!(outcome, Ok(ref request) if request.pairs.len() > MAX_PAIRS), "{piece}");
        }
    }
}
