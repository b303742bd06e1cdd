//! The command line: one file for each command, all over the same [`App`].

mod audit;
mod bench;
mod check;
mod demo;
mod doctor;
mod exit;
mod serve;
mod show;
mod status;
mod task;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::config::{Config, Environment};
use crate::runtime::Clock;
use crate::telemetry;
use exit::{Exit, Failure};

/// Hand work to coding agents from chat, get a pull request back in the thread, merge it by reaction.
#[derive(Debug, Parser)]
#[command(name = "baton", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  baton demo --script                                    see the whole loop in a few seconds
  baton serve --config baton.toml                        run it
  baton task \"change 'Sign up' to 'Join'\" --repo acme/web --follow
  baton reply k7f2 merge                                 approve its pull request as it stands
  baton logs -f k7f2                                     follow a task, by the start of its id

Exit codes:
  0  done            3  the config is wrong            6  the audit found something
  1  it broke        4  there is no such thing         7  another process serves this data directory
  2  wrong usage     5  not done: refused, or it asks";

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
    Demo(demo::Demo),
    /// Run everything in one process
    Serve,
    /// Ask for a change
    Task(task::Ask),
    /// Say something in the thread of a task
    Reply(task::Reply),
    /// Show tasks, or where one task stands
    Status(status::Status),
    /// Show what was done on a task, step by step
    Logs(status::Logs),
    /// Stop a task and take its approvals back
    Stop(task::Steer),
    /// Do a task again from a fresh base
    Retry(task::Steer),
    /// Prove the history
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Measure baton on this machine
    Bench(bench::Bench),
    /// Check the machine, the config and the repositories, and say what to do
    Doctor,
    /// The config file
    #[command(subcommand)]
    Config(check::Check),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let common = cli.common.clone();
    let environment = Environment::of_process();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(cli, &environment)),
        Err(error) => Err(Failure::broke(anyhow::Error::new(error).context("cannot start"))),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            anstream::eprintln!("baton: {failure}");
            if failure.full {
                say_where_it_is_full(&common, &environment);
            }
            failure.exit.into()
        }
    }
}

/// A full disk is the one thing that breaks everything and that everybody can mend.
fn say_where_it_is_full(common: &Common, environment: &Environment) {
    let file = environment.config_file(common.config.as_deref());
    if let Ok(config) = Config::load(&file, environment) {
        let dir = config.data.dir.display();
        anstream::eprintln!("nothing was stored; free some space where {dir} is and try again");
    }
}

async fn run(cli: Cli, environment: &Environment) -> Result<Exit, Failure> {
    let common = &cli.common;
    match cli.command {
        Command::Demo(demo) => demo.run(environment).await,
        Command::Serve => serve::run(&load(common, environment)?).await,
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
