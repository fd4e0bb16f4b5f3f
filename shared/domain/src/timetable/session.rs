//! Sessions: talks, BoFs, and free entries such as the opening.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Code, Guid, Period, SessionId};
use crate::conference::{RoomId, TrackId};
use crate::person::{PersonKey, PersonName};
use crate::phrase::Phrase;

/// A session of the timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Stable over releases.
    pub id: SessionId,
    /// At least 1, unique in the edition and stable; required by the schedule formats.
    pub number: u32,
    /// Unique in the edition and stable.
    pub code: Code,
    pub guid: Guid,
    pub kind: Kind,
    /// `None` for some free entries.
    pub track: Option<TrackId>,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Markdown; may be empty.
    pub abstract_text: String,
    /// Markdown in addition to the abstract; only from imports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The format, for people: `Talk`, `Discussion`, `Workshop`. Defaults to the kind's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// ISO 639, such as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Speakers, leads, and required people.
    pub people: Vec<Participant>,
    /// Length in minutes.
    pub minutes: u32,
    /// Whether recording is forbidden. Always so for BoFs; see [`Session::is_not_recorded`].
    #[serde(default)]
    pub not_recorded: bool,
    /// The licence of its recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_license: Option<String>,
    pub state: State,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Its page in the system it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_url: Option<String>,
    /// Its people's preferences.
    #[serde(default)]
    pub wishes: Wishes,
    /// Imported fields without a counterpart here; exports repeat them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub carried: Map<String, Value>,
}

impl Session {
    pub fn is_not_recorded(&self) -> bool {
        self.not_recorded || self.kind == Kind::Bof
    }

    /// Publicly visible people. Required people are confidential.
    pub fn public_people(&self) -> impl Iterator<Item = &Participant> {
        self.people.iter().filter(|person| person.role != Role::MustBeThere)
    }

    /// The format, for people.
    pub fn format_label(&self) -> &str {
        self.format.as_deref().unwrap_or(self.kind.label())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Talk,
    /// Birds of a feather: not recorded, placed in a BoF slot.
    Bof,
    /// A free entry by organizers: opening, lunch, plenary.
    Entry,
}

impl Kind {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("talk", Self::Talk), ("bof", Self::Bof), ("entry", Self::Entry)];

    pub fn label(self) -> &'static str {
        match self {
            Self::Talk => "Talk",
            Self::Bof => "BoF",
            Self::Entry => "Entry",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Accepted, but not confirmed by its people yet.
    Tentative,
    Confirmed,
    Cancelled,
}

impl State {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("tentative", Self::Tentative), ("confirmed", Self::Confirmed), ("cancelled", Self::Cancelled)];
}

/// A person who takes part in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Identifies the person in all sessions of the edition. Random, never derived from an address.
    pub guid: Guid,
    /// The person's key in the table; `None` for imported people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PersonKey>,
    pub name: PersonName,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<Period>,
    /// The short name in an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The biography in an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biography: Option<String>,
    /// Imported fields without a counterpart here; exports repeat them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub carried: Map<String, Value>,
}

/// A person's part in a session. With any of them, the person cannot be in another session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Speaker,
    Lead,
    /// Must be present for the session.
    MustBeThere,
}

impl Role {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("speaker", Self::Speaker), ("lead", Self::Lead), ("must_be_there", Self::MustBeThere)];

    /// For people, as in "Ann, who must be there".
    pub fn label(self) -> Phrase {
        match self {
            Self::Speaker => Phrase::of("who-speaks"),
            Self::Lead => Phrase::of("who-leads"),
            Self::MustBeThere => Phrase::of("who-must-be-there"),
        }
    }
}

/// A link of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    pub url: String,
    /// The label; defaults to the kind's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether it is an attachment, such as slides.
    #[serde(default)]
    pub attached: bool,
}

/// The target of a link. The schedule formats know all kinds except recordings, which are their `media`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Recording,
    Slides,
    Paper,
    Web,
    Blog,
    Article,
    /// Related content.
    Related,
    /// A Fediverse account or post.
    Activitypub,
}

impl LinkKind {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("recording", Self::Recording),
        ("slides", Self::Slides),
        ("paper", Self::Paper),
        ("web", Self::Web),
        ("blog", Self::Blog),
        ("article", Self::Article),
        ("related", Self::Related),
        ("activitypub", Self::Activitypub),
    ];
}

/// Preferences of a session's people. Suggestions weigh them; they never refuse a placement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// Preferred periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred: Vec<Period>,
    /// Preferred room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// Sessions that it should not overlap, because they share an audience.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart_from: Vec<SessionId>,
    /// Sessions that it should follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<SessionId>,
}
