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
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @"");
        insta::assert_snapshot!(world.thread().await, @"");
    });
}

#[test]
fn an_empty_message_is_answered() {
    story(async |world| {
        world.asks(ana(), "  \n ").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @"");
    });
}

#[test]
fn a_message_of_100_kb_is_refused_with_the_limit() {
    story(async |world| {
        world.asks(ana(), &"change 'a' to 'b' ".repeat(6_000)).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @"");
        assert!(world.states().await.is_empty());
    });
}

#[test]
fn a_wrong_repository_is_told_with_the_known_ones() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' in acme/shop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @"");
    });
}

#[test]
fn a_branch_that_is_not_there_is_named() {
    Given::default().target("release").story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @"");
    });
}

#[test]
fn somebody_without_a_right_gets_nothing() {
    story(async |world| {
        world.asks(eve(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @"");
        world.asks(ana(), ASK).await;
        world.settles().await;
        for word in ["status", "diff", "stop", "merge"] {
            world.replies(eve(), word).await;
        }
        world.reacts(eve(), "✅").await;
        world.reacts(eve(), "❌").await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @"");
        insta::assert_snapshot!(world.last().await, @"");
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
        insta::assert_snapshot!(world.pulls().await, @"");
    });
}

#[test]
fn an_edited_request_is_done_as_it_reads_now() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.settles().await;
        world.edits(ana(), &request, "change 'Sign up' to 'Join us' on the pricing page").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @"");
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
        insta::assert_snapshot!(world.thread().await, @"");
    });
}

#[test]
fn a_request_deleted_before_it_ran_is_withdrawn() {
    story(async |world| {
        let request = world.asks(ana(), ASK).await;
        world.hears().await;
        world.deletes(ana(), &request).await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @"");
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
        insta::assert_snapshot!(world.thread().await, @"");
        insta::assert_snapshot!(world.pulls().await, @"");
    });
}

#[test]
fn the_same_event_three_times_counts_once() {
    story(async |world| {
        let message = world.asks(ana(), ASK).await;
        let act = Act::Said { message: message.clone(), text: ASK.to_owned(), to: To::Baton };
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
        let act = Act::Said { message: message.clone(), text: ASK.to_owned(), to: To::Baton };
        let mention = world.event("mention-of-it".to_owned(), ana(), act);
        world.delivers(&[mention]).await;
        world.settles().await;
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @"");
        assert_eq!(world.states().await, ["review"]);
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}
