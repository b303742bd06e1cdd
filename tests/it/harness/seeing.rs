//! What a story can look at.

use baton::domain::fact::{Actor, Asked, Body, Decided, Did, Fact, Judged, Moved, Noted, Ran};
use baton::domain::ids::TaskId;
use baton::domain::reply::text;
use baton::domain::slot::Audience;
use baton::domain::task::Task;
use baton::store::{Content, Message, PullState, Which};

use super::World;
use super::stable::stable;

impl World {
    /// The thread as people read it. What differs from run to run is replaced by stable words.
    pub async fn thread(&self) -> String {
        let messages = self.messages().await;
        let told: Vec<String> = messages.iter().map(told).collect();
        self.stable(&told.join("\n")).await
    }

    /// The newest message of the thread.
    pub async fn last(&self) -> String {
        self.stable(&self.messages().await.last().map(told).unwrap_or_default()).await
    }

    async fn stable(&self, text: &str) -> String {
        let ids = self.tasks().await;
        stable(&ids.iter().fold(text.to_owned(), |text, id| text.replace(id.as_str(), "‹task›")))
    }

    /// What the last message says about approvals; all of it where it says nothing.
    pub async fn approval(&self) -> String {
        let last = self.last().await;
        let line = last.lines().map(str::trim).find(|line| line.starts_with("Approved by"));
        line.unwrap_or(&last).to_owned()
    }

    /// A file of the first repository at its target branch.
    pub fn target(&self, path: &str) -> Option<String> {
        self.repos[0].file("main", path)
    }

    /// The branch of the newest pull request.
    pub async fn branch(&self) -> String {
        let pulls = self.app.store.pulls(&self.repos[0].name, 100).await.unwrap();
        pulls.iter().max_by_key(|pull| pull.number).unwrap().new.branch.to_string()
    }

    /// Everything that baton has pushed to the first repository and that is still there.
    pub async fn branches(&self) -> Vec<String> {
        self.repos[0].branches("baton/").await
    }

    /// All pull requests, a line each, in order.
    pub async fn pulls(&self) -> String {
        let mut lines = Vec::new();
        for repo in &self.repos {
            let mut pulls = self.app.store.pulls(&repo.name, 100).await.unwrap();
            pulls.sort_by_key(|pull| pull.number);
            lines.extend(pulls.iter().map(|pull| {
                let state = match pull.state {
                    PullState::Open => "open",
                    PullState::Merged(_) => "merged",
                    PullState::Closed => "closed",
                };
                format!("{}#{} {state}: {}", repo.name, pull.number, pull.new.title)
            }));
        }
        lines.join("\n")
    }

    /// What became of every event, in order.
    pub async fn outcomes(&self) -> Vec<String> {
        let mut outcomes = Vec::new();
        for key in &self.events {
            let outcome = self.app.store.outcome(key).await.unwrap();
            outcomes.push(outcome.unwrap_or_else(|| "waiting".to_owned()));
        }
        outcomes
    }

    /// The tasks of the thread, oldest first, each with its state.
    pub async fn states(&self) -> Vec<&'static str> {
        let mut states = Vec::new();
        for id in self.tasks().await {
            let facts = self.app.store.facts(&id, 0).await.unwrap();
            states.push(Task::replay(&facts).unwrap().state().as_str());
        }
        states
    }

    /// What the history of the thread's newest task says, in order: what people and baton did.
    pub async fn audit(&self) -> Vec<&'static str> {
        self.facts().await.iter().filter_map(|fact| did(&fact.body)).collect()
    }

    /// The facts of the thread's newest task.
    pub async fn facts(&self) -> Vec<Fact> {
        let id = self.tasks().await.pop().expect("there is no task");
        self.app.store.facts(&id, 0).await.unwrap()
    }

    async fn tasks(&self) -> Vec<TaskId> {
        let which = Which::InThread(self.current());
        let mut tasks = self.app.store.tasks(&which, 100).await.unwrap();
        tasks.reverse();
        tasks.into_iter().map(|task| task.id).collect()
    }
}

fn told(message: &Message) -> String {
    let name = match &message.author {
        Actor::Person(person) => person.id.clone(),
        Actor::Baton => "baton".to_owned(),
    };
    let to = match &message.content {
        Content::Post(post) => match &post.audience {
            Audience::Only(person) => format!(" to {}", person.id),
            Audience::Thread => String::new(),
        },
        Content::Text(_) => String::new(),
    };
    let reactions: String = message.reactions.iter().map(|(emoji, _)| format!(" {emoji}")).collect();
    let gone = if message.deleted.is_some() { " (deleted)" } else { "" };
    let lines = match &message.content {
        // Nearly everything in a story is said to baton.
        Content::Text(said) => said.strip_prefix("@baton ").unwrap_or(said).to_owned(),
        Content::Post(post) => text::post(post),
    };
    let lines: Vec<String> = lines.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect();
    format!("{name}{to}:{gone}{reactions}\n{}", lines.join("\n"))
}

/// What a fact tells in a word; none for what baton only looked up or counted.
fn did(body: &Body) -> Option<&'static str> {
    Some(match body {
        Body::Asked(Asked::Request { .. }) => "asked",
        Body::Asked(Asked::FollowUp { .. }) => "continued",
        Body::Asked(Asked::Correction { .. }) => "corrected",
        Body::Asked(Asked::Withdrawn { .. }) => "withdrawn",
        Body::Asked(Asked::Show { .. }) => "wanted to see",
        Body::Moved(Moved::Based { .. }) | Body::Spent(_) => return None,
        Body::Moved(Moved::Head { .. }) => "head moved",
        Body::Moved(Moved::NotDelivered { .. }) => "not delivered",
        Body::Moved(Moved::NotMerged { .. }) => "not merged",
        Body::Moved(Moved::MergedElsewhere { .. }) => "merged elsewhere",
        Body::Moved(Moved::ClosedElsewhere) => "closed elsewhere",
        Body::Ran(Ran::Changed { .. }) => "ran",
        Body::Ran(Ran::Stuck { .. }) => "asks",
        Body::Ran(Ran::Refused { .. }) => "refused",
        Body::Ran(Ran::Failed { .. }) => "broke",
        Body::Judged(Judged::MergeBlocked { .. }) => "blocked",
        Body::Judged(Judged::GaveUp { .. }) => "gave up",
        Body::Decided(Decided::Chose { .. }) => "chose",
        Body::Decided(Decided::Approved { .. }) => "approved",
        Body::Decided(Decided::Unapproved { .. }) => "took approval back",
        Body::Decided(Decided::Closed) => "wants it closed",
        Body::Decided(Decided::Stopped) => "stopped",
        Body::Decided(Decided::Retried) => "retried",
        Body::Decided(Decided::Muted) => "muted",
        Body::Decided(Decided::Unmuted) => "unmuted",
        Body::Did(Did::Delivered { .. }) => "delivered",
        Body::Did(Did::Merged { .. }) => "merged",
        Body::Did(Did::Closed) => "closed",
        Body::Did(Did::Answered { .. }) => "answered",
        Body::Noted(Noted::Resumed) => "resumed",
        Body::Noted(Noted::Interrupted { .. }) => "interrupted",
        Body::Erased => "erased",
    })
}
