//! A disk that is really full: a small tmpfs of the test's own, in a mount namespace that ends with it.

use super::child::{Ending, Home, Running, done};

/// What is asked about the sample.
const ASK: &str = "change 'Sign up' to 'Get started' on the pricing page";
/// Words for the scripts below. `small DIR KIB` puts a small disk at a directory, `fill DIR` leaves no byte on it.
const WORDS: &str = r#"
small() { mkdir -p "$1" && mount -t tmpfs -o "size=$2k" none "$1"; }
fill() { ! cat /dev/zero >"$1/ballast" 2>/dev/null; }
free() { rm "$1/ballast"; }
asks() { "$BATON" task "$1" --repo acme/web --json | sed 's/.*"state":"\([a-z]*\)".*/\1/'; }
again() { "$BATON" retry "$(newest)" >/dev/null; }
stands() { "$BATON" status "$(newest)" | sed -n 2p; }
moves_on() {
  export GIT_DIR="$HOME/sample.git"
  new=$(git -c user.name=o -c user.email=o@example.com commit-tree -m on -p main 'main^{tree}')
  git update-ref refs/heads/main "$new"
  unset GIT_DIR
}
newest() { "$BATON" status --json | sed -n 's/.*"task":"\([0-9a-z]*\)".*/\1/p' | head -1; }
merges() { USER=ben "$BATON" reply "$(newest)" merge >/dev/null 2>"$HOME/said" || echo "exit $?"; }
moves_out() { small "$HOME/disk" 2048; mv "$HOME/sample.git" "$HOME/disk/"; ln -s disk/sample.git "$HOME"; }
litter() { find "$1" -name '.clone-*' -o -name 'tmp*' -o -name '.tmp*' | wc -l; }
"#;

/// A home whose config serves a sample that lies outside of its data directory.
fn home() -> Home {
    let home = Home::new();
    done(home.demo(Ending::Close));
    let sample = home.dir().join("sample.git");
    std::fs::rename(home.data().join("repos/sample.git"), &sample).unwrap();
    std::fs::remove_dir_all(home.data()).unwrap();
    std::fs::create_dir(home.data()).unwrap();
    home.serves(&sample);
    home
}

/// Runs a script where it may mount; gives what it printed, without what differs from run to run.
fn played(home: &Home, script: &str) -> String {
    let program = format!("set -eu\n{WORDS}\n{script}");
    let mut command = home.in_namespace(&program);
    command.env("BATON", env!("CARGO_BIN_EXE_baton")).env("DATA", home.data()).env("ASK", ASK);
    let output = Running::start(command).output();
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy);
    assert!(output.status.success(), "{}\n{}\n{}", output.status, said[0], said[1]);
    said[0].replace(&*home.dir().to_string_lossy(), "‹home›")
}

#[test]
fn a_message_that_finds_no_room_is_not_taken_and_works_once_there_is_some() {
    let said = played(
        &home(),
        r#"
        small "$DATA" 16384; "$BATON" status; fill "$DATA"
        "$BATON" task "$ASK" --repo acme/web 2>"$HOME/said" || echo "exit $?"
        grep -o 'the disk of the store is full\|nothing was stored; .*' "$HOME/said"
        free "$DATA"; "$BATON" status
        asks "$ASK"; "$BATON" status --json | wc -l; "$BATON" audit verify | head -1
        "#,
    );
    insta::assert_snapshot!(said, @r"
    0 waiting, 0 running, 0 messages to handle, 0 given up
    exit 1
    the disk of the store is full
    nothing was stored; free some space where ‹home›/data is and try again
    0 waiting, 0 running, 0 messages to handle, 0 given up
    review
    1
    5 facts in 1 chains, 0 erased, 0 checkpoints: intact
    ");
}

#[test]
fn a_clone_that_finds_no_room_leaves_nothing_and_works_once_there_is_some() {
    let said = played(
        &home(),
        r#"
        small "$DATA/mirrors" 1024; fill "$DATA/mirrors"
        asks "$ASK"; stands; litter "$DATA/mirrors"
        free "$DATA/mirrors"; again; stands
        "#,
    );
    insta::assert_snapshot!(said, @r"
    queued
    That did not work: the disk is full here. Trying again in 1.0 s.
    0
    Ready for review: #1.
    ");
}

#[test]
fn a_fetch_and_a_change_that_find_no_room_leave_nothing() {
    let said = played(
        &home(),
        r#"
        small "$DATA/mirrors" 1024; asks "$ASK"; fill "$DATA/mirrors"
        asks "change 'Sign up' to 'Join' on the pricing page"; stands; litter "$DATA/mirrors"
        free "$DATA/mirrors"; again; stands
        moves_on; fill "$DATA/mirrors"
        asks "change 'Sign up' to 'Enter' on the pricing page"; stands; litter "$DATA/mirrors"
        free "$DATA/mirrors"; again; stands
        "#,
    );
    insta::assert_snapshot!(said, @r"
    review
    queued
    That did not work: the disk is full here. Trying again in 1.0 s.
    0
    Ready for review: #2.
    queued
    That did not work: the disk is full here. Trying again in 1.0 s.
    0
    Ready for review: #3.
    ");
}

#[test]
fn a_result_that_finds_no_room_is_kept_once_there_is_some() {
    let said = played(
        &home(),
        r#"
        small "$DATA/artifacts" 64; fill "$DATA/artifacts"
        asks "$ASK"; stands; find "$DATA/artifacts" -type f | wc -l
        free "$DATA/artifacts"; again; stands; find "$DATA/artifacts" -type f | wc -l
        "#,
    );
    insta::assert_snapshot!(said, @r"
    queued
    That did not work: the disk is full here. Trying again in 1.0 s.
    1
    Ready for review: #1.
    2
    ");
}

/// The same home, where ben may merge.
fn home_with_a_merger() -> Home {
    let home = home();
    let config = home.dir().join("baton.toml");
    let rights = "[policy]\napprovers = [\"local:ben\"]\nmergers = [\"local:ben\"]\n";
    let text = std::fs::read_to_string(&config).unwrap().replace("[policy]\n", rights);
    std::fs::write(config, text).unwrap();
    home
}

#[test]
fn a_merge_that_finds_no_room_changes_nothing_and_works_once_there_is_some() {
    let said = played(
        &home_with_a_merger(),
        r#"
        moves_out; asks "$ASK"; fill "$HOME/disk"
        merges; stands; git --git-dir "$HOME/sample.git" rev-list --count main
        free "$HOME/disk"; merges; stands | cut -d' ' -f1
        git --git-dir "$HOME/sample.git" rev-list --count main; git --git-dir "$HOME/sample.git" fsck --no-dangling
        "#,
    );
    insta::assert_snapshot!(said, @r"
    review
    exit 5
    Approved; merging #1.
    1
    Merged
    2
    ");
}

#[test]
fn a_merge_into_a_repository_that_is_read_only_says_so_to_the_operator() {
    let said = played(
        &home_with_a_merger(),
        r#"
        moves_out; asks "$ASK"; mount -o remount,ro "$HOME/disk"
        merges; stands; grep -o 'an effect failed' "$HOME/said"; grep -o 'Read-only file system' "$HOME/said" | head -1
        mount -o remount,rw "$HOME/disk"; merges; stands | cut -d' ' -f1
        "#,
    );
    insta::assert_snapshot!(said, @r"
    review
    exit 5
    Approved; merging #1.
    an effect failed
    Read-only file system
    Merged
    ");
}

/// What the log says is for the operator: where, and what to do.
#[test]
fn the_operator_reads_where_there_is_no_room() {
    let said = played(
        &home(),
        r#"
        small "$DATA/artifacts" 64; fill "$DATA/artifacts"
        "$BATON" task "$ASK" --repo acme/web 2>&1 >/dev/null | grep -o 'the disk is full: .*' | head -1
        "#,
    );
    assert!(said.contains("free some space") && said.contains("‹home›/data"), "{said}");
}
