//! Unknown keys are refused at every level, with the key that was probably meant.

use insta::assert_snapshot;

use super::problems;

#[test]
fn at_every_level_with_the_nearest() {
    let text = r#"
colour = "always"
[dta]
[data]
dirs = "/srv"
[store]
kinds = "sqlite"
[worker]
place = 4
[limits]
mesage_bytes = 1024
[git]
programme = "git"
[log]
fmt = "json"
[audit]
checkpoint_env_key = "BATON_AUDIT_KEY"
[policy]
approver = ["local:ana"]
merge.methd = "squash"
[repos."acme/web"]
path = "web.git"
reader = "everybody"
merge = { aprovals = 2 }
[channels."local:general"]
repo = "acme/web"
repos = "acme/web"
"#;
    assert_snapshot!(problems(text), @r#"
    baton.toml:2:1: colour: expected a key of the file, found "colour"; the keys here are policy, repos, channels, data, store, worker, limits, git, web, log, audit
    baton.toml:3:2: dta: expected a key of the file, found "dta"; did you mean "data"?
    baton.toml:5:1: data.dirs: expected a key of [data], found "dirs"; did you mean "dir"?
    baton.toml:7:1: store.kinds: expected a key of [store], found "kinds"; did you mean "kind"?
    baton.toml:9:1: worker.place: expected a key of [worker], found "place"; did you mean "places"?
    baton.toml:11:1: limits.mesage_bytes: expected a key of [limits], found "mesage_bytes"; did you mean "message_bytes"?
    baton.toml:13:1: git.programme: expected a key of [git], found "programme"; did you mean "program"?
    baton.toml:15:1: log.fmt: expected a key of [log], found "fmt"; the keys here are filter, format
    baton.toml:17:1: audit.checkpoint_env_key: expected a key of [audit], found "checkpoint_env_key"; did you mean "checkpoint_key_env"?
    baton.toml:19:1: policy.approver: expected a key of [policy], found "approver"; did you mean "approvers"?
    baton.toml:20:7: policy.merge.methd: expected a key of [policy.merge], found "methd"; did you mean "method"?
    baton.toml:23:1: repos."acme/web".reader: expected a key of [repos."acme/web"], found "reader"; did you mean "readers"?
    baton.toml:24:11: repos."acme/web".merge.aprovals: expected a key of [repos."acme/web".merge], found "aprovals"; did you mean "approvals"?
    baton.toml:27:1: channels."local:general".repos: expected a key of [channels."local:general"], found "repos"; did you mean "repo"?
    "#);
}

#[test]
fn a_key_that_holds_a_password_is_not_repeated() {
    let text = "\"postgres://baton:hunter2@db\" = 1\n\"postgres://baton:hunter2@db\" = 2\n";
    assert_snapshot!(problems(text), @r"
    baton.toml:1:1: a URL with a login (not shown): expected a key of the file, found a URL with a login (not shown); the keys here are policy, repos, channels, data, store, worker, limits, git, web, log, audit
    baton.toml:2:1: expected each key once, found a URL with a login (not shown) again
    ");
}

#[test]
fn a_key_under_the_wrong_table_is_told_where_it_belongs() {
    assert_snapshot!(problems("lease_seconds = 30\n[log]\naskers = \"everybody\"\nzzz = 1\n"), @r#"
    baton.toml:1:1: lease_seconds: expected a key of the file, found "lease_seconds"; it belongs under [worker]
    baton.toml:3:1: log.askers: expected a key of [log], found "askers"; it belongs under [policy]
    baton.toml:4:1: log.zzz: expected a key of [log], found "zzz"; the keys here are filter, format
    "#);
}
