//! What a pull request stood on is gone: its target, what it shares with it, the repository in the config.

use crate::harness::{ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[test]
fn a_pull_request_whose_target_is_gone_is_not_merged_and_can_be_closed() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.repos[0].drop_branch("main").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.approval().await, @"Approved by @ben. Not merging yet: there is no branch main to merge it into. ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.");
        world.reacts(ana(), "❌").await;
        world.settles().await;
        assert_eq!(world.states().await, ["closed"]);
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, ran, delivered, approved, blocked, wants it closed, closed");
    });
}

#[test]
fn a_pull_request_that_shares_nothing_with_its_target_is_not_merged_and_can_be_closed() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.repos[0].begins_anew("main", "README.md", "# Pot\n").await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        insta::assert_snapshot!(world.approval().await, @"Approved by @ben. Not merging yet: it has no history in common with the target branch. ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.");
        world.reacts(ana(), "❌").await;
        world.settles().await;
        assert_eq!(world.states().await, ["closed"]);
    });
}

#[test]
fn a_pull_request_of_a_repository_that_is_no_longer_configured_can_be_closed() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ana(), "❌").await;
        world.hears().await;
        world.starts_again_without_repositories().await;
        world.settles().await;
        assert_eq!(world.states().await, ["closed"]);
        insta::assert_snapshot!(world.pulls().await, @r#"acme/web#1 closed: Change "Sign up" to "Get started" on the pricing page"#);
    });
}

#[test]
fn a_request_for_a_repository_that_is_no_longer_configured_is_refused_at_once() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        world.starts_again_without_repositories().await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I cannot read `acme/web`: it is not where the config says. An administrator can see more with `baton doctor`.
        ");
    });
}
