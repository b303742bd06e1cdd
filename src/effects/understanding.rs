//! What a run is asked to do, as requests `replace` understands, and what it says when it does not.

use crate::domain::fact::{About, Answer, Question, Refusal, Unclear};
use crate::domain::replace::{NotUnderstood, Request, follow_up, understand};
use crate::domain::task::Ask;

/// Most answers a question offers.
pub(super) const MAX_OPTIONS: usize = 5;

/// Why there is no request.
pub(super) enum NoRequest {
    /// A person has to choose a reading.
    Ask(Question),
    /// It is not for us, or something is missing.
    Refuse(Refusal),
}

/// The request of an ask that follows on `previous`.
pub(super) fn request(ask: &Ask, previous: Option<&Request>) -> Result<Request, NoRequest> {
    let understood = match previous {
        None => understand(&ask.text),
        Some(previous) => follow_up(previous, &ask.text),
    };
    understood.map_err(no_request)
}

fn no_request(why: NotUnderstood) -> NoRequest {
    let unclear = |what| NoRequest::Refuse(Refusal::Unclear { what });
    match why {
        NotUnderstood::NotAReplacement => NoRequest::Refuse(Refusal::NotAReplacement),
        NotUnderstood::NoNewText { from } => unclear(Unclear::NoNewText { from }),
        NotUnderstood::NoOldText { to } => unclear(Unclear::NoOldText { to }),
        NotUnderstood::Same { text } => unclear(Unclear::Same { text }),
        NotUnderstood::SeveralPlaces => unclear(Unclear::SeveralPlaces),
        NotUnderstood::TooLong => unclear(Unclear::TooLong),
        NotUnderstood::Ambiguous { readings } => {
            let more = readings.len().saturating_sub(MAX_OPTIONS);
            let answer = |reading: &Request| Answer {
                label: reading.to_string(),
                value: reading.to_string(),
                sample: Vec::new(),
            };
            let options = readings.iter().take(MAX_OPTIONS).map(answer).collect();
            NoRequest::Ask(Question {
                about: About::Reading,
                options,
                more: u32::try_from(more).unwrap_or(u32::MAX),
            })
        }
    }
}
