//! Trees as strangers make them: listed in full, never obeyed.

use std::num::NonZeroUsize;

use super::*;
use crate::domain::path::{BadPath, RepoPath};

fn reading(max_bytes: u64) -> Reading {
    Reading { threads: NonZeroUsize::new(2).unwrap(), max_bytes }
}

fn files(objects: &Objects, commit: &Oid) -> std::sync::Arc<Files> {
    Warm::new(0).files(objects, commit).unwrap()
}

async fn on_a_commit(world: &World, tree: &Oid) -> Oid {
    let header = format!("tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n");
    world.forged(&world.origin, "commit", header.as_bytes()).await
}

#[tokio::test]
async fn hostile_names_are_listed_as_refused_and_not_read() {
    let world = World::new().await;
    let blob = world.forged(&world.origin, "blob", b"payload").await;
    let inner = world.forged_tree(&world.origin, &[("100644", b"config", &blob)]).await;
    let tree = world
        .forged_tree(
            &world.origin,
            &[
                ("40000", b"..", &inner),
                ("40000", b".GIT", &inner),
                ("100644", b"a\nb", &blob),
                ("100644", b"good \"quoted\"", &blob),
                ("100644", "in\u{200b}visible".as_bytes(), &blob),
                ("100644", b"latin\xe9", &blob),
            ],
        )
        .await;
    let commit = on_a_commit(&world, &tree).await;
    let objects = world.origin.objects().unwrap();
    let scan =
        objects.scan(&files(&objects, &commit), reading(100), |_| false, |_, b| Some(b.len())).unwrap();
    assert_eq!(scan.found, [("good \"quoted\"".parse().unwrap(), 7)]);
    let why: Vec<_> = scan.refused.iter().map(|refused| (refused.bytes.as_slice(), refused.why)).collect();
    let expected: [(&[u8], BadPath); 5] = [
        (b"../config", BadPath::Dots),
        (b".GIT/config", BadPath::Git),
        (b"a\nb", BadPath::Control),
        ("in\u{200b}visible".as_bytes(), BadPath::Invisible),
        (b"latin\xe9", BadPath::Encoding),
    ];
    assert_eq!(why, expected);
}

#[tokio::test]
async fn links_submodules_and_pointers_are_what_they_are() {
    let world = World::new().await;
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
    let target = world.forged(&world.origin, "blob", b"../../etc/passwd").await;
    let lfs = world.forged(&world.origin, "blob", pointer.as_bytes()).await;
    let elsewhere: Oid = "1".repeat(40).parse().unwrap();
    let entries: [(&str, &[u8], &Oid); 4] = [
        ("120000", b"link", &target),
        ("160000", b"module", &elsewhere),
        ("100644", b"movie.mp4", &lfs),
        ("100755", b"run.sh", &lfs),
    ];
    let tree = world.forged_tree(&world.origin, &entries).await;
    let commit = on_a_commit(&world, &tree).await;
    let objects = world.origin.objects().unwrap();
    let look = |e: &Entry, b: &[u8]| Some((e.mode, b.to_vec()));
    let scan = objects.scan(&files(&objects, &commit), reading(1000), |_| false, look).unwrap();
    let seen: Vec<_> =
        scan.found.iter().map(|(path, (mode, bytes))| (path.as_str(), *mode, bytes.len())).collect();
    let size = pointer.len();
    let expected =
        [("link", Mode::Symlink, 16), ("movie.mp4", Mode::File, size), ("run.sh", Mode::Executable, size)];
    assert_eq!(seen, expected);
    let list = objects.list(&commit).unwrap();
    assert_eq!((list[1].mode, list[1].oid()), (Mode::Submodule, elsewhere));
}

#[tokio::test]
async fn large_files_are_named_and_not_unpacked() {
    let world = World::new().await;
    let new = world.advance(&[put("big", &"0".repeat(5000))]).await;
    let objects = world.origin.objects().unwrap();
    let scan = objects.scan(&files(&objects, &new), reading(4999), |_| false, |_, _| Some(())).unwrap();
    assert_eq!(scan.large, [("big".parse().unwrap(), 5000)]);
    assert_eq!((scan.found.len(), scan.read), (2, 2));
    let error = world.origin.objects().unwrap().blob(&blob_at(&world, &new, "big"), 4999).unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 4999, .. }));
}

fn blob_at(world: &World, commit: &Oid, path: &str) -> Oid {
    let list = world.origin.objects().unwrap().list(commit).unwrap();
    list.iter().find(|entry| entry.path == Ok(path.parse().unwrap())).unwrap().oid()
}

#[tokio::test]
async fn a_tree_that_unfolds_without_end_is_refused() {
    let world = World::new().await;
    let mut tree = world.forged_tree(&world.origin, &[]).await;
    for _ in 0..=MAX_DEPTH {
        tree = world.forged_tree(&world.origin, &[("40000", b"d", &tree)]).await;
    }
    let commit = on_a_commit(&world, &tree).await;
    let objects = world.origin.objects().unwrap();
    assert!(matches!(objects.list(&commit), Err(Error::TooLarge { limit: MAX_DEPTH, .. })));
    assert!(matches!(objects.compare(None, &tree), Err(Error::TooLarge { limit: MAX_DEPTH, .. })));

    let blob = world.forged(&world.origin, "blob", b"x").await;
    let names: Vec<String> = (0..200).map(|n| format!("{n:03}")).collect();
    let wide = |mode: &'static str, oid: Oid| {
        let (world, names) = (&world, &names);
        async move {
            let entries: Vec<_> = names.iter().map(|name| (mode, name.as_bytes(), &oid)).collect();
            world.forged_tree(&world.origin, &entries).await
        }
    };
    let one = wide("100644", blob).await;
    let two = wide("40000", one).await;
    let three = wide("40000", two).await;
    let commit = on_a_commit(&world, &three).await;
    assert!(matches!(objects.list(&commit), Err(Error::TooLarge { limit: MAX_ENTRIES, .. })));
}

#[tokio::test]
async fn names_without_end_are_refused_by_their_length() {
    let world = World::new().await;
    let blob = world.forged(&world.origin, "blob", b"x").await;
    let names: Vec<String> = (0..3000).map(|n| format!("{n:04}")).collect();
    let entries: Vec<_> = names.iter().map(|name| ("100644", name.as_bytes(), &blob)).collect();
    let (long, many) = (vec![b'd'; 100_000], world.forged_tree(&world.origin, &entries).await);
    let tree = world.forged_tree(&world.origin, &[("40000", &long, &many)]).await;
    let commit = on_a_commit(&world, &tree).await;
    let objects = world.origin.objects().unwrap();
    assert!(matches!(objects.list(&commit), Err(Error::TooLarge { limit: MAX_PATHS_BYTES, .. })));
    assert!(matches!(objects.compare(None, &tree), Err(Error::TooLarge { limit: MAX_PATHS_BYTES, .. })));
    let few = world.forged_tree(&world.origin, &[("100644", &long, &blob)]).await;
    let change = &objects.compare(None, &few).unwrap()[0];
    assert_eq!(change.path.as_ref().unwrap_err().bytes.len(), 4096);
}

#[tokio::test]
async fn a_missing_or_doubled_entry_is_damage() {
    let world = World::new().await;
    let nothing: Oid = "2".repeat(40).parse().unwrap();
    let tree = world.forged_tree(&world.origin, &[("100644", b"lost", &nothing)]).await;
    let commit = on_a_commit(&world, &tree).await;
    let objects = world.origin.objects().unwrap();
    let error = objects.scan(&files(&objects, &commit), reading(10), |_| false, |_, _| Some(())).unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");

    let blob = world.forged(&world.origin, "blob", b"x").await;
    let twice = world.forged_tree(&world.origin, &[("100644", b"a", &blob), ("100755", b"a", &blob)]).await;
    assert!(matches!(objects.compare(None, &twice), Err(Error::Corrupt { .. })));
    assert!(matches!(objects.write_tree(Some(&twice), &[put("b", "")]), Err(Error::Corrupt { .. })));
}

#[tokio::test]
async fn files_at_the_top_are_those_that_git_shows_there() {
    let world = World::new().await;
    let new = world.advance(&[put("a/b", "1"), put("README.md", "2"), put("z", "3")]).await;
    let top = world.origin.objects().unwrap().at_the_top(&new).unwrap();
    let ours: Vec<_> = top
        .iter()
        .map(|file| format!("100644 blob {}\t{}", file.oid(), file.path.as_ref().unwrap()))
        .collect();
    let theirs = world.says(&world.origin, &["ls-tree", new.as_str()]).await;
    let theirs: Vec<_> = theirs.lines().filter(|line| line.contains(" blob ")).collect();
    assert!(theirs.len() >= 2);
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn five_thousand_files_are_listed_as_git_lists_them() {
    let world = World::new().await;
    let path = |n: usize| format!("pkg{}/mod.{}/file-{n}.txt", n % 7, n % 31);
    let changes: Vec<_> = (0..5000).map(|n| put(&path(n), &format!("file {}\n", n % 100))).collect();
    let new = world.advance(&changes).await;
    let objects = world.origin.objects().unwrap();
    let ours: Vec<String> = objects
        .list(&new)
        .unwrap()
        .iter()
        .map(|entry| {
            assert_eq!(entry.mode, Mode::File);
            format!("100644 blob {}\t{}", entry.oid(), entry.path.as_ref().unwrap())
        })
        .collect();
    let theirs = world.says(&world.origin, &["ls-tree", "-r", new.as_str()]).await;
    assert!(ours.iter().map(String::as_str).eq(theirs.lines()), "the lists differ");
    let scan = objects.scan(
        &files(&objects, &new),
        reading(100),
        |e| e.path == Ok(path(7).parse().unwrap()),
        |_, b| b.starts_with(b"file 7\n").then_some(()),
    );
    let scan = scan.unwrap();
    let expected: Vec<String> = {
        let mut paths: Vec<_> = (0..5000).filter(|n| n % 100 == 7 && *n != 7).map(path).collect();
        paths.sort();
        paths
    };
    assert!(scan.found.iter().map(|(path, ())| path.as_str()).eq(expected.iter().map(String::as_str)));
    assert_eq!(scan.read, 5001);
}

/// All texts of a commit.
fn texts(objects: &Objects, warm: &Warm, commit: &Oid) -> Result<Vec<(RepoPath, Vec<u8>)>> {
    let files = warm.files(objects, commit)?;
    Ok(objects.scan(&files, reading(5000), |_| false, |_, bytes| Some(bytes.to_vec()))?.found)
}

/// Takes a file's bytes from the disk.
fn lose(world: &World, commit: &Oid, path: &str) {
    let lost = blob_at(world, commit, path).to_string();
    std::fs::remove_file(world.origin.dir().join("objects").join(&lost[..2]).join(&lost[2..])).unwrap();
}

#[tokio::test]
async fn texts_stay_in_memory_as_long_as_there_is_room() {
    let world = World::new().await;
    let first = world.advance(&[put("a", "alpha"), put("b", &"b".repeat(1000))]).await;
    let second = world.advance(&[put("a", "omega")]).await;
    let objects = world.origin.objects().unwrap();
    let (warm, cold) = (Warm::new(10_000), Warm::new(0));
    let here = texts(&objects, &warm, &first).unwrap();
    assert_eq!(here, texts(&objects, &cold, &first).unwrap());
    // What is gone from the disk is still known by its id, in another tree too.
    lose(&world, &first, "b");
    assert!(matches!(texts(&objects, &cold, &second), Err(Error::Corrupt { .. })));
    let after = texts(&objects, &warm, &second).unwrap();
    let texts: Vec<_> = after.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    assert!(texts[1..3] == [("a", b"omega".as_slice()), ("b", &[b'b'; 1000])], "the texts differ");
}

#[tokio::test]
async fn texts_are_packed_where_room_runs_out() {
    let world = World::new().await;
    let path = |n: usize| format!("file-{n}.txt");
    let changes: Vec<_> = (0..20).map(|n| put(&path(n), &format!("line {n}\n").repeat(300))).collect();
    let (first, second) = (world.advance(&changes).await, world.advance(&[put("a", "omega")]).await);
    let objects = world.origin.objects().unwrap();
    // About 45,000 bytes of texts: few of them fit as they are, all of them packed.
    let warm = Warm::new(15_000);
    let here = texts(&objects, &warm, &first).unwrap();
    (0..20).for_each(|n| lose(&world, &first, &path(n)));
    assert_eq!(texts(&objects, &warm, &first).unwrap(), here);
    let after = texts(&objects, &warm, &second).unwrap();
    assert!(here.iter().all(|text| after.contains(text)), "a text was lost on the way to another tree");
}
