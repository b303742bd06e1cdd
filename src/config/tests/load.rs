//! Files that cannot be read as a config.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;

use super::super::{Colour, Config, Environment};

/// What is said about a file with these bytes, without the folder that the test made.
fn said(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("baton.toml");
    std::fs::write(&path, bytes).unwrap();
    load(&path).replace(&format!("{}/", folder.path().display()), "")
}

fn load(path: &Path) -> String {
    let environment = Environment::of([super::HOME]);
    match Config::load(path, &environment) {
        Ok(config) => config.data.dir.display().to_string(),
        Err(problems) => super::lines(&problems),
    }
}

#[test]
fn a_good_file_starts_its_paths_in_its_own_folder() {
    assert_eq!(said(b"data.dir = \"here\"\n"), "here");
}

#[test]
fn a_missing_file_is_said() {
    assert_snapshot!(load(Path::new("/nowhere/baton.toml")), @"/nowhere/baton.toml: expected a config file, found none; deploy/baton.example.toml shows every key; --config or BATON_CONFIG names another file");
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let said = load(folder.path()).replace(&folder.path().display().to_string(), "FOLDER");
    assert!(said.starts_with("FOLDER: expected a file that can be read, found "), "{said}");
}

#[test]
fn bytes_that_are_no_text_have_a_place() {
    assert_snapshot!(said(b"# good\nlog.format = \"\xff\"\n"), @"baton.toml:2:15: expected UTF-8 text, found other bytes");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    assert_snapshot!(said(&vec![b'\n'; (1 << 20) + 1]), @"baton.toml: expected at most 1048576 bytes, found 1048577");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
    assert_snapshot!(said(b"\xef\xbb\xbf[log]\r\nformat = \"xml\"\r\n"), @r#"baton.toml:2:10: log.format: expected "text" or "json", found "xml""#);
}

#[test]
fn the_file_is_the_given_one_then_the_variable_then_the_usual() {
    let set = Environment::of([("BATON_CONFIG", "/etc/b.toml")]);
    assert_eq!(set.config_file(Some(Path::new("c.toml"))), PathBuf::from("c.toml"));
    assert_eq!(set.config_file(None), PathBuf::from("/etc/b.toml"));
    assert_eq!(Environment::of([("BATON_CONFIG", "")]).config_file(None), PathBuf::from("baton.toml"));
}

#[test]
fn colour_is_off_where_the_variable_says_so() {
    assert_eq!(Environment::default().colour(), Colour::OnTerminals);
    assert_eq!(Environment::of([("NO_COLOR", "")]).colour(), Colour::OnTerminals);
    assert_eq!(Environment::of([("NO_COLOR", "1")]).colour(), Colour::Never);
}
