//! The words in a thread: follow-ups, status, why, diff, logs, help, retry, stop, close, merge.

use crate::harness::{Given, ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[test]
fn a_follow_up_continues_on_the_same_branch() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free for a year'").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: 👀
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change "Sign up" to "Get started" on the pricing page; change "Free for ever" to "Free for a year"
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          Replaced by a newer version; approvals of `‹commit 1›` no longer count.
        ana:
          also change 'Free for ever' to 'Free for a year'
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page and 1 more
          `acme/web` · 1 file, +2 −2
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
            web/pricing.html:3
            - <p>Free for ever.</p>
            + <p>Free for a year.</p>
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again]
        "#);
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 merged: Change "Sign up" to "Get started" on the pricing page and 1 more
        "#);
        assert!(world.target("web/pricing.html").unwrap().contains("Free for a year"));
    });
}

#[test]
fn an_offer_is_included_by_its_button() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.presses(ana(), "Include tests").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r#"
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page and 1 more
          `acme/web` · 2 files, +2 −2
            tests/pricing.test.js:1
            - expect(button).toHaveText('Sign up');
            + expect(button).toHaveText('Get started');
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again]
        "#);
    });
}

#[test]
fn status_why_diff_and_logs_answer() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        for word in ["status", "why", "diff", "logs"] {
            world.replies(ana(), word).await;
            world.settles().await;
        }
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: 👀
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
        ana:
          status
        baton:
            change "Sign up" to "Get started" on the pricing page
            Ready for review: #1.
            pull request #1: /acme/web/pull/1 at ‹commit 1›
            time worked: ‹time› s
        ana:
          why
        baton:
            It is not merged because
            - nobody has approved ‹commit 1›: it takes 1 approval by @ana or @ben, other than the requester
        ana:
          diff
        baton:
            --- a/web/pricing.html
            +++ b/web/pricing.html
            @@ -1,3 +1,3 @@
             <h1>Pricing</h1>
            -<button>Sign up</button>
            +<button>Get started</button>
             <p>Free for ever.</p>
        ana:
          logs
        baton:
              1 12:00:00 @ana asked: change 'Sign up' to 'Get started' on the pricing page
              2 12:00:00 baton run 1 starts from main at ‹commit 2›
              3 12:00:00 baton run 1 took ‹time› s
              4 12:00:00 baton run 1 changed 1 file, +1 −1
              5 12:00:00 baton delivered ‹commit 1› as #1
              6 12:00:00 @ana wanted to see where it stands
              7 12:00:00 baton showed what 6 asked for
              8 12:00:00 @ana wanted to see why it is not merged
              9 12:00:00 baton showed what 8 asked for
             10 12:00:00 @ana wanted to see the diff
             11 12:00:00 baton showed what 10 asked for
             12 12:00:00 @ana wanted to see the log
        "#);
    });
}

#[test]
fn help_lists_every_word() {
    story(async |world| {
        world.asks(ana(), "help").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana:
          help
        baton:
          Mention me with a change of text and I open a pull request for it, for example:
          • `change 'Sign up' to 'Get started' on the pricing page in acme/web`
          • `rename the heading 'Setup' to 'Installation' in README.md`
          In the thread of a task, a reply continues it. These words are commands:
          • `status`: where the task of this thread stands
          • `why`: why it is not merging, item by item
          • `diff`: the whole change
          • `logs`: what was done, step by step
          • `merge`: approve the change as it stands (✅ on its card)
          • `close`: close the pull request (❌ on its card)
          • `retry`: do it again from a fresh base (🔁)
          • `stop`: stop what runs and take approvals back (🛑)
          • `mute`: stop listening to talk in this thread that does not mention me
          • `unmute`: listen again
          • `help`: what I understand
          Lines that begin with (aside) are not for me.
        "#);
    });
}

#[test]
fn merge_by_word() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ben(), "ship it!").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
    });
}

#[test]
fn close_by_reaction() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ana(), "❌").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          Closed without merging. Ask again in this thread for another try.
        ");
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 closed: Change "Sign up" to "Get started" on the pricing page
        "#);
        assert!(world.target("web/pricing.html").unwrap().contains("Sign up"));
    });
}

#[test]
fn close_by_word() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "close").await;
        world.settles().await;
        assert_eq!(world.states().await, ["closed"]);
        world.replies(ana(), "close").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          There is no open pull request here, so there is nothing to `close`.
        ");
    });
}

#[test]
fn stop_before_anything_ran() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        world.replies(ana(), "stop").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
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
        ");
        assert_eq!(world.pulls().await, "");
        world.replies(ana(), "stop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          Nothing is running here: it is stopped already.
        ");
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn stop_in_review_takes_approvals_back_and_leaves_the_pull_request() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "stop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          Stopped. #1 stays open as it is, and approvals were taken back. `close` closes it.
        ");
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn stop_after_the_merge_says_so() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        world.replies(ana(), "stop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          Nothing is running here: the change is merged already.
        ");
    });
}

#[test]
fn stop_at_a_question_ends_it() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "stop").await;
        world.settles().await;
        assert_eq!(world.states().await, ["stopped"]);
    });
}

#[test]
fn retry_makes_it_anew_from_a_fresh_base() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.repos[0].push("main", "README.md", "# Kettle 2\n").await;
        world.replies(ana(), "try again").await;
        world.settles().await;
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, retried, ran, delivered");
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Sign up" to "Get started" on the pricing page
        "#);
        let branch = world.branch().await;
        assert_eq!(world.repos[0].file(&branch, "README.md").unwrap(), "# Kettle 2\n");
    });
}

#[test]
fn mute_and_unmute_decide_whether_talk_counts() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "mute").await;
        world.chats(ana(), "change 'Pricing' to 'Prices'").await;
        world.replies(ana(), "unmute").await;
        world.chats(ana(), "what a day").await;
        world.chats(ben(), "change 'Pricing' to 'Prices'").await;
        world.chats(ana(), "change 'Pricing' to 'Prices'").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        muted
        ignored: talk that does not mention me
        unmuted
        ignored: talk
        ignored: talk that does not mention me
        continued
        ");
        assert!(world.repos[0].file(&world.branch().await, "web/pricing.html").unwrap().contains("Prices"));
    });
}

/// What others brought into the target in the meantime is not what the pull request takes out.
#[test]
fn a_follow_up_shows_its_own_change_after_the_target_moved() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        world.repos[0].push("main", ".github/workflows/ci.yml", "on: push\n").await;
        world.repos[0].push("main", "web/other.txt", "new\n").await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
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
    });
}
