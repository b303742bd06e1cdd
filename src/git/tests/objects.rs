//! Trees and commits that we write, and how they compare.

use super::*;

fn names(changes: &[TreeChange]) -> Vec<(&str, bool, bool)> {
    let line = |change: &TreeChange| (change.old.is_some(), change.new.is_some());
    changes.iter().map(|c| (c.path.as_ref().unwrap().as_str(), line(c).0, line(c).1)).collect()
}

#[tokio::test]
async fn what_we_write_is_clean_for_git() {
    let world = World::new().await;
    let link = What::Put { mode: Mode::Symlink, bytes: b"README".to_vec() };
    let run = What::Put { mode: Mode::Executable, bytes: b"#!/bin/sh\n".to_vec() };
    let changes = [
        put("src/app.txt", "one\n2\nthree\n"),
        put("src/app/deep/er.txt", ""),
        put("src/app-x", "sorts between a file and a directory\n"),
        Change { path: "link".parse().unwrap(), what: link },
        Change { path: "bin/run".parse().unwrap(), what: run },
        delete("README"),
    ];
    let new = world.advance(&changes).await;
    world.says(&world.origin, &["fsck", "--strict", "--full", "--no-dangling"]).await;
    let listed =
        world.says(&world.origin, &["ls-tree", "-r", "--format=%(objectmode) %(path)", new.as_str()]).await;
    insta::assert_snapshot!(listed, @r"
    100755 bin/run
    120000 link
    100644 src/app-x
    100644 src/app.txt
    100644 src/app/deep/er.txt
    ");
    let text = world.says(&world.origin, &["cat-file", "commit", new.as_str()]).await;
    let header = text.lines().filter(|line| !line.starts_with("tree ") && !line.starts_with("parent "));
    insta::assert_snapshot!(header.collect::<Vec<_>>().join("\n"), @r"
    author Ana the boss <ana@example.org> 1700000000 +0000
    committer baton <baton@example.org> 1700000000 +0000

    Change the greeting
    ");
}

#[tokio::test]
async fn the_same_input_is_the_same_commit() {
    let world = World::new().await;
    let changes = [put("b", "2\n"), put("a/x", "1\n"), delete("README")];
    let once = commit(&world.origin, Some(&world.main()), &changes);
    let mut turned = changes.to_vec();
    turned.reverse();
    assert_eq!(commit(&world.origin, Some(&world.main()), &turned), once);
    assert_ne!(commit(&world.origin, Some(&world.main()), &changes[..2]), once);
}

#[tokio::test]
async fn an_object_that_was_cut_off_by_a_crash_is_written_again() {
    let world = World::new().await;
    let changes = [put("README", "after the crash\n")];
    let once = commit(&world.origin, Some(&world.main()), &changes);
    let blob = world.says(&world.origin, &["rev-parse", &format!("{once}:README")]).await;
    let file = world.origin.dir().join("objects").join(&blob[..2]).join(&blob[2..]);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    std::fs::write(&file, b"").unwrap();
    assert_eq!(commit(&world.origin, Some(&world.main()), &changes), once);
    world.says(&world.origin, &["fsck", "--strict", "--full", once.as_str()]).await;
}

#[tokio::test]
async fn nothing_is_written_through_what_is_no_directory() {
    let world = World::new().await;
    let link = What::Put { mode: Mode::Symlink, bytes: b"/etc".to_vec() };
    let new = world.advance(&[Change { path: "etc".parse().unwrap(), what: link }]).await;
    let objects = world.origin.objects().unwrap();
    let base = objects.tree_of(&new).unwrap();
    let module = What::Put { mode: Mode::Submodule, bytes: Vec::new() };
    for (change, why) in [
        (put("etc/passwd", "x"), "has a parent that is no directory"),
        (put("README/x", "x"), "has a parent that is no directory"),
        (put("src", "x"), "is a directory"),
        (delete("src"), "is a directory"),
        (delete("src/none"), "does not exist"),
        (delete("none/none"), "does not exist"),
        (delete("etc/passwd"), "does not exist"),
        (Change { path: "m".parse().unwrap(), what: module }, "cannot be written as a submodule"),
    ] {
        let path = change.path.to_string();
        let error = objects.write_tree(Some(&base), &[change]).unwrap_err();
        assert_eq!(error.to_string(), format!("{path} {why}"));
    }
    let twice = objects.write_tree(Some(&base), &[put("a", "1"), delete("a")]).unwrap_err();
    assert_eq!(twice.to_string(), "a is changed twice");
}

#[tokio::test]
async fn a_file_and_a_directory_may_change_places() {
    let world = World::new().await;
    let old = world.main();
    let new = world
        .advance(&[
            delete("README"),
            put("README/first", "1\n"),
            delete("src/app.txt"),
            put("src", "now a file\n"),
        ])
        .await;
    let objects = world.origin.objects().unwrap();
    let (before, after) = (objects.tree_of(&old).unwrap(), objects.tree_of(&new).unwrap());
    let changes = objects.compare(Some(&before), &after).unwrap();
    assert_eq!(
        names(&changes),
        [
            ("README", true, false),
            ("README/first", false, true),
            ("src", false, true),
            ("src/app.txt", true, false)
        ]
    );
    assert_eq!(objects.compare(Some(&after), &after).unwrap(), []);
}

#[tokio::test]
async fn a_changed_mode_is_a_change_and_an_empty_tree_is_a_tree() {
    let world = World::new().await;
    let objects = world.origin.objects().unwrap();
    let base = objects.tree_of(&world.main()).unwrap();
    let run = What::Put { mode: Mode::Executable, bytes: b"hello\n".to_vec() };
    let after =
        objects.write_tree(Some(&base), &[Change { path: "README".parse().unwrap(), what: run }]).unwrap();
    let changes = objects.compare(Some(&base), &after).unwrap();
    let [TreeChange { old: Some((Mode::File, before)), new: Some((Mode::Executable, now)), .. }] =
        &changes[..]
    else {
        panic!("{changes:?}");
    };
    assert_eq!(before, now);

    let empty = objects.write_tree(Some(&base), &[delete("README"), delete("src/app.txt")]).unwrap();
    assert_eq!(names(&objects.compare(Some(&base), &empty).unwrap()).len(), 2);
    assert_eq!(
        names(&objects.compare(None, &base).unwrap()),
        [("README", false, true), ("src/app.txt", false, true)]
    );
}

#[tokio::test]
async fn other_entries_keep_their_bytes() {
    let world = World::new().await;
    let blob = world.forged(&world.origin, "blob", b"x").await;
    let module: Oid = "1".repeat(40).parse().unwrap();
    let base =
        world.forged_tree(&world.origin, &[("100664", b"a\nb", &blob), ("160000", b"module", &module)]).await;
    let objects = world.origin.objects().unwrap();
    let with = objects.write_tree(Some(&base), &[put("z", "z")]).unwrap();
    assert_ne!(with, base);
    assert_eq!(objects.write_tree(Some(&with), &[delete("z")]).unwrap(), base);
}

#[tokio::test]
async fn our_own_commit_is_known_however_it_was_worded_and_nobody_elses_is() {
    let world = World::new().await;
    let (objects, main) = (world.origin.objects().unwrap(), world.main());
    let (tree, line) = (objects.tree_of(&main).unwrap(), "Task: k7f2q9m3x4 run 1");
    let ours = CommitSpec { message: format!("Change it\n\n{line}\n"), ..spec(&tree, &[&main]) };
    let known = |commit: &CommitSpec| {
        let oid = objects.write_commit(commit).unwrap();
        objects.is_made_of(&oid, &ours, line).unwrap()
    };
    assert!(known(&ours));
    assert!(known(&CommitSpec { at: Millis(1_800_000_000_000), ..ours.clone() }));
    assert!(known(&CommitSpec { message: format!("Other words\n\n{line}\n"), ..ours.clone() }));
    let ana = Person::new("Ana", "ana@example.org");
    let other = commit(&world.origin, Some(&main), &[put("README", "other\n")]);
    for theirs in [
        CommitSpec { message: "Change it\n".to_owned(), ..ours.clone() },
        CommitSpec { message: format!("Change it\n\n{line}1\n"), ..ours.clone() },
        CommitSpec { tree: objects.tree_of(&other).unwrap(), ..ours.clone() },
        CommitSpec { parents: vec![other.clone()], ..ours.clone() },
        CommitSpec { parents: vec![main.clone(), other.clone()], ..ours.clone() },
        CommitSpec { parents: Vec::new(), ..ours.clone() },
        CommitSpec { author: ana.clone(), ..ours.clone() },
        CommitSpec { committer: ana, ..ours.clone() },
    ] {
        assert!(!known(&theirs), "{theirs:?}");
    }
}
