//! Bad input: what cannot be understood, what came twice, what was edited or deleted.

use baton::domain::event::{Act, To};

use crate::harness::{Given, ana, ben, eve, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[test]
fn an_unknown_command_names_the_nearest() {
    story(async |world| {
        world.asks(ana(), "stauts").await;
        world.replies(ana(), "deploy").await;
        world.asks(ana(), "status").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        refused: unknown word
        refused: unknown word
        refused: no task
        ");
        insta::assert_snapshot!(world.thread().await, @r"
        ana:
          status
        baton to ana:
          `status` works in the thread of a task, and this is not one. Mention me with a request to start one.
        ");
    });
}

#[test]
fn an_empty_message_is_answered() {
    story(async |world| {
        world.asks(ana(), "  \n ").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          Yes? Say what to change, or `help`.
        ");
    });
}

#[test]
fn a_message_of_100_kb_is_refused_with_the_limit() {
    story(async |world| {
        world.asks(ana(), &"change 'a' to 'b' ".repeat(6_000)).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          That message is too long for me: it has 108,000 bytes, and I read at most 16,384. Nothing was started.
        ");
        assert!(world.states().await.is_empty());
    });
}

#[test]
fn a_wrong_repository_is_told_with_the_known_ones() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' in acme/shop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          I don't know a repository called acme/shop. I know `acme/api`, `acme/web`.
        ");
    });
}

#[test]
fn a_branch_that_is_not_there_is_named() {
    Given::default().target("release").story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
        ana:
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change 'Sign up' to 'Get started' on the pricing page
          Not done; my message in this thread says why.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          There is no branch `release` in the repository.
        ");
    });
}

#[test]
fn somebody_without_a_right_gets_nothing() {
    story(async |world| {
        world.asks(eve(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to eve:
          There is no repository here that you may ask about. An administrator can add one to baton.toml.
        ");
        world.asks(ana(), ASK).await;
        world.settles().await;
        for word in ["status", "diff", "stop", "merge"] {
            world.replies(eve(), word).await;
        }
        world.reacts(eve(), "✅").await;
        world.reacts(eve(), "❌").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        refused: no repository
        started
        refused: no right
        refused: no right
        refused: no right
        refused: no right
        refused: no right
        refused: no right
        ");
        insta::assert_snapshot!(world.last().await, @r"
        baton to eve:
          You may not ask for changes here; @ana or @ben may.
        ");
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}

#[test]
fn a_request_in_the_thread_of_a_finished_task_is_a_new_task() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        world.replies(ana(), "change 'Free for ever' to 'Free for a year'").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged", "review"]);
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 merged: Change "Sign up" to "Get started" on the pricing page
        acme/web#2 open: Change "Free for ever" to "Free for a year"
        "#);
    });
}

#[test]
fn an_edited_request_is_done_as_it_reads_now() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.settles().await;
        world.edits(ana(), &request, "change 'Sign up' to 'Join us' on the pricing page").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: 👀
          change 'Sign up' to 'Join us' on the pricing page
        baton:
          change "Sign up" to "Join us" on the pricing page
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          Replaced by a newer version; approvals of `‹commit 1›` no longer count.
        baton:
          #1 Change "Sign up" to "Join us" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Join us</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again] [Include tests]
        "#);
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert!(world.target("web/pricing.html").unwrap().contains("Join us"));
    });
}

#[test]
fn an_edit_of_a_refused_request_starts_it_again() {
    story(async |world| {
        let request = world.asks(ana(), "change 'Sgin up' to 'Join'").await;
        world.settles().await;
        assert_eq!(world.states().await, ["refused"]);
        world.edits(ana(), &request, ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: 👀
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change "Sign up" to "Get started" on the pricing page
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          I did not find “Sgin up”, so I changed nothing. I looked for whole words in the same case, in every spelling a file may use.
          • `tests/pricing.test.js:1` has “expect(button).toHaveText('Sign up');” (a few letters differ)
          • `web/pricing.html:2` has “<button>Sign up</button>” (a few letters differ)
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again] [Include tests]
        "#);
    });
}

#[test]
fn a_request_deleted_before_it_ran_is_withdrawn() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.hears().await;
        world.deletes(ana(), &request).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
        ana: (deleted)
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          the request
          The request was deleted, so I stopped.
          in `acme/web` · task `‹task›` · asked by @ana
        ");
        assert_eq!(world.pulls().await, "");
    });
}

#[test]
fn a_request_deleted_in_review_leaves_the_decision_to_people() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.settles().await;
        world.deletes(ana(), &request).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: (deleted) 👀
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change "Sign up" to "Get started" on the pricing page
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again] [Include tests]
        "#);
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Sign up" to "Get started" on the pricing page
        "#);
    });
}

#[test]
fn the_same_event_three_times_counts_once() {
    story(async |world| {
        let message = world.asks(ana(), ASK).await;
        let act =
            Act::Said { message: message.clone(), text: ASK.to_owned(), to: To::Baton, files: Vec::new() };
        let again = world.event(format!("{message}:said"), ana(), act);
        world.delivers(&[again.clone(), again.clone()]).await;
        world.settles().await;
        world.delivers(&[again]).await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}

#[test]
fn two_events_of_one_message_start_one_task() {
    story(async |world| {
        let message = world.asks(ana(), ASK).await;
        let act =
            Act::Said { message: message.clone(), text: ASK.to_owned(), to: To::Baton, files: Vec::new() };
        let mention = world.event("mention-of-it".to_owned(), ana(), act);
        world.delivers(&[mention]).await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        ignored: a message that I have heard already
        ");
        assert_eq!(world.states().await, ["review"]);
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}
