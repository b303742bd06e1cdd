//! The first story: asked, changed, approved, merged.

use crate::harness::{Given, World, ana, ben, story};

async fn asked_and_merged(world: &mut World) {
    world.asks(ana(), "change 'Sign up' to 'Get started' on the pricing page").await;
    world.hears().await;
    world.worker_steps().await;
    world.settles().await;
    let card = world.last().await;
    insta::allow_duplicates!({
        insta::assert_snapshot!(card, @r#"
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
    assert_eq!(
        world.pulls().await,
        "acme/web#1 open: Change \"Sign up\" to \"Get started\" on the pricing page"
    );
    world.reacts(ben(), "✅").await;
    world.settles().await;
    assert_eq!(world.last().await, "baton:\n  Merged as `‹commit 1›` by @ben.");
    assert!(world.target("web/pricing.html").unwrap().contains("<button>Get started</button>"));
    assert_eq!(world.audit().await, ["asked", "ran", "delivered", "approved", "merged"]);
}

#[test]
fn asked_changed_approved_merged() {
    story(asked_and_merged);
}

#[test]
fn asked_changed_approved_merged_on_postgres() {
    Given::default().on_postgres().story(asked_and_merged);
}
