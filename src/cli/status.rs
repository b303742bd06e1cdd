//! `baton status` and `baton logs`.

use std::time::Duration;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::exit::{Exit, Failure};
use super::out::{self, out};
use super::task::find;
use super::{Common, open};
use crate::app::App;
use crate::config::Environment;
use crate::domain::ids::TaskId;
use crate::domain::reply::answer;
use crate::domain::task::{self, Phase, State};
use crate::store::{Task, Which};

/// How often `logs -f` looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, Args)]
pub(super) struct Status {
    /// A task's id, or the start of it; without one, the newest tasks
    task: Option<String>,
    /// Only tasks in this state
    #[arg(long, value_parser = states())]
    state: Option<String>,
    /// Most tasks
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Logs {
    /// The task's id, or the start of it
    task: String,
    /// Go on until the task ends
    #[arg(short, long)]
    follow: bool,
}

fn states() -> PossibleValuesParser {
    PossibleValuesParser::new(State::ALL.map(State::as_str))
}

impl Status {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let app = open(common, environment).await?;
        match &self.task {
            Some(start) => self.one(&app, &find(&app, start).await?).await,
            None => self.list(&app).await,
        }
    }

    async fn one(&self, app: &App, row: &Task) -> Result<Exit, Failure> {
        if self.json {
            print_json(row);
            return Ok(Exit::Done);
        }
        let facts = app.store.facts(&row.id, 0).await?;
        if let Some(task) = task::Task::replay(&facts) {
            out!("{}", answer::status(&task));
            out!("{}", answer::why(&task));
        }
        Ok(Exit::Done)
    }

    async fn list(&self, app: &App) -> Result<Exit, Failure> {
        let which = self.state.clone().map_or(Which::All, Which::InState);
        let tasks = app.store.tasks(&which, self.limit).await?;
        if self.json {
            tasks.iter().for_each(print_json);
            return Ok(Exit::Done);
        }
        for task in &tasks {
            let repo = task.repo.as_ref().map_or("-", |repo| repo.as_str());
            out!("{}  {:<9} {repo:<24} @{}", task.id, task.state, task.requester.id);
        }
        let backlog = app.store.backlog().await?;
        out!(
            "{} waiting, {} running, {} messages to handle, {} given up",
            backlog.tasks_due,
            backlog.tasks_running,
            backlog.messages,
            backlog.dead_letters
        );
        Ok(Exit::Done)
    }
}

fn print_json(task: &Task) {
    let line = serde_json::json!({
        "task": task.id,
        "state": task.state,
        "repo": task.repo,
        "requester": task.requester,
        "thread": task.thread,
        "facts": task.facts,
        "created_ms": task.created,
        "updated_ms": task.updated,
    });
    out!("{line}");
}

impl Logs {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let app = open(common, environment).await?;
        let task = find(&app, &self.task).await?;
        let mut seen = print(&app, &task.id, 0).await?;
        while self.follow && !out::is_closed() && !is_over(&app, &task.id).await? {
            tokio::time::sleep(LOOK_EVERY).await;
            seen = print(&app, &task.id, seen).await?;
        }
        Ok(Exit::Done)
    }
}

/// Prints the facts behind `after`; returns the place of the last one.
async fn print(app: &App, task: &TaskId, after: u32) -> Result<u32, Failure> {
    let facts = app.store.facts(task, after).await?;
    for fact in &facts {
        out!("{}", answer::line(fact));
    }
    Ok(facts.last().map_or(after, |fact| fact.seq))
}

async fn is_over(app: &App, task: &TaskId) -> Result<bool, Failure> {
    let task = task::Task::replay(&app.store.facts(task, 0).await?);
    Ok(task.is_none_or(|task| matches!(task.phase, Phase::Ended(_))))
}
