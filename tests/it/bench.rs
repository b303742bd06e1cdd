//! `baton bench` through the binary, with little to do: the names and the form of the figures, and that
//! nothing is left behind. What a figure is worth is no test's business.
#![expect(clippy::unwrap_used, reason = "in a story an error is a failure; clippy sees #[test] fns only")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use sqlx::{AnyConnection, Connection as _};

use crate::chaos::child::{Home, done, said};
use crate::contract::store::place;
use crate::harness::repository::Repository;

/// The fields of a figure; a reader counts on all of them.
const FIELDS: [&str; 5] = ["baseline", "name", "ratio", "unit", "value"];

/// A benchmark that works in the home, not started yet.
fn bench(home: &Home, args: &[&str]) -> Command {
    let mut bench = home.baton(&["bench", "--dir"]);
    bench.arg(home.dir()).args(args);
    bench
}

/// Runs a benchmark to its end and gives its figures; nothing may be left in the home.
fn figures(home: &Home, mut bench: Command) -> Vec<Value> {
    bench.arg("--json");
    let before = listing(home.dir());
    let printed = done(bench);
    assert_eq!(listing(home.dir()), before, "something was left behind");
    let figures: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for figure in &figures {
        let fields: Vec<&String> = figure.as_object().unwrap().keys().collect();
        assert_eq!(fields, FIELDS, "{figure}");
        assert!(figure["value"].is_number(), "{figure}");
    }
    figures
}

fn names(figures: &[Value]) -> Vec<&str> {
    figures.iter().map(|figure| figure["name"].as_str().unwrap()).collect()
}

fn listing(dir: &Path) -> BTreeSet<String> {
    let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

#[tokio::test]
async fn the_store_is_measured_on_both_databases_and_the_scratch_one_is_removed() {
    let (home, server) = (Home::new(), place::server());
    let mut both = bench(&home, &["store", "--tasks", "20"]);
    both.env("BATON_DATABASE_URL", &server);
    let figures = figures(&home, both);
    assert_eq!(names(&figures), ["store.sqlite_tasks_per_s", "store.postgres_tasks_per_s"]);
    assert!(figures.iter().all(|figure| figure["baseline"].is_number() && figure["ratio"].is_number()));
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&server).await.unwrap();
    let left = "SELECT datname::text FROM pg_database WHERE datname LIKE 'baton_scratch_%'";
    assert!(sqlx::query(left).fetch_all(&mut connection).await.unwrap().is_empty());
}

#[test]
fn without_a_server_the_figure_of_postgres_is_missing_and_named() {
    let home = Home::new();
    let output = bench(&home, &["store", "--tasks", "5", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    let why = "store.postgres_tasks_per_s is not measured: BATON_DATABASE_URL is not set";
    assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{}", said(&output));
    let table = done(bench(&home, &["store", "--tasks", "5"]));
    let why = "store.postgres_tasks_per_s   not measured: BATON_DATABASE_URL is not set";
    assert!(table.contains(why) && table.contains("5 tasks by 64 people at once, 64 workers"), "{table}");
}

#[test]
fn a_history_is_proved_and_its_figure_named_after_its_length() {
    let home = Home::new();
    let figures = figures(&home, bench(&home, &["audit", "--facts", "1500"]));
    assert_eq!(names(&figures), ["audit.verify_1500_s"]);
}

#[tokio::test]
async fn the_loop_is_measured_on_a_copy_of_a_repository() {
    let home = Home::new();
    let wishes = ["basket", "coupon", "letter", "parcel", "ticket", "voucher"];
    let lines = wishes.map(|word| format!("say(\"Your {word} is ready\");\n"));
    let path = home.dir().join("web.git");
    let git = baton::app::git(&config(&home));
    let web = Repository::make(git, &path, "acme/web", &[("src/app.js", &lines.concat())]).await;
    let head = web.head("main");
    let mut bench = bench(&home, &["loop", "--requests", "2", "--large-files", "40"]);
    bench.arg("--repo").arg(&path);
    let figures = figures(&home, bench);
    let expected = ["loop.card_p50_ms", "loop.card_p95_ms", "loop.by_hand", "loop.card_40_files_ms"];
    assert_eq!(names(&figures), expected);
    assert!(figures[2]["ratio"].is_number() && figures[0]["baseline"].is_null());
    assert_eq!(web.head("main"), head);
    assert!(!web.listing("main").await.is_empty() && web.branches("").await == ["main"]);
}

#[test]
fn a_server_is_measured_at_rest() {
    let home = Home::new();
    let figures = figures(&home, bench(&home, &["serve", "--idle", "1"]));
    let expected = ["serve.start_ms", "serve.ready_ms", "serve.idle_rss_mb", "serve.idle_wakes_per_s"];
    assert_eq!(names(&figures), expected);
}

#[test]
fn pages_are_measured_and_so_is_what_is_live() {
    let home = Home::new();
    let figures = figures(&home, bench(&home, &["web", "--web-tasks", "20"]));
    assert_eq!(names(&figures), ["web.page_p99_ms", "web.live_p50_ms"]);
    assert!(figures[0]["ratio"].is_number() && figures[1]["ratio"].is_null());
}

#[test]
fn what_is_stopped_cleans_up() {
    let home = Home::new();
    let mut endless = bench(&home, &["audit", "--facts", "100000000"]);
    let mut running =
        endless.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while !made_a_store(home.dir()) {
        assert!(running.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&running), Signal::INT).unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("stopped before the end"), "{}", said(&output));
    assert!(listing(home.dir()).is_empty(), "{:?}", listing(home.dir()));
}

/// The second file of a SQLite store comes with its first write.
fn made_a_store(dir: &Path) -> bool {
    listing(dir).iter().any(|name| dir.join(name).join("audit/baton.db-wal").exists())
}

#[test]
fn mistakes_are_told_apart() {
    let home = Home::new();
    assert_eq!(bench(&home, &["nonsense"]).output().unwrap().status.code(), Some(2));
    assert_eq!(bench(&home, &["store", "--tasks", "0"]).output().unwrap().status.code(), Some(2));
    let missing = bench(&home, &["loop", "--repo", "no-such-place"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(4), "{}", said(&missing));
    let mut wrong = bench(&home, &["store"]);
    wrong.env("BATON_DATABASE_URL", "mysql://ana:s3cret@db/baton");
    let wrong = wrong.output().unwrap();
    assert!(said(&wrong).contains("BATON_DATABASE_URL is not a URL that starts with postgres://"));
    assert!(!said(&wrong).contains("s3cret"), "{}", said(&wrong));
}

fn config(home: &Home) -> baton::config::Config {
    let path = home.baton(&[]).get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned();
    let environment = baton::config::Environment::of([("PATH", path)]);
    baton::config::Config::embedded(home.dir(), [], &environment).unwrap()
}
