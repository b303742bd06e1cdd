//! Decisions on pull requests: who may, on which card, and what others do meanwhile.

use crate::harness::{ana, ben, eve, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[test]
fn the_requester_cannot_approve() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ana(), "✅").await;
        world.replies(ana(), "merge").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        refused: own approval
        refused: own approval
        ");
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          You asked for this change, so somebody else has to approve it.
        ");
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_card_of_a_superseded_head_decides_nothing() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let old = world.card().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        for emoji in ["✅", "❌", "🔁"] {
            world.reacts_to(ben(), &old, emoji).await;
        }
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        continued
        refused: old card
        refused: old card
        refused: old card
        ");
        insta::assert_snapshot!(world.last().await, @r"
        baton to ben:
          That card is about an older version, so nothing happened. Please decide on the newest card.
        ");
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn an_approval_that_meets_a_follow_up_does_not_count_for_it() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert!(world.target("web/pricing.html").unwrap().contains("Sign up"));
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, continued, ran, delivered");
    });
}

#[test]
fn an_outsiders_push_takes_the_approval_away() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.hears().await;
        let branch = world.branch().await;
        world.repos[0].push(&branch, "evil.txt", "mine\n").await;
        world.settles().await;
        assert_eq!(world.target("evil.txt"), None);
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, head moved");
        insta::assert_snapshot!(world.thread().await, @r#"
        ana: 👀
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change "Sign up" to "Get started" on the pricing page
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ana
        baton: ✅
          #1 Change "Sign up" to "Get started" on the pricing page
          Replaced by a newer version; approvals of `‹commit 1›` no longer count.
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          Somebody else pushed to this branch. What is shown here is my part only; approving merges all of `‹commit 2›`.
          ✅ merges, ❌ closes; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Include tests]
        "#);
    });
}

#[test]
fn a_branch_with_other_peoples_commits_is_never_made_anew() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let branch = world.branch().await;
        world.repos[0].push(&branch, "help.txt", "mine\n").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        world.replies(ana(), "retry").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          Somebody else pushed to this pull request, and I never overwrite other people's commits. Close it and ask again, or say what to change on top.
        ");
        assert_eq!(world.repos[0].file(&branch, "help.txt").unwrap(), "mine\n");
    });
}

#[test]
fn a_follow_up_goes_on_top_of_other_peoples_commits() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let branch = world.branch().await;
        world.repos[0].push(&branch, "help.txt", "mine\n").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, head moved, continued, ran, delivered");
        assert_eq!(world.repos[0].file(&branch, "help.txt").unwrap(), "mine\n");
        assert!(world.repos[0].file(&branch, "web/pricing.html").unwrap().contains("<p>Free.</p>"));
    });
}

#[test]
fn approve_and_stop_at_once_does_not_merge() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.reacts(ana(), "🛑").await;
        world.hears().await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        assert!(world.target("web/pricing.html").unwrap().contains("Sign up"));
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, stopped, not merged");
    });
}

#[test]
fn an_approval_taken_back_before_the_merge_does_not_count() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.unreacts(ben(), "✅").await;
        world.hears().await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        approved
        approval taken back
        ");
    });
}

#[test]
fn a_merge_conflict_is_told_and_made_anew() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let text = "<h1>Pricing</h1>\n<button class=\"big\">Sign up</button>\n";
        world.repos[0].push("main", "web/pricing.html", text).await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r#"
        baton: ✅
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          Approved by @ben. Not merging yet: web/pricing.html conflicts with the target branch. 🔁 makes the change anew on the target branch. ❌ closes; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Close] [Try again] [Include tests]
        "#);
        world.reacts(ana(), "🔁").await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, blocked, retried, ran, delivered, approved, merged");
        assert!(world.target("web/pricing.html").unwrap().contains("\"big\">Get started<"));
    });
}

#[test]
fn a_target_that_moved_elsewhere_does_not_stop_the_merge() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.repos[0].push("main", "NEWS.md", "news\n").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
        assert_eq!(world.target("NEWS.md").unwrap(), "news\n");
        assert!(world.target("web/pricing.html").unwrap().contains("Get started"));
    });
}

#[test]
fn reactions_on_anything_else_mean_nothing() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts_to(ben(), &request, "✅").await;
        world.reacts(ben(), "🎉").await;
        world.reacts_to(eve(), &request, "❌").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        ignored: not a message of mine
        ignored: a reaction that means nothing to me
        ignored: not a message of mine
        ");
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn reactions_after_the_merge_are_answered() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let card = world.card().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        for emoji in ["✅", "❌", "🔁", "🛑"] {
            world.reacts_to(ben(), &card, emoji).await;
        }
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        started
        approved
        refused: merged
        refused: no pull request
        refused: merged
        refused: nothing to stop
        ");
        assert_eq!(world.states().await, ["merged"]);
    });
}

#[test]
fn a_merge_that_a_crash_left_untold_is_found_when_people_want_something_else() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.hears().await;
        world.merges_and_dies().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, continued, resumed, merged");
        assert!(world.pulls().await.contains("#1 merged"));
    });
}

/// Whoever asked for some of it has had their say.
#[test]
fn who_added_to_a_change_cannot_approve_it() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        world.replies(ben(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        world.replies(ben(), "merge").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ben:
          You asked for this change, so somebody else has to approve it.
        ");
        assert_eq!(world.states().await, ["review"]);
    });
}
