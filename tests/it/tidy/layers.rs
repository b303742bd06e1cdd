//! Which part of the source may name which: the arrows of docs/development.md.

use super::paths::{Named, named_in};
use super::{Found, Rule, Source};

/// The layers, lowest first. A part may name the parts of the layers below its own, and itself.
const TOWER: &[&[&str]] = &[
    &["domain"],
    &["config", "ports"],
    &["git", "store"],
    &["effects", "intake"],
    &["runtime", "web"],
    &["app"],
    &["cli"],
    &["main"],
];

/// Beside the tower, with the adapters each one holds. Only `app` names them.
const ADAPTERS: &[(&str, &[&str])] = &[
    ("agent", &["acp", "claude", "codex"]),
    ("artifacts", &[]),
    ("chat", &["discord", "local", "slack"]),
    ("forge", &["github", "local"]),
    ("gateway", &[]),
    ("queue", &["memory", "redis"]),
    ("sandbox", &["docker", "local"]),
];

const ADAPTERS_MAY_NAME: &[&str] = &["domain", "config", "ports", "git"];

/// Logs and traces are set up by those who start the program.
const NAME_TELEMETRY: &[&str] = &["app", "cli", "main"];
const TELEMETRY_MAY_NAME: &[&str] = &["domain", "config"];

/// Input, output and clocks, which `domain` gets as values.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["std", "env"],
    &["std", "*"],
    &["time", "SystemTime"],
    &["time", "Instant"],
    &["std", "time", "*"],
    &["chrono", "Utc"],
    &["chrono", "Local"],
    &["chrono", "prelude"],
    &["chrono", "*"],
];
const IMPURE_CRATES: &[&str] = &["tokio", "sqlx"];

pub const RULES: &[Rule] = &[
    Rule {
        name: "layers",
        find: layers,
        catches: &[
            ("src/domain/task.rs", "//! x\nuse crate::store::Row;", 2),
            ("src/domain/task.rs", "//! x\nuse super::super::config::Limits;", 2),
            ("src/domain/mod.rs", "//! x\nmod tests {\n  use super::super::config::Limits; }", 3),
            ("src/config/mod.rs", "//! x\nuse crate::ports::Clock;", 2),
            ("src/store/tasks.rs", "//! x\nuse crate::{domain::Task,\n    git::{Mirror}};", 3),
            ("src/effects/run.rs", "//! x\nfn f() { crate::intake::stop() }", 2),
            ("src/effects/run.rs", "//! x\nuse crate::forge::local::LocalForge;", 2),
            ("src/web/page.rs", "//! x\nuse crate::telemetry::Spans;", 2),
            ("src/web/page.rs", "//! x\nuse crate::forge::LocalForge;", 2),
            ("src/runtime/writer.rs", "//! x\nuse crate::chat::LocalChat;", 2),
            ("src/chat/slack.rs", "//! x\nuse crate::store::Tasks;", 2),
            ("src/chat/slack.rs", "//! x\nuse crate::forge::local::LocalForge;", 2),
            ("src/chat/slack/post.rs", "//! x\nuse super::super::discord::Post;", 2),
            ("src/sandbox/local.rs", "//! x\nuse crate::store::Tasks;", 2),
            ("src/app.rs", "//! x\nuse crate::cli::Args;", 2),
            ("src/cli/serve.rs", "//! x\nuse crate::queue::memory::Memory;", 2),
            ("src/main.rs", "//! x\nuse baton::forge::github::App;", 2),
            ("src/bin/relay.rs", "//! x\nuse baton::domain::TaskId;", 2),
            ("src/web/page.rs", "//! x\nuse crate::TaskId;", 2),
            ("src/service/mod.rs", "//! x\n", 1),
        ],
        lets_pass: &[
            ("src/domain/next.rs", "use super::facts::Facts; use crate::domain::task::Task;"),
            ("src/domain/next.rs", "// crate::store::Row\nfn f() { say(\"crate::store::Row\", '\"') }"),
            (
                "src/effects/run.rs",
                "use crate::{domain::Task, config::Limits, ports::Chat, git, store::Tasks};",
            ),
            ("src/chat/local/page.rs", "use crate::store::Tasks; use super::Local;"),
            ("src/web/chat.rs", "use crate::chat::LocalChat; use crate::store::Tasks;"),
            ("src/chat/mod.rs", "pub mod slack; pub use self::slack::Slack;"),
            ("src/forge/local.rs", "use crate::store::PullRequests; use crate::git::Mirror;"),
            ("src/app.rs", "use crate::forge::github; use crate::telemetry; use crate::runtime::run;"),
            ("src/main.rs", "use baton::cli; fn main() { baton::telemetry::start() }"),
            ("src/lib.rs", "pub mod domain; pub mod store;"),
            ("src/bin/relay.rs", "use std::io; use crate::own;"),
            ("tests/it/stories.rs", "use baton::store::Tasks;"),
        ],
    },
    Rule {
        name: "pure domain",
        find: pure_domain,
        catches: &[
            ("src/domain/task.rs", "use std::{fmt,\n  fs::File};", 2),
            ("src/domain/task.rs", "fn f() {\n  std::env::consts::OS; }", 2),
            ("src/domain/task.rs", "use std::time;\nfn f(now: time::Instant) {}", 2),
            ("src/domain/task.rs", "use chrono::{DateTime, Utc};", 1),
            ("src/domain/task.rs", "#[tokio::test]\nasync fn f() {}", 1),
            ("src/domain/task.rs", "use sqlx;", 1),
        ],
        lets_pass: &[
            ("src/domain/task.rs", "use std::time::Duration; fn f(t: DateTime<FixedOffset>) { t.env(); }"),
            (
                "src/domain/task.rs",
                "use crate::domain::process::Env; // std::fs\nconst S: &str = \"std::fs\";",
            ),
            ("src/git/mirror.rs", "use std::fs;"),
        ],
    },
    Rule {
        name: "SQL in store",
        find: sql_in_store,
        catches: &[
            ("src/runtime/worker.rs", "fn f() {\n  sqlx::query(\"SELECT 1\") }", 2),
            ("src/chat/local.rs", "use {std::fmt, sqlx::Row};", 1),
            ("src/web/page.rs", "#[derive(sqlx::FromRow)] struct A;", 1),
        ],
        lets_pass: &[
            ("src/store/tasks.rs", "use sqlx::Row;"),
            ("src/web/page.rs", "/// sqlx::Row\nuse crate::store::sqlx_free::Row;"),
            ("tests/it/migrations.rs", "use sqlx::Row;"),
        ],
    },
    Rule {
        name: "git in git",
        find: git_in_git,
        catches: &[
            ("src/effects/run.rs", "fn f() {\n  tokio::process::Command::new(\"git\").arg(\"push\") }", 2),
            ("src/effects/run.rs", "fn f() { Command::new(\n  \"/usr/bin/git\") }", 1),
        ],
        lets_pass: &[
            ("src/git/program.rs", "fn f() { Command::new(\"git\") }"),
            ("src/sandbox/docker.rs", "fn f() { Command::new(\"docker\").arg(\"git\") }"),
            ("tests/it/harness.rs", "fn f() { Command::new(\"git\") }"),
        ],
    },
];

/// The part that a file or path belongs to, and the adapter inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place<'a> {
    part: &'a str,
    adapter: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn new(part: &'a str, inner: Option<&'a str>) -> Self {
        let adapters = ADAPTERS.iter().find(|(name, _)| *name == part).map_or(&[][..], |(_, inside)| inside);
        Self { part, adapter: inner.filter(|inner| adapters.contains(inner)) }
    }

    fn of_file(path: &'a str) -> Option<Self> {
        let mut names = path.strip_prefix("src/")?.trim_end_matches(".rs").split('/');
        let part = names.next()?;
        Some(if part == "bin" { Self::new(names.next()?, None) } else { Self::new(part, names.next()) })
    }

    fn of_path(named: &'a Named) -> Option<Self> {
        let [root, part, rest @ ..] = named.segments.as_slice() else { return None };
        (root == "crate").then(|| Self::new(part, rest.first().map(String::as_str)))
    }

    fn is_known(self) -> bool {
        layer(self.part).is_some() || is_adapter(self.part) || ["telemetry", "relay"].contains(&self.part)
    }

    fn may_name(self, other: Place<'_>) -> bool {
        if self.part == other.part {
            return self.adapter.is_none() || other.adapter.is_none() || self.adapter == other.adapter;
        }
        if is_adapter(self.part) {
            // The local chat and forge are baton's own servers: their data is in baton's store.
            let serves = ["chat", "forge"].contains(&self.part) && self.adapter == Some("local");
            return ADAPTERS_MAY_NAME.contains(&other.part) || serves && other.part == "store";
        }
        if self.part == "telemetry" {
            return TELEMETRY_MAY_NAME.contains(&other.part);
        }
        if other.part == "telemetry" {
            return NAME_TELEMETRY.contains(&self.part);
        }
        if is_adapter(other.part) {
            // The page is the local chat's face.
            return self.part == "app" || self.part == "web" && other.part == "chat";
        }
        matches!((layer(self.part), layer(other.part)), (Some(own), Some(others)) if others < own)
    }
}

fn layer(part: &str) -> Option<usize> {
    TOWER.iter().position(|layer| layer.contains(&part))
}

fn is_adapter(part: &str) -> bool {
    ADAPTERS.iter().any(|(name, _)| *name == part)
}

fn layers(source: &Source) -> Vec<Found> {
    let Some(own) = Place::of_file(&source.path).filter(|own| source.is_rust() && own.part != "lib") else {
        return Vec::new();
    };
    if !own.is_known() {
        return vec![Found::new(1, format!("src/{} is in no layer: give it a place in the list", own.part))];
    }
    let named = named_in(source);
    let wrong = named.iter().filter_map(|named| {
        let other = Place::of_path(named)?;
        let why = match other.is_known() {
            true if own.may_name(other) => return None,
            true => format!("{} may not name {}", own.part, named.written()),
            false => format!("{} is in no layer: name the module it lives in", named.written()),
        };
        Some(Found::new(named.line, why))
    });
    wrong.collect()
}

fn pure_domain(source: &Source) -> Vec<Found> {
    if !source.is_in("src/domain") || !source.is_rust() {
        return Vec::new();
    }
    let named = named_in(source);
    let impure = named.iter().filter(|named| {
        IMPURE_CRATES.contains(&named.segments[0].as_str()) || IMPURE.iter().any(|run| named.has(run))
    });
    impure.map(|named| Found::new(named.line, format!("domain is pure: {}", named.written()))).collect()
}

fn sql_in_store(source: &Source) -> Vec<Found> {
    if !source.is_in("src") || source.is_in("src/store") {
        return Vec::new();
    }
    let named = named_in(source);
    let sql = named.iter().filter(|named| named.segments[0] == "sqlx");
    sql.map(|named| Found::new(named.line, format!("only src/store names {}", named.written()))).collect()
}

fn git_in_git(source: &Source) -> Vec<Found> {
    if !source.is_in("src") || source.is_in("src/git") {
        return Vec::new();
    }
    let starts = source.tokens.windows(5).filter(|window| {
        let call = window[0].is_word("Command") && window[2].is_word("new") && window[3].is_punct("(");
        let program = window[4].text.trim_matches('"');
        call && (program == "git" || program.ends_with("/git"))
    });
    starts.map(|window| Found::new(window[0].line, "only src/git starts the git program")).collect()
}
