//! What a good config means: defaults, overrides, paths, words.

use std::path::Path;
use std::time::Duration;

use insta::assert_snapshot;

use super::super::{Config, Database, Environment, Listen, LogFormat, Repo};
use super::{read, read_with};
use crate::domain::chat_ids::{Person, Platform};
use crate::domain::ids::RepoName;
use crate::domain::policy::{Method, OwnApproval, Right, Who};

const TWO: &str = r#"
[policy]
askers = "everybody"
admins = ["local:ana"]
merge = { requester = "may-approve" }
protected = ["deploy/**"]

[repos."acme/web"]
path = "git/web.git"

[repos."acme/api"]
path = "/srv/api.git"
askers = ["local:cy"]
approvers = ["local:ana", "local:ben", "slack:U1"]
protected = []
max_files = 3
target = "next"
merge = { method = "merge", approvals = 2 }

[channels."local:general"]
repo = "acme/web"
"#;

fn name(text: &str) -> RepoName {
    text.parse().unwrap()
}

fn person(text: &str) -> Person {
    text.parse().unwrap()
}

#[test]
fn nothing_written_is_closed() {
    let config = read("");
    let ana = person("local:ana");
    for right in [Right::Read, Right::Ask, Right::Approve, Right::Merge, Right::Administer] {
        assert!(!config.defaults().access.allows(&ana, right), "{right:?}");
    }
    assert_eq!(config.defaults().merge.requester, OwnApproval::DoesNotCount);
    assert!(matches!(config.store.database, Database::Sqlite));
    assert_eq!(config.data.dir, Path::new("/ana/.local/share/baton"));
    assert_eq!(config.repos().len(), 0);
    assert_eq!(config.fail_at, None);
}

#[test]
fn a_repository_has_the_defaults_but_for_what_it_says() {
    let config = read(TWO);
    let web = config.policy(&name("acme/web")).unwrap();
    assert_eq!(web.access.ask, Who::Everybody);
    assert_eq!(web.access.approve.in_words(), "@ana");
    assert_eq!((web.merge.method, web.merge.requester), (Method::Squash, OwnApproval::Counts));
    assert_eq!(web.protected, ["deploy/**"]);
    let api = config.policy(&name("acme/api")).unwrap();
    assert_eq!(api.access.ask.in_words(), "@cy");
    assert_eq!(api.access.merge.in_words(), "@ana");
    assert_eq!((api.merge.method, api.merge.approvals), (Method::Merge, 2));
    assert_eq!(api.merge.requester, OwnApproval::Counts);
    assert_eq!((api.protected.len(), api.limits.files), (0, 3));
    assert_eq!(api.target.as_ref().map(|branch| branch.as_str()), Some("next"));
    assert_eq!(config.policy(&name("acme/none")), None);
}

#[test]
fn a_channel_has_its_repository_on_its_platform_only() {
    let config = read(TWO);
    assert_eq!(config.channel_default(Platform::Local, "general"), Some(&name("acme/web")));
    assert_eq!(config.channel_default(Platform::Slack, "general"), None);
    assert_eq!(config.channel_default(Platform::Local, "random"), None);
}

#[test]
fn relative_paths_start_at_the_file() {
    let path = |text: &str| read(&format!("data.dir = {text:?}")).data.dir;
    assert_eq!(path("data"), Path::new("/etc/baton/data"));
    assert_eq!(path("../data/./x"), Path::new("/etc/data/x"));
    assert_eq!(path("~/data"), Path::new("/ana/data"));
    assert_eq!(path("/data"), Path::new("/data"));
    assert_eq!(read(TWO).repo(&name("acme/web")).unwrap().path, Path::new("/etc/baton/git/web.git"));
    assert_eq!(read("").git.program, Path::new("git"));
    assert_eq!(read("git.program = \"bin/git\"").git.program, Path::new("/etc/baton/bin/git"));
}

#[test]
fn the_environment_fills_in() {
    let variables =
        [("XDG_DATA_HOME", "/data"), ("BATON_LOG", "debug"), ("PATH", "/opt/bin"), ("BATON_FAIL_AT", "")];
    let config = read_with("log = { filter = \"warn\", format = \"json\" }", &variables).unwrap();
    assert_eq!(config.data.dir, Path::new("/data/baton"));
    assert_eq!((config.log.filter.as_str(), config.log.format), ("debug", LogFormat::Json));
    assert_eq!(config.git.search_path.unwrap(), "/opt/bin");
    let relative = read_with("", &[("XDG_DATA_HOME", "data")]).unwrap();
    assert_eq!(relative.data.dir, Path::new("/ana/.local/share/baton"));
}

#[test]
fn the_page_speaks_as_the_login_unless_the_file_says_otherwise() {
    let web = |text: &str, variables: &[(&str, &str)]| read_with(text, variables).unwrap().web;
    let person = |name: &str| Some(name.parse().unwrap());
    assert_eq!(web("", &[("USER", "ana"), ("LOGNAME", "ben")]).person, person("local:ana"));
    assert_eq!(web("", &[("LOGNAME", "ben")]).person, person("local:ben"));
    assert_eq!(web("", &[("USER", "a b")]).person, None);
    assert_eq!(web("web.speaks_as = 'local:cy'", &[("USER", "ana")]).person, person("local:cy"));
    assert_eq!(web("web.listen = 'off'", &[]).listen, Listen::Off);
    let at = |port| std::net::SocketAddr::from(([127, 0, 0, 1], port));
    assert_eq!(web("", &[]).listen, Listen::Preferably(at(7878)));
    assert_eq!(web("web.listen = '127.0.0.1:0'", &[]).listen, Listen::Exactly(at(0)));
}

#[test]
fn a_kill_point_needs_a_build_that_obeys_it() {
    let read = read_with("", &[("BATON_FAIL_AT", "store.fact@2")]);
    if cfg!(feature = "failpoints") {
        let at = read.unwrap().fail_at.unwrap();
        assert_eq!((at.point.as_str(), at.time), ("store.fact", 2));
    } else {
        let said = super::lines(&read.unwrap_err());
        assert_snapshot!(said, @r#"environment: BATON_FAIL_AT: expected no kill point in a build without the feature failpoints, found "store.fact@2""#);
    }
}

#[test]
fn without_a_file_everything_is_at_its_default() {
    let policy = read(TWO).policy(&name("acme/web")).unwrap().clone();
    let repo = Repo { name: name("acme/web"), path: "/tmp/x/web.git".into(), policy };
    let config = Config::embedded(Path::new("/tmp/x"), [repo], &Environment::default())
        .unwrap()
        .with_channel(Platform::Local, "general", name("acme/web"));
    assert_eq!(config.data.dir, Path::new("/tmp/x"));
    assert_eq!(config.worker.lease, Duration::from_secs(30));
    assert_eq!(config.repos().map(|repo| repo.name.as_str()).collect::<Vec<_>>(), ["acme/web"]);
    assert_eq!(config.channel_default(Platform::Local, "general"), Some(&name("acme/web")));
}

#[test]
fn the_hash_is_that_of_the_meaning() {
    let hash = |text: &str| read(text).policy_hash(&name("a/b"));
    let repo = "[repos.\"a/b\"]\npath = \"b.git\"\n";
    let plain = hash(repo).unwrap();
    assert_eq!(hash(&format!("{repo}max_files = 50\n")).unwrap(), plain);
    assert_eq!(hash(&format!("policy.admins = []\n{repo}")).unwrap(), plain);
    assert_ne!(hash(&format!("{repo}readers = \"everybody\"\n")).unwrap(), plain);
    assert_ne!(hash(&format!("{repo}askers = \"everybody\"\n")).unwrap(), plain);
    assert_ne!(hash(&format!("{repo}target = \"main\"\n")).unwrap(), plain);
    assert_eq!(hash(""), None);
    // Records of runs hold it: if this one changes, the version in the form has to.
    assert_snapshot!(plain, @"c03ab81d8c0fc0c6869a6c398dbb91a63dca6e4260dbd57edbdd1ccf5c7c2acf");
}

#[test]
fn the_summary_says_what_was_understood() {
    let closed = "[repos.\"acme/closed\"]\npath = \"/srv/closed.git\"\nadmins = []\n";
    assert_snapshot!(read(&format!("{TWO}{closed}")).summary(), @r"
    data    /ana/.local/share/baton
    store   SQLite, at most 24 connections
    worker  4 places, 5 attempts
    page    http://127.0.0.1:7878, as soon as web.speaks_as names somebody
    audit   checkpoints are signed with the key in the data directory

    3 repositories, 1 channel

    acme/api (/srv/api.git)
      read    @ana or @cy
      ask     @ana or @cy
      merge   a merge commit on next after 2 approvals by @ana or 2 others, one of them @ana
      change  at most 3 files and 1048576 bytes

    acme/closed (/srv/closed.git)
      read    anyone
      ask     anyone
      merge   nobody may: name admins, or approvers and mergers
      change  at most 50 files and 1048576 bytes
      never   deploy/**

    acme/web (/etc/baton/git/web.git)
      read    anyone
      ask     anyone
      merge   one squashed commit on the default branch after 1 approval by @ana
      change  at most 50 files and 1048576 bytes
      never   deploy/**
      default in local:general
    ");
}
