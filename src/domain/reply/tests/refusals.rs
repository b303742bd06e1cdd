//! Why a run ends without a change, and what would help.

use super::{offer, read, skipped};
use crate::domain::fact::{NearMiss, Refusal, Unclear};
use crate::domain::reply::refusal::refusal;

fn all(refusals: impl IntoIterator<Item = Refusal>) -> String {
    refusals.into_iter().map(|why| read(&refusal(&why))).collect::<Vec<_>>().join("\n--\n")
}

#[test]
fn what_is_missing_in_a_request() {
    let text = || "Sign up".to_owned();
    let unclear = |what| Refusal::Unclear { what };
    insta::assert_snapshot!(all([
        Refusal::NotAReplacement,
        unclear(Unclear::NoNewText { from: text() }),
        unclear(Unclear::NoOldText { to: text() }),
        unclear(Unclear::Same { text: text() }),
        unclear(Unclear::SeveralPlaces),
        unclear(Unclear::TooLong),
    ]), @r"
    I can change texts by myself, and this is more than that; no coding agent is set up here. Try, for example:
    • `change 'Sign up' to 'Get started' on the pricing page`
    • `fix the typo 'recieve', should be 'receive', everywhere`
    --
    What shall Sign up become?
    --
    Which text shall become Sign up?
    --
    Old and new text are the same: Sign up. Nothing to do.
    --
    You limit some of these changes and not the others, and I do all changes of one message in the same places, so I changed nothing. Ask for them one after another, or say on a line of its own what holds for all.
    --
    That is too much for one request: at most 20 changes of 4,096 bytes each.
    ");
}

#[test]
fn a_text_that_is_not_there() {
    let path = "web/a.html".parse().expect("a path");
    let near = vec![NearMiss { path, line: 9, text: "Sign Up".into(), why: "another case".into() }];
    let looked_for = vec!["Sign up".to_owned(), "Log in".to_owned()];
    let nothing = (Vec::new(), Vec::new(), Vec::new());
    insta::assert_snapshot!(all([
        Refusal::NotFound { looked_for: vec!["Sign up".into()], near: nothing.0, skipped: nothing.1, offers: nothing.2 },
        Refusal::NotFound { looked_for, near, skipped: vec![skipped()], offers: vec![offer()] },
    ]), @r"
    I did not find “Sign up”, so I changed nothing. I looked for whole words in the same case, in every spelling a file may use.
    --
    I did not find “Sign up” and “Log in”, so I changed nothing. I looked for whole words in the same case, in every spelling a file may use.
    • `web/a.html:9` has “Sign Up” (another case)
    • 4 places in tests, for example `tests/a.js`: say “including tests” to change them
    • not touched: 2 files (lock file), for example `package-lock.json`
    ");
}

#[test]
fn what_an_administrator_can_do_something_about() {
    let repo = || "acme/gone".parse().expect("a repository");
    insta::assert_snapshot!(all([
        Refusal::NoBranch { branch: "next".parse().expect("a branch") },
        Refusal::NoDefault { repo: repo(), unborn: Some("trunk".parse().expect("a branch")) },
        Refusal::NoDefault { repo: repo(), unborn: None },
        Refusal::NoRepository { repo: repo() },
        Refusal::TooLarge { what: "its history has 900 MiB, and the limit is 500 MiB".into() },
    ]), @r"
    There is no branch `next` in the repository.
    --
    I do not know which branch of `acme/gone` to work on: its default branch `trunk` has no commit. An administrator can name one in the config, with `target`.
    --
    I do not know which branch of `acme/gone` to work on: its HEAD names a commit instead of a branch. An administrator can name one in the config, with `target`.
    --
    I cannot read `acme/gone`: it is not where the config says. An administrator can see more with `baton doctor`.
    --
    This repository is too large for me here: its history has 900 MiB, and the limit is 500 MiB.
    ");
}

#[test]
fn a_change_that_is_not_made() {
    let reasons = vec!["ci.yml is protected".into(), "a.txt would gain what looks like an AWS key".into()];
    let said = "[remote rejected] (pre-receive hook declined)\u{1b}".into();
    insta::assert_snapshot!(all([Refusal::NothingToDo, Refusal::Rejected { said }, Refusal::Gate { reasons }]), @r"
    That is already so; nothing would change.
    --
    I made the change, and the repository does not take it. It says “[remote rejected] (pre-receive hook declined)�”.
    --
    I may not push that change:
    • ci.yml is protected
    • a.txt would gain what looks like an AWS key
    ");
}
