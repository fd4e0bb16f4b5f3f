//! Sessions: talks, BoFs, and what is placed freely, such as the opening.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Code, Guid, Period, SessionId};
use crate::conference::{RoomId, TrackId};
use crate::person::{PersonKey, PersonName};

/// Something that is placed on the timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names it; stable over releases.
    pub id: SessionId,
    /// At least 1, unique in the edition and stable: the schedule formats want one.
    pub number: u32,
    /// Unique in the edition and stable.
    pub code: Code,
    pub guid: Guid,
    pub kind: Kind,
    /// Its track; free entries may have none.
    pub track: Option<TrackId>,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// What it is about, as Markdown; may be empty.
    pub abstract_text: String,
    /// What the abstract leaves out, as Markdown: imports have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it is held, for people: `Talk`, `Discussion`, `Workshop`. Without it, what its kind is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The language it is held in (ISO 639: `en`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who speaks, leads, or must be there.
    pub people: Vec<Participant>,
    /// How long it is to be, in minutes.
    pub minutes: u32,
    /// Whether nobody may record it: always so for BoFs, see [`Session::is_not_recorded`].
    #[serde(default)]
    pub not_recorded: bool,
    /// Under which terms its recording can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_license: Option<String>,
    pub state: State,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Where else it has a page: imports name where they come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_url: Option<String>,
    /// What its people asked for.
    #[serde(default)]
    pub wishes: Wishes,
    /// What an import said that has no place here; exports say it again.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub carried: Map<String, Value>,
}

impl Session {
    /// Whether nobody may record it.
    pub fn is_not_recorded(&self) -> bool {
        self.not_recorded || self.kind == Kind::Bof
    }

    /// Those whom everybody may know of: who must be there is between the track's leads and them.
    pub fn public_people(&self) -> impl Iterator<Item = &Participant> {
        self.people.iter().filter(|person| person.role != Role::MustBeThere)
    }

    /// How it is held, for people.
    pub fn format_label(&self) -> &str {
        self.format.as_deref().unwrap_or(self.kind.label())
    }
}

/// What kind a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Talk,
    /// Birds of a feather: not recorded, placed in a BoF slot.
    Bof,
    /// Placed freely by organizers: opening, lunch, plenary.
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

/// Whether a session takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Accepted, and its people have not confirmed yet.
    Tentative,
    Confirmed,
    Cancelled,
}

impl State {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("tentative", Self::Tentative), ("confirmed", Self::Confirmed), ("cancelled", Self::Cancelled)];
}

/// Somebody who has a part in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who it is: the same in all sessions of the edition, random, and never made from an address. Two participants
    /// with one guid are one person.
    pub guid: Guid,
    /// Finds the person in the table; imported people have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PersonKey>,
    pub name: PersonName,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<Period>,
    /// The short name that an import gave them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What an import says about them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biography: Option<String>,
    /// What an import said that has no place here; exports say it again.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub carried: Map<String, Value>,
}

/// What somebody's part in a session is. Each keeps them from being elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Speaker,
    Lead,
    /// It makes no sense without them.
    MustBeThere,
}

impl Role {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("speaker", Self::Speaker), ("lead", Self::Lead), ("must_be_there", Self::MustBeThere)];

    /// For people, as in "Ann, who must be there".
    pub fn label(self) -> &'static str {
        match self {
            Self::Speaker => "who speaks",
            Self::Lead => "who leads it",
            Self::MustBeThere => "who must be there",
        }
    }
}

/// A link of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    pub url: String,
    /// As shown; without it, the kind's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether it is a file that belongs to the session, such as its slides.
    #[serde(default)]
    pub attached: bool,
}

/// What a link leads to. The schedule formats know all but recordings, which are their `media`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Recording,
    Slides,
    Paper,
    Web,
    Blog,
    Article,
    /// Something to do with it.
    Related,
    /// An account or post on the Fediverse.
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

/// What the people of a session asked for. Wishes are weighed; they refuse nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// When it had best be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred: Vec<Period>,
    /// Where it had best be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// What it had best not be beside: the same people want to hear both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart_from: Vec<SessionId>,
    /// What it had best come after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<SessionId>,
}
