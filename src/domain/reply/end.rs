//! The last message of a task: what came of it. A message of its own, so that people are told.

use super::{code, person, plain, say, strong};
use crate::domain::slot::{Block, Post, Span};
use crate::domain::task::{End, Task};

/// The last message; `None` while the task can go on, and where another message says it already.
pub fn end(task: &Task, end: &End) -> Option<Post> {
    let spans = match end {
        End::Merged { commit } => merged(task, commit),
        End::Closed => {
            vec![strong("Closed"), plain(" without merging. Ask again in this thread for another try.")]
        }
        End::Stopped { by } => {
            vec![
                strong("Stopped"),
                plain(" by "),
                person(by),
                plain(". "),
                code("retry"),
                plain(" starts it again."),
            ]
        }
        End::Withdrawn | End::Refused | End::Failed { .. } => return None,
    };
    Some(say(vec![Block::Text(spans)]))
}

fn merged(task: &Task, commit: &crate::domain::ids::Oid) -> Vec<Span> {
    let mut spans = vec![strong("Merged"), plain(" as "), code(commit.short())];
    let approvers = task.pull.as_ref().map_or(&[][..], |pull| &pull.approvals);
    for (at, by) in approvers.iter().enumerate() {
        spans.push(plain(if at == 0 { " by " } else { ", " }));
        spans.push(person(by));
    }
    spans.push(plain("."));
    spans
}
