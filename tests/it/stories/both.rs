//! The stories that lean on the store most, told on SQLite and on PostgreSQL.

use std::time::Duration;

use baton::domain::ids::Millis;

use crate::harness::{Given, World, ana, ben};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

/// Tells a story twice, once on each database.
fn on_both(given: impl Fn() -> Given, tell: impl AsyncFn(&mut World)) {
    given().story(async |world| tell(world).await);
    given().on_postgres().story(async |world| tell(world).await);
}

#[test]
fn a_follow_up_is_merged_with_what_it_follows() {
    on_both(Given::default, async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        let facts = ["asked", "ran", "delivered", "continued", "ran", "delivered", "approved", "merged"];
        assert_eq!(world.audit().await, facts);
        assert!(world.target("web/pricing.html").unwrap().contains("<p>Free.</p>"));
    });
}

#[test]
fn stop_while_the_branch_is_pushed_leaves_nothing() {
    on_both(
        || Given::default().stand_in_for_git(),
        async |world| {
            world.asks(ana(), ASK).await;
            world.hears().await;
            let stops = async |world: &mut World| {
                world.replies(ana(), "stop").await;
                world.hears().await;
            };
            world.meanwhile(crate::harness::Side::After, "update-ref", stops).await;
            world.settles().await;
            assert_eq!(world.audit().await, ["asked", "ran", "stopped", "not delivered"]);
            assert_eq!(world.branches().await, Vec::<String>::new());
        },
    );
}

#[test]
fn a_question_is_asked_and_answered() {
    on_both(
        || Given::default().repo("acme/api"),
        async |world| {
            world.asks(ana(), ASK).await;
            world.settles().await;
            assert_eq!(world.states().await, ["question"]);
            world.presses(ana(), "acme/api").await;
            world.settles().await;
            assert_eq!(world.audit().await, ["asked", "chose", "ran", "delivered"]);
            assert!(world.pulls().await.starts_with("acme/api#1 open"));
        },
    );
}

#[test]
fn what_cannot_be_read_is_given_up_and_the_thread_goes_on() {
    on_both(Given::default, async |world| {
        world.asks(ana(), ASK).await;
        world.sql("UPDATE inbox SET payload = '{}' WHERE id = 1").await;
        world.replies(ana(), ASK).await;
        world.gives_up().await;
        assert_eq!(world.outcomes().await, ["waiting", "started"]);
        assert_eq!(world.states().await, ["review"]);
        world.left.dead_letters = 1;
    });
}

#[test]
fn a_worker_that_is_gone_is_taken_over_from() {
    on_both(Given::default, async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let far = Millis(i64::MAX / 2);
        let gone = world.app.store.claim("gone", Duration::ZERO, far).await.unwrap().unwrap();
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "resumed", "ran", "delivered"]);
        assert!(world.app.store.renew(&gone).await.is_err());
    });
}

#[test]
fn what_breaks_is_tried_again_and_given_up() {
    on_both(
        || Given::default().stand_in_for_git(),
        async |world| {
            world.git_fails("clone", "fatal: write error: No space left on device");
            world.asks(ana(), ASK).await;
            world.gives_up().await;
            assert_eq!(world.states().await, ["failed"]);
            world.git_works("clone");
            world.replies(ana(), "retry").await;
            world.settles().await;
            assert_eq!(world.states().await, ["review"]);
        },
    );
}
