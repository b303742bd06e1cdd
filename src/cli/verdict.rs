//! Whether what was said was done: how the program ends, and what it says about it.

use super::exit::Exit;
use super::waiting::{Standing, Until};
use crate::domain::command::{Command, Word};
use crate::domain::outlook::{Due, due};
use crate::domain::task::{End, Phase, Task};
use crate::intake;
use crate::store::Fate;

/// How the program ends after `command`, said when the task had `before` facts.
pub(super) fn exit(standing: &Standing, command: &Command, before: u32) -> Exit {
    let done = match (&standing.fate, &standing.task) {
        (Fate::GivenUp, _) => return Exit::Broke,
        (Fate::Waiting, _) => false,
        (Fate::Settled(outcome), _) if intake::was_refused(outcome) => false,
        (Fate::Settled(_), None) => true,
        (Fate::Settled(_), Some((_, task))) => {
            standing.is_over(Until::after(command)) && is_done(command, task, before)
        }
    };
    if done { Exit::Done } else { Exit::NotDone }
}

fn is_done(command: &Command, task: &Task, before: u32) -> bool {
    match command {
        Command::Word(Word::Merge) => match task.open_pull() {
            Some(pull) => pull.blocked.is_none() && !pull.approvals.is_empty(),
            None => matches!(task.phase, Phase::Ended(End::Merged { .. })),
        },
        Command::Word(Word::Close) => matches!(task.phase, Phase::Ended(End::Closed)),
        Command::Word(
            Word::Stop
            | Word::Status
            | Word::Why
            | Word::Diff
            | Word::Logs
            | Word::Help
            | Word::Mute
            | Word::Unmute,
        )
        | Command::Aside
        | Command::Empty => true,
        Command::Word(Word::Retry) | Command::Say(_) | Command::Queue(_) | Command::Unknown { .. } => {
            worked(task, before)
        }
    }
}

/// Whether there is a pull request that holds everything that was asked.
fn worked(task: &Task, before: u32) -> bool {
    match &task.phase {
        Phase::Resting => task.trouble.is_none() && task.refusals.iter().all(|(seq, _)| *seq <= before),
        Phase::Ended(End::Merged { .. }) => true,
        Phase::Ended(
            End::Closed | End::Refused | End::Stopped { .. } | End::Withdrawn | End::Failed { .. },
        )
        | Phase::Choosing { .. }
        | Phase::Wanted { .. }
        | Phase::Based { .. }
        | Phase::Changed { .. } => false,
    }
}

/// What to do about a message that was not done, where its thread does not say so.
pub(super) fn advice(standing: &Standing, speaker: &str) -> String {
    match (&standing.fate, &standing.task) {
        (Fate::Settled(outcome), _) if intake::was_refused(outcome) => format!("{outcome}; {speaker}"),
        (Fate::GivenUp, _) => "baton could not handle it: `baton status` counts what was given up".to_owned(),
        (Fate::Waiting, _) => "it is stored and waits for its turn: start `baton serve`".to_owned(),
        (Fate::Settled(_), Some((row, task))) if due(task) != Due::Never => {
            let id = &row.id;
            format!("nothing serves here: `baton serve` goes on with it, or `baton retry {id}` does it now")
        }
        (Fate::Settled(_), Some((row, task))) => format!("{} is in the state {}", row.id, task.state()),
        (Fate::Settled(outcome), None) => outcome.clone(),
    }
}
