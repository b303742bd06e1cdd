//! What people asked to see: status, why, diff, logs. Text, kept as a fact once it was shown.

use super::{cut, duration, text};
use crate::domain::attachment::Attachment;
use crate::domain::fact::{
    Actor, Again, Asked, Body, Decided, Did, Fact, Judged, Moved, Noted, Ran, Refusal, Show, Spent, Unclear,
};
use crate::domain::gate::Blocker;
use crate::domain::slot::{Block, Post};
use crate::domain::task::{End, Phase, Task, Trouble};

/// Most lines of a log or a diff in a thread.
pub const MAX_LINES: usize = 60;

/// The message that shows an answer.
pub fn answer(answer: &str) -> Post {
    super::say(vec![Block::Code(answer.to_owned())])
}

/// Where the task stands.
pub fn status(task: &Task) -> String {
    let mut lines = vec![super::status::title(task), text::spans(&super::status::stands(task))];
    if let Some(pull) = &task.pull {
        lines.push(format!("pull request #{}: {} at {}", pull.number, pull.url, pull.head.short()));
    }
    lines.push(format!("time worked: {}", duration(task.wall_ms)));
    lines.join("\n")
}

/// Why it is not merging, item by item.
pub fn why(task: &Task) -> String {
    match &task.phase {
        Phase::Ended(End::Merged { commit }) => return format!("It is merged, as {}.", commit.short()),
        Phase::Ended(End::Closed) => return "It was closed without merging.".to_owned(),
        Phase::Ended(End::Refused | End::Stopped { .. } | End::Withdrawn | End::Failed { .. })
        | Phase::Choosing { .. }
        | Phase::Wanted { .. }
        | Phase::Based { .. }
        | Phase::Changed { .. }
        | Phase::Resting => {}
    }
    let items: Vec<String> = reasons(task, &[]).iter().map(|reason| format!("- {reason}")).collect();
    format!("It is not merged because\n{}", items.join("\n"))
}

/// Every reason why it is not merged, with what the gate says just now where it was asked; none once it is over.
pub fn reasons(task: &Task, gate: &[Blocker]) -> Vec<String> {
    match &task.phase {
        Phase::Ended(End::Merged { .. } | End::Closed) => Vec::new(),
        Phase::Ended(End::Refused) => refused(task),
        Phase::Ended(End::Stopped { by }) => vec![format!("@{} stopped it; `retry` starts it again", by.id)],
        Phase::Ended(End::Withdrawn) => vec!["its request was deleted".to_owned()],
        Phase::Ended(End::Failed { what }) => vec![format!("it broke: {}", cut(&what.error, 200))],
        Phase::Choosing { .. } => vec!["a question waits for an answer".to_owned()],
        Phase::Wanted { .. } | Phase::Based { .. } | Phase::Changed { .. } => {
            vec!["work is under way; its result has to be approved".to_owned()]
        }
        Phase::Resting => review(task, gate),
    }
}

fn refused(task: &Task) -> Vec<String> {
    task.refusals
        .last()
        .map(|(_, why)| format!("it could not be done: {}", refusal(why)))
        .into_iter()
        .collect()
}

fn review(task: &Task, gate: &[Blocker]) -> Vec<String> {
    let Some(pull) = &task.pull else { return vec!["there is no pull request yet".to_owned()] };
    if let Some(by) = &pull.closing {
        return vec![format!("@{} wants it closed", by.id)];
    }
    match (&pull.blocked, pull.approvals.is_empty()) {
        (Some(blocked), _) => {
            let mut reasons: Vec<String> = gate.iter().map(ToString::to_string).collect();
            let broke = blocked.broke.iter().map(|what| format!("it broke: {}", cut(&what.error, 200)));
            for reason in blocked.reasons.iter().cloned().chain(broke) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            reasons
        }
        (None, true) => {
            let approval = format!("nobody has approved {}: it takes {}", pull.head.short(), pull.rule);
            let others = gate.iter().filter(|blocker| !matches!(blocker, Blocker::Approvals { .. }));
            task.trouble
                .iter()
                .map(trouble)
                .chain([approval])
                .chain(others.map(ToString::to_string))
                .collect()
        }
        (None, false) => vec!["it is approved and will be merged in a moment".to_owned()],
    }
}

fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Broke(what) => format!("the latest try broke: {}", cut(&what.error, 200)),
        Trouble::NotClosed(what) => format!("closing it broke: {}", cut(&what.error, 200)),
        Trouble::PushedOver => "somebody pushed to its branch while I worked on it".to_owned(),
    }
}

fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::NotAReplacement => "it is not a change of text".to_owned(),
        Refusal::Unclear { what } => match what {
            Unclear::NoNewText { .. } => "the new text is missing",
            Unclear::NoOldText { .. } => "the old text is missing",
            Unclear::Same { .. } => "old and new text are the same",
            Unclear::SeveralPlaces => "its changes are meant for different places",
            Unclear::TooLong => "it is too much for one request",
        }
        .to_owned(),
        Refusal::NotFound { looked_for, .. } => {
            let were = if looked_for.len() == 1 { "was" } else { "were" };
            format!("“{}” {were} not found", looked_for.join("” and “"))
        }
        Refusal::NoBranch { branch } => format!("there is no branch {branch}"),
        Refusal::NoDefault { repo, .. } => format!("{repo} has no default branch with a commit"),
        Refusal::NoRepository { repo } => format!("{repo} cannot be read"),
        Refusal::NoAccess { repo } => format!("I may not read {repo}"),
        Refusal::Unsound { repo, name: Some(name), .. } => format!("{repo} has a file called {name}"),
        Refusal::Unsound { repo, name: None, said } => format!("git refuses what is in {repo}: {said}"),
        Refusal::Damaged { repo, said } => format!("{repo} is damaged: {said}"),
        Refusal::TooLarge { what } => what.clone(),
        Refusal::TooManyPlaces { .. } => "the text stands in too many places".to_owned(),
        Refusal::NothingToDo => "nothing would change".to_owned(),
        Refusal::Rejected { said } => format!("the repository did not take the push: {said}"),
        Refusal::Gate { reasons } => reasons.join("; "),
    }
}

/// What was done, a line for each fact, the newest last; the oldest are left out beyond the limit.
pub fn logs(facts: &[Fact]) -> String {
    let left_out = facts.len().saturating_sub(MAX_LINES);
    let mut lines: Vec<String> = facts.iter().skip(left_out).map(line).collect();
    if left_out > 0 {
        lines.insert(0, format!("… {left_out} earlier lines: `baton logs` shows them all"));
    }
    lines.join("\n")
}

/// One line of the log: number, time of day in UTC, who, what.
pub fn line(fact: &Fact) -> String {
    let seconds = fact.at.0.div_euclid(1000).rem_euclid(86_400);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let who = match &fact.by {
        Actor::Person(person) => format!("@{}", person.id),
        Actor::Baton => "baton".to_owned(),
    };
    format!("{:>3} {time} {who} {}", fact.seq, what(&fact.body))
}

fn what(body: &Body) -> String {
    match body {
        Body::Asked(asked) => said(asked),
        Body::Moved(moved) => match moved {
            Moved::Based { run, target, base } => {
                format!("run {run} starts from {target} at {}", base.short())
            }
            Moved::Head { head } => format!("saw a push by somebody else: {}", head.short()),
            Moved::NotDelivered { run } => format!("saw that run {run} was not delivered"),
            Moved::NotMerged { head } => format!("saw that {} was not merged", head.short()),
            Moved::MergedElsewhere { commit } => format!("saw a merge by somebody else: {}", commit.short()),
            Moved::ClosedElsewhere => "saw that somebody else closed it".to_owned(),
        },
        Body::Ran(ran) => result(ran),
        Body::Judged(Judged::MergeBlocked { reasons, .. }) => {
            format!("did not merge: {}", reasons.join("; "))
        }
        Body::Judged(Judged::GaveUp { what, .. }) => format!("gave up: {}", cut(&what.error, 200)),
        Body::Decided(decided) => decision(decided),
        Body::Did(did) => match did {
            Did::Delivered { number, head, .. } => format!("delivered {} as #{number}", head.short()),
            Did::Merged { head, commit } => format!("merged {} as {}", head.short(), commit.short()),
            Did::Closed => "closed the pull request".to_owned(),
            Did::Answered { ask, .. } => format!("showed what {ask} asked for"),
        },
        Body::Spent(Spent::Run { run, wall_ms }) => format!("run {run} took {}", duration(*wall_ms)),
        Body::Noted(Noted::Resumed) => "took over from a worker that was gone".to_owned(),
        Body::Noted(Noted::Interrupted { run }) => {
            format!("stopped preparing run {run}, which nobody wants any more")
        }
        Body::Erased => "(deleted after its retention)".to_owned(),
    }
}

fn said(asked: &Asked) -> String {
    match asked {
        Asked::Request { text, files, .. } => format!("asked: {}{}", cut(text, 200), with(files)),
        Asked::FollowUp { text, files, .. } => format!("continued: {}{}", cut(text, 200), with(files)),
        Asked::Correction { text, .. } => format!("corrected a message: {}", cut(text, 200)),
        Asked::Withdrawn { .. } => "deleted a message".to_owned(),
        Asked::Show { what, .. } => format!("wanted to see {}", shown(*what)),
    }
}

fn with(files: &[Attachment]) -> String {
    let names: Vec<String> = files.iter().map(ToString::to_string).collect();
    if names.is_empty() { String::new() } else { format!(" · with {}", names.join(", ")) }
}

fn shown(what: Show) -> &'static str {
    match what {
        Show::Status => "where it stands",
        Show::Why => "why it is not merged",
        Show::Diff => "the diff",
        Show::Logs => "the log",
    }
}

fn result(ran: &Ran) -> String {
    match ran {
        Ran::Changed { run, change, .. } => {
            let files = super::count(change.files, "file", "files");
            format!("run {run} changed {files}, +{} −{}", change.added, change.removed)
        }
        Ran::Stuck { run, question, .. } => {
            let answers = super::count(question.options.len() as u64, "answer", "answers");
            format!("run {run} asks, with {answers} to choose from")
        }
        Ran::Refused { run, why } => format!("run {run}: {}", refusal(why)),
        Ran::Failed { run, what, again: Again::After(ms) } => {
            format!("run {run} broke ({}), again in {}", cut(&what.error, 200), duration(*ms))
        }
        Ran::Failed { run, what, again: Again::No } => format!("run {run} broke: {}", cut(&what.error, 200)),
    }
}

fn decision(decided: &Decided) -> String {
    match decided {
        Decided::Chose { label, .. } => format!("chose {}", cut(label, 80)),
        Decided::Approved { head } => format!("approved {}", head.short()),
        Decided::Unapproved { head } => format!("took back the approval of {}", head.short()),
        Decided::Closed => "wants it closed".to_owned(),
        Decided::Stopped => "stopped it".to_owned(),
        Decided::Retried => "wants another try".to_owned(),
        Decided::Muted => "muted the thread".to_owned(),
        Decided::Unmuted => "opened the thread again".to_owned(),
    }
}
