//! Why a run ends without a change, and what would help.

use super::{code, count, cut, plain, say, skipped, strong, text};
use crate::domain::fact::{NearMiss, Refusal, Unclear};
use crate::domain::ids::{Branch, RepoName};
use crate::domain::slot::{Block, Post, Span};

/// Most near misses shown.
const NEAR: usize = 5;

/// The message for a refusal.
pub fn refusal(why: &Refusal) -> Post {
    match why {
        Refusal::NotAReplacement => not_a_replacement(),
        Refusal::Unclear { what } => sentence(unclear(what)),
        Refusal::NotFound { looked_for, near, skipped, offers } => {
            let mut post = sentence(not_found(looked_for));
            let mut items: Vec<Vec<Span>> = near.iter().take(NEAR).map(near_miss).collect();
            items.extend(offers.iter().map(|offer| {
                let places = count(offer.places, "place", "places");
                vec![
                    plain(format!("{places} in {}, for example ", offer.what)),
                    code(offer.example.as_str()),
                    plain(format!(": say “including {}” to change them", offer.what)),
                ]
            }));
            items.extend(self::skipped(skipped));
            if !items.is_empty() {
                post.blocks.push(Block::List(items));
            }
            post
        }
        Refusal::NoBranch { branch } => {
            sentence(vec![plain("There is no branch "), code(branch.as_str()), plain(" in the repository.")])
        }
        Refusal::NoDefault { repo, unborn } => sentence(no_default(repo, unborn.as_ref())),
        Refusal::NoRepository { repo } => unreadable(repo, "it is not where the config says"),
        Refusal::NoAccess { repo } => unreadable(repo, "it is there, and I have no right to see it"),
        Refusal::Damaged { repo, said } => {
            unreadable(repo, &format!("it is damaged where it is kept, and git says {}", quoted(said)))
        }
        Refusal::Unsound { repo, name, said } => sentence(unsound(repo, name.as_deref(), said)),
        Refusal::TooLarge { what } => {
            sentence(vec![plain("This repository is too large for me here: "), plain(what), plain(".")])
        }
        Refusal::TooManyPlaces { most } => sentence(vec![plain(format!(
            "That stands in more than {} places, which is more than I change at once, so I changed nothing. \
             Name a page, a file or a directory, and I look only there.",
            grouped(*most)
        ))]),
        Refusal::NothingToDo => sentence(vec![plain("That is already so; nothing would change.")]),
        Refusal::Rejected { said } => sentence(vec![
            plain("I made the change, and the repository does not take it. It says "),
            strong(quoted(said)),
            plain("."),
        ]),
        Refusal::Gate { reasons } => {
            let mut post = sentence(vec![plain("I may not push that change:")]);
            post.blocks
                .push(Block::List(reasons.iter().map(|reason| vec![plain(cut(reason, 200))]).collect()));
            post
        }
    }
}

fn sentence(spans: Vec<Span>) -> Post {
    say(vec![Block::Text(spans)])
}

/// What only an administrator can mend.
fn unreadable(repo: &RepoName, why: &str) -> Post {
    sentence(vec![
        plain("I cannot read "),
        code(repo.as_str()),
        plain(format!(": {why}. An administrator can see more with ")),
        code("baton doctor"),
        plain("."),
    ])
}

/// There is nothing to begin from, and what helps.
fn no_default(repo: &RepoName, unborn: Option<&Branch>) -> Vec<Span> {
    let mut spans =
        vec![plain("I do not know which branch of "), code(repo.as_str()), plain(" to work on: ")];
    match unborn {
        Some(branch) => {
            spans.extend([plain("its default branch "), code(branch.as_str()), plain(" has no commit.")]);
        }
        None => spans.push(plain("its HEAD names a commit instead of a branch.")),
    }
    spans.extend([plain(" An administrator can name one in the config, with "), code("target"), plain(".")]);
    spans
}

/// git's words in a line.
fn quoted(said: &str) -> String {
    format!("“{}”", cut(&text::printable(said), 120))
}

fn unsound(repo: &RepoName, name: Option<&str>, said: &str) -> Vec<Span> {
    let mut spans = vec![plain("I do not work on "), code(repo.as_str())];
    match name {
        Some(name) => spans.extend([
            plain(": now or in its history it has a file called "),
            code(cut(name, 80)),
            plain(", which could take over git on a machine that checks it out."),
        ]),
        None => spans.extend([
            plain(": git refuses to take in what it holds and says "),
            strong(quoted(said)),
            plain("."),
        ]),
    }
    spans
}

fn not_a_replacement() -> Post {
    let mut post = sentence(vec![plain(
        "I can change texts by myself, and this is more than that; no coding agent is set up here. Try, for example:",
    )]);
    post.blocks.push(Block::List(vec![
        vec![code("change 'Sign up' to 'Get started' on the pricing page")],
        vec![code("fix the typo 'recieve', should be 'receive', everywhere")],
    ]));
    post
}

/// A number of up to six digits with a comma between thousands.
fn grouped(number: u32) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

fn unclear(what: &Unclear) -> Vec<Span> {
    match what {
        Unclear::NoNewText { from } => vec![plain("What shall "), strong(cut(from, 80)), plain(" become?")],
        Unclear::NoOldText { to } => vec![plain("Which text shall become "), strong(cut(to, 80)), plain("?")],
        Unclear::Same { text } => {
            vec![plain("Old and new text are the same: "), strong(cut(text, 80)), plain(". Nothing to do.")]
        }
        Unclear::SeveralPlaces => vec![plain(
            "You limit some of these changes and not the others, and I do all changes of one message in the \
             same places, so I changed nothing. Ask for them one after another, or say on a line of its own \
             what holds for all.",
        )],
        Unclear::TooLong => {
            vec![plain("That is too much for one request: at most 20 changes of 4,096 bytes each.")]
        }
    }
}

fn not_found(looked_for: &[String]) -> Vec<Span> {
    let mut spans = vec![plain("I did not find ")];
    for (at, text) in looked_for.iter().enumerate() {
        if at > 0 {
            spans.push(plain(" and "));
        }
        spans.push(strong(format!("“{}”", cut(text, 80))));
    }
    spans.push(plain(", so I changed nothing. I looked for whole words in the same case, in every spelling a file may use."));
    spans
}

fn near_miss(near: &NearMiss) -> Vec<Span> {
    vec![
        code(format!("{}:{}", near.path, near.line)),
        plain(format!(" has “{}” ({})", cut(&near.text, 80), near.why)),
    ]
}
