//! Stop, wherever the work is: people say it while git is at work, and at once with an approval.

use crate::harness::{Given, Side, World, ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";
const MORE: &str = "also change 'Free for ever' to 'Free'";

/// Tells a story in which time can stop at a command of git.
fn with_time_to_act(tell: impl AsyncFnOnce(&mut World)) {
    Given::default().stand_in_for_git().story(tell);
}

async fn says_stop(world: &mut World) {
    world.replies(ana(), "stop").await;
    world.hears().await;
}

/// Nothing of the stopped task is left where others can see it.
async fn assert_stopped(world: &World) {
    assert_eq!(world.states().await, ["stopped"]);
    assert_eq!((world.pulls().await.as_str(), world.branches().await), ("", Vec::new()));
}

#[test]
fn stop_while_the_repository_is_fetched() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        world.meanwhile(Side::Before, "clone", says_stop).await;
        world.settles().await;
        assert_stopped(world).await;
        // What was prepared quickly is tried before it is stored, in vain then.
        assert_eq!(world.audit().await[..2], ["asked", "stopped"]);
    });
}

#[test]
fn stop_ends_a_fetch_that_takes_for_ever() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        world.forever("clone", says_stop).await;
        world.settles().await;
        assert_stopped(world).await;
        assert_eq!(world.audit().await, ["asked", "stopped", "interrupted"]);
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

/// At its last step a merge happens, whatever is said meanwhile; then that is what the thread says.
#[test]
fn stop_while_the_merge_is_made_tells_what_became_of_it() {
    for side in [Side::Before, Side::After] {
        with_time_to_act(async |world| {
            world.asks(ana(), ASK).await;
            world.settles().await;
            world.reacts(ben(), "✅").await;
            world.hears().await;
            world.meanwhile(side, "update-ref", says_stop).await;
            world.settles().await;
            assert_eq!(world.states().await, ["merged"]);
            assert!(world.target("web/pricing.html").unwrap().contains("Get started"));
            let thread = world.thread().await;
            let (_, behind) = thread.split_once("ana:\n  stop\n").unwrap();
            insta::allow_duplicates! { insta::assert_snapshot!(behind, @r"
            baton:
              Stopped. #1 stays open as it is, and approvals were taken back. `close` closes it.
            baton:
              Merged as `‹commit 1›`.
            "); }
        });
    }
}

/// A merge that did not come through while somebody said stop is not made later.
#[test]
fn stop_while_a_merge_fails_leaves_it_unmerged() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.hears().await;
        let stops = async |world: &mut World| {
            world.repos[0].push("main", "other.txt", "other\n").await;
            says_stop(world).await;
        };
        world.meanwhile(Side::Before, "update-ref", stops).await;
        world.clock_jumps(3600);
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert!(world.target("web/pricing.html").unwrap().contains("Sign up"));
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, stopped, not merged");
    });
}

#[test]
fn stop_by_a_reaction_while_the_repository_is_fetched() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let status = world.answer().await;
        let reacts = async |world: &mut World| {
            world.reacts_to(ben(), &status, "🛑").await;
            world.hears().await;
        };
        world.meanwhile(Side::After, "clone", reacts).await;
        world.settles().await;
        assert_stopped(world).await;
    });
}

#[test]
fn stop_while_the_branch_is_pushed_takes_it_back() {
    for side in [Side::Before, Side::After] {
        with_time_to_act(async |world| {
            world.asks(ana(), ASK).await;
            world.hears().await;
            world.meanwhile(side, "update-ref", says_stop).await;
            world.settles().await;
            assert_stopped(world).await;
            let thread = world.thread().await;
            insta::allow_duplicates! { insta::assert_snapshot!(thread, @r"
            ana:
              change 'Sign up' to 'Get started' on the pricing page
            baton:
              change 'Sign up' to 'Get started' on the pricing page
              Stopped by @ana.
              in `acme/web` · task `‹task›` · asked by @ana
            ana:
              stop
            baton:
              Stopped by @ana. `retry` starts it again.
            "); }
            world.replies(ana(), "retry").await;
            world.settles().await;
            assert_eq!(
                world.audit().await,
                ["asked", "ran", "stopped", "not delivered", "retried", "ran", "delivered"]
            );
        });
    }
}

#[test]
fn stop_while_a_branch_is_pushed_that_others_moved_leaves_it() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let acts = async |world: &mut World| {
            let [branch] = &world.branches().await[..] else { panic!("one branch") };
            world.repos[0].push(branch, "mine.txt", "mine\n").await;
            says_stop(world).await;
        };
        world.meanwhile(Side::After, "update-ref", acts).await;
        world.settles().await;
        assert_eq!(world.states().await, ["stopped"]);
        let [theirs] = &world.branches().await[..] else { panic!("one branch") };
        let head = world.repos[0].head(theirs);
        // Nor does a later run push over it.
        world.replies(ana(), "retry").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I may not push that change:
          • the branch baton/‹task›-change-sign-up-to-get-started-on-the-pri exists already and is not mine
        ");
        assert_eq!(world.repos[0].head(theirs), head);
    });
}

/// The message alone says nothing: an amended commit is the work of whoever amended it.
#[test]
fn stop_while_a_branch_is_pushed_that_somebody_amended_leaves_it() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let acts = async |world: &mut World| {
            let [branch] = &world.branches().await[..] else { panic!("one branch") };
            world.repos[0].amend(branch, "web/pricing.html", "mine\n").await;
            says_stop(world).await;
        };
        world.meanwhile(Side::After, "update-ref", acts).await;
        world.settles().await;
        assert_eq!((world.states().await, world.pulls().await.as_str()), (vec!["stopped"], ""));
        let [theirs] = &world.branches().await[..] else { panic!("one branch") };
        assert_eq!(world.repos[0].file(theirs, "web/pricing.html").unwrap(), "mine\n");
    });
}

#[test]
fn stop_while_a_follow_up_is_pushed_shows_what_was_pushed() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), MORE).await;
        world.hears().await;
        world.meanwhile(Side::After, "update-ref", says_stop).await;
        world.settles().await;
        insta::assert_snapshot!(world.audit().await.join(", "), @r"
        asked, ran, delivered, continued, ran, stopped, delivered
        ");
        insta::assert_snapshot!(world.last().await, @r#"
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page and 1 more
          `acme/web` · 1 file, +2 −2
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
            web/pricing.html:3
            - <p>Free for ever.</p>
            + <p>Free.</p>
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again]
        "#);
        let branch = world.branch().await;
        assert!(world.repos[0].file(&branch, "web/pricing.html").unwrap().contains("<p>Free.</p>"));
    });
}

#[test]
fn stop_while_a_follow_up_is_worked_on_leaves_the_pull_request_as_it_was() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let head = world.repos[0].head(&world.branch().await);
        world.replies(ana(), MORE).await;
        world.hears().await;
        // So that there is something to fetch.
        world.repos[0].push("main", "other.txt", "other\n").await;
        world.meanwhile(Side::Before, "fetch", says_stop).await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert_eq!(world.repos[0].head(&world.branch().await), head);
    });
}

#[test]
fn stop_while_the_merge_is_weighed_does_not_merge() {
    with_time_to_act(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.hears().await;
        world.meanwhile(Side::Before, "merge-tree", says_stop).await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert!(world.target("web/pricing.html").unwrap().contains("Sign up"));
        world.reacts(ana(), "🎉").await;
        world.replies(ben(), "merge").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
    });
}

#[test]
fn an_approval_after_a_stop_counts() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ana(), "🛑").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.audit().await.join(", "), @r"
        asked, ran, delivered, stopped, approved, merged
        ");
        assert_eq!(world.branches().await, Vec::<String>::new());
    });
}

#[test]
fn stop_of_a_task_that_waits_to_be_tried_again() {
    with_time_to_act(async |world| {
        world.git_fails("clone", "fatal: unable to access: Could not resolve host: example.org");
        world.asks(ana(), ASK).await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "broke"]);
        world.replies(ana(), "stop").await;
        world.git_works("clone");
        world.clock_jumps(3600);
        world.settles().await;
        assert_stopped(world).await;
    });
}
