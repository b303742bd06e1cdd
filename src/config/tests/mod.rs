//! The config as its users meet it: mistakes, secrets, defaults and the example.

mod example;
mod load;
mod meaning;
mod mistakes;
mod secrets;
mod unknown_keys;

use std::path::Path;

use super::{Config, Environment, Problem};

const HOME: (&str, &str) = ("HOME", "/ana");

fn read_with(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<Problem>> {
    let environment = Environment::of([HOME].iter().chain(variables).copied());
    Config::from_toml(text, Path::new("/etc/baton/baton.toml"), &environment)
}

fn read(text: &str) -> Config {
    read_with(text, &[]).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

/// The problems of a config, without the folder of the file.
fn problems(text: &str) -> String {
    lines(&read_with(text, &[]).expect_err("a bad config was taken"))
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<_> =
        problems.iter().map(|problem| problem.to_string().replace("/etc/baton/", "")).collect();
    lines.join("\n")
}
