//! Pushes, compare-and-set updates and merges.

use super::*;

/// How a push goes: in this process where the other end is a directory, by the program otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Here,
    Program,
}

const WAYS: [Way; 2] = [Way::Here, Way::Program];

async fn push(way: Way, mirror: &Mirror, to: &Branch, new: &Oid, expected: Option<&Oid>) -> Result<()> {
    match way {
        Way::Here => mirror.push_branch(mirror.remote(), to, new, expected).await,
        Way::Program => mirror.send_by_program(mirror.remote(), to, Some(new), expected).await,
    }
}

async fn delete(way: Way, mirror: &Mirror, branch: &Branch, expected: &Oid) -> Result<()> {
    match way {
        Way::Here => mirror.push_deletion(mirror.remote(), branch, expected).await,
        Way::Program => mirror.send_by_program(mirror.remote(), branch, None, Some(expected)).await,
    }
}

#[tokio::test]
async fn a_push_can_be_repeated_and_its_branch_deleted() {
    for way in WAYS {
        let world = World::new().await;
        let (mirror, main, task) = (world.mirror().await, world.main(), branch("baton/k7f2q9m3x4-greet"));
        let new = commit(&mirror, Some(&main), &[put("README", "hi\n"), put("a/b", "new\n")]);
        for _ in 0..2 {
            push(way, &mirror, &task, &new, None).await.unwrap();
        }
        assert_eq!(mirror.remote_head(&world.remote(), &task).await.unwrap(), Some(new.clone()));
        let newer = commit(&mirror, Some(&new), &[put("README", "hi there\n")]);
        for _ in 0..2 {
            push(way, &mirror, &task, &newer, Some(&new)).await.unwrap();
        }
        world.says(&world.origin, &["fsck", "--full", "--strict"]).await;
        for _ in 0..2 {
            delete(way, &mirror, &task, &newer).await.unwrap();
        }
        assert_eq!(mirror.remote_head(&world.remote(), &task).await.unwrap(), None);
        assert_eq!(world.main(), main);
    }
}

#[tokio::test]
async fn a_branch_that_moved_is_not_overwritten() {
    for way in WAYS {
        let world = World::new().await;
        let (mirror, main) = (world.mirror().await, world.main());
        let new = commit(&mirror, Some(&main), &[put("README", "ours\n")]);
        let theirs = world.advance(&[put("README", "theirs\n")]).await;
        let full = "refs/heads/main".to_owned();
        for expected in [Some(&main), None] {
            let error = push(way, &mirror, &branch("main"), &new, expected).await.unwrap_err();
            let Error::Moved { name, actual } = error else { panic!("{error:?}") };
            assert_eq!((name, actual), (full.clone(), Some(theirs.clone())));
        }
        let error = push(way, &mirror, &branch("gone"), &new, Some(&main)).await.unwrap_err();
        assert!(matches!(error, Error::Moved { actual: None, .. }), "{way:?}: {error:?}");
        let error = delete(way, &mirror, &branch("main"), &main).await.unwrap_err();
        assert!(matches!(error, Error::Moved { actual: Some(_), .. }), "{way:?}: {error:?}");
        assert_eq!(world.main(), theirs);
    }
}

#[tokio::test]
async fn of_two_pushes_at_once_one_wins_and_the_other_knows() {
    for way in WAYS {
        let world = World::new().await;
        let (mirror, main) = (world.mirror().await, world.main());
        let one = commit(&mirror, Some(&main), &[put("README", "one\n")]);
        let two = commit(&mirror, Some(&main), &[put("README", "two\n")]);
        let target = branch("main");
        let (first, second) = tokio::join!(
            push(way, &mirror, &target, &one, Some(&main)),
            push(way, &mirror, &target, &two, Some(&main))
        );
        let (winner, lost) = if world.main() == one { (first, second) } else { (second, first) };
        winner.unwrap();
        let Error::Moved { actual, .. } = lost.unwrap_err() else { panic!("the loser has to see the move") };
        assert_eq!(actual, Some(world.main()));
    }
}

/// Where an object of its own file is.
fn loose(repo: &Path, id: &str) -> PathBuf {
    repo.join("objects").join(&id[..2]).join(&id[2..])
}

/// Makes the file of an object, whatever it holds.
fn plant(repo: &Path, id: &str, bytes: &[u8]) {
    let place = loose(repo, id);
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::remove_file(&place).ok();
    std::fs::write(place, bytes).unwrap();
}

#[tokio::test]
async fn a_copy_that_was_cut_off_is_completed() {
    let world = World::new().await;
    let (mirror, main) = (world.mirror().await, world.main());
    let new = commit(&mirror, Some(&main), &[put("deep/er/file", "text\n")]);
    let objects = mirror.objects().unwrap();
    let tree = objects.tree_of(&new).unwrap();
    let entries = objects.list(&tree).unwrap().into_iter();
    let blob = entries.filter(|entry| entry.path.as_ref().is_ok_and(|path| path.as_str() == "deep/er/file"));
    let (blob, there) = (blob.map(|entry| entry.id.to_string()).next().unwrap(), world.origin.dir());
    // As if the process had died behind the first object, and the power with it behind the second.
    plant(there, &blob, &std::fs::read(loose(mirror.dir(), &blob)).unwrap());
    plant(there, tree.as_str(), b"");
    push(Way::Here, &mirror, &branch("task"), &new, None).await.unwrap();
    world.says(&world.origin, &["fsck", "--full", "--strict"]).await;
    // What is missing here is not made up there.
    let lost = commit(&mirror, Some(&main), &[put("lost", "lost\n")]);
    let tree = mirror.objects().unwrap().tree_of(&lost).unwrap();
    std::fs::remove_file(loose(mirror.dir(), tree.as_str())).unwrap();
    let error = push(Way::Here, &mirror, &branch("lost"), &lost, None).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
    assert_eq!(mirror.remote_head(&world.remote(), &branch("lost")).await.unwrap(), None);
}

/// After a power cut the file of each of them may be there and empty.
#[tokio::test]
async fn no_object_of_a_push_is_taken_for_written_because_its_file_is_there() {
    let world = World::new().await;
    let (mirror, main) = (world.mirror().await, world.main());
    let new = commit(&mirror, Some(&main), &[put("src/new/file", "text\n"), put("README", "hi\n")]);
    let range = format!("{main}..{new}");
    let made = world.says(&mirror, &["rev-list", "--objects", "--no-object-names", &range]).await;
    assert_eq!(made.lines().count(), 6, "a commit, three trees and two files");
    for (number, id) in made.lines().enumerate() {
        plant(world.origin.dir(), id, b"");
        push(Way::Here, &mirror, &branch(&format!("task/{number}")), &new, None).await.unwrap();
        world.says(&world.origin, &["fsck", "--full", "--strict"]).await;
    }
}

/// A history is for the program, which packs it.
#[tokio::test]
async fn a_push_on_a_commit_that_the_other_end_lacks_brings_that_too() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    let one = commit(&mirror, Some(&world.main()), &[put("one", "1\n")]);
    let two = commit(&mirror, Some(&one), &[put("two", "2\n")]);
    push(Way::Here, &mirror, &branch("task"), &two, None).await.unwrap();
    world.says(&world.origin, &["fsck", "--full", "--strict"]).await;
    assert_eq!(world.says(&world.origin, &["rev-list", "--count", "main..task"]).await, "2");
}

#[tokio::test]
async fn a_push_to_a_shared_repository_leaves_files_that_others_may_use() {
    let world = World::new().await;
    let (mirror, main) = (world.mirror().await, world.main());
    world.says(&world.origin, &["config", "core.sharedRepository", "group"]).await;
    let new = commit(&mirror, Some(&main), &[put("README", "shared\n")]);
    push(Way::Here, &mirror, &branch("task"), &new, None).await.unwrap();
    let place = world.origin.dir().join("objects").join(&new.as_str()[..2]);
    let rights = place.metadata().unwrap().permissions().mode();
    assert_eq!(rights & 0o2070, 0o2070, "{rights:o}");
}

#[tokio::test]
async fn a_refusal_says_why_and_a_missing_remote_is_missing() {
    let world = World::new().await;
    let (mirror, main) = (world.mirror().await, world.main());
    let new = commit(&mirror, Some(&main), &[put("README", "hi\n")]);
    world.says(&world.origin, &["config", "receive.hideRefs", "refs/heads/secret"]).await;
    let error = push(Way::Program, &mirror, &branch("secret"), &new, None).await.unwrap_err();
    assert!(matches!(&error, Error::Rejected { reason } if reason.contains("hidden ref")), "{error:?}");
    // Somebody else's lock is a matter of the moment.
    std::fs::write(world.origin.dir().join("refs/heads/busy.lock"), b"").unwrap();
    let error = push(Way::Program, &mirror, &branch("busy"), &new, None).await.unwrap_err();
    assert!(matches!(&error, Error::NotTaken { .. }), "{error:?}");
    let nowhere = Remote::Path(world.path("nowhere.git"));
    let error = mirror.push_branch(&nowhere, &branch("x"), &new, None).await.unwrap_err();
    assert!(matches!(error, Error::RepositoryMissing { .. }), "{error:?}");
}

#[tokio::test]
async fn hooks_are_not_run_on_either_side() {
    let world = World::new().await;
    let (mirror, main, mark) = (world.mirror().await, world.main(), world.path("mark"));
    let hooks = ["pre-receive", "update", "post-receive", "post-update", "pre-push", "reference-transaction"];
    for hook in hooks {
        trap(&world.origin.dir().join("hooks").join(hook), &mark);
        trap(&mirror.dir().join("hooks").join(hook), &mark);
    }
    trap(&world.path("monitor"), &mark);
    let monitor = world.path("monitor");
    for repo in [&world.origin, &*mirror] {
        world.says(repo, &["config", "core.fsmonitor", monitor.to_str().unwrap()]).await;
    }
    let new = commit(&mirror, Some(&main), &[put("README", "hi\n")]);
    push(Way::Program, &mirror, &branch("task"), &new, None).await.unwrap();
    push(Way::Here, &mirror, &branch("other"), &new, None).await.unwrap();
    mirror.fetch(&|_| {}).await.unwrap();
    mirror.update(&branch("local"), &new, None).await.unwrap();
    world.origin.update(&branch("main"), &new, Some(&main)).await.unwrap();
    assert!(!mark.exists(), "a hook was run");
}

#[tokio::test]
async fn a_reference_moves_only_from_where_it_was_seen() {
    let world = World::new().await;
    let main = world.main();
    let new = commit(&world.origin, Some(&main), &[put("README", "1\n")]);
    let other = commit(&world.origin, Some(&main), &[put("README", "2\n")]);
    for _ in 0..2 {
        world.origin.update(&branch("main"), &new, Some(&main)).await.unwrap();
    }
    for expected in [Some(&main), None] {
        let error = world.origin.update(&branch("main"), &other, expected).await.unwrap_err();
        assert!(matches!(&error, Error::Moved { actual: Some(at), .. } if *at == new), "{error:?}");
    }
    let missing: Oid = "3".repeat(40).parse().unwrap();
    let error = world.origin.update(&branch("x"), &missing, None).await.unwrap_err();
    assert!(!matches!(error, Error::Moved { .. }), "{error:?}");
}

#[tokio::test]
async fn a_merge_makes_a_tree_or_names_the_conflicts() {
    let world = World::new().await;
    let (repo, base) = (&world.origin, world.main());
    let ours = commit(repo, Some(&base), &[put("src/app.txt", "ONE\ntwo\nthree\n")]);
    let theirs = commit(repo, Some(&base), &[put("README", "hello there\n")]);
    let tree = repo.merge_tree(&ours, &theirs).await.unwrap();
    let merged = repo.objects().unwrap().write_commit(&spec(&tree, &[&ours, &theirs])).unwrap();
    let text =
        world.says(repo, &["show", &format!("{merged}:README"), &format!("{merged}:src/app.txt")]).await;
    assert_eq!(text, "hello there\nONE\ntwo\nthree");

    let clash = commit(repo, Some(&base), &[put("src/app.txt", "1\ntwo\nthree\n")]);
    let Error::Conflict { paths } = repo.merge_tree(&ours, &clash).await.unwrap_err() else {
        panic!("no conflict")
    };
    assert_eq!(paths, [Ok("src/app.txt".parse().unwrap())]);
}

#[tokio::test]
async fn the_relation_of_two_commits_is_known() {
    let world = World::new().await;
    let (repo, base) = (&world.origin, world.main());
    let one = commit(repo, Some(&base), &[put("a", "1")]);
    let two = commit(repo, Some(&one), &[put("a", "2")]);
    let side = commit(repo, Some(&base), &[put("b", "1")]);
    assert!(repo.is_ancestor(&base, &two).await.unwrap());
    assert!(!repo.is_ancestor(&side, &two).await.unwrap());
    assert_eq!(repo.commits_between(&base, &two, 10).await.unwrap(), [two.clone(), one]);
    assert_eq!(repo.distance(&two, &side).await.unwrap(), Distance { ahead: 2, behind: 1 });
    let missing: Oid = "3".repeat(40).parse().unwrap();
    assert!(repo.is_ancestor(&missing, &two).await.is_err());
}
