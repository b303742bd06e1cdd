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
