//! Commands that wait for a process that serves, which may stop, die or never answer.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::{ASK, ends, home_with, newest, printed};
use crate::chaos::child::{Home, Running, done, said};

/// Lets git stand still while a file `hold` is there, and says so with a file `held`. One that is asked to end
/// says so with a file `told`.
const STAND_IN: &str = r#"#!/bin/sh
if [ -e "$(dirname "$0")/hold" ]; then
  exec 2>/dev/null
  trap ': >"$(dirname "$0")/told"; exit 1' TERM
  : >"$(dirname "$0")/held"
  while [ -e "$(dirname "$0")/hold" ]; do sleep 0.05; done
  exit 1
fi
exec git "$@"
"#;

pub(super) fn program(place: &Path, script: &str) {
    std::fs::write(place, script).unwrap();
    std::fs::set_permissions(place, PermissionsExt::from_mode(0o755)).unwrap();
}

/// A home whose git stands still from now on.
fn home() -> Home {
    let home = home_with("[git]\nprogram = \"./git\"");
    program(&home.dir().join("git"), STAND_IN);
    hold(&home);
    home
}

fn hold(home: &Home) {
    std::fs::write(home.dir().join("hold"), "").unwrap();
}

fn let_go(home: &Home) {
    std::fs::remove_file(home.dir().join("hold")).unwrap();
}

fn serve(home: &Home) -> Running {
    let serving = Running::start(home.baton(&["serve"]));
    while UnixStream::connect(home.data().join("baton.sock")).is_err() {
        serving.assert_alive();
        std::thread::yield_now();
    }
    serving
}

/// Asks and waits until git stands still.
fn asked(home: &Home, args: &[&str]) -> Running {
    let asking = Running::start(home.baton(&[ASK, args].concat()));
    while !home.dir().join("held").exists() {
        asking.assert_alive();
        std::thread::yield_now();
    }
    asking
}

#[test]
fn whoever_waits_for_a_server_that_dies_does_the_work() {
    let home = home();
    let serving = serve(&home);
    let asking = asked(&home, &["--follow"]);
    serving.kill();
    let_go(&home);
    let out = asking.done();
    assert!(out.contains("Ready for review: #1.") && out.trim_end().ends_with(" review"), "{out}");
}

#[test]
fn ctrl_c_ends_the_waiting_and_not_the_work() {
    let home = home();
    let serving = serve(&home);
    let output = asked(&home, &[]).interrupted();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("stopped waiting; what you said is stored"), "{}", said(&output));
    let_go(&home);
    let id = newest(&home);
    // The retry needs nothing to be waited for that failed before.
    let (code, out, err) = ends(&home, home.baton(&["retry", &id]));
    assert_eq!(code, 0, "{out}\n{err}");
    serving.stops();
}

/// git takes its locks and unfinished files with it when it is asked to end.
#[test]
fn a_server_that_is_told_twice_asks_its_programs_to_end_and_waits_for_that() {
    let home = home();
    let serving = serve(&home);
    asked(&home, &[]).interrupted();
    serving.stops_at_once();
    assert!(home.dir().join("told").exists(), "it was cut off without a word");
    let_go(&home);
    let (code, out, err) = ends(&home, home.baton(&["retry", &newest(&home)]));
    assert_eq!(code, 0, "{out}\n{err}");
}

#[test]
fn ctrl_c_in_a_demo_leaves_nothing() {
    let home = Home::new();
    let tmp = home.dir().join("tmp");
    std::fs::create_dir(&tmp).unwrap();
    program(&home.dir().join("git"), STAND_IN);
    hold(&home);
    let mut demo = home.baton(&["demo", "--script"]);
    let path = demo.get_envs().find_map(|(name, value)| (name == "PATH").then_some(value?)).unwrap();
    let path = format!("{}:{}", home.dir().display(), path.to_string_lossy());
    demo.env("TMPDIR", &tmp).env("PATH", path);
    let demo = Running::start(demo);
    while !home.dir().join("held").exists() {
        demo.assert_alive();
        std::thread::yield_now();
    }
    assert_eq!(demo.interrupted().status.code(), Some(130));
    assert_eq!(std::fs::read_dir(&tmp).unwrap().count(), 0);
    let_go(&home);
}

/// The answer to one's own message, not the end of everything that others want.
#[test]
fn an_answer_is_not_waited_for_longer_than_it_takes() {
    let home = home();
    let serving = serve(&home);
    let asking = asked(&home, &[]);
    let id = newest(&home);
    let out = done(home.baton(&["reply", &id, "help"]));
    assert!(out.contains("retry") && !out.contains("@baton change"), "only what is new: {out}");
    let other = Running::start(home.baton(&["task", "change", "--json"])).output();
    assert_eq!(other.status.code(), Some(5), "{}", said(&other));
    asking.assert_alive();
    let_go(&home);
    assert!(printed(&asking.output()).contains(&id));
    serving.stops();
}

/// What failed is not done, and nobody tries it again.
#[test]
fn work_that_fails_without_a_server_ends_with_5() {
    let home = home_with("[git]\nprogram = \"./git\"");
    let broken =
        "#!/bin/sh\ncase \"$*\" in *clone*) echo 'fatal: no luck' >&2; exit 1;; esac\nexec git \"$@\"\n";
    program(&home.dir().join("git"), broken);
    let (code, out, err) = ends(&home, home.baton(ASK));
    assert_eq!(code, 5, "{out}\n{err}");
    assert!(
        out.ends_with(" queued") && err.contains("That did not work") && err.contains("baton retry"),
        "{err}"
    );
}

/// Nothing is stored of an answer that failed: that it is still due is all that tells.
#[test]
fn an_answer_that_fails_without_a_server_ends_with_5() {
    let home = home_with("");
    assert_eq!(ends(&home, home.baton(ASK)).0, 0);
    let id = newest(&home);
    // What was kept of the task can no longer be read.
    for kept in std::fs::read_dir(home.data().join("artifacts")).unwrap() {
        let kept = kept.unwrap().path();
        std::fs::remove_dir_all(&kept).or_else(|_| std::fs::remove_file(&kept)).unwrap();
        std::fs::write(&kept, "in the way").unwrap();
    }
    let (code, out, err) = ends(&home, home.baton(&["reply", &id, "diff"]));
    assert_eq!(code, 5, "{out}\n{err}");
    assert!(err.contains("nothing serves here"), "{out}\n{err}");
}
