//! A stand-in for the git program, so that a story can let one of its commands fail, or stop time at it.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::pipe::{Receiver, Sender};

use super::World;

/// Runs what stands in for a command, else git itself.
const STAND_IN: &str = r#"#!/bin/sh
for word in "$@"; do
  case $word in -*|*=*) continue ;; esac
  [ -x "${0%/*}/$word" ] && exec "${0%/*}/$word" "$@"
  break
done
exec git "$@"
"#;

/// Does the command, says so, and waits.
const HOLD_AFTER: &str = r#"git "$@"; code=$?; echo >"$0.there"; read -r _ <"$0.go"; exit $code"#;
/// Says how far it is when the story lets it, and waits; as often as there is something to say.
const HOLD_UNDER_WAY: &str = r#"echo >"$0.there"; read -r _ <"$0.go"
while [ -e "$0.says" ]; do
  printf '%s\r' "$(cat "$0.says")" >&2; rm "$0.says"; echo >"$0.there"; read -r _ <"$0.go"
done
exec git "$@""#;
/// Says that it is about to, and waits.
const HOLD_BEFORE: &str = r#"echo >"$0.there"; read -r _ <"$0.go"; exec git "$@""#;

/// On which side of a command time stops.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    Before,
    After,
}

/// What becomes of a worker whose effect takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The command goes on, and the effect.
    GoesOn,
    /// The command never comes to its end by itself.
    NeverEnds,
    /// baton dies.
    Dies,
}

/// A command of git that waits for the story.
struct Held {
    there: Receiver,
    go: Sender,
}

/// Puts the stand-in into a directory of its own; gives the program.
pub fn install(dir: &Path) -> PathBuf {
    std::fs::create_dir_all(dir).unwrap();
    let program = dir.join("stand-in");
    executable(&program, STAND_IN);
    program
}

impl World {
    /// A command of git fails with these words until [`World::git_works`].
    pub fn git_fails(&self, command: &str, words: &str) {
        let script = format!("#!/bin/sh\ncat >&2 <<'END'\n{words}\nEND\nexit 128\n");
        executable(&self.stand_in(command), &script);
    }

    /// The command is git's own again.
    pub fn git_works(&self, command: &str) {
        std::fs::remove_file(self.stand_in(command)).unwrap();
    }

    /// It is counted how often this command of git runs.
    pub fn git_is_counted(&self, command: &str) {
        executable(&self.stand_in(command), "#!/bin/sh\necho >>\"$0.ran\"\nexec git \"$@\"\n");
    }

    /// How often it has run since.
    pub fn git_ran(&self, command: &str) -> usize {
        std::fs::read_to_string(self.stand_in(command).with_extension("ran"))
            .map_or(0, |ran| ran.lines().count())
    }

    /// The worker takes a step; when it comes to this command of git, time stops there and people act.
    pub async fn meanwhile(&mut self, side: Side, command: &str, act: impl AsyncFnOnce(&mut World)) {
        let mut held = self.holds(side, command);
        let app = self.app.clone();
        let works = async { app.step_worker().await.unwrap() };
        let acts = async {
            held.there.read_u8().await.unwrap();
            act(self).await;
            self.git_works(command);
            held.go.write_all(b"\n").await.unwrap();
        };
        tokio::join!(works, acts);
    }

    /// The worker takes a step; in the middle of this command, which takes long and says so, people act. What comes
    /// then, the story says.
    pub async fn under_way(
        &mut self,
        (command, says): (&str, &str),
        then: Then,
        act: impl AsyncFnOnce(&mut World),
    ) {
        let program = self.stand_in(command);
        std::fs::write(program.with_extension("says"), says).unwrap();
        let mut held = self.held(&program, HOLD_UNDER_WAY);
        let app = self.app.clone();
        let works = async { app.step_worker().await.unwrap() };
        let acts = async {
            held.there.read_u8().await.unwrap();
            self.clock_jumps(2);
            held.go.write_all(b"\n").await.unwrap();
            held.there.read_u8().await.unwrap();
            act(self).await;
            self.git_works(command);
            if then == Then::GoesOn {
                held.go.write_all(b"\n").await.unwrap();
            }
        };
        match then {
            Then::GoesOn | Then::NeverEnds => drop(tokio::join!(works, acts)),
            Then::Dies => tokio::select! {
                _ = works => panic!("the worker came to its end"),
                () = acts => {}
            },
        }
    }

    /// The command that is under way says something else.
    pub fn goes_on(&self, (command, says): (&str, &str)) {
        let program = self.stand_in(command);
        std::fs::write(program.with_extension("says"), says).unwrap();
        std::fs::write(program.with_extension("go"), "\n").unwrap();
    }

    /// The worker takes a step; this command of git never comes to its end by itself, and people act.
    pub async fn forever(&mut self, command: &str, act: impl AsyncFnOnce(&mut World)) {
        let mut held = self.holds(Side::Before, command);
        let app = self.app.clone();
        let works = async { app.step_worker().await.unwrap() };
        let acts = async {
            held.there.read_u8().await.unwrap();
            act(self).await;
        };
        tokio::join!(works, acts);
        self.git_works(command);
    }

    fn holds(&self, side: Side, command: &str) -> Held {
        let script = match side {
            Side::Before => HOLD_BEFORE,
            Side::After => HOLD_AFTER,
        };
        self.held(&self.stand_in(command), script)
    }

    fn held(&self, program: &Path, script: &str) -> Held {
        executable(program, &format!("#!/bin/sh\n{script}\n"));
        let pipe = |end: &str| pipe(&program.with_extension(end));
        Held {
            there: Receiver::from_file(pipe("there")).unwrap(),
            go: Sender::from_file(pipe("go")).unwrap(),
        }
    }

    fn stand_in(&self, command: &str) -> PathBuf {
        self.dir.path().join("git").join(command)
    }
}

/// A named pipe, open at both ends: neither side waits for the other to come.
#[expect(clippy::disallowed_methods, reason = "not every system has a call for it that is safe")]
fn pipe(place: &Path) -> File {
    // One that was used before.
    std::fs::remove_file(place).ok();
    let made = std::process::Command::new("mkfifo").args(["-m", "600"]).arg(place).status().unwrap();
    assert!(made.success(), "mkfifo: {made}");
    File::options().read(true).write(true).open(place).unwrap()
}

fn executable(place: &Path, script: &str) {
    // Beside its place first: a program that is written to cannot be started.
    let made = place.with_extension("new");
    std::fs::write(&made, script).unwrap();
    std::fs::set_permissions(&made, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::rename(made, place).unwrap();
}
