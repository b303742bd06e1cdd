//! Changes that are more than the rules allow: refused by their size, before anything of them is read.

use crate::harness::{ana, story};

const ASK: &str = "change 'Sign up' to 'Get started'";

#[test]
fn a_large_file_of_somebody_elses_on_the_branch_is_refused_once() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let large = "x".repeat(5 << 20);
        world.repos[0].push(&world.branch().await, "video.svg", &large).await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        let said = world.last().await;
        assert!(said.contains("bytes, the limit is"), "{said}");
        let facts = world.audit().await;
        assert_eq!(facts.last(), Some(&"refused"), "{facts:?}");
    });
}

#[test]
fn files_that_are_small_each_and_large_together_are_refused() {
    story(async |world| {
        for name in ["a", "b", "c"] {
            let text = format!("<b>Sign up</b>\n{}", "<i>more</i>\n".repeat(40_000));
            world.repos[0].push("main", &format!("web/{name}.html"), &text).await;
        }
        world.asks(ana(), "change 'Sign up' to 'Get started' everywhere").await;
        world.settles().await;
        let said = world.last().await;
        assert!(said.contains("bytes, the limit is"), "{said}");
        assert_eq!(world.audit().await, ["asked", "refused"]);
    });
}

/// What stood there before is no part of what is delivered.
#[test]
fn a_large_file_that_others_made_small_is_no_reason_to_refuse() {
    story(async |world| {
        let large = format!("<b>Sign up</b>\n{}", "<i>more</i>\n".repeat(100_000));
        world.repos[0].push("main", "web/large.html", &large).await;
        world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
        world.settles().await;
        world.repos[0].push(&world.branch().await, "web/large.html", "small\n").await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        assert_eq!(world.audit().await.last(), Some(&"delivered"));
    });
}
