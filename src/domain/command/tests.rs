//! What people type around a word, and that every command prints back.

use proptest::prelude::*;

use super::*;

#[test]
fn people_say_it_in_their_own_way() {
    for (text, word) in [
        ("stop", Word::Stop),
        ("Stop!", Word::Stop),
        ("please stop", Word::Stop),
        ("cancel, please", Word::Stop),
        ("LGTM", Word::Merge),
        ("ship it!", Word::Merge),
        ("Why isn’t it merging?", Word::Why),
        ("why?", Word::Why),
        ("?", Word::Help),
        ("/help", Word::Help),
    ] {
        assert_eq!(Command::parse(text), Command::Word(word), "{text}");
    }
}

#[test]
fn a_sentence_is_never_a_word() {
    for text in ["stop showing the banner", "merge the two headings", "close 'x' with 'y'", "help text → aid"]
    {
        assert_eq!(Command::parse(text), Command::Say(text.to_owned()));
    }
}

#[test]
fn an_unknown_word_names_the_nearest() {
    assert_eq!(
        Command::parse("stauts"),
        Command::Unknown { word: "stauts".into(), near: Some(Word::Status) }
    );
    assert_eq!(Command::parse("deploy"), Command::Unknown { word: "deploy".into(), near: None });
}

#[test]
fn an_aside_and_an_empty_message_are_not_for_us() {
    assert_eq!(Command::parse("(aside) lunch?"), Command::Aside);
    assert_eq!(Command::parse(" \n "), Command::Empty);
}

/// Names every word; one that is new does not compile until it is here.
macro_rules! words {
    ($($word:ident),*) => {
        fn is_named(word: Word) -> bool {
            match word { $(Word::$word => true,)* }
        }

        const NAMED: &[Word] = &[$(Word::$word,)*];
    };
}

words!(Help, Status, Why, Diff, Logs, Stop, Retry, Merge, Close, Mute, Unmute);

#[test]
fn every_word_is_in_the_list_of_all_once() {
    for word in NAMED {
        assert_eq!(Word::ALL.iter().filter(|other| *other == word).count(), 1, "{word:?}");
        assert!(is_named(*word));
    }
    assert_eq!(Word::ALL.len(), NAMED.len());
}

#[test]
fn the_help_has_a_line_for_every_word() {
    let help = crate::domain::reply::text::post(&crate::domain::reply::intake::help());
    for word in Word::ALL {
        let line = format!("• `{}`: {}", word.as_str(), word.help());
        assert_eq!(help.lines().filter(|other| **other == line).count(), 1, "{line}");
        assert!(word.help().len() > 5, "{word:?} is hardly explained");
    }
}

#[test]
fn no_two_words_share_a_way_to_say_them() {
    let ways = Word::ALL.iter().flat_map(|word| {
        word.also().iter().chain(std::iter::once(&word.as_str())).copied().collect::<Vec<_>>()
    });
    let mut seen = std::collections::BTreeSet::new();
    for way in ways {
        assert!(seen.insert(way), "{way} stands for two words");
    }
}

/// Every way to say every word.
fn ways() -> Vec<(Word, &'static str)> {
    let of = |word: Word| word.also().iter().map(move |way| (word, *way)).chain([(word, word.as_str())]);
    Word::ALL.into_iter().flat_map(of).collect()
}

/// Some letters of the text in upper case.
fn in_case(text: &str, upper: u64) -> String {
    let letter =
        |(at, c): (usize, char)| if upper >> (at % 64) & 1 == 1 { c.to_ascii_uppercase() } else { c };
    text.chars().enumerate().map(letter).collect()
}

/// Anything a person may type: plain letters, our own words, what stands around them.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,8}",
        (0..ways().len()).prop_map(|at| ways()[at].1.to_owned()),
        prop::sample::select(
            &[
                " ",
                "  ",
                "\n",
                "\t",
                "\u{a0}",
                ".",
                "!",
                "?",
                ",",
                ":",
                "…",
                "/",
                "'",
                "’",
                "(aside)",
                "(ASIDE) ",
                "queue ",
                "Queue ",
                "please",
                "Please ",
                " pls",
                "ok ",
                "okay, ",
                " thanks",
                "ß",
                "İ",
                "Σ",
                "\u{1f44b}",
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn every_parse_prints_back(text in typed()) {
        let command = Command::parse(&text);
        prop_assert_eq!(Command::parse(&command.to_string()), command);
    }

    #[test]
    fn what_stands_around_a_word_does_not_matter(
        at in 0..ways().len(),
        upper in any::<u64>(),
        before in prop::sample::select(&["", " ", "/", ", ", ": ", "please ", "Please, ", "ok ", "OK, please "][..]),
        after in prop::sample::select(&["", " ", ".", "!", "!!", "?", "…", " please", ", please!", " pls", " thanks.", "\n"][..]),
    ) {
        let (word, way) = ways()[at];
        prop_assume!(way != "?");
        let text = format!("{before}{}{after}", in_case(way, upper));
        prop_assert_eq!(Command::parse(&text), Command::Word(word), "{:?}", text);
    }

    #[test]
    fn what_is_said_is_kept_to_the_letter(text in typed()) {
        if let Command::Say(said) = Command::parse(&text) {
            prop_assert_eq!(said, text.trim());
        }
    }

    #[test]
    fn quoted_words_are_never_commands(at in 0..ways().len(), upper in any::<u64>(), around in typed()) {
        let text = format!("change '{}' to '{}'", in_case(ways()[at].1, upper), around.replace('\'', ""));
        prop_assert_eq!(Command::parse(&text), Command::Say(text.trim().to_owned()));
    }
}
