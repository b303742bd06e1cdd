//! Faults of the machine: mirrors, disks, a second process, a wrong config, a clock that jumps.

use baton::app::DataLock;
use std::collections::BTreeSet;
use std::path::Path;

use crate::harness::{Given, ana, ben, story};

const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";

#[test]
fn a_mirror_that_is_gone_is_made_again() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        std::fs::remove_dir_all(world.dir.path().join("data/mirrors")).unwrap();
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
    });
}

#[test]
fn a_corrupt_mirror_is_made_again() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let broken = damage(&world.dir.path().join("data/mirrors"));
        assert!(broken > 0, "there was nothing to damage");
        world.asks(ana(), "change 'Free for ever' to 'Free'").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_repository_without_a_default_branch_is_told_with_what_helps() {
    story(async |world| {
        world.repos[0].points_to("refs/heads/trunk").await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I do not know which branch of `acme/web` to work on: its default branch `trunk` has no commit. An administrator can name one in the config, with `target`.
        ");
        world.repos[0].points_to("refs/heads/main").await;
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_default_branch_without_a_commit_is_no_matter_where_another_is_named() {
    Given::default().target("main").story(async |world| {
        world.repos[0].points_to("refs/heads/trunk").await;
        world.asks(ana(), ASK).await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
    });
}

#[test]
fn two_tasks_that_find_the_same_damage_mend_it_once() {
    let given = Given::default().file("web/login.html", "<p>Log in</p>\n").stand_in_for_git();
    given.story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let packs = world.data().join("mirrors/acme/web.git/objects/pack");
        let of_clone = files(&packs);
        world.repos[0].push("main", "web/login.html", "<p>Sign in</p>\n").await;
        world.asks(ana(), "change 'Free for ever' to 'Free'").await;
        world.settles().await;
        let fetched = files(&packs).into_iter().filter(|path| !of_clone.contains(path));
        let [pack] = &fetched.filter(|path| path.ends_with("pack")).collect::<Vec<_>>()[..] else {
            panic!("it is fetched as one pack")
        };
        spoil_last(Path::new(pack));
        // Nothing is in memory then.
        world.starts_again().await;
        world.git_is_counted("clone");
        world.asks(ana(), "change 'Sign in' to 'Enter'").await;
        world.asks(ana(), "change 'Pricing' to 'Prices'").await;
        world.hears().await;
        tokio::join!(world.worker_steps(), world.worker_steps());
        world.settles().await;
        assert_eq!((world.states().await, world.git_ran("clone")), (vec!["review"], 1));
    });
}

fn files(dir: &Path) -> BTreeSet<String> {
    std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path().to_str().unwrap().to_owned()).collect()
}

/// Overwrites the last object of a pack, which is a file; its trees and commits stand before it (gitformat-pack(5)).
fn spoil_last(pack: &Path) {
    let mut bytes = std::fs::read(pack).unwrap();
    let checksum = bytes.len() - 20;
    bytes[checksum - 20..checksum].fill(0xff);
    std::fs::remove_file(pack).unwrap();
    std::fs::write(pack, bytes).unwrap();
}

/// Overwrites every object and pack below a directory.
fn damage(dir: &Path) -> usize {
    let mut damaged = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            damaged += damage(&path);
        } else if path.components().any(|part| part.as_os_str() == "objects") {
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, b"rubbish").unwrap();
            damaged += 1;
        }
    }
    damaged
}

#[test]
fn a_repository_that_is_gone_is_told() {
    story(async |world| {
        std::fs::remove_dir_all(world.repos[0].path()).unwrap();
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I cannot read `acme/web`: it is not where the config says. An administrator can see more with `baton doctor`.
        ");
    });
}

#[test]
fn a_repository_that_is_damaged_is_told_at_once() {
    story(async |world| {
        let tree = world.repos[0].root("main").await;
        let object = world.repos[0].path().join("objects").join(&tree[..2]).join(&tree[2..]);
        let kept = std::fs::read(&object).unwrap();
        std::fs::remove_file(&object).unwrap();
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I cannot read `acme/web`: it is damaged where it is kept, and git says “bad tree object ‹commit 1›”. An administrator can see more with `baton doctor`.
        ");
        std::fs::write(&object, kept).unwrap();
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "refused", "retried", "ran", "delivered"]);
    });
}

#[test]
fn a_repository_of_another_account_is_told_at_once() {
    Given::default().stand_in_for_git().story(async |world| {
        let words = "fatal: detected dubious ownership in repository at '/srv/git/web.git'";
        world.git_fails("clone", words);
        world.asks(ana(), ASK).await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I cannot read `acme/web`: it is there, and I have no right to see it. An administrator can see more with `baton doctor`.
        ");
        world.git_works("clone");
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_forge_that_wants_a_password_is_told_at_once() {
    Given::default().stand_in_for_git().story(async |world| {
        let words = "fatal: could not read Username for 'https://example.org': terminal prompts disabled";
        world.git_fails("clone", words);
        world.asks(ana(), ASK).await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "refused"]);
    });
}

#[test]
fn a_forge_that_does_not_answer_is_asked_again() {
    Given::default().stand_in_for_git().story(async |world| {
        let words =
            "fatal: unable to access 'https://example.org/web.git/': Could not resolve host: example.org";
        world.git_fails("clone", words);
        world.asks(ana(), ASK).await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "broke"]);
        world.git_works("clone");
        world.clock_jumps(60);
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn artifacts_that_cannot_be_written_are_tried_again_until_they_can() {
    story(async |world| {
        let artifacts = world.dir.path().join("data/artifacts");
        std::fs::remove_dir(&artifacts).unwrap();
        std::fs::write(&artifacts, "in the way").unwrap();
        world.asks(ana(), ASK).await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "broke"]);
        std::fs::remove_file(&artifacts).unwrap();
        world.clock_jumps(3600);
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn what_never_works_is_given_up_and_said() {
    story(async |world| {
        let artifacts = world.dir.path().join("data/artifacts");
        std::fs::remove_dir(&artifacts).unwrap();
        std::fs::write(&artifacts, "in the way").unwrap();
        world.asks(ana(), ASK).await;
        world.gives_up().await;
        assert_eq!(world.states().await, ["failed"]);
        insta::assert_snapshot!(world.thread().await, @r"
        ana:
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          change 'Sign up' to 'Get started' on the pricing page
          Something broke on my side: I could not keep what I made. `why` says more, `retry` tries again.
          in `acme/web` · task `‹task›` · asked by @ana
        ");
        std::fs::remove_file(&artifacts).unwrap();
        world.replies(ana(), "retry").await;
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_data_directory_serves_one_process() {
    story(async |world| {
        let data = &world.app.config.data.dir;
        let lock = DataLock::take(data).unwrap().unwrap();
        assert!(DataLock::take(data).unwrap().is_none());
        drop(lock);
        assert!(DataLock::take(data).unwrap().is_some());
    });
}

#[test]
fn the_clock_may_jump_both_ways() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.clock_jumps(-86_400);
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        world.clock_jumps(10 * 86_400);
        world.reacts(ben(), "✅").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
        let facts = world.facts().await;
        assert!(facts.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
    });
}

#[test]
fn a_wait_ends_also_when_the_clock_jumps_back() {
    story(async |world| {
        let artifacts = world.dir.path().join("data/artifacts");
        std::fs::remove_dir(&artifacts).unwrap();
        std::fs::write(&artifacts, "in the way").unwrap();
        world.asks(ana(), ASK).await;
        world.settles().await;
        std::fs::remove_file(&artifacts).unwrap();
        world.clock_jumps(-86_400);
        world.settles().await;
        world.clock_jumps(86_400 + 1);
        world.settles().await;
        assert_eq!(world.states().await, ["review"]);
    });
}

#[test]
fn a_message_that_cannot_be_read_is_given_up_and_the_thread_goes_on() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.chats(ana(), "hello").await;
        world.sql("UPDATE inbox SET payload = '{\"v\":9}' WHERE id = 1").await;
        world.replies(ben(), ASK).await;
        world.gives_up().await;
        insta::assert_snapshot!(world.thread().await, @r#"
        ana:
          change 'Sign up' to 'Get started' on the pricing page
        ana:
          hello
        ben: 👀
          change 'Sign up' to 'Get started' on the pricing page
        baton:
          Something broke on my side and I could not handle a message in this thread. It is kept as `inbox/1`; an administrator can look at it.
        baton:
          change "Sign up" to "Get started" on the pricing page
          Ready for review: #1.
          in `acme/web` · task `‹task›` · asked by @ben
        baton:
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ben · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again] [Include tests]
        "#);
        insta::assert_snapshot!(world.outcomes().await.join("\n"), @r"
        waiting
        ignored: talk that does not mention me
        started
        ");
        world.left.dead_letters = 1;
    });
}

#[test]
fn a_signature_that_cannot_be_read_is_told_as_tampering() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.app.store.checkpoint(&[7; 32], baton::domain::ids::Millis(1)).await.unwrap();
        world.sql("DROP TRIGGER checkpoints_update").await;
        world.sql("UPDATE checkpoints SET signature = hash").await;
        let (code, said) = world.baton(&["audit", "verify"]).await;
        assert_eq!(code, Some(6), "{said}");
        assert!(said.contains("checkpoints #1: it cannot be read"), "{said}");
        world.left.findings = 1;
    });
}

#[test]
fn a_config_with_an_unknown_key_ends_with_code_3() {
    story(async |world| {
        let (code, said) = world.baton_with("[worker]\nplaecs = 2\n", &["config", "check"]).await;
        assert_eq!(code, Some(3), "{said}");
        insta::assert_snapshot!(said, @r#"
        baton: a problem in the config
        ‹world›/baton.toml:2:1: worker.plaecs: expected a key of [worker], found "plaecs"; did you mean "places"?
        "#);
    });
}

#[test]
fn a_second_process_that_serves_ends_with_code_7_and_says_where() {
    story(async |world| {
        let serving = DataLock::take(&world.data()).unwrap().unwrap();
        let _bell = serving.bell().unwrap();
        let (code, said) = world.baton(&["serve"]).await;
        assert_eq!(code, Some(7), "{said}");
        let said = said.replace(&std::process::id().to_string(), "‹pid›");
        insta::assert_snapshot!(said, @r"
        baton: another process (pid ‹pid›) serves ‹world›/data; stop it first, or use another [data] dir
        ");
    });
}

#[test]
fn what_broke_is_told_by_its_kind_and_by_its_words_on_demand() {
    Given::default().stand_in_for_git().story(async |world| {
        world.git_fails("clone", "fatal: cannot exec '/opt/secret/helper': Permission refused");
        world.asks(ana(), ASK).await;
        world.settles().await;
        let waits = world.last().await;
        world.gives_up().await;
        insta::assert_snapshot!(format!("{waits}\n{}", world.last().await), @r"
        baton:
          change 'Sign up' to 'Get started' on the pricing page
          That did not work: git could not do its part. Trying again in ‹time› s.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          change 'Sign up' to 'Get started' on the pricing page
          Something broke on my side: git could not do its part. `why` says more, `retry` tries again.
          in `acme/web` · task `‹task›` · asked by @ana
        ");
        world.replies(ana(), "why").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
            It is not merged because
            - it broke: git failed: clone: fatal: cannot exec … Permission refused
        ");
    });
}

#[test]
fn a_merge_that_breaks_is_told_on_the_card_and_tried_again_by_approving() {
    Given::default().stand_in_for_git().story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        world.git_fails("merge-tree", "fatal: out of memory");
        world.reacts(ben(), "✅").await;
        world.gives_up().await;
        assert_eq!(world.audit().await, ["asked", "ran", "delivered", "approved", "gave up"]);
        insta::assert_snapshot!(world.last().await, @r#"
        baton: ✅
          #1 Change "Sign up" to "Get started" on the pricing page
          `acme/web` · 1 file, +1 −1
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Get started</button>
          • left alone: 1 place in tests, for example `tests/pricing.test.js`
          Approved by @ben. Not merging yet: something broke on my side (the forge could not do its part); approve again to try again. ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again] [Include tests]
        "#);
        world.git_works("merge-tree");
        world.replies(ben(), "merge").await;
        world.settles().await;
        assert_eq!(world.states().await, ["merged"]);
    });
}

/// What is refused to a branch that has to be made again is refused as it is to a new one: once.
#[test]
fn a_push_that_is_refused_after_the_branch_was_deleted_is_told() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let (branch, repo) = (world.branch().await, &world.repos[0]);
        repo.drop_branch(&branch).await;
        // The program pushes to what accounts share, and is refused.
        repo.is_set("core.sharedRepository", "group").await;
        repo.is_set("receive.hideRefs", "refs/heads/baton").await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        assert_eq!(world.audit().await.last(), Some(&"refused"));
    });
}

#[test]
fn a_delivery_that_keeps_failing_is_given_up() {
    Given::default().stand_in_for_git().story(async |world| {
        world.git_fails("update-ref", "fatal: cannot lock ref: 'refs/heads/baton' exists");
        world.asks(ana(), ASK).await;
        world.gives_up().await;
        assert_eq!(world.states().await, ["failed"]);
        let broke = world.audit().await.iter().filter(|kind| **kind == "broke").count();
        assert_eq!(broke, 5);
    });
}

/// The branch is pushed and the pull request cannot be opened: what is there is baton's own.
#[test]
fn what_was_pushed_before_it_broke_is_no_strangers() {
    story(async |world| {
        let first = world.asks(ana(), ASK).await;
        world.sql("ALTER TABLE pulls RENAME TO away").await;
        world.settles().await;
        assert_eq!(world.audit().await, ["asked", "ran", "broke"]);
        assert_eq!(world.branches().await.len(), 1);
        // Its branch is called after what was asked then.
        world.edits(ana(), &first, "change 'Sign up' to 'Join' on the pricing page").await;
        world.replies(ana(), "also change 'Free for ever' to 'Free'").await;
        world.sql("ALTER TABLE away RENAME TO pulls").await;
        world.clock_jumps(60);
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r#"
        baton:
          #1 Change "Sign up" to "Join" on the pricing page and 1 more
          `acme/web` · 1 file, +2 −2
            web/pricing.html:2
            - <button>Sign up</button>
            + <button>Join</button>
            web/pricing.html:3
            - <p>Free for ever.</p>
            + <p>Free.</p>
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again]
        "#);
        assert_eq!(world.branches().await.len(), 1);
    });
}

/// A power cut may take the last facts, and leaves the branch: the same change is found, not fought with.
#[test]
fn a_push_whose_fact_was_lost_is_found_again() {
    story(async |world| {
        world.asks(ana(), ASK).await;
        world.settles().await;
        let branch = world.branch().await;
        let pushed = world.repos[0].head(&branch);
        for statement in [
            "DROP TRIGGER facts_delete",
            "DELETE FROM facts WHERE seq > 1",
            "UPDATE tasks SET fact_count = 1, due_at = 0, state = 'queued',
                head_hash = (SELECT hash FROM facts WHERE chain = tasks.id)",
            "DELETE FROM pulls",
            "DELETE FROM slots WHERE key LIKE 'card%'",
        ] {
            world.sql(statement).await;
        }
        // The commit would have another time, and another name.
        world.clock_jumps(60);
        world.settles().await;
        assert_eq!((world.states().await, world.repos[0].head(&branch)), (vec!["review"], pushed));
    });
}
