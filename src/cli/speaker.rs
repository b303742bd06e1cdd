//! Who speaks on the command line: `local:` and the name of the login.

use super::exit::Failure;
use crate::config::Environment;
use crate::domain::chat_ids::{Person, Platform};

/// Whoever speaks.
pub(super) struct Speaker {
    /// As policies name them.
    pub(super) person: Person,
    variable: &'static str,
}

impl Speaker {
    /// The person at the terminal. That is a name and no proof: whoever can write the data directory can speak as
    /// anybody.
    pub(super) fn of(environment: &Environment) -> Result<Self, Failure> {
        let Some((variable, name)) = environment.login() else {
            return Err(Failure::usage(
                "who are you? Neither USER nor LOGNAME is set; say `USER=ana baton …` to speak as local:ana",
            ));
        };
        let id = name.to_str().map(|name| format!("{}:{name}", Platform::Local));
        match id.and_then(|id| id.parse().ok()) {
            Some(person) => Ok(Self { person, variable }),
            None => Err(Failure::usage(format!(
                "{variable} is {name:?}, which is no name that a policy can hold; say `USER=ana baton …` to speak as local:ana"
            ))),
        }
    }

    /// Who that is and why, for somebody who was refused.
    pub(super) fn in_words(&self) -> String {
        format!("you speak as {} ({} says so)", self.person, self.variable)
    }
}
