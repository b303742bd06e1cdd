//! What takes long says in its thread how far it is, and what the facts say always comes back.

use std::time::Duration;

use baton::domain::ids::Millis;
use baton::domain::slot::UnderWay;
use baton::store::Content;

use crate::harness::{Given, Side, Then, World, ana};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";
const HALFWAY: &str = "Receiving objects:  43% (5309/12345), 12.40 MiB | 3.00 MiB/s";

/// Tells a story on both databases in which a clone takes long.
fn story(tell: impl AsyncFn(&mut World)) {
    Given::default().stand_in_for_git().story(async |world| tell(world).await);
    Given::default().stand_in_for_git().on_postgres().story(async |world| tell(world).await);
}

/// The thread is written until it says this.
async fn shows(world: &World, words: &str) {
    while !world.thread().await.contains(words) {
        world.hears().await;
    }
}

/// What the thread's messages say of work that is under way.
async fn under_way(world: &World) -> Vec<UnderWay> {
    let messages = world.messages().await.into_iter();
    let under_way = messages.filter_map(|message| match message.content {
        Content::Post(post) => post.under_way,
        Content::Text(_) => None,
    });
    under_way.collect()
}

#[test]
fn a_long_clone_tells_how_far_it_is() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let looks = async |world: &mut World| {
            shows(world, "43 %").await;
            let thread = world.thread().await;
            insta::allow_duplicates! { insta::assert_snapshot!(thread, @r"
            ana: 👀
              change 'Sign up' to 'Get started' on the pricing page
            baton:
              change 'Sign up' to 'Get started' on the pricing page
              Fetching acme/web: 43 % of 12,345 objects; 12.4 MiB so far.
              in `acme/web` · task `‹task›` · asked by @ana
            "); }
            assert_eq!(under_way(world).await, [UnderWay { percent: Some(43) }]);
        };
        world.under_way(("clone", HALFWAY), Then::GoesOn, looks).await;
        world.settles().await;
        assert_eq!((world.states().await, under_way(world).await), (vec!["review"], vec![]));
        assert!(world.thread().await.contains("Ready for review: #1."));
        assert_eq!(world.audit().await, ["asked", "ran", "delivered"]);
    });
}

/// The thread is written while time passes until it says this.
async fn shows_in_time(world: &World, words: &str) {
    while !world.thread().await.contains(words) {
        world.clock_jumps(2);
        world.hears().await;
    }
}

#[test]
fn what_has_ended_is_not_shown_while_something_else_goes_on() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let looks = async |world: &mut World| {
            shows(world, "43 %").await;
            world.goes_on(("clone", "Receiving objects: 100% (12345/12345), 28.00 MiB | 3.00 MiB/s, done."));
            shows_in_time(world, "Queued.").await;
            assert_eq!(under_way(world).await, []);
            world.goes_on(("clone", "Resolving deltas:  50% (40/80)"));
            shows_in_time(world, "50 % of 80 deltas").await;
            assert_eq!(under_way(world).await, [UnderWay { percent: Some(50) }]);
        };
        world.under_way(("clone", HALFWAY), Then::GoesOn, looks).await;
        world.settles().await;
        assert_eq!((world.states().await, under_way(world).await), (vec!["review"], vec![]));
    });
}

#[test]
fn stop_is_shown_although_the_work_is_under_way() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let stops = async |world: &mut World| {
            shows(world, "43 %").await;
            world.replies(ana(), "stop").await;
            shows(world, "Stopped by @ana.").await;
            world.clock_jumps(60);
            assert_eq!(under_way(world).await, []);
        };
        world.under_way(("clone", HALFWAY), Then::GoesOn, stops).await;
        world.settles().await;
        assert_eq!((world.states().await, under_way(world).await), (vec!["stopped"], vec![]));
    });
}

#[test]
fn what_fails_under_way_says_so() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let breaks = async |world: &mut World| {
            shows(world, "43 %").await;
            std::fs::remove_dir_all(world.repos[0].path()).unwrap();
        };
        world.under_way(("clone", HALFWAY), Then::GoesOn, breaks).await;
        world.settles().await;
        assert_eq!(under_way(world).await, []);
        assert_eq!(world.states().await, ["refused"]);
    });
}

#[test]
fn what_a_dead_worker_showed_is_gone_when_the_next_one_begins() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let looks = async |world: &mut World| shows(world, "43 %").await;
        world.under_way(("clone", HALFWAY), Then::Dies, looks).await;
        world.starts_again().await;
        let looks = async |world: &mut World| {
            world.hears().await;
            assert_eq!(under_way(world).await, []);
            assert!(world.thread().await.contains("Queued."));
        };
        world.meanwhile(Side::Before, "clone", looks).await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "resumed", "ran", "delivered"]);
    });
}

#[test]
fn a_worker_that_lost_its_task_shows_nothing_more() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.hears().await;
        let loses = async |world: &mut World| {
            shows(world, "43 %").await;
            world.sql("UPDATE tasks SET lease_until = 0").await;
            let store = &world.app.store;
            let claim = store.claim("other", Duration::from_secs(60), Millis(i64::MAX / 2)).await;
            store.give_back(&claim.unwrap().unwrap(), Millis(0)).await.unwrap();
            shows(world, "Queued.").await;
            // Time to show it again.
            world.clock_jumps(60);
        };
        world.under_way(("clone", HALFWAY), Then::NeverEnds, loses).await;
        world.hears().await;
        assert_eq!(under_way(world).await, []);
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}
