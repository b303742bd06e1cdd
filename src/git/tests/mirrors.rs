//! Mirrors: made whole, followed, found damaged and made again.

use super::*;
use crate::domain::progress::{Doing, Progress};

#[tokio::test]
async fn a_mirror_follows_the_branches_and_leaves_our_references_alone() {
    let world = World::new().await;
    world.origin.update(&branch("old"), &world.main(), None).await.unwrap();
    let mirror = world.mirror().await;
    let ours = commit(&mirror, Some(&world.main()), &[put("README", "ours\n")]);
    mirror.keep(&branch("k7f2q9m3x4/1"), &ours).await.unwrap();

    let new = world.advance(&[put("README", "theirs\n")]).await;
    world.says(&world.origin, &["update-ref", "-d", "refs/heads/old"]).await;
    mirror.fetch(&|_| {}).await.unwrap();

    let objects = mirror.objects().unwrap();
    assert_eq!(objects.resolve(&branch("main")).unwrap(), new);
    assert!(matches!(objects.resolve(&branch("old")), Err(Error::NoSuchBranch { .. })));
    assert_eq!(objects.kept(&branch("k7f2q9m3x4/1")).unwrap(), Some(ours));
    mirror.release(&branch("k7f2q9m3x4/1")).await.unwrap();
    mirror.release(&branch("k7f2q9m3x4/1")).await.unwrap();
    assert_eq!(mirror.objects().unwrap().kept(&branch("k7f2q9m3x4/1")).unwrap(), None);
}

#[tokio::test]
async fn the_default_branch_follows_the_remote() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    assert_eq!(mirror.objects().unwrap().default_branch().unwrap(), branch("main"));
    world.origin.update(&branch("trunk"), &world.main(), None).await.unwrap();
    world.says(&world.origin, &["symbolic-ref", "HEAD", "refs/heads/trunk"]).await;
    assert_eq!(mirror.bring(None, &|_| {}).await.unwrap().0, branch("trunk"));
}

/// One cannot be beside the other (git-check-ref-format(1)).
#[tokio::test]
async fn a_branch_may_take_the_name_of_a_directory_of_branches_and_back() {
    let world = World::new().await;
    let (mirror, mut old) = (world.mirror().await, world.advance(&[put("README", "1\n")]).await);
    for (number, name) in ["release", "release/1/a", "release", "release/1"].into_iter().enumerate() {
        let listed =
            world.says(&world.origin, &["for-each-ref", "--format=%(refname)", "refs/heads/release"]).await;
        for name in listed.lines() {
            world.says(&world.origin, &["update-ref", "-d", name]).await;
        }
        old = commit(&world.origin, Some(&old), &[put("README", &number.to_string())]);
        world.origin.update(&branch(name), &old, None).await.unwrap();
        let ours = mirror.bring(Some(&branch(name)), &|_| {}).await.unwrap();
        assert_eq!(ours, (branch(name), old.clone()));
    }
}

#[tokio::test]
async fn a_missing_repository_is_named() {
    let world = World::new().await;
    let nowhere = Remote::Path(world.path("nowhere.git"));
    let error =
        Mirror::open_or_clone(world.git.clone(), nowhere, &world.path("m.git"), &|_| {}).await.unwrap_err();
    assert!(
        matches!(&error, Error::RepositoryMissing { remote } if remote.ends_with("nowhere.git")),
        "{error:?}"
    );
    assert!(!world.path("m.git").exists());

    let mirror = world.mirror().await;
    std::fs::rename(world.origin.dir(), world.path("gone")).unwrap();
    let error = mirror.fetch(&|_| {}).await.unwrap_err();
    assert!(matches!(error, Error::RepositoryMissing { .. }), "{error:?}");
}

#[tokio::test]
async fn an_empty_repository_has_a_mirror_too() {
    let world = World::new().await;
    let empty = Repo::init(world.git.clone(), &world.path("empty.git"), &branch("main")).await.unwrap();
    let (remote, dir) = (Remote::Path(empty.dir().to_owned()), world.path("m.git"));
    let mut made = None;
    for _ in 0..2 {
        let mirror = Mirror::open_or_clone(world.git.clone(), remote.clone(), &dir, &|_| {}).await.unwrap();
        // It is made once.
        assert_eq!(*made.get_or_insert(Made::at(&dir)), Made::at(&dir));
        let found = mirror.objects().unwrap().resolve(&branch("main"));
        assert!(matches!(found, Err(Error::NoSuchBranch { .. })));
    }
}

#[tokio::test]
async fn a_half_mirror_is_made_again() {
    let world = World::new().await;
    let dir = world.path("m/mirror.git");
    std::fs::create_dir_all(dir.join("objects/pack")).unwrap();
    std::fs::write(dir.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    let mirror = world.mirror().await;
    assert_eq!(mirror.objects().unwrap().resolve(&branch("main")).unwrap(), world.main());
    let left: Vec<_> =
        std::fs::read_dir(world.path("m")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the mirror and its lock, no leftovers: {left:?}");
}

#[tokio::test]
async fn a_damaged_mirror_is_seen_and_made_again() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    for entry in std::fs::read_dir(mirror.dir().join("objects/pack")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        std::fs::write(&path, b"").unwrap();
    }
    let error = mirror.objects().and_then(|objects| objects.list(&world.main())).unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
    let again = world.mirror().await;
    assert_eq!(again.objects().unwrap().list(&world.main()).unwrap().len(), 2);
}

#[tokio::test]
async fn a_rebuild_keeps_what_we_keep() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    let ours = commit(&mirror, Some(&world.main()), &[put("README", "ours\n")]);
    mirror.keep(&branch("undo/7"), &ours).await.unwrap();
    mirror.rebuild(&|_| {}).await.unwrap();
    let objects = mirror.objects().unwrap();
    assert_eq!(objects.kept(&branch("undo/7")).unwrap(), Some(ours.clone()));
    assert_eq!(objects.list(&ours).unwrap().len(), 2);
}

#[tokio::test]
async fn of_several_who_find_the_same_damage_one_mends_it() {
    let world = World::new().await;
    let (one, two) = (world.mirror().await, world.mirror().await);
    let before = Made::at(one.dir());
    let (first, second) = tokio::join!(one.rebuild(&|_| {}), two.rebuild(&|_| {}));
    first.and(second).unwrap();
    assert_ne!(Made::at(one.dir()), before);
    // A mirror that is made anew holds only what a reference leads to.
    let ours = commit(&one, Some(&world.main()), &[put("README", "ours\n")]);
    two.rebuild(&|_| {}).await.unwrap();
    Mirror::used(world.git.clone(), world.remote(), one.dir(), before).rebuild(&|_| {}).await.unwrap();
    assert!(one.objects().unwrap().tree_of(&ours).is_ok());
    world.mirror().await.rebuild(&|_| {}).await.unwrap();
    assert!(one.objects().unwrap().tree_of(&ours).is_err());
}

#[tokio::test]
async fn what_the_system_refuses_to_read_is_no_damage() {
    let world = World::new().await;
    let place = world.path("loop.git");
    std::os::unix::fs::symlink(&place, &place).unwrap();
    for place in [place, world.path(&"x".repeat(300))] {
        let Err(error) = Repo::at(world.git.clone(), &place).objects() else { panic!("nothing is there") };
        assert!(matches!(error, Error::Other { .. }), "{error:?}");
    }
    for name in ["HEAD", "objects"] {
        let broken = world.mirror().await;
        std::fs::rename(broken.dir().join(name), world.path(name)).unwrap();
        assert!(matches!(broken.objects(), Err(Error::Corrupt { .. })));
    }
}

#[tokio::test]
async fn two_who_clone_at_once_get_one_mirror() {
    let world = World::new().await;
    let (one, two, three) = tokio::join!(world.mirror(), world.mirror(), world.mirror());
    for mirror in [one, two, three] {
        mirror.fetch(&|_| {}).await.unwrap();
        assert_eq!(mirror.objects().unwrap().resolve(&branch("main")).unwrap(), world.main());
    }
}

#[tokio::test]
async fn a_clone_says_how_far_it_is() {
    let world = World::new().await;
    let heard = std::sync::Mutex::new(Vec::new());
    let listen = |progress| heard.lock().unwrap().push(progress);
    Mirror::open_or_clone(world.git.clone(), world.remote(), &world.path("m.git"), &listen).await.unwrap();
    let heard = heard.into_inner().unwrap();
    let whole = |of: &Progress| of.doing() == Doing::Receiving && of.percent() == Some(100);
    assert!(heard.iter().any(whole), "{heard:?}");
}

#[tokio::test]
async fn a_repository_with_a_hostile_tree_is_not_cloned() {
    let world = World::new().await;
    let blob = world.forged(&world.origin, "blob", b"[core]\n\tfsmonitor = touch /tmp/x\n").await;
    let inner = world.forged_tree(&world.origin, &[("100644", b"config", &blob)]).await;
    let tree = world.forged_tree(&world.origin, &[("40000", b".GIT", &inner)]).await;
    let evil = world.origin.objects().unwrap().write_commit(&spec(&tree, &[])).unwrap();
    world.origin.update(&branch("evil"), &evil, None).await.unwrap();
    let dir = world.path("m.git");
    let error = Mirror::open_or_clone(world.git.clone(), world.remote(), &dir, &|_| {}).await.unwrap_err();
    let Error::Unsound { fault, .. } = error else { panic!("{error:?}") };
    assert_eq!((fault.id.as_str(), fault.name.as_deref()), ("hasDotgit", Some(".GIT")));
    assert!(!dir.exists());
}

#[tokio::test]
async fn a_hostile_push_is_not_fetched_and_the_mirror_stays() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    let blob = world.forged(&world.origin, "blob", b"x\n").await;
    let tree = world.forged_tree(&world.origin, &[("100644", b"git~1", &blob)]).await;
    let evil = world.origin.objects().unwrap().write_commit(&spec(&tree, &[])).unwrap();
    world.origin.update(&branch("main"), &evil, Some(&world.main())).await.unwrap();
    let error = mirror.bring(None, &|_| {}).await.unwrap_err();
    assert!(
        matches!(&error, Error::Unsound { fault, .. } if fault.name.as_deref() == Some("git~1")),
        "{error:?}"
    );
    assert_ne!(mirror.objects().unwrap().resolve(&branch("main")).unwrap(), evil);
}

#[tokio::test]
async fn a_damaged_source_is_told_from_a_damaged_mirror() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    world.advance(&[put("README", "theirs\n")]).await;
    for entry in std::fs::read_dir(world.origin.dir().join("objects")).unwrap() {
        let dir = entry.unwrap().path();
        if dir.file_name().unwrap().len() == 2 {
            for object in std::fs::read_dir(dir).unwrap() {
                let object = object.unwrap().path();
                std::fs::remove_file(&object).unwrap();
                std::fs::write(&object, b"").unwrap();
            }
        }
    }
    let error = mirror.bring(None, &|_| {}).await.unwrap_err();
    assert!(matches!(error, Error::SourceDamaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_remote_without_a_default_branch_says_so_and_its_mirror_stays() {
    let world = World::new().await;
    let main = world.main();
    world.says(&world.origin, &["update-ref", "--no-deref", "HEAD", main.as_str()]).await;
    let mirror = world.mirror().await;
    let ours = commit(&mirror, Some(&main), &[put("README", "ours\n")]);
    let error = mirror.bring(None, &|_| {}).await.unwrap_err();
    assert!(matches!(error, Error::NoDefaultBranch { unborn: None }), "{error:?}");
    assert_eq!(mirror.bring(Some(&branch("main")), &|_| {}).await.unwrap().1, main);
    world.says(&world.origin, &["symbolic-ref", "HEAD", "refs/heads/trunk"]).await;
    let error = mirror.bring(None, &|_| {}).await.unwrap_err();
    let Error::NoDefaultBranch { unborn: Some(named) } = error else { panic!("{error:?}") };
    assert_eq!(named, branch("trunk"));
    // One that is made anew would no longer hold this.
    assert!(world.mirror().await.objects().unwrap().tree_of(&ours).is_ok());
}

#[tokio::test]
async fn what_a_killed_git_left_is_swept_away() {
    let world = World::new().await;
    let mirror = world.mirror().await;
    let left = [
        "objects/pack/tmp_pack_a",
        "objects/tmp_objdir-b/x",
        "packed-refs.lock",
        "refs/heads/main.lock",
        "objects/.tmpOld123",
    ];
    let fresh = "objects/.tmpNew123";
    for name in left.iter().chain([&fresh]).map(|name| mirror.dir().join(name)) {
        std::fs::create_dir_all(name.parent().unwrap()).unwrap();
        std::fs::write(name, b"half").unwrap();
    }
    let old = std::fs::File::options().write(true).open(mirror.dir().join("objects/.tmpOld123")).unwrap();
    let written = old.metadata().unwrap().modified().unwrap();
    old.set_modified(written - std::time::Duration::from_secs(25 * 60 * 60)).unwrap();
    let new = world.advance(&[put("README", "theirs\n")]).await;
    mirror.fetch(&|_| {}).await.unwrap();
    assert_eq!(mirror.objects().unwrap().resolve(&branch("main")).unwrap(), new);
    let stays: Vec<_> = left.iter().filter(|name| mirror.dir().join(name).exists()).collect();
    assert!(stays.is_empty(), "{stays:?}");
    assert!(mirror.dir().join(fresh).exists(), "somebody may still be writing it");
}
