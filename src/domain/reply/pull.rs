//! What a pull request and its commits say at the forge.

use super::cut;
use crate::domain::ids::TaskId;
use crate::domain::task::Task;

/// Longest first line of a commit, in characters (git's own advice is 50, forges cut at 72).
const SUBJECT_CHARS: usize = 72;

/// One line for the pull request and its commit: what was understood, not what was said.
pub fn title(understood: &str) -> String {
    let mut lines = understood.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or("change texts");
    let more = lines.count();
    let mut capital = first.chars();
    let first: String = capital.next().into_iter().flat_map(char::to_uppercase).chain(capital).collect();
    match more {
        0 => cut(&first, SUBJECT_CHARS),
        more => format!("{} and {more} more", cut(&first, SUBJECT_CHARS - 12)),
    }
}

/// The message of a delivery's one commit.
pub fn commit(id: &TaskId, task: &Task, run: u32, understood: &str) -> String {
    let (title, run) = (title(understood), of_run(id, run));
    format!("{title}\n\n{}\n\n{run}\nAsked-by: {}\n", understood.trim(), task.requester)
}

/// The line by which a run's commit is known.
pub fn of_run(id: &TaskId, run: u32) -> String {
    format!("Task: {id} run {run}")
}

/// The description of the pull request. What people wrote stands in a fence, so that nothing in it is
/// a mention, a link or a command at the forge.
pub fn body(id: &TaskId, task: &Task, understood: &str) -> String {
    let asked: Vec<&str> = task.asks.iter().map(|ask| ask.text.as_str()).collect();
    let asked = asked.join("\n");
    format!(
        "Asked for in chat:\n\n{}\n\nUnderstood as:\n\n{}\n\nMade by baton without a model. Task `{id}`.\n",
        fence(&asked),
        fence(understood.trim())
    )
}

/// The message of a merge.
pub fn merge(task: &Task, number: u64, title: &str) -> String {
    let approvers = task.pull.as_ref().map_or(&[][..], |pull| &pull.approvals);
    let lines: Vec<String> = approvers.iter().map(|person| format!("Approved-by: {person}")).collect();
    format!("{title} (#{number})\n\nAsked-by: {}\n{}\n", task.requester, lines.join("\n"))
}

/// A fence longer than any run of backticks inside.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    format!("{ticks}text\n{text}\n{ticks}")
}
