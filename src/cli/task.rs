//! `baton task`, `stop`, `retry`: say something to baton from the command line.
//!
//! The command stores what is said and rings the process that serves; when none serves, it does the
//! work itself.

use clap::Args;

use super::exit::{Exit, Failure};
use super::{Common, open, show};
use crate::app::Saying;
use crate::app::{App, DataLock, ring};
use crate::config::Environment;
use crate::domain::chat_ids::{Person, Platform, ThreadRef};
use crate::domain::event::To;
use crate::domain::ids::{RepoName, TaskId};
use crate::domain::reply::text;
use crate::store::{Content, Meant, Message, Place, Task};

/// The channel of what is said on the command line.
const CHANNEL: &str = "terminal";
/// How long between two looks at a thread that another process writes.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

#[derive(Debug, Args)]
pub(super) struct Ask {
    /// What is wanted, as you would say it in chat
    text: String,
    /// The repository, as the config names it
    #[arg(long, value_name = "OWNER/NAME")]
    repo: Option<RepoName>,
    /// Print the thread until only people can move the task
    #[arg(long)]
    follow: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Reply {
    /// The task's id, or the start of it
    task: String,
    /// What you would say in its thread: more work, an answer, `merge`, `close`, `diff`, …
    text: String,
}

impl Reply {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        Steer { task: self.task }.run(&self.text, common, environment).await
    }
}

#[derive(Debug, Args)]
pub(super) struct Steer {
    /// The task's id, or the start of it
    task: String,
}

impl Ask {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let app = open(common, environment).await?;
        let by = speaker(environment)?;
        let text = match &self.repo {
            Some(repo) => format!("{} in {repo}", self.text),
            None => self.text.clone(),
        };
        let said = say(&app, Place::NewThread(CHANNEL.to_owned()), &by, &text).await?;
        let show = if self.follow && !self.json { Show::Thread } else { Show::Nothing };
        work(&app, &said.thread, show).await?;
        let id = TaskId::of(&said.id);
        let exit = match app.store.task(&id).await? {
            Some(task) => report(&task, self.json),
            None => Exit::NotDone,
        };
        if exit == Exit::NotDone && show == Show::Nothing {
            why(&app, &said.thread).await?;
        }
        Ok(exit)
    }
}

impl Steer {
    pub(super) async fn run(
        self,
        word: &str,
        common: &Common,
        environment: &Environment,
    ) -> Result<Exit, Failure> {
        let app = open(common, environment).await?;
        let task = find(&app, &self.task).await?;
        let by = speaker(environment)?;
        say(&app, Place::Thread(task.thread.clone()), &by, word).await?;
        work(&app, &task.thread, Show::Answers).await?;
        Ok(Exit::Done)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    Nothing,
    Answers,
    Thread,
}

/// The person at the terminal: `local:` and the name of the login.
fn speaker(environment: &Environment) -> Result<Person, Failure> {
    let name = environment.get("USER").or_else(|| environment.get("LOGNAME"));
    let name = name.map_or_else(|| "operator".into(), |name| name.to_string_lossy().into_owned());
    format!("{}:{name}", Platform::Local).parse().map_err(|error| Failure::broke(anyhow::Error::new(error)))
}

async fn say(app: &App, place: Place, by: &Person, text: &str) -> Result<Message, Failure> {
    let mut random = [0u8; 12];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::broke(anyhow::anyhow!("no random bytes: {error}")))?;
    let nonce = hex::encode(random);
    Ok(app.chat.say(place, &Saying { by, text, to: To::Baton, nonce: &nonce }).await?)
}

/// Does the work here, or lets the serving process do it; prints what there is to print.
async fn work(app: &App, thread: &ThreadRef, show: Show) -> Result<(), Failure> {
    match DataLock::take(&app.config.data.dir)? {
        Some(lock) => {
            app.take_over(&lock).await?;
            here(app, show).await
        }
        None => elsewhere(app, thread, show).await,
    }
}

async fn here(app: &App, show: Show) -> Result<(), Failure> {
    let mut heard = app.chat.listen();
    app.settle().await?;
    while let Ok(news) = heard.try_recv() {
        if show != Show::Nothing {
            show::heard(&news);
        }
    }
    Ok(())
}

/// Follows a thread that another process writes, until its task needs a person.
async fn elsewhere(app: &App, thread: &ThreadRef, show: Show) -> Result<(), Failure> {
    ring(&app.config.data.dir).await;
    let mut shown = 0;
    loop {
        let messages = app.store.messages(thread).await?;
        for message in messages.iter().skip(shown).filter(|_| show != Show::Nothing) {
            show::heard(&crate::app::Heard::Said(message.clone()));
        }
        shown = messages.len();
        let backlog = app.store.backlog().await?;
        if backlog.messages == 0 && backlog.tasks_due + backlog.tasks_running == 0 && backlog.slots == 0 {
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn report(task: &Task, json: bool) -> Exit {
    if json {
        let line = serde_json::json!({ "task": task.id, "state": task.state });
        anstream::println!("{line}");
    } else {
        anstream::println!("{} {}", task.id, task.state);
    }
    match task.state.as_str() {
        "refused" | "question" | "failed" | "stopped" => Exit::NotDone,
        _ => Exit::Done,
    }
}

/// It was not done: the last thing baton said is why.
async fn why(app: &App, thread: &ThreadRef) -> Result<(), Failure> {
    let messages = app.store.messages(thread).await?;
    let said = messages.iter().rev().find_map(|message| match &message.content {
        Content::Post(post) => Some(text::post(post)),
        Content::Text(_) => None,
    });
    if let Some(said) = said {
        anstream::eprintln!("{said}");
    }
    Ok(())
}

/// The task that an id or the start of one names.
pub(super) async fn find(app: &App, start: &str) -> Result<Task, Failure> {
    match app.store.task_by_prefix(&start.to_ascii_lowercase()).await? {
        Meant::One(task) => Ok(*task),
        Meant::Nothing => Err(Failure::missing(format!("there is no task {start}"))),
        Meant::Several(tasks) => {
            let ids: Vec<&str> = tasks.iter().map(TaskId::as_str).collect();
            Err(Failure::missing(format!("{start} may be any of {}", ids.join(", "))))
        }
    }
}
