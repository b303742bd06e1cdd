//! The command line: one file for each command, all over the same [`App`].

mod attach;
mod audit;
mod bar;
mod bench;
mod check;
mod demo;
mod doctor;
mod examples;
mod exit;
mod interrupt;
mod out;
mod page;
mod serve;
mod show;
mod speaker;
mod status;
mod task;
mod transcript;
mod verdict;
mod waiting;

use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::config::{Config, Environment};
use crate::runtime::Clock;
use crate::telemetry;
use exit::{Exit, Failure};
use interrupt::Interrupt;
use out::note;

/// Hand work to coding agents from chat, get a pull request back in the thread, merge it by reaction.
#[derive(Debug, Parser)]
#[command(name = "baton", version, arg_required_else_help = true, after_help = after_help())]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

fn after_help() -> String {
    format!("{}\n\nExit codes:\n{}", examples::ALL, Exit::table())
}

/// How long what is under way on other threads may take to end.
const LAST_MOMENTS: Duration = Duration::from_secs(2);
/// How long a command has after Ctrl-C to say what became of what was said.
const LAST_WORD: Duration = Duration::from_secs(1);

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Common {
    /// The config file [default: $BATON_CONFIG, else baton.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show ask, diff, ✅ and merge on a sample repository, or on a copy of yours
    #[command(after_help = examples::DEMO)]
    Demo(demo::Demo),
    /// Run everything in one process
    #[command(after_help = examples::SERVE)]
    Serve,
    /// Tell the link of the page that `serve` has
    #[command(after_help = examples::OPEN)]
    Open(page::Open),
    /// Ask for a change
    #[command(after_help = examples::TASK)]
    Task(task::Ask),
    /// Say something in the thread of a task
    #[command(after_help = examples::REPLY)]
    Reply(task::Reply),
    /// Show tasks, or where one task stands
    #[command(after_help = examples::STATUS)]
    Status(status::Status),
    /// Show what was done on a task, step by step
    #[command(after_help = examples::LOGS)]
    Logs(status::Logs),
    /// Stop a task and take its approvals back
    #[command(after_help = examples::STOP)]
    Stop(task::Steer),
    /// Do a task again from a fresh base
    #[command(after_help = examples::RETRY)]
    Retry(task::Steer),
    /// Prove the history
    #[command(subcommand, after_help = examples::AUDIT)]
    Audit(audit::Audit),
    /// Measure baton on this machine
    Bench(bench::Bench),
    /// Check the machine, the config and the repositories, and say what to do
    #[command(after_help = examples::DOCTOR)]
    Doctor,
    /// The config file
    #[command(subcommand, after_help = examples::CONFIG)]
    Config(check::Check),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let common = cli.common.clone();
    let environment = Environment::of_process();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(unless_interrupted(cli, &environment));
            // What is under way on other threads after Ctrl-C is not waited for.
            runtime.shutdown_timeout(LAST_MOMENTS);
            done
        }
        Err(error) => Err(Failure::broke(anyhow::Error::new(error).context("cannot start"))),
    };
    match (done, out::failure()) {
        (Ok(_), Some(error)) => {
            note!("baton: cannot print: {error}");
            Exit::Broke.into()
        }
        (Ok(exit), None) => exit.into(),
        (Err(failure), _) => {
            note!("baton: {failure}");
            if failure.full {
                say_where_it_is_full(&common, &environment);
            }
            failure.exit.into()
        }
    }
}

/// Ctrl-C ends a command as an error would, so that it leaves nothing behind; some have ways of their own.
async fn unless_interrupted(cli: Cli, environment: &Environment) -> Result<Exit, Failure> {
    let stays = matches!(&cli.command, Command::Demo(demo) if demo.stays());
    if stays || matches!(cli.command, Command::Serve | Command::Bench(_)) {
        return run(cli, environment).await;
    }
    let says =
        matches!(cli.command, Command::Task(_) | Command::Reply(_) | Command::Stop(_) | Command::Retry(_));
    let mut interrupt = Interrupt::listen()?;
    let mut done = pin!(run(cli, environment));
    tokio::select! {
        biased;
        done = &mut done => return done,
        () = interrupt.came() => {}
    }
    // What was said may be stored already; then it says so.
    let last_word = if says { LAST_WORD } else { Duration::ZERO };
    let late = tokio::time::timeout(last_word, done).await;
    late.unwrap_or_else(|_| Err(Failure::interrupted("stopped")))
}

/// A full disk is the one thing that breaks everything and that everybody can mend.
fn say_where_it_is_full(common: &Common, environment: &Environment) {
    let file = environment.config_file(common.config.as_deref());
    if let Ok(config) = Config::load(&file, environment) {
        let dir = config.data.dir.display();
        note!("nothing was stored; free some space where {dir} is and try again");
    }
}

async fn run(cli: Cli, environment: &Environment) -> Result<Exit, Failure> {
    let common = &cli.common;
    match cli.command {
        Command::Demo(demo) => demo.run(environment).await,
        Command::Serve => serve::run(&load(common, environment)?).await,
        Command::Open(open) => open.run(common, environment),
        Command::Task(ask) => ask.run(common, environment).await,
        Command::Reply(reply) => reply.run(common, environment).await,
        Command::Status(status) => status.run(common, environment).await,
        Command::Logs(logs) => logs.run(common, environment).await,
        Command::Stop(steer) => steer.run("stop", common, environment).await,
        Command::Retry(steer) => steer.run("retry", common, environment).await,
        Command::Audit(audit) => audit.run(common, environment).await,
        Command::Bench(bench) => bench.run(environment).await,
        Command::Doctor => doctor::run(common, environment).await,
        Command::Config(check) => check.run(common, environment),
    }
}

/// Reads the config and starts logging.
fn load(common: &Common, environment: &Environment) -> Result<Config, Failure> {
    let file = environment.config_file(common.config.as_deref());
    let config = Config::load(&file, environment).map_err(Failure::config)?;
    telemetry::start(&config.log);
    arm(&config);
    Ok(config)
}

/// Reads the config and opens the store.
async fn open(common: &Common, environment: &Environment) -> Result<App, Failure> {
    let config = load(common, environment)?;
    Ok(App::open(config, Clock::system()).await?)
}

/// In builds with failpoints: dies where the config says.
fn arm(config: &Config) {
    if let Some(at) = &config.fail_at {
        crate::app::die_at(&at.point, at.time);
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// The words of a line as a program sees them, without what explains it behind many blanks.
    fn words(line: &str) -> Vec<String> {
        let line =
            line.trim().split("   ").next().and_then(|line| line.split(" > ").next()).unwrap_or_default();
        let parts = line.split('"').enumerate();
        let words = parts.map(|(index, part)| match index % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        });
        words.collect::<Vec<_>>().concat()
    }

    #[test]
    fn every_command_has_examples_that_parse() {
        Cli::command().debug_assert();
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples = help.lines().filter(|line| line.starts_with("  baton "));
            let mut own = 0;
            for line in examples.chain(examples::ALL.lines().filter(|line| line.starts_with("  baton "))) {
                let words = words(line);
                own += usize::from(words[1] == command.get_name());
                assert!(Cli::try_parse_from(&words).is_ok(), "{line}");
            }
            assert!(own > 0, "{} has no example", command.get_name());
        }
    }
}
