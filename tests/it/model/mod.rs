//! The model test: any interleaving of people, crashes and clocks comes to a sound end.
//!
//! A case is a list of acts, which shrinks. It is played on the real thing: SQLite in a directory, the
//! local forge, git on small repositories, a clock that the case sets. Then everything may settle, and
//! what must hold at every end is looked up in what baton stored (`sound`).
//!
//! A case that failed once is kept in `seeds.txt` beside this file, and is tried first ever after.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

mod acts;
mod play;
mod rows;
mod sound;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};

use crate::harness::Given;
use play::Play;

/// How many interleavings each test tries: about ten seconds.
const CASES: u32 = 24;

/// What interleavings come to, or the acts have lost their way: each in at least every third one.
const REACHED: [&str; 5] =
    ["did.delivered", "did.merged", "asked.follow_up", "ran.refused", "refused: no right"];

#[test]
fn any_interleaving_in_one_repository_comes_to_a_sound_end() {
    tries(Given::default);
}

#[test]
fn any_interleaving_in_two_repositories_comes_to_a_sound_end() {
    tries(|| Given::default().repo("acme/api"));
}

fn tries(given: impl Fn() -> Given) {
    let seeds = FileFailurePersistence::Direct("tests/it/model/seeds.txt");
    let config = Config {
        cases: CASES,
        max_shrink_iters: 256,
        failure_persistence: Some(Box::new(seeds)),
        ..Config::default()
    };
    let reached = RefCell::new(BTreeMap::<String, usize>::new());
    let tried = TestRunner::new(config).run(&acts::acts(), |acts| {
        given().story(async |world| {
            let mut play = Play::begins(world).await;
            for act in &acts {
                play.plays(act).await;
            }
            for name in play.ends().await {
                *reached.borrow_mut().entry(name).or_default() += 1;
            }
        });
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}");
    }
    let reached = reached.into_inner();
    for name in REACHED {
        assert!(reached.contains_key(name), "no interleaving reaches {name}: {reached:#?}");
    }
}
