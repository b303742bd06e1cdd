//! Asks a serving baton for one change after another, and takes the time of each.
//!
//! The time begins when the message is stored in the inbox and ends when the card is stored in the
//! thread, which is when somebody who looks at the thread sees it. The next request waits until the
//! rest of the thread is written too.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::sync::broadcast::Receiver;

use super::hands::Hands;
use super::report::Report;
use super::strings::Wish;
use super::workplace::while_serving;
use crate::app::{App, Heard, Saying};
use crate::config::Config;
use crate::domain::chat_ids::Person;
use crate::domain::event::To;
use crate::domain::ids::TaskId;
use crate::domain::slot::Subject;
use crate::runtime::Clock;
use crate::store::{Content, Message, Place};

/// How often it is asked whether a request came to another end.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often it is asked whether everything is written.
const REST_EVERY: Duration = Duration::from_millis(5);
/// The longest that one request may take.
const LONGEST: Duration = Duration::from_secs(300);

/// One series of requests.
pub(super) struct Lap<'a> {
    /// Cards that do not count, first.
    pub(super) warm_ups: usize,
    /// Cards that count.
    pub(super) requests: usize,
    /// Changes by hand between them.
    pub(super) by_hand: usize,
    /// What is asked for, as far as it is needed.
    pub(super) wishes: &'a [Wish],
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// From the stored request to the card.
    pub(super) cards: Vec<Duration>,
    /// Requests that came to something else.
    pub(super) passed_over: usize,
}

impl Lap<'_> {
    /// Runs all of it on the one repository of the config.
    pub(super) async fn run(
        &self,
        report: &Report,
        config: Config,
        hands: &mut Hands,
    ) -> anyhow::Result<Times> {
        let app = App::open(config, Clock::system()).await?;
        while_serving(&app, None, async |app| self.drive(report, app, hands).await).await
    }

    async fn drive(&self, report: &Report, app: &App, hands: &mut Hands) -> anyhow::Result<Times> {
        let repo = app.config.repos().next().context("there is no repository")?.path.clone();
        let (mut heard, mut times, mut warm) = (app.chat.listen(), Times::default(), 0);
        for (number, wish) in self.wishes.iter().enumerate() {
            if times.cards.len() == self.requests {
                break;
            }
            report.progress(&format!("request {} of {}", times.cards.len() + 1, self.requests));
            let card = card(app, &mut heard, wish, number).await?;
            rest(app).await?;
            match card {
                Some(_) if warm < self.warm_ups => warm += 1,
                Some(time) => times.cards.push(time),
                None => times.passed_over += 1,
            }
            while card.is_some() && hands.times().len() < self.hands_due(times.cards.len()) {
                report.progress("by hand");
                hands.change(&repo, wish).await?;
            }
        }
        ensure!(!times.cards.is_empty(), "no request came to a card");
        Ok(times)
    }

    /// How many changes by hand there are after so many cards: evenly spread.
    fn hands_due(&self, cards: usize) -> usize {
        self.by_hand * cards / self.requests
    }
}

/// One request; nothing where it came to something else than a card.
async fn card(
    app: &App,
    heard: &mut Receiver<Heard>,
    wish: &Wish,
    number: usize,
) -> anyhow::Result<Option<Duration>> {
    let (by, nonce): (Person, _) = ("local:ana".parse()?, format!("bench-{number}"));
    let text = wish.in_words();
    let saying = Saying { by: &by, text: &text, files: &[], to: To::Baton, nonce: &nonce };
    let said = app.chat.say(Place::NewThread("bench".to_owned()), &saying).await?;
    let started = Instant::now();
    app.bells.event();
    while started.elapsed() < LONGEST {
        match tokio::time::timeout(LOOK_EVERY, heard.recv()).await {
            Ok(Ok(Heard::Said(message))) if message.thread == said.thread => match subject(&message) {
                Some(Subject::Head(_)) => return Ok(Some(started.elapsed())),
                Some(Subject::Question(_)) => return Ok(None),
                None => {}
            },
            Ok(news) => drop(news.context("the chat was faster than its listener")?),
            Err(_) if is_over(app, &said).await? => return Ok(None),
            Err(_) => {}
        }
    }
    bail!("a request was not done within {} s: {text}", LONGEST.as_secs())
}

fn subject(message: &Message) -> Option<&Subject> {
    match &message.content {
        Content::Post(post) => post.subject.as_ref(),
        Content::Text(_) => None,
    }
}

/// Whether a request came to an end without a card.
async fn is_over(app: &App, said: &Message) -> anyhow::Result<bool> {
    let task = app.store.task(&TaskId::of(&said.id)).await?;
    Ok(task.is_some_and(|task| matches!(task.state.as_str(), "refused" | "failed" | "question")))
}

/// Waits until the thread shows everything.
async fn rest(app: &App) -> anyhow::Result<()> {
    let started = Instant::now();
    while started.elapsed() < LONGEST {
        let backlog = app.store.backlog().await?;
        if backlog.tasks_due + backlog.tasks_running == 0 && backlog.slots == 0 {
            return Ok(());
        }
        tokio::time::sleep(REST_EVERY).await;
    }
    bail!("a thread was not written within {} s", LONGEST.as_secs())
}
