//! `[web]`: the page, and who speaks there.

use std::net::{Ipv4Addr, SocketAddr};

use super::problem::{Wrong, shown_text};
use super::section::Section;
use crate::domain::chat_ids::{Person, Platform};

/// Where the page listens where the config says nothing.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 7878);

/// The page.
#[derive(Debug, Clone)]
pub struct Web {
    /// Where it listens.
    pub listen: Listen,
    /// Whom it speaks as; nothing where neither the file nor the login says so.
    pub person: Option<Person>,
}

/// Where the page listens; on this machine only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    /// There is no page.
    Off,
    /// Here, or at another port where that one is taken: nobody chose it.
    Preferably(SocketAddr),
    /// Here; port 0 stands for any that is free.
    Exactly(SocketAddr),
}

impl Web {
    pub(super) fn read(section: &Section<'_>) -> Self {
        Self { listen: listen(section), person: person(section).or_else(|| login(section)) }
    }
}

fn listen(section: &Section<'_>) -> Listen {
    let Some(written) = section.text("listen") else { return Listen::Preferably(LISTEN) };
    if written.text == "off" {
        return Listen::Off;
    }
    let address = written.text.parse::<SocketAddr>().ok().filter(|address| address.ip().is_loopback());
    if address.is_none() {
        let wrong = Wrong::new(
            "an address of this machine, such as 127.0.0.1:7878, or off",
            shown_text(written.text),
        );
        written.wrong(wrong.hint("from another machine, go through: ssh -L 7878:127.0.0.1:7878 HOST"));
    }
    address.map_or(Listen::Off, Listen::Exactly)
}

fn person(section: &Section<'_>) -> Option<Person> {
    let written = section.text("speaks_as")?;
    let person = written.text.parse::<Person>().ok().filter(|person| person.platform == Platform::Local);
    if person.is_none() {
        written.wrong(Wrong::new("a person of the local chat, such as local:ana", shown_text(written.text)));
    }
    person
}

/// The login, as on the command line. One that no policy can hold is nobody.
fn login(section: &Section<'_>) -> Option<Person> {
    let (_, name) = section.environment().login()?;
    format!("{}:{}", Platform::Local, name.to_str()?).parse().ok()
}
