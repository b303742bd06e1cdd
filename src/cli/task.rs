//! `baton task`, `reply`, `stop`, `retry`: say something to baton from the command line, and wait for what it
//! leads to.

use std::path::PathBuf;

use clap::Args;

use super::attach::attach;
use super::bar::Bar;
use super::exit::{Exit, Failure};
use super::interrupt::Interrupt;
use super::out::{note, out};
use super::speaker::Speaker;
use super::transcript::Transcript;
use super::waiting::{Standing, Until, Waiting};
use super::{Common, open, verdict};
use crate::app::{App, Saying};
use crate::config::Environment;
use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::ThreadRef;
use crate::domain::command::Command;
use crate::domain::event::To;
use crate::domain::ids::{RepoName, TaskId};
use crate::domain::reply::text;
use crate::store::{Content, Fate, Meant, Message, Place, Task};

/// The channel of what is said on the command line.
const CHANNEL: &str = "terminal";

#[derive(Debug, Args)]
pub(super) struct Ask {
    /// What is wanted, as you would say it in chat
    text: String,
    /// The repository, as the config names it
    #[arg(long, value_name = "OWNER/NAME")]
    repo: Option<RepoName>,
    /// A file that goes with it, such as a screenshot; may be given several times
    #[arg(long = "file", value_name = "PATH")]
    files: Vec<PathBuf>,
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
    /// A file that goes with it; may be given several times
    #[arg(long = "file", value_name = "PATH")]
    files: Vec<PathBuf>,
}

impl Reply {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let mut interrupt = Interrupt::listen()?;
        let app = open(common, environment).await?;
        let (task, word) = (find(&app, &self.task).await?, self.text.as_str());
        let speaker = Speaker::of(environment)?;
        let mut transcript = Transcript::from_now(&app, &task.thread).await?;
        let files = attach(&app, &self.files).await?;
        let what = Words { by: &speaker, text: word, files: &files };
        let said = say(&app, Place::Thread(task.thread.clone()), what, &mut interrupt).await?;
        transcript.know(&said);
        let command = Command::parse(word);
        let shows = (Some(transcript), Bar::on_terminal());
        let waiting = Waiting::new(&app, &said, Until::after(&command), shows);
        let standing = waiting.over(interrupt).await?;
        let exit = verdict::exit(&standing, &command, task.facts);
        if exit != Exit::Done {
            note!("baton: {}", verdict::advice(&standing, &speaker.in_words()));
        }
        Ok(exit)
    }
}

#[derive(Debug, Args)]
pub(super) struct Steer {
    /// The task's id, or the start of it
    task: String,
}

impl Steer {
    /// Says a word in the task's thread.
    pub(super) async fn run(
        self,
        word: &str,
        common: &Common,
        environment: &Environment,
    ) -> Result<Exit, Failure> {
        let reply = Reply { task: self.task, text: word.to_owned(), files: Vec::new() };
        reply.run(common, environment).await
    }
}

impl Ask {
    pub(super) async fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let mut interrupt = Interrupt::listen()?;
        let app = open(common, environment).await?;
        let speaker = Speaker::of(environment)?;
        let text = match &self.repo {
            Some(repo) => format!("{} in {repo}", self.text),
            None => self.text.clone(),
        };
        let files = attach(&app, &self.files).await?;
        let what = Words { by: &speaker, text: &text, files: &files };
        let said = say(&app, Place::NewThread(CHANNEL.to_owned()), what, &mut interrupt).await?;
        let follows = self.follow && !self.json;
        let bar = if self.json { Bar::hidden() } else { Bar::on_terminal() };
        let transcript = follows.then(Transcript::from_the_start);
        let command = Command::parse(&text);
        let standing =
            Waiting::new(&app, &said, Until::after(&command), (transcript, bar)).over(interrupt).await?;
        let exit = verdict::exit(&standing, &command, 0);
        let last = last_word(&app, &said.thread).await?;
        if self.json {
            print_json(&standing, exit, last.as_deref());
            return Ok(exit);
        }
        match (&standing.task, &last) {
            (Some((row, task)), _) => out!("{} {}", row.id, task.state()),
            // An answer, such as the help.
            (None, Some(last)) if exit == Exit::Done && !follows => out!("{last}"),
            (None, _) => {}
        }
        if exit != Exit::Done {
            if let Some(last) = last.filter(|_| !follows) {
                note!("{last}");
            }
            note!("baton: {}", verdict::advice(&standing, &speaker.in_words()));
        }
        Ok(exit)
    }
}

/// What is said.
#[derive(Clone, Copy)]
struct Words<'a> {
    by: &'a Speaker,
    text: &'a str,
    files: &'a [Attachment],
}

async fn say(
    app: &App,
    place: Place,
    Words { by, text, files }: Words<'_>,
    interrupt: &mut Interrupt,
) -> Result<Message, Failure> {
    if interrupt.has_come() {
        return Err(Failure::interrupted("stopped; nothing was said"));
    }
    let mut random = [0u8; 12];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::broke(anyhow::anyhow!("no random bytes: {error}")))?;
    let nonce = hex::encode(random);
    let saying = Saying { by: &by.person, text, files, to: To::Baton, nonce: &nonce };
    Ok(app.chat.say(place, &saying).await?)
}

/// One object, whatever happened: scripts look at `state`.
fn print_json(standing: &Standing, exit: Exit, last: Option<&str>) {
    let id = standing.task.as_ref().map(|(row, _)| &row.id);
    let state = match (&standing.task, &standing.fate) {
        (Some((_, task)), _) => task.state().as_str(),
        (None, Fate::Waiting) => "waiting",
        (None, Fate::GivenUp) => "failed",
        (None, Fate::Settled(_)) if exit == Exit::Done => "answered",
        (None, Fate::Settled(_)) => "refused",
    };
    let mut object = serde_json::json!({ "task": id, "state": state });
    if exit != Exit::Done {
        object["why"] = last.into();
    } else if id.is_none() {
        object["answer"] = last.into();
    }
    out!("{object}");
}

/// The last thing that baton said in a thread.
async fn last_word(app: &App, thread: &ThreadRef) -> Result<Option<String>, Failure> {
    let messages = app.store.messages(thread).await?;
    Ok(messages.iter().rev().find_map(|message| match &message.content {
        Content::Post(post) => Some(text::post(post)),
        Content::Text(_) => None,
    }))
}

/// The task that an id or the start of one names.
pub(super) async fn find(app: &App, start: &str) -> Result<Task, Failure> {
    match app.store.task_by_prefix(&start.to_ascii_lowercase()).await? {
        Meant::One(task) => Ok(*task),
        Meant::Nothing => {
            Err(Failure::missing(format!("there is no task {start}; `baton status` lists them")))
        }
        Meant::Several(tasks) => {
            let ids: Vec<&str> = tasks.iter().map(TaskId::as_str).collect();
            Err(Failure::missing(format!("{start} may be any of {}", ids.join(", "))))
        }
    }
}
