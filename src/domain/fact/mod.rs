//! Facts: what happened to a task, in order. Everything else is computed from them.
//!
//! There are eight kinds and each is a small enum; [`Body::Erased`] stands for a fact whose payload
//! was deleted after its retention. The stored form is JSON with a version, and it is what the audit
//! chain hashes, so a variant or a field may be added and none may change its meaning.

mod broken;
mod people;
mod run;
mod world;

use serde::{Deserialize, Serialize};

use super::chat_ids::Person;
use super::ids::Millis;

pub use broken::{Broken, Cause};
pub use people::{Asked, Decided, Show};
pub use run::{
    About, Again, Answer, Change, Line, NearMiss, Offer, Question, Ran, Refusal, Skipped, Unclear,
};
pub use world::{Did, Effort, Judged, Moved, Noted, Spent};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Place in the task's chain, counted from 1.
    pub seq: u32,
    /// When it was recorded.
    pub at: Millis,
    /// Who made it.
    pub by: Actor,
    /// What happened.
    pub body: Body,
}

/// Who made a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, authenticated by the platform.
    Person(Person),
    /// baton itself.
    Baton,
}

/// What happened, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Somebody wants something.
    Asked(Asked),
    /// The repository or the pull request is at a new place.
    Moved(Moved),
    /// An agent ran.
    Ran(Ran),
    /// A rule was applied.
    Judged(Judged),
    /// A person decided.
    Decided(Decided),
    /// baton changed the world.
    Did(Did),
    /// Something was used up.
    Spent(Spent),
    /// Worth knowing, and decides nothing.
    Noted(Noted),
    /// The payload was deleted after its retention; the chain still proves that it was here.
    Erased,
}

/// The version of the stored form.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored<B> {
    v: u32,
    #[serde(flatten)]
    body: B,
}

/// A stored payload that this baton cannot read.
#[derive(Debug, thiserror::Error)]
pub enum BadPayload {
    /// Written by a newer baton.
    #[error("the fact was written by a newer baton (format {0}, this one reads up to {VERSION})")]
    Newer(u32),
    /// Not a fact at all.
    #[error("the payload is not a fact")]
    Broken(#[from] serde_json::Error),
}

impl Body {
    /// The kind, as the store keeps it beside the payload.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Asked(_) => "asked",
            Self::Moved(_) => "moved",
            Self::Ran(_) => "ran",
            Self::Judged(_) => "judged",
            Self::Decided(_) => "decided",
            Self::Did(_) => "did",
            Self::Spent(_) => "spent",
            Self::Noted(_) => "noted",
            Self::Erased => "erased",
        }
    }

    /// The payload as it is stored and hashed.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(&Stored { v: VERSION, body: self }).expect("facts hold only text and numbers")
    }

    /// The fact behind a stored payload; [`Body::Erased`] for a payload that was deleted.
    ///
    /// # Errors
    /// A payload of a newer version, or no fact at all.
    pub fn from_payload(payload: Option<&str>) -> Result<Self, BadPayload> {
        let Some(payload) = payload else { return Ok(Self::Erased) };
        match serde_json::from_str::<Stored<Self>>(payload) {
            Ok(stored) if stored.v <= VERSION => Ok(stored.body),
            Ok(stored) => Err(BadPayload::Newer(stored.v)),
            Err(error) => Err(newer(payload).unwrap_or(BadPayload::Broken(error))),
        }
    }
}

/// Tells a payload of a newer version from a broken one.
fn newer(payload: &str) -> Option<BadPayload> {
    let value: serde_json::Value = serde_json::from_str(payload).ok()?;
    let version = u32::try_from(value.get("v")?.as_u64()?).ok()?;
    (version > VERSION).then_some(BadPayload::Newer(version))
}

impl Actor {
    /// As the store keeps it: `platform:id`, or `baton`.
    pub fn to_text(&self) -> String {
        match self {
            Self::Person(person) => person.to_string(),
            Self::Baton => "baton".to_owned(),
        }
    }

    /// The actor behind the stored text; anything that is no person is baton.
    pub fn from_text(text: &str) -> Self {
        text.parse().map_or(Self::Baton, Self::Person)
    }
}
