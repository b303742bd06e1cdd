//! Secrets come from the environment and are shown nowhere.

use std::path::Path;

use insta::assert_snapshot;
use secrecy::ExposeSecret;

use super::super::{Config, Database, Environment};
use super::{lines, problems, read_with};

const PASSWORD: &str = "hunter2";
const URL: &str = "postgres://baton:hunter2@db/baton";

#[test]
fn a_password_in_the_file_is_refused_and_not_repeated() {
    let text = format!(
        "log.format = \"{URL}\"\n[store]\nkind = \"postgres\"\nurl = \"{URL}\"\nurl_env = \"{URL}\"\n\
         [audit]\ncheckpoint_key_env = \"{PASSWORD}\"\n[channels.\"{URL}\"]\nrepo = \"{URL}\n"
    );
    let said = problems(&text);
    assert!(!said.contains(PASSWORD), "{said}");
    assert_snapshot!(said, @r#"
    baton.toml:1:14: log.format: expected "text" or "json", found a URL with a login (not shown)
    baton.toml:4:1: store.url: expected a key of [store], found "url"; secrets stay out of the file: put the URL into an environment variable and its name into url_env
    baton.toml:5:11: store.url_env: expected the name of an environment variable (such as BATON_DATABASE_URL), found something else (not shown, it may be a secret); secrets stay out of the file: anybody who may read it would have them
    baton.toml:7:22: audit.checkpoint_key_env: expected the name of an environment variable (such as BATON_DATABASE_URL), found something else (not shown, it may be a secret); secrets stay out of the file: anybody who may read it would have them
    baton.toml:8:11: channels.a URL with a login (not shown): expected a channel (platform:id, such as local:general), found a URL with a login (not shown)
    baton.toml:9:42: expected valid TOML, found a syntax error: invalid basic string, expected `"`
    "#);
}

#[test]
fn a_missing_or_unfit_secret_is_named_by_its_variable() {
    let text = "[store]\nkind = \"postgres\"\nurl_env = \"DB\"\n[audit]\ncheckpoint_key_env = \"KEY\"\n";
    assert_snapshot!(lines(&read_with(text, &[]).unwrap_err()), @r"
    baton.toml:3:11: store.url_env: expected the environment variable DB, found that it is not set; set it where baton is started; it is read once, at the start
    baton.toml:5:22: audit.checkpoint_key_env: expected the environment variable KEY, found that it is not set; set it where baton is started; it is read once, at the start
    ");
    let unfit = [("DB", "mysql://baton:hunter2@db"), ("KEY", PASSWORD)];
    let said = lines(&read_with(text, &unfit).unwrap_err());
    assert!(!said.contains(PASSWORD), "{said}");
    assert_snapshot!(said, @r"
    baton.toml:3:11: store.url_env: expected a URL in DB that starts with postgres://, found something else (not shown)
    baton.toml:5:22: audit.checkpoint_key_env: expected 64 hexadecimal digits in KEY, found something else (not shown); make one with: openssl rand -hex 32
    ");
}

#[test]
fn a_config_with_secrets_shows_none() {
    let key = "5e".repeat(32);
    let text = "[store]\nkind = \"postgres\"\n[audit]\ncheckpoint_key_env = \"KEY\"\n";
    let config = read_with(text, &[("BATON_DATABASE_URL", URL), ("KEY", &key)]).unwrap();
    let shown = format!("{config:?}\n{config:#?}\n{}", config.summary());
    assert!(!shown.contains(PASSWORD) && !shown.contains(&key), "{shown}");
    let Database::Postgres { url } = &config.store.database else { panic!("{shown}") };
    assert_eq!(url.expose_secret(), URL);
    assert_eq!(config.audit.checkpoint_key.unwrap().expose_secret(), key);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let environment = Environment::of([
        (OsStr::new("HOME"), OsStr::new("/ana")),
        (OsStr::new("BATON_LOG"), OsStr::from_bytes(b"\xff")),
    ]);
    let said = Config::from_toml("", Path::new("baton.toml"), &environment).unwrap_err();
    assert_snapshot!(lines(&said), @"environment: BATON_LOG: expected UTF-8 text, found other bytes (not shown)");
}

#[test]
fn an_environment_shows_names_only() {
    let environment = Environment::of([("BATON_DATABASE_URL", URL)]);
    assert_eq!(format!("{environment:?}"), r#"{"BATON_DATABASE_URL"}"#);
}
