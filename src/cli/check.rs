//! `baton config check`: says what was understood, or every problem with its line.

use clap::Subcommand;

use super::Common;
use super::exit::{Exit, Failure};
use super::out::out;
use crate::config::{Config, Environment};

#[derive(Debug, Subcommand)]
pub(super) enum Check {
    /// Read the config and say what it means, or what is wrong in it
    Check,
}

impl Check {
    pub(super) fn run(self, common: &Common, environment: &Environment) -> Result<Exit, Failure> {
        let Self::Check = self;
        let file = environment.config_file(common.config.as_deref());
        let config = Config::load(&file, environment).map_err(Failure::config)?;
        out!("{}", config.summary());
        Ok(Exit::Done)
    }
}
