//! Every point, each time it is reached, killed once: started again, the demo ends as if nothing had
//! happened.

use std::os::unix::process::ExitStatusExt as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use baton::app::POINTS;

use super::aftermath;
use super::child::{Home, done, said};

/// Points that no demo comes to.
const ELSEWHERE: &[&str] =
    &["git.push_deletion.before", "git.push_deletion.after", "forge.close.before", "forge.close.after"];
/// Children at a time.
const AT_ONCE: usize = 2;
/// More than any point is reached; a point that is reached for ever must not kill for ever.
const MOST: u32 = 1_000;

#[test]
fn the_demo_survives_a_kill_at_every_point() {
    let (points, kills) = (Mutex::new(POINTS.iter()), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let work = || {
            while let Some(point) = next(&points) {
                kills.fetch_add(kill_each_time(point), Ordering::Relaxed);
            }
        };
        let hands: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let over: Vec<_> = hands.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        assert!(over.iter().all(Result::is_ok), "a kill was not survived");
    });
    println!("{} kills at {} points", kills.into_inner(), POINTS.len() - ELSEWHERE.len());
}

fn next(points: &Mutex<std::slice::Iter<'_, &'static str>>) -> Option<&'static str> {
    points.lock().unwrap().next().copied()
}

/// Kills at a point the first time it is reached, the second time, … each in a fresh home.
fn kill_each_time(point: &str) -> u32 {
    let mut kills = 0;
    loop {
        let (home, at) = (Home::new(), format!("{point}@{}", kills + 1));
        let output = home.demo().env("BATON_FAIL_AT", &at).output().unwrap();
        if output.status.success() {
            aftermath::check(&home, &format!("{at}, not reached"));
            let expected = if ELSEWHERE.contains(&point) { 0..1 } else { 1..MOST };
            assert!(expected.contains(&kills), "{point} was reached {kills} times");
            return kills;
        }
        assert_eq!(output.status.signal(), Some(9), "{at}: {}", said(&output));
        done(home.demo());
        aftermath::check(&home, &at);
        kills += 1;
        assert!(kills < MOST, "{point} is reached for ever");
    }
}
