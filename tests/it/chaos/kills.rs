//! Every point, each time it is reached, killed once: started again, the demo ends as if nothing had
//! happened.

use std::os::unix::process::ExitStatusExt as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use baton::app::POINTS;

use super::aftermath;
use super::child::{Ending, Home, Running, done, said};

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
                let here = [Ending::Merge, Ending::Close].map(|ending| kill_each_time(point, ending));
                assert!(here.iter().any(|kills| *kills > 0), "nothing ever comes to {point}");
                kills.fetch_add(here.iter().sum(), Ordering::Relaxed);
            }
        };
        let hands: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let over: Vec<_> = hands.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        assert!(over.iter().all(Result::is_ok), "a kill was not survived");
    });
    println!("{} kills at {} points", kills.into_inner(), POINTS.len());
}

fn next(points: &Mutex<std::slice::Iter<'_, &'static str>>) -> Option<&'static str> {
    points.lock().unwrap().next().copied()
}

/// Kills at a point the first time it is reached, the second time, … each in a fresh home.
fn kill_each_time(point: &str, ending: Ending) -> u32 {
    for kills in 0..MOST {
        let (home, at) = (Home::new(), format!("{point}@{}", kills + 1));
        let mut demo = home.demo(ending);
        demo.env("BATON_FAIL_AT", &at);
        let output = Running::start(demo).output();
        if output.status.success() {
            aftermath::check(&home, ending, &format!("{at}, not reached"));
            return kills;
        }
        assert_eq!(output.status.signal(), Some(9), "{at}: {}", said(&output));
        done(home.demo(ending));
        aftermath::check(&home, ending, &at);
    }
    panic!("{point} is reached for ever")
}
