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

/// A request on a repository with this entry is refused at once; gives what the thread says last.
async fn refuses(world: &mut World, mode: &str, name: &[u8]) -> String {
    let blob = world.repos[0].blob("[core]\n\tfsmonitor = evil\n").await;
    world.repos[0].push_forged(&[(mode, name, &blob)]).await;
    world.asks(ana(), ASK).await;
    world.settles().await;
    assert_eq!(world.audit().await, ["asked", "refused"]);
    assert!(!world.dir.path().join("data/mirrors/acme/web.git").exists());
    world.last().await
}

#[test]
fn a_file_called_like_gits_own_is_never_taken_in() {
    story(async |world| {
        let said = refuses(world, "100644", b".GIT").await;
        insta::assert_snapshot!(said, @r"
        baton:
          I do not work on `acme/web`: now or in its history it has a file called `.GIT`, which could take over git on a machine that checks it out.
        ");
    });
}

#[test]
fn names_that_some_file_system_takes_for_gits_own_are_never_taken_in() {
    for name in [&b"git~1"[..], b"..", b".", "\u{2e}g\u{200c}it".as_bytes()] {
        story(async |world| {
            let said = refuses(world, "100644", name).await;
            let shown = String::from_utf8_lossy(name).escape_debug().to_string();
            assert!(said.contains(&format!("it has a file called `{shown}`, which could")), "{said}");
        });
    }
}

#[test]
fn a_link_in_the_place_of_the_submodule_list_is_never_taken_in() {
    story(async |world| {
        let said = refuses(world, "120000", b".gitmodules").await;
        insta::assert_snapshot!(said, @r"
        baton:
          I do not work on `acme/web`: git refuses to take in what it holds and says “gitmodulesSymlink: .gitmodules is a symbolic link”.
        ");
    });
}

#[test]
fn a_hostile_push_on_a_known_repository_is_refused_at_once() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let blob = world.repos[0].blob("x\n").await;
        world.repos[0].push_forged(&[("100644", b".git", &blob)]).await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered", "continued", "refused"]);
        assert_eq!(world.states().await, ["review"]);
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
