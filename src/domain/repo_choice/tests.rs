//! Which repository is meant, by example and by law.

use proptest::prelude::*;

use super::*;

fn around(known: &[&str]) -> Surroundings {
    let known = known.iter().map(|name| name.parse().expect("a name")).collect();
    Surroundings { known, thread: None, channel: None }
}

#[test]
fn a_named_repository_is_found_and_taken_out() {
    let world = around(&["acme/api", "acme/web"]);
    for (text, left) in [
        ("change 'A' to 'B' in acme/web", "change 'A' to 'B'"),
        ("in acme/web, change 'A' to 'B'", "change 'A' to 'B'"),
        ("acme/web: change 'A' to 'B'", "change 'A' to 'B'"),
        ("change 'A' to 'B' on the pricing page in web", "change 'A' to 'B' on the pricing page"),
        ("change 'A' to 'B' in https://git.example/acme/web.git please", "change 'A' to 'B' please"),
        ("change 'A' to 'B' in acme/web.", "change 'A' to 'B'."),
        ("acme/web: change 'A' to 'B' in acme/web", "change 'A' to 'B'"),
        ("change 'A' to 'B' in src in repo acme/web", "change 'A' to 'B' in src"),
        ("change 'A' to 'B' in the repository acme/web", "change 'A' to 'B'"),
        ("repo: acme/web, change 'A' to 'B'", "change 'A' to 'B'"),
        ("change 'repo' to 'B' in acme/web", "change 'repo' to 'B'"),
    ] {
        let (choice, rest) = choose(text, &world);
        assert_eq!(choice, Choice::Known("acme/web".parse().expect("a name")), "{text}");
        assert_eq!(rest, left, "{text}");
    }
}

#[test]
fn a_repository_is_named_by_what_it_is_called() {
    let mut world = around(&["acme/api", "acme/web"]);
    world.channel = Some("acme/api".parse().expect("a name"));
    for text in ["change 'A' to 'B' in the web repo", "in web repository, change 'A' to 'B'"] {
        assert_eq!(choose(text, &world).0, Choice::Known("acme/web".parse().expect("a name")), "{text}");
    }
    let (choice, _) = choose("change 'A' to 'B' in the shop repo", &world);
    assert_eq!(choice, Choice::Unknown("shop".into()));
    for text in ["change 'A' to 'B' in the whole repo", "change 'A' to 'B' in the repo"] {
        assert_eq!(choose(text, &world).0, Choice::Known("acme/api".parse().expect("a name")), "{text}");
    }
    let (choice, _) = choose("change 'A' to 'B' in the shop repo", &around(&["acme/web"]));
    assert_eq!(choice, Choice::Known("acme/web".parse().expect("a name")));
}

#[test]
fn quoted_text_names_nothing() {
    let (choice, _) = choose("change 'in acme/web' to 'x'", &around(&["acme/api", "acme/web"]));
    assert!(matches!(choice, Choice::Ask(_)), "{choice:?}");
}

#[test]
fn two_named_repositories_are_a_question() {
    let (choice, _) =
        choose("change 'A' to 'B' in acme/web and in acme/api", &around(&["acme/api", "acme/web"]));
    assert!(matches!(choice, Choice::Ask(of) if of.len() == 2));
}

#[test]
fn an_unknown_repository_of_a_known_owner_is_said() {
    let (choice, _) = choose("change 'A' to 'B' in acme/wbe", &around(&["acme/web"]));
    assert_eq!(choice, Choice::Unknown("acme/wbe".into()));
}

#[test]
fn a_path_is_no_repository() {
    let (choice, rest) = choose("change 'A' to 'B' in src/pages", &around(&["acme/web"]));
    assert_eq!(choice, Choice::Known("acme/web".parse().expect("a name")));
    assert_eq!(rest, "change 'A' to 'B' in src/pages");
}

#[test]
fn an_apostrophe_opens_no_quote() {
    let (choice, _) = choose("don't change it in acme/web", &around(&["acme/api", "acme/web"]));
    assert_eq!(choice, Choice::Known("acme/web".parse().expect("a name")));
}

/// The names that laws choose from; two of them are alike behind the slash.
const NAMES: [&str; 6] = ["acme/api", "acme/web", "beta/web", "acme/web.js", "beta/Docs", "in/on"];

fn name(at: usize) -> RepoName {
    NAMES[at].parse().expect("a name")
}

fn surroundings() -> impl Strategy<Value = Surroundings> {
    let known = prop::collection::btree_set(0..NAMES.len(), 0..NAMES.len());
    let place = || prop::option::of(0..NAMES.len());
    (known, place(), place()).prop_map(|(known, thread, channel)| Surroundings {
        known: known.into_iter().map(name).collect(),
        thread: thread.map(name),
        channel: channel.map(name),
    })
}

/// Words that name nothing, wherever they stand.
fn plain_words() -> impl Strategy<Value = Vec<&'static str>> {
    let words =
        ["change", "the", "heading", "don't", "src/pages", "README.md", "to", "and", "don’t,", "page."];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..6)
}

/// How people write a repository's name.
fn mention(repo: &str, how: usize) -> String {
    match how {
        0 => repo.to_owned(),
        1 => repo.to_uppercase(),
        2 => format!("in {repo}"),
        3 => format!("on {repo},"),
        4 => format!("https://git.example/{repo}.git"),
        5 => format!("<https://git.example/{repo}/>"),
        _ => format!("for {repo}."),
    }
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        (0..NAMES.len(), 0usize..7).prop_map(|(at, how)| mention(NAMES[at], how)),
        prop::sample::select(
            &["in", "'", "\"", "“", "”", "`", " ", "in web", "acme/wbe", "https://x/", "’s"][..]
        )
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_chosen_is_known_or_of_this_place(text in texts(), around in surroundings()) {
        let (choice, rest) = choose(&text, &around);
        let places = [around.thread.as_ref(), around.channel.as_ref()];
        match &choice {
            Choice::Known(repo) => prop_assert!(around.known.contains(repo) || places.contains(&Some(repo))),
            Choice::Ask(of) => {
                let mut each = of.clone();
                each.sort();
                each.dedup();
                prop_assert!(each.len() == of.len() && of.len() > 1, "a question has answers to choose from");
                prop_assert!(of.iter().all(|repo| around.known.contains(repo)));
            }
            Choice::Unknown(name) => prop_assert!(around.known.iter().all(|repo| repo.as_str() != name)),
            Choice::None => prop_assert!(around.known.is_empty() && places == [None, None]),
        }
        if !matches!(choice, Choice::Known(_)) {
            prop_assert_eq!(rest, text);
        }
    }

    #[test]
    fn the_order_of_the_config_does_not_matter(text in texts(), around in surroundings(), turn in 0usize..6) {
        let mut other = around.clone();
        other.known.rotate_left(turn.min(around.known.len()));
        let sorted = |(choice, rest): (Choice, String)| match choice {
            Choice::Ask(mut of) => {
                of.sort();
                (Choice::Ask(of), rest)
            }
            Choice::Known(_) | Choice::Unknown(_) | Choice::None => (choice, rest),
        };
        prop_assert_eq!(sorted(choose(&text, &around)), sorted(choose(&text, &other)));
    }

    #[test]
    fn a_named_repository_wins(
        (before, after) in (plain_words(), plain_words()), at in 0..NAMES.len(), how in 0usize..7, mut around in surroundings(),
    ) {
        around.known.push(name(at));
        around.known.sort();
        around.known.dedup();
        let text = [before.join(" "), mention(NAMES[at], how), after.join(" ")].join(" ");
        let (choice, rest) = choose(&text, &around);
        prop_assert_eq!(choice, Choice::Known(name(at)));
        prop_assert!(!rest.to_lowercase().contains(NAMES[at]), "the name is not part of the request: {:?}", rest);
        let words = |text: &str| text.split_whitespace().map(|word| word.replace(['.', ','], "")).collect::<Vec<_>>();
        let said: Vec<String> = words(&[before, after].concat().join(" "));
        let kept: Vec<String> = words(&rest).into_iter().filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(kept, said, "nothing else is lost: {:?}", rest);
    }

    #[test]
    fn two_named_repositories_are_never_guessed_between(
        one in 0..NAMES.len(), other in 0..NAMES.len(), hows in (0usize..7, 0usize..7), between in plain_words(), mut around in surroundings(),
    ) {
        prop_assume!(one != other);
        around.known = (0..NAMES.len()).map(name).collect();
        let text = [mention(NAMES[one], hows.0), between.join(" "), mention(NAMES[other], hows.1)].join(" ");
        prop_assert_eq!(choose(&text, &around).0, Choice::Ask(vec![name(one), name(other)]));
    }

    #[test]
    fn a_short_name_of_two_repositories_is_never_guessed(before in plain_words(), mut around in surroundings()) {
        around.known = (0..NAMES.len()).map(name).collect();
        let text = format!("{} in web", before.join(" "));
        let (choice, rest) = choose(&text, &around);
        let both = [name(1), name(2)];
        let here = [&around.thread, &around.channel].into_iter().flatten().next();
        match here.filter(|here| both.contains(here)) {
            Some(here) => prop_assert_eq!(choice, Choice::Known(here.clone())),
            None => {
                prop_assert_eq!(choice, Choice::Ask(both.to_vec()));
                prop_assert_eq!(rest, text);
            }
        }
    }

    #[test]
    fn without_a_name_the_nearest_place_counts(words in plain_words(), quoted in 0..NAMES.len(), around in surroundings()) {
        let text = format!("{} 'in {}'", words.join(" "), NAMES[quoted]).trim().to_owned();
        let nearest = around.thread.clone().or(around.channel.clone());
        let expected = match (nearest, around.known.as_slice()) {
            (Some(place), _) => Choice::Known(place),
            (None, []) => Choice::None,
            (None, [only]) => Choice::Known(only.clone()),
            (None, several) => Choice::Ask(several.to_vec()),
        };
        prop_assert_eq!(choose(&text, &around), (expected, text));
    }
}
