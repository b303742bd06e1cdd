//! Odd requests: too many changes, too many places, a repository that is none, letters nobody sees.

use crate::harness::{Given, ana, story};

#[test]
fn fifty_changes_at_once_are_refused_with_the_limit() {
    story(async |world| {
        let pairs: Vec<String> = (0..50).map(|at| format!("'text {at}' to 'word {at}'")).collect();
        world.asks(ana(), &format!("change {}", pairs.join(" and "))).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          That is too much for one request: at most 20 changes of 4,096 bytes each.
        ");
    });
}

#[test]
fn a_text_that_stands_too_often_is_not_changed_in_part() {
    let log = "Sign up. ".repeat(10_001).leak();
    Given::default().file("web/log.html", log).story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' everywhere").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          That stands in more than 10,000 places, which is more than I change at once, so I changed nothing. Name a page, a file or a directory, and I look only there.
        ");
        assert_eq!(world.states().await, ["refused"]);
        world.asks(ana(), "change 'Sign up' to 'Join' in web/pricing.html").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_repository_that_is_none_of_ours_is_no_reason_to_change_this_one() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' in other/shop").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I did not find “Sign up”, so I changed nothing. I looked for whole words in the same case, in every spelling a file may use.
          • `tests/pricing.test.js:1` has “expect(button).toHaveText('Sign up');” (outside the place you named)
          • `web/pricing.html:2` has “<button>Sign up</button>” (outside the place you named)
        ");
    });
}

#[test]
fn letters_that_turn_the_reading_direction_are_not_pushed() {
    story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Sign \u{202e}pu'").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I may not push that change:
          • web/pricing.html would gain characters that cannot be seen
        ");
        assert_eq!(world.pulls().await, "");
    });
}
