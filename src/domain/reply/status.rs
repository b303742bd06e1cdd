//! The status message: the task in its own words, and where it stands. Edited in place.

use super::broken::broke;
use super::progress::sentence;
use super::{code, count, cut, duration, link, person, plain, say, strong};
use crate::domain::ids::{RepoName, TaskId};
use crate::domain::progress::Progress;
use crate::domain::slot::{Block, Post, Span, UnderWay};
use crate::domain::task::{Commits, End, Phase, Task, Trouble};

/// Longest title, in characters.
const TITLE_CHARS: usize = 100;

/// What the task is called in one line.
pub fn title(task: &Task) -> String {
    let understood = task.pull.as_ref().map(|pull| pull.change.understood.as_str());
    let asked = task.asks.first().map(|ask| ask.text.as_str());
    let wanted: Vec<&str> = understood.or(asked).unwrap_or("the request").lines().collect();
    cut(&wanted.join("; "), TITLE_CHARS)
}

/// The status message.
pub fn status(id: &TaskId, task: &Task) -> Post {
    message(id, task, stands(task))
}

/// The status message while baton does something that takes long: how far it is, and what is left of it in
/// milliseconds where that can be told.
pub fn under_way(id: &TaskId, task: &Task, (progress, left_ms): (&Progress, Option<u64>)) -> Post {
    let what = task.repo.as_ref().map_or("the repository", RepoName::as_str);
    let line = vec![plain(sentence(progress, what, left_ms))];
    Post { under_way: Some(UnderWay { percent: progress.percent() }), ..message(id, task, line) }
}

/// The status message of a task whose facts do not read, from what it showed before.
pub fn unreadable(shown: Post) -> Post {
    let line = "I cannot read what I noted about this task, so nothing is done. I try again every minute; \
                my log says what is wrong.";
    let mut line = Some(Block::Text(vec![plain(line)]));
    let told = |block| match block {
        // Where it stands comes first; what else is said was read once.
        Block::Text(_) => line.take(),
        Block::Title(_) | Block::List(_) | Block::Diff(_) | Block::Code(_) | Block::Footer(_) => Some(block),
    };
    Post { blocks: shown.blocks.into_iter().filter_map(told).collect(), under_way: None, ..shown }
}

fn message(id: &TaskId, task: &Task, line: Vec<Span>) -> Post {
    let mut place = Vec::new();
    if let Some(repo) = &task.repo {
        place.extend([plain("in "), code(repo.as_str()), plain(" · ")]);
    }
    place.extend([plain("task "), code(id.as_str()), plain(" · asked by "), person(&task.requester)]);
    let mut post = say(vec![Block::Title(vec![strong(title(task))]), Block::Text(line)]);
    post.blocks.extend(came_with(task).map(Block::Text));
    post.blocks.push(Block::Footer(place));
    post
}

/// Files are kept for agents that can look at them; whoever does not is open about it.
fn came_with(task: &Task) -> Option<Vec<Span>> {
    let mut files = task.asks.iter().flat_map(|ask| &ask.files);
    let (first, more) = (files.next()?, files.count());
    let mut spans =
        vec![plain("I work from the words alone and do not look into "), code(cut(&first.name, 60))];
    if more > 0 {
        spans.push(plain(format!(" and {}", count(more as u64, "other file", "other files"))));
    }
    spans.push(plain("."));
    Some(spans)
}

/// Where it stands, in a sentence.
pub fn stands(task: &Task) -> Vec<Span> {
    match &task.phase {
        Phase::Choosing { .. } => vec![plain("Waiting for an answer to my question.")],
        Phase::Wanted { wait_ms: 0, .. } => vec![plain("Queued.")],
        Phase::Wanted { wait_ms, .. } => {
            let why = task.failed.as_ref().map_or("I do not know why", broke);
            vec![plain(format!("That did not work: {why}. Trying again in {}.", duration(*wait_ms)))]
        }
        Phase::Based { target, base, .. } => {
            vec![plain("Working on "), code(target.as_str()), plain(" at "), code(base.short()), plain(".")]
        }
        Phase::Changed { .. } => vec![plain("Changed; opening the pull request.")],
        Phase::Resting => resting(task),
        Phase::Ended(end) => ended(end),
    }
}

fn resting(task: &Task) -> Vec<Span> {
    let Some(pull) = &task.pull else { return vec![plain("Waiting.")] };
    let number = link(format!("#{}", pull.number), &pull.url);
    // What people decided since then goes before what broke.
    match (&pull.closing, &pull.blocked, pull.approvals.is_empty(), &task.trouble) {
        (Some(_), _, _, _) => vec![plain("Closing "), number, plain(".")],
        (None, Some(_), _, _) => vec![plain("Approved, but "), number, plain(" cannot be merged yet.")],
        (None, None, false, _) => vec![plain("Approved; merging "), number, plain(".")],
        (None, None, true, Some(trouble)) => troubled(trouble, pull.commits, number),
        (None, None, true, None) => vec![plain("Ready for review: "), number, plain(".")],
    }
}

fn troubled(trouble: &Trouble, commits: Commits, number: Span) -> Vec<Span> {
    match (trouble, commits) {
        (Trouble::NotClosed(what), _) => vec![
            plain(format!("Something broke on my side: {}. ", broke(what))),
            code("why"),
            plain(" says more. "),
            number,
            plain(" is still open; "),
            code("close"),
            plain(" tries again to close it."),
        ],
        // What others pushed is never made anew, so `retry` is no way out.
        (Trouble::Broke(what), Commits::Shared) => vec![
            plain(format!("Something broke on my side: {}. ", broke(what))),
            code("why"),
            plain(" says more. "),
            number,
            plain(" is still open; say what to change on top, or "),
            code("close"),
            plain(" it and ask again."),
        ],
        (Trouble::Broke(what), Commits::Ours) => vec![
            plain(format!("Something broke on my side: {}. ", broke(what))),
            code("why"),
            plain(" says more. "),
            number,
            plain(" is still open; "),
            code("retry"),
            plain(" makes the change anew."),
        ],
        (Trouble::PushedOver, _) => vec![
            plain("Somebody pushed to the branch while I made it anew, so I left it as it is. "),
            number,
            plain(" is still open; say what to change on top, or "),
            code("close"),
            plain(" it and ask again."),
        ],
    }
}

fn ended(end: &End) -> Vec<Span> {
    match end {
        End::Merged { commit } => vec![plain("Merged as "), code(commit.short()), plain(".")],
        End::Closed => vec![plain("Closed without merging.")],
        End::Refused => vec![plain("Not done; my message in this thread says why.")],
        End::Stopped { by } => vec![plain("Stopped by "), person(by), plain(".")],
        End::Withdrawn => vec![plain("The request was deleted, so I stopped.")],
        End::Failed { what } => {
            vec![
                plain(format!("Something broke on my side: {}. ", broke(what))),
                code("why"),
                plain(" says more, "),
                code("retry"),
                plain(" tries again."),
            ]
        }
    }
}
