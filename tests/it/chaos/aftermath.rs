//! What must be true of a finished demo, seen from outside: everything happened once, nothing is left
//! over.

use std::collections::BTreeSet;
use std::path::Path;

use baton::domain::fact::Actor;
use baton::store::{Message, Page, PullState, Store, StoreUrl, Which};
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::child::{Ending, Home};

/// Checks a data directory in which the demo came to its end; `after` names what it went through.
pub fn check(home: &Home, ending: Ending, after: &str) {
    repository(home, ending, after);
    leftovers(home, after);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        store(home, ending, after).await;
        rows(home, ending, after).await;
    });
}

/// Merged once and its branch gone, or not at all and its branch left.
fn repository(home: &Home, ending: Ending, after: &str) {
    let branches = home.git(&["for-each-ref", "--format=%(refname)", "refs/heads/baton/"]);
    let (commits, left) = match ending {
        Ending::Merge => ("2", 0),
        Ending::Close => ("1", 1),
    };
    assert_eq!(branches.lines().count(), left, "branches after {after}: {branches}");
    assert_eq!(home.git(&["rev-list", "--count", "main"]).trim(), commits, "commits on main after {after}");
    let changed = branches.lines().next().unwrap_or("main");
    let change = home.git(&["show", "--format=", "--unified=0", changed]);
    let lines: Vec<_> = change.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(lines.len(), 4, "the change after {after}: {change}");
    assert!(lines[1] == "+++ b/pricing.html" && lines[3].contains("Get started"), "{after}: {change}");
    home.git(&["fsck", "--strict", "--no-dangling"]);
}

async fn store(home: &Home, ending: Ending, after: &str) {
    let store = Store::open(&StoreUrl::Sqlite(home.data().join("baton.db"))).await.unwrap();
    assert!(store.verify(&[], |_| ()).await.unwrap().is_intact(), "the history after {after}");
    let tasks = store.tasks(&Which::All, 9).await.unwrap();
    let states: Vec<_> = tasks.iter().map(|task| task.state.as_str()).collect();
    let pulls = store.pulls(&"acme/web".parse().unwrap(), 9).await.unwrap();
    let [pull] = &pulls[..] else { panic!("pull requests after {after}: {pulls:?}") };
    let (state, is_over) = match ending {
        Ending::Merge => ("merged", matches!(pull.state, PullState::Merged(_))),
        Ending::Close => ("closed", pull.state == PullState::Closed),
    };
    assert!(states == [state] && is_over, "after {after}: {states:?} {pull:?}");
    let threads = store.openings("demo", Page::Newest, 9).await.unwrap();
    let [opening] = &threads[..] else { panic!("threads after {after}: {threads:?}") };
    messages(&store.messages(&opening.message.thread).await.unwrap(), after);
    let backlog = store.backlog().await.unwrap();
    let left = [backlog.messages, backlog.dead_letters, backlog.tasks_due, backlog.tasks_running];
    assert_eq!((left, backlog.slots), ([0; 4], 0), "work left after {after}");
    store.close().await;
}

/// One question, three answers, one decision.
fn messages(messages: &[Message], after: &str) {
    let posts: Vec<_> = messages.iter().filter(|message| message.author == Actor::Baton).collect();
    assert_eq!((messages.len(), posts.len()), (4, 3), "messages after {after}: {messages:#?}");
    let decisions = messages.iter().flat_map(|message| &message.reactions);
    let decisions = decisions.filter(|(emoji, _)| ["✅", "❌"].contains(&emoji.as_str()));
    assert_eq!(decisions.count(), 1, "decisions after {after}");
}

/// What the store has no question for.
async fn rows(home: &Home, ending: Ending, after: &str) {
    let url = format!("sqlite://{}", home.data().join("baton.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let outcomes = sqlx::query("SELECT state || ' ' || outcome FROM inbox ORDER BY id");
    let rows = outcomes.fetch_all(&mut connection).await.unwrap();
    let outcomes: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let decided = match ending {
        Ending::Merge => "handled approved",
        Ending::Close => "handled closed",
    };
    assert_eq!(outcomes, ["handled started", decided], "events after {after}");
    let slots = sqlx::query("SELECT state, key, COALESCE(message, '') FROM slots ORDER BY key");
    let rows = slots.fetch_all(&mut connection).await.unwrap();
    let slots: Vec<(String, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    assert!(
        slots.iter().all(|(state, ..)| state == "posted" || state == "removed"),
        "after {after}: {slots:#?}"
    );
    let posted: Vec<_> = slots.iter().map(|(.., message)| message).filter(|id| !id.is_empty()).collect();
    let distinct: BTreeSet<_> = posted.iter().collect();
    for kind in ["status:", "card:", "end:"] {
        let count = slots.iter().filter(|(_, key, _)| key.starts_with(kind)).count();
        assert_eq!(count, 1, "slots {kind}… after {after}: {slots:#?}");
    }
    assert_eq!((posted.len(), distinct.len()), (3, 3), "messages of slots after {after}: {slots:#?}");
    connection.close().await.unwrap();
}

/// Nothing of git's or ours lies about, and nobody is at work.
fn leftovers(home: &Home, after: &str) {
    let mut left = Vec::new();
    litter(&home.data(), &mut left);
    assert!(left.is_empty(), "left over after {after}: {left:#?}");
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        // Processes end while we look, and most have nothing to do with us.
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        assert!(!line.contains(&*home.dir().to_string_lossy()), "still at work after {after}: {line}");
    }
}

fn litter(dir: &Path, left: &mut Vec<String>) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // The data directory's lock, and a mirror's beside it, stay where they are.
        let ours = name == "baton.lock" || name.ends_with(".git.lock");
        let is_temporary = ["tmp_", ".tmp", ".clone-"].iter().any(|start| name.starts_with(start));
        if is_temporary || (name.ends_with(".lock") && !ours) {
            left.push(path.display().to_string());
        } else if path.is_dir() {
            litter(&path, left);
        }
    }
}
