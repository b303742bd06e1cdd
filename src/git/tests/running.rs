//! How the program is run: its environment, its limits, its end.

use tokio::io::AsyncReadExt;

use super::*;

#[tokio::test]
async fn the_version_is_known_and_new_enough() {
    assert!(git_with(60).version().await.unwrap() >= OLDEST);
}

fn fake_git(place: &Path, script: &str, seconds: u64) -> Git {
    let program = place.join("git");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let search = "/usr/bin:/bin".into();
    Git::new(GitConfig { program, search, local_seconds: seconds, network_seconds: seconds })
}

#[tokio::test]
async fn an_old_git_is_refused_with_a_sentence() {
    let place = tempfile::tempdir().unwrap();
    let error = fake_git(place.path(), "echo git version 2.30.2", 60).version().await.unwrap_err();
    assert_eq!(error.to_string(), "git 2.30.2 is too old: baton needs git 2.38 or newer");
}

#[tokio::test]
async fn nothing_of_our_environment_reaches_git() {
    let place = tempfile::tempdir().unwrap();
    let git = fake_git(place.path(), "env", 60);
    let text = git.text(Call::new("version")).await.unwrap();
    let known = ["PATH", "HOME", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD"];
    for line in text.lines() {
        let name = line.split('=').next().unwrap();
        assert!(name.starts_with("GIT_") || known.contains(&name), "{line}");
    }
    assert!(text.contains("HOME=/nonexistent") && text.contains("GIT_CONFIG_GLOBAL=/dev/null"));
}

#[tokio::test]
async fn no_settings_of_the_machine_or_a_user_are_read() {
    let world = World::new().await;
    let call = Call::new("config").within(world.origin.dir()).args(["--list", "--show-scope"]);
    let text = world.git.text(call).await.unwrap();
    for line in text.lines() {
        assert!(line.starts_with("local\t") || line.starts_with("command\t"), "{line}");
    }
}

#[tokio::test]
async fn a_command_that_hangs_is_stopped_at_its_limit() {
    let place = tempfile::tempdir().unwrap();
    let error = fake_git(place.path(), "exec sleep 600", 1).text(Call::new("fetch")).await;
    assert!(matches!(error, Err(Error::TimedOut { what, seconds: 1 }) if what == "fetch"));
}

#[tokio::test]
async fn a_dropped_command_is_killed_with_what_it_started() {
    let place = tempfile::tempdir().unwrap();
    let pipe = place.path().join("pipe");
    fake_git(place.path(), &format!("mkfifo '{}'", pipe.display()), 60)
        .text(Call::new("version"))
        .await
        .unwrap();
    // The grandchild alone holds the pipe open for writing: its end is the end of the file.
    let script = format!("(exec 3>'{}'; echo up >&3; sleep 600) & exec sleep 600", pipe.display());
    let git = fake_git(place.path(), &script, 600);
    let mut reader = {
        let up = async {
            let mut reader = tokio::fs::File::open(&pipe).await.unwrap();
            let mut word = [0; 3];
            reader.read_exact(&mut word).await.unwrap();
            reader
        };
        tokio::select! {
            reader = up => reader,
            ended = git.text(Call::new("fetch")) => panic!("{ended:?}"),
        }
    };
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).await.unwrap();
    assert_eq!(rest, b"");
}

#[tokio::test]
async fn an_answer_without_end_is_cut() {
    let place = tempfile::tempdir().unwrap();
    let git = fake_git(place.path(), "exec yes", 60);
    assert!(matches!(git.text(Call::new("version")).await, Err(Error::TooLarge { .. })));
}

/// The lock of a mirror, taken by somebody who waits for it.
async fn take_turn(place: &Path) -> std::sync::Arc<std::fs::File> {
    let file = std::fs::File::options().create(true).append(true).open(place.join("turn")).unwrap();
    tokio::task::spawn_blocking(move || file.lock().map(|()| std::sync::Arc::new(file)))
        .await
        .unwrap()
        .unwrap()
}

/// Cuts a command off as soon as it says that it is there; returns when its turn is somebody else's.
async fn cut_off(place: &Path, script: &str) {
    let turn = take_turn(place).await;
    start_and_cut_off(place, script, Some(turn)).await;
    take_turn(place).await;
}

/// Cuts a command off as soon as it says that it is there.
async fn start_and_cut_off(place: &Path, script: &str, turn: Option<std::sync::Arc<std::fs::File>>) -> Git {
    let there = std::sync::Arc::new(tokio::sync::Notify::new());
    let git = fake_git(
        place,
        &format!("{script}\necho there >&2\nexec 2>/dev/null\nwhile :; do sleep 0.1; done"),
        600,
    );
    let heard = |_: &str| there.notify_one();
    let call = Call::new("fetch").talk(&heard);
    let call = turn.iter().fold(call, |call, turn| call.in_turn(turn));
    tokio::select! {
        ended = git.ask(call) => panic!("{ended:?}"),
        () = there.notified() => {}
    }
    git
}

#[tokio::test]
async fn a_command_that_is_cut_off_cleans_up_before_the_turn_is_anothers() {
    let place = tempfile::tempdir().unwrap();
    let mark = place.path().join("cleaned");
    cut_off(place.path(), &format!("trap ': >{}; exit 1' TERM", mark.display())).await;
    assert!(mark.exists());
}

#[tokio::test]
async fn a_command_that_does_not_listen_is_killed() {
    let place = tempfile::tempdir().unwrap();
    let leader = place.path().join("leader");
    // What it starts does not listen either.
    cut_off(place.path(), &format!("trap '' TERM; echo $$ >'{}'; sleep 600 &", leader.display())).await;
    let leader = std::fs::read_to_string(leader).unwrap().trim().to_owned();
    assert_eq!(running(&leader), [""; 0], "some of it still runs");
}

/// The processes of a group that still run. One that was killed may be left for its new parent to take note of.
fn running(group: &str) -> Vec<String> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let stat = |entry: std::fs::DirEntry| std::fs::read_to_string(entry.path().join("stat")).ok();
    all.filter_map(stat)
        .filter(|stat| {
            // Behind the name: the state, the parent, the group (proc_pid_stat(5)).
            let mut fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
            !matches!(fields.next(), Some("Z" | "X")) && fields.nth(1) == Some(group)
        })
        .collect()
}

#[tokio::test]
async fn whoever_leaves_waits_until_what_was_cut_off_has_cleaned_up() {
    let place = tempfile::tempdir().unwrap();
    let mark = place.path().join("cleaned");
    let script = format!("trap 'sleep 0.2; : >{}; exit 1' TERM", mark.display());
    let git = start_and_cut_off(place.path(), &script, None).await;
    git.ended().await;
    assert!(mark.exists());
    // Nothing is left to wait for.
    git.ended().await;
}

#[test]
fn whoever_waits_for_a_turn_keeps_no_thread_from_others() {
    let threads = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build();
    let (runtime, place) = (threads.unwrap(), tempfile::tempdir().unwrap());
    let dir = place.path().join("mirror.git");
    let _theirs = runtime.block_on(turn::take(&dir)).unwrap();
    let others = async {
        tokio::select! {
            biased;
            turn = turn::take(&dir) => panic!("somebody else has it: {turn:?}"),
            done = async { tokio::task::spawn_blocking(|| ()).await } => done.unwrap(),
        }
    };
    let bounded = async { tokio::time::timeout(std::time::Duration::from_secs(60), others).await };
    runtime.block_on(bounded).expect("the only thread waits for the turn");
}
