//! Birds of a feather: who proposed what, which slot it has, and who is next for one that comes free.
//!
//! All slots and all who wait are one [`Board`], so that giving a slot, taking it back and giving it on are each one
//! decision on one item. A conference has some dozens of slots; a stampede on them is small.

mod board;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use sha2::{Digest, Sha256};

use crate::conference::{BofSlot, Conference, Period, TrackId, TrackKind};
use crate::input::{Object, integer, line, paragraphs};
use crate::person::{EmailAddress, PersonKey, PersonName, base32};
use crate::timetable::{Code, Guid, Kind, Participant, Placement, Released, Role, Session, SessionId, State, Wishes};

pub use board::{Board, Given, PER_PERSON, Wants};

/// Names a BoF, among all sessions of the edition.
pub type BofId = SessionId;

/// The edition's track for BoFs.
pub fn track(conference: &Conference) -> Option<&TrackId> {
    conference.tracks.iter().find(|track| track.kind == TrackKind::Bof).map(|track| &track.id)
}

/// A wish to hold a BoF, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    pub title: String,
    pub abstract_text: String,
    /// How long, in minutes; as long as the slot where it is left out.
    pub minutes: Option<u32>,
}

/// The shortest and the longest BoF, in minutes.
pub const MINUTES: (u64, u64) = (10, 480);

impl Propose {
    /// Reads the body of `POST …/bofs`.
    pub fn read(o: Object<'_>) -> Option<Self> {
        let title = o.required("title", line(200));
        let abstract_text = o.required("abstract", paragraphs(5000));
        let minutes = o.optional("minutes", integer(MINUTES.0, MINUTES.1));
        o.done();
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
        Some(Self { title: title?, abstract_text: abstract_text?, minutes })
    }

    /// What is remembered of this wish, to know a repeat.
    pub fn mark(&self) -> String {
        base32(&Sha256::digest(format!("{:?}", (&self.title, &self.abstract_text, self.minutes)).as_bytes())[..16])
    }
}

/// A change of a BoF's words; its slot stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reword {
    pub title: Option<String>,
    pub abstract_text: Option<String>,
}

impl Reword {
    /// Reads the body of `PATCH …/bofs/{bof}`.
    pub fn read(o: Object<'_>) -> Self {
        let title = o.optional("title", line(200));
        let abstract_text = o.optional("abstract", paragraphs(5000));
        o.done();
        Self { title, abstract_text }
    }
}

/// A BoF. It is never recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bof {
    pub id: BofId,
    /// Unique everywhere, for schedule exports; stays.
    pub guid: Guid,
    /// Unique in the edition, for schedule exports; stays.
    pub code: Code,
    /// Unique in the edition, for schedule exports; stays.
    pub number: u32,
    pub title: String,
    pub abstract_text: String,
    /// How long, in minutes; as long as the slot where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Who holds it, as on their badge.
    pub name: PersonName,
    /// Where mails about it go.
    pub email: EmailAddress,
    /// Whose pass in person it stands on.
    pub person: PersonKey,
    /// Who holds it, in schedule exports.
    pub person_guid: Guid,
    /// What the wish said, hashed, to know a repeat.
    pub request: String,
    pub proposed_at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts the changes its people are told of: the calendar entry's `SEQUENCE`.
    pub sequence: u32,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
    #[serde(flatten)]
    pub state: BofState,
}

/// What became of a BoF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum BofState {
    Placed {
        slot: BofSlot,
    },
    /// It is on the list for slots that come back.
    Waiting,
    /// It does not take place.
    Cancelled {
        cancelled_at: Timestamp,
        because: Ended,
        /// The slot it had: calendars keep it as cancelled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<BofSlot>,
    },
}

/// Why a BoF does not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Who proposed it called it off.
    Proposer,
    Organizer,
    /// Who proposed it has no pass in person any more.
    NoPass,
}

impl Bof {
    /// Whether it has a slot or waits for one.
    pub fn is_active(&self) -> bool {
        !matches!(self.state, BofState::Cancelled { .. })
    }

    /// The slot it has, or had when it was called off.
    pub fn slot(&self) -> Option<&BofSlot> {
        match &self.state {
            BofState::Placed { slot } => Some(slot),
            BofState::Cancelled { slot, .. } => slot.as_ref(),
            BofState::Waiting => None,
        }
    }

    /// When it takes place, or would have: from the start of its slot, as long as it takes.
    pub fn period(&self) -> Option<Period> {
        let slot = self.slot()?;
        Some(Period::of(slot.period.starts_at, self.minutes.unwrap_or_else(|| slot.period.minutes())))
    }

    /// As a session of the timetable; `None` while it has no slot.
    pub fn released(&self, conference: &Conference) -> Option<Released> {
        let (slot, period) = (self.slot()?, self.period()?);
        let person = Participant {
            guid: self.person_guid.clone(),
            key: Some(self.person.clone()),
            name: self.name.clone(),
            role: Role::Lead,
            unavailable: Vec::new(),
            code: None,
            biography: None,
            carried: Map::new(),
        };
        let session = Session {
            id: self.id.clone(),
            number: self.number,
            code: self.code.clone(),
            guid: self.guid.clone(),
            kind: Kind::Bof,
            track: track(conference).cloned(),
            title: self.title.clone(),
            subtitle: None,
            abstract_text: self.abstract_text.clone(),
            description: None,
            format: None,
            language: None,
            people: vec![person],
            minutes: period.minutes(),
            not_recorded: true,
            recording_license: None,
            state: if self.is_active() { State::Confirmed } else { State::Cancelled },
            links: Vec::new(),
            logo: None,
            origin_url: None,
            wishes: Wishes::default(),
            carried: Map::new(),
        };
        let (room, starts_at) = (slot.room.clone(), period.starts_at);
        let placement = Placement { room, starts_at, minutes: period.minutes(), override_reason: None };
        Some(Released { session, placement, sequence: self.sequence, modified_at: self.updated_at })
    }

    /// The same in this slot: told to its people.
    #[must_use]
    pub fn placed(&self, slot: BofSlot, now: Timestamp) -> Self {
        Self { state: BofState::Placed { slot }, ..self.next(now) }
    }

    /// The same called off: told to its people.
    #[must_use]
    pub fn cancelled(&self, because: Ended, now: Timestamp) -> Self {
        let slot = self.slot().cloned();
        Self { state: BofState::Cancelled { cancelled_at: now, because, slot }, ..self.next(now) }
    }

    /// The same with other words.
    #[must_use]
    pub fn reworded(&self, words: &Reword, now: Timestamp) -> Self {
        let title = words.title.clone().unwrap_or_else(|| self.title.clone());
        let abstract_text = words.abstract_text.clone().unwrap_or_else(|| self.abstract_text.clone());
        if title == self.title && abstract_text == self.abstract_text {
            return self.clone();
        }
        Self { title, abstract_text, ..self.next(now) }
    }

    fn next(&self, now: Timestamp) -> Self {
        Self { updated_at: now, sequence: self.sequence + 1, rev: self.rev + 1, ..self.clone() }
    }
}

impl BofState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Placed { .. } => "placed",
            Self::Waiting => "waiting",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}
