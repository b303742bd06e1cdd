//! What must hold at the end of every interleaving, beyond what must hold at the end of every story.

use std::collections::{BTreeMap, BTreeSet};

use baton::domain::chat_ids::MessageRef;
use baton::domain::fact::{Actor, Asked, Body, Decided, Did, Fact, Judged, Moved, Ran};
use baton::domain::ids::{Oid, TaskId};
use baton::domain::slot::Shown;
use baton::domain::task::{State, Task};
use baton::domain::view::view;
use baton::store::{Content, Message, Page, PullState, Which};

use super::play::Said;
use super::rows::{SlotRow, slots};
use crate::harness::{World, ana, ben};

/// A task with its whole history.
struct Told {
    id: TaskId,
    task: Task,
    facts: Vec<Fact>,
}

/// Checks everything, and gives the names of all facts there are.
pub async fn check(world: &World, said: &[Said]) -> BTreeSet<String> {
    let rows = slots(world).await;
    let mut messages = BTreeMap::new();
    for opening in world.app.store.openings("team", Page::Newest, 1000).await.unwrap() {
        let all = world.app.store.messages(&opening.message.thread).await.unwrap();
        messages.extend(all.into_iter().map(|message| (message.id.clone(), message)));
    }
    threads_show_what_is_wanted(&rows, &messages);
    let tasks = tasks(world, &rows).await;
    for one in said {
        let outcome = world.app.store.outcome(&format!("{}:said", one.message)).await.unwrap();
        one_outcome(one, &outcome.expect("every message has an outcome"), &rows, &tasks);
    }
    for told in &tasks {
        merged_as_approved(told);
        nothing_broke(told);
    }
    nothing_is_merged_twice(world, &tasks).await;
    tasks.iter().flat_map(|told| told.facts.iter().map(|fact| name(&fact.body))).collect()
}

/// `did.merged`, as the stored form has it.
fn name(body: &Body) -> String {
    let value: serde_json::Value = serde_json::from_str(&body.to_payload()).unwrap();
    let inner = &value[body.kind()];
    let variant = inner.as_str().or_else(|| inner.as_object()?.keys().next().map(String::as_str));
    format!("{}.{}", body.kind(), variant.unwrap_or_default())
}

/// Every slot is shown by one message of its own, and baton wrote nothing else.
fn threads_show_what_is_wanted(rows: &[SlotRow], messages: &BTreeMap<MessageRef, Message>) {
    let mut shown = BTreeSet::new();
    for row in rows {
        match &row.wanted {
            Shown::Post(post) => {
                let message = row.message.as_ref().and_then(|id| messages.get(id));
                let message = message.unwrap_or_else(|| panic!("{} is shown nowhere", row.key));
                assert_eq!(message.content, Content::Post(post.clone()), "{}", row.key);
                assert_eq!(message.thread.to_string(), row.thread, "{} is shown elsewhere", row.key);
                assert!(shown.insert(message.id.clone()), "{} shares its message", row.key);
            }
            Shown::Mark { on, emoji } => {
                let reactions = messages[on].reactions.iter().filter(|(_, by)| *by == Actor::Baton);
                let marks: Vec<&str> = reactions.map(|(emoji, _)| emoji.as_str()).collect();
                assert_eq!(marks, emoji.as_deref().into_iter().collect::<Vec<_>>(), "{}", row.key);
            }
        }
    }
    let written = messages.values().filter(|message| message.author == Actor::Baton);
    assert_eq!(written.count(), shown.len(), "baton wrote something twice");
}

/// Every task, whose row and slots are what its facts say.
async fn tasks(world: &World, rows: &[SlotRow]) -> Vec<Told> {
    let mut tasks = Vec::new();
    for row in world.app.store.tasks(&Which::All, 1000).await.unwrap() {
        let facts = world.app.store.facts(&row.id, 0).await.unwrap();
        let task = Task::replay(&facts).unwrap();
        assert_eq!((row.state.as_str(), row.facts as usize), (task.state().as_str(), facts.len()));
        assert_eq!((row.due, row.worker, row.failures), (None, None, 0), "{} is left over", row.id);
        assert_eq!(row.repo, task.repo);
        for slot in view(&row.id, &task) {
            let stored =
                rows.iter().find(|stored| stored.key == slot.key && stored.thread == row.thread.to_string());
            assert_eq!(stored.map(|stored| &stored.wanted), Some(&slot.show), "{}", slot.key);
        }
        tasks.push(Told { id: row.id, task, facts });
    }
    tasks
}

/// A message is exactly one of: a request, a continuation, something to see, a decision, a reply, or
/// nothing that concerns baton.
fn one_outcome(said: &Said, outcome: &str, rows: &[SlotRow], tasks: &[Told]) {
    let key = format!("reply:{}:said", said.message);
    let replies = rows.iter().filter(|row| row.key == key).count();
    let facts = || tasks.iter().flat_map(|told| told.facts.iter().map(move |fact| (told, fact)));
    let named = |is: fn(&Asked, &MessageRef) -> bool| {
        let of = |fact: &Fact| matches!(&fact.body, Body::Asked(asked) if is(asked, &said.message));
        facts().filter(|(_, fact)| of(fact)).count()
    };
    let asked = named(|asked, said| matches!(asked, Asked::Request { message, .. } if message == said));
    let more = named(|asked, said| matches!(asked, Asked::FollowUp { message, .. } if message == said));
    let shows = named(|asked, said| matches!(asked, Asked::Show { message, .. } if message == said));
    let found = (asked, more, shows, replies);
    let expected: &[_] = match outcome {
        "started" => &[(1, 0, 0, 0)],
        "continued" => &[(0, 1, 0, 0)],
        "answered" => &[(0, 0, 1, 0), (0, 0, 0, 1)],
        "muted" | "unmuted" => &[(0, 0, 0, 1)],
        "stopped" => &[(0, 0, 0, 0), (0, 0, 0, 1)],
        "answered a question" | "retried" | "approved" | "closed" => &[(0, 0, 0, 0)],
        refused if refused.starts_with("refused: ") => &[(0, 0, 0, 1)],
        ignored if ignored.starts_with("ignored: ") => &[(0, 0, 0, 0)],
        other => panic!("an outcome that nobody knows: {other}"),
    };
    assert!(expected.contains(&found), "{said:?} came to {outcome:?}, and left {found:?}");
    let shown = facts().filter(|(_, fact)| matches!(&fact.body, Body::Asked(Asked::Show { .. })));
    for (told, fact) in shown {
        let answer = format!("answer:{}:{}", told.id, fact.seq);
        assert_eq!(rows.iter().filter(|row| row.key == answer).count(), 1, "{answer}");
    }
}

/// People, deaths and clocks break nothing: only the machine's own faults may.
fn nothing_broke(told: &Told) {
    let broke = |fact: &&Fact| {
        matches!(&fact.body, Body::Ran(Ran::Failed { .. }) | Body::Judged(Judged::GaveUp { .. }))
    };
    let broken: Vec<&Fact> = told.facts.iter().filter(broke).collect();
    assert!(broken.is_empty(), "{}: {broken:#?}", told.id);
}

/// What baton merged had, when it did, an approval of that head by somebody entitled who did not ask.
fn merged_as_approved(told: &Told) {
    for (at, fact) in told.facts.iter().enumerate() {
        let Some((head, _)) = merged(&fact.body) else { continue };
        let before = &told.facts[..at];
        let last = |is: &dyn Fn(&Fact) -> bool| before.iter().rposition(is);
        let approval = |person| {
            let by = Actor::Person(person);
            let gave = last(&|fact| {
                fact.by == by && fact.body == Body::Decided(Decided::Approved { head: head.clone() })
            });
            let took = last(&|fact| {
                fact.by == by && fact.body == Body::Decided(Decided::Unapproved { head: head.clone() })
            });
            let voided = last(&|fact| voids(&fact.body, head));
            gave.is_some() && gave > took && gave > voided && by != before[0].by
        };
        assert!(approval(ana()) || approval(ben()), "{} merged {head} unasked: {before:#?}", told.id);
    }
}

fn voids(body: &Body, head: &Oid) -> bool {
    let elsewhere = match body {
        Body::Moved(Moved::Head { head: now }) | Body::Did(Did::Delivered { head: now, .. }) => now != head,
        Body::Asked(_)
        | Body::Moved(_)
        | Body::Ran(_)
        | Body::Judged(_)
        | Body::Decided(_)
        | Body::Did(_)
        | Body::Spent(_)
        | Body::Noted(_)
        | Body::Erased => false,
    };
    let wanted = matches!(body, Body::Asked(Asked::FollowUp { .. }));
    elsewhere || wanted || matches!(body, Body::Decided(Decided::Stopped | Decided::Closed))
}

/// Head and commit of a merge of baton's.
fn merged(body: &Body) -> Option<(&Oid, &Oid)> {
    let Body::Did(Did::Merged { head, commit }) = body else { return None };
    Some((head, commit))
}

/// Every commit on a target branch is the first one, somebody's push, or one merge of baton's.
async fn nothing_is_merged_twice(world: &World, tasks: &[Told]) {
    let mut untold = BTreeSet::new();
    for told in tasks {
        let commits = told.facts.iter().filter_map(|fact| merged(&fact.body));
        let commits: Vec<Oid> = commits.map(|(_, commit)| commit.clone()).collect();
        assert!(commits.len() <= 1, "{} merged {commits:?}", told.id);
        assert_eq!(told.task.state() == State::Merged, commits.len() == 1, "{}", told.id);
        untold.extend(commits);
    }
    for repo in &world.repos {
        let pulls = world.app.store.pulls(&repo.name, 1000).await.unwrap();
        let by_baton: BTreeSet<Oid> = repo.commits_of("main", "baton").await.into_iter().collect();
        let told = pulls.iter().filter_map(|pull| match &pull.state {
            PullState::Merged(commit) => Some(commit.clone()),
            PullState::Open | PullState::Closed => None,
        });
        assert_eq!(told.collect::<BTreeSet<_>>(), by_baton, "what the forge calls merged, and what is");
        assert!(by_baton.is_subset(&untold), "merged, and no fact says so");
        untold.retain(|commit| !by_baton.contains(commit));
    }
    assert!(untold.is_empty(), "facts say merged, and no branch has it: {untold:?}");
}
