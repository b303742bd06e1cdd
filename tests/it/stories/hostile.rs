//! Repositories that other people wrote: names and entries that must never lead anywhere.

use crate::harness::{Given, World, ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started'";

/// A request on a repository with this entry beside the usual files: the entry stays as it is.
async fn leaves_alone(world: &mut World, mode: &str, name: &[u8], text: &str) {
    let blob = world.repos[0].blob(text).await;
    world.repos[0].push_forged(&[(mode, name, &blob)]).await;
    let before = world.repos[0].listing("main").await;
    world.asks(ana(), ASK).await;
    world.settles().await;
    world.reacts(ben(), "✅").await;
    world.settles().await;
    assert_eq!(world.states().await, ["merged"]);
    assert!(world.target("web/pricing.html").unwrap().contains("Get started"));
    let after = world.repos[0].listing("main").await;
    let is_other = |line: &&str| !line.ends_with("\tweb") && !line.ends_with("\ttests");
    assert_eq!(
        before.lines().filter(is_other).collect::<Vec<_>>(),
        after.lines().filter(is_other).collect::<Vec<_>>(),
    );
}

#[test]
fn a_newline_in_a_name() {
    story(async |world| leaves_alone(world, "100644", b"a\nb.html", "<p>other</p>\n").await);
}

#[test]
fn an_escape_in_a_name() {
    story(async |world| leaves_alone(world, "100644", b"a\x1b[31m.html", "<b>Sign up</b>\n").await);
}

#[test]
fn an_invisible_character_in_a_name() {
    story(async |world| {
        leaves_alone(world, "100644", "a\u{202e}b.html".as_bytes(), "<b>Sign up</b>\n").await
    });
}

#[test]
fn a_symbolic_link_is_not_followed() {
    story(async |world| leaves_alone(world, "120000", b"link.html", "web/pricing.html").await);
}

#[test]
fn a_symbolic_link_out_of_the_repository_is_not_followed() {
    story(async |world| leaves_alone(world, "120000", b"passwd.html", "../../../../etc/passwd").await);
}

#[test]
fn a_pointer_of_lfs_is_not_changed() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 7\n";
    story(async |world| leaves_alone(world, "100644", b"logo.html", pointer).await);
}

#[test]
fn a_submodule_stays_where_it_is() {
    story(async |world| {
        let elsewhere = "1234567890123456789012345678901234567890".parse().unwrap();
        world.repos[0].push_forged(&[("160000", b"lib", &elsewhere)]).await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
        assert!(world.repos[0].listing("main").await.contains("160000 commit 12345678"));
    });
}

#[test]
fn a_file_called_like_gits_own_is_never_taken_in() {
    story(async |world| {
        let blob = world.repos[0].blob("<b>Sign up</b>\n").await;
        world.repos[0].push_forged(&[("100644", b".GIT", &blob)]).await;
        world.asks(ana(), ASK).await;
        world.gives_up().await;
        let thread = world.thread().await;
        assert!(thread.contains("hasDotgit"), "{thread}");
    });
}

#[test]
fn a_file_called_dot_dot_is_never_taken_in() {
    story(async |world| {
        let blob = world.repos[0].blob("<b>Sign up</b>\n").await;
        world.repos[0].push_forged(&[("100644", b"..", &blob)]).await;
        world.asks(ana(), ASK).await;
        world.gives_up().await;
        let thread = world.thread().await;
        assert!(thread.contains("hasDotdot"), "{thread}");
    });
}

#[test]
fn quotes_in_a_name_are_changed_and_shown() {
    Given::default().file("web/\"it's\".html", "<b>Sign up</b>\n").story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r#"
        baton:
          The text stands in several places. Which do you mean?
          1. web/"it's".html
            web/"it's".html:1
            - <b>Sign up</b>
            + <b>Get started</b>
          2. web/pricing.html
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          3. both places
            web/"it's".html:1
            - <b>Sign up</b>
            + <b>Get started</b>
          Press a button, reply with its number, or say more exactly where.
          [web/"it's".html] [web/pricing.html] [both places]
        "#);
        world.replies(ana(), "3").await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.target("web/\"it's\".html").unwrap(), "<b>Get started</b>\n");
    });
}
