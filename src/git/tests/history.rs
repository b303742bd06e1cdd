//! How commits are related, beside what the git program says of the same repositories.

use super::*;

/// A history that splits and joins again and again: commits with one or two parents among the last few, some
/// at the same second.
fn tangled(repo: &Repo, seed: u64, commits: usize) -> Vec<Oid> {
    let objects = repo.objects().unwrap();
    let tree = objects.write_tree(None, &[put("a", "a\n")]).unwrap();
    let (mut made, mut state) = (Vec::<Oid>::new(), seed);
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for number in 0..commits {
        let recent = made.len().min(6);
        let wanted = if made.is_empty() || next(12) == 0 { 0 } else { 1 + next(2) };
        let mut parents: Vec<&Oid> = Vec::new();
        for _ in 0..wanted {
            let parent = &made[made.len() - 1 - next(recent)];
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        let mut spec = spec(&tree, &parents);
        spec.message = format!("Commit {number}\n\nWith a body.");
        spec.at = Millis(1_700_000_000_000 + i64::try_from(number / 2).unwrap() * 1000);
        made.push(objects.write_commit(&spec).unwrap());
    }
    made
}

#[tokio::test]
async fn bases_and_ranges_are_those_of_git() {
    let world = World::new().await;
    let (mut with_base, mut without) = (0, 0);
    for seed in 1..=4 {
        let commits = tangled(&world.origin, seed, 30);
        let objects = world.origin.objects().unwrap();
        for (at, one) in commits.iter().enumerate().skip(20) {
            let other = &commits[(at * 7 + 3) % commits.len()];
            let base = objects.merge_base(one, other).unwrap();
            // Without one, git says nothing and ends with 1.
            match world.origin.merge_base(one, other).await.unwrap() {
                None => {
                    assert_eq!(base, None, "{one} and {other}");
                    without += 1;
                }
                Some(_) => {
                    let all = world
                        .says(&world.origin, &["merge-base", "--all", one.as_str(), other.as_str()])
                        .await;
                    let base = base.unwrap();
                    assert!(
                        all.lines().any(|line| line == base.as_str()),
                        "{base} of {one} and {other}: {all}"
                    );
                    with_base += 1;
                }
            }
            let (listed, count) = objects.commits_between(other, one, 100).unwrap();
            let mut ours: Vec<Oid> = listed.into_iter().map(|commit| commit.oid).collect();
            let mut theirs = world.origin.commits_between(other, one, 100).await.unwrap();
            assert_eq!(ours.len(), count);
            ours.sort();
            theirs.sort();
            assert_eq!(ours, theirs, "{other}..{one}");
        }
    }
    assert!(with_base > 10 && without > 0, "{with_base} with a base, {without} without");
}

#[tokio::test]
async fn a_range_is_told_newest_first_and_bounded() {
    let world = World::new().await;
    let base = world.main();
    let one = world.advance(&[put("README", "one\n")]).await;
    let tree = world.origin.objects().unwrap().tree_of(&one).unwrap();
    let mut later = spec(&tree, &[&one]);
    later.message = "Second\n\nbody".to_owned();
    later.at = Millis(1_700_000_100_000);
    let two = world.origin.objects().unwrap().write_commit(&later).unwrap();
    let (listed, count) = world.origin.objects().unwrap().commits_between(&base, &two, 1).unwrap();
    assert_eq!(count, 2);
    let second = Listed {
        oid: two,
        subject: "Second".to_owned(),
        author: "Ana the boss".to_owned(),
        at: Millis(1_700_000_100_000),
    };
    assert_eq!(listed, [second]);
}

#[tokio::test]
async fn a_commit_that_is_missing_is_said() {
    let world = World::new().await;
    let nowhere: Oid = "1".repeat(40).parse().unwrap();
    let objects = world.origin.objects().unwrap();
    assert!(matches!(objects.merge_base(&world.main(), &nowhere), Err(Error::Corrupt { .. })));
}
