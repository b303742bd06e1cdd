//! Secrets come from the environment: the file names the variable and never holds the value.

use super::problem::Wrong;
use super::section::Section;

/// The name of an environment variable.
pub(super) enum Variable<'t> {
    /// The file does not say one.
    NotNamed,
    /// This one.
    Named(&'t str),
    /// What stands there is no name; that is noted.
    Wrong,
}

/// Reads the name of an environment variable. What stands there instead is not shown: it may be
/// the secret itself.
pub(super) fn variable<'t>(section: &Section<'t>, key: &'static str) -> Variable<'t> {
    let Some(value) = section.value(key) else { return Variable::NotNamed };
    let name = value.raw().as_str().filter(|name| is_name(name));
    match name {
        Some(name) => Variable::Named(name),
        None => {
            let expected = "the name of an environment variable (such as BATON_DATABASE_URL)";
            let found = "something else (not shown, it may be a secret)";
            value.wrong(
                Wrong::new(expected, found)
                    .hint("secrets stay out of the file: anybody who may read it would have them"),
            );
            Variable::Wrong
        }
    }
}

/// The value of the variable `name`, which `key` stands for. That it is not set is noted.
pub(super) fn value<'t>(section: &Section<'t>, key: &str, name: &str) -> Option<&'t str> {
    if section.environment().get(name).is_none() {
        let wrong = Wrong::new(format!("the environment variable {name}"), "that it is not set");
        section.wrong(key, wrong.hint("set it where baton is started; it is read once, at the start"));
    }
    section.variable(name)
}

fn is_name(text: &str) -> bool {
    let good = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    text.len() <= 64 && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(good)
}
