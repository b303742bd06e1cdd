//! Times as people read them, in the zone of the machine that serves.

use chrono::{DateTime, Local, NaiveDateTime, Utc};
use maud::{Markup, html};

use crate::domain::ids::Millis;

/// In which time zone times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// That of this machine.
    Machine,
    /// Coordinated universal time.
    Utc,
}

impl Zone {
    fn at(self, at: Millis) -> NaiveDateTime {
        let utc = utc(at);
        match self {
            Self::Machine => utc.with_timezone(&Local).naive_local(),
            Self::Utc => utc.naive_utc(),
        }
    }

    /// The time, and the day where it is not today.
    pub(super) fn show(self, at: Millis, now: Millis) -> Markup {
        let (here, today) = (self.at(at), self.at(now).date());
        let text = if here.date() == today { here.format("%H:%M") } else { here.format("%-d %b, %H:%M") };
        html! {
            time datetime=(utc(at).to_rfc3339()) title=(here.format("%A, %-d %B %Y, %H:%M:%S")) { (text) }
        }
    }
}

fn utc(at: Millis) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}
