//! What people get to read for a mistake: all of them at once, each with its place.

use insta::assert_snapshot;

use super::{lines, problems, read_with};

#[test]
fn all_mistakes_are_named_at_once_in_the_order_of_the_file() {
    let text = r#"
[worker]
places = 0
lease_seconds = "long"
attempts = 2.5

[log]
format = "xml"
filter = "baton = info"

[policy.merge]
method = "rebase"
approvals = -1
requester = true
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:3:10: worker.places: expected a number from 1 to 256 (effects at once), found 0
    baton.toml:4:17: worker.lease_seconds: expected a number from 5 to 600 (seconds), found "long"
    baton.toml:5:12: worker.attempts: expected a number from 1 to 20 (attempts), found 2.5
    baton.toml:8:10: log.format: expected "text" or "json", found "xml"
    baton.toml:9:10: log.filter: expected a log filter (such as warn,baton=debug), found "baton = info"
    baton.toml:12:10: policy.merge.method: expected "squash" or "merge", found "rebase"
    baton.toml:13:13: policy.merge.approvals: expected a number from 1 to 10 (people), found -1
    baton.toml:14:13: policy.merge.requester: expected "may-approve" or "may-not-approve", found true
    "#);
}

#[test]
fn numbers_are_in_their_range() {
    let text = r#"
store.max_connections = 101
limits.message_bytes = 16_385
limits.searched_files = 0x0
git.timeout_seconds = 99999999999999999999
git.max_mirror_bytes = [5]
policy.max_files = 0
policy.max_bytes = 2024-01-01
"#;
    assert_snapshot!(problems(text), @r"
    baton.toml:2:25: store.max_connections: expected a number from 2 to 100 (connections), found 101
    baton.toml:3:24: limits.message_bytes: expected a number from 256 to 16384 (bytes), found 16385
    baton.toml:4:25: limits.searched_files: expected a number from 1 to 2000000 (files), found 0x0
    baton.toml:5:23: git.timeout_seconds: expected a number from 1 to 3600 (seconds), found 99999999999999999999
    baton.toml:6:24: git.max_mirror_bytes: expected a number from 1048576 to 1099511627776 (bytes), found a list
    baton.toml:7:20: policy.max_files: expected a number from 1 to 10000 (files), found 0
    baton.toml:8:20: policy.max_bytes: expected a number from 1 to 104857600 (bytes), found a date
    ");
}

#[test]
fn the_page_stays_on_this_machine() {
    let text = r#"
web.listen = "0.0.0.0:80"
web.speaks_as = "slack:U024BE7LH"
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:2:14: web.listen: expected an address of this machine, such as 127.0.0.1:7878, or off, found "0.0.0.0:80"; from another machine, go through: ssh -L 7878:127.0.0.1:7878 HOST
    baton.toml:3:17: web.speaks_as: expected a person of the local chat, such as local:ana, found "slack:U024BE7LH"
    "#);
}

#[test]
fn values_have_their_type() {
    let text = r#"
worker = 5
repos = "acme/web"
data.dir = 1
git.program = ""
policy.protected = "deploy/**"
policy.target = "no such..branch"
policy.merge = "squash"
channels."local:general" = "acme/web"
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:2:10: worker: expected a table, found 5
    baton.toml:3:9: repos: expected a table, found "acme/web"
    baton.toml:4:12: data.dir: expected text in quotes, found 1
    baton.toml:5:15: git.program: expected a path (absolute, relative to the config file, or ~/… with HOME set), found ""
    baton.toml:6:20: policy.protected: expected a list of globs, found "deploy/**"
    baton.toml:7:17: policy.target: expected a branch name (such as main or release/1.2), found "no such..branch"
    baton.toml:8:16: policy.merge: expected a table, found "squash"
    baton.toml:9:28: channels."local:general": expected a table, found "acme/web"
    "#);
}

#[test]
fn people_are_ids() {
    let text = r#"
[policy]
readers = "everyone"
askers = ["ana", "local:", 7]
approvers = ["everybody"]
mergers = { who = "local:ana" }
admins = "everybody"
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:3:11: policy.readers: expected a list of people (such as ["local:ana"]) or "everybody", found "everyone"
    baton.toml:4:11: policy.askers[0]: expected a person (platform:id, such as local:ana), found "ana"
    baton.toml:4:18: policy.askers[1]: expected a person (platform:id, such as local:ana), found "local:"
    baton.toml:4:28: policy.askers[2]: expected text in quotes, found 7
    baton.toml:5:14: policy.approvers[0]: expected a person (platform:id, such as local:ana), found "everybody"; everybody stands alone, without brackets
    baton.toml:6:11: policy.mergers: expected a list of people (such as ["local:ana"]) or "everybody", found a table
    baton.toml:7:10: policy.admins: expected a list of people (such as ["local:ana"]), found "everybody"
    "#);
}

#[test]
fn globs_are_globs() {
    assert_snapshot!(problems("policy.protected = [\"ok/**\", \"a[\", \"\", 3]"), @r#"
    baton.toml:1:30: policy.protected[1]: expected a glob (such as deploy/**), found "a["
    baton.toml:1:36: policy.protected[2]: expected a glob (such as deploy/**), found ""
    baton.toml:1:40: policy.protected[3]: expected text in quotes, found 3
    "#);
}

#[test]
fn repositories_have_names_and_paths_of_their_own() {
    let text = r#"
[repos."acme"]
path = "/srv/a.git"
[repos.acme.web]
path = "/srv/b.git"
[repos."acme/no path"]
[repos."acme/none"]
[repos."acme/nothing"]
[repos."acme/one"]
path = "/srv/./git/../c.git"
[repos."acme/One"]
path = "/srv/d.git"
[repos."acme/two"]
path = "/srv/c.git"
[repos."acme/three"]
path = "~ben/e.git"
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:2:8: repos.acme: expected a repository (owner/name, such as acme/web), found "acme"; quote the whole name: [repos."acme/web"]
    baton.toml:4:13: repos.acme.web: expected a key of [repos.acme], found "web"; the keys here are path, readers, askers, approvers, mergers, admins, protected, max_files, max_bytes, target, merge
    baton.toml:6:8: repos."acme/no path".path: expected the path of a bare repository, found nothing
    baton.toml:6:8: repos."acme/no path": expected a repository (owner/name, such as acme/web), found "acme/no path"
    baton.toml:7:8: repos."acme/none".path: expected the path of a bare repository, found nothing
    baton.toml:8:8: repos."acme/nothing".path: expected the path of a bare repository, found nothing
    baton.toml:11:8: repos."acme/One": expected each repository once, found acme/One beside acme/one
    baton.toml:14:8: repos."acme/two".path: expected a path of its own, found the path of acme/one
    baton.toml:16:8: repos."acme/three".path: expected a path (absolute, relative to the config file, or ~/… with HOME set), found "~ben/e.git"
    "#);
}

#[test]
fn channels_lead_to_repositories() {
    let text = r#"
[repos."acme/web"]
path = "web.git"
[channels."local:general"]
repo = "acme/wob"
[channels."local:random"]
repo = "globex/billing"
[channels."general"]
repo = "acme/web"
[channels."slack:a:b"]
repo = "acme/web"
[channels."discord:1"]
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:5:8: channels."local:general".repo: expected a repository of [repos], found "acme/wob"; did you mean "acme/web"?
    baton.toml:7:8: channels."local:random".repo: expected a repository of [repos], found "globex/billing"; add it: [repos."globex/billing"]
    baton.toml:8:11: channels.general: expected a channel (platform:id, such as local:general), found "general"
    baton.toml:10:11: channels."slack:a:b": expected a channel (platform:id, such as local:general), found "slack:a:b"
    baton.toml:12:11: channels."discord:1".repo: expected a repository of [repos], found nothing
    "#);
}

#[test]
fn a_rule_that_nobody_can_fulfil_is_a_mistake() {
    let text = r#"
[policy]
approvers = ["local:ben"]
[repos."acme/alone"]
path = "a.git"
[repos."acme/many"]
path = "b.git"
mergers = ["local:ben"]
merge.approvals = 2
[repos."acme/all"]
path = "c.git"
approvers = "everybody"
[repos."acme/good"]
path = "d.git"
admins = ["local:ben"]
[repos."acme/closed"]
path = "e.git"
approvers = []
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:4:8: repos."acme/alone".mergers: expected at least one of the approvers, found nobody, so that nothing could ever be merged; mergers are the admins unless you name them
    baton.toml:9:1: repos."acme/many".merge: expected at most 1 for approvals (the number of approvers), found 2, so that nothing could ever be merged
    baton.toml:10:8: repos."acme/all".mergers: expected at least one of the approvers, found nobody, so that nothing could ever be merged; mergers are the admins unless you name them
    "#);
}

#[test]
fn broken_toml_has_lines_and_hides_no_other_mistake() {
    let text = r#"
[worker]
places = 0
attempts = 3 3
places = 4

[log
format = "xml"

[data]
dir = "unclosed
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:3:10: worker.places: expected a number from 1 to 256 (effects at once), found 0
    baton.toml:4:12: expected valid TOML, found a syntax error: string values must be quoted, expected literal string
    baton.toml:5:1: expected each key once, found "places" again
    baton.toml:7:5: expected valid TOML, found a syntax error: unclosed table, expected `]`
    baton.toml:11:16: expected valid TOML, found a syntax error: invalid basic string, expected `"`
    "#);
}

#[test]
fn what_broken_toml_swallows_is_not_called_missing() {
    let text = r#"
[repos."acme/web"]
path = "/srv/web.git
[channels."local:general"]
repo = "acme/api"
"#;
    assert_snapshot!(problems(text), @r#"baton.toml:3:21: expected valid TOML, found a syntax error: invalid basic string, expected `"`"#);
}

#[test]
fn a_key_or_table_twice_is_a_mistake() {
    assert_snapshot!(problems("[log]\nformat = \"text\"\nformat = \"json\"\n[log]\nfilter = \"info\"\n"), @r#"
    baton.toml:3:1: expected each key once, found "format" again
    baton.toml:4:2: expected each key once, found "log" again
    "#);
}

#[test]
fn columns_count_characters() {
    assert_snapshot!(problems("# ünïcödé\nlog = { \"förmat\" = 1, format = \"ünï\" }"), @r#"
    baton.toml:2:9: log."förmat": expected a key of [log], found "förmat"; did you mean "format"?
    baton.toml:2:32: log.format: expected "text" or "json", found "ünï"
    "#);
}

#[test]
fn the_environment_is_checked_too() {
    let variables = [("BATON_LOG", "all of it"), ("HOME", "")];
    assert_snapshot!(lines(&read_with("", &variables).unwrap_err()), @r#"
    environment: BATON_LOG: expected a log filter (such as warn,baton=debug), found "all of it"
    baton.toml:1:1: data.dir: expected a path here, or XDG_DATA_HOME or HOME in the environment, found nothing
    "#);
}
