//! How commands end: scripts look at nothing else.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use super::{ASK, by, ends, home, newest};
use crate::chaos::child::Home;

fn code(home: &Home, args: &[&str]) -> i32 {
    ends(home, home.baton(args)).0
}

#[test]
fn what_is_refused_ends_with_5_and_says_who_spoke() {
    let home = home();
    let (ended, out, err) = ends(&home, by("eve", home.baton(ASK)));
    assert_eq!((ended, out.as_str()), (5, ""));
    assert!(err.contains("refused: ") && err.contains("you speak as local:eve (USER says so)"), "{err}");
    assert_eq!(ends(&home, home.baton(ASK)).0, 0);
    let id = newest(&home);
    // Who asked may not approve, and eve may do nothing.
    for (name, args) in [
        ("ana", ["reply", &id, "merge"].as_slice()),
        ("eve", &["reply", &id, "also in the footer"]),
        ("eve", &["stop", &id]),
        ("eve", &["retry", &id]),
        ("ana", &["reply", &id, "mege"]),
    ] {
        let (ended, out, err) = ends(&home, by(name, home.baton(args)));
        assert_eq!(ended, 5, "{name} {args:?}\n{out}\n{err}");
        assert!(err.contains("refused: "), "{name} {args:?}\n{err}");
    }
    // As the README says it.
    assert_eq!(ends(&home, by("ben", home.baton(&["reply", &id[..4], "merge"]))).0, 0);
    assert_eq!(code_of_row(&home), "merged");
    for word in ["stop", "retry"] {
        assert_eq!(code(&home, &[word, &id]), 5, "it is merged");
    }
}

fn code_of_row(home: &Home) -> String {
    let (_, out, _) = ends(home, home.baton(&["status", "--json"]));
    serde_json::from_str::<serde_json::Value>(&out).unwrap()["state"].as_str().unwrap().to_owned()
}

#[test]
fn what_a_run_refuses_or_asks_ends_with_5_and_answers_end_with_0() {
    let home = home();
    let nothing = ["task", "change 'no such words' to 'Join'", "--repo", "acme/web"];
    assert_eq!(code(&home, &nothing), 5);
    let id = newest(&home);
    for word in ["status", "why", "diff", "logs", "help", "mute"] {
        assert_eq!(code(&home, &["reply", &id, word]), 0, "{word}");
    }
    assert_eq!(code(&home, &["retry", &id]), 5, "there is still nothing like it");
    assert_eq!(code(&home, &["reply", &id, "change 'Sign up' to 'Join' on the pricing page"]), 0);
}

/// A script reads one object whatever happens.
#[test]
fn a_request_in_json_has_an_answer_in_json() {
    let home = home();
    let json = |name: &str, args: &[&str]| {
        let (code, out, _) = ends(&home, by(name, home.baton(&[args, &["--json"]].concat())));
        (code, serde_json::from_str::<serde_json::Value>(&out).unwrap())
    };
    let (code, refused) = json("eve", ASK);
    assert_eq!(
        (code, &refused["task"], refused["state"].as_str()),
        (5, &serde_json::Value::Null, Some("refused"))
    );
    assert!(refused["why"].as_str().unwrap().contains("that you may ask about"), "{refused}");
    let (code, done) = json("ana", ASK);
    assert_eq!((code, done["state"].as_str(), done.get("why")), (0, Some("review"), None));
    let (code, audit) = json("ana", &["audit", "verify"]);
    assert_eq!((code, &audit["intact"], &audit["unanchored"]), (0, &true.into(), &audit["facts"]));
    assert_eq!(audit["tail"][0]["from"], 1, "{audit}");
    assert!(audit["signers"].as_array().is_some_and(Vec::is_empty) && audit["checkpoints"] == 0, "{audit}");
}

#[test]
fn a_wrong_call_ends_with_2_and_what_is_not_there_with_4() {
    let home = home();
    for wrong in [
        &["status", "--state", "mergd"][..],
        &["audit", "verify", "--key", "beef"],
        &["task", "x", "--repo", "acme"],
        &["task"],
        &["status", "--limit", "many"],
        &["nonsense"],
    ] {
        let (code, _, err) = ends(&home, home.baton(wrong));
        assert_eq!(code, 2, "{wrong:?}\n{err}");
        assert!(err.contains("--help"), "{err}");
    }
    let mut bytes = home.baton(&["task"]);
    bytes.arg(OsStr::from_bytes(b"caf\xe9"));
    assert_eq!(ends(&home, bytes).0, 2);
    for nobody in ["", "an a"] {
        let (code, _, err) = ends(&home, by(nobody, home.baton(ASK)));
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("USER=ana baton"), "{err}");
    }
    for missing in
        [&["status", "zzzz"][..], &["logs", "zzzz"], &["stop", "zzzz"], &["reply", "zzzz", "merge"]]
    {
        assert_eq!(code(&home, missing), 4, "{missing:?}");
    }
}

#[test]
fn a_config_that_cannot_be_used_ends_with_3() {
    let home = home();
    let file = home.dir().join("baton.toml");
    std::fs::write(&file, "[data]\ndri = 1\n").unwrap();
    for command in [&["status"][..], &["serve"], &["config", "check"], &["doctor"], ASK] {
        assert_eq!(code(&home, command), 3, "{command:?}");
    }
    std::fs::remove_file(&file).unwrap();
    let (code, _, err) = ends(&home, home.baton(&["status"]));
    assert_eq!(code, 3);
    assert!(err.contains("baton.toml"), "{err}");
}

/// Whatever is not read any more: a pager that was left, `| head`.
#[test]
fn nobody_has_to_read_to_the_end() {
    let home = home();
    for command in [ASK, &["status"], &["audit", "verify"], &["config", "check"], &["logs", "--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.baton(command).stdout(writer).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !err.contains("panicked"), "{command:?} {}\n{err}", output.status);
    }
    assert_eq!(code_of_row(&home), "review", "it was done all the same");
}

/// git has reasons of its own to refuse what can be read without it.
#[test]
fn doctor_asks_git_and_says_what_git_says() {
    let home = super::home_with("[git]\nprogram = \"./git\"");
    let script = "#!/bin/sh\ncase \"$*\" in *ls-remote*)\n\
        echo \"fatal: detected dubious ownership in repository at 'x'\" >&2; exit 128;; esac\nexec git \"$@\"\n";
    super::waits::program(&home.dir().join("git"), script);
    let (code, out, _) = ends(&home, home.baton(&["doctor"]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("FAIL  acme/web") && out.contains("dubious ownership"), "{out}");
}
